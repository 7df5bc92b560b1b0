//! minipy-compiler.
