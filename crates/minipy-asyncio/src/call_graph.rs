//! `capture_call_graph` and its kin: who waits for whom, as data and as text.
//!
//! Nothing is recorded while a program runs: who waits for a future is read from its callbacks when somebody asks.

use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::interp::frames;
use minipy_vm::native::{Args, GetSetDef};
use minipy_vm::protocol::written::bind;
use minipy_vm::slots::{CompareOp, Slots};
use minipy_vm::types::list::ListObj;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{PyResult, Value, Vm, exc, getset};

use crate::event_loop::thread;
use crate::future::{Callback, FutureObj};
use crate::{gather, task_group, wait};

/// The struct inside `FrameCallGraphEntry` (one field) and `FutureCallGraph` (three).
pub struct GraphObj {
    fields: Vec<Value>,
}

static LAYOUT: Layout = Layout::of::<GraphObj>("FutureCallGraph");

impl HeapObject for GraphObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.fields.iter().for_each(visit);
    }
}

/// `asyncio.FrameCallGraphEntry`
pub static ENTRY: TypeDef = TypeDef {
    name: "FrameCallGraphEntry",
    module: "asyncio.graph",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WRITTEN,
    doc: "FrameCallGraphEntry(frame: frame)",
    slots: Slots { new: Some(new_entry), repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::EMPTY },
    getset: ENTRY_GETSET,
    ..TypeDef::EMPTY
};

/// `asyncio.FutureCallGraph`
pub static GRAPH: TypeDef = TypeDef {
    name: "FutureCallGraph",
    module: "asyncio.graph",
    layout: Some(&LAYOUT),
    flags: TypeFlags::BASETYPE | TypeFlags::WRITTEN,
    doc: "FutureCallGraph(future: _asyncio.Future, call_stack: tuple['FrameCallGraphEntry', ...], awaited_by: tuple['FutureCallGraph', ...])",
    slots: Slots { new: Some(new_graph), repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::EMPTY },
    getset: GRAPH_GETSET,
    ..TypeDef::EMPTY
};

static ENTRY_GETSET: &[GetSetDef] = getset! {
    "frame" get_first, "A frame of the call stack.";
};

static GRAPH_GETSET: &[GetSetDef] = getset! {
    "future" get_first, "The future or task.";
    "call_stack" get_second, "Its frames.";
    "awaited_by" get_third, "The graphs of those that wait for it.";
};

fn new_entry(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let fields = bind(vm, "FrameCallGraphEntry.__init__", "(self, frame)", args, 1)?;
    Ok(vm.alloc(ty, GraphObj { fields }).into_value())
}

fn new_graph(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let fields = bind(vm, "FutureCallGraph.__init__", "(self, future, call_stack, awaited_by)", args, 1)?;
    Ok(vm.alloc(ty, GraphObj { fields }).into_value())
}

fn field(vm: &Vm, value: &Value, index: usize) -> PyResult {
    let object = exc::receiver::<GraphObj>(vm, value)?;
    match object.fields.get(index) {
        Some(field) => Ok(field.clone()),
        None => Err(exc::attribute_error(vm, "no such field")),
    }
}

fn get_first(vm: &Vm, value: &Value) -> PyResult {
    field(vm, value, 0)
}

fn get_second(vm: &Vm, value: &Value) -> PyResult {
    field(vm, value, 1)
}

fn get_third(vm: &Vm, value: &Value) -> PyResult {
    field(vm, value, 2)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let object = exc::receiver::<GraphObj>(vm, value)?;
    vm.check_native_stack(" while getting the repr of an object")?;
    let names: &[&str] = if object.fields.len() == 1 { &["frame"] } else { &["future", "call_stack", "awaited_by"] };
    let mut parts = Vec::new();
    for (name, field) in names.iter().zip(&object.fields) {
        parts.push(format!("{name}={}", vm.repr_string(field)?));
    }
    Ok(vm.str(&format!("{}({})", vm.type_of(value).plain_name(), parts.join(", "))))
}

