//! Encoding and decoding: the built-in codecs of `minipy-text`, error handlers written in Python, and the registry of
//! codecs and handlers that the module `codecs` fills.

use crate::exc;
use crate::heap::PyCell;
use crate::native::{PyResult, Raised};
use crate::types::bytes::{BytesObj, new_bytes};
use crate::types::exception::{new_exception, set_extra};
use crate::types::int;
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::types::tuple::TupleObj;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::codec::{self, CodecError, DecodeFix, EncodeFix, Encoding, ErrorMode, Failure};
use minipy_text::wtf8;

/// What `codecs.register` and `codecs.register_error` have put in.
#[derive(Default)]
pub struct CodecRegistry {
    /// Functions that find codecs by name.
    pub searches: PyCell<Vec<Value>>,
    /// Error handlers by name.
    pub handlers: PyCell<Vec<(String, Value)>>,
}

/// The error handler that a program has registered under a name.
pub fn registered_handler(vm: &Vm, name: &str) -> Option<Value> {
    let handlers = vm.state::<CodecRegistry>().handlers.borrow();
    handlers.iter().find(|(known, _)| known == name).map(|(_, handler)| handler.clone())
}

/// Registers an error handler, in place of an older one of the same name.
pub fn register_handler(vm: &Vm, name: &str, handler: Value) {
    let registry = vm.state::<CodecRegistry>();
    let mut handlers = registry.handlers.borrow_mut();
    let old = match handlers.iter_mut().find(|(known, _)| known == name) {
        Some((_, place)) => std::mem::replace(place, handler),
        None => {
            handlers.push((name.to_owned(), handler));
            Value::NULL
        }
    };
    drop(handlers);
    drop(old);
}

/// The codec (a `CodecInfo` tuple) that a registered search function knows, or NULL.
pub fn search_codec(vm: &Vm, name: &str) -> PyResult {
    let normalized: String =
        name.chars().map(|c| if c == ' ' || c == '-' { '_' } else { c.to_ascii_lowercase() }).collect();
    let searches = vm.state::<CodecRegistry>().searches.borrow().clone();
    let argument = vm.str(&normalized);
    for search in &searches {
        let found = vm.call1(search, &argument)?;
        if found.is_none() {
            continue;
        }
        if found.downcast::<TupleObj>().is_none_or(|t| t.items().len() != 4) {
            return Err(exc::type_error(vm, "codec search functions must return 4-tuples"));
        }
        return Ok(found);
    }
    Ok(Value::NULL)
}

/// The handler of a mode: a program may replace the standard ones too.
fn mode_of(vm: &Vm, errors: &str) -> ErrorMode {
    if registered_handler(vm, errors).is_some() { ErrorMode::Custom } else { ErrorMode::from_name(errors) }
}

fn handler_of(vm: &Vm, errors: &str) -> PyResult {
    registered_handler(vm, errors).ok_or_else(|| unknown_handler(vm, errors))
}

/// `unknown error handler name 'x'`
#[cold]
pub fn unknown_handler(vm: &Vm, errors: &str) -> Raised {
    exc::lookup_error(vm, &format!("unknown error handler name '{errors}'"))
}

#[cold]
fn unknown_encoding(vm: &Vm, encoding: &str) -> Raised {
    if encoding.contains('\0') {
        return exc::value_error(vm, "embedded null character");
    }
    exc::lookup_error(vm, &format!("unknown encoding: {encoding}"))
}

/// Makes a UnicodeEncodeError or UnicodeDecodeError.
pub fn unicode_error(vm: &Vm, class: &TypeRef, object: &Value, failure: &Failure) -> Value {
    let fields = [
        vm.str(failure.encoding),
        object.clone(),
        vm.int(failure.start as i64),
        vm.int(failure.end as i64),
        vm.str(failure.reason),
    ];
    let exception = new_exception(vm, class, fields.to_vec());
    for (i, field) in fields.into_iter().enumerate() {
        set_extra(&exception, i, field);
    }
    exception
}

/// `text.encode(encoding, errors)`, a `bytes` value.
pub fn encode(vm: &Vm, text: &StrObj, encoding: &str, errors: &str) -> PyResult {
    match Encoding::from_name(encoding) {
        Some(known) if is_as_it_is(text, known) => {
            check_size(vm, text.bytes().len())?;
            Ok(new_bytes(vm, text.bytes()))
        }
        Some(known) => Ok(new_bytes(vm, &encode_with(vm, text, known, errors)?)),
        None => encode_by_registry(vm, text, encoding, errors),
    }
}

