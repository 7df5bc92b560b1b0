//! SipHash-1-3 as CPython hashes `str` and `bytes` (Python/pyhash.c; Aumasson and Bernstein, 2012).

/// The hash of bytes under a key; never -1.
pub fn siphash13(key: (u64, u64), bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let (k0, k1) = key;
    let mut v = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let m = chunk.try_into().map_or(0, u64::from_le_bytes);
        v[3] ^= m;
        round(&mut v);
        v[0] ^= m;
    }
    let b = (bytes.len() as u64) << 56 | tail_word(chunks.remainder());
    v[3] ^= b;
    round(&mut v);
    v[0] ^= b;
    v[2] ^= 0xff;
    for _ in 0..3 {
        round(&mut v);
    }
    match (v[0] ^ v[1] ^ v[2] ^ v[3]) as i64 {
        -1 => -2,
        hash => hash,
    }
}

/// Up to seven bytes as a word, the first byte lowest. Put together from loads that may overlap.
#[inline(always)]
fn tail_word(rest: &[u8]) -> u64 {
    let half = |at: usize| rest.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
    match rest.len() {
        0 => 0,
        len @ 1..4 => {
            let (first, middle, last) = (rest[0], rest[len / 2], rest[len - 1]);
            u64::from(first) | u64::from(middle) << (8 * (len / 2)) | u64::from(last) << (8 * (len - 1))
        }
        len => u64::from(half(0)) | u64::from(half(len - 4)) << (8 * (len - 4)),
    }
}

#[inline(always)]
fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[3]);
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].wrapping_add(v[3]);
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[2] = v[2].rotate_left(32);
}

/// A hasher for keys that are addresses or type ids: one multiplication, no defence against chosen keys (programs do
/// not choose addresses).
#[derive(Clone, Copy, Debug, Default)]
pub struct AddressHasher(u64);

impl std::hash::Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

/// A map from addresses or type ids.
pub type AddressMap<K, V> = std::collections::HashMap<K, V, std::hash::BuildHasherDefault<AddressHasher>>;
