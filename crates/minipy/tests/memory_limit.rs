//! Programs that ask for more memory than there is get MemoryError, under a limit of the address space: no abort.
//!
//! Each case runs in a process of its own, as what one leaves behind would change the next.
#![cfg(target_os = "linux")]

use std::process::Command;

/// Address space of a process, in KiB.
const LIMIT: u32 = 500_000;

/// Expressions with `n` as a number that is too large, and statements that never end.
const EXPRESSIONS: &[&str] = &[
    "'x' * n",
    "b'x' * n",
    "bytes(n)",
    "bytearray(n)",
    "[0] * n",
    "(0,) * n",
    "list(range(n))",
    "tuple(range(n))",
    "set(range(n))",
    "sorted(range(n))",
    "dict.fromkeys(range(n))",
    "1 << (n * 8)",
    "'x'.ljust(n)",
    "'x'.zfill(n)",
    "b'x'.center(n)",
    "format(1, f'{n}d')",
    "format(1.5, f'{n}f')",
    "f'%{n}d' % 1",
    "'\\t\\t\\t'.expandtabs(2_000_000_000)",
    "[i for i in range(n)]",
    "{i for i in range(n)}",
    "{i: i for i in range(n)}",
    "tuple(i for i in range(n))",
    "''.join('abcdefghij' * 100 for i in range(n))",
    "('x' * 50_000_000).join(['a'] * 20)",
    "('x' * 50_000_000).replace('x', 'yyyyyyyyyyyyy')",
    "('x' * 50_000_000).encode('utf-32')",
    "('x' * 50_000_000).translate({120: 'yyyyyyyyyyyy'})",
    "repr('\\x00' * 150_000_000)",
    "list('x' * 50_000_000)",
    "('x ' * 40_000_000).split()",
];

const LOOPS: &[&str] = &[
    "l = []\n    while True: l.append(1)",
    "l = []\n    while True: l.append([])",
    "l = [1]\n    while True: l.extend(l)",
    "l = [1]\n    while True: l += l",
    "d = {}; i = 0\n    while True: d[i] = i; i += 1",
    "s = set(); i = 0\n    while True: s.add(i); i += 1",
    "s = 'x'\n    while True: s += s",
    "b = bytearray(b'x')\n    while True: b += b",
];

fn run(code: &str) -> (Option<i32>, String, String) {
    let shell = format!("ulimit -c 0; ulimit -v {LIMIT}; exec \"$0\" -c \"$1\"");
    let output = Command::new("sh").arg("-c").arg(shell).arg(env!("CARGO_BIN_EXE_minipy")).arg(code).output();
    match output {
        Ok(output) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            (output.status.code(), text(&output.stdout), text(&output.stderr))
        }
        Err(error) => (None, String::new(), error.to_string()),
    }
}

fn expect_memory_error(code: &str) {
    let (status, out, err) = run(code);
    assert!(status == Some(0) && out == "MemoryError\n", "{code}\nstatus {status:?}\n{out}{err}");
}

#[test]
fn expressions() {
    for expression in EXPRESSIONS {
        expect_memory_error(&format!(
            "n = 4_000_000_000\ntry:\n    {expression}\nexcept MemoryError:\n    print('MemoryError')"
        ));
    }
}

#[test]
fn loops() {
    for body in LOOPS {
        expect_memory_error(&format!(
            "def f():\n    {body}\ntry:\n    f()\nexcept MemoryError:\n    print('MemoryError')"
        ));
    }
}

#[test]
fn starts_with_little() {
    let shell = "ulimit -v 200000; exec \"$0\" -c 'print(1)'";
    let output = Command::new("sh").arg("-c").arg(shell).arg(env!("CARGO_BIN_EXE_minipy")).output();
    assert_eq!(output.map(|o| o.stdout).ok(), Some(b"1\n".to_vec()));
}
