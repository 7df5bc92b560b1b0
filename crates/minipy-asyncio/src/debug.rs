//! Debug mode: where things were made, slow callbacks, and what goes to the logger `asyncio`.

use minipy_vm::types::list::ListObj;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::{PyResult, Value, Vm};

/// How many frames are kept.
const DEPTH: usize = 10;

/// Whether new loops start in debug mode: with `-X dev`, or with `PYTHONASYNCIODEBUG` unless the environment is ignored.
pub(crate) fn by_environment(vm: &Vm) -> bool {
    let config = vm.config();
    if config.x_options.iter().any(|option| option == "dev") {
        return true;
    }
    !config.ignore_environment
        && vm.interp().host.env_get(b"PYTHONASYNCIODEBUG").is_ok_and(|value| value.is_some_and(|text| !text.is_empty()))
}

/// The running Python code as a list of `(file, line, function, text)`, the innermost frame last.
pub(crate) fn stack(vm: &Vm) -> Value {
    let mut entries = Vec::new();
    let mut frame = minipy_vm::interp::frames::frame_at(vm, 0);
    while let Some(object) = frame
        && entries.len() < DEPTH
    {
        entries.push(entry(vm, &object));
        frame = minipy_vm::interp::frames::back(vm, &object);
    }
    entries.reverse();
    vm.list(entries)
}

/// A frame as `(file, line, function, text)`.
pub(crate) fn entry(vm: &Vm, frame: &minipy_vm::types::frame::FrameObj) -> Value {
    let code = &frame.code;
    let line = minipy_vm::types::frame::current_line(frame);
    let file = minipy_vm::types::str_::lossy(&code.filename);
    let text = minipy_vm::warn::source_line(vm, &file, line).unwrap_or_default();
    vm.tuple(vec![vm.str(&file), vm.int(i64::from(line)), code.name.clone(), vm.str(text.trim())])
}

/// ` created at FILE:LINE`, or nothing.
pub(crate) fn created_at(vm: &Vm, source: &Value) -> PyResult<String> {
    let last = source.downcast::<ListObj>().and_then(|list| list.items.borrow().last().cloned());
    match last.as_ref().and_then(|entry| entry.downcast::<TupleObj>()).map(TupleObj::items) {
        Some([file, line, ..]) => Ok(format!(" created at {}:{}", vm.str_string(file)?, vm.str_string(line)?)),
        _ => Ok(String::new()),
    }
}

/// A stack of [`stack`] as tracebacks show it, without a heading.
pub(crate) fn format_stack(vm: &Vm, entries: &[Value]) -> PyResult<String> {
    let mut text = String::new();
    for entry in entries {
        let Some([file, line, name, source]) = entry.downcast::<TupleObj>().map(TupleObj::items) else { continue };
        let (file, line, name) = (vm.str_string(file)?, vm.str_string(line)?, vm.str_string(name)?);
        text.push_str(&format!("  File \"{file}\", line {line}, in {name}\n"));
        let source = vm.str_string(source)?;
        if !source.is_empty() {
            text.push_str(&format!("    {source}\n"));
        }
    }
    Ok(text)
}

/// A message for the logger `asyncio`: through `logging` if the program has imported it, else as the logger of last
/// resort shows it.
pub(crate) fn log(vm: &Vm, level: &str, message: &str, exception: Option<&Value>) -> PyResult<()> {
    let modules = vm.interp().modules.get();
    let logging = match modules {
        Some(modules) => modules.get_name(vm, &vm.intern("logging")),
        None => None,
    };
    if let Some(logging) = logging.filter(|m| !m.is_none()) {
        let logger = vm.call_method_str(&logging, "getLogger", &[vm.str("asyncio")])?;
        let method = vm.get_attr_str(&logger, level)?;
        let (pos, names) = ([vm.str("%s"), vm.str(message)], [vm.str("exc_info")]);
        let kw = [exception.cloned().unwrap_or(Value::NONE)];
        let args = minipy_vm::native::Args { pos: &pos, kw: &kw, names: &names };
        return vm.call_args(&method, &args).map(drop);
    }
    let mut text = format!("{message}\n");
    if let Some(exception) = exception {
        text.push_str(&minipy_vm::traceback::format_exception(vm, exception));
    }
    minipy_vm::sysmod::write_stderr(vm, &text);
    Ok(())
}
