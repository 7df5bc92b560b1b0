//! Warnings without the module `warnings`: what the default filters of CPython show, and how.

use crate::heap::PyCell;
use crate::native::PyResult;
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

/// `warnings.warn_explicit`. `line` is the text of the source line, if it is known.
pub fn warn_explicit(
    vm: &Vm,
    category: &TypeRef,
    message: &str,
    filename: &str,
    lineno: u32,
    line: Option<&str>,
) -> PyResult<()> {
    match action(vm, category, "__main__") {
        Action::Ignore => return Ok(()),
        Action::Error => return Err(vm.raise_text(category, message)),
        Action::Always => {}
        Action::Default => {
            let key = (filename.to_owned(), message.to_owned(), lineno);
            if !vm.state::<Shown>().seen.borrow_mut().insert(key) {
                return Ok(());
            }
        }
    }
    let mut text = format!("{filename}:{lineno}: {}: {message}\n", category.name_str());
    let found = match line {
        Some(line) => Some(line.to_owned()),
        None => source_line(vm, filename, lineno),
    };
    if let Some(line) = found.as_deref().map(str::trim).filter(|l| !l.is_empty()) {
        text.push_str(&format!("  {line}\n"));
    }
    crate::sysmod::write_stderr(vm, &text);
    Ok(())
}

/// `warnings.warn` from native code: the place is the running Python code.
pub fn warn(vm: &Vm, category: &TypeRef, message: &str) -> PyResult<()> {
    let place = vm.stack.frame(0).map(|f| {
        let code = f.code();
        (crate::types::str_::lossy(&code.filename), code.position(f.offset()).line)
    });
    let (filename, line) = place.unwrap_or_else(|| ("sys".to_owned(), 1));
    warn_explicit(vm, category, message, &filename, line, None)
}

/// RuntimeWarning "coroutine 'x' was never awaited" for a coroutine that dies without having been started.
pub fn never_awaited(vm: &Vm, name: &str) {
    let category = vm.exceptions().runtime_warning.clone();
    if let Err(raised) = warn(vm, &category, &format!("coroutine '{name}' was never awaited")) {
        let exception = vm.take_exception(raised);
        let source = vm.str(name);
        crate::unraisable::report(vm, &exception, Some("Exception ignored while finalizing coroutine"), &source);
    }
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

/// `SyntaxWarning` objects of the compiler, by name for the facade.
pub fn syntax_warning(vm: &Vm, message: &str, filename: &str, lineno: u32, line: Option<&str>) -> PyResult<()> {
    let category = vm.exceptions().syntax_warning.clone();
    warn_explicit(vm, &category, message, filename, lineno, line)
}

/// Whether a value is one of the categories that are off by default.
pub fn is_category(vm: &Vm, value: &Value) -> bool {
    value.downcast::<crate::types::type_::TypeObj>().is_some_and(|t| t.is_subtype(&vm.exceptions().warning))
}
