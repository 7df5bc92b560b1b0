//! The outside world: the only crate that touches the operating system.

/// What the interpreter may ask of the world. (Placeholder: the author of minipy-host replaces this file.)
pub trait Host: Send + Sync {}
