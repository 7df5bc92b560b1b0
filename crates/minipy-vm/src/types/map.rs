//! `map`.

use std::cell::Cell;

use crate::exc;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::seq_iter::self_iter;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::types::zip::{next_items, strict_option};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `map` objects.
pub struct MapObj {
    function: Value,
    iterators: Box<[Value]>,
    strict: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<MapObj>("map");

impl HeapObject for MapObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.function);
        self.iterators.iter().for_each(visit);
    }
}

/// The type `map`.
pub static TYPE: TypeDef = TypeDef {
    name: "map",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the\nothers, raise a ValueError.",
    slots: Slots { new: Some(map_new), iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

fn map_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let strict = strict_option(vm, "map", args)?;
    let [function, iterables @ ..] = args.pos else {
        return Err(exc::type_error(vm, "map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(exc::type_error(vm, "map() must have at least two arguments."));
    }
    let iterators = iterables.iter().map(|v| vm.iter(v)).collect::<PyResult<Box<[Value]>>>()?;
    Ok(vm.alloc(ty, MapObj { function: function.clone(), iterators, strict: Cell::new(strict) }).into_value())
}

fn this_map<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a MapObj> {
    match this.downcast::<MapObj>() {
        Some(map) => Ok(map),
        None => Err(exc::wrong_self(vm, "map", this)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let map = this_map(vm, this)?;
    if let [iterator] = &*map.iterators {
        let item = vm.step(iterator)?;
        if item.is_null() {
            return Ok(Value::NULL);
        }
        return vm.call1(&map.function, &item);
    }
    match next_items(vm, "map", &map.iterators, map.strict.get(), Vec::new())? {
        Some(items) => vm.call(&map.function, &items),
        None => Ok(Value::NULL),
    }
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let map = this_map(vm, this)?;
    let mut args = vec![map.function.clone()];
    args.extend(map.iterators.iter().cloned());
    let mut items = vec![vm.type_of(this).to_value(), vm.tuple(args)];
    if map.strict.get() {
        items.push(Value::TRUE);
    }
    Ok(vm.tuple(items))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let strict = vm.truth(state)?;
    this_map(vm, this)?.strict.set(strict);
    Ok(Value::NONE)
}
