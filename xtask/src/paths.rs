//! Where things are in the repository, and how the binary under test is built.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's top folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

/// The folder of the conformance scripts.
pub fn conformance() -> PathBuf {
    root().join("tests/conformance")
}

/// The minipy binary to test: `MINIPY_BIN`, or a fresh build.
pub fn minipy(release: bool) -> Result<PathBuf, String> {
    if let Some(path) = env::var_os("MINIPY_BIN") {
        return Ok(path.into());
    }
    let mut build = cargo();
    build.args(["build", "-q", "-p", "minipy"]);
    if release {
        build.arg("--release");
    }
    finish(&mut build)?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join(if release { "release" } else { "debug" }).join(format!("minipy{}", env::consts::EXE_SUFFIX)))
}

/// Cargo, in the repository's top folder.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// Runs `command` to its end; an exit code other than 0 is an error.
pub fn finish(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?}: {status}")),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}
