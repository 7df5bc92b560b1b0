//! `list`: the type, its slots and methods. Item access by slice is in `slices`, sorting in `sort`.

use crate::exc;
use crate::heap::HeapObject;
use crate::heap::PyCell;
use crate::heap::growth;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::protocol::bind::check_positional;
use crate::protocol::compare::quick_eq;
use crate::slots::{CompareOp, Slots};
use crate::types::list::{ListObj, drop_items, iter, slices, sort};
use crate::types::range::RangeObj;
use crate::types::seq_args::index_bound;
use crate::types::seq_iter::ssize_arg;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::{Value, extend_cloned};
use crate::vm::Vm;

/// The type `list`.
pub static TYPE: TypeDef = TypeDef {
    name: "list",
    layout: Some(ListObj::LAYOUT),
    shape: crate::shape::fixed::LIST,
    flags: TypeFlags::BASETYPE | TypeFlags::SEQUENCE | TypeFlags::MATCH_SELF,
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    slots: Slots {
        new: Some(list_new),
        init: Some(list_init),
        repr: Some(list_repr),
        compare: Some(list_compare),
        iter: Some(iter::list_iter),
        len: Some(list_len),
        getitem: Some(list_getitem),
        setitem: Some(list_setitem),
        contains: Some(list_contains),
        concat: Some(list_concat),
        repeat: Some(list_repeat),
        inplace_concat: Some(list_inplace_concat),
        inplace_repeat: Some(list_inplace_repeat),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__getitem__" F2(list_getitem) "(self, index, /)" "Return self[index].";
    "__reversed__" F1(iter::list_reversed) "(self, /)" "Return a reverse iterator over the list.";
    "__sizeof__" F1(list_sizeof) "(self, /)" "Return the size of the list in memory, in bytes.";
    "clear" F1(list_clear) "(self, /)" "Remove all items from list.";
    "copy" F1(list_copy) "(self, /)" "Return a shallow copy of the list.";
    "append" F2(list_append) "(self, object, /)" "Append object to the end of the list.";
    "insert" F3(list_insert) "(self, index, object, /)" "Insert object before index.";
    "extend" F2(list_extend) "(self, iterable, /)" "Extend list by appending elements from the iterable.";
    "pop" FV(list_pop) "(self, index=-1, /)" "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.";
    "remove" F2(list_remove) "(self, value, /)" "Remove first occurrence of value.\n\nRaises ValueError if the value is not present.";
    "index" FV(list_index) "(self, value, start=0, stop=sys.maxsize, /)" "Return first index of value.\n\nRaises ValueError if the value is not present.";
    "count" F2(list_count) "(self, value, /)" "Return number of occurrences of value.";
    "reverse" F1(list_reverse) "(self, /)" "Reverse *IN PLACE*.";
    "sort" FV(sort::list_sort) "(self, /, *, key=None, reverse=False)" "Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable\n(i.e. the order of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort\nthem, ascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.";
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(type, object, /)" "lists are generic over the type of their contents";
};

/// The list that a `self` argument is.
pub(crate) fn this_list<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a ListObj> {
    match this.downcast::<ListObj>() {
        Some(list) => Ok(list),
        None => Err(exc::wrong_self(vm, "list", this)),
    }
}

fn list_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.list_of_type(ty, Vec::new()))
}

fn list_init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    let list = this_list(vm, this)?;
    if !args.kw.is_empty() && vm.type_of(this).slots().new.map(|f| f as usize) == Some(list_new as *const () as usize) {
        return Err(exc::no_keyword_arguments(vm, "list"));
    }
    check_positional(vm, "list", &Args::positional(args.pos), 0, 0, 1)?;
    if !list.is_empty() {
        drop(list.items.take());
    }
    match args.pos.first() {
        Some(iterable) => extend(vm, list, iterable),
        None => Ok(()),
    }
}

/// `list(iterable)`.
pub(crate) fn list_of(vm: &Vm, iterable: &Value) -> PyResult {
    let list = vm.alloc_fixed(&vm.types().list, ListObj { items: PyCell::new(Vec::new()) });
    extend(vm, &list, iterable)?;
    Ok(list.into_value())
}

/// Appends copies of items that are not the list's own; false: there is no memory. A list that never had any gets room
/// for just these.
fn append_copies(list: &ListObj, items: &[Value]) -> bool {
    let mut target = list.items.borrow_mut();
    if target.capacity() == 0 {
        let Some(room) = growth::try_with_room(items.len()) else { return false };
        *target = room;
    } else if target.capacity() - target.len() < items.len() && !growth::make_room(&mut target, items.len()) {
        return false;
    }
    extend_cloned(&mut target, items);
    true
}

