//! Warnings without the module `warnings`: what the default filters of CPython show, and how.

use crate::heap::PyCell;
use crate::native::PyResult;
use crate::types::generator::GenObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// Warnings that have been shown, so that each place warns once.
#[derive(Default)]
pub struct Shown {
    seen: PyCell<std::collections::HashSet<(String, String, u32)>>,
}

/// What happens to a warning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Default,
    Always,
    Ignore,
    Error,
}

/// The action that the `-W` options, then the default filters choose.
fn action(vm: &Vm, category: &TypeRef, module: &str) -> Action {
    let exceptions = vm.exceptions();
    for option in vm.config().warn_options.iter().rev() {
        let mut parts = option.split(':');
        let name = parts.next().unwrap_or("").trim();
        let _message = parts.next();
        let class = parts.next().unwrap_or("").trim();
        let fits =
            class.is_empty() || exceptions.all().iter().any(|(name, ty)| *name == class && category.is_subtype(ty));
        if !fits || name.is_empty() {
            continue;
        }
        let found =
            ["default", "always", "ignore", "error", "module", "once"].into_iter().find(|a| a.starts_with(name));
        return match found {
            Some("ignore") => Action::Ignore,
            Some("error") => Action::Error,
            Some("always") => Action::Always,
            _ => Action::Default,
        };
    }
    if category.is_subtype(&exceptions.deprecation_warning) && module == "__main__" {
        return Action::Default;
    }
    let ignored = [
        &exceptions.deprecation_warning,
        &exceptions.pending_deprecation_warning,
        &exceptions.import_warning,
        &exceptions.resource_warning,
    ];
    if ignored.into_iter().any(|ty| category.is_subtype(ty)) { Action::Ignore } else { Action::Default }
}

/// Where a warning comes from.
struct Place<'a> {
    filename: &'a str,
    lineno: u32,
    /// Whether it warns only the first time.
    once: bool,
}

/// Shows a warning. With `hint`, what CPython says about the object that is its source: that tracemalloc could tell more.
fn issue(
    vm: &Vm,
    category: &TypeRef,
    message: &str,
    Place { filename, lineno, once }: Place,
    hint: bool,
) -> PyResult<()> {
    match action(vm, category, "__main__") {
        Action::Ignore => return Ok(()),
        Action::Error => return Err(vm.raise_text(category, message)),
        Action::Always => {}
        Action::Default if !once => {}
        Action::Default => {
            let key = (filename.to_owned(), message.to_owned(), lineno);
            if !vm.state::<Shown>().seen.borrow_mut().insert(key) {
                return Ok(());
            }
        }
    }
    let mut text = format!("{filename}:{lineno}: {}: {message}\n", category.name_str());
    if let Some(line) = source_line(vm, filename, lineno).as_deref().map(str::trim).filter(|l| !l.is_empty()) {
        text.push_str(&format!("  {line}\n"));
    }
    if hint && !vm.interp().gil.is_finalizing() {
        let name = category.name_str();
        text.push_str(&format!("{name}: Enable tracemalloc to get the object allocation traceback\n"));
    }
    crate::sysmod::write_stderr(vm, &text);
    Ok(())
}

/// `warnings.warn` from native code: the place is the running Python code.
pub fn warn(vm: &Vm, category: &TypeRef, message: &str) -> PyResult<()> {
    let (filename, line) = running_code(vm);
    issue(vm, category, message, Place { filename: &filename, lineno: line, once: true }, false)
}

/// Warns of a coroutine that is destroyed before anything awaited it.
pub(crate) fn coroutine_never_awaited(vm: &Vm, coroutine: &GenObj) {
    let name = coroutine.qualname().downcast::<StrObj>().map(|name| name.to_string_lossy().into_owned());
    let mut message = format!("coroutine '{}' was never awaited", name.unwrap_or_default());
    if let Some(origin) = coroutine.extra.get().downcast::<TupleObj>() {
        message.push_str("\nCoroutine created at (most recent call last)\n");
        for entry in origin.items().iter().rev() {
            let Some(entry) = entry.downcast::<TupleObj>() else { continue };
            let [file, line, function] = entry.items() else { continue };
            let text = |value: &Value| vm.str_string(value).unwrap_or_default();
            let (file, function) = (text(file), text(function));
            let line = text(line).parse().unwrap_or(0);
            message.push_str(&format!("  File \"{file}\", line {line}, in {function}\n"));
            if let Some(source) = source_line(vm, &file, line) {
                message.push_str(&format!("    {}\n", source.trim()));
            }
        }
        message.truncate(message.trim_end().len());
    }
    unawaited(vm, &message);
}

/// Warns of an awaitable of an async generator that is destroyed before anything awaited it.
pub(crate) fn method_never_awaited(vm: &Vm, method: &str, generator: &GenObj) {
    let name = generator.qualname().downcast::<StrObj>().map(|name| name.to_string_lossy().into_owned());
    unawaited(vm, &format!("coroutine method '{method}' of '{}' was never awaited", name.unwrap_or_default()));
}

fn unawaited(vm: &Vm, message: &str) {
    let (filename, line) = running_code(vm);
    let category = vm.exceptions().runtime_warning.clone();
    if let Err(raised) = issue(vm, &category, message, Place { filename: &filename, lineno: line, once: true }, true) {
        let exception = vm.take_exception(raised);
        crate::unraisable::report(vm, &exception, Some("Exception ignored while finalizing coroutine"), &Value::NONE);
    }
}

/// File and line of the running Python code.
fn running_code(vm: &Vm) -> (String, u32) {
    let place = vm.stack.frame(0).map(|f| {
        let code = f.code();
        (crate::types::str_::lossy(&code.filename), code.position(f.offset()).line)
    });
    place.unwrap_or_else(|| ("<sys>".to_owned(), 0))
}

/// Warns of a native coroutine that is destroyed before anything awaited it.
pub fn never_awaited(vm: &Vm, name: &str) {
    unawaited(vm, &format!("coroutine '{name}' was never awaited"));
}

/// A line of a source file, for showing it.
pub fn source_line(vm: &Vm, filename: &str, lineno: u32) -> Option<String> {
    if lineno == 0 || filename.starts_with('<') {
        return None;
    }
    let data = vm.interp().host.read_file(filename.as_bytes()).ok()?;
    let text = String::from_utf8_lossy(&data);
    text.split_inclusive('\n').nth(lineno as usize - 1).map(str::to_owned)
}

/// A warning of the compiler: each time, since there is no module yet that could remember it. The line that is shown is
/// that of the file.
pub fn syntax_warning(vm: &Vm, message: &str, filename: &str, lineno: u32) -> PyResult<()> {
    let category = vm.exceptions().syntax_warning.clone();
    issue(vm, &category, message, Place { filename, lineno, once: false }, false)
}

/// Whether a value is one of the categories that are off by default.
pub fn is_category(vm: &Vm, value: &Value) -> bool {
    value.downcast::<crate::types::type_::TypeObj>().is_some_and(|t| t.is_subtype(&vm.exceptions().warning))
}