fn compare(vm: &Vm, value: &Value, other: &Value, op: CompareOp) -> PyResult {
    let same = vm.type_of(value).is(&vm.type_of(other).to_ref());
    let (Some(a), Some(b), true) = (value.downcast::<GraphObj>(), other.downcast::<GraphObj>(), same) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = vm.eq(&vm.tuple(a.fields.clone()), &vm.tuple(b.fields.clone()))?;
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let fields = exc::receiver::<GraphObj>(vm, value)?.fields.clone();
    vm.hash(&vm.tuple(fields))
}

/// `future_add_to_awaited_by(fut, waiter)`
pub(crate) fn add_to_awaited_by(_vm: &Vm, future: &Value, waiter: &Value) -> PyResult {
    if let (Some(future), Some(_)) = (future.downcast::<FutureObj>(), waiter.downcast::<FutureObj>()) {
        future.add_awaiter(waiter);
    }
    Ok(Value::NONE)
}

/// `future_discard_from_awaited_by(fut, waiter)`
pub(crate) fn discard_from_awaited_by(_vm: &Vm, future: &Value, waiter: &Value) -> PyResult {
    if let Some(future) = future.downcast::<FutureObj>() {
        future.discard_awaiter(waiter);
    }
    Ok(Value::NONE)
}

/// Those that wait for a future: directly, through `gather`, `shield`, `wait` or a task group, or because a program says so.
pub(crate) fn awaiters(vm: &Vm, future: &FutureObj) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for callback in future.callbacks_now() {
        let task = match callback {
            Callback::Wakeup(task) => task,
            Callback::Native(function, data) => {
                let is = |other: fn(&Vm, &Value, &Value) -> PyResult<()>| std::ptr::fn_addr_eq(function, other);
                if is(gather::child_done) || is(wait::one_done) {
                    // The future of the whole, ..., the task. A gather that is done waits for nothing more.
                    let items = data.downcast::<ListObj>().map(|list| list.items.borrow().clone()).unwrap_or_default();
                    let whole = items.first().and_then(|whole| whole.downcast::<FutureObj>());
                    let waits = whole.is_some_and(|whole| !whole.is_done());
                    items.get(3).filter(|_| waits).cloned().unwrap_or_default()
                } else if is(task_group::task_done) {
                    task_group::parent_of(vm, &data)
                } else if is(gather::inner_done) {
                    data.downcast::<TupleObj>().and_then(|pair| pair.items().get(1).cloned()).unwrap_or_default()
                } else {
                    Value::NULL
                }
            }
            Callback::Python(..) => Value::NULL,
        };
        if task.not_none().is_some() && !found.iter().any(|other| other.is(&task)) {
            found.push(task);
        }
    }
    for waiter in future.recorded_awaiters().0 {
        if !found.iter().any(|other| other.is(&waiter)) {
            found.push(waiter);
        }
    }
    found
}

fn entry(vm: &Vm, frame: Value) -> Value {
    vm.alloc(&vm.type_from_def(&ENTRY), GraphObj { fields: vec![frame] }).into_value()
}

fn future_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FutureObj> {
    match value.downcast::<FutureObj>() {
        Some(future) => Ok(future),
        None => {
            let text = vm.repr_string(value)?;
            Err(exc::type_error(vm, &format!("{text} object does not appear to be compatible with asyncio.Future")))
        }
    }
}

fn graph(vm: &Vm, future: &Value, stack: Vec<Value>, limit: Option<i64>, above: &mut Vec<usize>) -> PyResult {
    let parents = awaiters(vm, future_of(vm, future)?);
    above.push(future.bits());
    let mut graphs = Vec::new();
    for parent in &parents {
        // Tasks that wait for each other in a circle are shown once.
        if !above.contains(&parent.bits()) {
            graphs.push(build(vm, parent, limit, above)?);
        }
    }
    above.pop();
    let fields = vec![future.clone(), vm.tuple(stack), vm.tuple(graphs)];
    Ok(vm.alloc(&vm.type_from_def(&GRAPH), GraphObj { fields }).into_value())
}