/// Whether the bytes of a text in an encoding are those that hold it.
fn is_as_it_is(text: &StrObj, encoding: Encoding) -> bool {
    text.is_ascii() && matches!(encoding, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)
}

/// The bytes of a text in a built-in encoding.
pub fn encode_with(vm: &Vm, text: &StrObj, encoding: Encoding, errors: &str) -> PyResult<Vec<u8>> {
    if is_as_it_is(text, encoding) {
        check_size(vm, text.bytes().len().saturating_mul(2))?;
        return Ok(text.bytes().to_vec());
    }
    check_size(vm, text.chars().saturating_mul(12))?;
    let object = || vm.str_with_count(text.bytes(), text.chars());
    let class = &vm.exceptions().unicode_encode_error;
    let mut exception = Value::NULL;
    let mut handler = |failure: &Failure| -> PyResult<EncodeFix> {
        let function = handler_of(vm, errors)?;
        exception = unicode_error(vm, class, &object(), failure);
        let answer = vm.call1(&function, &exception)?;
        let (replacement, position) = handler_answer(vm, &answer, true)?;
        let is_bytes = replacement.downcast::<BytesObj>().is_some();
        let content = match replacement.downcast::<StrObj>() {
            Some(text) => text.bytes().to_vec(),
            None => replacement.downcast::<BytesObj>().map(|b| b.data().to_vec()).unwrap_or_default(),
        };
        let resume = resume_at(vm, position, text.chars())?;
        Ok(EncodeFix { replacement: content, is_bytes, resume })
    };
    match codec::encode(encoding, text.bytes(), mode_of(vm, errors), &mut handler) {
        Ok(bytes) => Ok(bytes),
        Err(CodecError::Failure(failure)) => Err(vm.raise(unicode_error(vm, class, &object(), &failure))),
        Err(CodecError::Type(message)) => Err(exc::type_error(vm, message)),
        Err(CodecError::Handler(raised)) => Err(raised),
    }
}

/// `bytes.decode(encoding, errors)`, a `str` value.
pub fn decode(vm: &Vm, bytes: &[u8], encoding: &str, errors: &str) -> PyResult {
    match Encoding::from_name(encoding) {
        Some(known) => {
            if bytes.is_ascii() && matches!(known, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1) {
                return Ok(if bytes.len() < 2 { vm.str_bytes(bytes) } else { vm.str_with_count(bytes, bytes.len()) });
            }
            if known == Encoding::Utf8 && std::str::from_utf8(bytes).is_ok() {
                return Ok(vm.str_bytes(bytes));
            }
            let decoded = decode_with(vm, bytes, known, errors, true)?;
            Ok(vm.str_bytes(&decoded.text))
        }
        None => decode_by_registry(vm, bytes, encoding, errors),
    }
}

/// The text of bytes in a built-in encoding. Unless `is_final`, an incomplete character at the end is left over.
pub fn decode_with(
    vm: &Vm,
    bytes: &[u8],
    encoding: Encoding,
    errors: &str,
    is_final: bool,
) -> PyResult<codec::Decoded> {
    let object = || new_bytes(vm, bytes);
    let class = &vm.exceptions().unicode_decode_error;
    let mut handler = |failure: &Failure| -> PyResult<DecodeFix> {
        let function = handler_of(vm, errors)?;
        let exception = unicode_error(vm, class, &object(), failure);
        let answer = vm.call1(&function, &exception)?;
        let (replacement, position) = handler_answer(vm, &answer, false)?;
        let text = replacement.downcast::<StrObj>().map(|t| t.bytes().to_vec()).unwrap_or_default();
        let resume = resume_at(vm, position, bytes.len())?;
        Ok(DecodeFix { text, resume })
    };
    let mode = mode_of(vm, errors);
    if mode == ErrorMode::BackslashReplace {
        let replaced = bytes.iter().filter(|byte| !byte.is_ascii()).count();
        vm.check_memory(replaced.saturating_mul(8).saturating_add(bytes.len().saturating_mul(2)))?;
    }
    match codec::decode(encoding, bytes, mode, is_final, &mut handler) {
        Ok(decoded) => Ok(decoded),
        Err(CodecError::Failure(failure)) => Err(vm.raise(unicode_error(vm, class, &object(), &failure))),
        Err(CodecError::Type(message)) => Err(exc::type_error(vm, message)),
        Err(CodecError::Handler(raised)) => Err(raised),
    }
}

