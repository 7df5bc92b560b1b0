//! The methods of `bytearray` that change it, and its pickling support.

use super::{ByteArrayObj, new_bytearray, no_concat, own, resizable};
use crate::exc;
use crate::heap::growth;
use crate::native::{Args, PyResult};
use crate::protocol::attr;
use crate::types::buffer;
use crate::types::bytes::construct::{byte_item, collect_bytes};
use crate::types::bytes::repeated;
use crate::types::seq_args::{c_int, position, positional, ssize};
use crate::types::str_::StrObj;
use crate::types::str_build::check_size;
use crate::value::Value;
use crate::vm::Vm;

#[inline]
fn push(vm: &Vm, array: &ByteArrayObj, byte: u8) -> PyResult {
    if growth::push(&mut array.data.borrow_mut(), byte) { Ok(Value::NONE) } else { Err(growth::failed(vm)) }
}

pub(super) fn append(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    if let (Some(array), Some(byte)) = (this.exact::<ByteArrayObj>(), item.as_small())
        && let Ok(byte) = u8::try_from(byte)
        && array.exports.get() == 0
    {
        return push(vm, array, byte);
    }
    let array = own(vm, this)?;
    let byte = byte_item(vm, item, "bytearray")?;
    resizable(vm, array)?;
    push(vm, array, byte)
}

/// Adds bytes at the end.
fn add(vm: &Vm, array: &ByteArrayObj, more: &[u8]) -> PyResult<()> {
    if more.is_empty() {
        return Ok(());
    }
    resizable(vm, array)?;
    let mut data = array.data.borrow_mut();
    if data.try_reserve(more.len()).is_err() {
        drop(data);
        return Err(exc::memory_error(vm));
    }
    data.extend_from_slice(more);
    Ok(())
}

pub(super) fn extend(vm: &Vm, this: &Value, iterable: &Value) -> PyResult {
    let array = own(vm, this)?;
    let more = if buffer::is_bytes_like(vm, iterable) {
        if !buffer::is_simple(vm, iterable) {
            let got = vm.type_of(iterable).name_str();
            return Err(exc::type_error(vm, &format!("can't set bytearray slice from {got}")));
        }
        buffer::buffer_bytes(vm, iterable)?
    } else if iterable.downcast::<StrObj>().is_some_and(|text| text.chars() > 0) {
        return Err(exc::type_error(vm, "expected iterable of integers; got: 'str'"));
    } else {
        let words = || format!("can't extend bytearray with {}", vm.type_of(iterable).name_str());
        collect_bytes(vm, iterable, "bytearray", true, words)?
    };
    add(vm, array, &more)?;
    Ok(Value::NONE)
}

pub(super) fn inplace_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let array = own(vm, this)?;
    if !buffer::is_simple(vm, other) {
        return Err(no_concat(vm, this, other));
    }
    let more = buffer::buffer_bytes(vm, other)?;
    // The other bytes are in use, so that `b += b` cannot be done.
    let _hold = buffer::Hold::new(other);
    add(vm, array, &more)?;
    Ok(this.clone())
}

pub(super) fn inplace_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let array = own(vm, this)?;
    let new = repeated(vm, &array.to_vec(), count)?;
    if new.len() != array.data.borrow().len() {
        resizable(vm, array)?;
        array.data.set(new);
    }
    Ok(this.clone())
}

pub(super) fn insert(vm: &Vm, this: &Value, index: &Value, item: &Value) -> PyResult {
    let array = own(vm, this)?;
    let index = ssize(vm, index)?;
    let byte = byte_item(vm, item, "bytearray")?;
    resizable(vm, array)?;
    let mut data = array.data.borrow_mut();
    let len = data.len() as isize;
    let at = if index < 0 { (index + len).max(0) } else { index.min(len) };
    data.insert(at as usize, byte);
    Ok(Value::NONE)
}

