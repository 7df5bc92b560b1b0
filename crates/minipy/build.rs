//! How the command is linked on Linux with the GNU C library, so that it starts fast.
//!
//! At a fixed address: a position-independent program of this size has 14,000 relocations in its tables of methods and
//! types, which the loader would do at every start (0.4 ms of the 2 ms that an empty script takes). And with the
//! unwinder inside, where the compiler has it as an archive: one library less to load.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, wanted: &str| std::env::var(name).is_ok_and(|value| value == wanted);
    if !is("CARGO_CFG_TARGET_OS", "linux") || !is("CARGO_CFG_TARGET_ENV", "gnu") {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    let native = std::env::var("HOST").is_ok_and(|host| is("TARGET", &host));
    if native && let Some(folder) = unwinder_folder() {
        println!("cargo::rustc-link-search=native={folder}");
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}

/// Where libgcc_eh.a lies.
fn unwinder_folder() -> Option<String> {
    let output = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    let path = Path::new(path.trim());
    (path.is_absolute() && path.exists()).then(|| path.parent()?.to_str().map(str::to_owned)).flatten()
}
