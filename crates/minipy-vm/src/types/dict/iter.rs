//! The iterators of `dict` and its views, forwards and backwards.

use std::cell::Cell;

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult, Raised};
use crate::slots::{NextFn, Slots};
use crate::types::dict::DictObj;
use crate::types::dict::table::Entry;
use crate::types::seq_iter::{reduced, self_iter};
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::types::zip::Parts;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside all dict iterators.
pub struct DictIterObj {
    /// The dict; NULL once exhausted.
    dict: PyCell<Value>,
    /// The next position in the table; for reverse iterators the end of what is left.
    position: Cell<usize>,
    /// The size that the dict must have; `usize::MAX` after it had another one.
    expected: Cell<usize>,
    /// How many items are left.
    left: Cell<usize>,
    /// The last item of an iterator over items, to be used again.
    pair: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<DictIterObj>("dict_iterator");

impl HeapObject for DictIterObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.dict.borrow());
        visit(&self.pair.borrow());
    }

    fn clear(&self) {
        drop(self.dict.take());
        drop(self.pair.take());
    }
}

const fn iterator_type(name: &'static str, next: NextFn) -> TypeDef {
    TypeDef {
        name,
        layout: Some(&LAYOUT),
        flags: TypeFlags::NO_INSTANTIATION,
        slots: Slots { iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
        methods: METHODS,
        ..TypeDef::EMPTY
    }
}

/// The type `dict_keyiterator`.
pub static KEYS_TYPE: TypeDef =
    TypeDef { shape: crate::shape::fixed::DICT_KEY_ITER, ..iterator_type("dict_keyiterator", next_key) };
/// The type `dict_valueiterator`.
pub static VALUES_TYPE: TypeDef =
    TypeDef { shape: crate::shape::fixed::DICT_VALUE_ITER, ..iterator_type("dict_valueiterator", next_value) };
/// The type `dict_itemiterator`.
pub static ITEMS_TYPE: TypeDef =
    TypeDef { shape: crate::shape::fixed::DICT_ITEM_ITER, ..iterator_type("dict_itemiterator", next_item) };
/// The type `dict_reversekeyiterator`.
pub static REVERSE_KEYS_TYPE: TypeDef = iterator_type("dict_reversekeyiterator", reverse_next_key);
/// The type `dict_reversevalueiterator`.
pub static REVERSE_VALUES_TYPE: TypeDef = iterator_type("dict_reversevalueiterator", reverse_next_value);
/// The type `dict_reverseitemiterator`.
pub static REVERSE_ITEMS_TYPE: TypeDef = iterator_type("dict_reverseitemiterator", reverse_next_item);

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
};

fn new_iter(vm: &Vm, ty: &TypeRef, dict: &Value, reverse: bool) -> PyResult {
    let table = super::methods::this_dict(vm, dict)?.table.borrow();
    let (len, position) = (table.len(), if reverse { table.raw_len() } else { 0 });
    drop(table);
    let iter = DictIterObj {
        dict: PyCell::new(dict.clone()),
        position: Cell::new(position),
        expected: Cell::new(len),
        left: Cell::new(len),
        pair: PyCell::default(),
    };
    Ok(vm.alloc(ty, iter).into_value())
}

/// `iter(dict)`
pub(crate) fn iter_keys(vm: &Vm, dict: &Value) -> PyResult {
    new_iter(vm, &vm.types().dict_keyiterator, dict, false)
}

/// `iter(dict.values())`
pub(crate) fn iter_values(vm: &Vm, dict: &Value) -> PyResult {
    new_iter(vm, &vm.types().dict_valueiterator, dict, false)
}

/// `iter(dict.items())`
pub(crate) fn iter_items(vm: &Vm, dict: &Value) -> PyResult {
    new_iter(vm, &vm.types().dict_itemiterator, dict, false)
}

/// `reversed(dict)`
pub(crate) fn reversed_keys(vm: &Vm, dict: &Value) -> PyResult {
    new_iter(vm, &vm.type_from_def(&REVERSE_KEYS_TYPE), dict, true)
}

/// `reversed(dict.values())`
pub(crate) fn reversed_values(vm: &Vm, dict: &Value) -> PyResult {
    new_iter(vm, &vm.type_from_def(&REVERSE_VALUES_TYPE), dict, true)
}

/// `reversed(dict.items())`
pub(crate) fn reversed_items(vm: &Vm, dict: &Value) -> PyResult {
    new_iter(vm, &vm.type_from_def(&REVERSE_ITEMS_TYPE), dict, true)
}

impl DictIterObj {
    /// What `pick` makes of the next entry of an exact dict that has not changed, if there is one right at the iterator's
    /// position; the `next` slot sees to everything else.
    #[inline(always)]
    pub(crate) fn peek_advance<T>(&self, pick: impl Fn(&Entry) -> T) -> Option<T> {
        let owner = self.dict.borrow();
        let table = owner.exact::<DictObj>()?.table.borrow();
        let (position, left) = (self.position.get(), self.left.get());
        if table.len() != self.expected.get() || left == 0 {
            return None;
        }
        let picked = pick(table.live_entry(position)?);
        self.position.set(position + 1);
        self.left.set(left - 1);
        Some(picked)
    }
}

