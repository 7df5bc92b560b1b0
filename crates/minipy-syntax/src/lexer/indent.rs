//! Indentation: from leading blanks to `Indent` and `Dedent` tokens.
//!
//! Must not know what a block is for.

use super::driver::Driver;
use super::tokens::TokenKind;
use crate::error::{ErrorKind, RawError};

/// CPython's limit of nested blocks.
const MAX_INDENTS: usize = 100;
const TAB_SIZE: u32 = 8;
const INCONSISTENT: &str = "inconsistent use of tabs and spaces in indentation";

impl Driver<'_> {
    /// Reads the blanks at the start of a line and compares them with the open blocks.
    pub(super) fn indentation(&mut self) -> Result<(), RawError> {
        let line_start = self.lexer.span().end;
        let mut at = line_start;
        let (mut column, mut tabs_as_one) = (0u32, 0u32);
        // A backslash in the indentation joins lines: the first line's indentation counts.
        let mut continued = 0;
        loop {
            match self.bytes.get(at) {
                Some(b' ') => {
                    column += 1;
                    tabs_as_one += 1;
                }
                Some(b'\t') => {
                    column = (column / TAB_SIZE + 1) * TAB_SIZE;
                    tabs_as_one += 1;
                }
                Some(0x0C) => {
                    column = 0;
                    tabs_as_one = 0;
                }
                Some(b'\\') => {
                    let skip = match self.bytes.get(at + 1..) {
                        Some([b'\r', b'\n', ..]) => 2,
                        Some([b'\n' | b'\r', ..]) => 1,
                        _ => return Err(self.lone_backslash(at, at + 1)),
                    };
                    if at + skip + 1 >= self.bytes.len() {
                        break;
                    }
                    if continued == 0 {
                        continued = column;
                    }
                    at += skip;
                }
                _ => break,
            }
            at += 1;
        }
        if continued != 0 {
            column = continued;
            tabs_as_one = continued;
        }
        if at > line_start {
            self.lexer.bump(at - line_start);
        }
        match self.bytes.get(at) {
            // Blanks without a line end are no blank line.
            None if !self.is_file && at > line_start => {
                return self.compare_indentation(column, tabs_as_one, line_start, at);
            }
            None | Some(b'#' | b'\n' | b'\r') => return Ok(()),
            _ => {}
        }
        self.at_line_start = false;
        self.compare_indentation(column, tabs_as_one, line_start, at)
    }

    fn compare_indentation(&mut self, column: u32, alternative: u32, start: usize, end: usize) -> Result<(), RawError> {
        let current = self.innermost();
        if column == current.0 {
            if alternative != current.1 {
                return Err(self.indentation_error(ErrorKind::Tab, INCONSISTENT, start));
            }
            return Ok(());
        }
        if column > current.0 {
            if alternative <= current.1 {
                return Err(self.indentation_error(ErrorKind::Tab, INCONSISTENT, start));
            }
            if self.indents.len() >= MAX_INDENTS {
                return Err(self.indentation_error(ErrorKind::Indentation, "too many levels of indentation", start));
            }
            self.indents.push((column, alternative));
            self.push(TokenKind::Indent, start, end);
            return Ok(());
        }
        // A dedent that fits nowhere is an error before any of its tokens is seen.
        let mut dedents = 0;
        while self.indents.len() > 1 && column < self.innermost().0 {
            self.indents.pop();
            dedents += 1;
        }
        let current = self.innermost();
        if column != current.0 {
            let line_end = memchr::memchr2(b'\n', b'\r', &self.bytes[end..]).map_or(self.bytes.len(), |n| end + n);
            let message = "unindent does not match any outer indentation level";
            let error = RawError::syntax(message, line_end as u32, 0).with_kind(ErrorKind::Indentation).with_end(-1);
            let has_end = self.is_file || line_end < self.bytes.len();
            return Err(RawError { start_extra: i32::from(has_end), ..error });
        }
        if alternative != current.1 {
            return Err(self.indentation_error(ErrorKind::Tab, INCONSISTENT, start));
        }
        for _ in 0..dedents {
            self.push(TokenKind::Dedent, end, end);
        }
        Ok(())
    }

    fn innermost(&self) -> (u32, u32) {
        self.indents.last().copied().unwrap_or((0, 0))
    }
}
