//! Exceptions that nobody can catch: in `__del__`, weak reference callbacks, at exit (`sys.unraisablehook`).

use crate::exc;
use crate::getset;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::native::{GetSetDef, PyResult};
use crate::slots::Slots;
use crate::types::exception::ExceptionObj;
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside the argument of `sys.unraisablehook`.
pub struct HookArgsObj {
    /// `exc_type`, `exc_value`, `exc_traceback`, `err_msg`, `object`
    fields: [Value; 5],
}

static HOOK_ARGS_LAYOUT: Layout = Layout::of::<HookArgsObj>("UnraisableHookArgs");

impl HeapObject for HookArgsObj {
    const LAYOUT: &'static Layout = &HOOK_ARGS_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.fields.iter().for_each(visit);
    }
}

/// The type `sys.UnraisableHookArgs`.
pub static HOOK_ARGS_TYPE: TypeDef = TypeDef {
    name: "UnraisableHookArgs",
    module: "sys",
    layout: Some(&HOOK_ARGS_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    slots: Slots { repr: Some(hook_args_repr), ..Slots::EMPTY },
    getset: GETSET,
    ..TypeDef::EMPTY
};

static GETSET: &[GetSetDef] = getset! {
    [member] "exc_type" field::<0>, exc::readonly_member, "Exception type";
    [member] "exc_value" field::<1>, exc::readonly_member, "Exception value";
    [member] "exc_traceback" field::<2>, exc::readonly_member, "Exception traceback";
    [member] "err_msg" field::<3>, exc::readonly_member, "Error message";
    [member] "object" field::<4>, exc::readonly_member, "Object causing the exception";
};

const FIELD_NAMES: [&str; 5] = ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];

fn field<const N: usize>(vm: &Vm, this: &Value) -> PyResult {
    Ok(exc::receiver::<HookArgsObj>(vm, this)?.fields[N].clone())
}

fn hook_args_repr(vm: &Vm, this: &Value) -> PyResult {
    let args: &HookArgsObj = exc::receiver(vm, this)?;
    let mut text = b"UnraisableHookArgs(".to_vec();
    for (i, (name, value)) in FIELD_NAMES.iter().zip(&args.fields).enumerate() {
        if i > 0 {
            text.extend_from_slice(b", ");
        }
        text.extend_from_slice(name.as_bytes());
        text.push(b'=');
        text.extend(vm.repr_bytes(value)?);
    }
    text.push(b')');
    Ok(vm.str_bytes(&text))
}

fn repr_or_failed(vm: &Vm, value: &Value) -> String {
    match vm.repr_string(value) {
        Ok(text) => text,
        Err(raised) => {
            drop(vm.take_exception(raised));
            "<object repr() failed>".to_owned()
        }
    }
}

/// Reports an exception through `sys.unraisablehook`. `message` precedes the repr of `source`.
pub fn report(vm: &Vm, exception: &Value, message: Option<&str>, source: &Value) {
    let pending = vm.save_exception();
    let (message, object) = match message {
        Some(message) if source.is_none() || source.is_null() => (vm.str(message), Value::NONE),
        Some(message) => (vm.str(&format!("{message} {}", repr_or_failed(vm, source))), Value::NONE),
        None => (Value::NONE, source.clone()),
    };
    let mut traceback = exception.downcast::<ExceptionObj>().map(|e| e.traceback.get()).unwrap_or_default();
    if traceback.is_null()
        && let Some(frame) = crate::interp::frames::frame_at(vm, 0)
    {
        // An exception that native code made shows where that was called.
        traceback = crate::types::traceback::here(vm, frame);
        if let Some(object) = exception.downcast::<ExceptionObj>() {
            object.traceback.set(traceback.clone());
        }
    }
    let fields = [
        vm.type_of(exception).to_value(),
        exception.clone(),
        traceback.non_null().unwrap_or(Value::NONE),
        message,
        object,
    ];
    let args = vm.alloc(&vm.type_from_def(&HOOK_ARGS_TYPE), HookArgsObj { fields }).into_value();
    let hook = vm.interp().sys.get().and_then(|sys| sys.get_name(vm, &vm.names().unraisablehook));
    match hook.filter(|h| !h.is_none()) {
        Some(hook) => {
            if let Err(raised) = vm.call1(&hook, &args) {
                let problem = vm.take_exception(raised);
                let head = format!("Exception ignored in sys.unraisablehook: {}\n", repr_or_failed(vm, &hook));
                crate::sysmod::write_stderr(vm, &(head + &crate::traceback::format_exception_plain(vm, &problem)));
            }
        }
        None => print(vm, &args),
    }
    vm.restore_exception(pending);
}

/// `sys.unraisablehook` as it is by default: prints what the argument describes.
pub fn default_hook(vm: &Vm, args: &Value) -> PyResult {
    if args.downcast::<HookArgsObj>().is_none() {
        return Err(exc::type_error(vm, "sys.unraisablehook argument type must be UnraisableHookArgs"));
    }
    print(vm, args);
    Ok(Value::NONE)
}

fn print(vm: &Vm, args: &Value) {
    let Some(args) = args.downcast::<HookArgsObj>() else { return };
    let [_, exception, traceback, message, object] = &args.fields;
    let message = message.downcast::<StrObj>().map(|m| m.to_string_lossy().into_owned());
    let mut text = match (message, object.is_none()) {
        (Some(message), true) => format!("{message}:\n"),
        (Some(message), false) => format!("{message}: {}\n", repr_or_failed(vm, object)),
        (None, false) => format!("Exception ignored in: {}\n", repr_or_failed(vm, object)),
        (None, true) => String::new(),
    };
    if !traceback.is_none() {
        text.push_str("Traceback (most recent call last):\n");
        text.push_str(&crate::traceback::format_traceback(vm, traceback, false));
    }
    text.push_str(&crate::traceback::format_exception_only(vm, exception));
    crate::sysmod::write_stderr(vm, &text);
}

/// Reports an exception that ended a thread, as `threading.excepthook` does.
pub fn report_thread(vm: &Vm, exception: &Value, thread_name: &str) {
    let text = format!("Exception in thread {thread_name}:\n{}", crate::traceback::format_exception(vm, exception));
    crate::sysmod::write_stderr(vm, &text);
}
