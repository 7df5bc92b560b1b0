//! `set` and `frozenset`: the types and their methods.

use super::{ops, table::SetTable};
use crate::exc;
use crate::heap::Obj;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::protocol::bind::check_positional;
use crate::slots::{NewFn, Slots};
use crate::types::set::{SET_LAYOUT, SetObj, iter};
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The type `set`.
pub static TYPE: TypeDef = TypeDef {
    name: "set",
    layout: Some(&SET_LAYOUT),
    shape: crate::shape::fixed::SET,
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::MATCH_SELF,
    doc: "Build an unordered collection of unique elements.",
    slots: Slots {
        new: Some(set_new),
        init: Some(set_init),
        ior: Some(ops::inplace_or),
        iand: Some(ops::inplace_and),
        isub: Some(ops::inplace_sub),
        ixor: Some(ops::inplace_xor),
        ..COMMON_SLOTS
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// The type `frozenset`.
pub static FROZEN_TYPE: TypeDef = TypeDef {
    name: "frozenset",
    layout: Some(&SET_LAYOUT),
    shape: crate::shape::fixed::FROZENSET,
    flags: TypeFlags::BASETYPE | TypeFlags::WEAKREFABLE | TypeFlags::MATCH_SELF,
    doc: "Build an immutable unordered collection of unique elements.",
    slots: Slots { new: Some(frozenset_new), hash: Some(frozenset_hash), ..COMMON_SLOTS },
    methods: FROZEN_METHODS,
    ..TypeDef::EMPTY
};

const COMMON_SLOTS: Slots = Slots {
    repr: Some(set_repr),
    compare: Some(ops::compare),
    iter: Some(iter::set_iter),
    len: Some(set_len),
    contains: Some(set_contains),
    or: Some(ops::or),
    and: Some(ops::and),
    sub: Some(ops::sub),
    xor: Some(ops::xor),
    ..Slots::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__contains__" F2(contains_method) "(self, object, /)" "x.__contains__(y) <==> y in x.";
    "add" F2(set_add) "(self, object, /)" "Add an element to a set.\n\nThis has no effect if the element is already present.";
    "clear" F1(set_clear) "(self, /)" "Remove all elements from this set.";
    "copy" F1(set_copy) "(self, /)" "Return a shallow copy of a set.";
    "discard" F2(set_discard) "(self, object, /)" "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.";
    "difference" FV(set_difference) "(self, /, *others)" "Return a new set with elements in the set that are not in the others.";
    "difference_update" FV(set_difference_update) "(self, /, *others)" "Update the set, removing elements found in others.";
    "intersection" FV(set_intersection) "(self, /, *others)" "Return a new set with elements common to the set and all others.";
    "intersection_update" FV(set_intersection_update) "(self, /, *others)" "Update the set, keeping only elements found in it and all others.";
    "isdisjoint" F2(set_isdisjoint) "(self, other, /)" "Return True if two sets have a null intersection.";
    "issubset" F2(set_issubset) "(self, other, /)" "Report whether another set contains this set.";
    "issuperset" F2(set_issuperset) "(self, other, /)" "Report whether this set contains another set.";
    "pop" F1(set_pop) "(self, /)" "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.";
    "__reduce__" F1(set_reduce) "(self, /)" "Return state information for pickling.";
    "remove" F2(set_remove) "(self, object, /)" "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.";
    "__sizeof__" F1(set_sizeof) "(self, /)" "S.__sizeof__() -> size of S in memory, in bytes.";
    "symmetric_difference" F2(set_symmetric_difference) "(self, other, /)" "Return a new set with elements in either the set or other but not both.";
    "symmetric_difference_update" F2(set_symmetric_difference_update) "(self, other, /)" "Update the set, keeping only elements found in either set, but not in both.";
    "union" FV(set_union) "(self, /, *others)" "Return a new set with elements from the set and all others.";
    "update" FV(set_update) "(self, /, *others)" "Update the set, adding elements from all others.";
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(type, object, /)" "sets are generic over the type of their elements";
};

static FROZEN_METHODS: &[MethodDef] = methods! {
    "__contains__" F2(contains_method) "(self, object, /)" "x.__contains__(y) <==> y in x.";
    "copy" F1(frozenset_copy) "(self, /)" "Return a shallow copy of a set.";
    "difference" FV(set_difference) "(self, /, *others)" "Return a new set with elements in the set that are not in the others.";
    "intersection" FV(set_intersection) "(self, /, *others)" "Return a new set with elements common to the set and all others.";
    "isdisjoint" F2(set_isdisjoint) "(self, other, /)" "Return True if two sets have a null intersection.";
    "issubset" F2(set_issubset) "(self, other, /)" "Report whether another set contains this set.";
    "issuperset" F2(set_issuperset) "(self, other, /)" "Report whether this set contains another set.";
    "__reduce__" F1(set_reduce) "(self, /)" "Return state information for pickling.";
    "__sizeof__" F1(set_sizeof) "(self, /)" "S.__sizeof__() -> size of S in memory, in bytes.";
    "symmetric_difference" F2(set_symmetric_difference) "(self, other, /)" "Return a new set with elements in either the set or other but not both.";
    "union" FV(set_union) "(self, /, *others)" "Return a new set with elements from the set and all others.";
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(type, object, /)" "frozensets are generic over the type of their elements";
};

fn this_set<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a SetObj> {
    match this.downcast::<SetObj>() {
        Some(set) => Ok(set),
        None => Err(exc::wrong_self(vm, "set", this)),
    }
}

fn set_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.set_of_type(ty, SetTable::default()).into_value())
}

