//! Special methods of Python classes that an instruction calls: they run in a frame of their own, whose result completes
//! the instruction (`complete`), so that operators, truth, iteration and formatting do not recurse in Rust.
//!
//! Each function here either pushes such a frame, or does nothing, and the instruction goes the native way.

use minipy_bytecode::opcode::INPLACE;

use super::call;
use super::ins::Ins;
use super::run::Flow;
use super::stack::{Frame, Ret};
use crate::heap::Header;
use crate::native::{Args, PyResult};
use crate::protocol::number::{BinaryOp, Kind};
use crate::slots::{BinaryFn, Slots, UnaryFn};
use crate::types::function::FuncObj;
use crate::types::python_slots as py;
use crate::types::str_::{Name, StrObj};
use crate::types::type_::{Held, TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// What the method does for the instruction that waits for it. The number lies in the `dst` of the method's frame.
pub(crate) mod stage {
    /// Its result is the instruction's; of an operator, the other operand is asked after NotImplemented.
    pub(crate) const FIRST: u16 = 0;
    /// `__iadd__` and the like: after NotImplemented comes the plain operator.
    pub(crate) const INPLACE: u16 = 1;
    /// The reflected method: nobody is asked after it.
    pub(crate) const LAST: u16 = 2;
    /// `__len__`, for a truth.
    pub(crate) const LEN: u16 = 3;
    /// `__str__`, for a text that is formatted then.
    pub(crate) const STR: u16 = 4;
    /// `__repr__`, for a text that is formatted then.
    pub(crate) const REPR: u16 = 5;
}

/// If a special method of `this` is a plain Python function: pushes its frame.
pub(super) fn push(vm: &Vm, this: &Value, name: &Name, rest: &[Value], stage: u16) -> PyResult<Option<Flow>> {
    let Some(method) = vm.type_of(this).lookup(vm, name) else { return Ok(None) };
    let Some(function) = method.exact::<FuncObj>() else { return Ok(None) };
    if function.code.borrow().is_generator_like() {
        return Ok(None);
    }
    if !call::push_direct(vm, &method, function, Some(this), rest, Ret::Complete, stage) {
        call::push_call_self(vm, &method, function, Some(this), &Args::positional(rest), Ret::Complete, stage, 0)?;
    }
    Ok(Some(Flow::Reload))
}

/// Whether a value is an instance of a Python class.
#[inline]
fn of_python_class(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).has_flag(TypeFlags::HEAP_TYPE)
}

/// Whether a unary slot calls a Python method.
fn is_python_unary(slot: Option<UnaryFn>, python: UnaryFn) -> bool {
    slot.is_some_and(|f| f as usize == python as usize)
}

/// `-value`, `+value`, `~value`, `iter(value)`.
pub(super) fn push_unary(
    vm: &Vm,
    value: &Value,
    get: fn(&Slots) -> Option<UnaryFn>,
    python: UnaryFn,
    name: &Name,
) -> PyResult<Option<Flow>> {
    if !of_python_class(vm, value) || !is_python_unary(get(vm.type_of(value).slots()), python) {
        return Ok(None);
    }
    push(vm, value, name, &[], stage::FIRST)
}

/// The truth of a value.
pub(super) fn push_truth(vm: &Vm, value: &Value) -> PyResult<Option<Flow>> {
    if !of_python_class(vm, value) {
        return Ok(None);
    }
    let (slots, names) = (vm.type_of(value).slots(), vm.names());
    match (slots.bool, slots.len) {
        (Some(bool), _) if bool as usize == py::bool as *const () as usize => {
            push(vm, value, &names.__bool__, &[], stage::FIRST)
        }
        (None, Some(len)) if len as usize == py::len as *const () as usize => {
            push(vm, value, &names.__len__, &[], stage::LEN)
        }
        _ => Ok(None),
    }
}

