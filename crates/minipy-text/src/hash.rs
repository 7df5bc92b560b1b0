//! Hash values of the builtin types, bit for bit those of a 64-bit CPython.
//!
//! Nothing here may return -1: CPython keeps that value for errors and replaces it.

use dashu_int::{IBig, Sign};

/// The modulus of numeric hashes, 2**61 - 1 (`sys.hash_info.modulus`).
pub const MODULUS: u64 = (1 << 61) - 1;
/// The hash of positive infinity (`sys.hash_info.inf`).
pub const INFINITY_HASH: i64 = 314159;
/// The factor of the imaginary part (`sys.hash_info.imag`).
pub const IMAG_FACTOR: i64 = 1_000_003;

/// The two words that seed the hashing of text and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct HashKey {
    /// First word.
    pub k0: u64,
    /// Second word.
    pub k1: u64,
}

impl HashKey {
    /// The key for a fixed `PYTHONHASHSEED`: zero for seed 0, otherwise CPython's generator.
    pub fn from_seed(seed: u32) -> Self {
        if seed == 0 {
            return Self::default();
        }
        let mut state = seed;
        let mut bytes = [0; 16];
        for byte in &mut bytes {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            *byte = (state >> 16) as u8;
        }
        Self::from_bytes(bytes)
    }

    /// A key from sixteen random bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let word = |at: usize| {
            let mut w = [0; 8];
            w.copy_from_slice(&bytes[at..at + 8]);
            u64::from_le_bytes(w)
        };
        Self { k0: word(0), k1: word(8) }
    }
}

/// `hash(bytes)`.
pub fn hash_bytes(bytes: &[u8], key: HashKey) -> i64 {
    if bytes.is_empty() { 0 } else { not_minus_one(siphash13(bytes, key) as i64) }
}

/// `hash(str)` of a WTF-8 text. CPython hashes its own 1, 2 or 4 byte layout, so other text than ASCII is widened.
pub fn hash_str(text: &[u8], key: HashKey) -> i64 {
    if text.is_ascii() {
        return hash_bytes(text, key);
    }
    let widest = crate::wtf8::code_points(text).max().unwrap_or(0);
    let mut units = Vec::with_capacity(text.len() * 2);
    for cp in crate::wtf8::code_points(text) {
        match widest {
            0..0x100 => units.push(cp as u8),
            0x100..0x1_0000 => units.extend_from_slice(&(cp as u16).to_le_bytes()),
            _ => units.extend_from_slice(&cp.to_le_bytes()),
        }
    }
    hash_bytes(&units, key)
}

fn siphash13(bytes: &[u8], key: HashKey) -> u64 {
    let mut v = [
        key.k0 ^ 0x736f_6d65_7073_6575,
        key.k1 ^ 0x646f_7261_6e64_6f6d,
        key.k0 ^ 0x6c79_6765_6e65_7261,
        key.k1 ^ 0x7465_6462_7974_6573,
    ];
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let m = u64::from_le_bytes(*word);
        v[3] ^= m;
        sip_round(&mut v);
        v[0] ^= m;
    }
    let mut tail = [0; 8];
    tail[..rest.len()].copy_from_slice(rest);
    let last = u64::from_le_bytes(tail) | (bytes.len() as u64) << 56;
    v[3] ^= last;
    sip_round(&mut v);
    v[0] ^= last;
    v[2] ^= 0xFF;
    for _ in 0..3 {
        sip_round(&mut v);
    }
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

#[inline(always)]
fn sip_round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[2] = v[2].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[1]);
    v[0] = v[0].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].rotate_left(32);
}

#[inline]
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `hash(int)` of a machine-sized integer.
#[inline]
pub fn hash_i64(value: i64) -> i64 {
    let magnitude = (value.unsigned_abs() % MODULUS) as i64;
    not_minus_one(if value < 0 { -magnitude } else { magnitude })
}

/// `hash(int)` of a big integer.
pub fn hash_big(value: &IBig) -> i64 {
    let (sign, words) = value.as_sign_words();
    let mut hash: u64 = 0;
    for &word in words.iter().rev() {
        // 2**64 is 8 modulo 2**61 - 1.
        let sum = (hash as u128) << 64 | word as u128;
        hash = (sum % MODULUS as u128) as u64;
    }
    let hash = hash as i64;
    not_minus_one(if sign == Sign::Negative { -hash } else { hash })
}

/// `hash(float)`. `None` for NaN, whose hash is that of the object's identity.
pub fn hash_f64(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { INFINITY_HASH } else { -INFINITY_HASH });
    }
    let (mantissa, exponent) = crate::float::decompose(value);
    // Multiplying by a power of two is a rotation of 61 bits.
    let shift = exponent.rem_euclid(61) as u32;
    let m = mantissa % MODULUS;
    let hash = if shift == 0 { m } else { ((m << shift) & MODULUS) | m >> (61 - shift) };
    let hash = (hash % MODULUS) as i64;
    Some(not_minus_one(if value < 0.0 { -hash } else { hash }))
}

/// `hash(complex)` from the hashes of its parts.
pub fn combine_complex(real: i64, imag: i64) -> i64 {
    not_minus_one(real.wrapping_add(imag.wrapping_mul(IMAG_FACTOR)))
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

/// Combines the hashes of the items of a tuple, in order.
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher {
    acc: u64,
    len: u64,
}

impl Default for TupleHasher {
    fn default() -> Self {
        Self { acc: PRIME_5, len: 0 }
    }
}

impl TupleHasher {
    /// Adds the hash of the next item.
    #[inline]
    pub fn add(&mut self, item: i64) {
        self.acc = self.acc.wrapping_add((item as u64).wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1);
        self.len += 1;
    }

    /// The hash of the tuple.
    #[inline]
    pub fn finish(self) -> i64 {
        let acc = self.acc.wrapping_add(self.len ^ PRIME_5 ^ 3_527_539);
        if acc == u64::MAX { 1_546_275_796 } else { acc as i64 }
    }
}

/// `hash(slice)`: like a tuple of three, but without the length.
pub fn hash_slice(start: i64, stop: i64, step: i64) -> i64 {
    let mut hasher = TupleHasher::default();
    for part in [start, stop, step] {
        hasher.add(part);
    }
    if hasher.acc == u64::MAX { 1_546_275_796 } else { hasher.acc as i64 }
}

/// Combines the hashes of the elements of a frozenset, in any order.
#[derive(Clone, Copy, Debug, Default)]
pub struct FrozenSetHasher {
    acc: u64,
    len: u64,
}

impl FrozenSetHasher {
    /// Adds the hash of an element.
    #[inline]
    pub fn add(&mut self, element: i64) {
        let h = element as u64;
        self.acc ^= ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
        self.len += 1;
    }

    /// The hash of the set.
    pub fn finish(self) -> i64 {
        let mut hash = self.acc ^ self.len.wrapping_add(1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX { 590_923_713 } else { hash as i64 }
    }
}
