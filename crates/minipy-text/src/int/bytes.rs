//! `int.to_bytes` and `int.from_bytes`.

use dashu_int::{IBig, Sign, UBig};

/// Why a number does not fit into the bytes asked for; both are OverflowError.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToBytesError {
    /// A negative number without `signed=True`.
    Negative,
    /// Too few bytes.
    TooBig,
}

impl ToBytesError {
    /// CPython's message.
    pub fn message(self) -> &'static str {
        match self {
            ToBytesError::Negative => "can't convert negative int to unsigned",
            ToBytesError::TooBig => "int too big to convert",
        }
    }
}

/// `value.to_bytes(length, order, signed=signed)`; a large number or length needs an [`super::attempt`] around it.
pub fn to_bytes(value: &IBig, length: usize, big_endian: bool, signed: bool) -> Result<Vec<u8>, ToBytesError> {
    let negative = value.sign() == Sign::Negative;
    if negative && !signed {
        return Err(ToBytesError::Negative);
    }
    // The bits needed: the magnitude, less the one value that two's complement has extra, plus a sign bit.
    let bits = if negative { super::bit_length(&!value) } else { super::bit_length(value) };
    if bits + signed as usize > length.saturating_mul(8) {
        // Zero needs no byte at all, even signed.
        if !(value.is_zero() && length == 0) {
            return Err(ToBytesError::TooBig);
        }
    }
    let mut out = super::attempt::bytes(length.max(8));
    // The two's complement of -n has the bits of n - 1, the other way round.
    let magnitude;
    let (_, words) = if negative {
        magnitude = !value;
        magnitude.as_sign_words()
    } else {
        value.as_sign_words()
    };
    let flip = if negative { u64::MAX } else { 0 };
    for word in words {
        let bytes = (word ^ flip).to_le_bytes();
        // The top word may have more bytes than are wanted; they are copies of the sign.
        out.extend_from_slice(&bytes[..bytes.len().min(length - out.len())]);
    }
    out.resize(length, if negative { 0xFF } else { 0 });
    if big_endian {
        out.reverse();
    }
    Ok(out)
}

/// `int.from_bytes(bytes, order, signed=signed)`.
pub fn from_bytes(bytes: &[u8], big_endian: bool, signed: bool) -> IBig {
    match (signed, big_endian) {
        (false, false) => UBig::from_le_bytes(bytes).into(),
        (false, true) => UBig::from_be_bytes(bytes).into(),
        (true, false) => IBig::from_le_bytes(bytes),
        (true, true) => IBig::from_be_bytes(bytes),
    }
}
