//! `collections.deque`: the struct and its slots. Methods are in `deque_methods`, iterators in `deque_iter`.

use std::cell::Cell;
use std::collections::VecDeque;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult, Raised};
use minipy_vm::slots::{CompareOp, Slots};
use minipy_vm::types::generic_alias::new_alias;
use minipy_vm::types::int;
use minipy_vm::types::seq_args::{position, ssize};
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm, getset, methods};

use super::{deque_iter, deque_methods as m};
use crate::support::bound;

/// The struct inside deques.
pub(super) struct DequeObj {
    pub(super) items: PyCell<VecDeque<Value>>,
    /// How many items are kept; `None` for all.
    pub(super) limit: Cell<Option<usize>>,
    /// Changes with every change of the number of items: iterators look at it.
    pub(super) version: Cell<u64>,
}

static LAYOUT: Layout = Layout::of::<DequeObj>("collections.deque");

impl HeapObject for DequeObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop(self.items.take());
    }

    fn owned_bytes(&self) -> usize {
        self.items.borrow().capacity() * size_of::<Value>()
    }
}

/// The type `deque`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "deque",
    module: "collections",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::SEQUENCE | TypeFlags::ITEMS_BY_NUMBER | TypeFlags::WEAKREFABLE,
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(deque_iter::iter),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(m::contains),
        concat: Some(concat),
        repeat: Some(repeat),
        inplace_concat: Some(inplace_concat),
        inplace_repeat: Some(inplace_repeat),
        getattr: Some(minipy_vm::protocol::attr::generic_get),
        ..Slots::EMPTY
    },
    methods: methods! {
        "__copy__" F1(m::copy) "(self, /)" "Return a shallow copy of a deque.";
        "__reduce__" F1(m::reduce) "(self, /)" "Return state information for pickling.";
        "__reversed__" F1(deque_iter::reversed) "(self, /)" "Return a reverse iterator over the deque.";
        "__sizeof__" F1(m::sizeof) "(self, /)" "Return the size of the deque in memory, in bytes.";
        "append" F2(m::append) "(self, item, /)" "Add an element to the right side of the deque.";
        "appendleft" F2(m::append_left) "(self, item, /)" "Add an element to the left side of the deque.";
        "clear" F1(m::clear) "(self, /)" "Remove all elements from the deque.";
        "copy" F1(m::copy) "(self, /)" "Return a shallow copy of a deque.";
        "count" F2(m::count) "(self, value, /)" "Return number of occurrences of value.";
        "extend" F2(m::extend) "(self, iterable, /)" "Extend the right side of the deque with elements from the iterable.";
        "extendleft" F2(m::extend_left) "(self, iterable, /)" "Extend the left side of the deque with elements from the iterable.";
        "index" FV(m::index) "(self, value, [start, [stop]])" "Return first index of value.\n\nRaises ValueError if the value is not present.";
        "insert" F3(m::insert) "(self, index, value, /)" "Insert value before index.";
        "pop" F1(m::pop) "(self, /)" "Remove and return the rightmost element.";
        "popleft" F1(m::pop_left) "(self, /)" "Remove and return the leftmost element.";
        "remove" F2(m::remove) "(self, value, /)" "Remove first occurrence of value.";
        "reverse" F1(m::reverse) "(self, /)" "Reverse *IN PLACE*.";
        "rotate" FN(m::rotate) "(self, n=1, /)" "Rotate the deque n steps to the right.  If n is negative, rotates left.";
        [class] "__class_getitem__" F2(new_alias) "(type, object, /)" "deques are generic over the type of their contents";
    },
    getset: getset! {
        "maxlen" get_limit, "maximum size of a deque or None if unbounded";
    },
    ..TypeDef::EMPTY
};

#[inline(always)]
pub(super) fn own<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a DequeObj> {
    exc::receiver::<DequeObj>(vm, this)
}

impl DequeObj {
    /// Notes that the number of items changes.
    #[inline(always)]
    pub(super) fn changed(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }

    /// The item at an index.
    pub(super) fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Adds an item at the right end; the leftmost one goes if there are too many. False if there is no memory.
    #[inline]
    pub(super) fn push(&self, item: Value) -> bool {
        self.changed();
        let dropped = {
            let mut items = self.items.borrow_mut();
            if !has_room(&mut items) {
                drop(items);
                return false;
            }
            items.push_back(item);
            if self.limit.get().is_some_and(|limit| items.len() > limit) { items.pop_front() } else { None }
        };
        drop(dropped);
        true
    }

    /// Adds an item at the left end; the rightmost one goes if there are too many. False if there is no memory.
    #[inline]
    pub(super) fn push_left(&self, item: Value) -> bool {
        self.changed();
        let dropped = {
            let mut items = self.items.borrow_mut();
            if !has_room(&mut items) {
                drop(items);
                return false;
            }
            items.push_front(item);
            if self.limit.get().is_some_and(|limit| items.len() > limit) { items.pop_back() } else { None }
        };
        drop(dropped);
        true
    }
}

/// Makes room for one more item, if there is memory.
#[inline]
fn has_room(items: &mut VecDeque<Value>) -> bool {
    items.len() < items.capacity()
        || items.try_reserve(1).is_ok()
        || items.try_reserve_exact(1 + items.len() / 16).is_ok()
}

/// A new deque of exactly this type.
pub(super) fn new_deque(vm: &Vm, items: VecDeque<Value>, limit: Option<usize>) -> Value {
    let ty = vm.type_from_def(&TYPE);
    of_type(vm, &ty, items, limit)
}

