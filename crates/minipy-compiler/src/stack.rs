//! How deep the compiler may recurse: by a count that is safe everywhere, and beyond it by the stack really used.
//!
//! Unoptimised frames are many times larger than optimised ones, so a count alone would be either unsafe or mean.

/// Nesting that any thread of ours can hold.
const SAFE_DEPTH: u32 = 2500;
/// Nesting beyond which nothing is tried.
const MAX_DEPTH: u32 = 20_000;
/// Stack that the compiler may use when it goes deeper than `SAFE_DEPTH`.
const MAX_BYTES: usize = 12 << 20;
/// Code objects nested in each other: their qualified names grow with every level.
pub(crate) const MAX_NESTED_CODE: usize = 2500;

/// Where the stack stands.
#[inline(never)]
pub(crate) fn position() -> usize {
    let marker = 0u8;
    std::ptr::from_ref(std::hint::black_box(&marker)).addr()
}

/// Whether recursion must end at this depth, with the stack at `base` when it began.
pub(crate) fn too_deep(depth: u32, base: usize) -> bool {
    depth > SAFE_DEPTH && (depth > MAX_DEPTH || base.abs_diff(position()) > MAX_BYTES)
}
