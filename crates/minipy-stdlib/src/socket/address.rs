//! Socket addresses as Python values: tuples for the internet families, paths for `AF_UNIX`.

use minipy_host::net::{self, Address};
use minipy_vm::native::PyResult;
use minipy_vm::types::bytearray::ByteArrayObj;
use minipy_vm::types::bytes::{BytesObj, new_bytes};
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::{Value, Vm, exc};

use super::module::{gaierror, net_of};

/// An address as Python shows it.
pub fn address_value(vm: &Vm, address: &Address) -> Value {
    match address {
        Address::None => Value::NONE,
        Address::V4 { ip, port } => vm.pair(vm.str(&net::format_v4(*ip)), Value::small(i64::from(*port))),
        Address::V6 { ip, port, flowinfo, scope_id } => {
            let host = vm.str(&net::format_v6(*ip));
            let numbers = [i64::from(*port), i64::from(*flowinfo), i64::from(*scope_id)];
            let mut items = vec![host];
            items.extend(numbers.map(Value::small));
            vm.tuple(items)
        }
        Address::Unix(path) if path.first() == Some(&0) => new_bytes(vm, path),
        Address::Unix(path) => match std::str::from_utf8(path) {
            Ok(text) => vm.str(text),
            Err(_) => vm.str(&String::from_utf8_lossy(path)),
        },
        Address::Other(family, data) => vm.pair(vm.int(i64::from(*family)), new_bytes(vm, data)),
    }
}

/// A host name or number as bytes: `str`, `bytes` or `bytearray`.
pub(super) fn host_arg(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    let bytes = if let Some(bytes) = value.downcast::<BytesObj>() {
        bytes.data().to_vec()
    } else if let Some(array) = value.downcast::<ByteArrayObj>() {
        array.to_vec()
    } else if let Some(text) = value.downcast::<StrObj>() {
        if text.is_ascii() {
            text.bytes().to_vec()
        } else {
            // Other names go through the codec `idna`.
            let encoded = vm.call_method_str(value, "encode", &[vm.str("idna")])?;
            encoded.downcast::<BytesObj>().map(|b| b.data().to_vec()).unwrap_or_default()
        }
    } else {
        let got = vm.type_of(value).name_str();
        return Err(exc::type_error(vm, &format!("str, bytes or bytearray expected, not {got}")));
    };
    if bytes.contains(&0) {
        return Err(exc::type_error(vm, "host name must not contain null character"));
    }
    Ok(bytes)
}

fn port_arg(vm: &Vm, value: &Value, caller: &str) -> PyResult<u16> {
    let out_of_range = || exc::overflow_error(vm, &format!("{caller}(): port must be 0-65535."));
    let index = vm.index(value)?;
    match minipy_vm::types::int::to_i64(&index) {
        Some(port) => u16::try_from(port).map_err(|_| out_of_range()),
        None => Err(out_of_range()),
    }
}

/// The address of a host in one of the internet families; a name is looked up without the interpreter lock.
fn host_address(vm: &Vm, host: &[u8], family: i32) -> PyResult<Address> {
    let text = std::str::from_utf8(host).unwrap_or("");
    if family == net::AF_INET {
        if text == "<broadcast>" || text == "255.255.255.255" {
            return Ok(Address::V4 { ip: [255; 4], port: 0 });
        }
        if let Some(ip) = net::parse_v4(text) {
            return Ok(Address::V4 { ip, port: 0 });
        }
    } else if let Some(ip) = net::parse_v6(text) {
        return Ok(Address::V6 { ip, port: 0, flowinfo: 0, scope_id: 0 });
    }
    let net = net_of(vm)?;
    let (flags, service) = if host.is_empty() { (net::AI_PASSIVE, Some(&b"0"[..])) } else { (0, None) };
    let name = if host.is_empty() { None } else { Some(host) };
    let kind = if host.is_empty() { net::SOCK_DGRAM } else { 0 };
    match vm.without_gil(|| net.resolve(name, service, family, kind, 0, flags)) {
        Ok(found) => match found.into_iter().next() {
            Some(first) => Ok(first.address),
            None => Err(gaierror(vm, -2, "Name or service not known")),
        },
        Err(error) => Err(super::module::resolve_error(vm, error)),
    }
}

/// An address argument for a socket of a family; `caller` names the method in messages.
pub fn address_arg(vm: &Vm, family: i32, value: &Value, caller: &str) -> PyResult<Address> {
    if family == net::AF_INET || family == net::AF_INET6 {
        let name = if family == net::AF_INET { "AF_INET" } else { "AF_INET6" };
        let Some(tuple) = value.downcast::<TupleObj>() else {
            let got = vm.type_of(value).name_str();
            return Err(exc::type_error(vm, &format!("{caller}(): {name} address must be tuple, not {got}")));
        };
        return match (tuple.items(), family == net::AF_INET) {
            ([host, port], true) => {
                let (host, port) = (host_arg(vm, host)?, port_arg(vm, port, caller)?);
                match host_address(vm, &host, family)? {
                    Address::V4 { ip, .. } => Ok(Address::V4 { ip, port }),
                    other => Ok(other),
                }
            }
            (_, true) => Err(exc::type_error(vm, "AF_INET address must be a pair (host, port)")),
            ([host, port, rest @ ..], false) if rest.len() <= 2 => {
                let (host, port) = (host_arg(vm, host)?, port_arg(vm, port, caller)?);
                let number = |i: usize| rest.get(i).map_or(Ok(0), |v| vm.i64_arg(v));
                let (flow, scope) = (number(0)?, number(1)?);
                if !(0..=0xfffff).contains(&flow) {
                    return Err(exc::overflow_error(vm, &format!("{caller}(): flowinfo must be 0-1048575.")));
                }
                match host_address(vm, &host, family)? {
                    Address::V6 { ip, scope_id, .. } => {
                        let scope_id = if rest.len() == 2 { scope as u32 } else { scope_id };
                        Ok(Address::V6 { ip, port, flowinfo: flow as u32, scope_id })
                    }
                    other => Ok(other),
                }
            }
            (_, false) => {
                let message = "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])";
                Err(exc::type_error(vm, message))
            }
        };
    }
    if family == net::AF_UNIX {
        let path = match value.downcast::<StrObj>() {
            Some(text) => text.bytes().to_vec(),
            None => minipy_vm::types::buffer::buffer_bytes(vm, value)?,
        };
        // An abstract name may fill the field, a path needs room for its NUL.
        let most = if path.first() == Some(&0) { 108 } else { 107 };
        if path.len() > most {
            return Err(vm.raise_text(&vm.exceptions().os_error, "AF_UNIX path too long"));
        }
        return Ok(Address::Unix(path));
    }
    Err(vm.raise_text(&vm.exceptions().os_error, &format!("{caller}(): unknown address family {family}")))
}
