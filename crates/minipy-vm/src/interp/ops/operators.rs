//! Operators and comparisons beyond the loop's fast paths.

use minipy_bytecode::opcode::{B_TEMP, C_TEMP, INPLACE, Opcode};

use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::special::{self, Begun, stage};
use crate::interp::stack::Frame;
use crate::native::PyResult;
use crate::protocol::compare::{has_identity, quick_eq};
use crate::protocol::number::{self, BinaryOp, Kind};
use crate::shape::fixed as shape;
use crate::slots::CompareOp;
use crate::types::complex;
use crate::types::list::methods::list_concat;
use crate::types::python_slots as py;
use crate::types::str_::{Name, StrObj, same_bytes};
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

fn operand(frame: &Frame, index: u16, from_register: bool) -> &Value {
    if from_register { frame.reg(index) } else { frame.konst(index as usize) }
}

/// The instruction as the consumer of its register operands only.
pub(crate) fn registers_only(ins: Ins, c_register: bool) -> Ins {
    if c_register { ins } else { ins.masked(!C_TEMP) }
}

/// Exactly representable as a float: ints up to 2**53.
const EXACT_FLOAT: i64 = 1 << 53;

/// A float or a small int as a float, if that loses nothing.
#[inline]
fn as_number(value: &Value) -> Option<f64> {
    if let Some(int) = value.as_small() {
        return if (-EXACT_FLOAT..=EXACT_FLOAT).contains(&int) { Some(int as f64) } else { None };
    }
    value.exact_float()
}

pub(crate) fn binary(vm: &Vm, frame: &Frame, ins: Ins, op: &'static BinaryOp, c_register: bool) -> PyResult<Flow> {
    let (b, c) = (frame.reg(ins.b()), operand(frame, ins.c(), c_register));
    if op.kind == Kind::Add && b.shape() == shape::STR && c.shape() == shape::STR {
        return concat(vm, frame, ins, c_register);
    }
    if special::push_known_operator(vm, ins, op, b, c) {
        return Ok(Flow::Reload);
    }
    let quick = match b.shape() {
        0 if b.is_inline_float() => float_rest(vm, op.kind, b, c),
        0 | shape::INT => with_bool(op.kind, b, c),
        shape::COMPLEX => complex::quick(vm, op.kind, b, c),
        shape::FLOAT => float_rest(vm, op.kind, b, c),
        shape::LIST if op.kind == Kind::Add && !ins.has(INPLACE) && c.shape() == shape::LIST => {
            let (lhs, rhs) = (b.clone(), c.clone());
            let result = list_concat(vm, &lhs, &rhs)?;
            drop((lhs, rhs));
            Some(result)
        }
        shape::STR if op.kind == Kind::Modulo && is_plain_argument(c) => {
            let (lhs, rhs) = (b.clone(), c.clone());
            let result = crate::format::percent::str_modulo(vm, &lhs, &rhs)?;
            drop((lhs, rhs));
            Some(result)
        }
        _ => None,
    };
    if let Some(result) = quick {
        registers_only(ins, c_register).consume(frame);
        frame.set(ins.a(), result);
        return Ok(Flow::Next);
    }
    let lhs = frame.reg(ins.b()).clone();
    let rhs = operand(frame, ins.c(), c_register).clone();
    let consumed = registers_only(ins, c_register);
    // A Python method of an operand runs in a frame of its own.
    let result = match special::push_operator(vm, ins, op, &lhs, &rhs)? {
        Begun::Pushed => return Ok(Flow::Reload),
        Begun::Done(result) => result,
        Begun::Native if ins.f() & INPLACE != 0 => vm.inplace(op, &lhs, &rhs)?,
        Begun::Native => vm.binary(op, &lhs, &rhs)?,
    };
    drop((lhs, rhs));
    consumed.consume(frame);
    frame.set(ins.a(), result);
    Ok(Flow::Next)
}

/// Sums and products of inline ints and bools, as in `count += x == y`.
fn with_bool(kind: Kind, b: &Value, c: &Value) -> Option<Value> {
    let int = |value: &Value| value.as_small().or_else(|| value.as_bool().map(i64::from));
    let (b, c) = (int(b)?, int(c)?);
    match kind {
        Kind::Add => Value::try_small(b.checked_add(c)?),
        Kind::Sub => Value::try_small(b.checked_sub(c)?),
        Kind::Mul => Value::try_small(b.checked_mul(c)?),
        _ => None,
    }
}

/// Whether the argument of a `%` is of a builtin type, which has no say in formatting text.
fn is_plain_argument(value: &Value) -> bool {
    use crate::shape::fixed;
    value.is_small()
        || value.is_inline_float()
        || matches!(value.shape(), fixed::TUPLE | fixed::STR | fixed::FLOAT | fixed::DICT)
}

