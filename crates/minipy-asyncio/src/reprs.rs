//! Texts of futures, tasks, callbacks and coroutines, as reprs and log messages show them.

use minipy_vm::types::dict::DictObj;
use minipy_vm::types::function::FuncObj;
use minipy_vm::types::generator::GenObj;
use minipy_vm::types::list::ListObj;
use minipy_vm::types::set::SetObj;
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::tuple::TupleObj;
use minipy_vm::{PyResult, Value, Vm};

use crate::future::{Callback, FutureObj, State};

/// How many characters of a text are shown, as in `reprlib`.
const MOST: usize = 30;
const MOST_DIGITS: usize = 40;
const MOST_ITEMS: usize = 6;
const MOST_PAIRS: usize = 4;

/// The middle of a long text left out.
fn shortened(text: &str, most: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= most {
        return text.to_owned();
    }
    let front = (most - 3) / 2;
    let back = most - 3 - front;
    let (head, tail) = (&chars[..front], &chars[chars.len() - back..]);
    format!("{}...{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

/// `reprlib.repr(value)`
pub(crate) fn short_repr(vm: &Vm, value: &Value) -> PyResult<String> {
    short(vm, value, 6)
}

fn short(vm: &Vm, value: &Value, level: u32) -> PyResult<String> {
    let class = vm.type_of(value);
    let types = vm.types();
    if class.is(&types.str) {
        return short_text(vm, value);
    }
    if class.is(&types.int) {
        return Ok(shortened(&vm.repr_string(value)?, MOST_DIGITS));
    }
    if let Some(list) = value.downcast::<ListObj>().filter(|_| class.is(&types.list)) {
        let items = list.items.borrow().clone();
        return sequence(vm, &items, level, "[", "]", "");
    }
    if let Some(tuple) = value.downcast::<TupleObj>().filter(|_| class.is(&types.tuple)) {
        return sequence(vm, tuple.items(), level, "(", ")", ",");
    }
    if let Some(dict) = value.downcast::<DictObj>().filter(|_| class.is(&types.dict)) {
        return pairs(vm, &dict.items(), level);
    }
    if value.downcast::<SetObj>().is_some() && class.is(&types.set) {
        let items = vm.collect(value)?;
        return if items.is_empty() { Ok("set()".to_owned()) } else { sequence(vm, &items, level, "{", "}", "") };
    }
    match vm.repr_string(value) {
        Ok(text) => Ok(shortened(&text, MOST)),
        Err(raised) => {
            drop(vm.take_exception(raised));
            Ok(format!("<{} instance at {:#x}>", class.plain_name(), value.bits()))
        }
    }
}

fn short_text(vm: &Vm, value: &Value) -> PyResult<String> {
    let text = value.downcast::<StrObj>().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let chars: Vec<char> = text.chars().collect();
    let front: String = chars.iter().take(MOST).collect();
    let shown = vm.repr_string(&vm.str(&front))?;
    if shown.chars().count() <= MOST {
        return Ok(shown);
    }
    let i = (MOST - 3) / 2;
    let j = MOST - 3 - i;
    let ends: String = chars.iter().take(i).chain(&chars[chars.len().saturating_sub(j)..]).collect();
    let shown: Vec<char> = vm.repr_string(&vm.str(&ends))?.chars().collect();
    let (head, tail) = (&shown[..i.min(shown.len())], &shown[shown.len().saturating_sub(j)..]);
    Ok(format!("{}...{}", head.iter().collect::<String>(), tail.iter().collect::<String>()))
}

fn sequence(vm: &Vm, items: &[Value], level: u32, left: &str, right: &str, trail: &str) -> PyResult<String> {
    if level == 0 && !items.is_empty() {
        return Ok(format!("{left}...{right}"));
    }
    let mut pieces = Vec::new();
    for item in items.iter().take(MOST_ITEMS) {
        pieces.push(short(vm, item, level.saturating_sub(1))?);
    }
    if items.len() > MOST_ITEMS {
        pieces.push("...".to_owned());
    }
    let trail = if items.len() == 1 { trail } else { "" };
    Ok(format!("{left}{}{trail}{right}", pieces.join(", ")))
}

fn pairs(vm: &Vm, items: &[(Value, Value)], level: u32) -> PyResult<String> {
    if items.is_empty() {
        return Ok("{}".to_owned());
    }
    if level == 0 {
        return Ok("{...}".to_owned());
    }
    let mut pieces = Vec::new();
    for (key, value) in items.iter().take(MOST_PAIRS) {
        pieces.push(format!("{}: {}", short(vm, key, level - 1)?, short(vm, value, level - 1)?));
    }
    if items.len() > MOST_PAIRS {
        pieces.push("...".to_owned());
    }
    Ok(format!("{{{}}}", pieces.join(", ")))
}

/// A callback: `name() at FILE:LINE`, with its arguments only if wanted.
pub(crate) fn callable(vm: &Vm, callback: &Value, args: Option<&[Value]>) -> PyResult<String> {
    let named = |name| -> PyResult<Option<String>> {
        let found = vm.find_attr(callback, name)?;
        Ok(found.filter(|n| n.downcast::<StrObj>().is_some()).map(|n| minipy_vm::types::str_::lossy(&n)))
    };
    let name = match named(&vm.names().__qualname__)?.filter(|n| !n.is_empty()) {
        Some(name) => name,
        None => match named(&vm.names().__name__)?.filter(|n| !n.is_empty()) {
            Some(name) => name,
            None => vm.repr_string(callback)?,
        },
    };
    let mut shown = Vec::new();
    for arg in args.unwrap_or(&[]) {
        shown.push(short_repr(vm, arg)?);
    }
    let mut text = format!("{name}({})", shown.join(", "));
    let mut function = callback.clone();
    while let Some(inner) = vm.find_attr(&function, &vm.names().__wrapped__)? {
        function = inner;
    }
    if let Some(function) = function.downcast::<FuncObj>() {
        let code = function.code.get();
        text.push_str(&format!(" at {}:{}", minipy_vm::types::str_::lossy(&code.filename), code.code.first_line));
    }
    Ok(text)
}

/// The callbacks of a future: ` cb=[...]`, or nothing.
pub(crate) fn callbacks(vm: &Vm, callbacks: &[Callback]) -> PyResult<String> {
    let one = |callback: &Callback| match callback {
        Callback::Wakeup(_) => Ok("Task.task_wakeup()".to_owned()),
        Callback::Native(..) => Ok("_native_callback()".to_owned()),
        Callback::Python(callback, _) => callable(vm, callback, None),
    };
    Ok(match callbacks {
        [] => String::new(),
        [a] => format!(" cb=[{}]", one(a)?),
        [a, b] => format!(" cb=[{}, {}]", one(a)?, one(b)?),
        [a, .., z] => format!(" cb=[{}, <{} more>, {}]", one(a)?, callbacks.len() - 2, one(z)?),
    })
}

/// What reprs show behind the state: the outcome, callbacks, the place where it was made.
pub(crate) fn future_details(vm: &Vm, future: &FutureObj) -> PyResult<String> {
    let mut text = String::new();
    if future.state.get() == State::Finished {
        match future.exception.get().non_null() {
            Some(exception) => text.push_str(&format!(" exception={}", vm.repr_string(&exception)?)),
            None => text.push_str(&format!(" result={}", short_repr(vm, &future.result.get())?)),
        }
    }
    text.push_str(&callbacks(vm, &future.callbacks_now())?);
    text.push_str(&crate::debug::created_at(vm, &future.source.get())?);
    Ok(text)
}

/// A coroutine: `<main() running at FILE:LINE>`.
pub(crate) fn coroutine(vm: &Vm, coroutine: &Value) -> PyResult<String> {
    let Some(generator) = coroutine.downcast::<GenObj>() else {
        return Ok(format!("<{}()>", crate::coroutine::name_of(coroutine)));
    };
    let name = minipy_vm::types::str_::lossy(&generator.qualname());
    let file = minipy_vm::types::str_::lossy(&generator.code().filename);
    if generator.is_finished() {
        let line = generator.code().code.first_line;
        return Ok(format!("<{name}() done, defined at {file}:{line}>"));
    }
    let frame = minipy_vm::interp::frames::generator_frame(vm, generator);
    let line = generator.code().position(minipy_vm::interp::frames::current_offset(&frame)).line;
    Ok(format!("<{name}() running at {file}:{line}>"))
}