fn is_new(slot: Option<NewFn>, function: NewFn) -> bool {
    slot.map(|f| f as usize) == Some(function as usize)
}

fn set_init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    let set = this_set(vm, this)?;
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "set"));
    }
    if args.pos.len() > 1 {
        return Err(exc::positional_count(vm, &vm.type_of(this).name_str(), args.pos.len(), 0, 1));
    }
    if !set.is_empty() {
        set.replace_table(SetTable::default());
    }
    match args.pos.first() {
        Some(iterable) => ops::update(vm, set, iterable),
        None => Ok(()),
    }
}

fn frozenset_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let exact = ty.is(&vm.types().frozenset);
    let object_init = vm.types().object.slots().init.map(|f| f as usize);
    if !args.kw.is_empty()
        && (exact || is_new(ty.slots().new, frozenset_new) && ty.slots().init.map(|f| f as usize) == object_init)
    {
        return Err(exc::no_keyword_arguments(vm, "frozenset"));
    }
    check_positional(vm, "frozenset", &Args::positional(args.pos), 0, 0, 1)?;
    let iterable = args.pos.first();
    if let Some(iterable) = iterable
        && exact
        && vm.type_of(iterable).is(ty)
    {
        return Ok(iterable.clone());
    }
    let set = vm.set_of_type(ty, SetTable::default());
    if let Some(iterable) = iterable {
        ops::update(vm, &set, iterable)?;
    }
    Ok(set.into_value())
}

fn set_repr(vm: &Vm, this: &Value) -> PyResult {
    let set = this_set(vm, this)?;
    let ty = vm.type_of(this);
    let name = ty.name_str();
    if set.is_empty() {
        return Ok(vm.str(&format!("{name}()")));
    }
    let plain = ty.is(&vm.types().set);
    vm.repr_guarded(this, &format!("{name}(...)"), || {
        let mut out = if plain { b"{".to_vec() } else { format!("{name}({{").into_bytes() };
        for (i, item) in set.items().iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(b", ");
            }
            vm.push_repr(&mut out, item)?;
        }
        out.extend_from_slice(if plain { b"}" } else { b"})" });
        Ok(vm.str_bytes(&out))
    })
}

fn frozenset_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let set = this_set(vm, this)?;
    let hash = ops::frozen_hash(set);
    set.hash.set(hash);
    Ok(hash)
}

fn set_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(this_set(vm, this)?.len())
}

fn contains_method(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    set_contains(vm, this, key).map(Value::bool)
}

fn set_contains(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    let set = this_set(vm, this)?;
    let hash = ops::lookup_hash(vm, key)?;
    set.contains_hashed(vm, key, hash)
}

fn set_add(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    this_set(vm, this)?.add(vm, key)?;
    Ok(Value::NONE)
}

fn set_clear(vm: &Vm, this: &Value) -> PyResult {
    this_set(vm, this)?.replace_table(SetTable::default());
    Ok(Value::NONE)
}

fn set_copy(vm: &Vm, this: &Value) -> PyResult {
    Ok(ops::copy(vm, this, this_set(vm, this)?).into_value())
}

fn frozenset_copy(vm: &Vm, this: &Value) -> PyResult {
    if vm.type_of(this).is(&vm.types().frozenset) {
        return Ok(this.clone());
    }
    set_copy(vm, this)
}

fn set_discard(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let set = this_set(vm, this)?;
    let hash = ops::lookup_hash(vm, key)?;
    set.remove_hashed(vm, key, hash)?;
    Ok(Value::NONE)
}

