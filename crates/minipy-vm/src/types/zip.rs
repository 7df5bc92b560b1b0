//! `zip`, and what it shares with `map`: walking several iterators in step.

use std::cell::Cell;

use crate::exc;
use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{Args, MethodDef, PyResult, Raised};
use crate::shape::fixed;
use crate::slots::Slots;
use crate::types::list::iter::ListIterObj;
use crate::types::range::RangeIterObj;
use crate::types::seq_iter::self_iter;
use crate::types::str_::value_is;
use crate::types::tuple_iter::TupleIterObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `zip` objects.
pub struct ZipObj {
    iterators: Box<[Value]>,
    strict: Cell<bool>,
    /// The last pair, to be used again.
    pair: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<ZipObj>("zip");

impl HeapObject for ZipObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.iterators.iter().for_each(&mut *visit);
        visit(&self.pair.borrow());
    }

    fn clear(&self) {
        drop(self.pair.take());
    }
}

impl ZipObj {
    /// The next pair of a zip of two lists, tuples or ranges, not put together. `None`, with nothing changed: one of them is
    /// at its end, or is something else.
    #[inline(never)]
    pub(crate) fn peek_parts(&self) -> Option<(Value, Value)> {
        let [first, second] = &*self.iterators else { return None };
        let a = match first.shape() {
            fixed::LIST_ITER => first.exact::<ListIterObj>()?.peek_advance(),
            fixed::TUPLE_ITER => first.exact::<TupleIterObj>()?.peek_advance(),
            fixed::RANGE_ITER => first.exact::<RangeIterObj>()?.advance(),
            _ => return None,
        };
        if a.is_null() {
            return None;
        }
        let b = match second.shape() {
            fixed::LIST_ITER => second.exact::<ListIterObj>()?.peek_advance(),
            fixed::TUPLE_ITER => second.exact::<TupleIterObj>()?.peek_advance(),
            fixed::RANGE_ITER => second.exact::<RangeIterObj>()?.advance(),
            _ => Value::NULL,
        };
        if !b.is_null() {
            return Some((a, b));
        }
        match first.shape() {
            fixed::LIST_ITER => first.exact::<ListIterObj>()?.step_back(),
            fixed::TUPLE_ITER => first.exact::<TupleIterObj>()?.step_back(),
            _ => first.exact::<RangeIterObj>()?.step_back(),
        }
        None
    }
}

impl FixedShape for ZipObj {
    const SHAPE: u32 = crate::shape::fixed::ZIP;
}

impl ZipObj {
    /// The next pair of a zip of two lists, tuples or ranges, not put together. `None`, with nothing changed: it is
    /// another zip, or one of them is exhausted.
    #[inline(always)]
    pub(crate) fn peek_pair(&self) -> Option<(Value, Value)> {
        let [first, second] = &*self.iterators else { return None };
        // One iterator twice gives two items of the same.
        if first.is(second) {
            return None;
        }
        let one = match first.shape() {
            fixed::LIST_ITER => first.exact::<ListIterObj>()?.peek(),
            fixed::TUPLE_ITER => first.exact::<TupleIterObj>()?.peek(),
            fixed::RANGE_ITER => first.exact::<RangeIterObj>()?.peek(),
            _ => return None,
        }
        .non_null()?;
        let two = match second.shape() {
            fixed::LIST_ITER => second.exact::<ListIterObj>()?.peek_advance(),
            fixed::TUPLE_ITER => second.exact::<TupleIterObj>()?.peek_advance(),
            fixed::RANGE_ITER => second.exact::<RangeIterObj>()?.advance(),
            _ => return None,
        }
        .non_null()?;
        if let Some(iterator) = first.exact::<ListIterObj>() {
            iterator.skip();
        } else if let Some(iterator) = first.exact::<TupleIterObj>() {
            iterator.skip();
        } else if let Some(iterator) = first.exact::<RangeIterObj>() {
            drop(iterator.advance());
        }
        Some((one, two))
    }
}

