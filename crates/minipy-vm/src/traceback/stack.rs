//! The entries of a traceback: file lines, source lines and carets.

use super::carets::{anchors, display_width};
use super::shown;
use super::source::source_line;
use crate::types::code::CodeObj;
use crate::types::traceback::TracebackObj;
use crate::value::Value;
use crate::vm::Vm;
use minipy_bytecode::code::Position;

/// More than this many equal entries in a row are counted instead of shown.
const SHOWN_REPETITIONS: usize = 3;

/// The formatted entries of a traceback (NULL or a traceback object), one text each, with or without carets.
pub(crate) fn format_stack(vm: &Vm, traceback: &Value, carets: bool) -> Vec<String> {
    let mut entries = Vec::new();
    let mut at = traceback.cast::<TracebackObj>();
    while let Some(entry) = at {
        at = entry.next.get().cast::<TracebackObj>();
        entries.push(entry);
    }
    if let Some(limit) = limit(vm) {
        entries.drain(..entries.len().saturating_sub(limit));
    }
    let mut result = Vec::new();
    let mut last: Option<(String, u32, String)> = None;
    let mut count = 0;
    for entry in &entries {
        let code = &entry.frame.code;
        let mut position = code.position(entry.offset);
        if !carets {
            (position.col, position.end_col) = (0, 0);
        }
        let line = if position.line == 0 { entry.line } else { position.line };
        let key = (shown(&code.filename), line, shown(&code.name));
        if last.as_ref() != Some(&key) {
            push_repetitions(&mut result, count);
            last = Some(key.clone());
            count = 0;
        }
        count += 1;
        if count <= SHOWN_REPETITIONS {
            result.push(format_entry(vm, code, &key, position));
        }
    }
    push_repetitions(&mut result, count);
    result
}

fn push_repetitions(result: &mut Vec<String>, count: usize) {
    if count > SHOWN_REPETITIONS {
        let more = count - SHOWN_REPETITIONS;
        let s = if more > 1 { "s" } else { "" };
        result.push(format!("  [Previous line repeated {more} more time{s}]\n"));
    }
}

/// `sys.tracebacklimit`
fn limit(vm: &Vm) -> Option<usize> {
    if !vm.interp().sys.is_filled() {
        return None;
    }
    let limit = vm.interp().sys.get()?.get_name(vm, &vm.intern("tracebacklimit"))?;
    crate::types::int::to_i64(&limit).map(|n| n.max(0) as usize)
}

fn format_entry(vm: &Vm, code: &CodeObj, (filename, line, name): &(String, u32, String), position: Position) -> String {
    let shown = if filename.starts_with("<stdin-") && filename.ends_with('>') { "<stdin>" } else { filename };
    let mut text = format!("  File \"{shown}\", line {line}, in {name}\n");
    // Artificial instructions have a line only.
    let has_columns = position.line != 0 && (position.end_col, position.col) != (0, 0);
    let last = if has_columns { position.end_line.max(*line) } else { *line };
    let lines: Vec<Vec<char>> = (*line..=last)
        .map(|n| source_line(vm, filename, n, Some(code)).unwrap_or_default().trim_end().chars().collect())
        .collect();
    if lines.iter().all(|l| l.iter().all(|c| c.is_whitespace())) {
        return text;
    }
    if !has_columns {
        let first: String = lines[0].iter().collect();
        text.push_str(&format!("    {}\n", first.trim()));
        return text;
    }
    for row in with_carets(&lines, position) {
        text.push_str("    ");
        text.extend(row);
        text.push('\n');
    }
    text
}

/// The character index of a byte offset.
fn char_offset(line: &[char], bytes: u32) -> usize {
    let mut seen = 0;
    for (i, c) in line.iter().enumerate() {
        if seen >= bytes as usize {
            return i;
        }
        seen += c.len_utf8();
    }
    line.len()
}

fn is_blank(line: &[char]) -> bool {
    line.iter().all(|c| c.is_whitespace())
}

/// The lines without their common indentation; blank lines become empty.
fn dedented(lines: &[Vec<char>]) -> Vec<Vec<char>> {
    let indent = |line: &[char]| line.iter().take_while(|c| matches!(c, ' ' | '\t')).copied().collect::<Vec<char>>();
    let mut margin: Option<Vec<char>> = None;
    for line in lines.iter().filter(|l| !is_blank(l)) {
        let own = indent(line);
        margin = Some(match margin {
            None => own,
            Some(common) => common.iter().zip(&own).take_while(|(a, b)| a == b).map(|(a, _)| *a).collect(),
        });
    }
    let cut = margin.map_or(0, |m| m.len());
    lines.iter().map(|l| if is_blank(l) { Vec::new() } else { l[cut..].to_vec() }).collect()
}

