//! Compares the compiler's listing of every script of tests/bytecode with the `.golden` file beside it.
//!
//! `cargo xtask golden` (that is `MINIPY_BLESS=1`) writes the listings anew; every change of the compiler's output is then
//! a difference in review. Nothing is run here.

use libtest_mimic::{Arguments, Failed, Trial};
use pretty_assertions::StrComparison;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(2);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bytecode");
    let mut names = Vec::new();
    match fs::read_dir(&folder) {
        Ok(entries) => {
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                names.extend(name.strip_suffix(".py").map(str::to_owned));
            }
        }
        Err(error) => {
            eprintln!("bytecode: {}: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    }
    names.sort();
    let trials = names
        .into_iter()
        .map(|name| {
            let folder = folder.clone();
            Trial::test(name.clone(), move || compare(&folder, &name))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn compare(folder: &Path, name: &str) -> Result<(), Failed> {
    let script = format!("{name}.py");
    let output = Command::new(env!("CARGO_BIN_EXE_minipy"))
        .current_dir(folder)
        .args(["--dump", "bytecode", &script])
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr)).into());
    }
    let actual = String::from_utf8_lossy(&output.stdout).into_owned();
    let golden = folder.join(format!("{name}.golden"));
    if env::var_os("MINIPY_BLESS").is_some() {
        return fs::write(&golden, actual).map_err(|error| error.to_string().into());
    }
    let expected = fs::read_to_string(&golden)
        .map_err(|error| format!("{}: {error}; run `cargo xtask golden`", golden.display()))?;
    if expected == actual {
        return Ok(());
    }
    let difference = StrComparison::new(&expected, &actual).to_string();
    Err(format!("the listing changed (run `cargo xtask golden` if that is meant):\n{difference}").into())
}
