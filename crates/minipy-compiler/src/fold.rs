//! Constant folding, with CPython's limits on the size of results.
//!
//! Pure functions from expressions to constants. Must not emit anything.

use crate::Compiler;
use dashu_int::IBig;
use minipy_bytecode::code::Const;
use minipy_syntax::ast::*;

/// Bits that a folded integer may have.
const MAX_INT_BITS: usize = 128;
/// Elements that a folded tuple may have.
const MAX_TUPLE: usize = 256;
/// Bytes or characters that a folded string may have.
const MAX_STR: usize = 4096;
/// Elements of folded nested tuples in all.
const MAX_TOTAL: i64 = 1024;
/// Depth to which a constant expression is looked through.
const MAX_DEPTH: u32 = 200;

/// The constant that a literal is.
pub(crate) fn literal(value: &Constant) -> Const {
    match value {
        Constant::None => Const::None,
        Constant::Bool(b) => Const::Bool(*b),
        Constant::Str(s) => Const::Str(s.clone()),
        Constant::Bytes(b) => Const::Bytes(b.clone()),
        Constant::Int(i) => Const::Int(*i),
        Constant::BigInt(i) => Const::BigInt(i.clone()),
        Constant::Float(f) => Const::Float(*f),
        Constant::Imaginary(f) => Const::Complex(0.0, *f),
        Constant::Ellipsis => Const::Ellipsis,
    }
}

/// Truth of a constant.
pub(crate) fn truth(value: &Const) -> bool {
    match value {
        Const::None => false,
        Const::Bool(b) => *b,
        Const::Ellipsis | Const::Code(_) | Const::Slice(_) | Const::BigInt(_) => true,
        Const::Int(i) => *i != 0,
        Const::Float(f) => *f != 0.0,
        Const::Complex(re, im) => *re != 0.0 || *im != 0.0,
        Const::Str(s) | Const::Bytes(s) => !s.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

impl Compiler<'_> {
    /// The value of a constant expression.
    pub(crate) fn constant(&self, e: &Expr) -> Option<Const> {
        fold(e, self.options.optimize == 0, 0)
    }

    /// Whether a test is constant, and which way it goes.
    pub(crate) fn constant_truth(&self, e: &Expr) -> Option<bool> {
        self.constant(e).map(|c| truth(&c))
    }
}

fn fold(e: &Expr, debug: bool, depth: u32) -> Option<Const> {
    if depth > MAX_DEPTH {
        return None;
    }
    match &e.kind {
        ExprKind::Constant { value, .. } => Some(literal(value)),
        ExprKind::Name { id } if &**id == "__debug__" => Some(Const::Bool(debug)),
        ExprKind::UnaryOp { op, operand } => unary(*op, fold(operand, debug, depth + 1)?),
        ExprKind::BinOp { left, op, right } => {
            let right = fold(right, debug, depth + 1)?;
            binary(fold(left, debug, depth + 1)?, *op, right)
        }
        ExprKind::Tuple { elts } => {
            let items: Option<Vec<Const>> = elts.iter().map(|e| fold(e, debug, depth + 1)).collect();
            Some(Const::Tuple(items?.into()))
        }
        ExprKind::Slice { lower, upper, step } => {
            let part = |e: &Option<Box<Expr>>| e.as_ref().map_or(Some(Const::None), |e| fold(e, debug, depth + 1));
            Some(Const::Slice(Box::new([part(lower)?, part(upper)?, part(step)?])))
        }
        ExprKind::Subscript { value, slice } => {
            let index = fold(slice, debug, depth + 1)?;
            subscript(&fold(value, debug, depth + 1)?, &index)
        }
        _ => None,
    }
}

fn unary(op: UnaryOp, value: Const) -> Option<Const> {
    Some(match (op, value) {
        (UnaryOp::Not, value) => match value {
            Const::Slice(_) => return None,
            value => Const::Bool(!truth(&value)),
        },
        (UnaryOp::USub, Const::Float(f)) => Const::Float(-f),
        (UnaryOp::USub, Const::Complex(re, im)) => Const::Complex(-re, -im),
        (UnaryOp::UAdd, v @ (Const::Float(_) | Const::Complex(..))) => v,
        // ~True is deprecated: leave the warning to the run time.
        (UnaryOp::Invert, Const::Bool(_)) => return None,
        (op, value) => {
            let i = int(&value)?;
            match op {
                UnaryOp::USub => normal(-i),
                UnaryOp::UAdd => normal(i),
                UnaryOp::Invert => normal(!i),
                UnaryOp::Not => return None,
            }
        }
    })
}

/// An integer (or bool) constant as a number.
fn int(value: &Const) -> Option<IBig> {
    match value {
        Const::Int(i) => Some(IBig::from(*i)),
        Const::Bool(b) => Some(IBig::from(i64::from(*b))),
        Const::BigInt(i) => Some((**i).clone()),
        _ => None,
    }
}

fn normal(value: IBig) -> Const {
    match i64::try_from(&value) {
        Ok(i) => Const::Int(i),
        Err(_) => Const::BigInt(Box::new(value)),
    }
}

fn bits(value: &IBig) -> usize {
    use dashu_int::ops::{BitTest, UnsignedAbs};
    value.clone().unsigned_abs().bit_len()
}

fn float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(f) => Some(*f),
        Const::Int(i) if i.unsigned_abs() <= 1 << 53 => Some(*i as f64),
        Const::Bool(b) => Some(f64::from(u8::from(*b))),
        _ => None,
    }
}

