//! Generators and coroutines in the loop: making, resuming, suspending, delegating, ending.
//!
//! A chain of delegating generators occupies one stack frame: the innermost one's. `frame.root` is the outermost, which
//! was resumed. While a chain runs, its root and its innermost are `Running`, those between are `Suspended` at their
//! YieldFrom; a suspended chain is resumed at its innermost, remembered in `root.leaf`.
//!
//! Invariant G1: `inner` and `parent` links join live generators: a parent owns its inner one through the receiver
//! register of its YieldFrom instruction, and both links are cut when either ends.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

pub(crate) mod at_once;
mod chain;
mod delegate;
mod drain;
mod make;
mod resume;
pub(super) mod step;

pub(super) use chain::{end, ends_plainly};
pub(crate) use chain::{fail, finish, step_for_loop, suspend, take_exit};
pub(crate) use delegate::{Delegated, delegate, delegate_to_fresh};
pub(super) use drain::feed;
pub(crate) use drain::{SinkPointer, drain};
pub(super) use make::make_for_call;
pub(crate) use make::{make, make_directly, settable, track_origins};
pub use resume::{Resume, close, resume};

use crate::exc;
use crate::native::Raised;
use crate::shape::fixed;
use crate::types::generator::{GenKind, GenObj};
use crate::value::Value;
use crate::vm::Vm;

/// The generator struct of an exact generator or coroutine.
#[inline(always)]
pub(crate) fn exact(value: &Value) -> Option<&GenObj> {
    let header = value.header()?;
    if header.shape() == fixed::GENERATOR || header.shape() == fixed::COROUTINE {
        // SAFETY: both shapes belong to types with this layout.
        Some(unsafe { header.exact::<GenObj>() })
    } else {
        None
    }
}

fn noun(generator: &GenObj) -> &'static str {
    match generator.kind {
        GenKind::Generator => "generator",
        GenKind::Coroutine => "coroutine",
        GenKind::AsyncGenerator => "async generator",
    }
}

#[cold]
fn just_started(vm: &Vm, generator: &GenObj) -> Raised {
    exc::type_error(vm, &format!("can't send non-None value to a just-started {}", noun(generator)))
}