/// The graph of a future that is not the running task.
fn build(vm: &Vm, future: &Value, limit: Option<i64>, above: &mut Vec<usize>) -> PyResult {
    vm.check_native_stack(" in capture_call_graph")?;
    let object = future_of(vm, future)?;
    let mut stack = Vec::new();
    let mut coroutine = match &object.task {
        Some(task) if limit != Some(0) => task.coroutine.get(),
        _ => Value::NULL,
    };
    while coroutine.not_none().is_some() {
        let (frame, next) = if let Some(next) = vm.find_attr(&coroutine, &vm.intern("cr_await"))? {
            (vm.get_attr_str(&coroutine, "cr_frame")?, next)
        } else if let Some(next) = vm.find_attr(&coroutine, &vm.intern("ag_await"))? {
            (vm.get_attr_str(&coroutine, "ag_frame")?, next)
        } else {
            break;
        };
        if !frame.is_none() {
            stack.push(entry(vm, frame));
        }
        coroutine = next;
    }
    cut(&mut stack, limit);
    stack.reverse();
    graph(vm, future, stack, limit, above)
}

/// `items[:limit]` for a positive limit, `items[limit:]` for a negative one.
fn cut(items: &mut Vec<Value>, limit: Option<i64>) {
    match limit {
        Some(limit) if limit > 0 => items.truncate(usize::try_from(limit).unwrap_or(usize::MAX)),
        Some(limit) if limit < 0 => {
            let keep = usize::try_from(limit.unsigned_abs()).unwrap_or(usize::MAX).min(items.len());
            let gone: Vec<Value> = items.drain(..items.len() - keep).collect();
            drop(gone);
        }
        _ => {}
    }
}

/// `CO_GENERATOR`, `CO_COROUTINE`, `CO_ASYNC_GENERATOR`
const GENERATOR: i64 = 0x20;
const COROUTINE: i64 = 0x80;
const ASYNC_GENERATOR: i64 = 0x200;

fn flags_of(vm: &Vm, frame: &Value) -> PyResult<i64> {
    let code = vm.get_attr_str(frame, "f_code")?;
    vm.i64_arg(&vm.get_attr_str(&code, "co_flags")?)
}

/// The frames of the running task, the innermost first.
fn running_stack(vm: &Vm, depth: i64, limit: Option<i64>) -> PyResult<Vec<Value>> {
    let mut stack = Vec::new();
    if limit == Some(0) {
        return Ok(stack);
    }
    let depth = usize::try_from(depth.saturating_sub(1)).unwrap_or(0);
    let Some(first) = frames::frame_at(vm, depth) else {
        return Err(exc::value_error(vm, "call stack is not deep enough"));
    };
    let mut frame: Value = first.into_value();
    while !frame.is_none() {
        let back = vm.get_attr_str(&frame, "f_back")?;
        let is_async = flags_of(vm, &frame)? & (COROUTINE | ASYNC_GENERATOR) != 0;
        stack.push(entry(vm, frame));
        let at_bottom = !back.is_none() && flags_of(vm, &back)? & (GENERATOR | COROUTINE | ASYNC_GENERATOR) == 0;
        if is_async && at_bottom {
            break;
        }
        frame = back;
    }
    cut(&mut stack, limit.map(|limit| limit.saturating_neg()));
    Ok(stack)
}

