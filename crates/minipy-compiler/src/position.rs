//! Byte offsets to lines and columns.
//!
//! Columns are UTF-8 bytes, as in CPython's position tables. Must not know the tree.

use minipy_bytecode::code::Position;
use minipy_syntax::ast::Span;
use std::cell::Cell;

/// The starts of the source's lines.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Line of the last answer: neighbours are asked for together.
    last: Cell<usize>,
}

impl LineIndex {
    /// Indexes `text`; lines end with `\n`, `\r\n` or `\r`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                starts.push(i as u32 + 1);
            }
        }
        Self { starts, last: Cell::new(0) }
    }

    /// Line (from 1) and column (from 0) of a byte offset.
    pub fn line_col(&self, offset: u32) -> (u32, u32) {
        let last = self.last.get();
        let start = self.starts[last];
        let hit = start <= offset && self.starts.get(last + 1).is_none_or(|&next| offset < next);
        let line = if hit { last } else { self.starts.partition_point(|&s| s <= offset) - 1 };
        self.last.set(line);
        (line as u32 + 1, offset - self.starts[line])
    }

    /// The empty span at the start of a line.
    pub fn line_start(&self, line: u32) -> Span {
        let start = self.starts.get(line.saturating_sub(1) as usize).copied().unwrap_or(0);
        Span { start, end: start }
    }

    /// A span as lines and columns.
    pub fn position(&self, span: Span) -> Position {
        let (line, col) = self.line_col(span.start);
        let (end_line, end_col) = self.line_col(span.end);
        Position { line, end_line, col, end_col }
    }
}