/// Checks what a handler answered: a replacement and a position.
fn handler_answer(vm: &Vm, answer: &Value, encoding: bool) -> PyResult<(Value, isize)> {
    if let Some(tuple) = answer.downcast::<TupleObj>()
        && let [replacement, position] = tuple.items()
        && (replacement.downcast::<StrObj>().is_some() || encoding && replacement.downcast::<BytesObj>().is_some())
        && int::as_int(position).is_some()
    {
        return Ok((replacement.clone(), vm.index_to_isize(position, None)?));
    }
    let message = if encoding {
        "encoding error handler must return (str/bytes, int) tuple"
    } else {
        "decoding error handler must return (str, int) tuple"
    };
    Err(exc::type_error(vm, message))
}

fn resume_at(vm: &Vm, position: isize, len: usize) -> PyResult<usize> {
    let at = if position < 0 { position.saturating_add(len as isize) } else { position };
    match usize::try_from(at) {
        Ok(at) if at <= len => Ok(at),
        _ => Err(exc::index_error(vm, &format!("position {position} from error handler out of bounds"))),
    }
}

/// Whether a codec may be used by `str.encode` and `bytes.decode`.
fn check_text_encoding(vm: &Vm, codec: &Value, name: &str, verb: &str) -> PyResult<()> {
    if let Some(flag) = vm.find_attr(codec, &vm.intern("_is_text_encoding"))?
        && !vm.truth(&flag)?
    {
        let message = format!("'{name}' is not a text encoding; use codecs.{verb}() to handle arbitrary codecs");
        return Err(exc::lookup_error(vm, &message));
    }
    Ok(())
}

/// Calls function `which` (0: encode, 1: decode) of a registered codec.
fn call_codec(vm: &Vm, name: &str, which: usize, input: Value, errors: &str) -> PyResult {
    let verb = if which == 0 { "encode" } else { "decode" };
    let codec = search_codec(vm, name)?;
    if codec.is_null() {
        return Err(unknown_encoding(vm, name));
    }
    check_text_encoding(vm, &codec, name, verb)?;
    let function = codec.downcast::<TupleObj>().and_then(|t| t.items().get(which)).cloned().unwrap_or_default();
    let result = vm.call(&function, &[input, vm.str(errors)])?;
    match result.downcast::<TupleObj>().map(TupleObj::items) {
        Some([output, _]) => Ok(output.clone()),
        _ => {
            let kind = if which == 0 { "encoder" } else { "decoder" };
            Err(exc::type_error(vm, &format!("{kind} must return a tuple (object, integer)")))
        }
    }
}

fn encode_by_registry(vm: &Vm, text: &StrObj, encoding: &str, errors: &str) -> PyResult {
    let output = call_codec(vm, encoding, 0, vm.str_with_count(text.bytes(), text.chars()), errors)?;
    if output.downcast::<BytesObj>().is_none() {
        let got = vm.type_of(&output).name_str();
        let message = format!(
            "'{encoding}' encoder returned '{got}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
        );
        return Err(exc::type_error(vm, &message));
    }
    Ok(output)
}

fn decode_by_registry(vm: &Vm, bytes: &[u8], encoding: &str, errors: &str) -> PyResult {
    let output = call_codec(vm, encoding, 1, new_bytes(vm, bytes), errors)?;
    if output.downcast::<StrObj>().is_none() {
        let got = vm.type_of(&output).name_str();
        let message = format!(
            "'{encoding}' decoder returned '{got}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
        );
        return Err(exc::type_error(vm, &message));
    }
    Ok(output)
}

/// The UTF-8 bytes of a text for the operating system or a compiler: UnicodeEncodeError for lone surrogates.
pub fn utf8_strict<'a>(vm: &Vm, text: &'a StrObj) -> PyResult<&'a [u8]> {
    if !wtf8::has_surrogates(text.bytes()) {
        return Ok(text.bytes());
    }
    let _ = encode_with(vm, text, Encoding::Utf8, "strict")?;
    Ok(text.bytes())
}