/// The type `zip`.
pub static TYPE: TypeDef = TypeDef {
    name: "zip",
    layout: Some(&LAYOUT),
    shape: crate::shape::fixed::ZIP,
    flags: TypeFlags::BASETYPE,
    doc: "The zip object yields n-length tuples, where n is the number of\niterables passed as positional arguments to zip().  The i-th element\nin every tuple comes from the i-th iterable argument to zip().  This\ncontinues until the shortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the\nothers, raise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
    slots: Slots { new: Some(zip_new), iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

/// The keyword argument `strict`; any other one is an error.
pub(crate) fn strict_option(vm: &Vm, name: &str, args: &Args) -> PyResult<bool> {
    let mut strict = false;
    if args.kw.len() > 1 {
        return Err(exc::too_many_in_all(vm, name, 1, args.kw.len(), true));
    }
    for (key, value) in args.keywords() {
        if !value_is(key, "strict") {
            return Err(exc::unexpected_keyword_among(vm, name, key, ["strict"].into_iter()));
        }
        strict = vm.truth(value)?;
    }
    Ok(strict)
}

fn zip_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let strict = strict_option(vm, "zip", args)?;
    let iterators = args.pos.iter().map(|v| vm.iter(v)).collect::<PyResult<Box<[Value]>>>()?;
    Ok(vm.alloc(ty, ZipObj { iterators, strict: Cell::new(strict), pair: PyCell::default() }).into_value())
}

fn this_zip<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a ZipObj> {
    match this.downcast::<ZipObj>() {
        Some(zip) => Ok(zip),
        None => Err(exc::wrong_self(vm, "zip", this)),
    }
}

pub(crate) fn next(vm: &Vm, this: &Value) -> PyResult {
    let zip = this_zip(vm, this)?;
    match step_two(vm, zip)? {
        Parts::Pair(a, b) => return Ok(vm.recycled_pair(&zip.pair, a, b)),
        Parts::End => return Ok(Value::NULL),
        Parts::Whole => {}
    }
    match next_items(vm, "zip", &zip.iterators, zip.strict.get(), Vec::new())? {
        Some(items) => Ok(vm.tuple(items)),
        None => Ok(Value::NULL),
    }
}

/// A step of an iterator that mostly makes pairs.
pub(crate) enum Parts {
    /// The next pair, not put together.
    Pair(Value, Value),
    /// There are no more items.
    End,
    /// It makes no pairs; nothing was done.
    Whole,
}

/// The next items of both iterators of a zip of two.
#[inline(always)]
fn step_two(vm: &Vm, zip: &ZipObj) -> PyResult<Parts> {
    let [first, second] = &*zip.iterators else { return Ok(Parts::Whole) };
    let a = vm.step(first)?;
    if !a.is_null() {
        let b = vm.step(second)?;
        if !b.is_null() {
            return Ok(Parts::Pair(a, b));
        }
    }
    let stopped = usize::from(!a.is_null());
    check_strict(vm, "zip", &zip.iterators, stopped, zip.strict.get())?;
    Ok(Parts::End)
}

/// The next pair of an exact zip of two, not put together.
#[inline]
pub(crate) fn next_parts(vm: &Vm, this: &Value) -> PyResult<Parts> {
    match this.exact::<ZipObj>() {
        Some(zip) => step_two(vm, zip),
        None => Ok(Parts::Whole),
    }
}

/// The next item of each iterator, appended to `items`; `None` when one is exhausted (or there are none).
pub(crate) fn next_items(
    vm: &Vm,
    name: &str,
    iterators: &[Value],
    strict: bool,
    mut items: Vec<Value>,
) -> PyResult<Option<Vec<Value>>> {
    if iterators.is_empty() {
        return Ok(None);
    }
    items.reserve(iterators.len());
    for (i, iterator) in iterators.iter().enumerate() {
        let item = vm.step(iterator)?;
        if item.is_null() {
            check_strict(vm, name, iterators, i, strict)?;
            return Ok(None);
        }
        items.push(item);
    }
    Ok(Some(items))
}

/// After iterator `stopped` is exhausted: ValueError if the iterators are to have the same length and do not.
pub(crate) fn check_strict(vm: &Vm, name: &str, iterators: &[Value], stopped: usize, strict: bool) -> PyResult<()> {
    if !strict {
        return Ok(());
    }
    if stopped > 0 {
        return Err(uneven(vm, name, stopped, "shorter"));
    }
    for (i, iterator) in iterators.iter().enumerate().skip(1) {
        if vm.next(iterator)?.is_some() {
            return Err(uneven(vm, name, i, "longer"));
        }
    }
    Ok(())
}

#[cold]
fn uneven(vm: &Vm, name: &str, index: usize, what: &str) -> Raised {
    let plural = if index == 1 { " " } else { "s 1-" };
    let number = index + 1;
    exc::value_error(vm, &format!("{name}() argument {number} is {what} than argument{plural}{index}"))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let zip = this_zip(vm, this)?;
    let mut items = vec![vm.type_of(this).to_value(), vm.tuple_from(&zip.iterators)];
    if zip.strict.get() {
        items.push(Value::TRUE);
    }
    Ok(vm.tuple(items))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    let strict = vm.truth(state)?;
    this_zip(vm, this)?.strict.set(strict);
    Ok(Value::NONE)
}
