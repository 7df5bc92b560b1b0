//! Printing exceptions as CPython does: source lines, carets, causes, contexts, notes, groups.
//!
//! Lone surrogates in the texts are written as `\udcXX`, as the error handler of `sys.stderr` does.

mod carets;
pub mod source;
mod stack;
mod suggest;
mod syntax;

use std::collections::HashSet;

use crate::native::PyResult;
use crate::types::exception::{ExceptionObj, group};
use crate::types::str_::StrObj;
use crate::value::Value;
use crate::vm::Vm;
pub use source::{register_code, register_source, source_line};

const MAX_GROUP_WIDTH: usize = 15;
const MAX_GROUP_DEPTH: usize = 10;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// The text of an uncaught exception, with its causes and contexts.
pub fn format_exception(vm: &Vm, exception: &Value) -> String {
    let tree = Tree::new(vm, exception);
    let mut printer = Printer::default();
    printer.format(&tree, 0);
    printer.out
}

/// Like [`format_exception`], without carets: how exceptions are shown that nobody can catch.
pub fn format_exception_plain(vm: &Vm, exception: &Value) -> String {
    let tree = Tree::build(vm, exception, false);
    let mut printer = Printer::default();
    printer.format(&tree, 0);
    printer.out
}

/// The last lines: class and message (for SyntaxErrors the source line) and notes.
pub fn format_exception_only(vm: &Vm, exception: &Value) -> String {
    only(vm, exception).concat()
}

/// The entries of a traceback, with or without carets.
pub fn format_traceback(vm: &Vm, traceback: &Value, carets: bool) -> String {
    stack::format_stack(vm, traceback, carets).concat()
}

/// The entries of a traceback without carets, as the C code of CPython prints them.
pub fn format_traceback_plain(vm: &Vm, traceback: &Value) -> String {
    stack::format_stack(vm, traceback, false).concat()
}

/// Prints an exception to `sys.stderr`.
pub fn print_exception(vm: &Vm, exception: &Value) {
    let text = format_exception(vm, exception);
    crate::sysmod::write_stderr(vm, &text);
}

/// What will be shown of an exception.
struct Node {
    stack: Vec<String>,
    only: Vec<String>,
    cause: Option<usize>,
    context: Option<usize>,
    suppress_context: bool,
    /// The exceptions of a group.
    exceptions: Option<Vec<usize>>,
}

/// An exception and all that hangs on it, each shown once.
struct Tree {
    nodes: Vec<Node>,
    /// Whether carets are shown. A class without `__module__` makes CPython fall back to a display without.
    carets: bool,
}

impl Tree {
    fn new(vm: &Vm, exception: &Value) -> Tree {
        let tree = Tree::build(vm, exception, true);
        if tree.carets { tree } else { Tree::build(vm, exception, false) }
    }

    fn build(vm: &Vm, exception: &Value, carets: bool) -> Tree {
        let mut tree = Tree { nodes: Vec::new(), carets };
        let mut seen = HashSet::new();
        let root = tree.add(vm, exception, &mut seen);
        let mut queue = vec![(root, exception.clone())];
        while let Some((at, exception)) = queue.pop() {
            let Some(object) = exception.downcast::<ExceptionObj>() else { continue };
            let (cause, context) = (object.cause.get(), object.context.get());
            if !cause.is_null() && !seen.contains(&cause.bits()) {
                tree.nodes[at].cause = Some(tree.add(vm, &cause, &mut seen));
            }
            let wanted = tree.nodes[at].cause.is_none() && !object.suppress_context.get();
            if wanted && !context.is_null() && !seen.contains(&context.bits()) {
                tree.nodes[at].context = Some(tree.add(vm, &context, &mut seen));
            }
            let inner = if group::is_group(vm, &exception) { group::exceptions_of(&exception) } else { Vec::new() };
            if group::is_group(vm, &exception) {
                let nodes: Vec<usize> = inner.iter().map(|e| tree.add(vm, e, &mut seen)).collect();
                tree.nodes[at].exceptions = Some(nodes);
            }
            if let Some(node) = tree.nodes[at].cause {
                queue.push((node, cause));
            }
            if let Some(node) = tree.nodes[at].context {
                queue.push((node, context));
            }
            let nodes = tree.nodes[at].exceptions.clone().unwrap_or_default();
            queue.extend(nodes.into_iter().zip(inner));
        }
        tree
    }

