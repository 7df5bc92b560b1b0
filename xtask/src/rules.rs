//! The data of `cargo xtask tidy`: limits, and who may do what. Nothing is computed here.

/// Lines of a Rust file above which tidy warns.
pub const SOFT_LINES: usize = 600;

/// Lines of a Rust file above which tidy fails.
pub const HARD_LINES: usize = 1000;

/// Files and folders (with a closing `/`) where `unsafe` may stand, with the reason.
pub const UNSAFE: &[(&str, &str)] = &[
    ("crates/minipy-vm/src/", "values, heap, frames and the interpreter loop"),
    ("crates/minipy-host/src/", "the operating system's calls"),
    ("crates/minipy-stdlib/src/math/real.rs", "pure functions of the C mathematics library"),
];

/// Files and folders that may reach the operating system.
pub const SYSTEM: &[(&str, &str)] = &[
    ("crates/minipy-host/", "the one crate that touches the operating system"),
    ("xtask/", "developer commands"),
    ("benches/", "measuring tools"),
];

/// What counts as reaching the operating system, as items of `std`, and crates.
pub const SYSTEM_ITEMS: &[&str] = &["fs", "net", "env", "process"];

/// Functions of `std::io` that reach the process's own streams.
pub const SYSTEM_IO: &[&str] = &["stdin", "stdout", "stderr"];

/// Files that must exist.
pub const REQUIRED: &[&str] =
    &["README.md", "CHANGELOG.md", "LICENSE", "docs/performance.md", ".ci/run", "tests/conformance/expectations.txt"];
