//! Binary and unary operators over any two values (CPython: Objects/abstract.c, `binary_op1`).

use crate::exc;
use crate::native::PyResult;
use crate::slots::{BinaryFn, Slots};
use crate::types::type_::TypeObj;
use crate::value::Value;
use crate::vm::Vm;

/// Which binary operator it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the operators")]
pub enum Kind {
    Add,
    Sub,
    Mul,
    MatMul,
    TrueDiv,
    FloorDiv,
    Modulo,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    DivMod,
}

/// A binary operator as data.
pub struct BinaryOp {
    /// Which one.
    pub kind: Kind,
    /// Its text in error messages.
    pub symbol: &'static str,
    /// Its text as augmented assignment.
    pub inplace_symbol: &'static str,
    /// The number slot.
    pub slot: fn(&Slots) -> Option<BinaryFn>,
    /// The number slot of augmented assignment.
    pub inplace: fn(&Slots) -> Option<BinaryFn>,
}

macro_rules! operators {
    ($($name:ident $kind:ident $symbol:literal $slot:ident $inplace:ident;)*) => { $(
        #[doc = concat!("`", $symbol, "`")]
        pub static $name: BinaryOp = BinaryOp {
            kind: Kind::$kind,
            symbol: $symbol,
            inplace_symbol: concat!($symbol, "="),
            slot: |s| s.$slot,
            inplace: |s| s.$inplace,
        };
    )* };
}

operators! {
    ADD Add "+" add iadd;
    SUB Sub "-" sub isub;
    MUL Mul "*" mul imul;
    MATMUL MatMul "@" matmul imatmul;
    TRUEDIV TrueDiv "/" truediv itruediv;
    FLOORDIV FloorDiv "//" floordiv ifloordiv;
    MODULO Modulo "%" modulo imodulo;
    LSHIFT LShift "<<" lshift ilshift;
    RSHIFT RShift ">>" rshift irshift;
    AND And "&" and iand;
    OR Or "|" or ior;
    XOR Xor "^" xor ixor;
}

/// `divmod()`
pub static DIVMOD: BinaryOp = BinaryOp {
    kind: Kind::DivMod,
    symbol: "divmod()",
    inplace_symbol: "divmod()",
    slot: |s| s.divmod,
    inplace: |_| None,
};