    fn add(&mut self, vm: &Vm, exception: &Value, seen: &mut HashSet<usize>) -> usize {
        seen.insert(exception.bits());
        let object = exception.downcast::<ExceptionObj>();
        let traceback = object.map(|e| e.traceback.get()).unwrap_or_default();
        self.carets &= module_of(vm, exception).is_some();
        self.nodes.push(Node {
            stack: stack::format_stack(vm, &traceback, self.carets),
            only: only(vm, exception),
            cause: None,
            context: None,
            suppress_context: object.is_some_and(|e| e.suppress_context.get()),
            exceptions: None,
        });
        self.nodes.len() - 1
    }
}

/// The `__module__` of an exception's class, if it has one.
fn module_of(vm: &Vm, exception: &Value) -> Option<Value> {
    let ty = vm.type_of(exception);
    match vm.get_attr(ty.to_ref().value(), &vm.names().__module__) {
        Ok(module) => Some(module),
        Err(raised) => {
            drop(vm.take_exception(raised));
            None
        }
    }
}

/// The name of an exception's class as tracebacks show it.
fn class_name(vm: &Vm, exception: &Value) -> String {
    let ty = vm.type_of(exception);
    let qualname = shown(&ty.qualname.get());
    let module = module_of(vm, exception).filter(|m| m.downcast::<StrObj>().is_some()).map(|m| shown(&m));
    match module.as_deref() {
        Some("__main__" | "builtins") => qualname,
        Some(module) => format!("{module}.{qualname}"),
        None => format!("<unknown>.{qualname}"),
    }
}

/// A `str` as text for the output.
fn shown(text: &Value) -> String {
    text.downcast::<StrObj>().map_or_else(|| "?".to_owned(), |text| visible(text.bytes()))
}

/// Text for the output: lone surrogates become escapes.
fn visible(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let mut out = String::new();
            for cp in minipy_text::wtf8::code_points(bytes) {
                match char::from_u32(cp) {
                    Some(c) => out.push(c),
                    None => out.push_str(&format!("\\u{cp:04x}")),
                }
            }
            out
        }
    }
}

/// `str(value)` (or `repr`), or a text that says that it failed.
fn safe(vm: &Vm, value: &Value, what: &str, repr: bool) -> String {
    let result = if repr { vm.repr(value) } else { vm.to_str(value) };
    match result {
        Ok(text) => text.downcast::<StrObj>().map(|t| visible(t.bytes())).unwrap_or_default(),
        Err(raised) => {
            drop(vm.take_exception(raised));
            let function = if repr { "repr" } else { "str" };
            format!("<{what} {function}() failed>")
        }
    }
}

fn only(vm: &Vm, exception: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let class = class_name(vm, exception);
    let object = exception.downcast::<ExceptionObj>();
    match object {
        Some(error) if vm.type_of(exception).is_subtype(&vm.exceptions().syntax_error) => {
            lines = syntax::format_syntax_error(vm, &class, error);
        }
        _ => {
            let mut text = safe(vm, exception, "exception", false);
            if let Some(object) = object {
                text.push_str(&suggest::hint(vm, exception, object));
            }
            lines.push(if text.is_empty() { format!("{class}\n") } else { format!("{class}: {text}\n") });
        }
    }
    if let Err(raised) = push_notes(vm, exception, &mut lines) {
        drop(vm.take_exception(raised));
    }
    lines
}

