//! Writing text: line ends translated, encoded, handed to the binary file, flushed where the file's settings say so.

use minipy_text::codec::{self, CodecError, EncodeFix, Encoding, Failure};

use super::errors;
use super::stream::StreamObj;
use super::text::{Newline, TextObj, open_buffer};
use crate::exc;
use crate::heap::growth;
use crate::native::PyResult;
use crate::types::bytes::new_bytes;
use crate::types::str_::StrObj;
use crate::value::Value;
use crate::vm::Vm;

impl TextObj {
    /// Writes text (a `str` value).
    pub fn write_value(&self, vm: &Vm, value: &Value) -> PyResult<()> {
        let Some(text) = value.downcast::<StrObj>() else {
            let name = exc::argument_type(vm, value);
            return Err(exc::type_error(vm, &format!("write() argument must be str, not {name}")));
        };
        self.write_bytes(vm, text.bytes(), text.is_ascii(), value)
    }

    /// Writes text that holds no lone surrogates.
    pub fn write_text(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        let simple = self.encoding.get() == Encoding::Utf8 || bytes.is_ascii();
        if simple {
            return self.write_bytes(vm, bytes, true, &Value::NONE);
        }
        self.write_value(vm, &vm.str_bytes(bytes))
    }

    /// Writes WTF-8 text; `whole` is the `str` it stands in, for errors.
    fn write_bytes(&self, vm: &Vm, bytes: &[u8], ascii: bool, whole: &Value) -> PyResult<()> {
        let buffer = open_buffer(vm, self)?;
        let ends_line = self.line_buffering.get() && memchr::memchr2(b'\n', b'\r', bytes).is_some();
        let plain = matches!(self.newline.get(), Newline::Universal | Newline::Raw | Newline::Lf);
        let translated;
        let bytes = if plain || memchr::memchr(b'\n', bytes).is_none() {
            bytes
        } else {
            let end: &[u8] = if self.newline.get() == Newline::Cr { b"\r" } else { b"\r\n" };
            let longer = (end.len() - 1) * memchr::memchr_iter(b'\n', bytes).count();
            let mut out = growth::with_room(vm, bytes.len() + longer)?;
            for (i, part) in bytes.split(|&b| b == b'\n').enumerate() {
                if i > 0 {
                    out.extend_from_slice(end);
                }
                out.extend_from_slice(part);
            }
            translated = out;
            &translated
        };
        let encoding = self.encoding.get();
        let simple = match encoding {
            Encoding::Utf8 => ascii || !minipy_text::wtf8::has_surrogates(bytes),
            Encoding::Ascii | Encoding::Latin1 => ascii,
            _ => false,
        };
        let encoded;
        let bytes = if simple {
            bytes
        } else {
            vm.check_memory(bytes.len().saturating_mul(8))?;
            encoded = self.encode(vm, bytes, whole)?;
            &encoded
        };
        match buffer.downcast::<StreamObj>() {
            Some(stream) => {
                if !stream.writable {
                    return Err(errors::unsupported(vm, "not writable"));
                }
                stream.write_text(vm, bytes)?;
                if ends_line || self.write_through.get() {
                    stream.hand_over(vm)?;
                    let flushed = stream.flush(vm);
                    if flushed.is_err() && self.write_through.get() {
                        // Unbuffered: what could not be written is gone.
                        stream.discard_output();
                    }
                    flushed?;
                }
            }
            None => {
                vm.call_method_str(&buffer, "write", &[new_bytes(vm, bytes)])?;
                if ends_line {
                    vm.call_method_str(&buffer, "flush", &[])?;
                }
            }
        }
        Ok(())
    }

    fn encode(&self, vm: &Vm, bytes: &[u8], whole: &Value) -> PyResult<Vec<u8>> {
        let none = &mut |failure: &Failure| -> Result<EncodeFix, Failure> { Err(*failure) };
        match codec::encode(self.encoding.get(), bytes, self.mode.get(), none) {
            Ok(bytes) => Ok(bytes),
            Err(CodecError::Failure(failure) | CodecError::Handler(failure)) => {
                Err(errors::encode_error(vm, whole, &failure))
            }
            Err(CodecError::Type(message)) => Err(exc::type_error(vm, message)),
        }
    }

    /// Writes everything out.
    pub fn flush(&self, vm: &Vm) -> PyResult<()> {
        let buffer = open_buffer(vm, self)?;
        match buffer.downcast::<StreamObj>() {
            Some(stream) => {
                stream.hand_over(vm)?;
                stream.flush(vm)
            }
            None => vm.call_method_str(&buffer, "flush", &[]).map(drop),
        }
    }
}
