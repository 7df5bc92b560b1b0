//! Making `bytes` and `bytearray` from what their constructors accept.

use std::borrow::Cow;

use super::{BytesObj, bytes_of_type, new_bytes, own};
use crate::exc;
use crate::native::{Args, PyResult, Raised};
use crate::protocol::bind;
use crate::types::buffer;
use crate::types::int;
use crate::types::list::ListObj;
use crate::types::seq_args::optional;
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::types::str_methods::codec;
use crate::types::tuple::TupleObj;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// `bytes.__new__`
pub(super) fn bytes_new(vm: &Vm, class: &TypeRef, args: &Args) -> PyResult {
    let exact = class.is(&vm.types().bytes);
    match (args.pos, args.kw.is_empty()) {
        ([], true) if exact => return Ok(new_bytes(vm, &[])),
        ([source], true) if exact && source.exact::<BytesObj>().is_some() => return Ok(source.clone()),
        _ => {}
    }
    // Of text, too, if its class has the method; without an encoding.
    if let ([source], true) = (args.pos, args.kw.is_empty())
        && source.downcast::<StrObj>().is_some()
        && source.exact::<StrObj>().is_none()
        && let Some(made) = call_dunder_bytes(vm, source)?
    {
        return if exact { Ok(made) } else { Ok(bytes_of_type(vm, class, own(vm, &made)?.data())) };
    }
    let source = source_argument(vm, "bytes", args)?;
    if let Some(source) = &source
        && source.exact::<BytesObj>().is_none()
        && let Some(made) = call_dunder_bytes(vm, source)?
    {
        if exact {
            return Ok(made);
        }
        let data = own(vm, &made)?.data();
        return Ok(bytes_of_type(vm, class, data));
    }
    let data = match &source {
        Some(source) => gather(vm, source, "bytes")?,
        None => encoded_argument(vm, "bytes", args)?,
    };
    Ok(if exact { new_bytes(vm, &data) } else { bytes_of_type(vm, class, &data) })
}

/// The result of `__bytes__`, if the object has it.
fn call_dunder_bytes(vm: &Vm, source: &Value) -> PyResult<Option<Value>> {
    let Some(made) = vm.call_special(source, &vm.names().__bytes__, &[])? else { return Ok(None) };
    if made.downcast::<BytesObj>().is_none() {
        let got = vm.type_of(&made).name_str();
        return Err(exc::type_error(vm, &format!("__bytes__ returned non-bytes (type {got})")));
    }
    Ok(Some(made))
}

/// The source argument when there is no encoding; `None` if the arguments are text with an encoding, or nothing.
pub(crate) fn source_argument(vm: &Vm, name: &str, args: &Args) -> PyResult<Option<Value>> {
    let bound = constructor_arguments(vm, name, args)?;
    let (source, encoding, errors) = (optional(&bound, 0), optional(&bound, 1), optional(&bound, 2));
    let is_text = source.is_some_and(|s| s.downcast::<StrObj>().is_some());
    if is_text && encoding.is_some() || source.is_none() && encoding.is_none() && errors.is_none() {
        return Ok(None);
    }
    let missing = if encoding.is_some() { "encoding" } else { "errors" };
    if is_text {
        return Err(exc::type_error(vm, "string argument without an encoding"));
    }
    if encoding.is_some() || errors.is_some() {
        return Err(exc::type_error(vm, &format!("{missing} without a string argument")));
    }
    Ok(source.cloned())
}

pub(crate) fn constructor_arguments<'a>(vm: &Vm, name: &str, args: &Args<'a>) -> PyResult<Cow<'a, [Value]>> {
    let bound: Cow<'a, [Value]> = if args.kw.is_empty() && args.pos.len() <= 3 {
        args.pos.into()
    } else {
        let params = bind::parse_signature("(source=b'', encoding='utf-8', errors='strict')");
        bind::bind_params(vm, name, &params, args, 0)?.into()
    };
    for (i, parameter) in [(1, "encoding"), (2, "errors")] {
        if let Some(value) = optional(&bound, i) {
            vm.c_str_arg(value, &format!("{name}() argument '{parameter}'"))?;
        }
    }
    Ok(bound)
}

