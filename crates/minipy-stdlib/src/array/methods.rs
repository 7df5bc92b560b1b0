//! The methods of arrays.

use minipy_vm::exc;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::bind::check_positional;
use minipy_vm::types::buffer;
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::types::int;
use minipy_vm::types::list::ListObj;
use minipy_vm::types::seq_args::{position, ssize};
use minipy_vm::{Value, Vm};

use super::{ArrayObj, kind, new_array, own};
use minipy_vm::heap::growth;

/// How much `tofile` writes at a time.
const BLOCK: usize = 64 * 1024;

pub(super) fn copy(vm: &Vm, this: &Value) -> PyResult {
    let array = own(vm, this)?;
    let data = growth::copied(vm, &array.buffer.data.borrow())?;
    Ok(new_array(vm, array.kind, data))
}

pub(super) fn deepcopy(vm: &Vm, this: &Value, _memo: &Value) -> PyResult {
    copy(vm, this)
}

pub(super) fn sizeof(vm: &Vm, this: &Value) -> PyResult {
    own(vm, this)?;
    Ok(vm.int(vm.size_of(this) as i64))
}

pub(super) fn append(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    own(vm, this)?.push(vm, item)?;
    Ok(Value::NONE)
}

pub(super) fn buffer_info(vm: &Vm, this: &Value) -> PyResult {
    let array = own(vm, this)?;
    let address = array.buffer.data.borrow().as_ptr().addr();
    Ok(vm.pair(vm.uint(address as u64), vm.int(array.len() as i64)))
}

pub(super) fn byteswap(vm: &Vm, this: &Value) -> PyResult {
    let array = own(vm, this)?;
    for item in array.buffer.data.borrow_mut().chunks_exact_mut(array.kind.size()) {
        item.reverse();
    }
    Ok(Value::NONE)
}

pub(super) fn clear(vm: &Vm, this: &Value) -> PyResult {
    let array = own(vm, this)?;
    if array.len() > 0 {
        array.check_resizable(vm)?;
        array.buffer.data.set(Vec::new());
    }
    Ok(Value::NONE)
}

/// The index of the first item in a range that equals a value. The array may change meanwhile.
fn find(vm: &Vm, array: &ArrayObj, value: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let mut at = start;
    while at < stop
        && let Some(item) = array.get(vm, at)
    {
        if vm.eq(&item?, value)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

pub(super) fn contains(vm: &Vm, this: &Value, value: &Value) -> PyResult<bool> {
    Ok(find(vm, own(vm, this)?, value, 0, usize::MAX)?.is_some())
}

pub(super) fn count(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let array = own(vm, this)?;
    let (mut count, mut at) = (0, 0);
    while let Some(found) = find(vm, array, value, at, usize::MAX)? {
        count += 1;
        at = found + 1;
    }
    Ok(vm.int(count))
}

pub(super) fn index(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "index", args, 1, 1, 3)?;
    let array = own(vm, &args.pos[0])?;
    let bound = |at: usize, default: isize| {
        let Some(value) = args.pos.get(at) else { return Ok(default) };
        if int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
            return Err(exc::type_error(vm, "slice indices must be integers or have an __index__ method"));
        }
        vm.index_to_isize(value, None)
    };
    let (start, stop) = (bound(2, 0)?, bound(3, isize::MAX)?);
    let clip = |at: isize| if at < 0 { at.saturating_add_unsigned(array.len()).max(0) } else { at } as usize;
    match find(vm, array, &args.pos[1], clip(start), clip(stop))? {
        Some(at) => Ok(vm.int(at as i64)),
        None => Err(exc::value_error(vm, "array.index(x): x not in array")),
    }
}