pub(super) fn pop(vm: &Vm, args: &Args) -> PyResult {
    let args = positional(vm, args, "pop", 0, 1)?;
    let array = own(vm, &args[0])?;
    let index = match args.get(1) {
        Some(index) => ssize(vm, index)?,
        None => -1,
    };
    let len = array.data.borrow().len();
    if len == 0 {
        return Err(exc::index_error(vm, "pop from empty bytearray"));
    }
    let Some(at) = position(index, len) else { return Err(exc::index_error(vm, "pop index out of range")) };
    resizable(vm, array)?;
    let byte = array.data.borrow_mut().remove(at);
    Ok(Value::small(i64::from(byte)))
}

pub(super) fn remove(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    let array = own(vm, this)?;
    let byte = byte_item(vm, item, "bytearray")?;
    let found = memchr::memchr(byte, &array.data.borrow());
    let Some(at) = found else { return Err(exc::value_error(vm, "value not found in bytearray")) };
    resizable(vm, array)?;
    array.data.borrow_mut().remove(at);
    Ok(Value::NONE)
}

pub(super) fn resize(vm: &Vm, this: &Value, size: &Value) -> PyResult {
    let array = own(vm, this)?;
    let size = ssize(vm, size)?;
    let Ok(len) = usize::try_from(size) else {
        return Err(exc::value_error(vm, &format!("Can only resize to positive sizes, got {size}")));
    };
    if len != array.data.borrow().len() {
        resizable(vm, array)?;
        check_size(vm, len)?;
        array.data.borrow_mut().resize(len, 0);
    }
    Ok(Value::NONE)
}

pub(super) fn reverse(vm: &Vm, this: &Value) -> PyResult {
    own(vm, this)?.data.borrow_mut().reverse();
    Ok(Value::NONE)
}

pub(super) fn clear(vm: &Vm, this: &Value) -> PyResult {
    let array = own(vm, this)?;
    if !array.data.borrow().is_empty() {
        resizable(vm, array)?;
        array.data.set(Vec::new());
    }
    Ok(Value::NONE)
}

pub(super) fn copy(vm: &Vm, this: &Value) -> PyResult {
    Ok(new_bytearray(vm, own(vm, this)?.to_vec()))
}

pub(super) fn alloc(vm: &Vm, this: &Value) -> PyResult {
    let data = own(vm, this)?.data.borrow();
    // CPython keeps a zero byte behind the content.
    Ok(vm.int(if data.capacity() == 0 { 0 } else { data.capacity().max(data.len() + 1) } as i64))
}

pub(super) fn sizeof(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(crate::heap::dealloc::size_of_object(this) as i64))
}

pub(super) fn reduce(vm: &Vm, this: &Value) -> PyResult {
    reduce_for(vm, this, 2)
}

pub(super) fn reduce_ex(vm: &Vm, args: &[Value]) -> PyResult {
    let protocol = match args.get(1).and_then(Value::given) {
        Some(protocol) => c_int(vm, protocol)? as isize,
        None => 0,
    };
    reduce_for(vm, &args[0], protocol)
}

fn reduce_for(vm: &Vm, this: &Value, protocol: isize) -> PyResult {
    let data = own(vm, this)?.to_vec();
    let state = match attr::has_instance_dict(vm, this) {
        true => vm.get_attr(this, &vm.names().__dict__)?,
        false => Value::NONE,
    };
    let nothing = state.downcast::<crate::types::dict::DictObj>().is_some_and(|state| state.is_empty());
    let state = if nothing { Value::NONE } else { state };
    let args = if data.is_empty() {
        Vec::new()
    } else if protocol < 3 {
        let text: String = data.iter().map(|&byte| byte as char).collect();
        vec![vm.str(&text), vm.str("latin-1")]
    } else {
        vec![crate::types::bytes::new_bytes(vm, &data)]
    };
    Ok(vm.tuple(vec![vm.type_of(this).to_value(), vm.tuple(args), state]))
}
