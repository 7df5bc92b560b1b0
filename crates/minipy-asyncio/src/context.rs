//! `contextvars.Context`, and running tasks and callbacks in their contexts.
//!
//! A context that nobody has set a variable in need not exist: NULL stands for an empty context in tasks, handles and
//! as the thread's current one, until somebody looks at it or sets a variable.

use std::cell::Cell;

use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, MethodDef};
use minipy_vm::slots::{CompareOp, Slots};
use minipy_vm::types::exception::new_exception;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Raised, Value, Vm, exc, methods};

use crate::contextvar::VarObj;
use crate::hamt;

/// The struct inside contexts.
#[derive(Default)]
pub struct ContextObj {
    /// The map of [`hamt`]; NULL when empty.
    map: PyCell<Value>,
    count: Cell<usize>,
    entered: Cell<bool>,
}

static LAYOUT: Layout = Layout::of::<ContextObj>("Context");

impl HeapObject for ContextObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.map.borrow());
    }

    fn clear(&self) {
        drop(self.map.take());
        self.count.set(0);
    }
}

/// The type `Context`.
pub static TYPE: TypeDef = TypeDef {
    name: "Context",
    module: "_contextvars",
    layout: Some(&LAYOUT),
    flags: TypeFlags::WEAKREFABLE | TypeFlags::STATIC_MODULE,
    slots: Slots {
        new: Some(new),
        compare: Some(compare),
        len: Some(len),
        getitem: Some(getitem),
        contains: Some(contains),
        iter: Some(keys),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "run" FV(run) "(self, callable, /, *args, **kwargs)" "";
    "copy" F1(copy_method) "(self, /)" "Return a shallow copy of the context object.";
    "get" FN(get) "(self, key, default=None, /)" "Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`.  If `default` is not\ngiven, return None.";
    "keys" F1(keys) "(self, /)" "Return a list of all variables in the context object.";
    "values" F1(values) "(self, /)" "Return a list of all variables' values in the context object.";
    "items" F1(items) "(self, /)" "Return all variables and their values in the context object.\n\nThe result is returned as a list of 2-tuples (variable, value).";
};

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !args.is_empty() {
        return Err(exc::type_error(vm, "Context() does not accept any arguments"));
    }
    Ok(vm.alloc(ty, ContextObj::default()).into_value())
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ContextObj> {
    exc::receiver::<ContextObj>(vm, value)
}

// ---- the current context

fn with_map(vm: &Vm, map: Value, count: usize, entered: bool) -> Value {
    let made = ContextObj { map: PyCell::new(map), count: Cell::new(count), entered: Cell::new(entered) };
    vm.alloc(&vm.type_from_def(&TYPE), made).into_value()
}

/// The value of a variable in the current context.
pub(crate) fn current_get(vm: &Vm, var: &Value) -> Option<Value> {
    let current = vm.context.borrow();
    let context = current.downcast::<ContextObj>()?;
    hamt::get(&context.map.borrow(), var)
}

/// The current context, made now if it was only imagined.
pub(crate) fn current(vm: &Vm) -> Value {
    if let Some(found) = vm.context.get().non_null() {
        return found;
    }
    let made = with_map(vm, Value::NULL, 0, true);
    vm.context.set(made.clone());
    made
}

/// Sets a variable in a context.
pub(crate) fn set_in(vm: &Vm, context: &Value, var: &Value, value: &Value) {
    let Some(context) = context.downcast::<ContextObj>() else { return };
    let root = context.map.get();
    let (map, added) = hamt::set(vm, &root, var, value);
    drop(root);
    context.map.set(map);
    context.count.set(context.count.get() + usize::from(added));
}

/// Takes a variable out of a context.
pub(crate) fn remove_in(vm: &Vm, context: &Value, var: &Value) {
    let Some(context) = context.downcast::<ContextObj>() else { return };
    let root = context.map.get();
    if let Some(map) = hamt::remove(vm, &root, var) {
        drop(root);
        context.map.set(map);
        context.count.set(context.count.get().saturating_sub(1));
    }
}

/// A copy of the current context; NULL for an empty one.
pub(crate) fn copy_current(vm: &Vm) -> Value {
    let (map, count) = {
        let current = vm.context.borrow();
        match current.downcast::<ContextObj>() {
            Some(context) => (context.map.get(), context.count.get()),
            None => return Value::NULL,
        }
    };
    if map.is_null() { Value::NULL } else { with_map(vm, map, count, false) }
}

/// A context as an object: an empty one for NULL.
pub(crate) fn materialize(vm: &Vm, context: Value) -> Value {
    context.non_null().unwrap_or_else(|| with_map(vm, Value::NULL, 0, false))
}

/// `copy_context()`
pub(crate) fn copy_context(vm: &Vm) -> PyResult {
    Ok(materialize(vm, copy_current(vm)))
}

/// The `context` argument of a function that schedules something: a given context, or a copy of the current one.
pub(crate) fn given_or_copy(vm: &Vm, given: Option<&Value>) -> Value {
    match given.and_then(Value::not_none) {
        Some(context) => context.clone(),
        None => copy_current(vm),
    }
}

#[cold]
fn entered_already(vm: &Vm, context: &Value) -> Raised {
    let text = match vm.repr_string(context) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    exc::runtime_error(vm, &format!("cannot enter context: {text} is already entered"))
}

/// Runs something in a context. Gives the context back with the result when it was NULL and `run` made one.
#[inline]
pub(crate) fn run_in<R>(vm: &Vm, context: &Value, run: impl FnOnce(&Vm) -> PyResult<R>) -> (PyResult<R>, Value) {
    if context.is_null() && vm.context.borrow().is_null() {
        let result = run(vm);
        let made = vm.context.take();
        if let Some(object) = made.downcast::<ContextObj>() {
            object.entered.set(false);
        }
        return (result, made);
    }
    if let Some(object) = context.downcast::<ContextObj>() {
        if object.entered.replace(true) {
            return (Err(entered_already(vm, context)), Value::NULL);
        }
    } else if !context.is_null() {
        return (run_foreign(vm, context), Value::NULL);
    }
    let before = vm.context.replace(context.clone());
    let result = run(vm);
    let after = vm.context.replace(before);
    if let Some(object) = after.downcast::<ContextObj>() {
        object.entered.set(false);
    }
    (result, if context.is_null() { after } else { Value::NULL })
}

/// The `context` argument was no context.
#[cold]
fn run_foreign<R>(vm: &Vm, context: &Value) -> PyResult<R> {
    let name = vm.type_of(context).name_str();
    Err(exc::attribute_error(vm, &format!("'{name}' object has no attribute 'run'")))
}

/// Calls something in a context.
pub(crate) fn call_in(vm: &Vm, context: &Value, callable: &Value, args: &[Value]) -> PyResult {
    run_in(vm, context, |vm| vm.call(callable, args)).0
}

fn run(vm: &Vm, args: &Args) -> PyResult {
    let [context, rest @ ..] = args.pos else { return Err(exc::type_error(vm, "run() needs an argument")) };
    let Some((callable, pos)) = rest.split_first() else {
        return Err(exc::type_error(vm, "run() missing 1 required positional argument"));
    };
    this(vm, context)?;
    run_in(vm, context, |vm| vm.call_args(callable, &Args { pos, kw: args.kw, names: args.names })).0
}

// ---- reading

fn key<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Value> {
    if value.downcast::<VarObj>().is_some() {
        return Ok(value);
    }
    let text = vm.repr_string(value)?;
    Err(exc::type_error(vm, &format!("a ContextVar key was expected, got {text}")))
}

fn look_up(vm: &Vm, value: &Value, var: &Value) -> PyResult<Option<Value>> {
    let var = key(vm, var)?;
    Ok(hamt::get(&this(vm, value)?.map.borrow(), var))
}

fn getitem(vm: &Vm, value: &Value, var: &Value) -> PyResult {
    match look_up(vm, value, var)? {
        Some(found) => Ok(found),
        None => Err(exc::key_error(vm, var)),
    }
}

fn contains(vm: &Vm, value: &Value, var: &Value) -> PyResult<bool> {
    Ok(look_up(vm, value, var)?.is_some())
}

fn get(vm: &Vm, args: &[Value]) -> PyResult {
    let default = args[2].given().cloned().unwrap_or(Value::NONE);
    Ok(look_up(vm, &args[0], &args[1])?.unwrap_or(default))
}

fn len(vm: &Vm, value: &Value) -> PyResult<usize> {
    Ok(this(vm, value)?.count.get())
}

fn copy_method(vm: &Vm, value: &Value) -> PyResult {
    let context = this(vm, value)?;
    Ok(with_map(vm, context.map.get(), context.count.get(), false))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<ContextObj>(), b.downcast::<ContextObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same = same_maps(vm, x, y)?;
    Ok(Value::bool(same == (op == CompareOp::Eq)))
}

fn same_maps(vm: &Vm, x: &ContextObj, y: &ContextObj) -> PyResult<bool> {
    if x.count.get() != y.count.get() {
        return Ok(false);
    }
    let (left, right) = (x.map.get(), y.map.get());
    if left.is(&right) {
        return Ok(true);
    }
    for (var, value) in hamt::items(&left) {
        match hamt::get(&right, &var) {
            Some(other) if vm.eq(&value, &other)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

// ---- iterating

/// The struct inside the iterators: they go over what the context held when they were made.
struct ItemsObj {
    items: Vec<Value>,
    next: Cell<usize>,
}

static ITEMS_LAYOUT: Layout = Layout::of::<ItemsObj>("context iterator");

impl HeapObject for ItemsObj {
    const LAYOUT: &'static Layout = &ITEMS_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.items.iter().for_each(visit);
    }
}

const fn iterator_type(name: &'static str) -> TypeDef {
    TypeDef {
        name,
        layout: Some(&ITEMS_LAYOUT),
        flags: TypeFlags::NO_INSTANTIATION,
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        ..TypeDef::EMPTY
    }
}

static KEYS_TYPE: TypeDef = iterator_type("keys");
static VALUES_TYPE: TypeDef = iterator_type("values");
static ITEMS_TYPE: TypeDef = iterator_type("items");

fn itself(_vm: &Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

fn next(vm: &Vm, value: &Value) -> PyResult {
    let iterator = exc::receiver::<ItemsObj>(vm, value)?;
    let index = iterator.next.get();
    let item = iterator.items.get(index).cloned();
    iterator.next.set(index.saturating_add(usize::from(item.is_some())));
    Ok(item.unwrap_or_default())
}

fn iterate(vm: &Vm, value: &Value, def: &'static TypeDef, pick: impl Fn(&Vm, (Value, Value)) -> Value) -> PyResult {
    let items = hamt::items(&this(vm, value)?.map.get()).into_iter().map(|pair| pick(vm, pair)).collect();
    Ok(vm.alloc(&vm.type_from_def(def), ItemsObj { items, next: Cell::new(0) }).into_value())
}

fn keys(vm: &Vm, value: &Value) -> PyResult {
    iterate(vm, value, &KEYS_TYPE, |_, (var, _)| var)
}

fn values(vm: &Vm, value: &Value) -> PyResult {
    iterate(vm, value, &VALUES_TYPE, |_, (_, value)| value)
}

fn items(vm: &Vm, value: &Value) -> PyResult {
    iterate(vm, value, &ITEMS_TYPE, |vm, (var, value)| vm.tuple(vec![var, value]))
}

/// LookupError with the variable as its argument.
#[cold]
pub(crate) fn lookup_error(vm: &Vm, var: &Value) -> Raised {
    let exception = new_exception(vm, &vm.exceptions().lookup_error, vec![var.clone()]);
    vm.raise(exception)
}
