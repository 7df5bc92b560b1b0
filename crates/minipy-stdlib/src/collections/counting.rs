//! `_count_elements`: what `Counter.update` does for an iterable.

use minipy_vm::native::PyResult;
use minipy_vm::protocol::number::ADD;
use minipy_vm::types::dict::DictObj;
use minipy_vm::{Value, Vm};

pub(super) fn count_elements(vm: &Vm, mapping: &Value, iterable: &Value) -> PyResult {
    let iterator = vm.iter(iterable)?;
    let next = vm.next_fn(&iterator)?;
    if let Some(dict) = plain_dict(vm, mapping)? {
        loop {
            let key = next(vm, &iterator)?;
            if key.is_null() {
                return Ok(Value::NONE);
            }
            let hash = vm.hash(&key)?;
            let count = match dict.get_hashed(vm, &key, hash)? {
                Some(count) => vm.binary(&ADD, &count, &Value::small(1))?,
                None => Value::small(1),
            };
            dict.set_hashed(vm, &key, hash, count)?;
        }
    }
    let get = vm.get_attr_str(mapping, "get")?;
    loop {
        let key = next(vm, &iterator)?;
        if key.is_null() {
            return Ok(Value::NONE);
        }
        let count = vm.call(&get, &[key.clone(), Value::small(0)])?;
        let count = vm.binary(&ADD, &count, &Value::small(1))?;
        vm.set_item(mapping, &key, &count)?;
    }
}

/// The dict inside a mapping that neither overrides `get` nor item assignment.
fn plain_dict<'a>(vm: &Vm, mapping: &'a Value) -> PyResult<Option<&'a DictObj>> {
    let Some(dict) = mapping.downcast::<DictObj>() else { return Ok(None) };
    if mapping.exact::<DictObj>().is_some() {
        return Ok(Some(dict));
    }
    let (ty, base) = (vm.type_of(mapping), &vm.types().dict);
    let name = vm.intern("get");
    let same_get = match (ty.lookup(vm, &name), base.lookup(vm, &name)) {
        (Some(own), Some(inherited)) => own.is(&inherited),
        _ => false,
    };
    let set = |slots: &minipy_vm::slots::Slots| slots.setitem.map(|f| f as usize);
    Ok(if same_get && set(ty.slots()) == set(base.slots()) { Some(dict) } else { None })
}