/// `str + str`, which runs no Python code: the operands stay where they are. When the left one's register is overwritten
/// anyway and nobody else has the string, it is extended in place.
fn concat(vm: &Vm, frame: &Frame, ins: Ins, c_register: bool) -> PyResult<Flow> {
    let consumed = registers_only(ins, c_register);
    let overwritten = ins.a() == ins.b() || ins.has(B_TEMP);
    if overwritten && !(c_register && ins.b() == ins.c()) {
        let owned = frame.take(ins.b());
        let result = crate::types::str_build::append_in_place(vm, owned, operand(frame, ins.c(), c_register))?;
        consumed.masked(C_TEMP).consume(frame);
        frame.set(ins.a(), result);
        return Ok(Flow::Next);
    }
    let result = crate::types::str_build::concat(vm, frame.reg(ins.b()), operand(frame, ins.c(), c_register))?;
    consumed.consume(frame);
    frame.set(ins.a(), result);
    Ok(Flow::Next)
}

/// `//` and `%` of a float and a number.
#[inline(always)]
fn float_rest(vm: &Vm, kind: Kind, lhs: &Value, rhs: &Value) -> Option<Value> {
    let (a, b) = (as_number(lhs)?, as_number(rhs)?);
    match kind {
        Kind::FloorDiv if b != 0.0 => Some(vm.float(minipy_text::float::div_mod(a, b).0)),
        Kind::Modulo if b != 0.0 => Some(vm.float(minipy_text::float::div_mod(a, b).1)),
        _ => None,
    }
}

/// A power of numbers that are floats, or ints beside them, if it has a plain result.
#[inline(always)]
fn float_power(vm: &Vm, lhs: &Value, rhs: &Value) -> Option<Value> {
    if lhs.exact_float().is_none() && rhs.exact_float().is_none() {
        return None;
    }
    let (base, exponent) = (as_number(lhs)?, as_number(rhs)?);
    if base <= 0.0 {
        return None;
    }
    let result = base.powf(exponent);
    if result.is_finite() { Some(vm.float(result)) } else { None }
}

pub(crate) fn power(vm: &Vm, frame: &Frame, ins: Ins, c_register: bool) -> PyResult<Flow> {
    if let Some(result) = float_power(vm, frame.reg(ins.b()), operand(frame, ins.c(), c_register)) {
        registers_only(ins, c_register).consume(frame);
        frame.set(ins.a(), result);
        return Ok(Flow::Next);
    }
    let lhs = frame.reg(ins.b()).clone();
    let rhs = operand(frame, ins.c(), c_register).clone();
    if let Some(flow) = special::push_power(vm, ins, &lhs, &rhs)? {
        return Ok(flow);
    }
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
    if let Some(flow) = special::push_unary(vm, &value, |s| s.neg, py::neg, &vm.names().__neg__)? {
        return Ok(flow);
    }
    Ok(unary(frame, ins, vm.negative(&value)?))
}

pub(crate) fn positive(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let value = frame.reg(ins.b()).clone();
    if let Some(flow) = special::push_unary(vm, &value, |s| s.pos, py::pos, &vm.names().__pos__)? {
        return Ok(flow);
    }
    Ok(unary(frame, ins, vm.positive(&value)?))
}

pub(crate) fn invert(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let value = frame.reg(ins.b()).clone();
    if let Some(flow) = special::push_unary(vm, &value, |s| s.invert, py::invert, &vm.names().__invert__)? {
        return Ok(flow);
    }
    Ok(unary(frame, ins, vm.invert(&value)?))
}

pub(crate) fn not(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let value = frame.reg(ins.b()).clone();
    if let Some(flow) = special::push_truth(vm, &value)? {
        return Ok(flow);
    }
    let truth = vm.truth(&value)?;
    Ok(unary(frame, ins, Value::bool(!truth)))
}

pub(crate) fn to_bool(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let value = frame.reg(ins.b()).clone();
    if let Some(flow) = special::push_truth(vm, &value)? {
        return Ok(flow);
    }
    let truth = vm.truth(&value)?;
    Ok(unary(frame, ins, Value::bool(truth)))
}