/// The number slots of both operands, the subclass's first; NotImplemented if neither can.
pub(crate) fn try_slots(vm: &Vm, lhs: &Value, rhs: &Value, get: fn(&Slots) -> Option<BinaryFn>) -> PyResult {
    let (left, right) = (vm.type_of(lhs), vm.type_of(rhs));
    let left_slot = get(left.slots());
    let mut right_slot = if left.is(right) { None } else { get(right.slots()) };
    if let (Some(a), Some(b)) = (left_slot, right_slot)
        && a as usize == b as usize
    {
        right_slot = None;
    }
    if let Some(slot) = left_slot {
        if let Some(other) = right_slot
            && right.is_subtype(left)
        {
            let result = other(vm, lhs, rhs)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            right_slot = None;
        }
        let result = slot(vm, lhs, rhs)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    match right_slot {
        Some(slot) => slot(vm, lhs, rhs),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

impl Vm {
    /// `lhs op rhs`
    pub fn binary(&self, op: &'static BinaryOp, lhs: &Value, rhs: &Value) -> PyResult {
        let result = try_slots(self, lhs, rhs, op.slot)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        match self.sequence_fallback(op, lhs, rhs, false)? {
            Some(result) => Ok(result),
            None => Err(exc::unsupported_operands(self, op.symbol, lhs, rhs)),
        }
    }

    /// What the number slots of both operands make of `lhs op rhs`; NotImplemented if neither can.
    pub fn try_binary(&self, op: &'static BinaryOp, lhs: &Value, rhs: &Value) -> PyResult {
        try_slots(self, lhs, rhs, op.slot)
    }

    /// What the in-place slot of the left operand makes of `lhs op= rhs`; NotImplemented if there is none.
    #[inline]
    fn inplace_slot(&self, op: &'static BinaryOp, lhs: &Value, rhs: &Value) -> PyResult {
        match (op.inplace)(self.type_of(lhs).slots()) {
            Some(slot) => slot(self, lhs, rhs),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// The same of `lhs op= rhs`.
    pub fn try_inplace(&self, op: &'static BinaryOp, lhs: &Value, rhs: &Value) -> PyResult {
        let result = self.inplace_slot(op, lhs, rhs)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        try_slots(self, lhs, rhs, op.slot)
    }

    /// `lhs op= rhs`
    pub fn inplace(&self, op: &'static BinaryOp, lhs: &Value, rhs: &Value) -> PyResult {
        let result = self.inplace_slot(op, lhs, rhs)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        // A Python class has the `__iadd__` of its builtin base as a number slot, so before `__add__` and `__radd__`.
        let left = self.type_of(lhs);
        if op.symbol == "+"
            && left.has_flag(crate::types::type_::TypeFlags::HEAP_TYPE)
            && let Some(concat) = left.slots().inplace_concat
        {
            return concat(self, lhs, rhs);
        }
        let result = try_slots(self, lhs, rhs, op.slot)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        match self.sequence_fallback(op, lhs, rhs, true)? {
            Some(result) => Ok(result),
            None => Err(exc::unsupported_operands(self, op.inplace_symbol, lhs, rhs)),
        }
    }

    /// Sequence concatenation and repetition, which come after the number slots of both operands.
    pub(crate) fn sequence_fallback(
        &self,
        op: &BinaryOp,
        lhs: &Value,
        rhs: &Value,
        inplace: bool,
    ) -> PyResult<Option<Value>> {
        let left = self.type_of(lhs).slots();
        match op.kind {
            Kind::Add => {
                let concat = if inplace { left.inplace_concat.or(left.concat) } else { left.concat };
                concat.map(|f| f(self, lhs, rhs)).transpose()
            }
            Kind::Mul => {
                let repeat = if inplace { left.inplace_repeat.or(left.repeat) } else { left.repeat };
                if let Some(repeat) = repeat {
                    return self.repeat_with(repeat, lhs, rhs).map(Some);
                }
                // In place, anything like a sequence on the left has had its turn.
                let left_only = inplace && exc::is_like_sequence(self.type_of(lhs));
                match self.type_of(rhs).slots().repeat.filter(|_| !left_only) {
                    Some(repeat) => self.repeat_with(repeat, rhs, lhs).map(Some),
                    None => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    fn repeat_with(&self, repeat: crate::slots::RepeatFn, sequence: &Value, count: &Value) -> PyResult {
        if self.type_of(count).slots().index.is_none() {
            let name = self.type_of(count).name_str();
            return Err(exc::type_error(self, &format!("can't multiply sequence by non-int of type '{name}'")));
        }
        let count = self.index_to_isize(count, Some("cannot fit 'int' into an index-sized integer"))?;
        repeat(self, sequence, count)
    }

    /// `pow(base, exponent, modulus)`; modulus None for `**`.
    pub fn power(&self, base: &Value, exponent: &Value, modulus: &Value) -> PyResult {
        let result = self.power_slots(base, exponent, modulus)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        if modulus.is_none() {
            return Err(exc::unsupported_operands(self, "** or pow()", base, exponent));
        }
        let names = [base, exponent, modulus].map(|v| self.type_of(v).name_str());
        let [a, b, c] = names;
        Err(exc::type_error(self, &format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'")))
    }

    fn power_slots(&self, base: &Value, exponent: &Value, modulus: &Value) -> PyResult {
        let (left, right) = (self.type_of(base), self.type_of(exponent));
        let left_slot = left.slots().pow;
        let mut right_slot = if left.is(right) { None } else { right.slots().pow };
        if let (Some(a), Some(b)) = (left_slot, right_slot)
            && a as usize == b as usize
        {
            right_slot = None;
        }
        if let Some(slot) = left_slot {
            if let Some(other) = right_slot
                && right.is_subtype(left)
            {
                let result = other(self, base, exponent, modulus)?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
                right_slot = None;
            }
            let result = slot(self, base, exponent, modulus)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if let Some(slot) = right_slot {
            let result = slot(self, base, exponent, modulus)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        // Last the modulus, unless its function was asked already.
        let asked = |slot: crate::slots::TernaryFn| {
            [left_slot, right.slots().pow].iter().flatten().any(|&f| f as usize == slot as usize)
        };
        match self.type_of(modulus).slots().pow {
            Some(slot) if !modulus.is_none() && !asked(slot) => slot(self, base, exponent, modulus),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// `base ** exponent` after a Python method of the base had no answer: `__ipow__` with `all`, otherwise `__pow__`.
    pub(crate) fn power_after(&self, base: &Value, exponent: &Value, all: bool, inplace: bool) -> PyResult {
        let (left, right) = (self.type_of(base), self.type_of(exponent));
        let result = match right.slots().pow.filter(|_| !left.is(right)) {
            _ if all => self.power_slots(base, exponent, &Value::NONE)?,
            Some(slot) if slot as usize == crate::types::python_slots::pow as *const () as usize => self
                .call_special_maybe(exponent, &self.names().__rpow__, std::slice::from_ref(base))?
                .unwrap_or(Value::NOT_IMPLEMENTED),
            Some(slot) => slot(self, base, exponent, &Value::NONE)?,
            None => Value::NOT_IMPLEMENTED,
        };
        if result.is_not_implemented() {
            let symbol = if inplace { "**=" } else { "** or pow()" };
            return Err(exc::unsupported_operands(self, symbol, base, exponent));
        }
        Ok(result)
    }

    /// `base **= exponent`
    pub fn inplace_power(&self, base: &Value, exponent: &Value) -> PyResult {
        if let Some(slot) = self.type_of(base).slots().ipow {
            let result = slot(self, base, exponent)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.power_slots(base, exponent, &Value::NONE)?;
        if result.is_not_implemented() {
            return Err(exc::unsupported_operands(self, "**=", base, exponent));
        }
        Ok(result)
    }

    /// `-value`
    pub fn negative(&self, value: &Value) -> PyResult {
        self.unary(value, |s| s.neg, "bad operand type for unary -")
    }

    /// `+value`
    pub fn positive(&self, value: &Value) -> PyResult {
        self.unary(value, |s| s.pos, "bad operand type for unary +")
    }

    /// `~value`
    pub fn invert(&self, value: &Value) -> PyResult {
        self.unary(value, |s| s.invert, "bad operand type for unary ~")
    }

    /// `abs(value)`
    pub fn absolute(&self, value: &Value) -> PyResult {
        self.unary(value, |s| s.abs, "bad operand type for abs()")
    }

    fn unary(&self, value: &Value, get: fn(&Slots) -> Option<crate::slots::UnaryFn>, problem: &str) -> PyResult {
        match get(self.type_of(value).slots()) {
            Some(slot) => slot(self, value),
            None => {
                let name = self.type_of(value).name_str();
                Err(exc::type_error(self, &format!("{problem}: '{name}'")))
            }
        }
    }
}

impl TypeObj {
    /// Whether both are the same class.
    #[inline(always)]
    pub fn is(&self, other: &TypeObj) -> bool {
        std::ptr::eq(self, other)
    }
}
