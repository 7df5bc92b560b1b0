//! Fuzzing of minipy: what feeds it bytes, programs, bytecode and calls, and what looks at the outcome.
//!
//! In-process targets ([`front_end`], [`bytecode`]) are functions of bytes, which the tests of this crate give to
//! bolero. Out-of-process targets ([`calls`], [`programs`]) run the `minipy` binary, and CPython beside it if there is
//! one. docs/internals/fuzzing.md says how to use them.

pub mod budget;
pub mod bytecode;
pub mod calls;
pub mod child;
pub mod front_end;
pub mod generate;
pub mod numbered;
pub mod programs;
pub mod random;
pub mod shrink;
pub mod source;
