//! Which callables look at keyword names that are no strings themselves.
//!
//! In CPython a call with `**mapping` looks at the names before it enters what takes its arguments as an array (vectorcall).
//! All else gets the mapping as it is, and complains of other things first. Where both ways lead to the same type, they
//! have words of their own.

use crate::exc;
use crate::native::{Args, PyResult};
use crate::protocol::bind;
use crate::types::builtin_fn::BuiltinObj;
use crate::types::python_slots;
use crate::types::staticmethod::WrappedMethodObj;
use crate::types::str_::StrObj;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::types::wrapper::{BoundWrapperObj, NewObj, WrapperObj};
use crate::value::Value;
use crate::vm::Vm;

/// Builtin classes that are called with an array of arguments.
const SEEN_BY_THE_CALL: &[&str] = &[
    "bool",
    "dict",
    "enumerate",
    "filter",
    "float",
    "frozenset",
    "int",
    "list",
    "map",
    "range",
    "reversed",
    "set",
    "str",
    "super",
    "tuple",
    "type",
];

/// Callable types whose `__call__`, unlike a call, gets the mapping.
const CALLED_IN_TWO_WAYS: &[&str] = &["attrgetter", "itemgetter", "methodcaller"];

/// Those of [`SEEN_BY_THE_CALL`] whose `__new__` binds by name, how many arguments the call itself takes, and its parameters.
const NEW_BY_NAME: &[(&str, usize, &str)] = &[
    ("int", 2, "(x=0, /, base=10)"),
    ("str", 3, "(object='', encoding='utf-8', errors='strict')"),
    ("enumerate", 0, "(iterable, start=0)"),
];

/// Whether a function or bound method, of this module or class, takes a tuple and a mapping (`METH_VARARGS`).
pub(crate) fn takes_a_mapping(owner: &str, name: &str) -> bool {
    match owner {
        "builtins" => matches!(name, "dir" | "vars"),
        "time" => matches!(
            name,
            "asctime"
                | "clock_getres"
                | "clock_settime"
                | "clock_settime_ns"
                | "ctime"
                | "get_clock_info"
                | "gmtime"
                | "localtime"
                | "pthread_getcpuclockid"
                | "strftime"
                | "strptime"
        ),
        "sys" => name == "getsizeof",
        "gc" => name == "set_threshold",
        "_thread" => matches!(name, "stack_size" | "start_joinable_thread" | "start_new" | "start_new_thread"),
        "atexit" => name == "register",
        "str" => name == "format",
        "dict" => name == "update",
        "property" => name == "__set_name__",
        "async_generator" => name == "athrow",
        "RLock" => matches!(name, "__exit__" | "_acquire_restore"),
        _ => matches!(name, "__exit__" | "__replace__") && owner != "code",
    }
}

fn is_left_to_function(vm: &Vm, builtin: &BuiltinObj) -> bool {
    if !builtin.this.is_null() {
        return takes_a_mapping(&bind::owner_of(vm, &builtin.this, builtin.def), builtin.def.name);
    }
    builtin
        .module
        .downcast::<StrObj>()
        .is_some_and(|module| takes_a_mapping(&module.to_string_lossy(), builtin.def.name))
}

/// Whether a call leaves keywords that are no strings to what is called.
#[cold]
pub(crate) fn leaves_names(vm: &Vm, callable: &Value) -> bool {
    if let Some(builtin) = callable.exact::<BuiltinObj>() {
        return is_left_to_function(vm, builtin);
    }
    if let Some(class) = callable.downcast::<TypeObj>() {
        return class_leaves_names(vm, callable, class);
    }
    if let Some(method) = callable.downcast::<WrappedMethodObj>() {
        let wrapped = method.callable.get();
        return !wrapped.is_null() && leaves_names(vm, &wrapped);
    }
    callable.downcast::<NewObj>().is_some()
        || callable.downcast::<BoundWrapperObj>().is_some()
        || callable.downcast::<WrapperObj>().is_some()
        || vm.type_of(callable).is(&vm.types().classmethod_descriptor)
        || !vm.is_callable(callable)
}

fn class_leaves_names(vm: &Vm, callable: &Value, class: &TypeObj) -> bool {
    let slots = class.slots();
    match class.def {
        // The methods of Python classes have their names looked at when they are called.
        None => {
            vm.type_of(callable).slots().call.map(|f| f as usize) == vm.types().type_.slots().call.map(|f| f as usize)
                && slots.new.is_none_or(|f| f as usize != python_slots::new as *const () as usize)
                && slots.init.is_none_or(|f| f as usize != python_slots::init as *const () as usize)
        }
        Some(_) if class.has_flag(TypeFlags::EXCEPTION_SUBCLASS) => has_own_constructor(vm, class),
        Some(def) => !SEEN_BY_THE_CALL.contains(&def.name),
    }
}

/// Whether a builtin exception class is made in another way than the plain ones.
fn has_own_constructor(vm: &Vm, class: &TypeObj) -> bool {
    let (slots, base) = (class.slots(), vm.exceptions().base_exception.slots());
    class.def.is_some_and(|def| def.name == "MemoryError")
        || slots.new.map(|f| f as usize) != base.new.map(|f| f as usize)
        || slots.init.map(|f| f as usize) != base.init.map(|f| f as usize)
}

/// `keywords must be strings`, of a function that has been left to look.
pub(crate) fn check_strings(vm: &Vm, args: &Args) -> PyResult<()> {
    if names_are_strings(args) { Ok(()) } else { Err(exc::type_error(vm, "keywords must be strings")) }
}

fn names_are_strings(args: &Args) -> bool {
    args.names.iter().all(|name| name.downcast::<StrObj>().is_some())
}

/// What CPython's `tp_call` of an object, reached through `__call__`, checks otherwise than a call of the object does.
pub(crate) fn check_slot_call(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    if let Some(class) = this.downcast::<TypeObj>() {
        let counts = (args.pos.len(), args.kw.len());
        if std::ptr::eq(class, &**vm.types().type_) && counts != (1, 0) && counts.0 != 3 {
            return Err(exc::type_error(vm, "type() takes 1 or 3 arguments"));
        }
        if class.def.is_none() && !class_leaves_names(vm, this, class) {
            check_strings(vm, args)?;
        }
        return check_new(vm, class, args);
    }
    if args.kw.is_empty() {
        return Ok(());
    }
    if let Some(def) = vm.type_of(this).def.filter(|def| CALLED_IN_TWO_WAYS.contains(&def.name)) {
        return Err(exc::no_keyword_arguments(vm, def.name));
    }
    if leaves_names(vm, this) { Ok(()) } else { check_strings(vm, args) }
}

/// What the `__new__` of a builtin class checks otherwise than a call of the class does.
pub(crate) fn check_new(vm: &Vm, class: &TypeObj, args: &Args) -> PyResult<()> {
    let Some(def) = class.def else { return Ok(()) };
    match NEW_BY_NAME.iter().find(|(name, ..)| *name == def.name) {
        Some((name, most, params)) if args.len() > *most || *most == 0 => {
            bind::bind_params(vm, name, &bind::parse_signature(params), args, 0).map(drop)
        }
        _ => Ok(()),
    }
}