/// Appends the items of an array of the same kind or of any iterable.
pub(super) fn extend_with(vm: &Vm, this: &Value, more: &Value) -> PyResult<()> {
    let array = own(vm, this)?;
    let Some(other) = more.downcast::<ArrayObj>() else {
        let iterator = vm.iter(more)?;
        return array.extend_from_iterator(vm, &iterator);
    };
    if !std::ptr::eq(array.kind, other.kind) {
        return Err(exc::type_error(vm, "can only extend with array of same kind"));
    }
    let data = growth::copied(vm, &other.buffer.data.borrow())?;
    array.append_bytes(vm, &data)
}

pub(super) fn extend(vm: &Vm, args: &Args) -> PyResult {
    let pos = super::methods::exactly(vm, "extend", args, 1)?;
    extend_with(vm, &pos[0], &pos[1])?;
    Ok(Value::NONE)
}

/// The arguments of a method whose C function also gets its class: CPython words its arity errors in another way.
pub(super) fn exactly<'a>(vm: &Vm, name: &str, args: &Args<'a>, count: usize) -> PyResult<&'a [Value]> {
    let given = args.pos.len().saturating_sub(1);
    if given + args.kw.len() > count {
        return Err(exc::too_many_in_all(vm, name, count, given + args.kw.len(), given == 0));
    }
    if given < count {
        return Err(exc::too_few_positional(vm, name, count, given, true));
    }
    Ok(args.pos)
}

pub(super) fn frombytes(vm: &Vm, this: &Value, source: &Value) -> PyResult {
    let array = own(vm, this)?;
    let wide = source.downcast::<ArrayObj>().is_some_and(|a| a.kind.shift > 0);
    if wide {
        return Err(exc::type_error(vm, "a bytes-like object is required"));
    }
    let bytes = buffer::with_bytes(vm, source, <[u8]>::to_vec)?;
    if bytes.len() % array.kind.size() != 0 {
        return Err(exc::value_error(vm, "bytes length not a multiple of item size"));
    }
    array.append_bytes(vm, &bytes)?;
    Ok(Value::NONE)
}

pub(super) fn fromfile(vm: &Vm, args: &Args) -> PyResult {
    let pos = exactly(vm, "fromfile", args, 2)?;
    let array = own(vm, &pos[0])?;
    let count = ssize(vm, &pos[2])?;
    let Ok(count) = usize::try_from(count) else { return Err(exc::value_error(vm, "negative count")) };
    let Some(wanted) = count.checked_mul(array.kind.size()).filter(|&n| n <= isize::MAX as usize) else {
        return Err(exc::memory_error(vm));
    };
    let read = vm.call_method_str(&pos[1], "read", &[vm.int(wanted as i64)])?;
    let Some(bytes) = read.downcast::<BytesObj>() else {
        return Err(exc::type_error(vm, "read() didn't return bytes"));
    };
    frombytes(vm, &pos[0], &read)?;
    if bytes.data().len() != wanted {
        return Err(exc::eof_error(vm, "read() didn't return enough bytes"));
    }
    Ok(Value::NONE)
}

pub(super) fn fromlist(vm: &Vm, this: &Value, list: &Value) -> PyResult {
    let array = own(vm, this)?;
    let Some(items) = list.downcast::<ListObj>() else { return Err(exc::type_error(vm, "arg must be list")) };
    if items.is_empty() {
        return Ok(Value::NONE);
    }
    array.check_resizable(vm)?;
    let (before, wanted) = (array.buffer.data.borrow().len(), items.len());
    for at in 0..wanted {
        let stored = match items.get(at) {
            Some(item) => array.push(vm, &item),
            None => Ok(()),
        };
        if let Err(raised) = stored {
            array.buffer.data.borrow_mut().truncate(before);
            return Err(raised);
        }
        if items.len() != wanted {
            array.buffer.data.borrow_mut().truncate(before);
            return Err(exc::runtime_error(vm, "list changed size during iteration"));
        }
    }
    Ok(Value::NONE)
}

