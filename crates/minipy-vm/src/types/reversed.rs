//! `reversed`.

use std::cell::Cell;

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{Args, MethodDef, PyResult, Raised};
use crate::protocol::bind::check_positional;
use crate::shape::fixed;
use crate::slots::Slots;
use crate::types::list::iter::list_reversed;
use crate::types::range::range_reversed;
use crate::types::seq_iter::self_iter;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `reversed` objects.
pub struct ReversedObj {
    /// The sequence; NULL once exhausted.
    seq: PyCell<Value>,
    /// Index of the next item; below zero: exhausted.
    index: Cell<i64>,
}

static LAYOUT: Layout = Layout::of::<ReversedObj>("reversed");

impl HeapObject for ReversedObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.seq.borrow());
    }

    fn clear(&self) {
        drop(self.seq.take());
    }
}

/// The type `reversed`.
pub static TYPE: TypeDef = TypeDef {
    name: "reversed",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE,
    doc: "Return a reverse iterator over the values of the given sequence.",
    slots: Slots { new: Some(reversed_new), iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

fn reversed_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = Args::positional(args.pos);
    check_positional(vm, "reversed", if ty.is(&vm.types().reversed) { args } else { &pos }, 0, 1, 1)?;
    let seq = &args.pos[0];
    // What the lookups below find for these.
    match seq.shape() {
        fixed::LIST => return list_reversed(vm, seq),
        fixed::RANGE => return range_reversed(vm, seq),
        _ => {}
    }
    let name = &vm.names().__reversed__;
    if let Some(method) = vm.type_of(seq).lookup(vm, name) {
        if method.is_none() {
            return Err(not_reversible(vm, seq));
        }
        return match vm.call_special(seq, name, &[])? {
            Some(reversed) => Ok(reversed),
            None => Err(not_reversible(vm, seq)),
        };
    }
    if vm.type_of(seq).slots().getitem.is_none() || vm.type_of(seq).is_subtype(&vm.types().dict) {
        return Err(not_reversible(vm, seq));
    }
    let index = vm.len(seq)? as i64 - 1;
    Ok(vm.alloc(ty, ReversedObj { seq: PyCell::new(seq.clone()), index: Cell::new(index) }).into_value())
}

#[cold]
fn not_reversible(vm: &Vm, seq: &Value) -> Raised {
    exc::type_error(vm, &format!("'{}' object is not reversible", vm.type_of(seq).name_str()))
}

fn this_reversed<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a ReversedObj> {
    match this.downcast::<ReversedObj>() {
        Some(reversed) => Ok(reversed),
        None => Err(exc::wrong_self(vm, "reversed", this)),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_reversed(vm, this)?;
    let (seq, index) = (iter.seq.get(), iter.index.get());
    if index >= 0 && !seq.is_null() {
        match vm.get_item(&seq, &vm.int(index)) {
            Ok(item) => {
                iter.index.set(index - 1);
                return Ok(item);
            }
            Err(raised) => {
                let exceptions = vm.exceptions();
                if !exc::is_instance(vm, &raised, &exceptions.index_error)
                    && !exc::is_instance(vm, &raised, &exceptions.stop_iteration)
                {
                    return Err(raised);
                }
                drop(vm.take_exception(raised));
            }
        }
    }
    iter.index.set(-1);
    drop(iter.seq.take());
    Ok(Value::NULL)
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_reversed(vm, this)?;
    let seq = iter.seq.get();
    if seq.is_null() {
        return Ok(Value::small(0));
    }
    let left = iter.index.get() + 1;
    let len = vm.len(&seq)? as i64;
    Ok(vm.int(if len < left { 0 } else { left }))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_reversed(vm, this)?;
    let (ty, seq) = (vm.type_of(this).to_value(), iter.seq.get());
    if seq.is_null() {
        return Ok(vm.pair(ty, vm.tuple(vec![vm.tuple(Vec::new())])));
    }
    Ok(vm.tuple(vec![ty, vm.tuple(vec![seq]), vm.int(iter.index.get())]))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let iter = this_reversed(vm, this)?;
    let index = crate::types::seq_args::state(vm, state)?;
    let seq = iter.seq.get();
    if !seq.is_null() {
        let len = vm.len(&seq)? as i64;
        iter.index.set(index.clamp(-1, (len - 1).max(-1)));
    }
    Ok(Value::NONE)
}
