//! `dict_keys`, `dict_values`, `dict_items`: live views of a dict, the first and last with set operations.

use super::iter;
use crate::exc;
use crate::heap::{HeapObject, Layout, Obj, Tracer};
use crate::native::{GetSetDef, MethodDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::dict::{DictObj, DictRef};
use crate::types::set::table::SetTable;
use crate::types::set::{SetObj, ops};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside all dict views.
pub struct DictViewObj {
    /// The dict.
    pub dict: DictRef,
}

static LAYOUT: Layout = Layout::of::<DictViewObj>("dict_view");

impl HeapObject for DictViewObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.dict.value());
    }
}

const COMMON: Slots = Slots { repr: Some(view_repr), len: Some(view_len), ..Slots::EMPTY };

const SET_LIKE: Slots = Slots {
    compare: Some(view_compare),
    or: Some(view_or),
    and: Some(view_and),
    sub: Some(view_sub),
    xor: Some(view_xor),
    ..COMMON
};

/// The type `dict_keys`.
pub static KEYS_TYPE: TypeDef = TypeDef {
    name: "dict_keys",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(keys_iter), contains: Some(keys_contains), ..SET_LIKE },
    methods: KEYS_METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// The type `dict_values`.
pub static VALUES_TYPE: TypeDef = TypeDef {
    name: "dict_values",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(values_iter), ..COMMON },
    methods: VALUES_METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

/// The type `dict_items`.
pub static ITEMS_TYPE: TypeDef = TypeDef {
    name: "dict_items",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { iter: Some(items_iter), contains: Some(items_contains), ..SET_LIKE },
    methods: ITEMS_METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static KEYS_METHODS: &[MethodDef] = methods! {
    "isdisjoint" F2(view_isdisjoint) "(self, object, /)" "Return True if the view and the given iterable have a null intersection.";
    "__reversed__" F1(keys_reversed) "(self, /)" "Return a reverse iterator over the dict keys.";
};

static VALUES_METHODS: &[MethodDef] = methods! {
    "__reversed__" F1(values_reversed) "(self, /)" "Return a reverse iterator over the dict values.";
};

static ITEMS_METHODS: &[MethodDef] = methods! {
    "isdisjoint" F2(view_isdisjoint) "(self, object, /)" "Return True if the view and the given iterable have a null intersection.";
    "__reversed__" F1(items_reversed) "(self, /)" "Return a reverse iterator over the dict items.";
};

static GETSET: &[GetSetDef] = getset! {
    "mapping" view_mapping, "dictionary that this view refers to";
};

fn new_view(vm: &Vm, ty: &crate::types::type_::TypeRef, dict: &Value) -> PyResult {
    match dict.cast::<DictObj>() {
        Some(dict) => Ok(vm.alloc(ty, DictViewObj { dict }).into_value()),
        None => Err(exc::wrong_self(vm, "dict", dict)),
    }
}

/// `dict.keys()`
pub fn dict_keys(vm: &Vm, dict: &Value) -> PyResult {
    new_view(vm, &vm.types().dict_keys, dict)
}

/// `dict.values()`
pub fn dict_values(vm: &Vm, dict: &Value) -> PyResult {
    new_view(vm, &vm.types().dict_values, dict)
}

/// `dict.items()`
pub fn dict_items(vm: &Vm, dict: &Value) -> PyResult {
    new_view(vm, &vm.types().dict_items, dict)
}

fn this_view<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a DictViewObj> {
    match this.downcast::<DictViewObj>() {
        Some(view) => Ok(view),
        None => Err(exc::wrong_self(vm, "dict_keys", this)),
    }
}

fn view_repr(vm: &Vm, this: &Value) -> PyResult {
    vm.repr_guarded(this, "...", || {
        let mut out = format!("{}([", vm.type_of(this).name_str()).into_bytes();
        for (i, item) in vm.collect(this)?.iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(b", ");
            }
            vm.push_repr(&mut out, item)?;
        }
        out.extend_from_slice(b"])");
        Ok(vm.str_bytes(&out))
    })
}

fn view_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(this_view(vm, this)?.dict.len())
}

fn view_mapping(vm: &Vm, this: &Value) -> PyResult {
    let dict = this_view(vm, this)?.dict.value().clone();
    Ok(crate::types::mappingproxy::new_proxy(vm, dict))
}

fn keys_iter(vm: &Vm, this: &Value) -> PyResult {
    iter::iter_keys(vm, this_view(vm, this)?.dict.value())
}

fn values_iter(vm: &Vm, this: &Value) -> PyResult {
    iter::iter_values(vm, this_view(vm, this)?.dict.value())
}

fn items_iter(vm: &Vm, this: &Value) -> PyResult {
    iter::iter_items(vm, this_view(vm, this)?.dict.value())
}

/// All items of a view; `None` if the value is none.
pub(crate) fn all_items(vm: &Vm, view: &Value) -> Option<PyResult<Vec<Value>>> {
    let table = view.downcast::<DictViewObj>()?.dict.table.borrow();
    let iter = vm.type_of(view).slots().iter? as usize;
    if iter == keys_iter as *const () as usize {
        Some(vm.gathered(table.len(), table.entries().map(|entry| entry.key.clone())))
    } else if iter == values_iter as *const () as usize {
        Some(vm.gathered(table.len(), table.entries().map(|entry| entry.value.clone())))
    } else {
        Some(vm.gathered(table.len(), table.entries().map(|e| vm.pair(e.key.clone(), e.value.clone()))))
    }
}