/// `item in container`.
pub(super) fn push_contains(vm: &Vm, container: &Value, item: &Value) -> PyResult<Option<Flow>> {
    let python = |f: crate::slots::ContainsFn| f as usize == py::contains as *const () as usize;
    if !of_python_class(vm, container) || !vm.type_of(container).slots().contains.is_some_and(python) {
        return Ok(None);
    }
    push(vm, container, &vm.names().__contains__, std::slice::from_ref(item), stage::FIRST)
}

/// `del this[key]`.
pub(super) fn push_delete_item(vm: &Vm, this: &Value, key: &Value) -> PyResult<Option<Flow>> {
    let python = |f: crate::slots::SetItemFn| f as usize == py::setitem as *const () as usize;
    if !of_python_class(vm, this) || !vm.type_of(this).slots().setitem.is_some_and(python) {
        return Ok(None);
    }
    push(vm, this, &vm.names().__delitem__, std::slice::from_ref(key), stage::FIRST)
}

/// What a replacement field needs first: `__format__`, or the conversion. `flags` are those of the Format instruction,
/// `spec` its specification, if it has one.
pub(super) fn push_format(vm: &Vm, value: &Value, flags: u8, spec: Option<&Value>) -> PyResult<Option<Flow>> {
    if !of_python_class(vm, value) {
        return Ok(None);
    }
    let names = vm.names();
    match flags & 0x30 {
        0x10 => return push_text(vm, value),
        0x20 if is_python_unary(vm.type_of(value).slots().repr, py::repr) => {
            return push(vm, value, &names.__repr__, &[], stage::REPR);
        }
        0 => {}
        _ => return Ok(None),
    }
    let Some(method) = vm.type_of(value).lookup(vm, &names.__format__) else { return Ok(None) };
    if method.exact::<FuncObj>().is_some() {
        let spec = spec.cloned().unwrap_or_else(|| vm.str(""));
        return push(vm, value, &names.__format__, std::slice::from_ref(&spec), stage::FIRST);
    }
    // The `__format__` of `object` is `str(self)` if there is nothing to specify.
    let plain = spec.is_none_or(|spec| spec.exact::<StrObj>().is_some_and(|text| text.bytes().is_empty()));
    if plain && vm.types().object.lookup(vm, &names.__format__).is_some_and(|own| own.is(&method)) {
        return push_text(vm, value);
    }
    Ok(None)
}

/// `str(value)`.
fn push_text(vm: &Vm, value: &Value) -> PyResult<Option<Flow>> {
    let slots = vm.type_of(value).slots();
    if is_python_unary(slots.str, py::str) {
        return push(vm, value, &vm.names().__str__, &[], stage::STR);
    }
    // The `__str__` of `object` is `repr(self)`.
    let own = vm.types().object.slots().str;
    if slots.str.map(|f| f as usize) == own.map(|f| f as usize) && is_python_unary(slots.repr, py::repr) {
        return push(vm, value, &vm.names().__repr__, &[], stage::STR);
    }
    Ok(None)
}

/// The names of an operator's methods: in-place, plain, reflected.
pub(super) fn method_names<'a>(vm: &'a Vm, op: &BinaryOp) -> Option<(&'a Name, &'a Name, &'a Name)> {
    let n = vm.names();
    Some(match op.kind {
        Kind::Add => (&n.__iadd__, &n.__add__, &n.__radd__),
        Kind::Sub => (&n.__isub__, &n.__sub__, &n.__rsub__),
        Kind::Mul => (&n.__imul__, &n.__mul__, &n.__rmul__),
        Kind::TrueDiv => (&n.__itruediv__, &n.__truediv__, &n.__rtruediv__),
        Kind::FloorDiv => (&n.__ifloordiv__, &n.__floordiv__, &n.__rfloordiv__),
        Kind::Modulo => (&n.__imod__, &n.__mod__, &n.__rmod__),
        Kind::MatMul => (&n.__imatmul__, &n.__matmul__, &n.__rmatmul__),
        Kind::And => (&n.__iand__, &n.__and__, &n.__rand__),
        Kind::Or => (&n.__ior__, &n.__or__, &n.__ror__),
        Kind::Xor => (&n.__ixor__, &n.__xor__, &n.__rxor__),
        Kind::LShift => (&n.__ilshift__, &n.__lshift__, &n.__rlshift__),
        Kind::RShift => (&n.__irshift__, &n.__rshift__, &n.__rrshift__),
        Kind::DivMod => return None,
    })
}