/// Appends the items of an exact tuple or list. `None`, with nothing done: it is something else.
#[inline]
pub(crate) fn extend_plainly(vm: &Vm, list: &ListObj, iterable: &Value) -> Option<PyResult<()>> {
    let done = match iterable.exact::<TupleObj>() {
        Some(tuple) => append_copies(list, tuple.items()),
        None => {
            let other = iterable.exact::<ListObj>().filter(|other| !std::ptr::eq(*other, list))?;
            append_copies(list, &other.items.borrow())
        }
    };
    Some(if done { Ok(()) } else { Err(growth::failed(vm)) })
}

/// Appends all items of an iterable; what was appended before an error stays.
pub(crate) fn extend(vm: &Vm, list: &ListObj, iterable: &Value) -> PyResult<()> {
    if let Some(done) = extend_plainly(vm, list, iterable) {
        return done;
    }
    // A list that is extended by itself is copied whatever its class: its iterator would never come to an end.
    if iterable.downcast::<ListObj>().is_some_and(|other| std::ptr::eq(other, list)) {
        let items = growth::copy(vm, &list.items.borrow())?;
        return if append_copies(list, &items) { Ok(()) } else { Err(growth::failed(vm)) };
    }
    if let Some(items) = vm.all_items(iterable) {
        let items = items?;
        let mut target = list.items.borrow_mut();
        if target.capacity() == 0 {
            *target = items;
            return Ok(());
        }
        if growth::make_room(&mut target, items.len()) {
            target.extend(items);
            return Ok(());
        }
        drop(target);
        return Err(growth::failed(vm));
    }
    let mut cursor = vm.cursor(iterable)?;
    if !cursor.is_unsized(iterable) {
        let hint = vm.length_hint(iterable)?;
        if growth::is_beyond_memory(list.len(), hint) {
            return Err(exc::memory_error(vm));
        }
        let limit = if iterable.exact::<RangeObj>().is_some() { usize::MAX } else { 1 << 20 };
        if list.items.borrow_mut().try_reserve(hint.min(limit)).is_err() {
            return Err(exc::memory_error(vm));
        }
    }
    let refused = cursor.drain(vm, |item| {
        let done = growth::push(&mut list.items.borrow_mut(), item);
        if done { Value::NULL } else { Value::NONE }
    })?;
    if refused.is_null() { Ok(()) } else { Err(growth::failed(vm)) }
}

fn list_repr(vm: &Vm, this: &Value) -> PyResult {
    let list = this_list(vm, this)?;
    if list.is_empty() {
        return Ok(vm.str("[]"));
    }
    vm.repr_guarded(this, "[...]", || {
        let mut out = vec![b'['];
        let mut index = 0;
        while let Some(item) = list.get(index) {
            if index > 0 {
                out.extend_from_slice(b", ");
            }
            vm.push_repr(&mut out, &item)?;
            index += 1;
        }
        out.push(b']');
        Ok(vm.str_bytes(&out))
    })
}

fn list_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<ListObj>(), other.downcast::<ListObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && a.len() != b.len() {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let mut at = 0;
    loop {
        // Comparisons may change the lists, so each step looks at them anew.
        let pair = {
            let (x, y) = (a.items.borrow(), b.items.borrow());
            let end = x.len().min(y.len());
            while at < end && quick_eq(&x[at], &y[at]) == Some(true) {
                at += 1;
            }
            if at < end { Some((x[at].clone(), y[at].clone())) } else { None }
        };
        let Some((x, y)) = pair else {
            return Ok(Value::bool(op.holds(a.len().cmp(&b.len()))));
        };
        if !vm.eq(&x, &y)? {
            // The comparison may have made the lists shorter: then their lengths decide.
            let pair = {
                let (x, y) = (a.items.borrow(), b.items.borrow());
                x.get(at).cloned().zip(y.get(at).cloned())
            };
            return match (pair, op) {
                (None, _) => Ok(Value::bool(op.holds(a.len().cmp(&b.len())))),
                (Some(_), CompareOp::Eq) => Ok(Value::FALSE),
                (Some(_), CompareOp::Ne) => Ok(Value::TRUE),
                (Some((x, y)), _) => vm.compare(&x, &y, op),
            };
        }
        at += 1;
    }
}

fn list_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(this_list(vm, this)?.len())
}

