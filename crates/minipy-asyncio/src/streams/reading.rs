//! The reading coroutines of `StreamReader`, as step functions. Bytes that were searched once are not searched again.

use minipy_vm::heap::growth;
use minipy_vm::types::buffer::buffer_bytes;
use minipy_vm::types::bytearray::{ByteArrayObj, new_bytearray};
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::{PyResult, Value, Vm, exc};

use super::errors::{incomplete, overrun};
use super::reader::{ReaderObj, begin_wait, maybe_resume, this};
use crate::coroutine::{self, NativeCoroutine, Next};

/// Takes the first bytes of the buffer as a `bytes` object.
fn take(vm: &Vm, reader: &ReaderObj, count: usize) -> PyResult {
    let data = reader.with_bytes(|b| new_bytes(vm, &b[..count.min(b.len())]));
    reader.consume(count);
    maybe_resume(vm, reader)?;
    Ok(data)
}

/// At every resumption: the first one raises what was set on the reader, later ones end the wait.
fn resumed(vm: &Vm, coroutine: &NativeCoroutine, reader: &ReaderObj, outcome: PyResult) -> PyResult<()> {
    if coroutine.state.replace(1) == 1 {
        drop(reader.waiter.take());
        return outcome.map(drop);
    }
    outcome?;
    match reader.exception.get().non_null() {
        Some(exception) => Err(vm.raise(exception)),
        None => Ok(()),
    }
}

/// `reader.readexactly(n)`
pub(crate) fn readexactly(vm: &Vm, value: &Value, count: &Value) -> PyResult {
    Ok(coroutine::make(vm, "StreamReader.readexactly", readexactly_step, [value.clone(), count.clone()]))
}

/// The reader of a read that has to wait for nothing: it has no error set and at least `count` bytes.
fn buffered<'a>(vm: &Vm, value: &'a Value, count: usize) -> PyResult<Option<&'a ReaderObj>> {
    let reader = this(vm, value)?;
    Ok(if reader.exception.borrow().is_null() && reader.len() >= count { Some(reader) } else { None })
}

pub(crate) fn readexactly_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    let Some(count) = args.get(1).and_then(Value::as_small).filter(|n| *n > 0) else { return Ok(None) };
    match buffered(vm, &args[0], count as usize)? {
        Some(reader) => take(vm, reader, count as usize).map(Some),
        None => Ok(None),
    }
}

pub(crate) fn read_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    let Some(count) = args.get(1).and_then(Value::as_small).filter(|n| *n > 0) else { return Ok(None) };
    match buffered(vm, &args[0], 1)? {
        Some(reader) => take(vm, reader, reader.len().min(count as usize)).map(Some),
        None => Ok(None),
    }
}

pub(crate) fn readline_at_once(vm: &Vm, args: &[Value]) -> PyResult<Option<Value>> {
    let Some(reader) = buffered(vm, &args[0], 1)? else { return Ok(None) };
    let limit = usize::try_from(reader.limit.get()).unwrap_or(usize::MAX);
    match reader.with_bytes(|b| memchr::memchr(b'\n', b)) {
        Some(at) if at <= limit => take(vm, reader, at + 1).map(Some),
        _ => Ok(None),
    }
}

fn readexactly_step(vm: &Vm, coroutine: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let (value, count) = (coroutine.slot(0), coroutine.slot(1));
    let reader = this(vm, &value)?;
    let count = match count.as_small() {
        Some(count) => count,
        None => vm.i64_arg(&count)?,
    };
    if count < 0 {
        return Err(exc::value_error(vm, "readexactly size can not be less than zero"));
    }
    let count = count as usize;
    resumed(vm, coroutine, reader, outcome)?;
    if count == 0 {
        return Ok(Next::Return(new_bytes(vm, &[])));
    }
    let length = reader.len();
    if length >= count {
        return take(vm, reader, count).map(Next::Return);
    }
    if reader.eof.get() {
        let partial = reader.with_bytes(<[u8]>::to_vec);
        reader.consume(length);
        return Err(incomplete(vm, &partial, Some(count)));
    }
    begin_wait(vm, reader, "readexactly").map(Next::Await)
}

/// `reader.read(n=-1)`
pub(crate) fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let count = args[1].given().cloned().unwrap_or(Value::small(-1));
    Ok(coroutine::make(vm, "StreamReader.read", read_step, [args[0].clone(), count, Value::NULL]))
}

