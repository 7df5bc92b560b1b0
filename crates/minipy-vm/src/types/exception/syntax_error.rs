//! `SyntaxError`.

use crate::exc;
use crate::getset;
use crate::native::{Args, GetSetDef, PyResult};
use crate::slots::Slots;
use crate::types::exception::fields::{get, set, this};
use crate::types::exception::{methods as base, set_extra};
use crate::types::str_::StrObj;
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// What `SyntaxError` defines.
pub(crate) static PARTS: TypeDef = TypeDef {
    slots: Slots { init: Some(syntax_error_init), str: Some(syntax_error_str), ..Slots::EMPTY },
    getset: GETSET,
    ..TypeDef::EMPTY
};

static GETSET: &[GetSetDef] = getset! {
    [member] "msg" get::<0>, set::<0>, "exception msg";
    [member] "filename" get::<1>, set::<1>, "exception filename";
    [member] "lineno" get::<2>, set::<2>, "exception lineno";
    [member] "offset" get::<3>, set::<3>, "exception offset";
    [member] "text" get::<4>, set::<4>, "exception text";
    [member] "end_lineno" get::<5>, set::<5>, "exception end lineno";
    [member] "end_offset" get::<6>, set::<6>, "exception end offset";
    [member] "print_file_and_line" get::<7>, set::<7>, "exception print_file_and_line";
    [member] "_metadata" get::<8>, set::<8>, "exception private metadata";
};

/// `SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset[, metadata]]))`
fn syntax_error_init(vm: &Vm, object: &Value, args: &Args) -> PyResult<()> {
    base::exception_init(vm, object, args)?;
    if let Some(message) = args.pos.first() {
        set_extra(object, 0, message.clone());
    }
    let [_, info] = args.pos else { return Ok(()) };
    let info = vm.collect_for_tuple(info)?;
    if info.len() < 4 {
        let n = info.len();
        return Err(exc::type_error(vm, &format!("function takes at least 4 arguments ({n} given)")));
    }
    if info.len() > 7 {
        let n = info.len();
        return Err(exc::type_error(vm, &format!("function takes at most 7 arguments ({n} given)")));
    }
    for (i, value) in info.iter().enumerate() {
        let field = if i < 6 { i + 1 } else { 8 };
        set_extra(object, field, value.clone());
    }
    if info.len() == 5 {
        return Err(exc::type_error(vm, "end_offset must be provided when end_lineno is provided"));
    }
    Ok(())
}

fn syntax_error_str(vm: &Vm, object: &Value) -> PyResult {
    let exception = this(vm, object)?;
    let (message, filename, line) = (exception.extra(0), exception.extra(1), exception.extra(2));
    let message = vm.to_str(&message.non_null().unwrap_or(Value::NONE))?;
    let mut text = message.downcast::<StrObj>().map(|m| m.bytes().to_vec()).unwrap_or_default();
    let name = filename.downcast::<StrObj>().map(|f| {
        let bytes = f.bytes();
        let start = bytes.iter().rposition(|&b| b == b'/').map_or(0, |i| i + 1);
        bytes[start..].to_vec()
    });
    let line = crate::types::int::to_i64(&line).filter(|_| line.as_bool().is_none());
    match (name, line) {
        (None, None) => return Ok(message),
        (Some(name), Some(line)) => {
            text.extend_from_slice(b" (");
            text.extend(name);
            text.extend_from_slice(format!(", line {line})").as_bytes());
        }
        (Some(name), None) => {
            text.extend_from_slice(b" (");
            text.extend(name);
            text.push(b')');
        }
        (None, Some(line)) => text.extend_from_slice(format!(" (line {line})").as_bytes()),
    }
    Ok(vm.str_bytes(&text))
}
