//! The prompt: reads lines, decides when a statement is complete, runs it, keeps the history.

use minipy_syntax::Mode;
use minipy_vm::types::dict::DictRef;
use minipy_vm::types::str_::StrObj;
use minipy_vm::vm::CompileMode;
use minipy_vm::{PyResult, Raised, Value, Vm, exc, sysmod};

/// What the prompt needs of its surroundings.
pub struct Hooks {
    /// Compiles and runs source text.
    pub run_source: fn(&Vm, &[u8], &str, &DictRef, CompileMode) -> PyResult,
    /// Prints an exception; `Some`: the process ends with this status.
    pub report: fn(&Vm, Raised) -> Option<i32>,
}

/// The name of the file in the home directory that keeps what was typed.
const HISTORY: &str = ".minipy_history";
const HISTORY_LINES: usize = 1000;

/// Runs the prompt until the end of input or `exit()`; gives the status.
pub fn run(vm: &Vm, hooks: &Hooks) -> i32 {
    let Some(globals) = vm.main_module().and_then(|m| m.namespace()) else { return 1 };
    if !vm.config().quiet {
        let version = sysmod::get(vm, "version").map(|v| minipy_vm::types::str_::lossy(&v)).unwrap_or_default();
        let banner = format!(
            "Python {version} on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n"
        );
        sysmod::write_stderr(vm, &banner);
    }
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        if sysmod::get(vm, name).is_none() {
            sysmod::set(vm, name, vm.str(text));
        }
    }
    let mut entered = Vec::new();
    let mut number = 0;
    let status = loop {
        match read_statement(vm) {
            Ok(None) => {
                write(vm, "\n");
                break 0;
            }
            Ok(Some(source)) => {
                if source.trim().is_empty() {
                    continue;
                }
                entered.extend(source.lines().map(str::to_owned));
                let filename = format!("<python-input-{number}>");
                number += 1;
                let done = (hooks.run_source)(vm, source.as_bytes(), &filename, &globals, CompileMode::Single);
                if let Err(raised) = done
                    && let Some(status) = (hooks.report)(vm, raised)
                {
                    break status;
                }
                flush(vm);
            }
            Err(raised) => {
                if exc::is_instance(vm, &raised, &vm.exceptions().keyboard_interrupt) {
                    drop(vm.take_exception(raised));
                    write(vm, "\nKeyboardInterrupt\n");
                    continue;
                }
                if let Some(status) = (hooks.report)(vm, raised) {
                    break status;
                }
            }
        }
    };
    save_history(vm, entered);
    status
}

/// Reads lines until they make a complete statement. `None`: the end of the input.
fn read_statement(vm: &Vm) -> PyResult<Option<String>> {
    let mut source = String::new();
    loop {
        let prompt = sysmod::get(vm, if source.is_empty() { "ps1" } else { "ps2" });
        let Some(line) = read_line(vm, prompt)? else {
            return Ok(if source.is_empty() { None } else { Some(source) });
        };
        let blank = line.trim().is_empty();
        source.push_str(&line);
        if source.trim().is_empty() || is_complete(&source, blank) {
            return Ok(Some(source));
        }
    }
}

/// Whether text can be run (or is wrong for good). A compound statement ends with an empty line.
fn is_complete(source: &str, after_blank: bool) -> bool {
    match minipy_syntax::parse(source, Mode::Single) {
        Err(error) => !error.incomplete,
        Ok(_) => {
            let compound = source.trim_end().lines().count() > 1 || source.trim_end().ends_with(':');
            let opens_block = source
                .lines()
                .next()
                .and_then(|l| l.split(|c: char| !c.is_alphanumeric() && c != '@').next())
                .is_some_and(|word| {
                    matches!(word, "if" | "for" | "while" | "def" | "class" | "with" | "try" | "async" | "match" | "@")
                });
            after_blank || !(compound && opens_block)
        }
    }
}

fn read_line(vm: &Vm, prompt: Option<Value>) -> PyResult<Option<String>> {
    if let Some(prompt) = prompt {
        let text = vm.str_string(&prompt)?;
        write(vm, &text);
    }
    let Some(stdin) = sysmod::get(vm, "stdin").filter(|s| !s.is_none()) else { return Ok(None) };
    let line = vm.call_method_str(&stdin, "readline", &[])?;
    let text = line.downcast::<StrObj>().map(|t| t.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(if text.is_empty() { None } else { Some(text) })
}

fn write(vm: &Vm, text: &str) {
    if let Some(stdout) = sysmod::get(vm, "stdout").filter(|s| !s.is_none()) {
        sysmod::or_none(vm, |vm| vm.call_method_str(&stdout, "write", &[vm.str(text)]));
        flush(vm);
    }
}

fn flush(vm: &Vm) {
    if let Some(stdout) = sysmod::get(vm, "stdout").filter(|s| !s.is_none()) {
        sysmod::or_none(vm, |vm| vm.call_method_str(&stdout, "flush", &[]));
    }
}

fn save_history(vm: &Vm, entered: Vec<String>) {
    let host = &*vm.interp().host;
    let Some(home) = host.env_get(b"HOME").ok().flatten().filter(|h| !h.is_empty()) else { return };
    // Only what was typed at a terminal is worth keeping.
    if entered.is_empty() || !host.is_terminal(0).unwrap_or(false) {
        return;
    }
    let path = [&home[..], b"/", HISTORY.as_bytes()].concat();
    let old = host.read_file(&path).unwrap_or_default();
    let mut lines: Vec<String> = String::from_utf8_lossy(&old).lines().map(str::to_owned).collect();
    lines.extend(entered);
    let start = lines.len().saturating_sub(HISTORY_LINES);
    let text = lines[start..].join("\n") + "\n";
    let Some(how) = minipy_host::OpenHow::from_mode(b'w', false) else { return };
    if let Ok(file) = host.open(&path, how, 0o600) {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            match file.write(rest) {
                Ok(count) => rest = &rest[count..],
                Err(_) => return,
            }
        }
    }
}
