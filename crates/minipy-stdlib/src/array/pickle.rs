//! Pickling of arrays: `__reduce_ex__` and the function that it names.

use minipy_vm::exc;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::attr::has_instance_dict;
use minipy_vm::protocol::bind::check_positional;
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::types::int;
use minipy_vm::types::type_::TypeObj;
use minipy_vm::{Value, Vm};

use super::kind::{self, KINDS};
use super::{TYPE, code_argument, methods, own};

pub(super) fn reduce_ex(vm: &Vm, args: &Args) -> PyResult {
    let pos = methods::exactly(vm, "__reduce_ex__", args, 1)?;
    let this = &pos[0];
    let array = own(vm, this)?;
    if int::as_int(&pos[1]).is_none() {
        return Err(exc::type_error(vm, "__reduce_ex__ argument should be an integer"));
    }
    let protocol = vm.i64_arg(&pos[1])?;
    let state = match has_instance_dict(vm, this) {
        true => vm.get_attr_str(this, "__dict__")?,
        false => Value::NONE,
    };
    let (class, code) = (vm.type_of(this).to_value(), vm.str_bytes(&[array.kind.code]));
    if protocol < 3 {
        let items = vm.list(array.items(vm)?);
        return Ok(vm.tuple(vec![class, vm.pair(code, items), state]));
    }
    let module = minipy_vm::import::import_module(vm, "array")?;
    let function = vm.get_attr_str(&module, "_array_reconstructor")?;
    let format = Value::small(i64::from(array.kind.machine_format()));
    let bytes = new_bytes(vm, &array.buffer.data.borrow());
    Ok(vm.tuple(vec![function, vm.tuple(vec![class, code, format, bytes]), state]))
}

/// What a machine format code of pickles stands for.
#[derive(Clone, Copy)]
enum Content {
    Signed,
    Unsigned,
    Float,
    Text(&'static str),
}

/// Content and item size by format code. The sizes of the texts are those that CPython tests lengths against.
static FORMATS: [(Content, usize); 22] = {
    use Content::{Float, Signed, Text, Unsigned};
    [
        (Unsigned, 1),
        (Signed, 1),
        (Unsigned, 2),
        (Unsigned, 2),
        (Signed, 2),
        (Signed, 2),
        (Unsigned, 4),
        (Unsigned, 4),
        (Signed, 4),
        (Signed, 4),
        (Unsigned, 8),
        (Unsigned, 8),
        (Signed, 8),
        (Signed, 8),
        (Float, 4),
        (Float, 4),
        (Float, 8),
        (Float, 8),
        (Text("utf-16-le"), 4),
        (Text("utf-16-be"), 4),
        (Text("utf-32-le"), 8),
        (Text("utf-32-be"), 8),
    ]
};

/// Whether the items of a format have their most significant byte first.
fn is_big_endian(format: usize) -> bool {
    format > 1 && format % 2 == 1
}

pub(super) fn reconstructor(vm: &Vm, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "array._array_reconstructor"));
    }
    check_positional(vm, "_array_reconstructor", args, 0, 4, 4)?;
    let [class, code, format, items] = args.pos else { return Ok(Value::NONE) };
    let code = code_argument(vm, "_array_reconstructor", 2, code)?;
    let format = minipy_vm::types::seq_args::c_int(vm, format)?;
    let Some(ty) = class.downcast::<TypeObj>() else {
        let got = vm.type_of(class).name_str();
        let message = format!("first argument must be a type object, not {got}");
        return Err(exc::type_error(vm, &message));
    };
    if !ty.is_subtype(&vm.type_from_def(&TYPE)) {
        return Err(exc::type_error(vm, &format!("{} is not a subtype of array.array", ty.plain_name())));
    }
    let Some(kind) = kind::find(code) else {
        return Err(exc::value_error(vm, "second argument must be a valid type code"));
    };
    let Some(&(content, size)) = usize::try_from(format).ok().and_then(|f| FORMATS.get(f)) else {
        return Err(exc::value_error(vm, "third argument must be a valid machine format code."));
    };
    let Some(bytes) = items.downcast::<BytesObj>() else {
        let got = vm.type_of(items).name_str();
        return Err(exc::type_error(vm, &format!("fourth argument should be bytes, not {got}")));
    };
    let make = |code: u8, items: Value| vm.call(class, &[vm.str_bytes(&[code]), items]);
    if format == i32::from(kind.machine_format()) {
        return make(kind.code, items.clone());
    }
    if bytes.data().len() % size != 0 {
        return Err(exc::value_error(vm, "string length not a multiple of item size"));
    }
    // The items, least significant byte first, as eight bytes.
    let big = is_big_endian(format as usize);
    let words = bytes.data().chunks_exact(size).map(|item| {
        let mut word = [0u8; 8];
        for (at, place) in word[..size].iter_mut().enumerate() {
            *place = item[if big { size - 1 - at } else { at }];
        }
        u64::from_le_bytes(word)
    });
    let fitting = |signed: bool| {
        let found =
            KINDS.iter().rev().find(|k| !k.is_text() && !k.is_float() && k.size() == size && k.is_signed() == signed);
        found.map_or(kind.code, |k| k.code)
    };
    let unused = 64 - 8 * size as u32;
    match content {
        Content::Text(encoding) => {
            let text = vm.call_method_str(items, "decode", &[vm.str(encoding)])?;
            make(kind.code, text)
        }
        Content::Float if size == 4 => {
            let items = words.map(|w| vm.float(f64::from(f32::from_bits(w as u32)))).collect();
            make(kind.code, vm.list(items))
        }
        Content::Float => make(kind.code, vm.list(words.map(|w| vm.float(f64::from_bits(w))).collect())),
        Content::Unsigned => make(fitting(false), vm.list(words.map(|w| vm.uint(w)).collect())),
        Content::Signed => {
            let items = words.map(|w| vm.int((w << unused) as i64 >> unused)).collect();
            make(fitting(true), vm.list(items))
        }
    }
}
