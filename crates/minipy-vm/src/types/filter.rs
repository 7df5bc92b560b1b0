//! `filter`.

use crate::exc;
use crate::heap::{HeapObject, Layout, Tracer};
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::protocol::bind::check_positional;
use crate::slots::Slots;
use crate::types::seq_iter::self_iter;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `filter` objects.
pub struct FilterObj {
    /// None: the items themselves tell.
    function: Value,
    iterator: Value,
}

static LAYOUT: Layout = Layout::of::<FilterObj>("filter");

impl HeapObject for FilterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.function);
        visit(&self.iterator);
    }
}

/// The type `filter`.
pub static TYPE: TypeDef = TypeDef {
    name: "filter",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return an iterator yielding those items of iterable for which\nfunction(item) is true.  If function is None, return the items that\nare true.",
    slots: Slots { new: Some(filter_new), iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
};

fn filter_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    // A subclass may take keyword arguments in its `__init__`.
    let pos = Args::positional(args.pos);
    check_positional(vm, "filter", if ty.is(&vm.types().filter) { args } else { &pos }, 0, 2, 2)?;
    let iterator = vm.iter(&args.pos[1])?;
    Ok(vm.alloc(ty, FilterObj { function: args.pos[0].clone(), iterator }).into_value())
}

fn this_filter<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a FilterObj> {
    match this.downcast::<FilterObj>() {
        Some(filter) => Ok(filter),
        None => Err(exc::wrong_self(vm, "filter", this)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let filter = this_filter(vm, this)?;
    let plain = filter.function.is_none() || filter.function.is(vm.types().bool.value());
    loop {
        let item = vm.step(&filter.iterator)?;
        if item.is_null() {
            return Ok(Value::NULL);
        }
        let keep = if plain { vm.truth(&item)? } else { vm.truth(&vm.call1(&filter.function, &item)?)? };
        if keep {
            return Ok(item);
        }
    }
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let filter = this_filter(vm, this)?;
    let args = vm.pair(filter.function.clone(), filter.iterator.clone());
    Ok(vm.pair(vm.type_of(this).to_value(), args))
}
