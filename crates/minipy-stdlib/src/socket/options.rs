//! `getsockopt` and `setsockopt`.

use minipy_vm::exc;
use minipy_vm::io::errors::os_error;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::types::buffer::buffer_bytes;
use minipy_vm::types::bytes::new_bytes;
use minipy_vm::{Value, Vm};

use super::module::net_of;
use super::object::this;

fn number(vm: &Vm, value: &Value) -> PyResult<i32> {
    let number = vm.i64_arg(value)?;
    i32::try_from(number).map_err(|_| exc::overflow_error(vm, "signed integer is greater than maximum"))
}

pub(super) fn getsockopt(vm: &Vm, args: &Args) -> PyResult {
    let [object, level, name, rest @ ..] = args.pos else {
        let given = args.pos.len().saturating_sub(1);
        return Err(exc::type_error(vm, &format!("getsockopt() takes at least 2 arguments ({given} given)")));
    };
    if rest.len() > 1 {
        let given = args.pos.len() - 1;
        return Err(exc::type_error(vm, &format!("getsockopt() takes at most 3 arguments ({given} given)")));
    }
    let (fd, level, name) = (this(vm, object)?.fd.get(), number(vm, level)?, number(vm, name)?);
    let size = rest.first().map_or(Ok(0), |s| number(vm, s))?;
    let net = net_of(vm)?;
    if size == 0 {
        let value = net.option_int(fd, level, name).map_err(|e| os_error(vm, &e, None))?;
        return Ok(vm.int(i64::from(value)));
    }
    if !(0..=1024).contains(&size) {
        return Err(vm.raise_text(&vm.exceptions().os_error, "getsockopt buflen out of range"));
    }
    let mut buffer = vec![0; size as usize];
    let length = net.option(fd, level, name, &mut buffer).map_err(|e| os_error(vm, &e, None))?;
    Ok(new_bytes(vm, &buffer[..length]))
}

pub(super) fn setsockopt(vm: &Vm, args: &Args) -> PyResult {
    let (object, level, name, value, length) = match args.pos {
        [object, level, name, value] => (object, level, name, value, None),
        [object, level, name, value, length] => (object, level, name, value, Some(length)),
        _ => {
            let given = args.pos.len().saturating_sub(1);
            return Err(exc::type_error(vm, &format!("setsockopt() takes exactly 3 arguments ({given} given)")));
        }
    };
    let (fd, level, name) = (this(vm, object)?.fd.get(), number(vm, level)?, number(vm, name)?);
    let net = net_of(vm)?;
    let done = if let Some(length) = length {
        net.set_option_null(fd, level, name, vm.i64_arg(length)? as u32)
    } else if minipy_vm::types::int::as_int(value).is_some() || value.as_bool().is_some() {
        net.set_option(fd, level, name, &number(vm, value)?.to_ne_bytes())
    } else {
        net.set_option(fd, level, name, &buffer_bytes(vm, value)?)
    };
    done.map_err(|e| os_error(vm, &e, None))?;
    Ok(Value::NONE)
}