/// The slots of an operator that call Python methods: plain, in-place.
fn python_functions(op: &BinaryOp) -> (BinaryFn, BinaryFn) {
    match op.kind {
        Kind::Add => (py::add, py::iadd),
        Kind::Sub => (py::sub, py::isub),
        Kind::Mul => (py::mul, py::imul),
        Kind::TrueDiv => (py::truediv, py::itruediv),
        Kind::FloorDiv => (py::floordiv, py::ifloordiv),
        Kind::Modulo => (py::modulo, py::imodulo),
        Kind::MatMul => (py::matmul, py::imatmul),
        Kind::And => (py::and, py::iand),
        Kind::Or => (py::or, py::ior),
        Kind::Xor => (py::xor, py::ixor),
        Kind::LShift => (py::lshift, py::ilshift),
        _ => (py::rshift, py::irshift),
    }
}

/// Whether the operator's slot of a type calls Python methods.
pub(super) fn is_python_slot(op: &BinaryOp, slots: &Slots) -> bool {
    (op.slot)(slots).is_some_and(|f| f as usize == python_functions(op).0 as usize)
}

/// How an operator with a Python operand begins.
pub(super) enum Begun {
    /// A method's frame was pushed.
    Pushed,
    /// The builtin left operand had the answer.
    Done(Value),
    /// Not at all: the native way.
    Native,
}

/// `lhs op rhs` of an instance of a Python class whose method is known to have the first say. False: it is not known.
pub(super) fn push_known_operator(vm: &Vm, ins: Ins, op: &BinaryOp, lhs: &Value, rhs: &Value) -> bool {
    let Some(class) = lhs.header().map(Header::ty) else { return false };
    let method = match op.kind {
        Kind::Add => Held::Add,
        Kind::Sub => Held::Sub,
        Kind::Mul => Held::Mul,
        Kind::TrueDiv => Held::TrueDiv,
        _ => return false,
    };
    // The method of a subclass on the right comes before that of the class on the left.
    let right_first = |right: &TypeObj| right.has_flag(TypeFlags::HEAP_TYPE) && !std::ptr::eq(right, class);
    if ins.has(INPLACE) || !class.has_flag(TypeFlags::HEAP_TYPE) || rhs.header().is_some_and(|h| right_first(h.ty())) {
        return false;
    }
    call::push_held(vm, class, method, lhs, rhs, stage::FIRST)
}

