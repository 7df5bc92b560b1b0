//! Writing of stream transports: straight to the system when nothing is queued, the rest when there is room; and the
//! flow control of protocols.

use minipy_host::net::{SHUT_WR, errno};
use minipy_vm::types::buffer::with_bytes;
use minipy_vm::types::bytearray::ByteArrayObj;
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::types::memoryview::MemoryViewObj;
use minipy_vm::{PyResult, Value, Vm, exc};

use super::transport::{ProtocolKind, TransportObj, end, fatal, in_context, this, unwatch};
use super::{is_fatal, loop_of, report};
use crate::event_loop::watch::Watch;
use crate::streams::protocol as stream;

/// After this many writes to a lost connection each further one is logged.
pub(crate) const LOG_THRESHOLD: u32 = 5;

/// Buffers that go into one system call.
const MOST_PARTS: usize = 1024;

/// The length of a data argument; TypeError for what is no `bytes`, `bytearray` or `memoryview`.
pub(crate) fn data_length(vm: &Vm, data: &Value, wanted: &str) -> PyResult<usize> {
    if let Some(bytes) = data.downcast::<BytesObj>() {
        return Ok(bytes.data().len());
    }
    if data.downcast::<ByteArrayObj>().is_none() && data.downcast::<MemoryViewObj>().is_none() {
        let got = vm.type_of(data).plain_name();
        return Err(exc::type_error(vm, &format!("data argument must be a {wanted}, not '{got}'")));
    }
    with_bytes(vm, data, <[u8]>::len)
}

/// Counts a write to a lost connection.
pub(crate) fn count_lost_write(vm: &Vm, transport: &TransportObj) {
    let count = transport.conn_lost.get();
    if count >= LOG_THRESHOLD {
        minipy_vm::sysmod::write_stderr(vm, "socket.send() raised exception.\n");
    }
    transport.conn_lost.set(count + 1);
}

/// `transport.write(data)`
pub(crate) fn write(vm: &Vm, value: &Value, transport: &TransportObj, data: &Value) -> PyResult<()> {
    let length = data_length(vm, data, "bytes, bytearray, or memoryview object")?;
    if transport.eof.get() {
        return Err(exc::runtime_error(vm, "Cannot call write() after write_eof()"));
    }
    if !transport.empty_waiter.borrow().is_null() {
        return Err(exc::runtime_error(vm, "unable to write; sendfile is in progress"));
    }
    if length == 0 {
        return Ok(());
    }
    if transport.conn_lost.get() > 0 {
        count_lost_write(vm, transport);
        return Ok(());
    }
    let mut sent = 0;
    if transport.buffered.get() == 0 {
        match with_bytes(vm, data, |b| transport.net.send(transport.fd.get(), b, 0))? {
            Ok(count) if count >= length => return Ok(()),
            Ok(count) => sent = count,
            Err(error) if error.errno == errno::EAGAIN || error.is_interrupted() => {}
            Err(error) => {
                let raised = minipy_vm::io::errors::os_error(vm, &error, None);
                return fatal(vm, value, transport, raised, "Fatal write error on socket transport");
            }
        }
        watch_writing(vm, value, transport)?;
    }
    push(vm, transport, data, sent, length)?;
    maybe_pause(vm, value, transport)
}

fn watch_writing(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    let event_loop = transport.event_loop.get();
    let watch = Watch::Native(write_ready, value.clone());
    drop(loop_of(vm, &event_loop)?.watch(vm, transport.fd.get(), true, watch)?);
    Ok(())
}

/// Queues what of `data` has not been sent. `bytes` are kept, anything that may change is copied.
pub(crate) fn push(vm: &Vm, transport: &TransportObj, data: &Value, sent: usize, length: usize) -> PyResult<()> {
    let first = transport.buffered.get() == 0;
    let kept = if vm.type_of(data).is(&vm.types().bytes) && (first || sent == 0) {
        transport.first_offset.set(if first { sent } else { transport.first_offset.get() });
        data.clone()
    } else {
        if first {
            transport.first_offset.set(0);
        }
        with_bytes(vm, data, |b| b[sent..].to_vec()).map(|rest| new_bytes(vm, &rest))?
    };
    transport.buffered.set(transport.buffered.get() + length - sent);
    if !crate::room::push_back(&mut transport.buffer.borrow_mut(), kept) {
        return Err(minipy_vm::heap::growth::failed(vm));
    }
    Ok(())
}

/// `transport.writelines(list_of_data)`
pub(crate) fn writelines(vm: &Vm, value: &Value, transport: &TransportObj, list: &Value) -> PyResult<()> {
    if transport.eof.get() {
        return Err(exc::runtime_error(vm, "Cannot call writelines() after write_eof()"));
    }
    let items = vm.collect(list)?;
    if items.is_empty() {
        return Ok(());
    }
    if transport.conn_lost.get() > 0 {
        count_lost_write(vm, transport);
        return Ok(());
    }
    let was_empty = transport.buffered.get() == 0;
    for item in &items {
        let length = with_bytes(vm, item, <[u8]>::len)?;
        if length > 0 {
            push(vm, transport, item, 0, length)?;
        }
    }
    if transport.buffered.get() == 0 {
        return Ok(());
    }
    flush(vm, value, transport)?;
    if transport.buffered.get() > 0 {
        if was_empty {
            watch_writing(vm, value, transport)?;
        }
        maybe_pause(vm, value, transport)?;
    }
    Ok(())
}

