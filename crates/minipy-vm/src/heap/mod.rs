//! The heap: object headers, allocation, reference counts, destruction.
//!
//! Must not know any particular type; it works through [`Layout`] and the type's flags.
//!
//! # Object format
//!
//! ```text
//! exact builtin objects:        [Header 16][T ...]
//! instances of Python classes:  [Header 16][dict word][__slots__ ...][inline attributes ...][pad][T ...]
//! ```
//!
//! `ty.payload_offset` says where `T` starts; the trailing data of variable-size objects follow `T`.
//!
//! Invariant H1: a header's type pointer and the type's layout tell truly which `T` lies at the payload offset.
//! Invariant H2: reference counts are only touched by the thread that holds the interpreter lock.

pub mod block;
pub mod cell;
pub mod collect;
pub mod dealloc;
pub mod generations;
pub mod growth;
pub mod inspect;
mod large;
pub mod layout;
pub mod object;
mod poison;
pub mod raw;
mod refcheck;
#[cfg(test)]
mod tests;

pub use cell::PyCell;
pub use dealloc::decref;
pub use layout::{HeapObject, Layout, Tracer};
pub use object::{Header, Obj};
pub use raw::Heap;
