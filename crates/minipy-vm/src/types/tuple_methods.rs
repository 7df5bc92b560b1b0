//! `tuple`: the type and its methods.

use crate::exc;
use crate::heap::HeapObject;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::protocol::bind::check_positional;
use crate::protocol::compare::{quick_eq, quick_hash};
use crate::slots::{CompareOp, Slots};
use crate::types::int;
use crate::types::list::ListObj;
use crate::types::list::methods::{repeated, search_range};
use crate::types::list::slices::pick;
use crate::types::slice::{self, SliceObj};
use crate::types::str_build::check_size;
use crate::types::tuple::TupleObj;
use crate::types::tuple_iter;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The type `tuple`.
pub static TYPE: TypeDef = TypeDef {
    name: "tuple",
    layout: Some(TupleObj::LAYOUT),
    shape: crate::shape::fixed::TUPLE,
    flags: TypeFlags::BASETYPE | TypeFlags::SEQUENCE | TypeFlags::MATCH_SELF,
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    slots: Slots {
        new: Some(tuple_new),
        repr: Some(tuple_repr),
        hash: Some(tuple_hash),
        compare: Some(tuple_compare),
        iter: Some(tuple_iter::tuple_iter),
        len: Some(tuple_len),
        getitem: Some(tuple_getitem),
        contains: Some(tuple_contains),
        concat: Some(tuple_concat),
        repeat: Some(tuple_repeat),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__getnewargs__" F1(tuple_getnewargs) "(self, /)" "";
    "index" FV(tuple_index) "(self, value, start=0, stop=sys.maxsize, /)" "Return first index of value.\n\nRaises ValueError if the value is not present.";
    "count" F2(tuple_count) "(self, value, /)" "Return number of occurrences of value.";
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(type, object, /)" "Tuples are generic over the types of their contents.\n\nFor example, use ``tuple[int, str]`` for a pair whose first element\nis an int and second element is a string.\n\nTuples also support the form ``tuple[T, ...]`` to indicate\nan arbitrary length tuple of elements of type T.";
};

fn this_tuple<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a TupleObj> {
    match this.downcast::<TupleObj>() {
        Some(tuple) => Ok(tuple),
        None => Err(exc::wrong_self(vm, "tuple", this)),
    }
}

fn tuple_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let exact = ty.is(&vm.types().tuple);
    if !args.kw.is_empty()
        && (exact
            || ty.slots().new.map(|f| f as usize) == Some(tuple_new as *const () as usize)
                && ty.slots().init.map(|f| f as usize) == vm.types().object.slots().init.map(|f| f as usize))
    {
        return Err(exc::no_keyword_arguments(vm, "tuple"));
    }
    check_positional(vm, "tuple", &Args::positional(args.pos), 0, 0, 1)?;
    let Some(iterable) = args.pos.first() else {
        return Ok(if exact { vm.tuple(Vec::new()) } else { vm.tuple_of_type(ty, Vec::new()) });
    };
    if exact {
        return to_tuple(vm, iterable);
    }
    let items = vm.collect_for_tuple(iterable)?;
    Ok(vm.tuple_of_type(ty, items))
}

/// `tuple(iterable)`; an exact tuple is itself.
pub fn to_tuple(vm: &Vm, iterable: &Value) -> PyResult {
    if iterable.exact::<TupleObj>().is_some() {
        return Ok(iterable.clone());
    }
    if let Some(list) = iterable.exact::<ListObj>() {
        check_size(vm, list.len().saturating_mul(size_of::<Value>()))?;
        return Ok(vm.tuple_from(&list.items.borrow()));
    }
    let items = vm.collect_for_tuple(iterable)?;
    check_size(vm, items.len().saturating_mul(size_of::<Value>()))?;
    Ok(vm.tuple(items))
}

fn tuple_repr(vm: &Vm, this: &Value) -> PyResult {
    let tuple = this_tuple(vm, this)?;
    if tuple.items().is_empty() {
        return Ok(vm.str("()"));
    }
    vm.repr_guarded(this, "(...)", || {
        let mut out = vec![b'('];
        for (i, item) in tuple.items().iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(b", ");
            }
            vm.push_repr(&mut out, item)?;
        }
        out.extend_from_slice(if tuple.items().len() == 1 { b",)" } else { b")" });
        Ok(vm.str_bytes(&out))
    })
}

