//! Slots of Python classes: each looks its dunder method up on the type and calls it
//! (CPython: Objects/typeobject.c, `slot_*`).

use crate::exc;
use crate::native::{Args, PyResult};
use crate::slots::{BinaryFn, CompareOp};
use crate::types::int;
use crate::types::str_::{Name, StrObj};
use crate::types::type_::{Held, TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// Calls a special method of `this` that exists.
fn call(vm: &Vm, this: &Value, name: &Name, args: &[Value]) -> PyResult {
    match vm.call_special(this, name, args)? {
        Some(result) => Ok(result),
        None => Err(exc::attribute_error(vm, &name.to_string_lossy())),
    }
}

macro_rules! unary {
    ($($slot:ident $name:ident;)*) => { $(
        pub(crate) fn $slot(vm: &Vm, this: &Value) -> PyResult { call(vm, this, &vm.names().$name, &[]) }
    )* };
}

unary! {
    str __str__;
    neg __neg__;
    pos __pos__;
    abs __abs__;
    invert __invert__;
    int __int__;
    float __float__;
    index __index__;
}

pub(crate) fn repr(vm: &Vm, this: &Value) -> PyResult {
    if let Some(result) = vm.call_special_maybe(this, &vm.names().__repr__, &[])? {
        return Ok(result);
    }
    let ty = vm.type_of(this).name_str();
    Ok(vm.str(&format!("<{ty} object at {:#x}>", this.bits())))
}

macro_rules! asynchronous {
    ($($slot:ident $name:ident;)*) => { $(
        pub(crate) fn $slot(vm: &Vm, this: &Value) -> PyResult {
            match vm.call_special_maybe(this, &vm.names().$name, &[])? {
                Some(result) => Ok(result),
                None => {
                    let ty = vm.type_of(this).name_str();
                    let message = format!("object {ty} does not have {} method", stringify!($name));
                    Err(exc::attribute_error(vm, &message))
                }
            }
        }
    )* };
}

asynchronous! {
    await_ __await__;
    aiter __aiter__;
    anext __anext__;
}

macro_rules! binary {
    ($($slot:ident $name:ident $swapped:ident $get:ident;)*) => { $(
        pub(crate) fn $slot(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
            binary_slot(vm, lhs, rhs, &vm.names().$name, &vm.names().$swapped, |s| s.$get, $slot)
        }
    )* };
}

binary! {
    add __add__ __radd__ add;
    sub __sub__ __rsub__ sub;
    mul __mul__ __rmul__ mul;
    matmul __matmul__ __rmatmul__ matmul;
    truediv __truediv__ __rtruediv__ truediv;
    floordiv __floordiv__ __rfloordiv__ floordiv;
    modulo __mod__ __rmod__ modulo;
    divmod __divmod__ __rdivmod__ divmod;
    lshift __lshift__ __rlshift__ lshift;
    rshift __rshift__ __rrshift__ rshift;
    and __and__ __rand__ and;
    or __or__ __ror__ or;
    xor __xor__ __rxor__ xor;
}

/// The slot of a binary operator of a Python class: it serves as left and as right operand.
fn binary_slot(
    vm: &Vm,
    lhs: &Value,
    rhs: &Value,
    name: &Name,
    swapped: &Name,
    get: fn(&crate::slots::Slots) -> Option<BinaryFn>,
    own: BinaryFn,
) -> PyResult {
    let (left, right) = (vm.type_of(lhs), vm.type_of(rhs));
    let has = |ty: &TypeObj| get(ty.slots()).is_some_and(|f| f as usize == own as usize);
    let mut try_right = !left.is(right) && has(right);
    if has(left) {
        if try_right && right.is_subtype(left) && overloads(vm, left, right, swapped) {
            let result = call_or_not_implemented(vm, rhs, swapped, lhs)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            try_right = false;
        }
        let result = call_or_not_implemented(vm, lhs, name, rhs)?;
        if !result.is_not_implemented() || left.is(right) {
            return Ok(result);
        }
    }
    if try_right {
        return call_or_not_implemented(vm, rhs, swapped, lhs);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

/// Whether the subclass's reflected method differs from the one of the left operand's class.
fn overloads(vm: &Vm, left: &TypeObj, right: &TypeObj, swapped: &Name) -> bool {
    match (left.lookup(vm, swapped), right.lookup(vm, swapped)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(a), Some(b)) => !a.is(&b),
    }
}

fn call_or_not_implemented(vm: &Vm, this: &Value, name: &Name, other: &Value) -> PyResult {
    Ok(vm.call_special_maybe(this, name, std::slice::from_ref(other))?.unwrap_or(Value::NOT_IMPLEMENTED))
}

macro_rules! inplace {
    ($($slot:ident $name:ident;)*) => { $(
        pub(crate) fn $slot(vm: &Vm, this: &Value, other: &Value) -> PyResult {
            call(vm, this, &vm.names().$name, std::slice::from_ref(other))
        }
    )* };
}

inplace! {
    iadd __iadd__;
    isub __isub__;
    imul __imul__;
    imatmul __imatmul__;
    itruediv __itruediv__;
    ifloordiv __ifloordiv__;
    imodulo __imod__;
    ipow __ipow__;
    ilshift __ilshift__;
    irshift __irshift__;
    iand __iand__;
    ior __ior__;
    ixor __ixor__;
    getitem __getitem__;
}

/// Only there so that the sequence rows have a function; Python classes fill the number slots instead.
pub(crate) fn mul_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    call(vm, this, &vm.names().__mul__, &[vm.int(count as i64)])
}

pub(crate) fn pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult {
    if modulus.is_none() {
        return binary_slot(vm, base, exponent, &vm.names().__pow__, &vm.names().__rpow__, pow_marker, pow_binary);
    }
    // The same order as in `binary_slot`, with one more argument.
    let names = vm.names();
    let (left, right) = (vm.type_of(base), vm.type_of(exponent));
    let is_python = |ty: &TypeObj| pow_marker(ty.slots()).is_some();
    let call = |this: &Value, name: &Name, other: &Value| -> PyResult {
        let result = vm.call_special_maybe(this, name, &[other.clone(), modulus.clone()])?;
        Ok(result.unwrap_or(Value::NOT_IMPLEMENTED))
    };
    let mut try_right = !left.is(right) && is_python(right);
    if is_python(left) {
        if try_right && right.is_subtype(left) && overloads(vm, left, right, &names.__rpow__) {
            let result = call(exponent, &names.__rpow__, base)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            try_right = false;
        }
        let result = call(base, &names.__pow__, exponent)?;
        if !result.is_not_implemented() || left.is(right) {
            return Ok(result);
        }
    }
    if try_right { call(exponent, &names.__rpow__, base) } else { Ok(Value::NOT_IMPLEMENTED) }
}

/// The binary form of `pow`, so that `binary_slot` can recognise the slot.
fn pow_binary(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    pow(vm, lhs, rhs, &Value::NONE)
}

fn pow_marker(slots: &crate::slots::Slots) -> Option<BinaryFn> {
    slots.pow.filter(|f| *f as usize == pow as *const () as usize).map(|_| pow_binary as BinaryFn)
}

pub(crate) fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let ty = vm.type_of(this);
    let function = ty.python_method(vm, Held::Hash);
    let result = if function.is_null() {
        let name = &vm.names().__hash__;
        match ty.lookup(vm, name) {
            Some(method) if !method.is_none() => match vm.call_special_maybe(this, name, &[])? {
                Some(result) => result,
                None => return Err(exc::unhashable(vm, this)),
            },
            _ => return Err(exc::unhashable(vm, this)),
        }
    } else {
        crate::interp::call_held(vm, function, this, &[])?
    };
    if let Some(hash) = result.as_small() {
        return Ok(if hash == -1 { -2 } else { hash });
    }
    // A number of 64 bits is the hash as it is.
    let hash = match int::as_int(&result) {
        Some(int::Int::Small(n)) => n,
        Some(int::Int::Big(big)) => i64::try_from(big).unwrap_or_else(|_| int::hash_big(big)),
        None => return Err(exc::type_error(vm, "__hash__ method should return an integer")),
    };
    Ok(if hash == -1 { -2 } else { hash })
}

