//! `cargo xtask tidy`: the rules of the house that the compiler does not check. The rules' data is in rules.rs.

use crate::rules::{HARD_LINES, REQUIRED, SOFT_LINES, SYSTEM, SYSTEM_IO, SYSTEM_ITEMS, UNSAFE};
use crate::scan::{Line, has_word, scan};
use crate::{case, paths};
use std::fs;
use std::io;
use std::path::Path;

/// How many lines above an `unsafe` block its SAFETY comment may stand.
const SAFETY_REACH: usize = 10;

/// Checks the whole repository; prints every finding, fails when one is an error.
pub fn run() -> Result<(), String> {
    let root = paths::root();
    let mut files = Vec::new();
    for folder in ["crates", "xtask", "examples", "benches", "tests"] {
        collect(&root.join(folder), &mut files).map_err(|error| format!("{folder}: {error}"))?;
    }
    files.sort();
    let mut report = Report::default();
    for name in REQUIRED {
        if !root.join(name).exists() {
            report.error(name, 0, "is missing");
        }
    }
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).display().to_string().replace('\\', "/");
        let source = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
        check(&name, &source, &mut report);
    }
    for case in case::discover(&paths::conformance()).map_err(|error| error.to_string())? {
        if !case.record().exists() {
            report.error(&format!("tests/conformance/{}", case.name), 0, "has no record; run `cargo xtask bless`");
        }
    }
    println!("tidy: {} Rust files, {} warnings, {} errors", files.len(), report.warnings, report.errors);
    if report.errors == 0 { Ok(()) } else { Err("tidy: failed".into()) }
}

#[derive(Default)]
struct Report {
    errors: usize,
    warnings: usize,
}

impl Report {
    fn error(&mut self, name: &str, line: usize, message: &str) {
        println!("error: {name}:{line}: {message}");
        self.errors += 1;
    }

    fn warn(&mut self, name: &str, line: usize, message: &str) {
        println!("warning: {name}:{line}: {message}");
        self.warnings += 1;
    }
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                collect(&path, files)?;
            }
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn check(name: &str, source: &str, report: &mut Report) {
    let count = source.lines().count();
    if count > HARD_LINES {
        report.error(name, count, &format!("more than {HARD_LINES} lines; split the file"));
    } else if count > SOFT_LINES {
        report.warn(name, count, &format!("more than {SOFT_LINES} lines"));
    }
    if !source.trim_start().starts_with("//!") {
        report.error(name, 1, "does not begin with a `//!` header");
    }
    let lines = scan(source);
    for (index, line) in lines.iter().enumerate() {
        check_unsafe(name, &lines, index, report);
        check_allow(name, &lines, index, report);
        if !may_reach_system(name) {
            check_system(name, &line.code, index + 1, report);
        }
    }
}

fn listed(list: &[(&str, &str)], name: &str) -> bool {
    list.iter().any(|(path, _)| name == *path || path.ends_with('/') && name.starts_with(path))
}

fn check_unsafe(name: &str, lines: &[Line], index: usize, report: &mut Report) {
    let code = &lines[index].code;
    if !has_word(code, "unsafe") {
        return;
    }
    if !listed(UNSAFE, name) {
        report.error(name, index + 1, "`unsafe` may not stand here (see xtask/src/rules.rs)");
    }
    let Some(at) = code.find("unsafe") else { return };
    let mut after = code[at + "unsafe".len()..].trim_start();
    if after.is_empty() {
        after = lines.get(index + 1).map_or("", |line| line.code.trim_start());
    }
    if !after.starts_with('{') && !after.starts_with("impl") {
        return;
    }
    let explained =
        lines[index.saturating_sub(SAFETY_REACH)..=index].iter().any(|line| line.comment.contains("SAFETY"));
    if !explained {
        report.error(name, index + 1, "`unsafe` without a `// SAFETY:` comment above it");
    }
}

fn check_allow(name: &str, lines: &[Line], index: usize, report: &mut Report) {
    let code = &lines[index].code;
    if !code.contains("#[allow(") && !code.contains("#![allow(") {
        return;
    }
    let attribute: String = lines[index..].iter().take(4).map(|line| line.code.as_str()).collect();
    if !attribute.split(")]").next().unwrap_or("").contains("reason") {
        report.error(name, index + 1, "`#[allow]` without a reason; use `#[expect(.., reason = \"..\")]`");
    }
}

fn may_reach_system(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    listed(SYSTEM, name) || parts.iter().any(|part| matches!(*part, "tests" | "examples" | "build.rs" | "tests.rs"))
}

fn check_system(name: &str, code: &str, number: usize, report: &mut Report) {
    if has_word(code, "libc") {
        report.error(name, number, "`libc` may only stand in minipy-host");
    }
    for (at, _) in code.match_indices("std::") {
        let path = &code[at + "std::".len()..];
        for item in SYSTEM_ITEMS {
            let single = path
                .strip_prefix(item)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
            let grouped = path.starts_with('{')
                && path.split(['{', ',', '}']).any(|part| part.trim().split("::").next() == Some(item));
            if single || grouped {
                report.error(name, number, &format!("`std::{item}` may only stand in minipy-host"));
            }
        }
    }
    for item in SYSTEM_IO {
        if code.contains(&format!("io::{item}")) {
            report.error(name, number, &format!("`std::io::{item}` may only stand in minipy-host"));
        }
    }
}
