//! Operators and comparisons beyond the loop's fast paths.

use minipy_bytecode::opcode::{C_TEMP, INPLACE, Opcode};

use super::items::push_special;
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::stack::Frame;
use crate::native::PyResult;
use crate::protocol::number::{self, BinaryOp, Kind};
use crate::slots::CompareOp;
use crate::types::complex;
use crate::types::float::FloatObj;
use crate::types::int::wide;
use crate::types::python_slots as py;
use crate::types::str_::{Name, StrObj};
use crate::value::Value;
use crate::vm::Vm;

fn operand(frame: &Frame, index: u16, from_register: bool) -> &Value {
    if from_register { frame.reg(index) } else { frame.konst(index as usize) }
}

/// The instruction as the consumer of its register operands only.
fn registers_only(ins: Ins, c_register: bool) -> Ins {
    if c_register { ins } else { ins.masked(!C_TEMP) }
}

/// The names of an operator's methods: in-place, plain, reflected.
fn method_names<'a>(vm: &'a Vm, op: &BinaryOp) -> Option<(&'a Name, &'a Name, &'a Name)> {
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

/// Exactly representable as a float: ints up to 2**53.
const EXACT_FLOAT: i64 = 1 << 53;

/// A float or a small int as a float, if that loses nothing.
#[inline]
fn as_number(value: &Value) -> Option<f64> {
    if let Some(int) = value.as_small() {
        return if (-EXACT_FLOAT..=EXACT_FLOAT).contains(&int) { Some(int as f64) } else { None };
    }
    value.exact::<FloatObj>().map(FloatObj::get)
}

pub(crate) fn binary(vm: &Vm, frame: &Frame, ins: Ins, op: &'static BinaryOp, c_register: bool) -> PyResult<Flow> {
    if let Some(result) = wide::binary(vm, op.kind, frame.reg(ins.b()), operand(frame, ins.c(), c_register)) {
        registers_only(ins, c_register).consume(frame);
        frame.set(ins.a(), result);
        return Ok(Flow::Next);
    }
    if let Some(result) = complex::quick(vm, op.kind, frame.reg(ins.b()), operand(frame, ins.c(), c_register)) {
        registers_only(ins, c_register).consume(frame);
        frame.set(ins.a(), result);
        return Ok(Flow::Next);
    }
    let lhs = frame.reg(ins.b()).clone();
    let rhs = operand(frame, ins.c(), c_register).clone();
    let consumed = registers_only(ins, c_register);
    if op.kind == Kind::Add && lhs.exact::<StrObj>().is_some() && rhs.exact::<StrObj>().is_some() {
        return concat(vm, frame, ins, consumed, lhs, rhs);
    }
    // A Python method of the left operand runs in a frame of its own, if the right operand has no say before it.
    let (left, right) = (vm.type_of(&lhs), vm.type_of(&rhs));
    if left.has_flag(crate::types::type_::TypeFlags::HEAP_TYPE)
        && (left.is(right) || !right.is_subtype(left))
        && let Some((inplace, plain, _)) = method_names(vm, op)
    {
        // The `__iadd__` of a builtin base comes first too.
        let concat = op.kind == Kind::Add && left.slots().inplace_concat.is_some();
        let own_inplace = ins.f() & INPLACE != 0 && (concat || (op.inplace)(left.slots()).is_some());
        if !own_inplace
            && is_python_slot(op, left.slots())
            && let Some(flow) = push_special(vm, &lhs, plain, std::slice::from_ref(&rhs))?
        {
            return Ok(flow);
        }
        let _ = inplace;
    }
    let result = if ins.f() & INPLACE != 0 { vm.inplace(op, &lhs, &rhs)? } else { vm.binary(op, &lhs, &rhs)? };
    drop((lhs, rhs));
    consumed.consume(frame);
    frame.set(ins.a(), result);
    Ok(Flow::Next)
}

/// Whether the operator's slot calls Python methods.
fn is_python_slot(op: &BinaryOp, slots: &crate::slots::Slots) -> bool {
    let python: crate::slots::BinaryFn = match op.kind {
        Kind::Add => py::add,
        Kind::Sub => py::sub,
        Kind::Mul => py::mul,
        Kind::TrueDiv => py::truediv,
        Kind::FloorDiv => py::floordiv,
        Kind::Modulo => py::modulo,
        Kind::MatMul => py::matmul,
        Kind::And => py::and,
        Kind::Or => py::or,
        Kind::Xor => py::xor,
        Kind::LShift => py::lshift,
        _ => py::rshift,
    };
    (op.slot)(slots).is_some_and(|f| f as usize == python as usize)
}

/// `str + str`. When the left operand's register is overwritten anyway and nobody else has the string, it is extended
/// in place.
fn concat(vm: &Vm, frame: &Frame, ins: Ins, consumed: Ins, lhs: Value, rhs: Value) -> PyResult<Flow> {
    let overwritten = ins.a() == ins.b() || ins.f() & minipy_bytecode::opcode::B_TEMP != 0;
    if overwritten && ins.b() != ins.c() {
        drop(lhs);
        let owned = frame.take(ins.b());
        let result = crate::types::str_build::append_in_place(vm, owned, &rhs)?;
        drop(rhs);
        consumed.masked(C_TEMP).consume(frame);
        frame.set(ins.a(), result);
        return Ok(Flow::Next);
    }
    let result = crate::types::str_build::concat(vm, &lhs, &rhs)?;
    drop((lhs, rhs));
    consumed.consume(frame);
    frame.set(ins.a(), result);
    Ok(Flow::Next)
}

pub(crate) fn power(vm: &Vm, frame: &Frame, ins: Ins, c_register: bool) -> PyResult<Flow> {
    let lhs = frame.reg(ins.b()).clone();
    let rhs = operand(frame, ins.c(), c_register).clone();
    let result =
        if ins.f() & INPLACE != 0 { vm.inplace_power(&lhs, &rhs)? } else { vm.power(&lhs, &rhs, &Value::NONE)? };
    drop((lhs, rhs));
    registers_only(ins, c_register).consume(frame);
    frame.set(ins.a(), result);
    Ok(Flow::Next)
}

fn unary(frame: &Frame, ins: Ins, result: Value) -> Flow {
    ins.consume(frame);
    frame.set(ins.a(), result);
    Flow::Next
}

pub(crate) fn negative(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let value = frame.reg(ins.b()).clone();
    Ok(unary(frame, ins, vm.negative(&value)?))
}

pub(crate) fn positive(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let value = frame.reg(ins.b()).clone();
    Ok(unary(frame, ins, vm.positive(&value)?))
}

pub(crate) fn invert(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let value = frame.reg(ins.b()).clone();
    Ok(unary(frame, ins, vm.invert(&value)?))
}

pub(crate) fn not(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let truth = vm.truth(&frame.reg(ins.b()).clone())?;
    unary(frame, ins, Value::bool(!truth));
    Ok(())
}

pub(crate) fn to_bool(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let truth = vm.truth(&frame.reg(ins.b()).clone())?;
    unary(frame, ins, Value::bool(truth));
    Ok(())
}

pub(crate) fn contains(vm: &Vm, frame: &Frame, ins: Ins, negate: bool) -> PyResult<()> {
    let (item, container) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    let found = vm.contains(&container, &item)?;
    drop((item, container));
    unary(frame, ins, Value::bool(found != negate));
    Ok(())
}

fn compare_name(vm: &Vm, op: CompareOp) -> &Name {
    let names = vm.names();
    match op {
        CompareOp::Lt => &names.__lt__,
        CompareOp::Le => &names.__le__,
        CompareOp::Eq => &names.__eq__,
        CompareOp::Ne => &names.__ne__,
        CompareOp::Gt => &names.__gt__,
        CompareOp::Ge => &names.__ge__,
    }
}

/// A Python comparison method of the left operand, run in a frame of its own.
fn python_compare(vm: &Vm, lhs: &Value, rhs: &Value, op: CompareOp) -> PyResult<Option<Flow>> {
    let (left, right) = (vm.type_of(lhs), vm.type_of(rhs));
    let python = left.slots().compare.is_some_and(|f| f as usize == py::compare as *const () as usize);
    if !python || (!left.is(right) && right.is_subtype(left)) {
        return Ok(None);
    }
    push_special(vm, lhs, compare_name(vm, op), std::slice::from_ref(rhs))
}

pub(crate) fn compare(vm: &Vm, frame: &Frame, ins: Ins, op: CompareOp) -> PyResult<Flow> {
    let (lhs, rhs) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    if let Some(flow) = python_compare(vm, &lhs, &rhs, op)? {
        return Ok(flow);
    }
    let result = vm.compare(&lhs, &rhs, op)?;
    drop((lhs, rhs));
    Ok(unary(frame, ins, result))
}

/// A fused comparison and jump: the truth, or `None` if a Python method runs now.
pub(crate) fn compare_branch(
    vm: &Vm,
    frame: &Frame,
    ins: Ins,
    op: CompareOp,
    c_register: bool,
) -> PyResult<Option<bool>> {
    let lhs = frame.reg(ins.b()).clone();
    let rhs = operand(frame, ins.c(), c_register).clone();
    let consumed = registers_only(ins, c_register);
    let truth = if let (Some(a), Some(b)) = (as_number(&lhs), as_number(&rhs)) {
        match op {
            CompareOp::Lt => a < b,
            CompareOp::Le => a <= b,
            CompareOp::Eq => a == b,
            CompareOp::Ne => a != b,
            CompareOp::Gt => a > b,
            CompareOp::Ge => a >= b,
        }
    } else if let (Some(a), Some(b)) = (lhs.exact::<StrObj>(), rhs.exact::<StrObj>())
        && matches!(op, CompareOp::Eq | CompareOp::Ne)
    {
        (lhs.is(&rhs) || a.bytes() == b.bytes()) == (op == CompareOp::Eq)
    } else if matches!(op, CompareOp::Eq | CompareOp::Ne) && of_other_kind(&lhs, &rhs) {
        op == CompareOp::Ne
    } else {
        if python_compare(vm, &lhs, &rhs, op)?.is_some() {
            return Ok(None);
        }
        let result = vm.compare(&lhs, &rhs, op)?;
        vm.truth(&result)?
    };
    drop((lhs, rhs));
    consumed.consume(frame);
    Ok(Some(truth))
}

/// Whether two values are of builtin types none of whose objects are equal.
fn of_other_kind(a: &Value, b: &Value) -> bool {
    use crate::shape::fixed;
    let kind = |value: &Value| match value.shape() {
        0 if value.is_small() => 1,
        fixed::INT | fixed::FLOAT => 1,
        fixed::STR => 2,
        fixed::LIST => 3,
        fixed::TUPLE => 4,
        fixed::DICT => 5,
        _ => 0,
    };
    let (a, b) = (kind(a), kind(b));
    a != b && a != 0 && b != 0
}

/// The left operand's Python method has returned NotImplemented: the reflected one is tried, then the error raised.
pub(crate) fn second_try(vm: &Vm, frame: &Frame, op: Opcode, ins: Ins) -> PyResult {
    if let Some(compare) = compare_op(op) {
        let constant = op.operands()[2] == minipy_bytecode::opcode::Operand::K;
        let lhs = frame.reg(ins.b()).clone();
        let rhs = operand(frame, ins.c(), !constant).clone();
        if let Some(f) = vm.type_of(&rhs).slots().compare {
            let result = f(vm, &rhs, &lhs, compare.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        return match compare {
            CompareOp::Eq => Ok(Value::bool(lhs.is(&rhs))),
            CompareOp::Ne => Ok(Value::bool(!lhs.is(&rhs))),
            _ => Err(crate::exc::unorderable(vm, compare.symbol(), &lhs, &rhs)),
        };
    }
    let Some((operator, constant)) = binary_op(op) else { return Ok(Value::NOT_IMPLEMENTED) };
    let lhs = frame.reg(ins.b()).clone();
    let rhs = operand(frame, ins.c(), !constant).clone();
    let (left, right) = (vm.type_of(&lhs), vm.type_of(&rhs));
    if !left.is(right)
        && let Some((_, _, reflected)) = method_names(vm, operator)
    {
        let result = if is_python_slot(operator, right.slots()) {
            vm.call_special(&rhs, reflected, std::slice::from_ref(&lhs))?.unwrap_or(Value::NOT_IMPLEMENTED)
        } else {
            match (operator.slot)(right.slots()) {
                Some(slot) => slot(vm, &lhs, &rhs)?,
                None => Value::NOT_IMPLEMENTED,
            }
        };
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    if let Some(result) = vm.sequence_fallback(operator, &lhs, &rhs, ins.f() & INPLACE != 0)? {
        return Ok(result);
    }
    let symbol = if ins.f() & INPLACE != 0 { operator.inplace_symbol } else { operator.symbol };
    Err(crate::exc::unsupported_operands(vm, symbol, &lhs, &rhs))
}

fn compare_op(op: Opcode) -> Option<CompareOp> {
    Some(match op {
        Opcode::Lt | Opcode::JLt | Opcode::JLtK => CompareOp::Lt,
        Opcode::Le | Opcode::JLe | Opcode::JLeK => CompareOp::Le,
        Opcode::Eq | Opcode::JEq | Opcode::JEqK => CompareOp::Eq,
        Opcode::Ne | Opcode::JNe | Opcode::JNeK => CompareOp::Ne,
        Opcode::Gt | Opcode::JGt | Opcode::JGtK => CompareOp::Gt,
        Opcode::Ge | Opcode::JGe | Opcode::JGeK => CompareOp::Ge,
        _ => return None,
    })
}

fn binary_op(op: Opcode) -> Option<(&'static BinaryOp, bool)> {
    Some(match op {
        Opcode::Add => (&number::ADD, false),
        Opcode::AddK => (&number::ADD, true),
        Opcode::Sub => (&number::SUB, false),
        Opcode::SubK => (&number::SUB, true),
        Opcode::Mul => (&number::MUL, false),
        Opcode::MulK => (&number::MUL, true),
        Opcode::MatMul => (&number::MATMUL, false),
        Opcode::MatMulK => (&number::MATMUL, true),
        Opcode::TrueDiv => (&number::TRUEDIV, false),
        Opcode::TrueDivK => (&number::TRUEDIV, true),
        Opcode::FloorDiv => (&number::FLOORDIV, false),
        Opcode::FloorDivK => (&number::FLOORDIV, true),
        Opcode::Mod => (&number::MODULO, false),
        Opcode::ModK => (&number::MODULO, true),
        Opcode::LShift => (&number::LSHIFT, false),
        Opcode::LShiftK => (&number::LSHIFT, true),
        Opcode::RShift => (&number::RSHIFT, false),
        Opcode::RShiftK => (&number::RSHIFT, true),
        Opcode::And => (&number::AND, false),
        Opcode::AndK => (&number::AND, true),
        Opcode::Or => (&number::OR, false),
        Opcode::OrK => (&number::OR, true),
        Opcode::Xor => (&number::XOR, false),
        Opcode::XorK => (&number::XOR, true),
        _ => return None,
    })
}