fn set_remove(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let set = this_set(vm, this)?;
    let hash = ops::lookup_hash(vm, key)?;
    if set.remove_hashed(vm, key, hash)? { Ok(Value::NONE) } else { Err(exc::key_error(vm, key)) }
}

fn set_pop(vm: &Vm, this: &Value) -> PyResult {
    let popped = this_set(vm, this)?.table.borrow_mut().pop();
    match popped {
        Some(key) => Ok(key),
        None => Err(exc::key_error(vm, &vm.str("pop from an empty set"))),
    }
}

/// The set and the other positional arguments; keyword arguments are an error.
fn others<'a>(vm: &Vm, name: &str, args: &'a Args) -> PyResult<(&'a Value, &'a SetObj, &'a [Value])> {
    check_positional(vm, name, args, 1, 0, usize::MAX)?;
    let this = &args.pos[0];
    Ok((this, this_set(vm, this)?, &args.pos[1..]))
}

fn set_difference(vm: &Vm, args: &Args) -> PyResult {
    let (this, set, others) = others(vm, "difference", args)?;
    let Some((first, rest)) = others.split_first() else { return Ok(ops::copy(vm, this, set).into_value()) };
    let result = ops::difference(vm, this, set, first)?;
    for other in rest {
        ops::difference_update(vm, &result, result.value(), other)?;
    }
    Ok(result.into_value())
}

fn set_difference_update(vm: &Vm, args: &Args) -> PyResult {
    let (this, set, others) = others(vm, "difference_update", args)?;
    for other in others {
        ops::difference_update(vm, set, this, other)?;
    }
    Ok(Value::NONE)
}

fn intersect_all(vm: &Vm, this: &Value, set: &SetObj, others: &[Value]) -> PyResult<Obj<SetObj>> {
    let Some((first, rest)) = others.split_first() else { return Ok(ops::copy(vm, this, set)) };
    let mut result = ops::intersection(vm, this, set, first)?;
    for other in rest {
        result = ops::intersection(vm, result.value(), &result, other)?;
    }
    Ok(result)
}

fn set_intersection(vm: &Vm, args: &Args) -> PyResult {
    let (this, set, others) = others(vm, "intersection", args)?;
    Ok(intersect_all(vm, this, set, others)?.into_value())
}

fn set_intersection_update(vm: &Vm, args: &Args) -> PyResult {
    let (this, set, others) = others(vm, "intersection_update", args)?;
    let result = intersect_all(vm, this, set, others)?;
    set.replace_table(result.table.take());
    Ok(Value::NONE)
}

fn set_isdisjoint(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    ops::is_disjoint(vm, this, this_set(vm, this)?, other).map(Value::bool)
}

fn set_issubset(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let set = this_set(vm, this)?;
    if let Some(other) = other.downcast::<SetObj>() {
        return ops::is_subset(vm, set, other).map(Value::bool);
    }
    // As in CPython, by the intersection: its error for an unhashable item is another one than a set's.
    let common = ops::intersection(vm, this, set, other)?;
    Ok(Value::bool(common.len() == set.len()))
}

fn set_issuperset(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let set = this_set(vm, this)?;
    if let Some(other) = other.downcast::<SetObj>() {
        return ops::is_subset(vm, other, set).map(Value::bool);
    }
    let iterator = vm.iter(other)?;
    while let Some(key) = vm.next(&iterator)? {
        if !set.contains(vm, &key)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn set_reduce(vm: &Vm, this: &Value) -> PyResult {
    let items = vm.list(this_set(vm, this)?.items());
    let state = vm.call_method(this, &vm.names().__getstate__, &[])?;
    Ok(vm.tuple(vec![vm.type_of(this).to_value(), vm.tuple(vec![items]), state]))
}

fn set_sizeof(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(crate::heap::dealloc::size_of_object(this) as i64))
}

fn set_symmetric_difference(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    Ok(ops::symmetric_difference(vm, this, other)?.into_value())
}

fn set_symmetric_difference_update(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    ops::symmetric_update(vm, this_set(vm, this)?, this, other)?;
    Ok(Value::NONE)
}

fn set_union(vm: &Vm, args: &Args) -> PyResult {
    let (this, set, others) = others(vm, "union", args)?;
    let result = ops::copy(vm, this, set);
    for other in others {
        // Its own elements are there, and would only be moved.
        if !this.is(other) {
            ops::update(vm, &result, other)?;
        }
    }
    Ok(result.into_value())
}

fn set_update(vm: &Vm, args: &Args) -> PyResult {
    let (_, set, others) = others(vm, "update", args)?;
    for other in others {
        ops::update(vm, set, other)?;
    }
    Ok(Value::NONE)
}
