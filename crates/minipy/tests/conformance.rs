//! Runs every script of tests/conformance and compares its stdout, stderr and exit code with CPython 3.14's.
//!
//! Each script is one test. `expectations.txt` lists those that do not pass yet: a listed script that passes fails the
//! run, and so does an unlisted one that fails, so the list can only shrink. `MINIPY_BIN` names another binary to test.

#[path = "support/case.rs"]
mod case;

use libtest_mimic::{Arguments, Failed, Trial};
use pretty_assertions::StrComparison;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(2);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance");
    let binary: Arc<Path> =
        env::var_os("MINIPY_BIN").map_or_else(|| env!("CARGO_BIN_EXE_minipy").into(), PathBuf::from).into();
    let listed = match case::expectations(&root.join("expectations.txt")) {
        Ok(listed) => listed,
        Err(error) => return refuse(&format!("expectations.txt: {error}")),
    };
    let cases = match case::discover(&root) {
        Ok(cases) => cases,
        Err(error) => return refuse(&format!("{}: {error}", root.display())),
    };
    if let Some(name) = listed.keys().find(|name| !cases.iter().any(|case| case.name == **name)) {
        return refuse(&format!("expectations.txt lists `{name}`, which does not exist"));
    }
    let trials = cases
        .into_iter()
        .map(|case| {
            let (binary, reason) = (Arc::clone(&binary), listed.get(&case.name).cloned());
            Trial::test(case.name.clone(), move || judge(&binary, &case, reason.as_deref()))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("conformance: {message}");
    ExitCode::FAILURE
}

fn judge(binary: &Path, case: &case::Case, reason: Option<&str>) -> Result<(), Failed> {
    let record = case.record();
    let expected = fs::read_to_string(&record).map_err(|error| format!("{}: {error}", record.display()))?;
    let actual = case::run(binary, case).map_err(|error| format!("{}: {error}", binary.display()))?.to_text();
    match (expected == actual, reason) {
        (true, None) | (false, Some(_)) => Ok(()),
        (true, Some(_)) => Err(format!(
            "{0} passes now: remove its line from tests/conformance/expectations.txt\n(cargo xtask conform {0} --update)",
            case.name
        )
        .into()),
        (false, None) => {
            let difference = StrComparison::new(&expected, &actual).to_string();
            Err(format!("CPython's result (<) and minipy's (>) differ:\n{difference}").into())
        }
    }
}
