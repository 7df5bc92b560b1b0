//! Numbers, read from the source: the grammar gets none of their values.

use super::Lowering;
use crate::ast::{Constant, Span};
use crate::error::RawError;
use dashu_int::IBig;

/// The limit of decimal digits, as `sys.get_int_max_str_digits()` has it by default.
const MAX_DIGITS: usize = 4300;

impl Lowering<'_> {
    fn digits(&self, at: Span) -> std::borrow::Cow<'_, str> {
        let text = &self.source[at.start as usize..at.end as usize];
        if text.contains('_') { text.replace('_', "").into() } else { text.into() }
    }

    pub(super) fn integer(&mut self, at: Span) -> Constant {
        let digits = self.digits(at);
        let bytes = digits.as_bytes();
        let (radix, body) = match bytes.get(1) {
            Some(b'x' | b'X') => (16, &digits[2..]),
            Some(b'o' | b'O') => (8, &digits[2..]),
            Some(b'b' | b'B') => (2, &digits[2..]),
            _ => (10, &digits[..]),
        };
        if let Ok(value) = i64::from_str_radix(body, radix) {
            return Constant::Int(value);
        }
        if radix == 10 && body.len() > MAX_DIGITS {
            let message = format!(
                "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; \
                 use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer \
                 literals to avoid decimal conversion limits.",
                body.len()
            );
            // CPython gives the line only.
            let error = RawError::syntax(message, at.start, at.end).with_end(0);
            self.fail(RawError { offset: Some(0), ..error });
            return Constant::Int(0);
        }
        match IBig::from_str_radix(body, radix) {
            Ok(value) => Constant::BigInt(Box::new(value)),
            Err(_) => Constant::Int(0),
        }
    }

    pub(super) fn float(&mut self, at: Span) -> Constant {
        Constant::Float(self.digits(at).parse().unwrap_or(f64::NAN))
    }

    pub(super) fn imaginary(&mut self, at: Span) -> Constant {
        let digits = self.digits(at);
        let number = digits.trim_end_matches(['j', 'J']);
        Constant::Imaginary(number.parse().unwrap_or(f64::NAN))
    }
}
