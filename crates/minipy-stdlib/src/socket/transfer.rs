//! Sending and receiving: `recv`, `send`, `sendall`, `sendto` and their kin.

use minipy_host::net;
use minipy_vm::exc;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::types::buffer::{buffer_bytes, with_bytes_mut};
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::{Value, Vm};

use super::address::{address_arg, address_value};
use super::module::net_of;
use super::object::{SocketObj, run_call, this};

/// `self` and the arguments, of which there must be `least` to `most`.
fn split<'a>(
    vm: &Vm,
    args: &Args<'a>,
    name: &str,
    least: usize,
    most: usize,
) -> PyResult<(&'a SocketObj, &'a [Value])> {
    let Some((object, rest)) = args.pos.split_first() else { return Err(exc::type_error(vm, "self is missing")) };
    if rest.len() < least || rest.len() > most {
        let (quantity, n) = if rest.len() < least { ("at least", least) } else { ("at most", most) };
        let s = if n == 1 { "" } else { "s" };
        let given = rest.len();
        return Err(exc::type_error(vm, &format!("{name}() takes {quantity} {n} argument{s} ({given} given)")));
    }
    Ok((this(vm, object)?, rest))
}

fn flags(vm: &Vm, value: Option<&Value>) -> PyResult<i32> {
    value.map_or(Ok(0), |v| vm.i64_arg(v).map(|n| n as i32))
}

fn size_arg(vm: &Vm, value: &Value, name: &str) -> PyResult<usize> {
    let size = vm.index_to_isize(value, Some(""))?;
    usize::try_from(size).map_err(|_| exc::value_error(vm, &format!("negative buffersize in {name}")))
}

/// A buffer for receiving; MemoryError if there is no room.
pub(super) fn buffer(vm: &Vm, size: usize) -> PyResult<Vec<u8>> {
    let mut buffer = Vec::new();
    if buffer.try_reserve_exact(size).is_err() {
        return Err(exc::memory_error(vm));
    }
    buffer.resize(size, 0);
    Ok(buffer)
}

pub(super) fn recv(vm: &Vm, args: &Args) -> PyResult {
    let (socket, rest) = split(vm, args, "recv", 1, 2)?;
    let size = size_arg(vm, &rest[0], "recv")?;
    let flags = flags(vm, rest.get(1))?;
    let mut data = buffer(vm, size)?;
    let net = net_of(vm)?;
    let count = run_call(vm, socket, net::POLLIN, |fd| net.receive(fd, &mut data, flags))?;
    Ok(new_bytes(vm, &data[..count]))
}

/// The length to receive into a buffer argument.
fn into_length(vm: &Vm, target: &Value, count: Option<&Value>, name: &str) -> PyResult<usize> {
    let room = match with_bytes_mut(vm, target, |b| b.len()) {
        Ok(room) => room,
        Err(raised) if exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            let got = vm.type_of(target).name_str();
            let message = format!("{name}() argument 1 must be read-write bytes-like object, not {got}");
            return Err(exc::type_error(vm, &message));
        }
        Err(raised) => return Err(raised),
    };
    let wanted = count.map_or(Ok(0), |c| vm.index_to_isize(c, Some("")))?;
    let Ok(wanted) = usize::try_from(wanted) else {
        return Err(exc::value_error(vm, &format!("negative buffersize in {name}")));
    };
    if wanted > room {
        return Err(exc::value_error(vm, "buffer too small for requested bytes"));
    }
    Ok(if wanted == 0 { room } else { wanted })
}

pub(super) fn recv_into(vm: &Vm, args: &Args) -> PyResult {
    let (socket, rest) = split(vm, args, "recv_into", 1, 3)?;
    let length = into_length(vm, &rest[0], rest.get(1), "recv_into")?;
    let flags = flags(vm, rest.get(2))?;
    let net = net_of(vm)?;
    if socket.timeout.get() == Some(0) {
        // Nothing blocks, so the bytes go straight to their place.
        let received = with_bytes_mut(vm, &rest[0], |b| net.receive(socket.fd.get(), &mut b[..length], flags))?;
        let count = received.map_err(|e| minipy_vm::io::errors::os_error(vm, &e, None))?;
        return Ok(vm.int(count as i64));
    }
    let mut data = buffer(vm, length)?;
    let count = run_call(vm, socket, net::POLLIN, |fd| net.receive(fd, &mut data, flags))?;
    with_bytes_mut(vm, &rest[0], |b| copy(b, &data[..count]))?;
    Ok(vm.int(count as i64))
}

