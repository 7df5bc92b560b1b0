//! What `site` adds to `builtins` for the prompt: `exit`, `quit`, `copyright`, `credits`, `license`, `help`.

use crate::exc;
use crate::heap::{HeapObject, Layout};
use crate::native::{Args, PyResult};
use crate::slots::Slots;
use crate::types::type_::TypeDef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside these objects.
struct SiteObj {
    name: &'static str,
    text: &'static str,
}

static SITE_LAYOUT: Layout = Layout::of::<SiteObj>("site");

impl HeapObject for SiteObj {
    const LAYOUT: &'static Layout = &SITE_LAYOUT;
    const GC: bool = false;
}

static QUITTER_TYPE: TypeDef = TypeDef {
    name: "Quitter",
    module: "_sitebuiltins",
    layout: Some(&SITE_LAYOUT),
    slots: Slots { repr: Some(text_repr), call: Some(quit), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

static PRINTER_TYPE: TypeDef = TypeDef {
    name: "_Printer",
    module: "_sitebuiltins",
    layout: Some(&SITE_LAYOUT),
    slots: Slots { repr: Some(text_repr), call: Some(show), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

static HELPER_TYPE: TypeDef = TypeDef {
    name: "_Helper",
    module: "_sitebuiltins",
    layout: Some(&SITE_LAYOUT),
    slots: Slots { repr: Some(text_repr), call: Some(help), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// Their names, in the order of the namespace.
pub(super) const NAMES: [&str; 6] = ["exit", "quit", "copyright", "credits", "license", "help"];

/// Makes the object of a name.
pub(super) fn make(vm: &Vm, name: &str) -> Option<Value> {
    let (def, text) = match name {
        "exit" => (&QUITTER_TYPE, "Use exit() or Ctrl-D (i.e. EOF) to exit"),
        "quit" => (&QUITTER_TYPE, "Use quit() or Ctrl-D (i.e. EOF) to exit"),
        "copyright" => (&PRINTER_TYPE, "Copyright (c) the minipy authors.\nAll Rights Reserved."),
        "credits" => (&PRINTER_TYPE, "Thanks to everybody who made Python what it is."),
        "license" => (&PRINTER_TYPE, "minipy is distributed under the MIT license; see the file LICENSE."),
        "help" => (&HELPER_TYPE, "Type help() for interactive help, or help(object) for help about object."),
        _ => return None,
    };
    let name = NAMES.iter().find(|other| **other == name)?;
    Some(vm.alloc(&vm.type_from_def(def), SiteObj { name, text }).into_value())
}

fn text_repr(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.str(this.downcast::<SiteObj>().map_or("", |s| s.text)))
}

fn quit(vm: &Vm, _this: &Value, args: &Args) -> PyResult {
    let code = args.pos.first().or_else(|| args.keyword("code")).cloned().unwrap_or(Value::NONE);
    // As in CPython, input that waits is not read by whoever comes next.
    if let Some(stdin) = crate::sysmod::stream(vm, crate::sysmod::stdio::Std::In).filter(|s| !s.is_none()) {
        crate::sysmod::or_none(vm, |vm| vm.call_method_str(&stdin, "close", &[]));
    }
    Err(vm.raise_with(&vm.exceptions().system_exit, vec![code]))
}

fn show(vm: &Vm, this: &Value, _args: &Args) -> PyResult {
    let text = text_repr(vm, this)?;
    super::print::print(vm, &Args::positional(&[text]))
}

fn help(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let pydoc = crate::import::import_module(vm, "pydoc");
    match pydoc {
        Ok(pydoc) => {
            let helper = vm.get_attr_str(&pydoc, "help")?;
            vm.call_args(&helper, args)
        }
        Err(raised) if exc::is_instance(vm, &raised, &vm.exceptions().import_error) => {
            drop(vm.take_exception(raised));
            let Some(object) = args.pos.first() else {
                let name = this.downcast::<SiteObj>().map_or("help", |s| s.name);
                return super::print::print(
                    vm,
                    &Args::positional(&[vm.str(&format!("{name}(object) prints its docstring"))]),
                );
            };
            let doc = vm.find_attr(object, &vm.names().__doc__)?.unwrap_or(Value::NONE);
            super::print::print(vm, &Args::positional(&[doc]))
        }
        Err(raised) => Err(raised),
    }
}
