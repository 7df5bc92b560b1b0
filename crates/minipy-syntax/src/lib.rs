//! The front end: source bytes in, syntax tree (`ast`) or `SyntaxError` out.
//!
//! The only crate that names the parser and lexer crates. Must not know code objects or values.

pub mod ast;
