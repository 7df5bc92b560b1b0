//! Reading text: chunks of bytes are decoded as far as they go, line ends translated, lines and counts cut out.

use minipy_text::codec::{self, CodecError, DecodeFix, Failure};

use super::errors;
use super::stream::StreamObj;
use super::text::{Newline, TextObj, open_buffer};
use crate::exc;
use crate::native::PyResult;
use crate::types::bytes::{BytesObj, new_bytes};
use crate::value::Value;
use crate::vm::Vm;

const CHUNK: usize = 8 << 10;

/// Decoded text that was not asked for yet.
#[derive(Default)]
pub struct TextInput {
    /// Bytes of an incomplete character.
    undecoded: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    /// A `\r` was last, and a `\n` that follows belongs to it.
    after_cr: bool,
    at_end: bool,
    seen_cr: bool,
    seen_lf: bool,
    seen_crlf: bool,
}

impl TextInput {
    fn rest(&self) -> &[u8] {
        &self.text[self.at..]
    }

    /// Bytes that were read from the file but not handed out yet (for files in UTF-8).
    pub fn bytes_ahead(&self) -> usize {
        self.rest().len() + self.undecoded.len()
    }

    /// The kinds of line ends seen so far.
    pub fn newlines_seen(&self) -> Vec<&'static str> {
        let kinds = [(self.seen_cr, "\r"), (self.seen_lf, "\n"), (self.seen_crlf, "\r\n")];
        kinds.into_iter().filter(|k| k.0).map(|k| k.1).collect()
    }

    /// What the text may ask the allocator for when a chunk of so many bytes has been decoded behind it.
    fn more(&self, chunk: usize) -> usize {
        let fits = self.text.capacity() - self.text.len() > chunk.saturating_mul(3);
        if fits { 0 } else { self.text.capacity().saturating_mul(2) }
    }

    fn take(&mut self, vm: &Vm, count: usize) -> PyResult<Vec<u8>> {
        // Copied, and then a str is made of it.
        vm.check_memory(count.saturating_mul(2))?;
        let part = self.text[self.at..self.at + count].to_vec();
        self.at += count;
        if self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
        }
        Ok(part)
    }

    /// Adds decoded text, with `\r\n` and `\r` as `\n`.
    fn push_universal(&mut self, text: &[u8]) {
        if !self.after_cr && memchr::memchr(b'\r', text).is_none() {
            self.seen_lf |= memchr::memchr(b'\n', text).is_some();
            self.text.extend_from_slice(text);
            return;
        }
        for &byte in text {
            match byte {
                b'\n' if self.after_cr => {
                    self.after_cr = false;
                    self.seen_crlf = true;
                }
                b'\r' => {
                    self.seen_cr |= self.after_cr;
                    self.after_cr = true;
                    self.text.push(b'\n');
                }
                _ => {
                    self.seen_cr |= self.after_cr;
                    self.seen_lf |= byte == b'\n';
                    self.after_cr = false;
                    self.text.push(byte);
                }
            }
        }
    }
}

/// The length of the first line of text, its end included.
fn line_length(text: &[u8], newline: Newline, at_end: bool) -> Option<usize> {
    match newline {
        Newline::Universal | Newline::Lf => memchr::memchr(b'\n', text).map(|i| i + 1),
        Newline::Cr => memchr::memchr(b'\r', text).map(|i| i + 1),
        Newline::CrLf => memchr::memmem::find(text, b"\r\n").map(|i| i + 2),
        Newline::Raw => {
            let i = memchr::memchr2(b'\r', b'\n', text)?;
            match (text[i], text.get(i + 1)) {
                (b'\r', Some(b'\n')) => Some(i + 2),
                (b'\r', None) if !at_end => None,
                _ => Some(i + 1),
            }
        }
    }
}

/// The byte length of the first `count` characters.
fn prefix(text: &[u8], count: usize) -> Option<usize> {
    let mut chars = 0;
    for (i, byte) in text.iter().enumerate() {
        if byte & 0xc0 != 0x80 {
            if chars == count {
                return Some(i);
            }
            chars += 1;
        }
    }
    if chars >= count { Some(text.len()) } else { None }
}

