//! Calls from Python to Python that an instruction makes do not recurse in Rust: each kind goes 20,000 deep on a native
//! stack of a megabyte, which not even 60 bytes of stack a call would survive.

use std::process::Command;

#[test]
fn calls_of_python_methods_take_no_native_stack() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/deep_calls.py");
    let output = Command::new(env!("CARGO_BIN_EXE_minipy")).arg(script).output().expect("the interpreter runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let failed: Vec<&str> = text.lines().filter(|line| !line.ends_with(" ok")).collect();
    assert!(
        failed.is_empty() && text.lines().count() >= 60,
        "{failed:#?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
