//! `OSError`: choosing the subclass by errno, its fields and texts.

use crate::exc;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::complex::ComplexObj;
use crate::types::exception::fields::{args_of, get, set, this};
use crate::types::exception::{ExceptionObj, methods as base, set_extra};
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// What `OSError` defines.
pub(crate) static PARTS: TypeDef = TypeDef {
    slots: Slots { new: Some(os_error_new), init: Some(os_error_init), str: Some(os_error_str), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(os_error_reduce) "(self, /)" "";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "errno" get::<0>, set::<0>, "POSIX exception code";
    [member] "strerror" get::<1>, set::<1>, "exception strerror";
    [member] "filename" get::<2>, set::<2>, "exception filename";
    [member] "filename2" get::<4>, set::<4>, "second exception filename";
    "characters_written" get_written, set_written, "";
};

const WRITTEN: usize = 3;

/// Error numbers that have a subclass, as of Linux and (where they differ) macOS.
#[cfg(not(target_os = "macos"))]
static SUBCLASSES: &[(i64, &str)] = &[
    (11, "BlockingIOError"),
    (114, "BlockingIOError"),
    (115, "BlockingIOError"),
    (32, "BrokenPipeError"),
    (108, "BrokenPipeError"),
    (10, "ChildProcessError"),
    (103, "ConnectionAbortedError"),
    (111, "ConnectionRefusedError"),
    (104, "ConnectionResetError"),
    (17, "FileExistsError"),
    (2, "FileNotFoundError"),
    (21, "IsADirectoryError"),
    (20, "NotADirectoryError"),
    (4, "InterruptedError"),
    (13, "PermissionError"),
    (1, "PermissionError"),
    (3, "ProcessLookupError"),
    (110, "TimeoutError"),
];

/// Error numbers that have a subclass, as of macOS.
#[cfg(target_os = "macos")]
static SUBCLASSES: &[(i64, &str)] = &[
    (35, "BlockingIOError"),
    (37, "BlockingIOError"),
    (36, "BlockingIOError"),
    (32, "BrokenPipeError"),
    (58, "BrokenPipeError"),
    (10, "ChildProcessError"),
    (53, "ConnectionAbortedError"),
    (61, "ConnectionRefusedError"),
    (54, "ConnectionResetError"),
    (17, "FileExistsError"),
    (2, "FileNotFoundError"),
    (21, "IsADirectoryError"),
    (20, "NotADirectoryError"),
    (4, "InterruptedError"),
    (13, "PermissionError"),
    (1, "PermissionError"),
    (3, "ProcessLookupError"),
    (60, "TimeoutError"),
];

fn subclass_for(vm: &Vm, errno: &Value) -> Option<TypeRef> {
    let number = crate::types::int::to_i64(errno)?;
    let (_, name) = SUBCLASSES.iter().find(|(n, _)| *n == number)?;
    vm.exceptions().all().into_iter().find(|(n, _)| n == name).map(|(_, class)| class.clone())
}

/// Whether the arguments are looked at by `__init__` rather than `__new__`: when a subclass has its own `__init__` only.
fn init_parses(ty: &TypeObj) -> bool {
    let slots = ty.slots();
    let own_init = slots.init.map(|f| f as usize) != Some(os_error_init as *const () as usize);
    let our_new = slots.new.map(|f| f as usize) == Some(os_error_new as *const () as usize);
    own_init && our_new
}

fn os_error_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if init_parses(ty) {
        return Ok(vm.alloc(ty, ExceptionObj::new(vm.tuple(Vec::new()))).into_value());
    }
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, &ty.name_str()));
    }
    let mut class = ty.clone();
    if (2..=5).contains(&args.pos.len())
        && ty.is(&vm.exceptions().os_error)
        && let Some(subclass) = subclass_for(vm, &args.pos[0])
    {
        class = subclass;
    }
    let made = vm.alloc(&class, ExceptionObj::new(vm.tuple_from(args.pos))).into_value();
    fill(vm, &made, args.pos)?;
    Ok(made)
}

