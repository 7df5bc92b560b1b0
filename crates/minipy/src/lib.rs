//! minipy: a Python 3.14 interpreter. This crate puts the parts together.

pub mod cli;
pub mod compile;
pub mod dump;
pub mod run;

pub use run::Program;