fn read_step(vm: &Vm, coroutine: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let (value, count) = (coroutine.slot(0), coroutine.slot(1));
    let reader = this(vm, &value)?;
    resumed(vm, coroutine, reader, outcome)?;
    let count = vm.i64_arg(&count)?;
    if count == 0 {
        return Ok(Next::Return(new_bytes(vm, &[])));
    }
    if count < 0 {
        return read_all(vm, coroutine, reader);
    }
    let length = reader.len();
    if length == 0 && !reader.eof.get() {
        return begin_wait(vm, reader, "read").map(Next::Await);
    }
    take(vm, reader, length.min(count as usize)).map(Next::Return)
}

/// Reads to the end; what was read so far is in a slot.
fn read_all(vm: &Vm, coroutine: &NativeCoroutine, reader: &ReaderObj) -> PyResult<Next> {
    let mut blocks = coroutine.slot(2);
    if blocks.is_null() {
        blocks = new_bytearray(vm, Vec::new());
        coroutine.set_slot(2, blocks.clone());
    }
    let Some(array) = blocks.downcast::<ByteArrayObj>() else { return Ok(Next::Return(blocks)) };
    loop {
        if let Some(exception) = reader.exception.get().non_null() {
            return Err(vm.raise(exception));
        }
        let length = reader.len();
        if length == 0 {
            break;
        }
        let count = length.min(usize::try_from(reader.limit.get()).unwrap_or(1).max(1));
        reader.with_bytes(|b| growth::append(vm, &mut array.data.borrow_mut(), &b[..count]))?;
        reader.consume(count);
        maybe_resume(vm, reader)?;
    }
    if reader.eof.get() {
        return Ok(Next::Return(new_bytes(vm, &array.data.borrow())));
    }
    begin_wait(vm, reader, "read").map(Next::Await)
}

/// What a search for separators gave.
enum Search {
    /// The separator begins and ends there.
    Found(usize, usize),
    /// Bytes before this position hold none.
    Not(usize),
}

/// The shortest prefix of the buffer that ends with a separator; `separators` are sorted by length.
fn search(bytes: &[u8], separators: &[Vec<u8>], offset: usize) -> Search {
    let (Some(shortest), Some(longest)) = (separators.first(), separators.last()) else { return Search::Not(offset) };
    if bytes.len() < offset + shortest.len() {
        return Search::Not(offset);
    }
    let mut best: Option<(usize, usize)> = None;
    for separator in separators {
        let from = bytes.get(offset..).unwrap_or(&[]);
        let found = match &separator[..] {
            [byte] => memchr::memchr(*byte, from),
            _ => memchr::memmem::find(from, separator),
        };
        if let Some(at) = found {
            let (start, end) = (offset + at, offset + at + separator.len());
            if best.is_none_or(|(_, e)| end < e) {
                best = Some((start, end));
            }
        }
    }
    match best {
        Some((start, end)) => Search::Found(start, end),
        None => Search::Not((bytes.len() + 1).saturating_sub(longest.len())),
    }
}

