//! `str.format` and `str.format_map`: templates with replacement fields in braces.
//!
//! Templates are cut at ASCII characters only, so byte offsets serve for text of any kind.

use super::{ascii, format_into};
use crate::exc;
use crate::heap::growth;
use crate::native::{Args, PyResult};
use crate::types::str_::StrObj;
use crate::types::str_methods::own;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::unicode::decimal_value;
use minipy_text::wtf8;

/// How deep replacement fields may nest in specifications.
const MAX_DEPTH: u32 = 2;

/// A replacement field as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The name with its attributes and subscripts.
    pub name: &'a [u8],
    /// The conversion character after `!`.
    pub conversion: Option<u32>,
    /// The specification after `:`.
    pub spec: &'a [u8],
    /// Whether the specification has fields of its own.
    pub nested: bool,
}

/// A piece of a template: literal text, then perhaps a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text before the field.
    pub literal: &'a [u8],
    /// The field.
    pub field: Option<Field<'a>>,
}

/// Iterates over the pieces of a template; an error is the message of a ValueError.
pub struct Template<'a> {
    rest: &'a [u8],
}

impl<'a> Template<'a> {
    /// The pieces of this template.
    pub fn new(text: &'a [u8]) -> Template<'a> {
        Template { rest: text }
    }

    fn take(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn piece(&mut self) -> Result<Piece<'a>, String> {
        let text = self.rest;
        let Some(at) = memchr::memchr2(b'{', b'}', text) else {
            self.rest = &[];
            return Ok(Piece { literal: text, field: None });
        };
        let brace = text[at];
        let next = text.get(at + 1).copied();
        if next == Some(brace) {
            self.rest = &text[at + 2..];
            return Ok(Piece { literal: &text[..=at], field: None });
        }
        if brace == b'}' {
            return Err("Single '}' encountered in format string".to_owned());
        }
        if next.is_none() {
            return Err("Single '{' encountered in format string".to_owned());
        }
        self.rest = &text[at + 1..];
        Ok(Piece { literal: &text[..at], field: Some(self.field()?) })
    }

    /// Parses a field, from after its opening brace to after its closing one.
    fn field(&mut self) -> Result<Field<'a>, String> {
        let start = self.rest;
        let mut end = None;
        while let Some(byte) = self.take() {
            match byte {
                b'{' => return Err("unexpected '{' in field name".to_owned()),
                b'[' => {
                    let close = memchr::memchr(b']', self.rest).unwrap_or(self.rest.len());
                    self.rest = &self.rest[close..];
                }
                b'}' | b':' | b'!' => {
                    end = Some(byte);
                    break;
                }
                _ => {}
            }
        }
        let Some(end) = end else { return Err("expected '}' before end of string".to_owned()) };
        let name = &start[..start.len() - self.rest.len() - 1];
        let mut field = Field { name, conversion: None, spec: &[], nested: false };
        if end == b'}' {
            return Ok(field);
        }
        if end == b'!' {
            let Some((conversion, after)) = wtf8::decode_at(self.rest, 0) else {
                return Err("end of string while looking for conversion specifier".to_owned());
            };
            self.rest = &self.rest[after..];
            field.conversion = Some(conversion);
            match self.take() {
                Some(b'}') => return Ok(field),
                Some(b':') => {}
                Some(_) => return Err("expected ':' after conversion specifier".to_owned()),
                None => return Err("unmatched '{' in format spec".to_owned()),
            }
        }
        let spec = self.rest;
        let mut depth = 1;
        while let Some(byte) = self.take() {
            match byte {
                b'{' => {
                    field.nested = true;
                    depth += 1;
                }
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        field.spec = &spec[..spec.len() - self.rest.len() - 1];
                        return Ok(field);
                    }
                }
                _ => {}
            }
        }
        Err("unmatched '{' in format spec".to_owned())
    }
}

impl<'a> Iterator for Template<'a> {
    type Item = Result<Piece<'a>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.rest = &[];
        }
        Some(piece)
    }
}

/// A step from a field's first object to its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// `.name`
    Attribute(&'a [u8]),
    /// `[key]`
    Key(&'a [u8]),
    /// `[123]`
    Index(isize),
}

/// Splits a field name into what comes first and the rest, which [`steps`] walks.
pub fn split_name(name: &[u8]) -> (&[u8], &[u8]) {
    let at = memchr::memchr2(b'.', b'[', name).unwrap_or(name.len());
    name.split_at(at)
}

/// A number made of decimal digits, if the text is one; an error if it is too large.
pub fn number(text: &[u8]) -> Result<Option<isize>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut value = 0isize;
    for cp in wtf8::code_points(text) {
        let Some(digit) = decimal_value(cp) else { return Ok(None) };
        value = match value.checked_mul(10).and_then(|v| v.checked_add(digit as isize)) {
            Some(value) => value,
            None => return Err("Too many decimal digits in format string".to_owned()),
        };
    }
    Ok(Some(value))
}