fn binary(left: Const, op: Operator, right: Const) -> Option<Const> {
    if let (Some(l), Some(r)) = (int(&left), int(&right)) {
        if let (Const::Bool(l), Const::Bool(r)) = (&left, &right) {
            let (l, r) = (*l, *r);
            match op {
                Operator::BitAnd => return Some(Const::Bool(l & r)),
                Operator::BitOr => return Some(Const::Bool(l | r)),
                Operator::BitXor => return Some(Const::Bool(l ^ r)),
                _ => {}
            }
        }
        return int_binary(l, op, r);
    }
    match (&left, op, &right) {
        (Const::Str(l), Operator::Add, Const::Str(r)) => {
            (l.len() + r.len() <= MAX_STR).then(|| Const::Str([&**l, &**r].concat().into()))
        }
        (Const::Bytes(l), Operator::Add, Const::Bytes(r)) => {
            (l.len() + r.len() <= MAX_STR).then(|| Const::Bytes([&**l, &**r].concat().into()))
        }
        (Const::Tuple(l), Operator::Add, Const::Tuple(r)) => {
            (l.len() + r.len() <= MAX_TUPLE).then(|| Const::Tuple([&**l, &**r].concat().into()))
        }
        (Const::Str(s), Operator::Mult, n) | (n, Operator::Mult, Const::Str(s)) => {
            Some(Const::Str(repeat(s, n, MAX_STR)?.into()))
        }
        (Const::Bytes(s), Operator::Mult, n) | (n, Operator::Mult, Const::Bytes(s)) => {
            Some(Const::Bytes(repeat(s, n, MAX_STR)?.into()))
        }
        (Const::Tuple(t), Operator::Mult, n) | (n, Operator::Mult, Const::Tuple(t)) => {
            let items = repeat(t, n, MAX_TUPLE)?;
            (size(&items) <= MAX_TOTAL).then(|| Const::Tuple(items.into()))
        }
        _ => match (float(&left), float(&right)) {
            (Some(l), Some(r)) => float_binary(l, op, r),
            _ => complex_binary(&left, op, &right),
        },
    }
}

fn size(items: &[Const]) -> i64 {
    let inner = items.iter().map(|i| if let Const::Tuple(t) = i { size(t) } else { 0 });
    items.len() as i64 + inner.sum::<i64>()
}

fn repeat<T: Clone>(items: &[T], count: &Const, limit: usize) -> Option<Vec<T>> {
    let count = match count {
        Const::Int(i) => *i,
        Const::Bool(b) => i64::from(*b),
        _ => return None,
    };
    let count = if items.is_empty() { 0 } else { usize::try_from(count.max(0)).ok()? };
    if items.len().checked_mul(count)? > limit {
        return None;
    }
    Some((0..count).flat_map(|_| items.iter().cloned()).collect())
}