/// `lhs op rhs`, in place if the instruction says so: the method that has the first say.
pub(super) fn push_operator(vm: &Vm, ins: Ins, op: &BinaryOp, lhs: &Value, rhs: &Value) -> PyResult<Begun> {
    let (left, right) = (vm.type_of(lhs), vm.type_of(rhs));
    let (left_class, right_class) = (left.has_flag(TypeFlags::HEAP_TYPE), right.has_flag(TypeFlags::HEAP_TYPE));
    if !left_class && !right_class {
        return Ok(Begun::Native);
    }
    let Some((inplace, plain, reflected)) = method_names(vm, op) else { return Ok(Begun::Native) };
    let pushed = |flow: Option<Flow>| if flow.is_some() { Begun::Pushed } else { Begun::Native };
    if ins.has(INPLACE) {
        if let Some(slot) = (op.inplace)(left.slots()) {
            if left_class && slot as usize == python_functions(op).1 as usize {
                return push(vm, lhs, inplace, std::slice::from_ref(rhs), stage::INPLACE).map(pushed);
            }
            return Ok(Begun::Native);
        }
        // The `__iadd__` of a builtin base comes first too.
        if op.kind == Kind::Add && left_class && left.slots().inplace_concat.is_some() {
            return Ok(Begun::Native);
        }
    }
    let right_first = !left.is(right) && right.is_subtype(left);
    if left_class && is_python_slot(op, left.slots()) {
        // The method of a subclass on the right comes before that of the class on the left.
        if right_first {
            return Ok(Begun::Native);
        }
        return push(vm, lhs, plain, std::slice::from_ref(rhs), stage::FIRST).map(pushed);
    }
    if !right_class || left.is(right) || right_first || !is_python_slot(op, right.slots()) {
        return Ok(Begun::Native);
    }
    if let Some(slot) = (op.slot)(left.slots()) {
        let result = slot(vm, lhs, rhs)?;
        if !result.is_not_implemented() {
            return Ok(Begun::Done(result));
        }
    }
    match push(vm, rhs, reflected, std::slice::from_ref(lhs), stage::LAST)? {
        Some(_) => Ok(Begun::Pushed),
        None => {
            let result = vm.call_special_maybe(rhs, reflected, std::slice::from_ref(lhs))?;
            last(vm, op, ins, lhs, rhs, result.unwrap_or(Value::NOT_IMPLEMENTED)).map(Begun::Done)
        }
    }
}

/// The end of an operator: if nobody had an answer, sequences are asked, then the error is raised.
pub(super) fn last(vm: &Vm, op: &BinaryOp, ins: Ins, lhs: &Value, rhs: &Value, result: Value) -> PyResult {
    if !result.is_not_implemented() {
        return Ok(result);
    }
    if let Some(result) = vm.sequence_fallback(op, lhs, rhs, ins.has(INPLACE))? {
        return Ok(result);
    }
    let symbol = if ins.has(INPLACE) { op.inplace_symbol } else { op.symbol };
    Err(crate::exc::unsupported_operands(vm, symbol, lhs, rhs))
}

/// `base ** exponent`: a Python method of the base, if the exponent has no say before it.
pub(super) fn push_power(vm: &Vm, ins: Ins, base: &Value, exponent: &Value) -> PyResult<Option<Flow>> {
    let (left, right) = (vm.type_of(base), vm.type_of(exponent));
    if !left.has_flag(TypeFlags::HEAP_TYPE) {
        return Ok(None);
    }
    let (slots, names) = (left.slots(), vm.names());
    if ins.has(INPLACE)
        && let Some(slot) = slots.ipow
    {
        let python = slot as usize == py::ipow as *const () as usize;
        let args = std::slice::from_ref(exponent);
        return if python { push(vm, base, &names.__ipow__, args, stage::INPLACE) } else { Ok(None) };
    }
    let python = slots.pow.is_some_and(|f| f as usize == py::pow as *const () as usize);
    if !python || (!left.is(right) && right.is_subtype(left)) {
        return Ok(None);
    }
    push(vm, base, &names.__pow__, std::slice::from_ref(exponent), stage::FIRST)
}

/// The truth that `__bool__`, or `__len__` in its place, has given.
pub(super) fn truth_of(vm: &Vm, result: &Value, stage: u16) -> PyResult<bool> {
    if stage == stage::LEN { py::len_result(vm, result).map(|len| len != 0) } else { py::bool_result(vm, result) }
}

/// The text of a replacement field, after the method that `stage` names has given `result`.
pub(super) fn text_of(vm: &Vm, frame: &Frame, ins: Ins, result: Value, stage: u16) -> PyResult {
    let name = match stage {
        stage::STR => "__str__",
        stage::REPR => "__repr__",
        _ => return crate::format::checked_format(vm, result),
    };
    let text = py::checked_str(vm, result, name)?;
    if ins.f() & 0x40 != 0 {
        let spec = frame.reg(ins.c()).clone();
        return crate::format::format_value(vm, &text, &spec);
    }
    crate::format::format_simple(vm, &text)
}
