//! Names: hosts, services, protocols, interfaces, and the text form of addresses.

use minipy_host::net::{self, Address};
use minipy_vm::exc;
use minipy_vm::io::errors::os_error;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::bind::check_positional;
use minipy_vm::types::buffer::buffer_bytes;
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::{Value, Vm};

use super::address::{address_value, host_arg};
use super::module::{gaierror, net_of, resolve_error};

/// Calls `getaddrinfo` without the interpreter lock and shows the answers as Python values.
pub fn resolve(vm: &Vm, host: &Value, port: &Value, hints: [i32; 4]) -> PyResult<Vec<Value>> {
    let host = match host.not_none() {
        None => None,
        Some(host) if host.downcast::<StrObj>().is_some() || host.downcast::<BytesObj>().is_some() => {
            Some(host_arg(vm, host)?)
        }
        Some(_) => return Err(exc::type_error(vm, "getaddrinfo() argument 1 must be string or None")),
    };
    let service = match port.not_none() {
        None => None,
        Some(port) if minipy_vm::types::int::as_int(port).is_some() => {
            let Some(number) = minipy_vm::types::int::to_i64(port) else {
                return Err(exc::overflow_error(vm, "Python int too large to convert to C long"));
            };
            Some(number.to_string().into_bytes())
        }
        Some(port) => match (port.downcast::<StrObj>(), port.downcast::<BytesObj>()) {
            (Some(text), _) => Some(text.bytes().to_vec()),
            (_, Some(bytes)) => Some(bytes.data().to_vec()),
            _ => return Err(vm.raise_text(&vm.exceptions().os_error, "Int or String expected")),
        },
    };
    let net = net_of(vm)?;
    let [family, kind, protocol, flags] = hints;
    let found = vm.without_gil(|| net.resolve(host.as_deref(), service.as_deref(), family, kind, protocol, flags));
    let found = found.map_err(|e| resolve_error(vm, e))?;
    Ok(found
        .iter()
        .map(|r| {
            vm.tuple(vec![
                vm.int(i64::from(r.family)),
                vm.int(i64::from(r.kind)),
                vm.int(i64::from(r.protocol)),
                vm.str(&String::from_utf8_lossy(&r.canonical)),
                address_value(vm, &r.address),
            ])
        })
        .collect())
}

pub(super) fn getaddrinfo(vm: &Vm, args: &[Value]) -> PyResult {
    let number = |i: usize| args[i].given().map_or(Ok(0), |v| vm.i64_arg(v).map(|n| n as i32));
    let hints = [number(2)?, number(3)?, number(4)?, number(5)?];
    resolve(vm, &args[0], &args[1], hints).map(|found| vm.list(found))
}

/// The IPv4 addresses of a host, and its canonical name.
fn addresses(vm: &Vm, host: &Value) -> PyResult<(Vec<Value>, String)> {
    let name = host_arg(vm, host)?;
    let net = net_of(vm)?;
    let found = vm.without_gil(|| net.resolve(Some(&name), None, net::AF_INET, net::SOCK_STREAM, 0, net::AI_CANONNAME));
    let found = found.map_err(|e| resolve_error(vm, e))?;
    let canonical = found.first().map(|f| String::from_utf8_lossy(&f.canonical).into_owned()).unwrap_or_default();
    let list = found.iter().filter_map(|f| match f.address {
        Address::V4 { ip, .. } => Some(vm.str(&net::format_v4(ip))),
        _ => None,
    });
    Ok((list.collect(), canonical))
}

pub(super) fn gethostbyname(vm: &Vm, host: &Value) -> PyResult {
    match addresses(vm, host)?.0.into_iter().next() {
        Some(first) => Ok(first),
        None => Err(gaierror(vm, -2, "Name or service not known")),
    }
}

pub(super) fn gethostbyname_ex(vm: &Vm, host: &Value) -> PyResult {
    let (found, canonical) = addresses(vm, host)?;
    Ok(vm.tuple(vec![vm.str(&canonical), vm.list(Vec::new()), vm.list(found)]))
}

