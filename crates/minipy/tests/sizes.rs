//! `sys.getsizeof` tells the truth: for each kind of object it agrees with what the process's allocator gave.

use std::path::Path;
use std::process::Command;

/// Bytes an object may take more or less than it says: what an allocation rounds up is not the object's.
const SLACK: f64 = 24.0;

#[test]
fn sizes_are_what_the_allocator_gave() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/sizes.py");
    let output = Command::new(env!("CARGO_BIN_EXE_minipy")).arg(script).output().expect("minipy runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    let in_use: Vec<f64> =
        err.lines().filter_map(|line| line.strip_prefix("# bytes in use: ")?.trim().parse().ok()).collect();
    let mut wrong = Vec::new();
    let mut kinds = 0;
    for (line, pair) in out.lines().zip(in_use.chunks_exact(2)) {
        let (kind, said) = line.rsplit_once(": ").expect("a kind and its size");
        let said: f64 = said.parse().expect("a number");
        let given = (pair[1] - pair[0]) / 400.0;
        kinds += 1;
        if (said - given).abs() > SLACK.max(given * 0.05) {
            wrong.push(format!("{kind}: getsizeof says {said}, the allocator gave {given:.1}"));
        }
    }
    assert!(kinds > 40 && wrong.is_empty(), "{kinds} kinds\n{}", wrong.join("\n"));
}