#[inline]
fn list_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    let list = this_list(vm, this)?;
    if let Some(index) = key.as_small() {
        let items = list.items.borrow();
        let at = if index < 0 { index + items.len() as i64 } else { index };
        if let Some(item) = items.get(at as usize) {
            return Ok(item.clone());
        }
        drop(items);
        return Err(exc::index_error(vm, "list index out of range"));
    }
    slices::get(vm, list, key)
}

fn list_setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let list = this_list(vm, this)?;
    if let (Some(index), Some(value)) = (key.as_small(), value) {
        let old = {
            let mut items = list.items.borrow_mut();
            let at = if index < 0 { index + items.len() as i64 } else { index };
            items.get_mut(at as usize).map(|place| std::mem::replace(place, value.clone()))
        };
        return match old {
            Some(_) => Ok(()),
            None => Err(exc::index_error(vm, "list assignment index out of range")),
        };
    }
    slices::set(vm, this, list, key, value)
}

/// The index of the first item from `start` (before `stop`) that equals a value. The list may change meanwhile.
fn find(vm: &Vm, list: &ListObj, value: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let mut at = start;
    loop {
        let item = {
            let items = list.items.borrow();
            let end = stop.min(items.len());
            loop {
                if at >= end {
                    return Ok(None);
                }
                match quick_eq(&items[at], value) {
                    Some(true) => return Ok(Some(at)),
                    Some(false) => at += 1,
                    None => break items[at].clone(),
                }
            }
        };
        if vm.eq(&item, value)? {
            return Ok(Some(at));
        }
        at += 1;
    }
}

fn list_contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    Ok(find(vm, this_list(vm, this)?, item, 0, usize::MAX)?.is_some())
}

/// `list + list`
pub(crate) fn list_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let list = this_list(vm, this)?;
    let Some(other_list) = other.downcast::<ListObj>() else {
        let name = vm.type_of(other).name_str();
        return Err(exc::type_error(vm, &format!("can only concatenate list (not \"{name}\") to list")));
    };
    let (a, b) = (list.items.borrow(), other_list.items.borrow());
    let mut items = growth::with_room(vm, a.len() + b.len())?;
    extend_cloned(&mut items, &a);
    extend_cloned(&mut items, &b);
    drop((a, b));
    Ok(vm.list(items))
}

/// [`copies`], or MemoryError.
pub(crate) fn repeated(vm: &Vm, items: &[Value], count: isize) -> PyResult<Vec<Value>> {
    copies(items, count).ok_or_else(|| exc::memory_error(vm))
}

/// `count` copies of some items, one after the other; `None`: that is too much.
fn copies(items: &[Value], count: isize) -> Option<Vec<Value>> {
    let count = if items.is_empty() { 0 } else { count.max(0) as usize };
    let mut out = growth::try_with_room(items.len().checked_mul(count)?)?;
    if let [item] = items {
        out.resize(count, item.clone());
    } else {
        for _ in 0..count {
            extend_cloned(&mut out, items);
        }
    }
    Some(out)
}

fn list_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let list = this_list(vm, this)?;
    // The exception is made when the list is no longer borrowed.
    let items = copies(&list.items.borrow(), count);
    items.map(|items| vm.list(items)).ok_or_else(|| exc::memory_error(vm))
}

fn list_inplace_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    extend(vm, this_list(vm, this)?, other)?;
    Ok(this.clone())
}

fn list_inplace_repeat(vm: &Vm, this: &Value, count: isize) -> PyResult {
    let list = this_list(vm, this)?;
    if count <= 0 {
        drop_items(list.items.take());
        return Ok(this.clone());
    }
    let mut items = list.items.borrow_mut();
    let len = items.len();
    let more = len.checked_mul(count as usize - 1).filter(|&more| items.try_reserve_exact(more).is_ok());
    let Some(more) = more else { return Err(exc::memory_error(vm)) };
    for at in 0..more {
        let item = items[at].clone();
        items.push(item);
    }
    drop(items);
    Ok(this.clone())
}

fn list_sizeof(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(crate::heap::dealloc::size_of_object(this) as i64))
}

fn list_clear(vm: &Vm, this: &Value) -> PyResult {
    drop_items(this_list(vm, this)?.items.take());
    Ok(Value::NONE)
}

fn list_copy(vm: &Vm, this: &Value) -> PyResult {
    let copied = growth::copy(vm, &this_list(vm, this)?.items.borrow());
    Ok(vm.list(copied?))
}

fn list_append(vm: &Vm, this: &Value, item: &Value) -> PyResult {
    this_list(vm, this)?.push(item.clone());
    Ok(Value::NONE)
}

