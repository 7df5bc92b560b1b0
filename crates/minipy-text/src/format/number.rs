//! Laying out numbers: sign, prefix, zero padding, digit grouping, alignment.

use super::{FormatSpec, Grouping, room};
use crate::wtf8;

/// A number taken apart, ready to be laid out.
pub(super) struct Number<'a> {
    pub(super) negative: bool,
    /// `0x` and the like.
    pub(super) prefix: &'a str,
    /// The digits before the point; empty for `inf` and `nan`.
    pub(super) digits: &'a str,
    /// Whether a point follows.
    pub(super) point: bool,
    /// The digits after the point.
    pub(super) fraction: &'a str,
    /// What follows the digits: exponent, `%`, or the whole word of `inf` and `nan`.
    pub(super) rest: &'a str,
}

impl<'a> Number<'a> {
    /// Splits what [`crate::float::render`] wrote.
    pub(super) fn split(text: &'a str) -> Self {
        let (negative, body) = match text.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, text),
        };
        let digits = digit_run(body);
        let after = &body[digits.len()..];
        let (point, after) = match after.strip_prefix('.') {
            Some(after) => (true, after),
            None => (false, after),
        };
        let fraction = if point { digit_run(after) } else { "" };
        Self { negative, prefix: "", digits, point, fraction, rest: &after[fraction.len()..] }
    }

    /// Appends the number laid out by the specification; `None` if it is too wide.
    pub(super) fn lay_out(&self, out: &mut Vec<u8>, spec: &FormatSpec, group: usize) -> Option<()> {
        let width = spec.width.unwrap_or(0);
        room(width).ok()?;
        let sign = match (self.negative, spec.sign) {
            (true, _) => Some(b'-'),
            (false, sign @ (b'+' | b' ')) => Some(sign),
            _ => None,
        };
        let fraction_separators = match spec.fraction_grouping {
            Grouping::None => 0,
            _ => self.fraction.len().saturating_sub(1) / 3,
        };
        let fixed = sign.is_some() as usize
            + self.prefix.len()
            + self.point as usize
            + self.fraction.len()
            + fraction_separators
            + self.rest.len();
        let zero_pad = spec.fill == b'0' as u32 && spec.align == b'=';
        let min_digits = if zero_pad { width.saturating_sub(fixed) } else { 0 };
        let mut grouped = Vec::new();
        if !self.digits.is_empty() {
            group_digits(&mut grouped, self.digits.as_bytes(), min_digits, spec.grouping, group);
        }
        let padding = width.saturating_sub(fixed + grouped.len());
        let (left, inner, right) = match spec.align {
            b'<' => (0, 0, padding),
            b'^' => (padding / 2, 0, padding - padding / 2),
            b'=' => (0, padding, 0),
            _ => (padding, 0, 0),
        };
        out.reserve(width.max(fixed + grouped.len()));
        push_fill(out, spec.fill, left);
        out.extend(sign);
        out.extend_from_slice(self.prefix.as_bytes());
        push_fill(out, spec.fill, inner);
        out.extend_from_slice(&grouped);
        if self.point {
            out.push(b'.');
        }
        match spec.fraction_grouping.separator() {
            None => out.extend_from_slice(self.fraction.as_bytes()),
            Some(separator) => {
                for (index, chunk) in self.fraction.as_bytes().chunks(3).enumerate() {
                    if index > 0 {
                        out.push(separator);
                    }
                    out.extend_from_slice(chunk);
                }
            }
        }
        out.extend_from_slice(self.rest.as_bytes());
        push_fill(out, spec.fill, right);
        Some(())
    }
}

fn digit_run(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

/// Appends the fill character `count` times.
pub(super) fn push_fill(out: &mut Vec<u8>, fill: u32, count: usize) {
    if fill < 128 {
        out.resize(out.len() + count, fill as u8);
    } else {
        let (bytes, len) = wtf8::encode(fill);
        for _ in 0..count {
            out.extend_from_slice(&bytes[..len]);
        }
    }
}

/// Appends digits with separators, with leading zeros up to a total width (separators included).
fn group_digits(out: &mut Vec<u8>, digits: &[u8], min_width: usize, grouping: Grouping, group: usize) {
    let Some(separator) = grouping.separator() else {
        out.resize(min_width.saturating_sub(digits.len()), b'0');
        out.extend_from_slice(digits);
        return;
    };
    // The count of digits whose grouped width reaches the minimum; a separator is never in front.
    let mut count = digits.len();
    let width_of = |count: usize| count + (count - 1) / group;
    if width_of(count) < min_width {
        count = count.max(min_width - min_width / (group + 1));
        while width_of(count) < min_width {
            count += 1;
        }
    }
    for index in 0..count {
        if index > 0 && (count - index).is_multiple_of(group) {
            out.push(separator);
        }
        out.push(match index.checked_sub(count - digits.len()) {
            Some(real) => digits[real],
            None => b'0',
        });
    }
}