fn of_type(vm: &Vm, ty: &TypeRef, items: VecDeque<Value>, limit: Option<usize>) -> Value {
    vm.alloc(ty, DequeObj { items: PyCell::new(items), limit: Cell::new(limit), version: Cell::new(0) }).into_value()
}

fn new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(of_type(vm, ty, VecDeque::new(), None))
}

fn init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    let deque = own(vm, this)?;
    let [iterable, limit]: [Value; 2] = bound(vm, "deque", "(iterable=(), maxlen=None)", args, 0, 2)?;
    let limit = match limit.not_none() {
        None => None,
        Some(limit) if int::as_int(limit).is_none() => return Err(exc::type_error(vm, "an integer is required")),
        Some(limit) => match usize::try_from(ssize(vm, limit)?) {
            Ok(limit) => Some(limit),
            Err(_) => return Err(exc::value_error(vm, "maxlen must be non-negative")),
        },
    };
    deque.limit.set(limit);
    deque.changed();
    drop(deque.items.take());
    match iterable.given() {
        Some(iterable) => m::extend_with(vm, this, iterable),
        None => Ok(()),
    }
}

fn get_limit(vm: &Vm, this: &Value) -> PyResult {
    Ok(own(vm, this)?.limit.get().map_or(Value::NONE, |n| vm.int(n as i64)))
}

fn repr(vm: &Vm, this: &Value) -> PyResult {
    let deque = own(vm, this)?;
    vm.repr_guarded(this, "[...]", || {
        let items = vm.list(m::copied(vm, deque)?);
        let mut out = format!("{}(", vm.type_of(this).plain_name()).into_bytes();
        out.extend_from_slice(&vm.repr_bytes(&items)?);
        if let Some(limit) = deque.limit.get() {
            out.extend_from_slice(format!(", maxlen={limit}").as_bytes());
        }
        out.push(b')');
        Ok(vm.str_bytes(&out))
    })
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<DequeObj>(), other.downcast::<DequeObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if matches!(op, CompareOp::Eq | CompareOp::Ne)
        && (this.is(other) || a.items.borrow().len() != b.items.borrow().len())
    {
        return Ok(Value::bool(this.is(other) == (op == CompareOp::Eq)));
    }
    // Comparing items may change the deques, which iterators report.
    let (left, right) = (vm.iter(this)?, vm.iter(other)?);
    loop {
        let (x, y) = (vm.next(&left)?, vm.next(&right)?);
        let (Some(x), Some(y)) = (&x, &y) else {
            return Ok(Value::bool(op.holds(x.is_some().cmp(&y.is_some()))));
        };
        if !vm.eq(x, y)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(x, y, op),
            };
        }
    }
}

fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(own(vm, this)?.items.borrow().len())
}

#[cold]
fn out_of_range(vm: &Vm) -> Raised {
    exc::index_error(vm, "deque index out of range")
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let deque = own(vm, this)?;
    if int::as_int(key).is_none() && vm.type_of(key).slots().index.is_none() {
        let got = vm.type_of(key).name_str();
        return Err(exc::type_error(vm, &format!("sequence index must be integer, not '{got}'")));
    }
    let index = vm.index_arg(key)?;
    let items = deque.items.borrow();
    match position(index, items.len()).and_then(|at| items.get(at)) {
        Some(item) => Ok(item.clone()),
        None => Err(out_of_range(vm)),
    }
}

fn setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let deque = own(vm, this)?;
    let index = vm.index_arg(key)?;
    let old = {
        let mut items = deque.items.borrow_mut();
        match (position(index, items.len()), value) {
            (Some(at), Some(value)) => items.get_mut(at).map(|place| std::mem::replace(place, value.clone())),
            (Some(at), None) => {
                deque.changed();
                items.remove(at)
            }
            (None, _) => None,
        }
    };
    match old {
        Some(_) => Ok(()),
        None => Err(out_of_range(vm)),
    }
}

fn concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    if other.downcast::<DequeObj>().is_none() {
        let name = vm.type_of(other).name_str();
        return Err(exc::type_error(vm, &format!("can only concatenate deque (not \"{name}\") to deque")));
    }
    let made = m::copy(vm, this)?;
    m::extend_with(vm, &made, other)?;
    Ok(made)
}

fn repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let made = m::copy(vm, this)?;
    inplace_repeat(vm, &made, count)
}

fn inplace_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    m::extend_with(vm, this, other)?;
    Ok(this.clone())
}

fn inplace_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let deque = own(vm, this)?;
    let items = m::copied(vm, deque)?;
    if count <= 0 || items.is_empty() {
        deque.changed();
        drop(deque.items.take());
        return Ok(this.clone());
    }
    let mut count = count as usize;
    if let Some(limit) = deque.limit.get() {
        // More copies than fill the deque would only push each other out; the last ones end like the first.
        count = count.min(limit / items.len() + 2);
    }
    let wanted = items.len().checked_mul(count).filter(|&n| n <= isize::MAX as usize / 8);
    let room = wanted.is_some_and(|n| deque.items.borrow_mut().try_reserve(n - items.len()).is_ok());
    if !room {
        return Err(exc::memory_error(vm));
    }
    for _ in 1..count {
        for item in &items {
            deque.push(item.clone());
        }
    }
    Ok(this.clone())
}
