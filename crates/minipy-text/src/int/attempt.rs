//! Operations that may run out of memory.
//!
//! The library of big integers panics when the system refuses memory; nothing is lost or half done then, as it works on
//! references and its buffers free themselves. [`attempt`] turns these panics, and only these, into `None`. Vectors and
//! strings of the standard library end the process in such a case, so the functions here that return large ones ask for
//! the room first, and call [`refused`] if there is none.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::sync::Once;

/// What [`refused`] unwinds with.
struct Refused;

thread_local! {
    /// Whether this thread is inside of [`attempt`].
    static ATTEMPTING: Cell<bool> = const { Cell::new(false) };
}

/// The texts of the panics by which the library says that it got no memory: at allocation, at reallocation (whose null
/// pointer is unwrapped), and where the size itself is beyond everything.
const NO_MEMORY: [&str; 3] =
    ["out of memory", "called `Option::unwrap()` on a `None` value", "try to allocate too much memory"];

fn is_refusal(payload: &(dyn std::any::Any + Send)) -> bool {
    payload.is::<Refused>() || payload.downcast_ref::<&str>().is_some_and(|text| NO_MEMORY.contains(text))
}

/// The result of an operation on big integers; `None` if there is not enough memory for it.
///
/// The operation must only read what it does not own.
#[cold]
#[inline(never)]
pub fn attempt<R>(run: impl FnOnce() -> R) -> Option<R> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| {
            if !(ATTEMPTING.get() && is_refusal(info.payload())) {
                previous(info);
            }
        }));
    });
    let outer = ATTEMPTING.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(run));
    ATTEMPTING.set(outer);
    match outcome {
        Ok(result) => Some(result),
        Err(payload) if is_refusal(&*payload) => None,
        Err(payload) => resume_unwind(payload),
    }
}

/// Leaves the [`attempt`] that runs.
#[cold]
pub(super) fn refused() -> ! {
    resume_unwind(Box::new(Refused))
}

/// An empty string with room for so many bytes.
pub(super) fn string(bytes: usize) -> String {
    let mut text = String::new();
    if text.try_reserve_exact(bytes).is_err() {
        refused();
    }
    text
}

/// An empty vector with room for so many bytes.
pub(super) fn bytes(count: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(count).is_err() {
        refused();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_refusals_are_caught() {
        assert_eq!(attempt(|| 1), Some(1));
        assert_eq!(attempt(|| attempt(|| refused()).unwrap_or(2)), Some(2));
        assert!(attempt(|| bytes(usize::MAX / 4)).is_none());
        assert!(attempt(|| string(usize::MAX / 4)).is_none());
        assert!(attempt(|| dashu_int::UBig::ONE << (usize::MAX / 2)).is_none());
        let other = catch_unwind(|| attempt(|| resume_unwind(Box::new("another"))));
        assert_eq!(other.err().and_then(|payload| payload.downcast_ref::<&str>().copied()), Some("another"));
    }
}