pub(crate) fn bool(vm: &Vm, this: &Value) -> PyResult<bool> {
    let names = vm.names();
    match vm.call_special_maybe(this, &names.__bool__, &[]) {
        Ok(Some(result)) => return bool_result(vm, &result),
        Ok(None) => {}
        Err(raised) => {
            if vm.type_of(this).lookup(vm, &names.__bool__).is_none_or(|function| !function.is_none()) {
                return Err(raised);
            }
            drop(vm.take_exception(raised));
            let name = vm.type_of(this).name_str();
            return Err(exc::type_error(vm, &format!("'{name}' cannot be interpreted as a boolean")));
        }
    }
    match vm.call_special_maybe(this, &names.__len__, &[])? {
        Some(result) => Ok(len_result(vm, &result)? != 0),
        None => Ok(true),
    }
}

/// What `__bool__` has given.
pub(crate) fn bool_result(vm: &Vm, result: &Value) -> PyResult<bool> {
    match result.as_bool() {
        Some(truth) => Ok(truth),
        None => {
            let name = vm.type_of(result).name_str();
            Err(exc::type_error(vm, &format!("__bool__ should return bool, returned {name}")))
        }
    }
}

pub(crate) fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    let result = call(vm, this, &vm.names().__len__, &[])?;
    len_result(vm, &result)
}

