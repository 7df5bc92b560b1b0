//! minipy-repl.
