//! The text and number algorithms of the interpreter: parsing, printing, formatting, hashing, encodings, Unicode.
//!
//! Plain Rust data in and out (WTF-8 byte slices, `f64`, `dashu_int::IBig`); no Python objects, no operating system.

pub mod codec;
pub mod escape;
pub mod float;
pub mod format;
pub mod hash;
pub mod int;
pub mod search;
pub mod unicode;
pub mod wtf8;