/// What `__len__` has given.
pub(crate) fn len_result(vm: &Vm, result: &Value) -> PyResult<usize> {
    let index = vm.index(result)?;
    if int::is_negative(&index) {
        return Err(exc::value_error(vm, "__len__() should return >= 0"));
    }
    int::to_usize(vm, &index)
}

pub(crate) fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let method = vm.type_of(this).lookup(vm, &vm.names().__contains__);
    match method {
        Some(m) if m.is_none() => {
            let name = vm.type_of(this).name_str();
            Err(exc::type_error(vm, &format!("'{name}' object is not a container")))
        }
        Some(_) => match vm.call_special_maybe(this, &vm.names().__contains__, std::slice::from_ref(item))? {
            Some(result) => vm.truth(&result),
            None => vm.contains_by_iteration(this, item),
        },
        None => vm.contains_by_iteration(this, item),
    }
}

pub(crate) fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    match value {
        Some(value) => match vm.call_special(this, &names.__setitem__, &[key.clone(), value.clone()])? {
            Some(_) => Ok(()),
            None => Err(exc::attribute_error(vm, "__setitem__")),
        },
        None => match vm.call_special(this, &names.__delitem__, std::slice::from_ref(key))? {
            Some(_) => Ok(()),
            None => Err(exc::attribute_error(vm, "__delitem__")),
        },
    }
}

pub(crate) fn compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let held = match op {
        CompareOp::Eq => Some(Held::Eq),
        CompareOp::Lt => Some(Held::Lt),
        _ => None,
    };
    if let Some(held) = held {
        let function = vm.type_of(this).python_method(vm, held);
        if !function.is_null() {
            return crate::interp::call_held(vm, function, this, std::slice::from_ref(other));
        }
    }
    let names = vm.names();
    let name = match op {
        CompareOp::Lt => &names.__lt__,
        CompareOp::Le => &names.__le__,
        CompareOp::Eq => &names.__eq__,
        CompareOp::Ne => &names.__ne__,
        CompareOp::Gt => &names.__gt__,
        CompareOp::Ge => &names.__ge__,
    };
    Ok(vm.call_special_maybe(this, name, std::slice::from_ref(other))?.unwrap_or(Value::NOT_IMPLEMENTED))
}

pub(crate) fn iter(vm: &Vm, this: &Value) -> PyResult {
    let names = vm.names();
    match vm.type_of(this).lookup(vm, &names.__iter__) {
        Some(method) if method.is_none() => return Err(exc::not_iterable(vm, this)),
        Some(_) => {
            if let Some(iterator) = vm.call_special_maybe(this, &names.__iter__, &[])? {
                return Ok(iterator);
            }
        }
        None => {}
    }
    // A property that stands for `__getitem__` is asked once, as in CPython.
    match vm.special_method(this, &names.__getitem__) {
        Err(raised) if exc::is_attribute_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            Err(exc::not_iterable(vm, this))
        }
        Err(raised) => Err(raised),
        Ok(_) => vm.sequence_iter(this),
    }
}

pub(crate) fn next(vm: &Vm, this: &Value) -> PyResult {
    let function = vm.type_of(this).python_method(vm, Held::Next);
    let result = if function.is_null() {
        call(vm, this, &vm.names().__next__, &[])
    } else {
        crate::interp::call_held(vm, function, this, &[])
    };
    match result {
        Ok(value) => Ok(value),
        Err(raised) => exc::stop_to_null(vm, raised),
    }
}

