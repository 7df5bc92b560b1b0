//! `open_connection`, `start_server` and their unix twins.

use minipy_vm::native::{Args, MethodDef};
use minipy_vm::protocol::bind::{Param, parse_signature};
use minipy_vm::protocol::written;
use minipy_vm::types::str_::value_is;
use minipy_vm::{PyResult, Raised, Value, Vm, exc, methods};

use super::{DEFAULT_LIMIT, protocol, reader, writer};
use crate::event_loop::running;
use crate::net::suspend::{spawn, with};

/// The arguments of a stream function: named ones, and the rest for the loop's method.
struct Call {
    named: Vec<Value>,
    limit: Value,
    names: Vec<Value>,
    values: Vec<Value>,
}

/// Takes apart the arguments of a function with the signature `(positional..., *, limit=65536, **kwds)`.
fn arguments(vm: &Vm, args: &Args, function: &str, signature: &str) -> PyResult<Call> {
    let mut named = written::bind(vm, function, signature, args, 0)?;
    let limit = named.pop().unwrap_or_default();
    let taken: Vec<Param<'_>> = parse_signature(signature);
    let mut call = Call { named, limit, names: Vec::new(), values: Vec::new() };
    for (key, value) in args.keywords() {
        if !taken.iter().any(|p| value_is(key, p.name)) {
            call.names.push(key.clone());
            call.values.push(value.clone());
        }
    }
    Ok(call)
}

fn limit_of(vm: &Vm, limit: &Value) -> PyResult<i64> {
    limit.given().map_or(Ok(DEFAULT_LIMIT), |l| vm.i64_arg(l))
}

static FACTORIES: &[MethodDef] = methods! {
    "<lambda>" F1(same_protocol) "(self)" "";
    "factory" F1(server_protocol) "(self)" "";
};

/// The protocol factory of a client: it gives the protocol that is there already.
fn same_protocol(_vm: &Vm, protocol: &Value) -> PyResult {
    Ok(protocol.clone())
}

/// The protocol factory of a server; its data are the loop, the limit and the callback.
fn server_protocol(vm: &Vm, data: &Value) -> PyResult {
    let parts = vm.collect(data)?;
    let [event_loop, limit, callback] = &parts[..] else {
        return Err(exc::type_error(vm, "not a server's factory"));
    };
    let reader = reader::new_reader(vm, vm.i64_arg(limit)?, event_loop.clone())?;
    Ok(protocol::new_protocol(vm, reader, callback.clone(), event_loop))
}

/// Calls the loop's method with a factory, the positional arguments and what is left.
fn call_loop(vm: &Vm, event_loop: &Value, method: &str, factory: Value, call: &Call, skip: usize) -> PyResult {
    let method = vm.get_attr_str(event_loop, method)?;
    let mut pos = vec![factory];
    pos.extend(call.named[skip..].iter().map(|v| v.given().cloned().unwrap_or(Value::NONE)));
    vm.call_args(&method, &Args { pos: &pos, kw: &call.values, names: &call.names })
}

fn client(vm: &Vm, name: &'static str, method: &'static str, call: Call) -> PyResult {
    Ok(spawn(vm, name, |link| async move {
        let (event_loop, reader, protocol, connecting) = with(|vm| {
            let event_loop = running(vm)?;
            let reader = reader::new_reader(vm, limit_of(vm, &call.limit)?, event_loop.clone())?;
            let protocol = protocol::new_protocol(vm, reader.clone(), Value::NULL, &event_loop);
            let factory = vm.bound_builtin(&FACTORIES[0], protocol.clone());
            let connecting = call_loop(vm, &event_loop, method, factory, &call, 0)?;
            Ok::<_, Raised>((event_loop, reader, protocol, connecting))
        })?;
        let made = link.wait(connecting).await?;
        with(|vm| {
            let parts = vm.collect(&made)?;
            let transport = parts.first().cloned().unwrap_or(Value::NONE);
            let writer = writer::new_writer(vm, transport, protocol, reader.clone(), event_loop);
            Ok(vm.pair(reader, writer))
        })
    }))
}

fn server(vm: &Vm, name: &'static str, method: &'static str, call: Call) -> PyResult {
    Ok(spawn(vm, name, |link| async move {
        let serving = with(|vm| {
            let event_loop = running(vm)?;
            let limit = vm.int(limit_of(vm, &call.limit)?);
            let data = vm.tuple(vec![event_loop.clone(), limit, call.named[0].clone()]);
            let factory = vm.bound_builtin(&FACTORIES[1], data);
            call_loop(vm, &event_loop, method, factory, &call, 1)
        })?;
        link.wait(serving).await
    }))
}

/// `open_connection(host=None, port=None, *, limit=65536, **kwds)`
pub(crate) fn open_connection(vm: &Vm, args: &Args) -> PyResult {
    let call = arguments(vm, args, "open_connection", "(host=None, port=None, *, limit=65536, **kwds)")?;
    client(vm, "open_connection", "create_connection", call)
}

/// `open_unix_connection(path=None, *, limit=65536, **kwds)`
pub(crate) fn open_unix_connection(vm: &Vm, args: &Args) -> PyResult {
    let call = arguments(vm, args, "open_unix_connection", "(path=None, *, limit=65536, **kwds)")?;
    client(vm, "open_unix_connection", "create_unix_connection", call)
}

/// `start_server(client_connected_cb, host=None, port=None, *, limit=65536, **kwds)`
pub(crate) fn start_server(vm: &Vm, args: &Args) -> PyResult {
    let call =
        arguments(vm, args, "start_server", "(client_connected_cb, host=None, port=None, *, limit=65536, **kwds)")?;
    server(vm, "start_server", "create_server", call)
}

/// `start_unix_server(client_connected_cb, path=None, *, limit=65536, **kwds)`
pub(crate) fn start_unix_server(vm: &Vm, args: &Args) -> PyResult {
    let call = arguments(vm, args, "start_unix_server", "(client_connected_cb, path=None, *, limit=65536, **kwds)")?;
    server(vm, "start_unix_server", "create_unix_server", call)
}
