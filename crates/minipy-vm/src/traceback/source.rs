//! Source lines for tracebacks: from files (through the host, cached) and from text that was registered because it
//! has no file (`-c`, the prompt, library sources inside the binary).

use std::collections::HashMap;
use std::rc::Rc;

use crate::heap::{Obj, PyCell};
use crate::types::code::CodeObj;
use crate::types::list::ListObj;
use crate::types::str_::{StrObj, lossy};
use crate::value::Value;
use crate::vm::Vm;

type Lines = Rc<Vec<String>>;

/// Which registered text a code object comes from: file name, qualified name, first line.
type CodeKey = (String, String, u32);

/// The texts that have been looked up or registered.
#[derive(Default)]
struct Sources {
    files: PyCell<HashMap<String, Option<Lines>>>,
    registered: PyCell<HashMap<String, Lines>>,
    by_code: PyCell<HashMap<CodeKey, Lines>>,
}

fn split_lines(text: &str) -> Lines {
    Rc::new(text.lines().map(str::to_owned).collect())
}

/// Makes the source of a file name known that is no file on disk.
pub fn register_source(vm: &Vm, filename: &str, text: &str) {
    let lines = split_lines(text);
    vm.state::<Sources>().registered.borrow_mut().insert(filename.to_owned(), lines);
}

/// Makes the source of some code (and the code nested in it) known, as for `-c` and the prompt.
pub fn register_code(vm: &Vm, code: &Obj<CodeObj>, text: &str) {
    let lines = split_lines(text);
    let mut pending = vec![code.clone()];
    while let Some(code) = pending.pop() {
        pending.extend(code.consts.iter().filter_map(Value::cast::<CodeObj>));
        vm.state::<Sources>().by_code.borrow_mut().insert(key_of(&code), lines.clone());
    }
}

fn key_of(code: &CodeObj) -> CodeKey {
    (lossy(&code.filename), lossy(&code.qualname), code.code.first_line)
}

/// A line of a source file, without its end; `None` if there is none. `code` helps where the name is no file.
pub fn source_line(vm: &Vm, filename: &str, line: u32, code: Option<&CodeObj>) -> Option<String> {
    let index = (line as usize).checked_sub(1)?;
    let sources = vm.state::<Sources>();
    let registered = sources.registered.borrow().get(filename).cloned();
    if let Some(lines) = registered {
        return lines.get(index).cloned();
    }
    if filename.starts_with('<') {
        let lines = sources.by_code.borrow().get(&key_of(code?)).cloned();
        return lines?.get(index).cloned();
    }
    let known = sources.files.borrow().get(filename).cloned();
    let lines = match known {
        Some(known) => known,
        None => {
            let read = read(vm, filename);
            sources.files.borrow_mut().insert(filename.to_owned(), read.clone());
            read
        }
    };
    lines?.get(index).cloned()
}

fn read(vm: &Vm, filename: &str) -> Option<Lines> {
    let host = &vm.interp().host;
    let text = host.read_file(filename.as_bytes()).ok().or_else(|| {
        if filename.starts_with('/') {
            return None;
        }
        search_path(vm).into_iter().find_map(|dir| host.read_file(format!("{dir}/{filename}").as_bytes()).ok())
    })?;
    let text = String::from_utf8_lossy(&text);
    Some(split_lines(text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

fn search_path(vm: &Vm) -> Vec<String> {
    let path = vm.interp().sys.get().and_then(|sys| sys.get_name(vm, &vm.intern("path")));
    let Some(path) = path else { return Vec::new() };
    let Some(list) = path.downcast::<ListObj>() else { return Vec::new() };
    let items = list.items.borrow();
    items.iter().filter(|d| d.downcast::<StrObj>().is_some()).map(lossy).collect()
}
