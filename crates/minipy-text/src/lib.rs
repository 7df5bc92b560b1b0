//! minipy-text.
