//! minipy-host.