fn int_binary(l: IBig, op: Operator, r: IBig) -> Option<Const> {
    let zero = r == IBig::ZERO;
    Some(match op {
        Operator::Add => normal(l + r),
        Operator::Sub => normal(l - r),
        Operator::Mult => {
            if !zero && l != IBig::ZERO && bits(&l) + bits(&r) > MAX_INT_BITS {
                return None;
            }
            normal(l * r)
        }
        Operator::FloorDiv | Operator::Mod => {
            if zero {
                return None;
            }
            let (q, m) = floor_div(l, r);
            normal(if op == Operator::Mod { m } else { q })
        }
        Operator::Div => {
            if zero || bits(&l) > 53 || bits(&r) > 53 {
                return None;
            }
            let (l, r) = (i64::try_from(&l).ok()?, i64::try_from(&r).ok()?);
            Const::Float(l as f64 / r as f64)
        }
        Operator::Pow => {
            let exponent = u32::try_from(&r).ok()?;
            if exponent as usize > MAX_INT_BITS || bits(&l) * exponent as usize > MAX_INT_BITS {
                return None;
            }
            normal(l.pow(exponent as usize))
        }
        Operator::LShift => {
            let shift = usize::try_from(&r).ok()?;
            if shift > MAX_INT_BITS || (l != IBig::ZERO && bits(&l) + shift > MAX_INT_BITS) {
                return None;
            }
            normal(l << shift)
        }
        Operator::RShift => {
            if r < IBig::ZERO {
                return None;
            }
            let shift = usize::try_from(&r).unwrap_or(usize::MAX).min(bits(&l) + 1);
            normal(l >> shift)
        }
        Operator::BitOr => normal(l | r),
        Operator::BitXor => normal(l ^ r),
        Operator::BitAnd => normal(l & r),
        Operator::MatMult => return None,
    })
}

fn floor_div(l: IBig, r: IBig) -> (IBig, IBig) {
    let (q, m) = (&l / &r, &l % &r);
    let wrong = m != IBig::ZERO && ((m < IBig::ZERO) != (r < IBig::ZERO));
    if wrong { (q - IBig::ONE, m + r) } else { (q, m) }
}

fn float_binary(l: f64, op: Operator, r: f64) -> Option<Const> {
    let value = match op {
        Operator::Add => l + r,
        Operator::Sub => l - r,
        Operator::Mult => l * r,
        Operator::Div if r != 0.0 => l / r,
        Operator::Pow if l > 0.0 || r.fract() == 0.0 && (l != 0.0 || r >= 0.0) => {
            let value = l.powf(r);
            if value.is_infinite() && l.is_finite() && r.is_finite() {
                return None;
            }
            value
        }
        _ => return None,
    };
    Some(Const::Float(value))
}

/// `1 + 2j` and `1 - 2j`, the only complex operations worth folding.
fn complex_binary(left: &Const, op: Operator, right: &Const) -> Option<Const> {
    match (left, right) {
        (l, Const::Complex(re, im)) => {
            let l = float(l)?;
            match op {
                Operator::Add => Some(Const::Complex(l + re, *im)),
                Operator::Sub => Some(Const::Complex(l - re, -im)),
                _ => None,
            }
        }
        (Const::Complex(re, im), r) => {
            let r = float(r)?;
            match op {
                Operator::Add => Some(Const::Complex(re + r, *im)),
                Operator::Sub => Some(Const::Complex(re - r, *im)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn subscript(value: &Const, index: &Const) -> Option<Const> {
    let Const::Int(index) = index else { return None };
    let at = |len: usize| {
        let i = if *index < 0 { index.checked_add(len as i64)? } else { *index };
        usize::try_from(i).ok().filter(|&i| i < len)
    };
    match value {
        Const::Str(s) => {
            let text = std::str::from_utf8(s).ok()?;
            let i = at(text.chars().count())?;
            Some(Const::Str(text.chars().nth(i)?.to_string().into_bytes().into()))
        }
        Const::Bytes(b) => Some(Const::Int(i64::from(b[at(b.len())?]))),
        Const::Tuple(items) => Some(items[at(items.len())?].clone()),
        _ => None,
    }
}
