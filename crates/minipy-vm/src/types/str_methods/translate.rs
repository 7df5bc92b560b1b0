//! `str.translate` and `str.maketrans`.

use super::{as_exact, own};
use crate::exc;
use crate::native::{Args, PyResult, Raised};
use crate::types::dict::DictObj;
use crate::types::int;
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::wtf8;

/// What a translation table says about a character.
#[derive(Clone)]
enum Mapping {
    Same,
    Drop,
    Text(Vec<u8>),
}

pub(super) fn translate(vm: &Vm, this: &Value, table: &Value) -> PyResult {
    let text = own(vm, this)?;
    // ASCII characters are looked up once each, as in CPython, whatever the table does.
    let mut known: [Option<Mapping>; 128] = [const { None }; 128];
    check_size(vm, text.bytes().len().saturating_mul(2))?;
    let mut out = Vec::with_capacity(text.bytes().len());
    let mut changed = false;
    for cp in wtf8::code_points(text.bytes()) {
        let mapping = match known.get(cp as usize) {
            Some(Some(mapping)) => mapping.clone(),
            Some(None) => {
                let mapping = look_up(vm, table, cp)?;
                known[cp as usize] = Some(mapping.clone());
                mapping
            }
            None => look_up(vm, table, cp)?,
        };
        match mapping {
            Mapping::Same => wtf8::push(&mut out, cp),
            Mapping::Drop => changed = true,
            Mapping::Text(text) => {
                changed = true;
                if out.try_reserve(text.len()).is_err() {
                    return Err(exc::memory_error(vm));
                }
                out.extend_from_slice(&text);
            }
        }
    }
    check_size(vm, out.len())?;
    Ok(if changed { vm.str_bytes(&out) } else { as_exact(vm, this) })
}

fn look_up(vm: &Vm, table: &Value, cp: u32) -> PyResult<Mapping> {
    let key = Value::small(i64::from(cp));
    // A key that a dict does not have needs no KeyError.
    if let Some(dict) = table.exact::<DictObj>()
        && dict.try_contains(vm, &key) == Some(false)
    {
        return Ok(Mapping::Same);
    }
    let found = match vm.get_item(table, &key) {
        Ok(found) => found,
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().lookup_error) => {
            drop(vm.take_exception(raised));
            return Ok(Mapping::Same);
        }
        Err(raised) => return Err(raised),
    };
    if found.is_none() {
        return Ok(Mapping::Drop);
    }
    if let Some(text) = found.downcast::<StrObj>() {
        return Ok(Mapping::Text(text.bytes().to_vec()));
    }
    if int::as_int(&found).is_none() {
        return Err(exc::type_error(vm, "character mapping must return integer, None or str"));
    }
    match int::to_i64(&found) {
        Some(n @ 0..=0x10_ffff) => {
            let (bytes, len) = wtf8::encode(n as u32);
            Ok(Mapping::Text(bytes[..len].to_vec()))
        }
        _ => Err(exc::value_error(vm, "character mapping must be in range(0x110000)")),
    }
}

#[cold]
fn wrong_argument(vm: &Vm, number: usize, value: &Value) -> Raised {
    let got = exc::argument_type(vm, value);
    exc::type_error(vm, &format!("maketrans() argument {number} must be str, not {got}"))
}

pub(super) fn maketrans(vm: &Vm, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "str.maketrans"));
    }
    let given = args.pos.len();
    if !(1..=3).contains(&given) {
        return Err(exc::positional_count(vm, "maketrans", given, 1, 3));
    }
    let table = vm.new_dict();
    if given == 1 {
        let Some(dict) = args.pos[0].exact::<DictObj>() else {
            return Err(exc::type_error(vm, "if you give only one argument to maketrans it must be a dict"));
        };
        for (key, value) in dict.items() {
            let key = match key.downcast::<StrObj>() {
                Some(text) if text.chars() == 1 => ordinal(text),
                Some(_) => return Err(exc::value_error(vm, "string keys in translatetable must be of length 1")),
                None if int::as_int(&key).is_some() => key,
                None => return Err(exc::type_error(vm, "keys in translate table mustbe strings or integers")),
            };
            table.set(vm, &key, value)?;
        }
        return Ok(table.into_value());
    }
    // The first one may be of any type for the C function's signature.
    if let Some(i) = (1..given).find(|&i| args.pos[i].downcast::<StrObj>().is_none()) {
        return Err(wrong_argument(vm, i + 1, &args.pos[i]));
    }
    let texts: Vec<&StrObj> = args
        .pos
        .iter()
        .enumerate()
        .map(|(i, value)| match (value.downcast::<StrObj>(), i) {
            (Some(text), _) => Ok(text),
            (None, 0) => {
                Err(exc::type_error(vm, "first maketrans argument must be a string if there is a second argument"))
            }
            (None, _) => Err(wrong_argument(vm, i + 1, value)),
        })
        .collect::<PyResult<_>>()?;
    if texts[0].chars() != texts[1].chars() {
        return Err(exc::value_error(vm, "the first two maketrans arguments must have equal length"));
    }
    let int = |cp: u32| Value::small(i64::from(cp));
    for (from, to) in wtf8::code_points(texts[0].bytes()).zip(wtf8::code_points(texts[1].bytes())) {
        table.set(vm, &int(from), int(to))?;
    }
    if let Some(dropped) = texts.get(2) {
        for cp in wtf8::code_points(dropped.bytes()) {
            table.set(vm, &int(cp), Value::NONE)?;
        }
    }
    Ok(table.into_value())
}

fn ordinal(text: &StrObj) -> Value {
    Value::small(wtf8::decode_at(text.bytes(), 0).map_or(0, |(cp, _)| i64::from(cp)))
}