fn capture_values(vm: &Vm, future: &Value, depth: &Value, limit: &Value) -> PyResult {
    let depth = depth.given().map_or(Ok(1), |value| vm.i64_arg(value))?;
    let limit = limit.not_none().map(|value| vm.i64_arg(value)).transpose()?;
    let (event_loop, current) = (thread(vm).running_loop.get(), thread(vm).current_task.get());
    let future = match future.not_none() {
        Some(future) if event_loop.is_null() || !future.is(&current) => {
            return build(vm, future, limit, &mut Vec::new());
        }
        Some(future) => future.clone(),
        None if event_loop.is_null() => {
            let message = "capture_call_graph() is called outside of a running event loop and no *future* to introspect \
                           was provided";
            return Err(exc::runtime_error(vm, message));
        }
        None => current,
    };
    if future.is_null() {
        return Ok(Value::NONE);
    }
    let stack = running_stack(vm, depth, limit)?;
    graph(vm, &future, stack, limit, &mut Vec::new())
}

/// `capture_call_graph(future=None, /, *, depth=1, limit=None)`
pub(crate) fn capture(vm: &Vm, args: &[Value]) -> PyResult {
    capture_values(vm, &args[0], &args[1], &args[2])
}

/// `format_call_graph(future=None, /, *, depth=1, limit=None)`
pub(crate) fn format(vm: &Vm, args: &[Value]) -> PyResult {
    let graph = capture_values(vm, &args[0], &args[1], &args[2])?;
    let mut lines = Vec::new();
    if !graph.is_none() {
        render(vm, &graph, 0, &mut lines)?;
    }
    Ok(vm.str(&lines.join("\n")))
}

/// `print_call_graph(future=None, /, *, file=None, depth=1, limit=None)`
pub(crate) fn print(vm: &Vm, args: &[Value]) -> PyResult {
    let text = format(vm, &[args[0].clone(), args[2].clone(), args[3].clone()])?;
    let builtins = minipy_vm::import::import_module(vm, "builtins")?;
    let print = vm.get_attr_str(&builtins, "print")?;
    let file = args[1].given().cloned().unwrap_or(Value::NONE);
    vm.call_args(&print, &Args { pos: &[text], kw: &[file], names: &[vm.str("file")] })
}

fn render(vm: &Vm, value: &Value, level: usize, lines: &mut Vec<String>) -> PyResult<()> {
    vm.check_native_stack(" in format_call_graph")?;
    let object = exc::receiver::<GraphObj>(vm, value)?;
    let [future, stack, awaited_by] = &object.fields[..] else { return Ok(()) };
    let indent = "    ".repeat(level);
    match future_of(vm, future)?.task {
        Some(_) => {
            let name = vm.repr_string(&vm.call_method_str(future, "get_name", &[])?)?;
            lines.push(format!("{indent}* Task(name={name}, id={:#x})", future.bits()));
        }
        None => lines.push(format!("{indent}* Future(id={:#x})", future.bits())),
    }
    let stack = vm.collect(stack)?;
    if !stack.is_empty() {
        lines.push(format!("{indent}  + Call stack:"));
    }
    for entry in &stack {
        let frame = field(vm, entry, 0)?;
        let code = vm.get_attr_str(&frame, "f_code")?;
        let file = vm.repr_string(&vm.get_attr_str(&code, "co_filename")?)?;
        let line = vm.str_string(&vm.get_attr_str(&frame, "f_lineno")?)?;
        let name = vm.str_string(&vm.get_attr_str(&code, "co_qualname")?)?;
        let flags = flags_of(vm, &frame)?;
        let tag = if flags & COROUTINE != 0 {
            "async "
        } else if flags & ASYNC_GENERATOR != 0 {
            "async generator "
        } else if flags & GENERATOR != 0 {
            "generator "
        } else {
            ""
        };
        lines.push(format!("{indent}  |   File {file}, line {line}, in {tag}{name}()"));
    }
    let parents = vm.collect(awaited_by)?;
    if !parents.is_empty() {
        lines.push(format!("{indent}  + Awaited by:"));
    }
    for parent in &parents {
        render(vm, parent, level + 1, lines)?;
    }
    Ok(())
}