fn push_notes(vm: &Vm, exception: &Value, lines: &mut Vec<String>) -> PyResult<()> {
    let notes = match vm.find_attr(exception, &vm.names().__notes__) {
        Ok(notes) => notes,
        Err(raised) => {
            let problem = vm.take_exception(raised);
            lines.push(format!("Ignored error getting __notes__: {}\n", safe(vm, &problem, "__notes__", true)));
            return Ok(());
        }
    };
    let Some(notes) = notes.filter(|n| !n.is_none()) else { return Ok(()) };
    let types = vm.types();
    let ty = vm.type_of(&notes);
    // CPython asks for collections.abc.Sequence; lists, tuples and ranges are what there is in practice.
    let sequence = ty.has_flag(crate::types::type_::TypeFlags::SEQUENCE) && !ty.is_subtype(&types.str);
    if !sequence || ty.is_subtype(&types.bytes) {
        lines.push(format!("{}\n", safe(vm, &notes, "__notes__", true)));
        return Ok(());
    }
    for note in vm.collect(&notes)? {
        let text = safe(vm, &note, "note", false);
        lines.extend(text.split('\n').map(|line| format!("{line}\n")));
    }
    Ok(())
}

/// Writes a tree, with the boxes around exception groups.
#[derive(Default)]
struct Printer {
    out: String,
    depth: usize,
    need_close: bool,
}

impl Printer {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    /// Writes a text, each of its lines behind the margin of the group it is in.
    fn emit(&mut self, text: &str, margin: char) {
        let mut prefix = self.indent();
        if self.depth > 0 {
            prefix.push(margin);
            prefix.push(' ');
        }
        for line in text.split_inclusive('\n') {
            self.out.push_str(&prefix);
            self.out.push_str(line);
        }
    }

    fn format(&mut self, tree: &Tree, root: usize) {
        let mut chain = Vec::new();
        let mut at = Some(root);
        while let Some(node) = at {
            let this = &tree.nodes[node];
            let (message, next) = match (this.cause, this.context) {
                (Some(cause), _) => (Some(CAUSE), Some(cause)),
                (None, Some(context)) if !this.suppress_context => (Some(CONTEXT), Some(context)),
                _ => (None, None),
            };
            chain.push((message, node));
            at = next;
        }
        for (message, node) in chain.into_iter().rev() {
            if let Some(message) = message {
                self.emit(message, '|');
            }
            let this = &tree.nodes[node];
            match &this.exceptions {
                None => {
                    if !this.stack.is_empty() {
                        self.emit("Traceback (most recent call last):\n", '|');
                    }
                    this.stack.iter().chain(&this.only).for_each(|text| self.emit(text, '|'));
                }
                Some(_) if self.depth > MAX_GROUP_DEPTH => {
                    self.emit(&format!("... (max_group_depth is {MAX_GROUP_DEPTH})\n"), '|');
                }
                Some(exceptions) => self.format_group(tree, this, exceptions),
            }
        }
    }

    fn format_group(&mut self, tree: &Tree, group: &Node, exceptions: &[usize]) {
        let top = self.depth == 0;
        if top {
            self.depth += 1;
        }
        if !group.stack.is_empty() {
            let margin = if top { '+' } else { '|' };
            self.emit("Exception Group Traceback (most recent call last):\n", margin);
        }
        group.stack.iter().chain(&group.only).for_each(|text| self.emit(text, '|'));
        let shown = exceptions.len().min(MAX_GROUP_WIDTH + 1);
        self.need_close = false;
        for (i, &exception) in exceptions.iter().take(shown).enumerate() {
            let last = i + 1 == shown;
            if last {
                // A nested group may draw the closing line.
                self.need_close = true;
            }
            let truncated = i >= MAX_GROUP_WIDTH;
            let title = if truncated { "...".to_owned() } else { (i + 1).to_string() };
            let corner = if i == 0 { "+-" } else { "  " };
            let line = format!("{}{corner}+---------------- {title} ----------------\n", self.indent());
            self.out.push_str(&line);
            self.depth += 1;
            if truncated {
                let remaining = exceptions.len() - MAX_GROUP_WIDTH;
                let s = if remaining > 1 { "s" } else { "" };
                self.emit(&format!("and {remaining} more exception{s}\n"), '|');
            } else {
                self.format(tree, exception);
            }
            if last && self.need_close {
                let line = format!("{}+------------------------------------\n", self.indent());
                self.out.push_str(&line);
                self.need_close = false;
            }
            self.depth -= 1;
        }
        if top {
            self.depth = 0;
        }
    }
}
