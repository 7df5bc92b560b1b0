//! `sendmsg`, `recvmsg`, `recvmsg_into`: several buffers and ancillary data at once.

use minipy_host::net::{self, Message};
use minipy_vm::exc;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::bind::check_positional;
use minipy_vm::types::buffer::{buffer_bytes, with_bytes_mut};
use minipy_vm::types::bytes::new_bytes;
use minipy_vm::{Value, Vm};

use super::address::{address_arg, address_value};
use super::module::net_of;
use super::object::{run_call, this};
use super::transfer::buffer;

fn ancillary_size(vm: &Vm, value: Option<&Value>) -> PyResult<usize> {
    let size = value.map_or(Ok(0), |v| vm.index_to_isize(v, Some("")))?;
    match usize::try_from(size) {
        Ok(size) if size <= i32::MAX as usize => Ok(size),
        _ => Err(exc::value_error(vm, "invalid ancillary data buffer length")),
    }
}

fn flags(vm: &Vm, value: Option<&Value>) -> PyResult<i32> {
    value.map_or(Ok(0), |v| vm.i64_arg(v).map(|n| n as i32))
}

fn answer(vm: &Vm, first: Value, message: &Message) -> Value {
    let ancillary = message
        .ancillary
        .iter()
        .map(|(level, kind, data)| {
            vm.tuple(vec![vm.int(i64::from(*level)), vm.int(i64::from(*kind)), new_bytes(vm, data)])
        })
        .collect();
    vm.tuple(vec![first, vm.list(ancillary), vm.int(i64::from(message.flags)), address_value(vm, &message.address)])
}

pub(super) fn recvmsg(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "recvmsg", args, 1, 1, 3)?;
    let socket = this(vm, &args.pos[0])?;
    let size = vm.index_to_isize(&args.pos[1], Some(""))?;
    let Ok(size) = usize::try_from(size) else {
        return Err(exc::value_error(vm, "negative buffer size in recvmsg()"));
    };
    let ancillary = ancillary_size(vm, args.pos.get(2))?;
    let flags = flags(vm, args.pos.get(3))?;
    let mut data = buffer(vm, size)?;
    let net = net_of(vm)?;
    let message = run_call(vm, socket, net::POLLIN, |fd| net.receive_message(fd, &mut [&mut data], ancillary, flags))?;
    Ok(answer(vm, new_bytes(vm, &data[..message.count.min(size)]), &message))
}

pub(super) fn recvmsg_into(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "recvmsg_into", args, 1, 1, 3)?;
    let socket = this(vm, &args.pos[0])?;
    let targets = vm.collect(&args.pos[1])?;
    let ancillary = ancillary_size(vm, args.pos.get(2))?;
    let flags = flags(vm, args.pos.get(3))?;
    let mut total = 0;
    let mut sizes = Vec::new();
    for target in &targets {
        let size = with_bytes_mut(vm, target, |b| b.len())?;
        total += size;
        sizes.push(size);
    }
    let mut data = buffer(vm, total)?;
    let net = net_of(vm)?;
    let message = run_call(vm, socket, net::POLLIN, |fd| net.receive_message(fd, &mut [&mut data], ancillary, flags))?;
    let mut rest = &data[..message.count.min(total)];
    for (target, size) in targets.iter().zip(sizes) {
        let (here, later) = rest.split_at(size.min(rest.len()));
        with_bytes_mut(vm, target, |b| {
            let count = b.len().min(here.len());
            b[..count].copy_from_slice(&here[..count]);
        })?;
        rest = later;
    }
    Ok(answer(vm, vm.int(message.count as i64), &message))
}

pub(super) fn sendmsg(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "sendmsg", args, 1, 1, 4)?;
    let socket = this(vm, &args.pos[0])?;
    let mut parts = Vec::new();
    for part in vm.collect(&args.pos[1])? {
        parts.push(buffer_bytes(vm, &part)?);
    }
    let mut ancillary = Vec::new();
    if let Some(given) = args.pos.get(2) {
        for item in vm.collect(given)? {
            let fields = vm.collect(&item)?;
            let [level, kind, data] = &fields[..] else {
                let message = "sendmsg() argument 2 must be an iterable of 3-tuples";
                return Err(exc::type_error(vm, message));
            };
            ancillary.push((vm.i64_arg(level)? as i32, vm.i64_arg(kind)? as i32, buffer_bytes(vm, data)?));
        }
    }
    let flags = flags(vm, args.pos.get(3))?;
    let address = match args.pos.get(4).and_then(Value::not_none) {
        Some(address) => Some(address_arg(vm, socket.family.get(), address, "sendmsg")?),
        None => None,
    };
    let net = net_of(vm)?;
    let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let count =
        run_call(vm, socket, net::POLLOUT, |fd| net.send_message(fd, &slices, &ancillary, flags, address.as_ref()))?;
    Ok(vm.int(count as i64))
}