/// One step of an iterator; what the entry gives is up to `pick`.
#[inline(always)]
fn step<T>(vm: &Vm, this: &Value, reverse: bool, pick: impl Fn(&Entry) -> T) -> PyResult<Option<T>> {
    let Some(iter) = this.downcast::<DictIterObj>() else {
        return Err(exc::wrong_self(vm, "dict_keyiterator", this));
    };
    {
        let owner = iter.dict.borrow();
        let Some(dict) = owner.downcast::<DictObj>() else { return Ok(None) };
        let table = dict.table.borrow();
        if table.len() != iter.expected.get() {
            iter.expected.set(usize::MAX);
            drop(table);
            drop(owner);
            return Err(exc::runtime_error(vm, "dictionary changed size during iteration"));
        }
        let found = if reverse {
            let mut at = iter.position.get().min(table.raw_len());
            loop {
                if at == 0 {
                    break None;
                }
                at -= 1;
                let entry = table.entry(at);
                if !entry.key.is_null() {
                    break Some((entry, at));
                }
            }
        } else {
            table.next_entry(iter.position.get())
        };
        match found {
            Some(_) if iter.left.get() == 0 => {}
            Some((entry, position)) => {
                iter.position.set(position);
                iter.left.set(iter.left.get() - 1);
                return Ok(Some(pick(entry)));
            }
            None => {
                drop(table);
                drop(owner);
                drop(iter.dict.take());
                return Ok(None);
            }
        }
    }
    Err(keys_changed(vm, iter))
}

/// More entries turn up than there were: keys were replaced.
#[cold]
fn keys_changed(vm: &Vm, iter: &DictIterObj) -> Raised {
    drop(iter.dict.take());
    exc::runtime_error(vm, "dictionary keys changed during iteration")
}

fn next_key(vm: &Vm, this: &Value) -> PyResult {
    Ok(step(vm, this, false, |e| e.key.clone())?.unwrap_or(Value::NULL))
}

fn next_value(vm: &Vm, this: &Value) -> PyResult {
    Ok(step(vm, this, false, |e| e.value.clone())?.unwrap_or(Value::NULL))
}

#[inline]
fn paired(vm: &Vm, this: &Value, key: Value, value: Value) -> Value {
    match this.downcast::<DictIterObj>() {
        Some(iter) => vm.recycled_pair(&iter.pair, key, value),
        None => vm.pair(key, value),
    }
}

/// The next key and value, not put together.
pub(crate) fn next_parts(vm: &Vm, this: &Value) -> PyResult<Parts> {
    Ok(match step(vm, this, false, |e| (e.key.clone(), e.value.clone()))? {
        Some((key, value)) => Parts::Pair(key, value),
        None => Parts::End,
    })
}

pub(crate) fn next_item(vm: &Vm, this: &Value) -> PyResult {
    match next_parts(vm, this)? {
        Parts::Pair(key, value) => Ok(paired(vm, this, key, value)),
        _ => Ok(Value::NULL),
    }
}

fn reverse_next_key(vm: &Vm, this: &Value) -> PyResult {
    Ok(step(vm, this, true, |e| e.key.clone())?.unwrap_or(Value::NULL))
}

fn reverse_next_value(vm: &Vm, this: &Value) -> PyResult {
    Ok(step(vm, this, true, |e| e.value.clone())?.unwrap_or(Value::NULL))
}

fn reverse_next_item(vm: &Vm, this: &Value) -> PyResult {
    match step(vm, this, true, |e| (e.key.clone(), e.value.clone()))? {
        Some((key, value)) => Ok(paired(vm, this, key, value)),
        None => Ok(Value::NULL),
    }
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let Some(iter) = this.downcast::<DictIterObj>() else {
        return Err(exc::wrong_self(vm, "dict_keyiterator", this));
    };
    let same = iter.dict.borrow().downcast::<DictObj>().is_some_and(|d| d.len() == iter.expected.get());
    Ok(vm.int(if same { iter.left.get() as i64 } else { 0 }))
}

/// `(iter, (list of what is left,))`; the iterator itself does not move.
fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let Some(iter) = this.downcast::<DictIterObj>() else {
        return Err(exc::wrong_self(vm, "dict_keyiterator", this));
    };
    let copy = DictIterObj {
        dict: PyCell::new(iter.dict.get()),
        position: iter.position.clone(),
        expected: iter.expected.clone(),
        left: iter.left.clone(),
        pair: PyCell::default(),
    };
    let copy = vm.alloc(&vm.type_of(this).to_ref(), copy).into_value();
    let rest = vm.collect(&copy)?;
    reduced(vm, "iter", vm.list(rest), Value::NULL)
}