fn list_insert(vm: &Vm, this: &Value, index: &Value, item: &Value) -> PyResult {
    let list = this_list(vm, this)?;
    let index = match index.as_small() {
        Some(index) => index as isize,
        None => ssize_arg(vm, index)? as isize,
    };
    let mut items = list.items.borrow_mut();
    let len = items.len() as isize;
    let at = if index < 0 { (index + len).max(0) } else { index.min(len) };
    items.insert(at as usize, item.clone());
    Ok(Value::NONE)
}

fn list_extend(vm: &Vm, this: &Value, iterable: &Value) -> PyResult {
    extend(vm, this_list(vm, this)?, iterable)?;
    Ok(Value::NONE)
}

fn list_pop(vm: &Vm, args: &Args) -> PyResult {
    if let [this] = args.pos
        && args.kw.is_empty()
        && let Some(list) = this.exact::<ListObj>()
    {
        let mut items = list.items.borrow_mut();
        if let Some(item) = items.pop() {
            give_back(&mut items);
            return Ok(item);
        }
    }
    check_positional(vm, "pop", args, 1, 0, 1)?;
    let list = this_list(vm, &args.pos[0])?;
    let index = match args.pos.get(1) {
        Some(index) => match index.as_small() {
            Some(index) => index as isize,
            None => ssize_arg(vm, index)? as isize,
        },
        None => -1,
    };
    let mut items = list.items.borrow_mut();
    let len = items.len() as isize;
    if index == -1
        && let Some(item) = items.pop()
    {
        give_back(&mut items);
        return Ok(item);
    }
    let at = if index < 0 { index + len } else { index };
    if (0..len).contains(&at) {
        return Ok(items.remove(at as usize));
    }
    drop(items);
    Err(exc::index_error(vm, if len == 0 { "pop from empty list" } else { "pop index out of range" }))
}

/// Takes the last item; NULL if there is none, or memory is to be given back with it, which [`list_pop`] does.
#[inline(always)]
pub(crate) fn pop_plainly(list: &ListObj) -> Value {
    let mut items = list.items.borrow_mut();
    if items.capacity() > 64 && items.len() <= items.capacity() / 4 {
        return Value::NULL;
    }
    items.pop().unwrap_or_default()
}

/// Gives memory back when a list has become much shorter.
#[inline(always)]
fn give_back(items: &mut Vec<Value>) {
    #[cold]
    fn shrink(items: &mut Vec<Value>) {
        let half = items.capacity() / 2;
        items.shrink_to(half);
    }
    if items.capacity() > 64 && items.len() < items.capacity() / 4 {
        shrink(items);
    }
}

fn list_remove(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let list = this_list(vm, this)?;
    match find(vm, list, value, 0, usize::MAX)? {
        Some(at) => {
            let removed = {
                let mut items = list.items.borrow_mut();
                if at < items.len() { items.remove(at) } else { Value::NULL }
            };
            drop(removed);
            Ok(Value::NONE)
        }
        None => Err(exc::value_error(vm, "list.remove(x): x not in list")),
    }
}

/// The optional `start` and `stop` arguments of `index`, at positions 2 and 3 of the arguments.
pub(crate) fn search_range(vm: &Vm, args: &Args, len: usize) -> PyResult<(usize, usize)> {
    let clip = |index: isize| if index < 0 { index.saturating_add(len as isize).max(0) } else { index } as usize;
    let start = index_bound(vm, args.pos.get(2), 0)?;
    let stop = index_bound(vm, args.pos.get(3), isize::MAX)?;
    Ok((clip(start), clip(stop)))
}

fn list_index(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "index", args, 1, 1, 3)?;
    let list = this_list(vm, &args.pos[0])?;
    let (start, stop) = search_range(vm, args, list.len())?;
    match find(vm, list, &args.pos[1], start, stop)? {
        Some(index) => Ok(vm.int(index as i64)),
        None => Err(exc::value_error(vm, "list.index(x): x not in list")),
    }
}

fn list_count(vm: &Vm, this: &Value, value: &Value) -> PyResult {
    let list = this_list(vm, this)?;
    let (mut count, mut at) = (0, 0);
    while let Some(found) = find(vm, list, value, at, usize::MAX)? {
        count += 1;
        at = found + 1;
    }
    Ok(vm.int(count))
}

fn list_reverse(vm: &Vm, this: &Value) -> PyResult {
    this_list(vm, this)?.items.borrow_mut().reverse();
    Ok(Value::NONE)
}
