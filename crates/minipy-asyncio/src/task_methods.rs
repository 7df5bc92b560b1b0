//! What tasks show of themselves: `get_stack`, `print_stack`, `repr`; the factories for eager tasks.

use minipy_vm::native::{Args, MethodDef};
use minipy_vm::types::exception::ExceptionObj;
use minipy_vm::types::generator::GenObj;
use minipy_vm::types::traceback::TracebackObj;
use minipy_vm::{PyResult, Value, Vm, methods};

use crate::future::{FutureObj, State};
use crate::task::{TaskPart, name_of, part};
use crate::{debug, reprs};

/// The frames of a task: of its coroutine, or of the traceback of its exception.
fn frames(vm: &Vm, future: &FutureObj, task: &TaskPart, limit: Option<usize>) -> Vec<Value> {
    let most = limit.unwrap_or(usize::MAX);
    let coroutine = task.coroutine.get();
    if let Some(generator) = coroutine.downcast::<GenObj>()
        && !generator.is_finished()
    {
        let mut frames = Vec::new();
        let mut frame = Some(minipy_vm::interp::frames::generator_frame(vm, generator));
        while let Some(object) = frame
            && frames.len() < most
        {
            frame = if generator.is_running() { minipy_vm::interp::frames::back(vm, &object) } else { None };
            frames.push(object.into_value());
        }
        frames.reverse();
        return frames;
    }
    let mut frames = Vec::new();
    let exception = future.exception.get();
    let mut traceback = exception.downcast::<ExceptionObj>().map(|e| e.traceback.get()).unwrap_or_default();
    while let Some(object) = traceback.downcast::<TracebackObj>()
        && frames.len() < most
    {
        frames.push(object.frame.value().clone());
        let next = object.next.get();
        traceback = next;
    }
    frames
}

fn limit_arg(vm: &Vm, limit: &Value) -> PyResult<Option<usize>> {
    match limit.not_none() {
        Some(limit) => Ok(Some(usize::try_from(vm.i64_arg(limit)?).unwrap_or(0))),
        None => Ok(None),
    }
}

/// `task.get_stack(*, limit=None)`
pub(crate) fn get_stack(vm: &Vm, args: &[Value]) -> PyResult {
    let (future, task) = part(vm, &args[0])?;
    let limit = limit_arg(vm, &args[1])?;
    Ok(vm.list(frames(vm, future, task, limit)))
}

/// `task.print_stack(*, limit=None, file=None)`
pub(crate) fn print_stack(vm: &Vm, args: &[Value]) -> PyResult {
    let (future, task) = part(vm, &args[0])?;
    let limit = limit_arg(vm, &args[1])?;
    let mut entries = Vec::new();
    for frame in frames(vm, future, task, limit) {
        if let Some(frame) = frame.downcast::<minipy_vm::types::frame::FrameObj>() {
            entries.push(debug::entry(vm, frame));
        }
    }
    let exception = future.exception.get();
    let shown = vm.repr_string(&args[0])?;
    let mut text = match (entries.is_empty(), exception.is_null()) {
        (true, _) => format!("No stack for {shown}\n"),
        (false, false) => format!("Traceback for {shown} (most recent call last):\n"),
        (false, true) => format!("Stack for {shown} (most recent call last):\n"),
    };
    text.push_str(&debug::format_stack(vm, &entries)?);
    if !exception.is_null() {
        text.push_str(&minipy_vm::traceback::format_exception_only(vm, &exception));
    }
    match args[2].not_none() {
        Some(file) => vm.call_method(file, &vm.names().write, &[vm.str(&text)]).map(|_| Value::NONE),
        None => {
            minipy_vm::sysmod::write_stderr(vm, &text);
            Ok(Value::NONE)
        }
    }
}

/// `repr(task)`
pub(crate) fn repr(vm: &Vm, object: &Value) -> PyResult {
    crate::future::initialised(vm, object)?;
    let (future, task) = part(vm, object)?;
    let class = vm.type_of(object).plain_name();
    let state = match future.state.get() {
        State::Pending if task.cancels.get() > 0 => "cancelling",
        State::Pending => "pending",
        State::Cancelled => "cancelled",
        State::Finished => "finished",
    };
    let mut text = format!("<{class} {state} name={}", vm.repr_string(&name_of(vm, task))?);
    let coroutine = task.coroutine.get();
    if !coroutine.is_null() {
        text.push_str(&format!(" coro={}", reprs::coroutine(vm, &coroutine)?));
    }
    if let Some(waiter) = task.waiter.get().non_null() {
        text.push_str(&format!(" wait_for={}", vm.repr_string(&waiter)?));
    }
    text.push_str(&reprs::future_details(vm, future)?);
    text.push('>');
    Ok(vm.str(&text))
}

/// `eager_task_factory(loop, coro, *, eager_start=True, **kwargs)`
pub(crate) fn eager_task_factory(vm: &Vm, args: &Args) -> PyResult {
    let class = vm.type_from_def(&crate::task::TYPE).into_value();
    make_eager(vm, &class, args.pos, args)
}

/// `create_eager_task_factory(custom_task_constructor)`
pub(crate) fn create_eager_task_factory(vm: &Vm, constructor: &Value) -> PyResult {
    static FACTORY: &[MethodDef] = methods! {
        "factory" FV(factory) "(self, loop, coro, /, *, eager_start=True, **kwargs)" "";
    };
    Ok(vm.bound_builtin(&FACTORY[0], constructor.clone()))
}

fn factory(vm: &Vm, args: &Args) -> PyResult {
    let [constructor, pos @ ..] = args.pos else { return Ok(Value::NONE) };
    make_eager(vm, constructor, pos, args)
}

fn make_eager(vm: &Vm, constructor: &Value, pos: &[Value], args: &Args) -> PyResult {
    let name = "create_eager_task_factory.<locals>.factory";
    let signature = "(loop, coro, *, eager_start=True, **kwargs)";
    let bound = minipy_vm::protocol::written::bind(vm, name, signature, &Args { pos, ..*args }, 0)?;
    let (event_loop, coroutine) = (&bound[0], &bound[1]);
    let own = |key: &Value| ["loop", "coro"].iter().any(|name| minipy_vm::types::str_::value_is(key, name));
    let (mut names, mut kw): (Vec<Value>, Vec<Value>) =
        args.keywords().filter(|(key, _)| !own(key)).map(|(key, value)| (key.clone(), value.clone())).unzip();
    names.push(vm.str("loop"));
    kw.push(event_loop.clone());
    if args.keyword("eager_start").is_none() {
        names.push(vm.str("eager_start"));
        kw.push(Value::TRUE);
    }
    vm.call_args(constructor, &Args { pos: std::slice::from_ref(coroutine), kw: &kw, names: &names })
}