/// Copies as much as fits; the target may have shrunk meanwhile.
fn copy(target: &mut [u8], data: &[u8]) {
    let count = target.len().min(data.len());
    target[..count].copy_from_slice(&data[..count]);
}

pub(super) fn recvfrom(vm: &Vm, args: &Args) -> PyResult {
    let (socket, rest) = split(vm, args, "recvfrom", 1, 2)?;
    let size = size_arg(vm, &rest[0], "recvfrom")?;
    let flags = flags(vm, rest.get(1))?;
    let mut data = buffer(vm, size)?;
    let net = net_of(vm)?;
    let (count, address) = run_call(vm, socket, net::POLLIN, |fd| net.receive_from(fd, &mut data, flags))?;
    Ok(vm.pair(new_bytes(vm, &data[..count]), address_value(vm, &address)))
}

pub(super) fn recvfrom_into(vm: &Vm, args: &Args) -> PyResult {
    let (socket, rest) = split(vm, args, "recvfrom_into", 1, 3)?;
    let length = into_length(vm, &rest[0], rest.get(1), "recvfrom_into")?;
    let flags = flags(vm, rest.get(2))?;
    let mut data = buffer(vm, length)?;
    let net = net_of(vm)?;
    let (count, address) = run_call(vm, socket, net::POLLIN, |fd| net.receive_from(fd, &mut data, flags))?;
    with_bytes_mut(vm, &rest[0], |b| copy(b, &data[..count]))?;
    Ok(vm.pair(vm.int(count as i64), address_value(vm, &address)))
}

/// Runs something with the bytes of an argument; those of `bytes` are not copied.
fn with_data<R>(vm: &Vm, value: &Value, run: impl FnOnce(&[u8]) -> PyResult<R>) -> PyResult<R> {
    match value.downcast::<BytesObj>() {
        Some(bytes) => run(bytes.data()),
        None => run(&buffer_bytes(vm, value)?),
    }
}

pub(super) fn send(vm: &Vm, args: &Args) -> PyResult {
    let (socket, rest) = split(vm, args, "send", 1, 2)?;
    let flags = flags(vm, rest.get(1))?;
    let net = net_of(vm)?;
    let count = with_data(vm, &rest[0], |data| run_call(vm, socket, net::POLLOUT, |fd| net.send(fd, data, flags)))?;
    Ok(vm.int(count as i64))
}

pub(super) fn sendall(vm: &Vm, args: &Args) -> PyResult {
    let (socket, rest) = split(vm, args, "sendall", 1, 2)?;
    let flags = flags(vm, rest.get(1))?;
    let net = net_of(vm)?;
    with_data(vm, &rest[0], |data| {
        let mut done = 0;
        loop {
            done += run_call(vm, socket, net::POLLOUT, |fd| net.send(fd, &data[done..], flags))?;
            vm.check_signals()?;
            if done >= data.len() {
                return Ok(Value::NONE);
            }
        }
    })
}

pub(super) fn sendto(vm: &Vm, args: &Args) -> PyResult {
    let given = args.pos.len().saturating_sub(1);
    let (object, data, flag, address) = match args.pos {
        [object, data, address] => (object, data, None, address),
        [object, data, flag, address] => (object, data, Some(flag), address),
        _ => return Err(exc::type_error(vm, &format!("sendto() takes 2 or 3 arguments ({given} given)"))),
    };
    let socket = this(vm, object)?;
    let flags = flags(vm, flag)?;
    let address = address_arg(vm, socket.family.get(), address, "sendto")?;
    let net = net_of(vm)?;
    let count =
        with_data(vm, data, |data| run_call(vm, socket, net::POLLOUT, |fd| net.send_to(fd, data, flags, &address)))?;
    Ok(vm.int(count as i64))
}
