//! The data of `cargo xtask tidy`: limits, and who may do what. Nothing is computed here.

/// Lines of a Rust file above which tidy warns.
pub const SOFT_LINES: usize = 600;

/// Lines of a Rust file above which tidy fails.
pub const HARD_LINES: usize = 1000;

/// Files and folders (with a closing `/`) where `unsafe` may stand, with the reason.
pub const UNSAFE: &[(&str, &str)] = &[
    ("crates/minipy-vm/src/value.rs", "tagged words that own references"),
    ("crates/minipy-vm/src/heap/", "headers, allocation, destruction, collection, interior mutability"),
    ("crates/minipy-vm/src/interp/", "registers, frames, the loop"),
    ("crates/minipy-vm/src/protocol/attr.rs", "attributes stored in instances"),
    ("crates/minipy-vm/src/vm.rs", "the current VM, allocation, what threads share"),
    ("crates/minipy-vm/src/thread.rs", "values on their way to another thread"),
    ("crates/minipy-vm/src/types/boot.rs", "the first types"),
    ("crates/minipy-vm/src/types/bytes/mod.rs", "trailing data"),
    ("crates/minipy-vm/src/types/code.rs", "instructions, which are rewritten"),
    ("crates/minipy-vm/src/types/frame_raw.rs", "live frames"),
    ("crates/minipy-vm/src/types/generator/mod.rs", "registers of suspended frames"),
    ("crates/minipy-vm/src/types/object_class.rs", "assigning __class__"),
    ("crates/minipy-vm/src/types/str_.rs", "trailing data"),
    ("crates/minipy-vm/src/types/dict/raw.rs", "entries and index in one allocation"),
    ("crates/minipy-vm/src/types/str_build.rs", "appending in place"),
    ("crates/minipy-vm/src/types/tuple.rs", "trailing data"),
    ("crates/minipy-vm/src/types/type_/", "slots, subclasses, the method cache"),
    ("crates/minipy-vm/src/types/weakref_raw.rs", "weak references"),
    ("crates/minipy-host/src/", "the operating system's calls"),
    ("crates/minipy/src/allocator.rs", "mimalloc as Rust's allocator"),
    ("crates/minipy/src/main.rs", "the symbol `main`"),
];

/// Files and folders that may reach the operating system.
pub const SYSTEM: &[(&str, &str)] = &[
    ("crates/minipy-host/", "the one crate that touches the operating system"),
    ("xtask/", "developer commands"),
    ("crates/minipy/build.rs", "a build script reads what cargo tells it from the environment"),
    ("benches/", "measuring tools"),
    ("crates/minipy-fuzz/", "runs interpreters as children"),
];

/// What counts as reaching the operating system, as items of `std`, and crates.
pub const SYSTEM_ITEMS: &[&str] = &["fs", "net", "env", "process"];

/// Functions of `std::io` that reach the process's own streams.
pub const SYSTEM_IO: &[&str] = &["stdin", "stdout", "stderr"];

/// Files that must exist.
pub const REQUIRED: &[&str] =
    &["README.md", "CHANGELOG.md", "LICENSE", "docs/performance.md", ".ci/run", "tests/conformance/expectations.txt"];
