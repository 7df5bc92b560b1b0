//! `itertools.tee`: iterators that share what one iterator gave, in a linked list of blocks.

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use minipy_vm::methods;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::list::ListObj;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::seq_iter::self_iter;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm};

use super::advance;
use crate::support::positional;

/// How many items a block holds.
const BLOCK: usize = 57;

/// A block of items.
struct DataObj {
    iterator: PyCell<Value>,
    items: PyCell<Vec<Value>>,
    /// The next block; NULL while there is none.
    link: PyCell<Value>,
    /// Whether an item is being fetched.
    running: Cell<bool>,
}

static DATA_LAYOUT: Layout = Layout::of::<DataObj>("_tee_dataobject");

impl HeapObject for DataObj {
    const LAYOUT: &'static Layout = &DATA_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.iterator.borrow());
        self.items.borrow().iter().for_each(&mut *visit);
        visit(&self.link.borrow());
    }

    fn clear(&self) {
        drop(self.iterator.take());
        drop(self.items.take());
        drop(self.link.take());
    }
}

struct TeeObj {
    data: PyCell<Value>,
    /// The position of the next item in the block.
    index: Cell<usize>,
}

static LAYOUT: Layout = Layout::of::<TeeObj>("_tee");

impl HeapObject for TeeObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.data.borrow());
    }

    fn clear(&self) {
        drop(self.data.take());
    }
}

/// The type `_tee`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "_tee",
    module: "itertools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::WEAKREFABLE,
    doc: "Iterator wrapped to make it copyable.",
    slots: Slots { new: Some(new_tee), iter: Some(self_iter), next: Some(next), ..Slots::EMPTY },
    methods: methods! {
        "__copy__" F1(copy) "(self, /)" "Returns an independent iterator.";
    },
    ..TypeDef::EMPTY
};

/// The type `_tee_dataobject`.
pub(super) static DATA: TypeDef = TypeDef {
    name: "_tee_dataobject",
    module: "itertools",
    layout: Some(&DATA_LAYOUT),
    doc: "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.",
    slots: Slots { new: Some(new_data), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

fn new_block(vm: &Vm, iterator: Value, items: Vec<Value>, link: Value) -> Value {
    let ty = vm.type_from_def(&DATA);
    let object = DataObj {
        iterator: PyCell::new(iterator),
        items: PyCell::new(items),
        link: PyCell::new(link),
        running: Cell::new(false),
    };
    vm.alloc(&ty, object).into_value()
}

fn new_data(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = positional(vm, ty, "teedataobject", args, 3, 3)?;
    let Some(list) = pos[1].downcast::<ListObj>() else {
        let got = exc::argument_type(vm, &pos[1]);
        return Err(exc::type_error(vm, &format!("teedataobject() argument 2 must be list, not {got}")));
    };
    let items = growth::copied(vm, &list.items.borrow())?;
    let linked = pos[2].downcast::<DataObj>().is_some();
    if items.len() > BLOCK || (items.len() == BLOCK) != linked && !pos[2].is_none() || linked && items.len() < BLOCK {
        return Err(exc::value_error(vm, "Invalid arguments"));
    }
    let link = if linked { pos[2].clone() } else { Value::NULL };
    Ok(new_block(vm, pos[0].clone(), items, link))
}

fn tee_at(vm: &Vm, data: Value, index: usize) -> Value {
    let ty = vm.type_from_def(&TYPE);
    vm.alloc(&ty, TeeObj { data: PyCell::new(data), index: Cell::new(index) }).into_value()
}

/// A `_tee` over an iterable; another one at the same place if it is a `_tee`.
fn from_iterable(vm: &Vm, iterable: &Value) -> PyResult {
    let iterator = vm.iter(iterable)?;
    if iterator.downcast::<TeeObj>().is_some() {
        return copy(vm, &iterator);
    }
    Ok(tee_at(vm, new_block(vm, iterator, Vec::new(), Value::NULL), 0))
}

fn new_tee(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let pos = positional(vm, ty, "_tee", args, 1, 1)?;
    from_iterable(vm, &pos[0])
}

fn copy(vm: &Vm, this: &Value) -> PyResult {
    let tee = exc::receiver::<TeeObj>(vm, this)?;
    Ok(tee_at(vm, tee.data.get(), tee.index.get()))
}

fn next(vm: &Vm, this: &Value) -> PyResult {
    let tee = exc::receiver::<TeeObj>(vm, this)?;
    let mut data = tee.data.get();
    if tee.index.get() >= BLOCK {
        data = following(vm, &data)?;
        tee.data.set(data.clone());
        tee.index.set(0);
    }
    let item = item_of(vm, &data, tee.index.get())?;
    if !item.is_null() {
        tee.index.set(tee.index.get() + 1);
    }
    Ok(item)
}

/// The block behind a full one.
fn following(vm: &Vm, data: &Value) -> PyResult {
    let block = exc::receiver::<DataObj>(vm, data)?;
    let link = block.link.get();
    if !link.is_null() {
        return Ok(link);
    }
    let made = new_block(vm, block.iterator.get(), Vec::new(), Value::NULL);
    block.link.set(made.clone());
    Ok(made)
}

/// The item of a block at an index, fetched if it is the first one that is missing.
fn item_of(vm: &Vm, data: &Value, index: usize) -> PyResult {
    let Some(block) = data.downcast::<DataObj>() else { return Ok(Value::NULL) };
    if let Some(item) = block.items.borrow().get(index) {
        return Ok(item.clone());
    }
    if block.running.get() {
        return Err(exc::runtime_error(vm, "cannot re-enter the tee iterator"));
    }
    let iterator = block.iterator.get();
    block.running.set(true);
    let item = advance(vm, &iterator);
    block.running.set(false);
    let item = item?;
    if !item.is_null() {
        let kept = growth::push(&mut block.items.borrow_mut(), item.clone());
        if !kept {
            return Err(growth::failed(vm));
        }
    }
    Ok(item)
}

/// `tee(iterable, n=2)`
pub(super) fn tee(vm: &Vm, args: &[Value]) -> PyResult {
    let count = args[1].given().map_or(Ok(2), |n| ssize(vm, n))?;
    let Ok(count) = usize::try_from(count) else { return Err(exc::value_error(vm, "n must be >= 0")) };
    if count == 0 {
        return Ok(vm.tuple(Vec::new()));
    }
    let mut iterators = Vec::new();
    if iterators.try_reserve_exact(count).is_err() {
        return Err(exc::memory_error(vm));
    }
    let mut iterator = vm.iter(&args[0])?;
    let name = vm.intern("__copy__");
    let mut function = vm.find_attr(&iterator, &name)?;
    if function.is_none() {
        iterator = from_iterable(vm, &iterator)?;
        function = vm.find_attr(&iterator, &name)?;
        iterators.push(iterator);
    }
    while let Some(function) = &function
        && iterators.len() < count
    {
        iterators.push(vm.call0(function)?);
    }
    Ok(vm.tuple(iterators))
}