impl TextObj {
    /// Reads and decodes another chunk. False: the end.
    fn fill(&self, vm: &Vm, all: bool) -> PyResult<bool> {
        let buffer = open_buffer(vm, self)?;
        if self.input.borrow().at_end {
            // A terminal may go on after its end of file.
            self.input.borrow_mut().at_end = false;
        }
        let chunk = match buffer.downcast::<StreamObj>() {
            Some(stream) => {
                if !stream.readable {
                    return Err(errors::unsupported(vm, "not readable"));
                }
                stream.hand_over(vm)?;
                if all { stream.read(vm, None)? } else { stream.read_chunk(vm, CHUNK)? }
            }
            None => {
                let size = vm.int(if all { -1 } else { CHUNK as i64 });
                let data = vm.call_method_str(&buffer, if all { "read" } else { "read1" }, &[size])?;
                data.downcast::<BytesObj>().map(|b| b.data().to_vec()).unwrap_or_default()
            }
        };
        let is_final = chunk.is_empty() || all;
        // Decoded text is at most three times as long; and it is copied to the end of what is there.
        vm.check_memory(chunk.len().saturating_mul(6).saturating_add(self.input.borrow().more(chunk.len())))?;
        let mut bytes = std::mem::take(&mut self.input.borrow_mut().undecoded);
        bytes.extend_from_slice(&chunk);
        let none = &mut |failure: &Failure| -> Result<DecodeFix, Failure> { Err(*failure) };
        let decoded = match codec::decode(self.encoding.get(), &bytes, self.mode.get(), is_final, none) {
            Ok(decoded) => decoded,
            Err(CodecError::Failure(failure) | CodecError::Handler(failure)) => {
                return Err(errors::decode_error(vm, &new_bytes(vm, &bytes), &failure));
            }
            Err(CodecError::Type(message)) => return Err(exc::type_error(vm, message)),
        };
        let mut input = self.input.borrow_mut();
        input.undecoded = bytes[decoded.consumed..].to_vec();
        if decoded.encoding != self.encoding.get() {
            self.encoding.set(decoded.encoding);
        }
        if self.newline.get() == Newline::Universal {
            input.push_universal(&decoded.text);
        } else {
            input.text.extend_from_slice(&decoded.text);
        }
        input.at_end = chunk.is_empty();
        Ok(!chunk.is_empty())
    }

    /// A line, its end included; empty at the end of the file. `limit` counts characters.
    pub fn read_line(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Vec<u8>> {
        let mut at_end = false;
        // What has been searched is not searched again, but for the last byte: line ends may have two.
        let (mut start, mut searched) = (0, 0);
        loop {
            {
                let mut input = self.input.borrow_mut();
                if input.at != start || input.rest().len() < searched {
                    (start, searched) = (input.at, 0);
                }
                let rest = &input.rest()[searched..];
                let found = line_length(rest, self.newline.get(), at_end).map(|length| length + searched);
                let cut = limit.and_then(|l| prefix(input.rest(), l));
                let length = match (found, cut) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                if let Some(length) = length {
                    return input.take(vm, length);
                }
                if at_end {
                    let length = input.rest().len();
                    return input.take(vm, length);
                }
                searched = input.rest().len().saturating_sub(1);
            }
            at_end = !self.fill(vm, false)?;
        }
    }

    /// Up to `size` characters, or all.
    pub fn read_text(&self, vm: &Vm, size: Option<usize>) -> PyResult<Vec<u8>> {
        let Some(size) = size else {
            self.fill(vm, true)?;
            let mut input = self.input.borrow_mut();
            let length = input.rest().len();
            return input.take(vm, length);
        };
        // What has been counted is not counted again.
        let (mut start, mut counted, mut chars) = (0, 0, 0);
        loop {
            {
                let mut input = self.input.borrow_mut();
                if input.at != start || input.rest().len() < counted {
                    (start, counted, chars) = (input.at, 0, 0);
                }
                let fresh = &input.rest()[counted..];
                if let Some(length) = prefix(fresh, size - chars) {
                    return input.take(vm, counted + length);
                }
                chars += fresh.iter().filter(|byte| *byte & 0xc0 != 0x80).count();
                counted = input.rest().len();
            }
            if !self.fill(vm, false)? {
                let mut input = self.input.borrow_mut();
                let length = input.rest().len();
                return input.take(vm, length);
            }
        }
    }
}

/// Whether a value is a text file of exactly the builtin type (subclasses may override methods).
pub fn exact_text<'a>(vm: &Vm, value: &'a Value) -> Option<&'a TextObj> {
    let text = value.downcast::<TextObj>()?;
    vm.type_of(value).def.map(|_| text)
}
