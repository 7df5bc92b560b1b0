//! `enumerate`.

use std::cell::Cell;

use dashu_int::IBig;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::shape::fixed;
use crate::slots::Slots;
use crate::types::list::iter::ListIterObj;
use crate::types::range::{RangeIterObj, big};
use crate::types::seq_iter::self_iter;
use crate::types::str_::value_is;
use crate::types::tuple_iter::TupleIterObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::types::zip::Parts;
use crate::value::{SMALL_MAX, SMALL_MIN, Value};
use crate::vm::Vm;

/// The struct inside `enumerate` objects.
pub struct EnumerateObj {
    iterator: Value,
    /// The next number, as long as it fits 64 bits.
    count: Cell<i64>,
    /// The next number once it does not.
    big: PyCell<Option<IBig>>,
    /// The last pair, to be used again.
    pair: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<EnumerateObj>("enumerate");

impl HeapObject for EnumerateObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.iterator);
        visit(&self.pair.borrow());
    }

    fn clear(&self) {
        drop(self.pair.take());
    }
}

impl FixedShape for EnumerateObj {
    const SHAPE: u32 = crate::shape::fixed::ENUMERATE;
}

/// The type `enumerate`.
pub static TYPE: TypeDef = TypeDef {
    name: "enumerate",
    layout: Some(&LAYOUT),
    shape: crate::shape::fixed::ENUMERATE,
    flags: TypeFlags::BASETYPE,
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    slots: Slots { new: Some(enumerate_new), iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(type, object, /)" "'enumerate' objects are generic over the type of their values";
};

fn enumerate_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !ty.is(&vm.types().enumerate) {
        // Only `enumerate` itself is called in the way whose words follow.
        crate::protocol::names_left::check_new(vm, &vm.types().enumerate, args)?;
    }
    if args.len() > 2 {
        let given = args.len();
        return Err(exc::type_error(vm, &format!("enumerate() takes at most 2 arguments ({given} given)")));
    }
    let (mut iterable, mut start) = (args.pos.first(), args.pos.get(1));
    for (name, value) in args.keywords() {
        if value_is(name, "iterable") && iterable.is_none() {
            iterable = Some(value);
        } else if value_is(name, "start") && start.is_none() && (iterable.is_some() || args.len() > 1) {
            start = Some(value);
        } else {
            let name = crate::types::str_::lossy(name);
            let message = format!("'{name}' is an invalid keyword argument for enumerate()");
            return Err(exc::type_error(vm, &message));
        }
    }
    let Some(iterable) = iterable else {
        return Err(exc::type_error(vm, "enumerate() missing required argument 'iterable'"));
    };
    let start = match start {
        Some(start) => vm.index(start)?,
        None => Value::small(0),
    };
    let iterator = vm.iter(iterable)?;
    let (count, big) = match start.as_small() {
        Some(count) => (count, None),
        None => {
            crate::types::int::check_room(vm, &[&start])?;
            (0, Some(big(&start)))
        }
    };
    Ok(vm
        .alloc(ty, EnumerateObj { iterator, count: Cell::new(count), big: PyCell::new(big), pair: PyCell::default() })
        .into_value())
}

fn this_enumerate<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a EnumerateObj> {
    match this.downcast::<EnumerateObj>() {
        Some(iter) => Ok(iter),
        None => Err(exc::wrong_self(vm, "enumerate", this)),
    }
}

pub(crate) fn next(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_enumerate(vm, this)?;
    match step_numbered(vm, iter)? {
        Parts::Pair(number, item) => Ok(vm.recycled_pair(&iter.pair, number, item)),
        _ => Ok(Value::NULL),
    }
}

/// The next number and item of an exact enumerate, not put together.
#[inline]
pub(crate) fn next_parts(vm: &Vm, this: &Value) -> PyResult<Parts> {
    match this.exact::<EnumerateObj>() {
        Some(iter) => step_numbered(vm, iter),
        None => Ok(Parts::Whole),
    }
}

#[inline(always)]
fn step_numbered(vm: &Vm, iter: &EnumerateObj) -> PyResult<Parts> {
    let item = vm.step(&iter.iterator)?;
    if item.is_null() {
        return Ok(Parts::End);
    }
    Ok(Parts::Pair(iter.take_number(vm), item))
}

impl EnumerateObj {
    /// The next number and item, if the number is inline and the iterator is that of a range, list or tuple with an item
    /// left; everything else is left to [`next_parts`].
    #[inline(always)]
    pub(crate) fn peek_parts(&self) -> Option<(Value, Value)> {
        let count = self.count.get();
        if !(SMALL_MIN..SMALL_MAX).contains(&count) || self.big.borrow().is_some() {
            return None;
        }
        let item = match self.iterator.shape() {
            fixed::RANGE_ITER => self.iterator.exact::<RangeIterObj>()?.advance(),
            fixed::LIST_ITER => self.iterator.exact::<ListIterObj>()?.peek_advance(),
            fixed::TUPLE_ITER => self.iterator.exact::<TupleIterObj>()?.peek_advance(),
            _ => return None,
        };
        if item.is_null() {
            return None;
        }
        self.count.set(count + 1);
        Some((Value::small(count), item))
    }

    #[inline(always)]
    fn take_number(&self, vm: &Vm) -> Value {
        let count = self.count.get();
        if count < i64::MAX && self.big.borrow().is_none() {
            self.count.set(count + 1);
            return vm.int(count);
        }
        self.take_big(vm)
    }

    #[cold]
    fn take_big(&self, vm: &Vm) -> Value {
        let number = self.big.take().unwrap_or_else(|| IBig::from(self.count.get()));
        if !growth::has_room_for(minipy_text::int::bit_length(&number)) {
            // The breaker raises MemoryError before anybody sees the number.
            self.big.set(Some(number));
            return Value::small(0);
        }
        self.big.set(Some(&number + IBig::ONE));
        vm.bigint(number)
    }

    fn number(&self, vm: &Vm) -> Value {
        match &*self.big.borrow() {
            Some(number) => vm.bigint(number.clone()),
            None => vm.int(self.count.get()),
        }
    }
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let iter = this_enumerate(vm, this)?;
    let args = vm.pair(iter.iterator.clone(), iter.number(vm));
    Ok(vm.pair(vm.type_of(this).to_value(), args))
}
