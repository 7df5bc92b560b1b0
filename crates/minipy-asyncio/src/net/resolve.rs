//! Resolving addresses for connections and servers: literals at once, names in a thread.

use minipy_host::net as host_net;
use minipy_stdlib::socket::lookup;
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::types::bytes::BytesObj;
use minipy_vm::types::str_::StrObj;
use minipy_vm::{PyResult, Value, Vm, exc, methods};

use super::suspend::{Link, spawn, with};

/// What an address is to be resolved for.
#[derive(Clone, Copy, Debug)]
pub struct Hints {
    /// The family, or 0.
    pub family: i32,
    /// The socket type.
    pub kind: i32,
    /// The protocol, or 0.
    pub protocol: i32,
    /// `AI_*` flags.
    pub flags: i32,
}

/// One resolved address.
#[derive(Clone)]
pub struct Info {
    /// The family.
    pub family: i32,
    /// The socket type.
    pub kind: i32,
    /// The protocol.
    pub protocol: i32,
    /// The address as Python sees it.
    pub address: Value,
}

/// The address itself, if `host` is one.
fn literal(vm: &Vm, host: &Value, port: &Value, rest: &[Value], hints: Hints) -> PyResult<Option<Info>> {
    let known = [0, host_net::IPPROTO_TCP, host_net::IPPROTO_UDP];
    if !known.contains(&hints.protocol) || host.is_none() {
        return Ok(None);
    }
    let protocol = match hints.kind {
        host_net::SOCK_STREAM => host_net::IPPROTO_TCP,
        host_net::SOCK_DGRAM => host_net::IPPROTO_UDP,
        _ => return Ok(None),
    };
    let text_of = |value: &Value| match (value.downcast::<StrObj>(), value.downcast::<BytesObj>()) {
        (Some(text), _) => Some(text.to_string_lossy().into_owned()),
        (_, Some(bytes)) => Some(String::from_utf8_lossy(bytes.data()).into_owned()),
        _ => None,
    };
    let port = match (port.not_none(), text_of(port)) {
        (None, _) => Value::small(0),
        (_, Some(text)) if text.is_empty() => Value::small(0),
        (_, Some(text)) => match text.trim().parse::<i64>() {
            Ok(number) => vm.int(number),
            Err(_) => return Ok(None),
        },
        (Some(port), None) => match vm.index(port) {
            Ok(number) => number,
            Err(raised) => {
                drop(vm.take_exception(raised));
                return Ok(None);
            }
        },
    };
    let Some(host) = text_of(host) else { return Ok(None) };
    if host.contains('%') {
        return Ok(None);
    }
    let wanted = |family: i32| hints.family == host_net::AF_UNSPEC || hints.family == family;
    let shown = vm.str(&host);
    if wanted(host_net::AF_INET) && host_net::parse_v4(&host).is_some() {
        let address = vm.pair(shown, port);
        return Ok(Some(Info { family: host_net::AF_INET, kind: hints.kind, protocol, address }));
    }
    if wanted(host_net::AF_INET6) && host_net::parse_v6(&host).is_some() {
        let part = |i: usize| rest.get(i).cloned().unwrap_or(Value::small(0));
        let address = vm.tuple(vec![shown, port, part(0), part(1)]);
        return Ok(Some(Info { family: host_net::AF_INET6, kind: hints.kind, protocol, address }));
    }
    Ok(None)
}

/// An answer of `getaddrinfo` as a struct.
pub(crate) fn info_of(vm: &Vm, answer: &Value) -> PyResult<Info> {
    let parts = vm.collect(answer)?;
    let [family, kind, protocol, _, address] = &parts[..] else {
        return Err(exc::value_error(vm, "not enough values to unpack (expected 5)"));
    };
    let number = |v: &Value| vm.i64_arg(v).map(|n| n as i32);
    Ok(Info { family: number(family)?, kind: number(kind)?, protocol: number(protocol)?, address: address.clone() })
}

/// Resolves an address tuple; names are looked up by the loop's `getaddrinfo`.
pub async fn ensure_resolved(link: &Link, event_loop: &Value, address: &Value, hints: Hints) -> PyResult<Vec<Info>> {
    let asked = with(|vm| {
        let parts = vm.collect(address)?;
        let [host, port, rest @ ..] = &parts[..] else {
            return Err(exc::value_error(vm, "not enough values to unpack (expected 2)"));
        };
        if let Some(info) = literal(vm, host, port, rest, hints)? {
            return Ok(Err(info));
        }
        let method = vm.get_attr_str(event_loop, "getaddrinfo")?;
        let names = ["family", "type", "proto", "flags"].map(|n| vm.str(n));
        let values = [hints.family, hints.kind, hints.protocol, hints.flags].map(|n| vm.int(i64::from(n)));
        vm.call_args(&method, &Args { pos: &[host.clone(), port.clone()], kw: &values, names: &names }).map(Ok)
    })?;
    let awaitable = match asked {
        Err(info) => return Ok(vec![info]),
        Ok(awaitable) => awaitable,
    };
    let answers = link.wait(awaitable).await?;
    with(|vm| vm.collect(&answers)?.iter().map(|a| info_of(vm, a)).collect())
}

static LOOKUPS: &[MethodDef] = methods! {
    "getaddrinfo" FN(getaddrinfo_call) "(host, port, family=0, type=0, proto=0, flags=0)" "";
    "getnameinfo" F2(lookup::getnameinfo) "(sockaddr, flags, /)" "";
};

fn getaddrinfo_call(vm: &Vm, args: &[Value]) -> PyResult {
    let number = |i: usize| args[i].given().map_or(Ok(0), |v| vm.i64_arg(v).map(|n| n as i32));
    let hints = [number(2)?, number(3)?, number(4)?, number(5)?];
    lookup::resolve(vm, &args[0], &args[1], hints).map(|found| vm.list(found))
}

/// Runs a lookup in the loop's default executor.
fn in_thread(vm: &Vm, event_loop: &Value, name: &'static str, def: &'static MethodDef, args: Vec<Value>) -> PyResult {
    let event_loop = event_loop.clone();
    let function = vm.builtin_function(def, vm.str("_socket"));
    Ok(spawn(vm, name, |link| async move {
        let future = with(|vm| {
            let mut pos = vec![Value::NONE, function];
            pos.extend(args);
            vm.call_method_str(&event_loop, "run_in_executor", &pos)
        })?;
        link.wait(future).await
    }))
}

/// `loop.getaddrinfo(host, port, *, family=0, type=0, proto=0, flags=0)`
pub(crate) fn getaddrinfo(vm: &Vm, args: &[Value]) -> PyResult {
    let or_zero = |v: &Value| v.given().cloned().unwrap_or(Value::small(0));
    let mut pos = args[1..3].to_vec();
    pos.extend(args[3..7].iter().map(or_zero));
    in_thread(vm, &args[0], "BaseEventLoop.getaddrinfo", &LOOKUPS[0], pos)
}

/// `loop.getnameinfo(sockaddr, flags=0)`
pub(crate) fn getnameinfo(vm: &Vm, args: &[Value]) -> PyResult {
    let flags = args[2].given().cloned().unwrap_or(Value::small(0));
    in_thread(vm, &args[0], "BaseEventLoop.getnameinfo", &LOOKUPS[1], vec![args[1].clone(), flags])
}