fn with_carets(original: &[Vec<char>], position: Position) -> Vec<Vec<char>> {
    let lines = dedented(original);
    let final_line = lines.len() - 1;
    let removed = original[0].len() - lines[0].len();
    let start = char_offset(&original[0], position.col).saturating_sub(removed);
    let end = char_offset(&original[final_line], position.end_col).saturating_sub(removed);
    let end = end.min(lines[final_line].len());
    let segment = segment(&lines, start, end);
    let anchors = anchors(&segment);
    let show = should_show(&lines, start, end, anchors.as_ref());
    let width_to = |line: usize, column: usize| {
        let text = &lines[line];
        display_width(&text[..column.min(text.len())])
    };
    let (shown_start, shown_end) = (width_to(0, start), width_to(final_line, end));
    let mut significant = vec![0, final_line];
    let shown_anchors = anchors.map(|a| {
        let shift = |(line, column): (usize, usize)| (line, if line == 0 { column + start } else { column });
        let (left, right) = (shift(a.left), shift(a.right));
        for line in [left.0, right.0] {
            significant.extend([line.wrapping_sub(1), line, line + 1]);
        }
        ((left.0, width_to(left.0, left.1)), (right.0, width_to(right.0, right.1)))
    });
    significant.retain(|&l| l <= final_line);
    significant.sort_unstable();
    significant.dedup();
    let mut rows: Vec<Vec<char>> = Vec::new();
    let output = |number: usize, rows: &mut Vec<Vec<char>>| {
        let line = &lines[number];
        rows.push(line.clone());
        if !show {
            return;
        }
        let spaces = line.iter().take_while(|c| c.is_whitespace()).count();
        let count = if number == final_line { shown_end } else { display_width(line) };
        let caret = |column: usize| {
            if column < spaces || number == 0 && column < shown_start {
                return ' ';
            }
            match shown_anchors {
                Some((left, right)) if (number, column) >= left && (number, column) < right => '^',
                Some(_) => '~',
                None => '^',
            }
        };
        rows.push((0..count).map(caret).collect());
    };
    for (i, &number) in significant.iter().enumerate() {
        if i > 0 {
            match number - significant[i - 1] {
                2 => output(number - 1, &mut rows),
                difference @ 3.. => rows.push(format!("...<{} lines>...", difference - 1).chars().collect()),
                _ => {}
            }
        }
        output(number, &mut rows);
    }
    dedented(&rows)
}

/// The text of the expression from `start` on the first line to `end` on the last.
fn segment(lines: &[Vec<char>], start: usize, end: usize) -> Vec<char> {
    let mut text = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let from = if i == 0 { start.min(line.len()) } else { 0 };
        let to = if i + 1 == lines.len() { end.max(from).min(line.len()) } else { line.len() };
        if i > 0 {
            text.push('\n');
        }
        text.extend_from_slice(&line[from..to]);
    }
    text
}

/// Carets say nothing where the expression is the whole statement, or the call in `return f(...)` or `x = f(...)`.
fn should_show(lines: &[Vec<char>], start: usize, end: usize, anchors: Option<&super::carets::Anchors>) -> bool {
    let last = &lines[lines.len() - 1];
    let before: String = lines[0][..start.min(lines[0].len())].iter().collect();
    let after: String = last[end.min(last.len())..].iter().collect();
    if let Some(anchors) = anchors {
        let rest = after.trim();
        let ends = rest.is_empty() || rest.starts_with(['#', ';']);
        return !(anchors.name_call && ends && introduces_value(&before));
    }
    !before.trim_start().is_empty() || !after.trim_end().is_empty()
}

/// Whether a text is `return ` or `name = `.
fn introduces_value(text: &str) -> bool {
    if text.trim_end() == "return" {
        return true;
    }
    let Some(target) = text.trim_end().strip_suffix('=') else { return false };
    let target = target.trim();
    !target.is_empty()
        && !target.starts_with(|c: char| c.is_ascii_digit())
        && target.chars().all(|c| c == '_' || c.is_alphanumeric())
}