/// How a search goes on.
enum Until {
    Found(usize),
    Wait(usize),
    TooLong(&'static str, usize),
    End,
}

fn until(reader: &ReaderObj, separators: &[Vec<u8>], offset: usize) -> Until {
    let limit = usize::try_from(reader.limit.get()).unwrap_or(usize::MAX);
    match reader.with_bytes(|b| search(b, separators, offset)) {
        Search::Found(start, _) if start > limit => {
            Until::TooLong("Separator is found, but chunk is longer than limit", start)
        }
        Search::Found(_, end) => Until::Found(end),
        // CPython looks at the limit only where there was something to search.
        Search::Not(next) if next > offset && next > limit => {
            Until::TooLong("Separator is not found, and chunk exceed the limit", next)
        }
        Search::Not(_) if reader.eof.get() => Until::End,
        Search::Not(next) => Until::Wait(next),
    }
}

/// `reader.readline()`
pub(crate) fn readline(vm: &Vm, value: &Value) -> PyResult {
    Ok(coroutine::make(vm, "StreamReader.readline", readline_step, [value.clone(), Value::small(0)]))
}

fn offset_of(coroutine: &NativeCoroutine, slot: usize) -> usize {
    coroutine.slot(slot).as_small().map_or(0, |n| n as usize)
}

fn readline_step(vm: &Vm, coroutine: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = coroutine.slot(0);
    let reader = this(vm, &value)?;
    resumed(vm, coroutine, reader, outcome)?;
    let offset = offset_of(coroutine, 1);
    let limit = usize::try_from(reader.limit.get()).unwrap_or(usize::MAX);
    let found = reader.with_bytes(|b| {
        let rest = b.get(offset..).unwrap_or(&[]);
        match memchr::memchr(b'\n', rest).map(|at| offset + at) {
            // The usual case: a whole line is there.
            Some(at) if at <= limit => Ok(new_bytes(vm, &b[..at + 1])),
            found => Err((b.len(), found)),
        }
    });
    let found = match found {
        Ok(line) => {
            let length = line.downcast::<BytesObj>().map_or(0, |b| b.data().len());
            reader.consume(length);
            maybe_resume(vm, reader)?;
            return Ok(Next::Return(line));
        }
        Err(found) => found,
    };
    match found {
        (_, Some(at)) => {
            reader.consume(at + 1);
            maybe_resume(vm, reader)?;
            Err(exc::value_error(vm, "Separator is found, but chunk is longer than limit"))
        }
        (length, None) if length > offset && length > limit => {
            reader.consume(length);
            maybe_resume(vm, reader)?;
            Err(exc::value_error(vm, "Separator is not found, and chunk exceed the limit"))
        }
        (length, None) if reader.eof.get() => {
            let partial = reader.with_bytes(|b| new_bytes(vm, b));
            reader.consume(length);
            Ok(Next::Return(partial))
        }
        (length, None) => {
            coroutine.set_slot(1, Value::small(length as i64));
            begin_wait(vm, reader, "readuntil").map(Next::Await)
        }
    }
}

/// `reader.readuntil(separator=b'\n')`
pub(crate) fn readuntil(vm: &Vm, args: &[Value]) -> PyResult {
    let separator = args[1].given().cloned().unwrap_or_else(|| new_bytes(vm, b"\n"));
    let slots = [args[0].clone(), separator, Value::small(0)];
    Ok(coroutine::make(vm, "StreamReader.readuntil", readuntil_step, slots))
}

/// The separators that an argument names, sorted by length.
fn separators(vm: &Vm, value: &Value) -> PyResult<Vec<Vec<u8>>> {
    let mut list = Vec::new();
    match value.downcast::<TupleObj>() {
        Some(tuple) => {
            for item in tuple.items() {
                list.push(buffer_bytes(vm, item)?);
            }
            list.sort_by_key(Vec::len);
        }
        None => {
            vm.len(value)?;
            list.push(buffer_bytes(vm, value)?);
        }
    }
    match list.first() {
        None => Err(exc::value_error(vm, "Separator should contain at least one element")),
        Some(first) if first.is_empty() => Err(exc::value_error(vm, "Separator should be at least one-byte string")),
        Some(_) => Ok(list),
    }
}

fn readuntil_step(vm: &Vm, coroutine: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let value = coroutine.slot(0);
    let reader = this(vm, &value)?;
    let separators = separators(vm, &coroutine.slot(1));
    let separators = match (separators, coroutine.state.get()) {
        (Err(raised), 0) => return Err(raised),
        (separators, _) => separators?,
    };
    resumed(vm, coroutine, reader, outcome)?;
    match until(reader, &separators, offset_of(coroutine, 2)) {
        Until::Found(end) => take(vm, reader, end).map(Next::Return),
        Until::TooLong(message, consumed) => Err(overrun(vm, message, consumed)),
        Until::End => {
            let partial = reader.with_bytes(<[u8]>::to_vec);
            reader.consume(partial.len());
            Err(incomplete(vm, &partial, None))
        }
        Until::Wait(next) => {
            coroutine.set_slot(2, Value::small(next as i64));
            begin_wait(vm, reader, "readuntil").map(Next::Await)
        }
    }
}

/// `anext(reader)`
pub(crate) fn anext(vm: &Vm, value: &Value) -> PyResult {
    Ok(coroutine::make(vm, "StreamReader.__anext__", anext_step, [value.clone()]))
}

fn anext_step(vm: &Vm, coroutine: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let result = outcome?;
    if coroutine.state.replace(1) == 0 {
        return vm.call_method_str(&coroutine.slot(0), "readline", &[]).map(Next::Await);
    }
    if vm.len(&result)? == 0 {
        return Err(vm.raise_with(&vm.exceptions().stop_async_iteration, Vec::new()));
    }
    Ok(Next::Return(result))
}
