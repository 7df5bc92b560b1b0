//! Out-of-line operations of the interpreter loop, grouped by kind.

mod attr_hooks;
pub(crate) mod attrs;
pub(crate) mod build;
pub(crate) mod calls;
pub(crate) mod exceptions;
pub(crate) mod functions;
pub(crate) mod items;
pub(crate) mod iterate;
pub(crate) mod matching;
pub(crate) mod names;
pub(crate) mod operators;
pub(crate) mod slices;
pub(crate) mod type_attrs;
