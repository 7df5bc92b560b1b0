//! Where the prompt's lines come from: a terminal with line editing, or whatever `sys.stdin` is.

use minipy_vm::types::str_::StrObj;
use minipy_vm::{PyResult, Vm, sysmod};

use crate::history::History;
use crate::terminal;

/// What the words that are no Python do.
pub(crate) enum Command {
    /// Ends the prompt.
    Exit,
    /// Clears the screen.
    Clear,
}

/// The source of lines.
pub(crate) struct Input {
    /// Whether a person types at a terminal.
    terminal: bool,
    /// Whether that terminal understands enough for editing.
    editing: bool,
    history: History,
}

impl Input {
    pub(crate) fn new(vm: &Vm) -> Self {
        let host = &*vm.interp().host;
        let terminal = host.is_terminal(0).unwrap_or(false) && host.is_terminal(1).unwrap_or(false);
        let name = host.env_get(b"TERM").ok().flatten().unwrap_or_default();
        let editing = terminal && !name.is_empty() && name != b"dumb";
        let history = if terminal { History::load(host) } else { History::default() };
        Self { terminal, editing, history }
    }

    /// Whether a person types.
    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Words that mean something at a terminal.
    pub(crate) fn command(&self, source: &str) -> Option<Command> {
        match source {
            "exit" | "quit" if self.terminal => Some(Command::Exit),
            "clear" if self.editing => Some(Command::Clear),
            _ => None,
        }
    }

    /// Shows text where prompts go: on the terminal, or on stderr so that stdout has results only.
    pub(crate) fn write(&self, vm: &Vm, text: &str) {
        if !self.terminal {
            sysmod::write_stderr(vm, text);
            return;
        }
        if let Some(stdout) = sysmod::get(vm, "stdout").filter(|s| !s.is_none()) {
            sysmod::or_none(vm, |vm| vm.call_method_str(&stdout, "write", &[vm.str(text)]));
        }
        sysmod::hooks::flush_stdout(vm);
    }

    /// The next line with its line end, after the prompt `sys.NAME`. `None`: the end of the input.
    pub(crate) fn read_line(&mut self, vm: &Vm, name: &str) -> PyResult<Option<String>> {
        let prompt = match sysmod::get(vm, name) {
            Some(prompt) => vm.str_string(&prompt)?,
            None => String::new(),
        };
        if self.editing {
            let line = terminal::read_line(vm, &prompt, &self.history)?;
            if let Some(line) = &line {
                self.history.add(line.trim_end_matches('\n'));
            }
            return Ok(line);
        }
        self.write(vm, &prompt);
        let Some(stdin) = sysmod::get(vm, "stdin").filter(|s| !s.is_none()) else { return Ok(None) };
        let line = vm.call_method_str(&stdin, "readline", &[])?;
        let text = line.downcast::<StrObj>().map(|t| t.to_string_lossy().into_owned()).unwrap_or_default();
        if text.is_empty() {
            return Ok(None);
        }
        if self.terminal {
            self.history.add(text.trim_end_matches('\n'));
        }
        Ok(Some(text))
    }

    /// Keeps what was typed for the next session.
    pub(crate) fn save_history(&self, vm: &Vm) {
        if self.terminal {
            self.history.save(&*vm.interp().host);
        }
    }
}
