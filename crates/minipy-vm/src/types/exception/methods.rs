//! Exceptions: what `BaseException` defines, and which class defines what.

use crate::exc;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::attr;
use crate::slots::Slots;
use crate::types::dict::DictObj;
use crate::types::exception::fields::this;
use crate::types::exception::{ExceptionObj, group, import_error, os_error, simple, syntax_error, unicode_error};
use crate::types::list::ListObj;
use crate::types::str_::StrObj;
use crate::types::traceback::TracebackObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// What the classes with parts of their own define. All other classes inherit everything.
static PARTS: &[(&str, &TypeDef)] = &[
    ("BaseException", &BASE_PARTS),
    ("BaseExceptionGroup", &group::PARTS),
    ("ExceptionGroup", &group::EXCEPTION_GROUP_PARTS),
    ("StopIteration", &simple::STOP_ITERATION_PARTS),
    ("SystemExit", &simple::SYSTEM_EXIT_PARTS),
    ("KeyError", &simple::KEY_ERROR_PARTS),
    ("AttributeError", &import_error::ATTRIBUTE_ERROR_PARTS),
    ("NameError", &import_error::NAME_ERROR_PARTS),
    ("ImportError", &import_error::PARTS),
    ("OSError", &os_error::PARTS),
    ("SyntaxError", &syntax_error::PARTS),
    ("UnicodeEncodeError", &unicode_error::ENCODE_PARTS),
    ("UnicodeDecodeError", &unicode_error::DECODE_PARTS),
    ("UnicodeTranslateError", &unicode_error::TRANSLATE_PARTS),
];

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// What a class of the hierarchy defines itself.
pub(crate) const fn class_parts(name: &'static str) -> TypeDef {
    let mut i = 0;
    let mut inherits_new = false;
    while i < INHERIT_NEW.len() {
        inherits_new |= same(INHERIT_NEW[i], name);
        i += 1;
    }
    i = 0;
    while i < PARTS.len() {
        if same(PARTS[i].0, name) {
            let found = PARTS[i].1;
            let mut slots = found.slots;
            if slots.new.is_none() && !inherits_new {
                slots.new = Some(exception_new);
            }
            return TypeDef {
                slots,
                methods: found.methods,
                getset: found.getset,
                init: found.init,
                flags: found.flags,
                more_bases: found.more_bases,
                ..TypeDef::EMPTY
            };
        }
        i += 1;
    }
    if inherits_new {
        return TypeDef::EMPTY;
    }
    TypeDef { slots: Slots { new: Some(exception_new), ..Slots::EMPTY }, ..TypeDef::EMPTY }
}

/// The classes without a `__new__` of their own.
const INHERIT_NEW: &[&str] = &[
    "SystemExit",
    "AttributeError",
    "ImportError",
    "NameError",
    "StopIteration",
    "SyntaxError",
    "BlockingIOError",
    "ChildProcessError",
    "ConnectionError",
    "FileExistsError",
    "FileNotFoundError",
    "InterruptedError",
    "IsADirectoryError",
    "NotADirectoryError",
    "PermissionError",
    "ProcessLookupError",
    "TimeoutError",
    "IndentationError",
    "_IncompleteInputError",
    "KeyError",
    "ModuleNotFoundError",
    "UnboundLocalError",
    "BrokenPipeError",
    "ConnectionAbortedError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "TabError",
    "ExceptionGroup",
];

static BASE_PARTS: TypeDef = TypeDef {
    slots: Slots {
        new: Some(exception_new),
        init: Some(exception_init),
        repr: Some(exception_repr),
        str: Some(exception_str),
        dict_of: Some(exception_dict),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(exception_reduce) "(self, /)" "";
    "__setstate__" F2(exception_setstate) "(self, state, /)" "";
    "with_traceback" F2(with_traceback) "(self, object, /)" "Set self.__traceback__ to tb and return self.";
    "add_note" F2(add_note_method) "(self, object, /)" "Add a note to the exception";
};

static GETSET: &[GetSetDef] = getset! {
    "__dict__" crate::types::member::get_dict, set_dict, "";
    "args" get_args, set_args, "";
    "__traceback__" get_traceback, set_traceback, "";
    "__context__" get_context, set_context, "";
    "__cause__" get_cause, set_cause, "";
    [member] "__suppress_context__" get_suppress, set_suppress, "";
};

fn exception_dict(value: &Value) -> Option<&crate::heap::PyCell<Value>> {
    value.downcast::<ExceptionObj>().map(|e| &e.dict)
}

/// `new` slot of most exceptions: keeps the positional arguments.
pub(crate) fn exception_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    Ok(vm.alloc(ty, ExceptionObj::new(vm.tuple_from(args.pos))).into_value())
}

/// `init` slot of most exceptions.
pub(crate) fn exception_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, &vm.type_of(object).name_str()));
    }
    set_arguments(vm, object, args.pos)
}

/// Sets `args`, unless they are the same values already (as `__new__` left them).
pub(crate) fn set_arguments(vm: &Vm, object: &Value, args: &[Value]) -> PyResult<()> {
    let exception = this(vm, object)?;
    let same = exception
        .args
        .borrow()
        .downcast::<TupleObj>()
        .is_some_and(|t| t.items().len() == args.len() && t.items().iter().zip(args).all(|(a, b)| a.is(b)));
    if !same {
        exception.args.set(vm.tuple_from(args));
    }
    Ok(())
}

/// Unlike that of Python classes it cannot be deleted.
fn set_dict(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    if value.is_none() {
        return Err(exc::type_error(vm, "cannot delete __dict__"));
    }
    crate::types::member::set_dict(vm, object, value)
}