/// The attributes and subscripts of a field name after its first part.
pub fn steps(rest: &[u8]) -> impl Iterator<Item = Result<Step<'_>, String>> {
    let mut rest = rest;
    std::iter::from_fn(move || {
        let (&first, after) = rest.split_first()?;
        let step = match first {
            b'.' => {
                let end = memchr::memchr2(b'.', b'[', after).unwrap_or(after.len());
                rest = &after[end..];
                Ok(Step::Attribute(&after[..end]))
            }
            b'[' => match memchr::memchr(b']', after) {
                Some(end) => {
                    rest = &after[end + 1..];
                    let key = &after[..end];
                    number(key).map(|n| n.map_or(Step::Key(key), Step::Index))
                }
                None => Err("Missing ']' in format string".to_owned()),
            },
            _ => Err("Only '.' or '[' may follow ']' in format field specifier".to_owned()),
        };
        Some(match step {
            Ok(Step::Attribute([]) | Step::Key([])) => Err("Empty attribute in format string".to_owned()),
            other => other,
        })
    })
}

/// How the fields of a template are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(isize),
    Manual,
}

/// Where the values of fields come from.
struct Source<'a> {
    /// Positional arguments; `None` for `format_map`.
    positional: Option<&'a [Value]>,
    /// Keyword arguments.
    keywords: Args<'a>,
    /// The mapping of `format_map`.
    mapping: Option<&'a Value>,
    numbering: Numbering,
}

pub(crate) fn str_format(vm: &Vm, args: &Args) -> PyResult {
    let rest = args.rest();
    let source = Source { positional: Some(rest.pos), keywords: rest, mapping: None, numbering: Numbering::Unknown };
    let Some(this) = args.pos.first() else { return Err(exc::type_error(vm, "str.format() needs an argument")) };
    format_with(vm, this, source)
}

pub(crate) fn str_format_map(vm: &Vm, this: &Value, mapping: &Value) -> PyResult {
    let source =
        Source { positional: None, keywords: Args::EMPTY, mapping: Some(mapping), numbering: Numbering::Unknown };
    format_with(vm, this, source)
}

fn format_with(vm: &Vm, this: &Value, mut source: Source) -> PyResult {
    let template = own(vm, this)?.bytes();
    if !template.is_empty() && memchr::memchr2(b'{', b'}', template).is_none() {
        // Nothing to fill in: CPython hands out the text itself, even that of a subclass.
        return Ok(this.clone());
    }
    let mut out = crate::heap::growth::with_room(vm, template.len() + 16)?;
    source.build(vm, &mut out, template, MAX_DEPTH)?;
    Ok(vm.str_bytes(&out))
}