/// The truth of the operand of a conditional jump, or `None` if a Python method runs now.
pub(crate) fn branch_truth(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Option<bool>> {
    let value = frame.reg(ins.a()).clone();
    match special::push_truth(vm, &value)? {
        Some(_) => Ok(None),
        None => vm.truth(&value).map(Some),
    }
}

pub(crate) fn contains(vm: &Vm, frame: &Frame, ins: Ins, negate: bool) -> PyResult<Flow> {
    let Some(found) = contains_branch(vm, frame, ins)? else { return Ok(Flow::Reload) };
    Ok(unary(frame, ins, Value::bool(found != negate)))
}

/// Whether `r[b]` is in `r[c]`, or `None` if a Python method runs now. What needs no Python code is told before
/// (`quick_items`).
pub(crate) fn contains_branch(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Option<bool>> {
    let (item, container) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    match special::push_contains(vm, &container, &item)? {
        Some(_) => Ok(None),
        None => vm.contains_slow(&container, &item).map(Some),
    }
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
    special::push(vm, lhs, compare_name(vm, op), std::slice::from_ref(rhs), stage::FIRST)
}

pub(crate) fn compare(vm: &Vm, frame: &Frame, ins: Ins, op: CompareOp) -> PyResult<Flow> {
    if let Some(truth) = compare_plainly(frame.reg(ins.b()), frame.reg(ins.c()), op) {
        return Ok(unary(frame, ins, Value::bool(truth)));
    }
    let (lhs, rhs) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    if let Some(flow) = python_compare(vm, &lhs, &rhs, op)? {
        return Ok(flow);
    }
    let result = vm.compare(&lhs, &rhs, op)?;
    drop((lhs, rhs));
    Ok(unary(frame, ins, result))
}

/// The outcome of comparing two texts, or of `==` and `!=` of tuples, where no Python code is needed to tell.
#[inline]
fn compare_plainly(lhs: &Value, rhs: &Value, op: CompareOp) -> Option<bool> {
    if let (Some(a), Some(b)) = (lhs.exact::<StrObj>(), rhs.exact::<StrObj>()) {
        return Some(match op {
            CompareOp::Eq => same_bytes(a.bytes(), b.bytes()),
            CompareOp::Ne => !same_bytes(a.bytes(), b.bytes()),
            _ => op.holds(a.bytes().cmp(b.bytes())),
        });
    }
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || lhs.exact::<TupleObj>().is_none() {
        return None;
    }
    // The items of tuples are compared by identity first, as `quick_eq` does.
    rhs.exact::<TupleObj>()?;
    Some(quick_eq(lhs, rhs)? == (op == CompareOp::Eq))
}

/// `==` or `!=` of two objects whose classes leave that to `object`.
#[inline]
pub(crate) fn compare_identities(frame: &Frame, ins: Ins, op: CompareOp, c_register: bool) -> Option<bool> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return None;
    }
    let (lhs, rhs) = (frame.reg(ins.b()), operand(frame, ins.c(), c_register));
    let (a, b) = (lhs.header()?, rhs.header()?);
    let plain = has_identity(a.ty()) && has_identity(b.ty());
    plain.then_some(lhs.is(rhs) == (op == CompareOp::Eq))
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
    } else if let Some(truth) = compare_plainly(&lhs, &rhs, op) {
        truth
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
        0 if value.is_small() || value.is_inline_float() => 1,
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

/// The Python method that was asked first has returned NotImplemented: the others are tried, then the error raised.
pub(crate) fn second_try(vm: &Vm, frame: &Frame, op: Opcode, ins: Ins, stage: u16) -> PyResult {
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
    if matches!(op, Opcode::Pow | Opcode::PowK) {
        let lhs = frame.reg(ins.b()).clone();
        let rhs = operand(frame, ins.c(), op == Opcode::Pow).clone();
        return vm.power_after(&lhs, &rhs, stage == stage::INPLACE, ins.f() & INPLACE != 0);
    }
    let Some((operator, constant)) = binary_op(op) else { return Ok(Value::NOT_IMPLEMENTED) };
    let lhs = frame.reg(ins.b()).clone();
    let rhs = operand(frame, ins.c(), !constant).clone();
    let result = match stage {
        stage::LAST => Value::NOT_IMPLEMENTED,
        stage::INPLACE => number::try_slots(vm, &lhs, &rhs, operator.slot)?,
        _ => reflected(vm, operator, &lhs, &rhs)?,
    };
    special::last(vm, operator, ins, &lhs, &rhs, result)
}

/// What the right operand says, after a Python method of the left one had no answer.
fn reflected(vm: &Vm, operator: &BinaryOp, lhs: &Value, rhs: &Value) -> PyResult {
    let (left, right) = (vm.type_of(lhs), vm.type_of(rhs));
    let Some((_, _, name)) = special::method_names(vm, operator).filter(|_| !left.is(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if special::is_python_slot(operator, right.slots()) {
        return Ok(vm.call_special_maybe(rhs, name, std::slice::from_ref(lhs))?.unwrap_or(Value::NOT_IMPLEMENTED));
    }
    match (operator.slot)(right.slots()) {
        Some(slot) => slot(vm, lhs, rhs),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
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
