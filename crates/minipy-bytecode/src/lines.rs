//! The position table: a source range for each instruction, delta-encoded.
//!
//! Read only on cold paths (tracebacks, `co_positions`), so it is small rather than fast.

use crate::code::Position;

/// Positions of all instructions of a code object, as runs of words with one position.
///
/// Each run is: word count (varint), line delta (zigzag varint), lines spanned (varint), first column (varint),
/// last column (varint).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PositionTable {
    bytes: Vec<u8>,
}

/// Collects positions in instruction order.
#[derive(Debug, Default)]
pub struct PositionBuilder {
    bytes: Vec<u8>,
    current: Position,
    words: u32,
    last_line: u32,
}

impl PositionBuilder {
    /// Adds `words` words at `position`.
    pub fn push(&mut self, position: Position, words: u32) {
        if position != self.current {
            self.flush();
            self.current = position;
        }
        self.words += words;
    }

    fn flush(&mut self) {
        if self.words == 0 {
            return;
        }
        let p = self.current;
        let delta = i64::from(p.line) - i64::from(self.last_line);
        varint(&mut self.bytes, u64::from(self.words));
        varint(&mut self.bytes, ((delta << 1) ^ (delta >> 63)) as u64);
        varint(&mut self.bytes, u64::from(p.end_line.saturating_sub(p.line)));
        varint(&mut self.bytes, u64::from(p.col));
        varint(&mut self.bytes, u64::from(p.end_col));
        self.last_line = p.line;
        self.words = 0;
    }

    /// The finished table.
    pub fn finish(mut self) -> PositionTable {
        self.flush();
        PositionTable { bytes: self.bytes }
    }
}

impl PositionTable {
    /// The runs: (words, position).
    pub fn runs(&self) -> impl Iterator<Item = (u32, Position)> + '_ {
        let mut at = 0;
        let mut line = 0i64;
        std::iter::from_fn(move || {
            if at >= self.bytes.len() {
                return None;
            }
            let words = read_varint(&self.bytes, &mut at) as u32;
            let raw = read_varint(&self.bytes, &mut at);
            line += (raw >> 1) as i64 ^ -((raw & 1) as i64);
            let span = read_varint(&self.bytes, &mut at) as u32;
            let col = read_varint(&self.bytes, &mut at) as u32;
            let end_col = read_varint(&self.bytes, &mut at) as u32;
            Some((words, Position { line: line as u32, end_line: line as u32 + span, col, end_col }))
        })
    }

    /// The position of the instruction at word `offset`.
    pub fn at(&self, offset: u32) -> Position {
        let mut start = 0;
        for (words, position) in self.runs() {
            start += words;
            if offset < start {
                return position;
            }
        }
        Position::default()
    }
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn read_varint(bytes: &[u8], at: &mut usize) -> u64 {
    let (mut value, mut shift) = (0, 0);
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    value
}
