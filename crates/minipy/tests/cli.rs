//! The command line as a user meets it: what cannot be written as a conformance script because it is about the process
//! (version and help, signals, closed or broken standard streams).

use pretty_assertions::assert_eq;
use std::process::{Command, Output, Stdio};

/// The minipy binary with a shell around it, so that streams can be closed before it starts. `$M` is the binary.
fn shell(script: &str) -> Output {
    Command::new("sh")
        .args(["-c", script])
        .env("M", env!("CARGO_BIN_EXE_minipy"))
        .env_remove("PYTHONUNBUFFERED")
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("sh: {error}"))
}

fn code(script: &str) -> Option<i32> {
    shell(script).status.code()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn version_names_the_program_and_the_language() {
    let output = shell("\"$M\" -V");
    assert_eq!(output.status.code(), Some(0));
    let line = text(&output.stdout);
    assert!(line.contains("3.14") || line.contains("minipy"), "{line}");
}

#[test]
fn help_is_a_success() {
    let output = shell("\"$M\" -h");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).to_lowercase().contains("usage"));
}

#[test]
fn a_missing_file_is_exit_code_2() {
    let output = shell("\"$M\" /nonexistent/script.py");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("can't open file"));
}

#[test]
fn an_unknown_option_is_exit_code_2() {
    assert_eq!(code("\"$M\" --no-such-option"), Some(2));
}

#[test]
fn exit_codes_of_sys_exit() {
    for (argument, expected) in [
        ("", 0),
        ("None", 0),
        ("3", 3),
        ("256", 0),
        ("-1", 255),
        ("'text'", 1),
        ("2**100", 255),
        ("True", 1),
        ("1.0", 1),
    ] {
        assert_eq!(
            code(&format!("\"$M\" -c \"import sys; sys.exit({argument})\" 2>/dev/null")),
            Some(expected),
            "{argument}"
        );
    }
}

#[test]
fn an_uncaught_exception_is_exit_code_1() {
    let output = shell("\"$M\" -c '1/0'");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).ends_with("ZeroDivisionError: division by zero\n"));
}

#[test]
fn keyboard_interrupt_is_exit_code_130() {
    let output = shell("\"$M\" -c 'raise KeyboardInterrupt'; echo \"code $?\"");
    assert_eq!(text(&output.stdout), "code 130\n");
    assert!(text(&output.stderr).ends_with("KeyboardInterrupt\n"));
}

#[test]
fn a_closed_stdout_is_no_crash() {
    let output = shell("\"$M\" -c 'print(1)' >&-; echo \"code $?\"");
    let line = text(&output.stdout);
    assert!(line == "code 0\n" || line == "code 120\n" || line == "code 1\n", "{line}");
    assert!(!text(&output.stderr).contains("panicked"));
}

#[test]
fn a_broken_pipe_is_no_crash() {
    let output = shell("\"$M\" -c 'for i in range(100000): print(i)' | head -1");
    assert_eq!(text(&output.stdout), "0\n");
    assert!(!text(&output.stderr).contains("panicked"));
}

#[test]
fn a_full_device_is_reported() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let output = shell("\"$M\" -c 'print(1)' >/dev/full; echo \"code $?\" >&2");
    let errors = text(&output.stderr);
    assert!(errors.contains("No space left") && errors.ends_with("code 120\n"), "{errors}");
    // Unbuffered, print() itself fails, and nothing is left to flush.
    let output = shell("\"$M\" -u -c 'print(1)' >/dev/full; echo \"code $?\" >&2");
    let errors = text(&output.stderr);
    assert!(errors.ends_with("No space left on device\ncode 1\n") && !errors.contains("Exception ignored"), "{errors}");
}

#[test]
fn scripts_come_from_standard_input() {
    let output = shell("echo 'print(6 * 7)' | \"$M\" -");
    assert_eq!(text(&output.stdout), "42\n");
    let output = shell("echo 'print(6 * 7)' | \"$M\"");
    assert_eq!(text(&output.stdout), "42\n");
}