impl Source<'_> {
    fn build(&mut self, vm: &Vm, out: &mut Vec<u8>, template: &[u8], depth: u32) -> PyResult<()> {
        if depth == 0 {
            return Err(exc::value_error(vm, "Max string recursion exceeded"));
        }
        for piece in Template::new(template) {
            let piece = piece.map_err(|message| exc::value_error(vm, &message))?;
            growth::append(vm, out, piece.literal)?;
            let Some(field) = piece.field else { continue };
            let mut value = self.value_of(vm, field.name)?;
            // CPython keeps the character NUL for none.
            if let Some(conversion) = field.conversion.filter(|&conversion| conversion != 0) {
                value = convert(vm, &value, conversion)?;
            }
            if field.nested {
                let mut spec = Vec::new();
                self.build(vm, &mut spec, field.spec, depth - 1)?;
                format_into(vm, out, &value, &spec)?;
            } else {
                format_into(vm, out, &value, field.spec)?;
            }
        }
        Ok(())
    }

    /// The index of a field that is found by position.
    fn index_of(&mut self, vm: &Vm, first: &[u8]) -> PyResult<Option<isize>> {
        let number = number(first).map_err(|message| exc::value_error(vm, &message))?;
        if !first.is_empty() && number.is_none() {
            return Ok(None);
        }
        match (self.numbering, number) {
            (Numbering::Unknown, None) => {
                self.numbering = Numbering::Automatic(1);
                Ok(Some(0))
            }
            (Numbering::Automatic(next), None) => {
                self.numbering = Numbering::Automatic(next + 1);
                Ok(Some(next))
            }
            (Numbering::Unknown | Numbering::Manual, Some(_)) => {
                self.numbering = Numbering::Manual;
                Ok(number)
            }
            (Numbering::Manual, None) => {
                Err(exc::value_error(vm, "cannot switch from manual field specification to automatic field numbering"))
            }
            (Numbering::Automatic(_), Some(_)) => {
                Err(exc::value_error(vm, "cannot switch from automatic field numbering to manual field specification"))
            }
        }
    }

    fn value_of(&mut self, vm: &Vm, name: &[u8]) -> PyResult {
        let (first, rest) = split_name(name);
        let mut value = match self.index_of(vm, first)? {
            Some(index) => {
                let Some(positional) = self.positional else {
                    return Err(exc::value_error(vm, "Format string contains positional fields"));
                };
                match positional.get(index as usize) {
                    Some(value) => value.clone(),
                    None => {
                        let message = format!("Replacement index {index} out of range for positional args tuple");
                        return Err(exc::index_error(vm, &message));
                    }
                }
            }
            None => self.named(vm, first)?,
        };
        for step in steps(rest) {
            value = match step.map_err(|message| exc::value_error(vm, &message))? {
                Step::Attribute(name) => vm.get_attr(&value, &vm.intern_bytes(name))?,
                Step::Key(key) => vm.get_item(&value, &vm.str_bytes(key))?,
                Step::Index(index) => vm.get_item(&value, &vm.int(index as i64))?,
            };
        }
        Ok(value)
    }

    fn named(&self, vm: &Vm, name: &[u8]) -> PyResult {
        if let Some(mapping) = self.mapping {
            return vm.get_item(mapping, &vm.str_bytes(name));
        }
        let found =
            self.keywords.keywords().find(|(key, _)| key.downcast::<StrObj>().is_some_and(|key| key.bytes() == name));
        match found {
            Some((_, value)) => Ok(value.clone()),
            None => Err(exc::key_error(vm, &vm.str_bytes(name))),
        }
    }
}

/// Applies `!r`, `!s` or `!a`.
fn convert(vm: &Vm, value: &Value, conversion: u32) -> PyResult {
    match u8::try_from(conversion) {
        Ok(b'r') => vm.repr(value),
        Ok(b's') => vm.to_str(value),
        Ok(b'a') => ascii(vm, value),
        Ok(shown @ 33..127) => Err(exc::value_error(vm, &format!("Unknown conversion specifier {}", shown as char))),
        _ => Err(exc::value_error(vm, &format!("Unknown conversion specifier \\x{conversion:x}"))),
    }
}

/// `_string.formatter_parser(text)`: tuples of literal, field name, specification, conversion.
pub fn formatter_parser(vm: &Vm, text: &Value) -> PyResult {
    let text = vm.str_arg(text, "expected str, got")?;
    let mut pieces = Vec::new();
    for piece in Template::new(text.bytes()) {
        let piece = piece.map_err(|message| exc::value_error(vm, &message))?;
        let literal = vm.str_bytes(piece.literal);
        pieces.push(match piece.field {
            Some(field) => {
                let conversion = match field.conversion {
                    Some(cp) => {
                        let (bytes, len) = wtf8::encode(cp);
                        vm.str_bytes(&bytes[..len])
                    }
                    None => Value::NONE,
                };
                vm.tuple(vec![literal, vm.str_bytes(field.name), vm.str_bytes(field.spec), conversion])
            }
            None => vm.tuple(vec![literal, Value::NONE, Value::NONE, Value::NONE]),
        });
    }
    let list = vm.list(pieces);
    vm.iter(&list)
}

/// `_string.formatter_field_name_split(text)`: the first part, and an iterator over (is_attribute, key).
pub fn formatter_field_name_split(vm: &Vm, text: &Value) -> PyResult {
    let text = vm.str_arg(text, "expected str, got")?;
    let key_of = |text: &[u8]| -> PyResult {
        match number(text).map_err(|message| exc::value_error(vm, &message))? {
            Some(n) => Ok(vm.int(n as i64)),
            None => Ok(vm.str_bytes(text)),
        }
    };
    let (first, rest) = split_name(text.bytes());
    let first = key_of(first)?;
    let mut parts = Vec::new();
    for step in steps(rest) {
        let (attribute, key) = match step.map_err(|message| exc::value_error(vm, &message))? {
            Step::Attribute(name) => (true, vm.str_bytes(name)),
            Step::Key(key) => (false, vm.str_bytes(key)),
            Step::Index(index) => (false, vm.int(index as i64)),
        };
        parts.push(vm.tuple(vec![Value::bool(attribute), key]));
    }
    let list = vm.list(parts);
    let iterator = vm.iter(&list)?;
    Ok(vm.tuple(vec![first, iterator]))
}