pub(super) fn gethostbyaddr(vm: &Vm, host: &Value) -> PyResult {
    let (found, _) = addresses(vm, host)?;
    let Some(first) = found.first() else { return Err(gaierror(vm, -2, "Name or service not known")) };
    let ip = net::parse_v4(&vm.str_string(first)?).unwrap_or([0; 4]);
    let net = net_of(vm)?;
    let (name, _) =
        vm.without_gil(|| net.name_of(&Address::V4 { ip, port: 0 }, 0)).map_err(|e| resolve_error(vm, e))?;
    Ok(vm.tuple(vec![vm.str(&String::from_utf8_lossy(&name)), vm.list(Vec::new()), vm.list(found)]))
}

/// `getnameinfo(sockaddr, flags)`
pub fn getnameinfo(vm: &Vm, address: &Value, flags: &Value) -> PyResult {
    let Some(tuple) = address.downcast::<TupleObj>() else {
        return Err(exc::type_error(vm, "getnameinfo() argument 1 must be a tuple"));
    };
    let flags = vm.i64_arg(flags)? as i32;
    let [host, port, rest @ ..] = tuple.items() else {
        return Err(exc::type_error(vm, "getnameinfo(): illegal sockaddr argument"));
    };
    let number = |i: usize| rest.get(i).map_or(Ok(0), |v| vm.i64_arg(v));
    let (flow, scope) = (number(0)?, number(1)?);
    if !(0..=0xfffff).contains(&flow) {
        return Err(exc::overflow_error(vm, "getnameinfo(): flowinfo must be 0-1048575."));
    }
    let service = vm.i64_arg(port)?.to_string().into_bytes();
    let host = host_arg(vm, host)?;
    let net = net_of(vm)?;
    let found = vm
        .without_gil(|| {
            net.resolve(Some(&host), Some(&service), net::AF_UNSPEC, net::SOCK_DGRAM, 0, net::AI_NUMERICHOST)
        })
        .map_err(|e| resolve_error(vm, e))?;
    let [only] = &found[..] else {
        return Err(vm.raise_text(&vm.exceptions().os_error, "sockaddr resolved to multiple addresses"));
    };
    let address = match &only.address {
        Address::V4 { .. } if !rest.is_empty() => {
            return Err(vm.raise_text(&vm.exceptions().os_error, "IPv4 sockaddr must be 2 tuple"));
        }
        Address::V6 { ip, port, .. } => {
            Address::V6 { ip: *ip, port: *port, flowinfo: flow as u32, scope_id: scope as u32 }
        }
        other => other.clone(),
    };
    let (name, service) = vm.without_gil(|| net.name_of(&address, flags)).map_err(|e| resolve_error(vm, e))?;
    Ok(vm.pair(vm.str(&String::from_utf8_lossy(&name)), vm.str(&String::from_utf8_lossy(&service))))
}

fn text_arg(vm: &Vm, value: &Value, name: &str) -> PyResult<String> {
    match value.downcast::<StrObj>() {
        Some(text) => Ok(text.to_string_lossy().into_owned()),
        None => {
            let got = vm.type_of(value).name_str();
            Err(exc::type_error(vm, &format!("{name}() argument must be str, not {got}")))
        }
    }
}

fn os_text(vm: &Vm, message: &str) -> minipy_vm::Raised {
    vm.raise_text(&vm.exceptions().os_error, message)
}

pub(super) fn getprotobyname(vm: &Vm, name: &Value) -> PyResult {
    let name = text_arg(vm, name, "getprotobyname")?;
    match net_of(vm)?.protocol_by_name(name.as_bytes()) {
        Some(number) => Ok(vm.int(i64::from(number))),
        None => Err(os_text(vm, "protocol not found")),
    }
}

pub(super) fn getservbyname(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "getservbyname", args, 0, 1, 2)?;
    let name = text_arg(vm, &args.pos[0], "getservbyname")?;
    let protocol = args.pos.get(1).map(|p| text_arg(vm, p, "getservbyname")).transpose()?;
    match net_of(vm)?.service_by_name(name.as_bytes(), protocol.as_deref().map(str::as_bytes)) {
        Some(port) => Ok(vm.int(i64::from(port))),
        None => Err(os_text(vm, "service/proto not found")),
    }
}

