//! `str(...)`, `str.encode` and pickling support.

use super::codec;
use super::own;
use crate::exc;
use crate::native::{Args, PyResult};
use crate::protocol::bind;
use crate::types::buffer;
use crate::types::seq_args::optional;
use crate::types::str_::StrObj;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// `str.__new__`
pub(super) fn str_new(vm: &Vm, class: &TypeRef, args: &Args) -> PyResult {
    let text = match (args.pos, args.kw.is_empty()) {
        ([], true) => vm.str(""),
        ([value], true) if value.is_small() => crate::types::int::convert::decimal(vm, value.small_unchecked()),
        ([value], true) => vm.to_str(value)?,
        _ => with_encoding(vm, class, args)?,
    };
    if class.is(&vm.types().str) {
        // `__str__` may give an instance of a subclass; `str(x)` hands it on as it is.
        return Ok(text);
    }
    let Some(source) = text.downcast::<StrObj>() else { return Ok(text) };
    let bytes = source.bytes();
    Ok(vm.str_fill_type(class, bytes.len(), source.chars(), |out| out.copy_from_slice(bytes)))
}

fn with_encoding(vm: &Vm, class: &TypeRef, args: &Args) -> PyResult {
    // `str` itself takes positional arguments by another way, which has words of its own.
    let by_position = args.kw.is_empty() && class.is(&vm.types().str);
    if args.pos.len() > 3 && by_position {
        return Err(exc::positional_count(vm, "str", args.pos.len(), 0, 3));
    }
    let params = bind::parse_signature("(object='', encoding='utf-8', errors='strict')");
    let args = bind::bind_params(vm, "str", &params, args, 0)?;
    for (i, name) in [(1, "encoding"), (2, "errors")] {
        let Some(value) = optional(&args, i) else { continue };
        let Some(text) = value.downcast::<StrObj>() else {
            let got = match by_position {
                true => crate::types::type_::methods::message_name(vm, vm.type_of(value)),
                false => exc::argument_type(vm, value),
            };
            return Err(exc::type_error(vm, &format!("str() argument '{name}' must be str, not {got}")));
        };
        vm.check_c_str(text)?;
    }
    let Some(object) = optional(&args, 0) else { return Ok(vm.str("")) };
    let (encoding, errors) = (codec_argument(&args, 1), codec_argument(&args, 2));
    if encoding.is_none() && errors.is_none() {
        return vm.to_str(object);
    }
    if object.downcast::<StrObj>().is_some() {
        return Err(exc::type_error(vm, "decoding str is not supported"));
    }
    if !buffer::is_simple(vm, object) {
        let got = vm.type_of(object).name_str();
        return Err(exc::type_error(vm, &format!("decoding to str: need a bytes-like object, {got} found")));
    }
    let bytes = buffer::buffer_bytes(vm, object)?;
    codec::decode(vm, &bytes, encoding.as_deref().unwrap_or("utf-8"), errors.as_deref().unwrap_or("strict"))
}

/// An encoding or errors argument, already known to be a `str` if given.
pub(crate) fn codec_argument(args: &[Value], index: usize) -> Option<String> {
    optional(args, index).and_then(|v| v.downcast::<StrObj>()).map(|t| t.to_string_lossy().into_owned())
}

pub(super) fn str_encode(vm: &Vm, args: &[Value]) -> PyResult {
    let text = own(vm, &args[0])?;
    for (i, name) in [(1, "encoding"), (2, "errors")] {
        if let Some(value) = optional(args, i) {
            vm.c_str_arg(value, &format!("encode() argument '{name}'"))?;
        }
    }
    let (encoding, errors) = (codec_argument(args, 1), codec_argument(args, 2));
    codec::encode(vm, text, encoding.as_deref().unwrap_or("utf-8"), errors.as_deref().unwrap_or("strict"))
}

pub(super) fn str_getnewargs(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.tuple(vec![super::as_exact(vm, this)]))
}