/// Forgets what is queued.
pub(crate) fn clear(transport: &TransportObj) {
    transport.buffered.set(0);
    transport.first_offset.set(0);
    drop(transport.buffer.take());
    drop(transport.datagrams.take());
}

/// There is room to write.
pub(crate) fn write_ready(vm: &Vm, value: &Value, _: &Value) -> PyResult<()> {
    let transport = this(vm, value)?;
    if transport.conn_lost.get() > 0 || transport.buffered.get() == 0 {
        return Ok(());
    }
    in_context(vm, transport, |vm| flush(vm, value, transport))
}

/// Sends what is queued, as far as there is room.
fn flush(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    let (fd, net, offset) = (transport.fd.get(), transport.net, transport.first_offset.get());
    let result = {
        let buffer = transport.buffer.borrow();
        let mut parts: Vec<&[u8]> = buffer
            .iter()
            .take(MOST_PARTS)
            .map(|item| item.downcast::<BytesObj>().map_or(&[][..], BytesObj::data))
            .collect();
        if let Some(first) = parts.first_mut() {
            *first = first.get(offset..).unwrap_or(&[]);
        }
        match &parts[..] {
            [only] => net.send(fd, only, 0),
            _ => net.send_message(fd, &parts, &[], 0, None),
        }
    };
    match result {
        Ok(count) => sent(transport, count),
        Err(error) if error.errno == errno::EAGAIN || error.is_interrupted() => return Ok(()),
        Err(error) => {
            unwatch(transport, true);
            clear(transport);
            let raised = minipy_vm::io::errors::os_error(vm, &error, None);
            return fatal(vm, value, transport, raised, "Fatal write error on socket transport");
        }
    }
    maybe_resume(vm, value, transport)?;
    if transport.buffered.get() > 0 {
        return Ok(());
    }
    unwatch(transport, true);
    super::sendfile::is_empty(transport);
    if transport.closing.get() && transport.conn_lost.get() == 0 {
        transport.conn_lost.set(1);
        return end(vm, value, transport, &Value::NONE);
    }
    if transport.eof.get() {
        net.shutdown(fd, SHUT_WR).map_err(|e| minipy_vm::io::errors::os_error(vm, &e, None))?;
    }
    Ok(())
}

/// Takes sent bytes off the queue.
pub(crate) fn sent(transport: &TransportObj, count: usize) {
    transport.buffered.set(transport.buffered.get().saturating_sub(count));
    let mut left = count + transport.first_offset.get();
    let mut gone = Vec::new();
    {
        let mut buffer = transport.buffer.borrow_mut();
        while let Some(first) = buffer.front() {
            let length = first.downcast::<BytesObj>().map_or(0, |b| b.data().len());
            if left < length {
                break;
            }
            left -= length;
            gone.extend(buffer.pop_front());
        }
        if buffer.is_empty() {
            left = 0;
        }
    }
    transport.first_offset.set(left);
    drop(gone);
}

/// `transport.write_eof()`
pub(crate) fn write_eof(vm: &Vm, transport: &TransportObj) -> PyResult<()> {
    if transport.closing.get() || transport.eof.replace(true) {
        return Ok(());
    }
    if transport.buffered.get() == 0 {
        let done = transport.net.shutdown(transport.fd.get(), SHUT_WR);
        done.map_err(|e| minipy_vm::io::errors::os_error(vm, &e, None))?;
    }
    Ok(())
}

/// Tells the protocol to pause if too much is queued.
pub(crate) fn maybe_pause(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    if transport.buffered.get() <= transport.high.get() || transport.protocol_paused.replace(true) {
        return Ok(());
    }
    let protocol = transport.protocol.get();
    let result = match transport.protocol_kind.get() {
        ProtocolKind::Stream => stream::pause_writing(vm, &protocol),
        _ => vm.call_method(&protocol, &transport.names.pause_writing, &[]).map(drop),
    };
    flow_failed(vm, value, transport, result, "protocol.pause_writing() failed")
}

/// Tells the protocol to go on if little enough is queued.
pub(crate) fn maybe_resume(vm: &Vm, value: &Value, transport: &TransportObj) -> PyResult<()> {
    if !transport.protocol_paused.get() || transport.buffered.get() > transport.low.get() {
        return Ok(());
    }
    transport.protocol_paused.set(false);
    let protocol = transport.protocol.get();
    let result = match transport.protocol_kind.get() {
        ProtocolKind::Stream => stream::resume_writing(vm, &protocol),
        _ => vm.call_method(&protocol, &transport.names.resume_writing, &[]).map(drop),
    };
    flow_failed(vm, value, transport, result, "protocol.resume_writing() failed")
}

fn flow_failed(vm: &Vm, value: &Value, transport: &TransportObj, result: PyResult<()>, message: &str) -> PyResult<()> {
    let Err(raised) = result else { return Ok(()) };
    let exception = vm.take_exception(raised);
    if is_fatal(vm, &exception) {
        return Err(vm.raise_again(exception));
    }
    let event_loop = transport.event_loop.get();
    report(
        vm,
        &event_loop,
        &[
            ("message", vm.str(message)),
            ("exception", exception),
            ("transport", value.clone()),
            ("protocol", transport.protocol.get().non_null().unwrap_or(Value::NONE)),
        ],
    )
}