fn tuple_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let tuple = this_tuple(vm, this)?;
    let known = tuple.hash.get();
    if known != -1 {
        return Ok(known);
    }
    let mut hasher = minipy_text::hash::TupleHasher::default();
    for item in tuple.items() {
        let hash = match quick_hash(vm, item) {
            Some(hash) => hash,
            None => {
                if item.exact::<TupleObj>().is_some() {
                    vm.check_native_stack("")?;
                }
                vm.hash(item)?
            }
        };
        hasher.add(hash);
    }
    let hash = hasher.finish();
    tuple.hash.set(hash);
    Ok(hash)
}

fn tuple_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<TupleObj>(), other.downcast::<TupleObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    for (x, y) in a.items().iter().zip(b.items()) {
        let equal = match quick_eq(x, y) {
            Some(equal) => equal,
            None => vm.nested_comparison(|| vm.eq(x, y))?,
        };
        if !equal {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(x, y, op),
            };
        }
    }
    Ok(Value::bool(op.holds(a.items().len().cmp(&b.items().len()))))
}

fn tuple_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(this_tuple(vm, this)?.items().len())
}

fn tuple_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let items = this_tuple(vm, this)?.items();
    let index = match key.as_small() {
        Some(index) => index as isize,
        None => {
            if let Some(slice) = key.downcast::<SliceObj>() {
                let span = slice::unpack(vm, slice)?.adjust(items.len());
                if span.step == 1 && span.count == items.len() && this.exact::<TupleObj>().is_some() {
                    return Ok(this.clone());
                }
                vm.check_memory(span.count * 2 * size_of::<Value>())?;
                return Ok(vm.tuple(pick(items, span)));
            }
            if int::as_int(key).is_none() && vm.type_of(key).slots().index.is_none() {
                let name = vm.type_of(key).name_str();
                return Err(exc::type_error(vm, &format!("tuple indices must be integers or slices, not {name}")));
            }
            vm.index_arg(key)?
        }
    };
    let at = if index < 0 { index + items.len() as isize } else { index };
    match items.get(at as usize) {
        Some(item) => Ok(item.clone()),
        None => Err(exc::index_error(vm, "tuple index out of range")),
    }
}

/// The index of the first equal item.
fn find(vm: &Vm, items: &[Value], value: &Value) -> PyResult<Option<usize>> {
    for (i, item) in items.iter().enumerate() {
        let equal = match quick_eq(item, value) {
            Some(equal) => equal,
            None => vm.eq(item, value)?,
        };
        if equal {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn tuple_contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    Ok(find(vm, this_tuple(vm, this)?.items(), item)?.is_some())
}

fn tuple_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let a = this_tuple(vm, this)?.items();
    let Some(b) = other.downcast::<TupleObj>() else {
        let name = vm.type_of(other).name_str();
        return Err(exc::type_error(vm, &format!("can only concatenate tuple (not \"{name}\") to tuple")));
    };
    if a.is_empty() && other.exact::<TupleObj>().is_some() {
        return Ok(other.clone());
    }
    if b.items().is_empty() && this.exact::<TupleObj>().is_some() {
        return Ok(this.clone());
    }
    vm.check_memory((a.len() + b.items().len()) * size_of::<Value>())?;
    Ok(vm.tuple_joined(a, b.items()))
}

fn tuple_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    if count == 1 && this.exact::<TupleObj>().is_some() {
        return Ok(this.clone());
    }
    Ok(vm.tuple(repeated(vm, this_tuple(vm, this)?.items(), count)?))
}

fn tuple_getnewargs(vm: &Vm, this: &Value) -> PyResult {
    let copy = vm.tuple_from(this_tuple(vm, this)?.items());
    Ok(vm.tuple(vec![copy]))
}

fn tuple_index(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "index", args, 1, 1, 3)?;
    let items = this_tuple(vm, &args.pos[0])?.items();
    let (start, stop) = search_range(vm, args, items.len())?;
    let stop = stop.min(items.len());
    let found = if start < stop { find(vm, &items[start..stop], &args.pos[1])? } else { None };
    match found {
        Some(index) => Ok(vm.int((start + index) as i64)),
        None => Err(exc::value_error(vm, "tuple.index(x): x not in tuple")),
    }
}

fn tuple_count(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let mut count = 0;
    for item in this_tuple(vm, this)?.items() {
        if vm.eq(item, value)? {
            count += 1;
        }
    }
    Ok(vm.int(count))
}
