//! `__build_class__`: what the class statement calls.

use crate::exc;
use crate::native::{Args, PyResult};
use crate::types::cell::CellObj;
use crate::types::function::FuncObj;
use crate::types::str_::{StrObj, lossy, value_is};
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// Replaces bases that are no classes by what their `__mro_entries__` give; `None` if nothing changed.
fn resolved_bases(vm: &Vm, bases: &[Value]) -> PyResult<Option<Vec<Value>>> {
    let mut changed = None;
    for (i, base) in bases.iter().enumerate() {
        let method = match base.downcast::<TypeObj>() {
            Some(_) => None,
            None => vm.find_attr(base, &vm.names().__mro_entries__)?,
        };
        let Some(method) = method else {
            if let Some(items) = &mut changed {
                Vec::push(items, base.clone());
            }
            continue;
        };
        let entries = vm.call1(&method, &vm.tuple_from(bases))?;
        let Some(entries) = entries.downcast::<TupleObj>() else {
            return Err(exc::type_error(vm, "__mro_entries__ must return a tuple"));
        };
        changed.get_or_insert_with(|| bases[..i].to_vec()).extend(entries.items().iter().cloned());
    }
    Ok(changed)
}

/// `__build_class__(func, name, /, *bases, metaclass=None, **kwds)`
pub fn build_class(vm: &Vm, args: &Args) -> PyResult {
    if args.pos.len() < 2 {
        return Err(exc::type_error(vm, "__build_class__: not enough arguments"));
    }
    let (function, name) = (&args.pos[0], &args.pos[1]);
    if function.exact::<FuncObj>().is_none() {
        return Err(exc::type_error(vm, "__build_class__: func must be a function"));
    }
    if name.downcast::<StrObj>().is_none() {
        return Err(exc::type_error(vm, "__build_class__: name is not a string"));
    }
    let original = &args.pos[2..];
    let replaced = resolved_bases(vm, original)?;
    let bases: &[Value] = replaced.as_deref().unwrap_or(original);
    let mut metaclass = None;
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (key, value) in args.keywords() {
        if value_is(key, "metaclass") {
            metaclass = Some(value.clone());
        } else {
            names.push(key.clone());
            values.push(value.clone());
        }
    }
    let mut meta = match metaclass {
        Some(meta) => meta,
        None => match bases.first() {
            Some(base) => vm.type_of(base).to_value(),
            None => vm.types().type_.value().clone(),
        },
    };
    if let Some(class) = meta.cast::<TypeObj>()
        && class.has_flag(TypeFlags::TYPE_SUBCLASS)
    {
        meta = most_derived(vm, &class, bases)?.into_value();
    }
    let bases_tuple = vm.tuple_from(bases);
    let namespace = match vm.find_attr(&meta, &vm.names().__prepare__)? {
        None => vm.new_dict().into_value(),
        Some(prepare) => {
            let pos = [name.clone(), bases_tuple.clone()];
            vm.call_args(&prepare, &Args { pos: &pos, kw: &values, names: &names })?
        }
    };
    if vm.type_of(&namespace).slots().getitem.is_none() {
        let got = vm.type_of(&namespace).name_str();
        let shown = match meta.downcast::<TypeObj>() {
            Some(class) => class.name_str(),
            None => "<metaclass>".to_owned(),
        };
        return Err(exc::type_error(vm, &format!("{shown}.__prepare__() must return a mapping, not {got}")));
    }
    let cell = crate::interp::run_function_with_locals(vm, function, &namespace)?;
    if replaced.is_some() {
        vm.set_item(&namespace, vm.names().__orig_bases__.value(), &vm.tuple_from(original))?;
    }
    let pos = [name.clone(), bases_tuple, namespace];
    let class = vm.call_args(&meta, &Args { pos: &pos, kw: &values, names: &names })?;
    if class.downcast::<TypeObj>().is_some()
        && let Some(cell) = cell.downcast::<CellObj>()
    {
        let content = cell.content.get();
        if content.is_null() {
            let (name, class) = (vm.repr_string(name)?, vm.repr_string(&class)?);
            let message =
                format!("__class__ not set defining {name} as {class}. Was __classcell__ propagated to type.__new__?");
            return Err(exc::runtime_error(vm, &message));
        }
        if !content.is(&class) {
            let shown = [vm.repr_string(&content)?, vm.repr_string(name)?, vm.repr_string(&class)?];
            let message = format!("__class__ set to {} defining {} as {}", shown[0], shown[1], shown[2]);
            return Err(exc::type_error(vm, &message));
        }
    }
    Ok(class)
}

/// The most derived of a metaclass and those of the bases.
fn most_derived(vm: &Vm, meta: &TypeRef, bases: &[Value]) -> PyResult<TypeRef> {
    let mut winner = meta.clone();
    for base in bases {
        let other = vm.type_of(base).to_ref();
        if winner.is_subtype(&other) {
            continue;
        }
        if other.is_subtype(&winner) {
            winner = other;
            continue;
        }
        let message = "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the \
                       metaclasses of all its bases";
        return Err(exc::type_error(vm, message));
    }
    Ok(winner)
}

/// The name of a class under construction, for messages.
pub fn shown_name(name: &Value) -> String {
    lossy(name)
}
