//! `cell`: the type and its attributes.

use crate::exc;
use crate::getset;
use crate::native::{Args, GetSetDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::cell::CellObj;
use crate::types::type_::{TypeDef, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The type `cell`.
pub static TYPE: TypeDef = TypeDef {
    name: "cell",
    layout: Some(&crate::types::cell::CELL_LAYOUT),
    shape: crate::shape::fixed::CELL,
    doc: "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be \
          empty,\n    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    slots: Slots { new: Some(cell_new), repr: Some(cell_repr), compare: Some(cell_compare), ..Slots::EMPTY },
    getset: GETSET,
    ..TypeDef::EMPTY
};

static GETSET: &[GetSetDef] = getset! {
    "cell_contents" get_contents, set_contents, "";
};

fn cell_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "cell"));
    }
    if args.pos.len() > 1 {
        return Err(exc::positional_count(vm, "cell", args.pos.len(), 0, 1));
    }
    let content = args.pos.first().cloned().unwrap_or_default();
    Ok(vm.alloc(ty, CellObj { content: crate::heap::PyCell::new(content) }).into_value())
}

fn cell_repr(vm: &Vm, this: &Value) -> PyResult {
    let content = exc::receiver::<CellObj>(vm, this)?.content.get();
    let at = this.bits();
    Ok(vm.str(&if content.is_null() {
        format!("<cell at {at:#x}: empty>")
    } else {
        format!("<cell at {at:#x}: {} object at {:#x}>", vm.type_of(&content).name_str(), content.bits())
    }))
}

fn cell_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<CellObj>(), other.downcast::<CellObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = (a.content.get(), b.content.get());
    if a.is_null() || b.is_null() {
        // An empty cell is less than any other.
        return Ok(Value::bool(op.holds((!a.is_null()).cmp(&!b.is_null()))));
    }
    vm.compare(&a, &b, op)
}

fn get_contents(vm: &Vm, this: &Value) -> PyResult {
    match exc::receiver::<CellObj>(vm, this)?.content.get().non_null() {
        Some(content) => Ok(content),
        None => Err(exc::value_error(vm, "Cell is empty")),
    }
}

fn set_contents(vm: &Vm, this: &Value, value: Option<&Value>) -> PyResult<()> {
    exc::receiver::<CellObj>(vm, this)?.content.set(value.cloned().unwrap_or_default());
    Ok(())
}
