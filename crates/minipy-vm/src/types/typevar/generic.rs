//! `typing.Generic`: the base of generic classes.

use super::lazy::{typing_call, typing_module};
use crate::exc;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The type `typing.Generic`.
pub static GENERIC: TypeDef = TypeDef {
    name: "Generic",
    module: "typing",
    flags: TypeFlags::BASETYPE,
    doc: "Abstract base class for generic types.",
    methods: GENERIC_METHODS,
    ..TypeDef::EMPTY
};

static GENERIC_METHODS: &[MethodDef] = methods! {
    [class] "__class_getitem__" FV(generic_class_getitem) "(cls, params, /)" "Parameterizes a generic class.";
    [class] "__init_subclass__" FV(generic_init_subclass) "(cls, /, *args, **kwargs)" "Function to initialize subclasses.";
};

fn generic_class_getitem(vm: &Vm, args: &Args) -> PyResult {
    match (typing_module(vm)?, args.pos) {
        (None, [class, params]) => {
            let params = match params.downcast::<TupleObj>() {
                Some(_) => params.clone(),
                None => vm.tuple(vec![params.clone()]),
            };
            crate::types::generic_alias::new_alias(vm, class, &params)
        }
        _ => typing_call(vm, "_generic_class_getitem", args.pos),
    }
}

fn generic_init_subclass(vm: &Vm, args: &Args) -> PyResult {
    match typing_module(vm)? {
        Some(typing) => {
            let function = vm.get_attr_str(&typing, "_generic_init_subclass")?;
            vm.call_args(&function, args)
        }
        None if args.kw.is_empty() => {
            if let Some(class) = args.pos.first() {
                set_parameters(vm, class)?;
            }
            Ok(Value::NONE)
        }
        None => {
            let class = args.pos.first().and_then(Value::downcast::<crate::types::type_::TypeObj>);
            let name = class.map_or_else(String::new, |c| c.plain_name());
            Err(exc::no_keyword_arguments(vm, &format!("{name}.__init_subclass__")))
        }
    }
}

/// `__parameters__` of a generic class: those of its generic bases.
fn set_parameters(vm: &Vm, class: &Value) -> PyResult<()> {
    let names = vm.names();
    let Some(ty) = class.downcast::<crate::types::type_::TypeObj>() else { return Ok(()) };
    let mut found: Vec<Value> = Vec::new();
    if let Some(bases) = ty.dict.get_name(vm, &names.__orig_bases__) {
        for base in vm.collect(&bases)? {
            let Some(params) = vm.find_attr(&base, &names.__parameters__)? else { continue };
            for param in vm.collect(&params)? {
                if !found.iter().any(|p| p.is(&param)) {
                    found.push(param);
                }
            }
        }
    }
    vm.set_attr(class, &names.__parameters__, &vm.tuple(found))
}