pub(crate) fn getattr(vm: &Vm, this: &Value, name: &Name) -> PyResult {
    let names = vm.names();
    let args = [name.value().clone()];
    let ty = vm.type_of(this);
    let plain = ty.has_flag(TypeFlags::HAS_GETATTR_HOOK)
        || ty.lookup(vm, &names.__getattribute__).is_none_or(|v| crate::types::wrapper::is_object_getattribute(&v));
    let result = if plain {
        match crate::protocol::attr::generic_find(vm, this, name) {
            Ok(Some(found)) => return Ok(found),
            // Nothing is there: the hook is asked without making an exception first.
            Ok(None) => {
                return match vm.call_special(this, &names.__getattr__, &args)? {
                    Some(value) => Ok(value),
                    None => Err(exc::no_attribute(vm, this, name)),
                };
            }
            Err(raised) => Err(raised),
        }
    } else {
        call(vm, this, &names.__getattribute__, &args)
    };
    let raised = match result {
        Ok(value) => return Ok(value),
        Err(raised) => raised,
    };
    let hook = vm.type_of(this).lookup(vm, &names.__getattr__);
    if hook.is_none() || !exc::is_attribute_error(vm, &raised) {
        return Err(raised);
    }
    drop(vm.take_exception(raised));
    call(vm, this, &names.__getattr__, &args)
}

pub(crate) fn setattr(vm: &Vm, this: &Value, name: &Name, value: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    let key = name.value().clone();
    match value {
        Some(value) => call(vm, this, &names.__setattr__, &[key, value.clone()]),
        None => call(vm, this, &names.__delattr__, &[key]),
    }
    .map(drop)
}

pub(crate) fn descr_get(vm: &Vm, this: &Value, obj: Option<&Value>, owner: Option<&Value>) -> PyResult {
    let none = |v: Option<&Value>| v.cloned().unwrap_or(Value::NONE);
    // What the class has is called as it is: CPython does not bind it.
    match vm.type_of(this).lookup(vm, &vm.names().__get__) {
        Some(function) if vm.type_of(&function).has_flag(TypeFlags::METHOD_LIKE) => {
            vm.call_with_self(&function, this, &Args::positional(&[none(obj), none(owner)]))
        }
        Some(function) => vm.call(&function, &[this.clone(), none(obj), none(owner)]),
        None => Ok(this.clone()),
    }
}

pub(crate) fn descr_set(vm: &Vm, this: &Value, obj: &Value, value: Option<&Value>) -> PyResult<()> {
    let names = vm.names();
    match value {
        Some(value) => call(vm, this, &names.__set__, &[obj.clone(), value.clone()]),
        None => call(vm, this, &names.__delete__, std::slice::from_ref(obj)),
    }
    .map(drop)
}

pub(crate) fn call_slot(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    match vm.special_method(this, &vm.names().__call__)? {
        Some(method) => vm.call_args(&method, args),
        None => Err(exc::not_callable(vm, this)),
    }
}
pub(crate) fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let names = vm.names();
    let function = vm.get_attr(ty.value(), &names.__new__)?;
    let mut pos = Vec::with_capacity(args.pos.len() + 1);
    pos.push(ty.value().clone());
    pos.extend(args.pos.iter().cloned());
    vm.call_args(&function, &Args { pos: &pos, ..*args })
}

pub(crate) fn init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    let Some(method) = vm.special_method(this, &vm.names().__init__)? else { return Ok(()) };
    let result = vm.call_args(&method, args)?;
    if !result.is_none() {
        let name = vm.type_of(&result).name_str();
        return Err(exc::type_error(vm, &format!("__init__() should return None, not '{name}'")));
    }
    Ok(())
}

pub(crate) fn finalize(vm: &Vm, this: &Value) -> PyResult<()> {
    call(vm, this, &vm.names().__del__, &[]).map(drop)
}

/// Checks the type of a `__repr__` or `__str__` result.
pub(crate) fn checked_str(vm: &Vm, result: Value, method: &str) -> PyResult {
    if result.downcast::<StrObj>().is_some() {
        return Ok(result);
    }
    let name = vm.type_of(&result).name_str();
    Err(exc::type_error(vm, &format!("{method} returned non-string (type {name})")))
}
