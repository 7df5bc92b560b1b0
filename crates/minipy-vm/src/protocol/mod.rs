//! Protocols: what the language's operations do with any two values, in terms of type slots.

pub mod attr;
pub mod bind;
pub mod call;
pub mod compare;
pub mod convert;
pub(crate) mod drain;
pub mod iter;
pub(crate) mod names_left;
pub mod number;
pub mod subscript;
pub mod written;