/// The bytes of a text argument in its encoding; nothing if there are no arguments at all.
pub(crate) fn encoded_argument(vm: &Vm, name: &str, args: &Args) -> PyResult<Vec<u8>> {
    let bound = constructor_arguments(vm, name, args)?;
    let Some(text) = optional(&bound, 0).and_then(|v| v.downcast::<StrObj>()) else { return Ok(Vec::new()) };
    let text_of = |i: usize| optional(&bound, i).map(crate::types::str_::lossy);
    let encoding = text_of(1).unwrap_or_else(|| "utf-8".to_owned());
    let errors = text_of(2).unwrap_or_else(|| "strict".to_owned());
    let encoded = codec::encode(vm, text, &encoding, &errors)?;
    Ok(encoded.downcast::<BytesObj>().map(|b| b.data().to_vec()).unwrap_or_default())
}

/// `bytes must be in range(0, 256)`, as the type `name` says it.
#[cold]
pub(crate) fn out_of_range(vm: &Vm, name: &str) -> Raised {
    let subject = if name == "bytes" { "bytes" } else { "byte" };
    exc::value_error(vm, &format!("{subject} must be in range(0, 256)"))
}

/// An item as a byte.
pub(crate) fn byte_item(vm: &Vm, item: &Value, name: &str) -> PyResult<u8> {
    if let Some(n) = item.as_small() {
        return u8::try_from(n).map_err(|_| out_of_range(vm, name));
    }
    match int::to_i64(&vm.index(item)?).and_then(|n| u8::try_from(n).ok()) {
        Some(byte) => Ok(byte),
        None => Err(out_of_range(vm, name)),
    }
}

/// The bytes that a constructor makes of one object: a count, memory, or an iterable of ints.
pub(crate) fn gather(vm: &Vm, source: &Value, name: &str) -> PyResult<Vec<u8>> {
    if source.downcast::<BytesObj>().is_some() {
        return buffer::buffer_bytes(vm, source);
    }
    if int::as_int(source).is_some() || vm.type_of(source).slots().index.is_some() {
        match vm.index_to_isize(source, Some("")) {
            Ok(count) => {
                let Ok(count) = usize::try_from(count) else { return Err(exc::value_error(vm, "negative count")) };
                check_size(vm, count.saturating_mul(2))?;
                return Ok(vec![0; count]);
            }
            Err(raised) if exc::is_type_error(vm, &raised) => drop(vm.take_exception(raised)),
            Err(raised) => return Err(raised),
        }
    }
    if buffer::is_bytes_like(vm, source) {
        return buffer::buffer_bytes(vm, source);
    }
    if source.downcast::<StrObj>().is_some() {
        return Err(exc::type_error(vm, &not_convertible(vm, source, name)));
    }
    collect_bytes(vm, source, name, name != "bytearray", || not_convertible(vm, source, name))
}

/// `cannot convert 'X' object to bytes`
pub(crate) fn not_convertible(vm: &Vm, source: &Value, name: &str) -> String {
    format!("cannot convert '{}' object to {name}", vm.type_of(source).name_str())
}

/// The bytes of an iterable of ints. `ask`: whether `__length_hint__` is called; `words`: what is said of what cannot be
/// iterated.
pub(crate) fn collect_bytes(
    vm: &Vm,
    source: &Value,
    name: &str,
    ask: bool,
    words: impl FnOnce() -> String,
) -> PyResult<Vec<u8>> {
    if let Some(tuple) = source.exact::<TupleObj>() {
        return tuple.items().iter().map(|item| byte_item(vm, item, name)).collect();
    }
    if let Some(list) = source.exact::<ListObj>() {
        // An item's `__index__` may change the list: it is read item by item.
        let mut out = crate::heap::growth::with_room(vm, list.items.borrow().len())?;
        loop {
            let item = list.items.borrow().get(out.len()).cloned();
            let Some(item) = item else { return Ok(out) };
            let byte = byte_item(vm, &item, name)?;
            if !crate::heap::growth::push(&mut out, byte) {
                return Err(crate::heap::growth::failed(vm));
            }
        }
    }
    let iterator = vm.iter_in_words(source, words)?;
    let hint = if ask { vm.length_hint(source)? } else { 0 };
    let mut out = Vec::with_capacity(hint.min(1 << 20));
    while let Some(item) = vm.next(&iterator)? {
        let byte = byte_item(vm, &item, name)?;
        if !crate::heap::growth::push(&mut out, byte) {
            return Err(crate::heap::growth::failed(vm));
        }
    }
    check_size(vm, out.len())?;
    Ok(out)
}

pub(super) fn bytes_bytes(vm: &Vm, this: &Value) -> PyResult {
    match this.exact::<BytesObj>() {
        Some(_) => Ok(this.clone()),
        None => Ok(new_bytes(vm, own(vm, this)?.data())),
    }
}

pub(super) fn bytes_getnewargs(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.tuple(vec![bytes_bytes(vm, this)?]))
}
