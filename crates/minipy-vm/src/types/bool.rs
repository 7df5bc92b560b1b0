//! `bool`.

use crate::exc;
use crate::native::{Args, PyResult};
use crate::slots::Slots;
use crate::types::int::{arith, convert};
use crate::types::type_::{TypeDef, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The type `bool`.
pub static TYPE: TypeDef = TypeDef {
    name: "bool",
    base: Some(&crate::types::int::methods::TYPE),
    doc: "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances \
          of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    slots: Slots {
        new: Some(bool_new),
        repr: Some(bool_repr),
        and: Some(bool_and),
        or: Some(bool_or),
        xor: Some(bool_xor),
        invert: Some(bool_invert),
        ..Slots::EMPTY
    },
    ..TypeDef::EMPTY
};

fn bool_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "bool"));
    }
    match args.pos {
        [] => Ok(Value::FALSE),
        [value] => Ok(Value::bool(vm.truth(value)?)),
        more => Err(exc::positional_count(vm, "bool", more.len(), 0, 1)),
    }
}

fn bool_repr(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str(if this.is_true() { "True" } else { "False" }))
}

macro_rules! logical {
    ($($name:ident $op:tt $int:ident;)*) => { $(
        fn $name(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
            match (lhs.as_bool(), rhs.as_bool()) {
                (Some(a), Some(b)) => Ok(Value::bool(a $op b)),
                _ => arith::$int(vm, lhs, rhs),
            }
        }
    )* };
}

logical! {
    bool_and & int_and;
    bool_or | int_or;
    bool_xor ^ int_xor;
}

fn bool_invert(vm: &Vm, this: &Value) -> PyResult {
    let message = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise \
                   inversion of the underlying int object and is usually not what you expect from negating a bool. Use the \
                   'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the \
                   underlying int.";
    convert::deprecated(vm, message)?;
    arith::int_invert(vm, this)
}
