//! The display of SyntaxErrors: the line and carets.

use crate::types::exception::ExceptionObj;
use crate::types::int::to_i64;
use crate::types::str_::StrObj;
use crate::value::Value;
use crate::vm::Vm;

fn text_of(value: &Value) -> Option<String> {
    value.downcast::<StrObj>().map(|s| s.to_string_lossy().into_owned())
}

/// `str(value)`, or nothing if that fails.
fn shown(vm: &Vm, value: &Value) -> String {
    match vm.str_string(value) {
        Ok(text) => text,
        Err(raised) => {
            drop(vm.take_exception(raised));
            String::new()
        }
    }
}

/// The lines that show a SyntaxError; `class` is the name of its class.
pub(crate) fn format_syntax_error(vm: &Vm, class: &str, error: &ExceptionObj) -> Vec<String> {
    let mut result = Vec::new();
    let (filename, line) = (error.extra(1), error.extra(2));
    let mut suffix = String::new();
    if line.not_none().is_some() {
        let name = match filename.not_none() {
            Some(name) if vm.truth(name).unwrap_or(true) => shown(vm, name),
            _ => "<string>".to_owned(),
        };
        result.push(format!("  File \"{name}\", line {}\n", shown(vm, &line)));
    } else if let Some(name) = filename.not_none() {
        suffix = format!(" ({})", shown(vm, name));
    }
    if let Some(text) = text_of(&error.extra(4)) {
        push_source(&mut result, error, &text);
    }
    let message = error.extra(0);
    let message = match message.not_none() {
        Some(message) if vm.truth(message).unwrap_or(true) => shown(vm, message),
        _ => "<no detail available>".to_owned(),
    };
    result.push(format!("{class}: {message}{suffix}\n"));
    result
}

fn push_source(result: &mut Vec<String>, error: &ExceptionObj, text: &str) {
    let whole = text.trim_end_matches('\n');
    let stripped = whole.trim_start_matches([' ', '\n', '\u{c}']);
    let whole_len = whole.chars().count() as i64;
    let text_len = text.chars().count() as i64;
    let chars: Vec<char> = stripped.chars().collect();
    let spaces = whole_len - chars.len() as i64;
    let offset = error.extra(3);
    if offset.not_none().is_none() {
        result.push(format!("    {stripped}\n"));
        return;
    }
    let Some(mut offset) = to_i64(&offset) else { return };
    let (line, end_line) = (error.extra(2), error.extra(5));
    let same_line = match (to_i64(&line), to_i64(&end_line)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => false,
    };
    let mut end = if same_line { to_i64(&error.extra(6)).filter(|&e| e != 0).unwrap_or(offset) } else { whole_len + 1 };
    if text_len > 0 && offset > text_len {
        offset = whole_len + 1;
    }
    if text_len > 0 && end > text_len {
        end = whole_len + 1;
    }
    if offset >= end || end < 0 {
        end = offset + 1;
    }
    let (column, end_column) = (offset - 1 - spaces, end - 1 - spaces);
    result.push(format!("    {stripped}\n"));
    if column >= 0 {
        // Tabs stay, so that the carets stand below what they mean.
        let padding: String =
            chars.iter().take(column as usize).map(|c| if c.is_whitespace() { *c } else { ' ' }).collect();
        let carets = "^".repeat((end_column - column).max(0) as usize);
        result.push(format!("    {padding}{carets}\n"));
    }
}