pub(super) fn fromunicode(vm: &Vm, this: &Value, text: &Value) -> PyResult {
    let text = vm.str_arg(text, "fromunicode() argument")?;
    let array = own(vm, this)?;
    if !array.kind.is_text() {
        let message = "fromunicode() may only be called on unicode type arrays ('u' or 'w')";
        return Err(exc::value_error(vm, message));
    }
    array.append_bytes(vm, &kind::units(vm, text.bytes())?)?;
    Ok(Value::NONE)
}

pub(super) fn insert(vm: &Vm, this: &Value, index: &Value, item: &Value) -> PyResult {
    let array = own(vm, this)?;
    let index = ssize(vm, index)?;
    let raw = array.kind.store(vm, item)?;
    array.check_resizable(vm)?;
    let (len, size) = (array.len() as isize, array.kind.size());
    let at = if index < 0 { (index + len).max(0) } else { index.min(len) } as usize * size;
    let mut data = array.buffer.data.borrow_mut();
    if data.capacity() - data.len() < size && !growth::make_room(&mut data, size) {
        drop(data);
        return Err(growth::failed(vm));
    }
    data.splice(at..at, raw[..size].iter().copied());
    Ok(Value::NONE)
}

pub(super) fn pop(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "pop", args, 1, 0, 1)?;
    let array = own(vm, &args.pos[0])?;
    let index = args.pos.get(1).map_or(Ok(-1), |i| ssize(vm, i))?;
    let len = array.len();
    if len == 0 {
        return Err(exc::index_error(vm, "pop from empty array"));
    }
    let item = position(index, len).and_then(|at| Some((at, array.get(vm, at)?)));
    let Some((at, item)) = item else { return Err(exc::index_error(vm, "pop index out of range")) };
    let item = item?;
    delete(vm, array, at)?;
    Ok(item)
}

fn delete(vm: &Vm, array: &ArrayObj, at: usize) -> PyResult<()> {
    array.check_resizable(vm)?;
    let size = array.kind.size();
    let mut data = array.buffer.data.borrow_mut();
    if (at + 1) * size <= data.len() {
        data.drain(at * size..(at + 1) * size);
    }
    Ok(())
}

pub(super) fn remove(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let array = own(vm, this)?;
    match find(vm, array, value, 0, usize::MAX)? {
        Some(at) => delete(vm, array, at).map(|()| Value::NONE),
        None => Err(exc::value_error(vm, "array.remove(x): x not in array")),
    }
}

pub(super) fn reverse(vm: &Vm, this: &Value) -> PyResult {
    let array = own(vm, this)?;
    let mut data = array.buffer.data.borrow_mut();
    data.reverse();
    for item in data.chunks_exact_mut(array.kind.size()) {
        item.reverse();
    }
    Ok(Value::NONE)
}

pub(super) fn tobytes(vm: &Vm, this: &Value) -> PyResult {
    Ok(new_bytes(vm, &own(vm, this)?.buffer.data.borrow()))
}

pub(super) fn tofile(vm: &Vm, args: &Args) -> PyResult {
    let pos = exactly(vm, "tofile", args, 1)?;
    let array = own(vm, &pos[0])?;
    let mut at = 0;
    loop {
        // `write` may change the array.
        let block = {
            let data = array.buffer.data.borrow();
            let Some(rest) = data.get(at..).filter(|rest| !rest.is_empty()) else { return Ok(Value::NONE) };
            new_bytes(vm, &rest[..rest.len().min(BLOCK)])
        };
        vm.call_method_str(&pos[1], "write", &[block])?;
        at += BLOCK;
    }
}

pub(super) fn tolist(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.list(own(vm, this)?.items(vm)?))
}

pub(super) fn tounicode(vm: &Vm, this: &Value) -> PyResult {
    let array = own(vm, this)?;
    if !array.kind.is_text() {
        let message = "tounicode() may only be called on unicode type arrays ('u' or 'w')";
        return Err(exc::value_error(vm, message));
    }
    array.text(vm)
}