fn os_error_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    if !init_parses(vm.type_of(object)) {
        return Ok(());
    }
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, &vm.type_of(object).name_str()));
    }
    this(vm, object)?.args.set(vm.tuple_from(args.pos));
    fill(vm, object, args.pos)
}

/// Sets the fields from two to five arguments: errno, strerror, filename, winerror, filename2.
fn fill(vm: &Vm, object: &Value, args: &[Value]) -> PyResult<()> {
    if !(2..=5).contains(&args.len()) {
        return Ok(());
    }
    set_extra(object, 0, args[0].clone());
    set_extra(object, 1, args[1].clone());
    let Some(filename) = args.get(2).and_then(Value::not_none) else { return Ok(()) };
    let blocking = vm.type_of(object).is(&vm.exceptions().blocking_io_error);
    let slots = vm.type_of(filename).slots();
    if blocking
        && (slots.index.is_some()
            || slots.int.is_some()
            || slots.float.is_some()
            || filename.downcast::<ComplexObj>().is_some())
    {
        let written = written(vm, filename)?;
        set_extra(object, WRITTEN, written);
        return Ok(());
    }
    set_extra(object, 2, filename.clone());
    if let Some(second) = args.get(4).and_then(Value::not_none) {
        set_extra(object, 4, second.clone());
    }
    this(vm, object)?.args.set(vm.tuple_from(&args[..2]));
    Ok(())
}

fn push_str(vm: &Vm, out: &mut Vec<u8>, value: &Value) -> PyResult<()> {
    let value = if value.is_null() { &Value::NONE } else { value };
    let text = vm.to_str(value)?;
    out.extend_from_slice(text.downcast::<StrObj>().map_or(&[][..], StrObj::bytes));
    Ok(())
}

fn os_error_str(vm: &Vm, object: &Value) -> PyResult {
    let exception = this(vm, object)?;
    let (errno, strerror) = (exception.extra(0), exception.extra(1));
    let (filename, filename2) = (exception.extra(2), exception.extra(4));
    if filename.is_null() && (errno.is_null() || strerror.is_null()) {
        return base::exception_str(vm, object);
    }
    let mut text = b"[Errno ".to_vec();
    push_str(vm, &mut text, &errno)?;
    text.extend_from_slice(b"] ");
    push_str(vm, &mut text, &strerror)?;
    if !filename.is_null() {
        text.extend_from_slice(b": ");
        text.extend(vm.repr_bytes(&filename)?);
        if !filename2.is_null() {
            text.extend_from_slice(b" -> ");
            text.extend(vm.repr_bytes(&filename2)?);
        }
    }
    Ok(vm.str_bytes(&text))
}

fn os_error_reduce(vm: &Vm, object: &Value) -> PyResult {
    let exception = this(vm, object)?;
    let mut args = args_of(exception);
    let (filename, filename2) = (exception.extra(2), exception.extra(4));
    if args.len() == 2 && !filename.is_null() {
        args.push(filename);
        if !filename2.is_null() {
            args.extend([Value::NONE, filename2]);
        }
    }
    let mut parts = vec![vm.type_of(object).to_value(), vm.tuple(args)];
    parts.extend(base::nonempty_dict(vm, object));
    Ok(vm.tuple(parts))
}

/// What is to be `characters_written`: a C `ssize_t`.
fn written(vm: &Vm, value: &Value) -> PyResult {
    let written = vm.index(value)?;
    if crate::types::int::to_i64(&written).is_none() {
        let name = vm.type_of(value).name_str();
        return Err(exc::value_error(vm, &format!("cannot fit '{name}' into an index-sized integer")));
    }
    Ok(written)
}

fn get_written(vm: &Vm, object: &Value) -> PyResult {
    match this(vm, object)?.extra(WRITTEN).non_null() {
        Some(written) => Ok(written),
        None => Err(exc::attribute_error(vm, "characters_written")),
    }
}

fn set_written(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) => {
            let written = written(vm, value)?;
            set_extra(object, WRITTEN, written);
        }
        None => {
            if this(vm, object)?.extra(WRITTEN).is_null() {
                return Err(exc::attribute_error(vm, "characters_written"));
            }
            set_extra(object, WRITTEN, Value::NULL);
        }
    }
    Ok(())
}