fn keys_reversed(vm: &Vm, this: &Value) -> PyResult {
    iter::reversed_keys(vm, this_view(vm, this)?.dict.value())
}

fn values_reversed(vm: &Vm, this: &Value) -> PyResult {
    iter::reversed_values(vm, this_view(vm, this)?.dict.value())
}

fn items_reversed(vm: &Vm, this: &Value) -> PyResult {
    iter::reversed_items(vm, this_view(vm, this)?.dict.value())
}

fn keys_contains(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    this_view(vm, this)?.dict.contains(vm, key)
}

fn items_contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let Some(pair) = item.downcast::<TupleObj>() else { return Ok(false) };
    let [key, value] = pair.items() else { return Ok(false) };
    match this_view(vm, this)?.dict.get(vm, key)? {
        Some(found) => vm.eq(&found, value),
        None => Ok(false),
    }
}

// ---- set operations

/// Whether a value is a set or a view that acts like one.
fn is_set_like(vm: &Vm, value: &Value) -> bool {
    value.downcast::<SetObj>().is_some() || is_set_view(vm, value)
}

fn is_set_view(vm: &Vm, value: &Value) -> bool {
    let (ty, types) = (vm.type_of(value), vm.types());
    ty.is(&types.dict_keys) || ty.is(&types.dict_items)
}

/// Whether every item of `a` is in `b`.
fn all_in(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    let iterator = vm.iter(a)?;
    while let Some(item) = vm.next(&iterator)? {
        if !vm.contains(b, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn view_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    if !is_set_like(vm, other) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (len, other_len) = (vm.len(this)?, vm.len(other)?);
    let result = match op {
        CompareOp::Eq => len == other_len && all_in(vm, this, other)?,
        CompareOp::Ne => !(len == other_len && all_in(vm, this, other)?),
        CompareOp::Lt => len < other_len && all_in(vm, this, other)?,
        CompareOp::Le => len <= other_len && all_in(vm, this, other)?,
        CompareOp::Gt => len > other_len && all_in(vm, other, this)?,
        CompareOp::Ge => len >= other_len && all_in(vm, other, this)?,
    };
    Ok(Value::bool(result))
}

fn to_set(vm: &Vm, value: &Value) -> PyResult<Obj<SetObj>> {
    let set = vm.set_of_type(&vm.types().set, SetTable::default());
    ops::update(vm, &set, value)?;
    Ok(set)
}

fn view_or(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let set = to_set(vm, lhs)?;
    ops::update(vm, &set, rhs)?;
    Ok(set.into_value())
}

fn view_sub(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let set = to_set(vm, lhs)?;
    ops::difference_update(vm, &set, set.value(), rhs)?;
    Ok(set.into_value())
}

fn view_xor(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let items = |value: &Value| vm.type_of(value).is(&vm.types().dict_items);
    if let (Some(left), Some(right)) = (lhs.downcast::<DictViewObj>(), rhs.downcast::<DictViewObj>())
        && items(lhs)
        && items(rhs)
    {
        return items_xor(vm, &left.dict, &right.dict);
    }
    let set = to_set(vm, lhs)?;
    ops::symmetric_update(vm, &set, set.value(), rhs)?;
    Ok(set.into_value())
}

/// What only one of two dicts has: pairs that both have are not hashed.
fn items_xor(vm: &Vm, left: &DictRef, right: &DictRef) -> PyResult {
    let rest = vm.dict_of(left.copy_table());
    let result = vm.set_of_type(&vm.types().set, SetTable::default());
    let mut position = 0;
    while let Some((hash, key, value, next)) = right.entry_from(position) {
        position = next;
        let same = match rest.get_hashed(vm, &key, hash)? {
            Some(other) => vm.eq(&other, &value)?,
            None => false,
        };
        if same {
            rest.remove_hashed(vm, &key, hash)?;
        } else {
            result.add(vm, &vm.tuple(vec![key, value]))?;
        }
    }
    ops::update(vm, &result, &dict_items(vm, rest.value())?)?;
    Ok(result.into_value())
}

fn view_and(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    // Either operand may be the view.
    let (mut view, mut other) = if is_set_view(vm, lhs) { (lhs, rhs) } else { (rhs, lhs) };
    let types = vm.types();
    let ty = vm.type_of(other);
    if let Some(set) = other.downcast::<SetObj>()
        && ty.is(&types.set)
        && vm.len(view)? <= set.len()
    {
        return Ok(ops::intersection(vm, other, set, view)?.into_value());
    }
    if is_set_view(vm, other) && vm.len(other)? > vm.len(view)? {
        std::mem::swap(&mut view, &mut other);
    }
    let result = vm.set_of_type(&vm.types().set, SetTable::default());
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.contains(view, &item)? {
            result.add(vm, &item)?;
        }
    }
    Ok(result.into_value())
}

fn view_isdisjoint(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    if this.is(other) {
        return Ok(Value::bool(vm.len(this)? == 0));
    }
    let (walked, asked) =
        if is_set_like(vm, other) && vm.len(other)? > vm.len(this)? { (this, other) } else { (other, this) };
    let iterator = vm.iter(walked)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.contains(asked, &item)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}
