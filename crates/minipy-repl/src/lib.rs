//! The prompt: reads statements, runs them, shows what went wrong. Lines come from `input`; this file must not know keys.

mod edit;
mod history;
mod input;
mod terminal;

use minipy_syntax::Mode;
use minipy_syntax::ast::{Mod, StmtKind};
use minipy_vm::types::dict::DictRef;
use minipy_vm::vm::CompileMode;
use minipy_vm::{PyResult, Raised, Vm, exc, sysmod};

use input::{Command, Input};

/// What the prompt needs of its surroundings.
pub struct Hooks {
    /// Compiles and runs source text.
    pub run_source: fn(&Vm, &[u8], &str, &DictRef, CompileMode) -> PyResult,
    /// Prints an exception; `Some`: the process ends with this status.
    pub report: fn(&Vm, Raised) -> Option<i32>,
}

/// Runs the prompt until the end of input or `exit()`; gives the status. `after_script`: the banner is left out.
pub fn run(vm: &Vm, hooks: &Hooks, after_script: bool) -> i32 {
    let Some(globals) = vm.main_module().and_then(|m| m.namespace()) else { return 1 };
    if !vm.config().quiet && !after_script {
        let version = sysmod::get(vm, "version").map(|v| minipy_vm::types::str_::lossy(&v)).unwrap_or_default();
        let help = "Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.";
        sysmod::write_stderr(vm, &format!("Python {version} on linux\n{help}\n"));
    }
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        if sysmod::get(vm, name).is_none() {
            sysmod::set(vm, name, vm.str(text));
        }
    }
    let mut input = Input::new(vm);
    let status = statements(vm, hooks, &globals, &mut input);
    input.save_history(vm);
    status
}

fn statements(vm: &Vm, hooks: &Hooks, globals: &DictRef, input: &mut Input) -> i32 {
    let mut number = 0;
    loop {
        let done = match read_statement(vm, input) {
            Ok(None) => {
                input.write(vm, "\n");
                return 0;
            }
            Ok(Some(source)) => {
                if says_nothing(&source) {
                    continue;
                }
                match input.command(source.trim()) {
                    Some(Command::Exit) => return 0,
                    Some(Command::Clear) => {
                        input.write(vm, "\x1b[H\x1b[2J");
                        continue;
                    }
                    None => {}
                }
                let filename = if input.is_terminal() { format!("<python-input-{number}>") } else { "<stdin>".into() };
                number += 1;
                (hooks.run_source)(vm, source.as_bytes(), &filename, globals, CompileMode::Single)
            }
            Err(raised) => {
                if exc::is_instance(vm, &raised, &vm.exceptions().keyboard_interrupt) {
                    drop(vm.take_exception(raised));
                    input.write(vm, "\nKeyboardInterrupt\n");
                    continue;
                }
                Err(raised)
            }
        };
        if let Err(raised) = done
            && let Some(status) = (hooks.report)(vm, raised)
        {
            return status;
        }
        sysmod::hooks::flush_stdout(vm);
    }
}

/// Reads lines until they make a complete statement. `None`: the end of the input.
fn read_statement(vm: &Vm, input: &mut Input) -> PyResult<Option<String>> {
    let mut source = String::new();
    loop {
        let name = if source.is_empty() { "ps1" } else { "ps2" };
        let Some(line) = input.read_line(vm, name)? else {
            return Ok(if source.is_empty() { None } else { Some(source) });
        };
        let blank = line.trim().is_empty();
        source.push_str(&line);
        if says_nothing(&source) || is_complete(&source, blank) {
            return Ok(Some(source));
        }
    }
}

/// Whether there are only blanks and comments.
fn says_nothing(source: &str) -> bool {
    source.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// Whether text can be run (or is wrong for good). A compound statement ends with an empty line.
fn is_complete(source: &str, after_blank: bool) -> bool {
    match minipy_syntax::parse(source, Mode::Single) {
        Err(error) => !error.incomplete,
        Ok(Mod::Interactive(statements)) => {
            let compound = statements.last().is_some_and(|statement| {
                matches!(
                    statement.kind,
                    StmtKind::FunctionDef(_)
                        | StmtKind::ClassDef(_)
                        | StmtKind::For(_)
                        | StmtKind::While { .. }
                        | StmtKind::If { .. }
                        | StmtKind::With(_)
                        | StmtKind::Match { .. }
                        | StmtKind::Try(_)
                )
            });
            after_blank || !compound
        }
        Ok(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_complete;

    #[test]
    fn statements_end_where_cpython_ends_them() {
        for (source, blank, complete) in [
            ("x = 1\n", false, true),
            ("x = (\n", false, false),
            ("x = (\n1)\n", false, true),
            ("if x: y\n", false, false),
            ("if x: y\n\n", true, true),
            ("def f():\n", false, false),
            ("def f():\n  pass\n", false, false),
            ("@d\n", false, false),
            ("'''\n", false, false),
            ("'''\n\n", true, false),
            ("x = ]\n", false, true),
            ("match = 1\n", false, true),
            ("1 + \\\n", false, false),
        ] {
            assert_eq!(is_complete(source, blank), complete, "{source:?}");
        }
    }
}
