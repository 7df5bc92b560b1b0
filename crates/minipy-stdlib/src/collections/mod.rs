//! The module `_collections`: `deque`, `defaultdict` and helpers of `collections`. (`OrderedDict` is not here: the
//! Python code of `collections` has its own.)

mod counting;
mod defaultdict;
mod deque;
mod deque_iter;
mod deque_methods;
mod tuplegetter;

use minipy_vm::methods;
use minipy_vm::module::ModuleDef;
use minipy_vm::native::MethodDef;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_collections",
    doc: "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n",
    functions: FUNCTIONS,
    types: &[&deque::TYPE, &defaultdict::TYPE, &tuplegetter::TYPE, &deque_iter::TYPE, &deque_iter::REVERSE_TYPE],
    init: None,
};

static FUNCTIONS: &[MethodDef] = methods! {
    "_count_elements" F2(counting::count_elements) "(mapping, iterable, /)" "Count elements in the iterable, updating the mapping";
};