pub(super) fn getservbyport(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "getservbyport", args, 0, 1, 2)?;
    let Ok(port) = u16::try_from(vm.i64_arg(&args.pos[0])?) else {
        return Err(exc::overflow_error(vm, "getservbyport: port must be 0-65535."));
    };
    let protocol = args.pos.get(1).map(|p| text_arg(vm, p, "getservbyport")).transpose()?;
    match net_of(vm)?.service_by_port(port, protocol.as_deref().map(str::as_bytes)) {
        Some(name) => Ok(vm.str(&String::from_utf8_lossy(&name))),
        None => Err(os_text(vm, "port/proto not found")),
    }
}

pub(super) fn if_nametoindex(vm: &Vm, name: &Value) -> PyResult {
    let name = match name.downcast::<StrObj>() {
        Some(text) => text.bytes().to_vec(),
        None => buffer_bytes(vm, name)?,
    };
    let index = net_of(vm)?.interface_index(&name).map_err(|e| os_error(vm, &e, None))?;
    Ok(vm.int(i64::from(index)))
}

pub(super) fn if_indextoname(vm: &Vm, index: &Value) -> PyResult {
    let Ok(index) = u32::try_from(vm.i64_arg(index)?) else {
        return Err(exc::overflow_error(vm, "index is out of range"));
    };
    let name = net_of(vm)?.interface_name(index).map_err(|e| os_error(vm, &e, None))?;
    Ok(vm.str(&String::from_utf8_lossy(&name)))
}

pub(super) fn if_nameindex(vm: &Vm) -> PyResult {
    let found = net_of(vm)?.interfaces().map_err(|e| os_error(vm, &e, None))?;
    let pairs = found.iter().map(|(i, n)| vm.pair(vm.int(i64::from(*i)), vm.str(&String::from_utf8_lossy(n))));
    Ok(vm.list(pairs.collect()))
}

pub(super) fn inet_aton(vm: &Vm, text: &Value) -> PyResult {
    let text = text_arg(vm, text, "inet_aton")?;
    match net::parse_v4_lenient(&text) {
        Some(ip) => Ok(new_bytes(vm, &ip)),
        None => Err(os_text(vm, "illegal IP address string passed to inet_aton")),
    }
}

pub(super) fn inet_ntoa(vm: &Vm, packed: &Value) -> PyResult {
    match <[u8; 4]>::try_from(buffer_bytes(vm, packed)?) {
        Ok(ip) => Ok(vm.str(&net::format_v4(ip))),
        Err(_) => Err(os_text(vm, "packed IP wrong length")),
    }
}

pub(super) fn inet_ntop(vm: &Vm, family: &Value, packed: &Value) -> PyResult {
    let family = vm.i64_arg(family)? as i32;
    let bytes = buffer_bytes(vm, packed)?;
    let wrong = || exc::value_error(vm, "invalid length of packed IP address string");
    match family {
        net::AF_INET => <[u8; 4]>::try_from(bytes).map(|ip| vm.str(&net::format_v4(ip))).map_err(|_| wrong()),
        net::AF_INET6 => <[u8; 16]>::try_from(bytes).map(|ip| vm.str(&net::format_v6(ip))).map_err(|_| wrong()),
        other => Err(exc::value_error(vm, &format!("unknown address family {other}"))),
    }
}

pub(super) fn inet_pton(vm: &Vm, family: &Value, text: &Value) -> PyResult {
    let family = vm.i64_arg(family)? as i32;
    let text = text_arg(vm, text, "inet_pton")?;
    let packed = match family {
        net::AF_INET => net::parse_v4(&text).map(|ip| ip.to_vec()),
        net::AF_INET6 => net::parse_v6(&text).map(|ip| ip.to_vec()),
        _ => return Err(os_error(vm, &minipy_host::HostError::from_errno(97), None)),
    };
    match packed {
        Some(packed) => Ok(new_bytes(vm, &packed)),
        None => Err(os_text(vm, "illegal IP address string passed to inet_pton")),
    }
}