fn exception_repr(vm: &Vm, object: &Value) -> PyResult {
    let args = this(vm, object)?.args.get();
    let mut text = vm.type_of(object).plain_name().into_bytes();
    match args.downcast::<TupleObj>().map_or(&[][..], TupleObj::items) {
        [only] => {
            text.push(b'(');
            text.extend(vm.repr_bytes(only)?);
            text.push(b')');
        }
        // The tuple's own, which sees when it comes to itself again.
        _ => text.extend(vm.repr_bytes(&args)?),
    }
    Ok(vm.str_bytes(&text))
}

/// `str` slot of most exceptions.
pub(crate) fn exception_str(vm: &Vm, object: &Value) -> PyResult {
    let args = this(vm, object)?.args.get();
    match args.downcast::<TupleObj>().map(TupleObj::items) {
        None | Some([]) => Ok(vm.str("")),
        Some([only]) => vm.to_str(only),
        Some(_) => vm.repr(&args),
    }
}

/// The instance's `__dict__`, if it has any attributes.
pub(crate) fn nonempty_dict(vm: &Vm, object: &Value) -> Option<Value> {
    let dict = attr::instance_dict(vm, object)?;
    if dict.is_empty() { None } else { Some(dict.into_value()) }
}

fn exception_reduce(vm: &Vm, object: &Value) -> PyResult {
    let mut parts = vec![vm.type_of(object).to_value(), this(vm, object)?.args.get()];
    parts.extend(nonempty_dict(vm, object));
    Ok(vm.tuple(parts))
}

fn exception_setstate(vm: &Vm, object: &Value, state: &Value) -> PyResult {
    if state.is_none() {
        return Ok(Value::NONE);
    }
    let Some(dict) = state.downcast::<DictObj>() else {
        return Err(exc::type_error(vm, "state is not a dictionary"));
    };
    for (key, value) in dict.items() {
        let name = crate::types::wrapper::attribute_name(vm, &key)?;
        vm.set_attr(object, &name, &value)?;
    }
    Ok(Value::NONE)
}

fn with_traceback(vm: &Vm, object: &Value, traceback: &Value) -> PyResult {
    set_traceback(vm, object, Some(traceback))?;
    Ok(object.clone())
}

fn add_note_method(vm: &Vm, object: &Value, note: &Value) -> PyResult {
    if note.downcast::<StrObj>().is_none() {
        let got = exc::argument_type(vm, note);
        return Err(exc::type_error(vm, &format!("add_note() argument must be str, not {got}")));
    }
    let name = &vm.names().__notes__;
    let notes = match vm.find_attr(object, name)? {
        Some(notes) => notes,
        None => {
            let notes = vm.list(Vec::new());
            vm.set_attr(object, name, &notes)?;
            notes
        }
    };
    match notes.downcast::<ListObj>() {
        Some(list) => list.push(note.clone()),
        None => return Err(exc::type_error(vm, "Cannot add note: __notes__ is not a list")),
    }
    Ok(Value::NONE)
}

/// `exception.add_note(note)`; problems (a `__notes__` that is no list) are ignored.
pub fn add_note(vm: &Vm, exception: &Value, note: &str) {
    let pending = vm.save_exception();
    if let Err(raised) = add_note_method(vm, exception, &vm.str(note)) {
        drop(vm.take_exception(raised));
    }
    vm.restore_exception(pending);
}

fn get_args(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.args.get().non_null().unwrap_or(Value::NONE))
}

fn set_args(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(exc::type_error(vm, "args may not be deleted")) };
    let items = vm.collect_for_tuple(value)?;
    this(vm, object)?.args.set(vm.tuple(items));
    Ok(())
}

fn get_traceback(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.traceback.get().non_null().unwrap_or(Value::NONE))
}

fn set_traceback(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(exc::type_error(vm, "__traceback__ may not be deleted")) };
    if !value.is_none() && value.downcast::<TracebackObj>().is_none() {
        return Err(exc::type_error(vm, "__traceback__ must be a traceback or None"));
    }
    this(vm, object)?.traceback.set(value.not_none().cloned().unwrap_or_default());
    Ok(())
}

/// A value for `__cause__` or `__context__`: NULL for None.
fn linked(vm: &Vm, value: Option<&Value>, attribute: &str, what: &str) -> PyResult {
    match value {
        None => Err(exc::type_error(vm, &format!("{attribute} may not be deleted"))),
        Some(value) if value.is_none() => Ok(Value::NULL),
        Some(value) if value.downcast::<ExceptionObj>().is_some() => Ok(value.clone()),
        Some(_) => Err(exc::type_error(vm, &format!("exception {what} must be None or derive from BaseException"))),
    }
}

fn get_context(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.context.get().non_null().unwrap_or(Value::NONE))
}

fn set_context(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let context = linked(vm, value, "__context__", "context")?;
    this(vm, object)?.context.set(context);
    Ok(())
}

fn get_cause(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.cause.get().non_null().unwrap_or(Value::NONE))
}

fn set_cause(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let cause = linked(vm, value, "__cause__", "cause")?;
    let exception = this(vm, object)?;
    exception.suppress_context.set(true);
    exception.cause.set(cause);
    Ok(())
}

fn get_suppress(vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(this(vm, object)?.suppress_context.get()))
}

fn set_suppress(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(exc::type_error(vm, "can't delete numeric/char attribute")) };
    let Some(flag) = value.as_bool() else {
        return Err(exc::type_error(vm, "attribute value type must be bool"));
    };
    this(vm, object)?.suppress_context.set(flag);
    Ok(())
}

/// Whether a class is one of exceptions.
pub(crate) fn is_exception_class(value: &Value) -> bool {
    value.downcast::<crate::types::type_::TypeObj>().is_some_and(|class| class.has_flag(TypeFlags::EXCEPTION_SUBCLASS))
}
