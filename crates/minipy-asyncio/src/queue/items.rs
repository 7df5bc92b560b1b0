//! The items of queues: native until somebody looks at `_queue`, then in a Python container; and the heap of priority
//! queues, which makes the comparisons of `heapq`.

use std::collections::VecDeque;

use minipy_vm::heap::{PyCell, growth};
use minipy_vm::slots::CompareOp;
use minipy_vm::types::list::ListObj;
use minipy_vm::{PyResult, Value, Vm, exc};

use super::{Order, QueueObj, this};
use crate::room;

pub(super) fn init_items(vm: &Vm, value: &Value, _maxsize: &Value) -> PyResult {
    let queue = this(vm, value)?;
    drop(queue.items.take());
    drop(queue.container.take());
    Ok(Value::NONE)
}

impl QueueObj {
    pub(super) fn len(&self, vm: &Vm) -> PyResult<usize> {
        match self.container.get().non_null() {
            Some(container) => vm.len(&container),
            None => Ok(self.items.borrow().len()),
        }
    }

    pub(super) fn is_full(&self, vm: &Vm) -> PyResult<bool> {
        let limit = self.limit.get();
        Ok(limit > 0 && self.len(vm)? >= limit)
    }

    pub(super) fn store(&self, vm: &Vm, item: &Value) -> PyResult<()> {
        if let Some(container) = self.container.get().non_null() {
            vm.call_method_str(&container, "append", std::slice::from_ref(item))?;
            if self.order.get() == Order::Priority
                && let Some(list) = container.downcast::<ListObj>()
            {
                return sift_down(vm, &list.items);
            }
            return Ok(());
        }
        if !room::push_back(&mut self.items.borrow_mut(), item.clone()) {
            return Err(growth::failed(vm));
        }
        if self.order.get() == Order::Priority { sift_down(vm, &self.items) } else { Ok(()) }
    }

    pub(super) fn take(&self, vm: &Vm) -> PyResult {
        if let Some(container) = self.container.get().non_null() {
            return match (self.order.get(), container.downcast::<ListObj>()) {
                (Order::Priority, Some(list)) => pop_least(vm, &list.items),
                (Order::Fifo, Some(_)) => vm.call_method_str(&container, "pop", &[Value::small(0)]),
                (Order::Fifo, None) => vm.call_method_str(&container, "popleft", &[]),
                _ => vm.call_method_str(&container, "pop", &[]),
            };
        }
        if self.order.get() == Order::Priority {
            return pop_least(vm, &self.items);
        }
        let item = {
            let mut items = self.items.borrow_mut();
            if self.order.get() == Order::Lifo { items.pop_back() } else { items.pop_front() }
        };
        match item {
            Some(item) => Ok(item),
            None => Err(exc::index_error(vm, "pop from an empty deque")),
        }
    }
}

pub(super) fn take_item(vm: &Vm, value: &Value) -> PyResult {
    this(vm, value)?.take(vm)
}

pub(super) fn store_item(vm: &Vm, value: &Value, item: &Value) -> PyResult {
    this(vm, value)?.store(vm, item)?;
    Ok(Value::NONE)
}

/// A sequence that a heap lives in. Comparisons run Python code, which may change it, so every access checks.
trait HeapItems {
    fn at(&self, index: usize) -> Option<Value>;
    fn swap(&self, a: usize, b: usize);
    fn count(&self) -> usize;
    fn pop_last(&self) -> Option<Value>;
}

macro_rules! heap_items {
    ($type:ty, $pop:ident) => {
        impl HeapItems for PyCell<$type> {
            fn at(&self, index: usize) -> Option<Value> {
                self.borrow().get(index).cloned()
            }

            fn swap(&self, a: usize, b: usize) {
                let mut items = self.borrow_mut();
                if a < items.len() && b < items.len() {
                    items.swap(a, b);
                }
            }

            fn count(&self) -> usize {
                self.borrow().len()
            }

            fn pop_last(&self) -> Option<Value> {
                self.borrow_mut().$pop()
            }
        }
    };
}

heap_items!(Vec<Value>, pop);
heap_items!(VecDeque<Value>, pop_back);

fn less(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    vm.compare_bool(a, b, CompareOp::Lt)
}

/// The last item goes to its place in the heap, as `heapq.heappush` has it.
fn sift_down(vm: &Vm, items: &dyn HeapItems) -> PyResult<()> {
    let mut at = items.count().saturating_sub(1);
    while at > 0 {
        let parent = (at - 1) >> 1;
        let (Some(item), Some(above)) = (items.at(at), items.at(parent)) else { break };
        if !less(vm, &item, &above)? {
            break;
        }
        items.swap(at, parent);
        at = parent;
    }
    Ok(())
}

/// Takes the least item out of a heap, with the comparisons of `heapq.heappop`: the gap moves to a leaf along the lesser
/// children, then the last item rises from there.
fn pop_least(vm: &Vm, items: &dyn HeapItems) -> PyResult {
    let end = items.count();
    if end > 1 {
        items.swap(0, end - 1);
    }
    let Some(least) = items.pop_last() else { return Err(exc::index_error(vm, "index out of range")) };
    let end = items.count();
    let mut at = 0;
    let mut child = 1;
    while child < end {
        if child + 1 < end {
            let (Some(a), Some(b)) = (items.at(child), items.at(child + 1)) else { break };
            if !less(vm, &a, &b)? {
                child += 1;
            }
        }
        items.swap(at, child);
        at = child;
        child = 2 * at + 1;
    }
    while at > 0 {
        let parent = (at - 1) >> 1;
        let (Some(item), Some(above)) = (items.at(at), items.at(parent)) else { break };
        if !less(vm, &item, &above)? {
            break;
        }
        items.swap(at, parent);
        at = parent;
    }
    Ok(least)
}

/// `_queue`: the items as a Python object, which they live in from now on.
pub(super) fn get_container(vm: &Vm, value: &Value) -> PyResult {
    let queue = this(vm, value)?;
    if let Some(container) = queue.container.get().non_null() {
        return Ok(container);
    }
    let items: Vec<Value> = queue.items.take().into();
    let list = vm.list(items);
    let container = match queue.order.get() {
        Order::Fifo => deque_of(vm, list),
        _ => list,
    };
    queue.container.set(container.clone());
    Ok(container)
}

/// A `collections.deque`, or the list itself as long as there is no such module.
fn deque_of(vm: &Vm, list: Value) -> Value {
    let made = minipy_vm::import::import_module(vm, "collections").and_then(|module| {
        let class = vm.get_attr_str(&module, "deque")?;
        vm.call1(&class, &list)
    });
    match made {
        Ok(deque) => deque,
        Err(raised) => {
            drop(vm.take_exception(raised));
            list
        }
    }
}

pub(super) fn set_container(vm: &Vm, value: &Value, container: Option<&Value>) -> PyResult<()> {
    let Some(container) = container else { return Err(exc::attribute_error(vm, "_queue")) };
    this(vm, value)?.container.set(container.clone());
    Ok(())
}
