//! The builtin functions, one file for each group.

pub mod isinstance;
