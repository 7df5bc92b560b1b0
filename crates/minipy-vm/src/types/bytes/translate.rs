//! `maketrans` and `translate` of `bytes` and `bytearray`.

use super::shared::{make_owned, simple_buffer, with_own};
use super::{BytesObj, new_bytes};
use crate::exc;
use crate::native::PyResult;
use crate::types::seq_args::optional;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn maketrans(vm: &Vm, from: &Value, to: &Value) -> PyResult {
    let (from, to) = (simple_buffer(vm, from)?, simple_buffer(vm, to)?);
    if from.len() != to.len() {
        return Err(exc::value_error(vm, "maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.iter().zip(to) {
        table[usize::from(*from)] = to;
    }
    Ok(new_bytes(vm, &table))
}

pub(crate) fn translate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = &args[0];
    let table = match optional(args, 1).filter(|v| !v.is_none()) {
        Some(table) => {
            let table = simple_buffer(vm, table)?;
            if table.len() != 256 {
                return Err(exc::value_error(vm, "translation table must be 256 characters long"));
            }
            Some(table)
        }
        None => None,
    };
    let dropped = match optional(args, 2) {
        Some(dropped) => simple_buffer(vm, dropped)?,
        None => Vec::new(),
    };
    let mut drop_set = [false; 256];
    dropped.iter().for_each(|&byte| drop_set[usize::from(byte)] = true);
    let (out, changed) = with_own(vm, this, |data| {
        let kept = data.iter().filter(|&&byte| !drop_set[usize::from(byte)]);
        let out: Vec<u8> = kept.map(|&byte| table.as_ref().map_or(byte, |t| t[usize::from(byte)])).collect();
        let changed = out != data;
        (out, changed)
    })?;
    if !changed && this.exact::<BytesObj>().is_some() {
        return Ok(this.clone());
    }
    Ok(make_owned(vm, this, out))
}
