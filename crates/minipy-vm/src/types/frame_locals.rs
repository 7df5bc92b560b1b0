//! `FrameLocalsProxy`: the `f_locals` of function frames, a mapping that reads and writes the frame's variables.

use minipy_bytecode::code::LocalKind;

use crate::exc;
use crate::heap::{HeapObject, Layout, Obj, Tracer};
use crate::interp::frames;
use crate::native::{Args, MethodDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::cell::CellObj;
use crate::types::dict::{DictObj, DictRef};
use crate::types::frame::FrameObj;
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside proxies.
pub struct FrameLocalsObj {
    frame: Obj<FrameObj>,
}

static FRAME_LOCALS_LAYOUT: Layout = Layout::of::<FrameLocalsObj>("FrameLocalsProxy");

impl HeapObject for FrameLocalsObj {
    const LAYOUT: &'static Layout = &FRAME_LOCALS_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.frame.value());
    }
}

/// The type `FrameLocalsProxy`.
pub static TYPE: TypeDef = TypeDef {
    name: "FrameLocalsProxy",
    layout: Some(&FRAME_LOCALS_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::MAPPING,
    slots: Slots {
        repr: Some(proxy_repr),
        compare: Some(proxy_compare),
        iter: Some(|vm, this| vm.iter(&proxy_keys(vm, this)?)),
        len: Some(|vm, this| Ok(snapshot_of(vm, this)?.len())),
        getitem: Some(proxy_getitem),
        setitem: Some(proxy_setitem),
        contains: Some(|vm, this, key| snapshot_of(vm, this)?.contains(vm, key)),
        or: Some(proxy_or),
        ior: Some(proxy_ior),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = crate::methods! {
    "keys" F1(proxy_keys) "(self, /)" "";
    "values" F1(proxy_values) "(self, /)" "";
    "items" F1(proxy_items) "(self, /)" "";
    "copy" F1(proxy_copy) "(self, /)" "";
    "get" FN(proxy_get) "(self, key, default=None, /)" "";
    "pop" FN(proxy_pop) "(self, key, default=None, /)" "";
    "setdefault" FN(proxy_setdefault) "(self, key, default=None, /)" "";
    "update" FV(proxy_update) "(self, other, /)" "";
    "__reversed__" F1(proxy_reversed) "(self, /)" "";
};

/// A new proxy for a frame object.
pub(crate) fn new_proxy(vm: &Vm, frame: &Value) -> PyResult {
    let Some(frame) = frame.cast::<FrameObj>() else { return Ok(Value::NONE) };
    Ok(vm.alloc(&vm.type_from_def(&TYPE), FrameLocalsObj { frame }).into_value())
}

/// The variables of a function frame that are bound now, as a new dict: what `locals()` gives.
pub fn snapshot(vm: &Vm, frame: &FrameObj) -> DictRef {
    let dict = vm.new_dict();
    let code = &frame.code;
    let add = |wanted: &dyn Fn(LocalKind) -> bool| {
        for (i, local) in code.code.locals.iter().enumerate() {
            if !wanted(local.kind) {
                continue;
            }
            let value = read(frame, i);
            if !value.is_null() {
                dict.set_name(vm, &code.local_names[i], value);
            }
        }
    };
    add(&|kind| kind == LocalKind::Local || kind == LocalKind::Cell);
    add(&|kind| kind == LocalKind::Free);
    if let Some(extra) = frame.extra_locals.get().downcast::<DictObj>() {
        for (key, value) in extra.items() {
            if let Some(name) = vm.intern_value(&key) {
                dict.set_name(vm, &name, value);
            }
        }
    }
    dict
}

/// The value of a named register, looked up in its cell if it has one; NULL when unbound.
fn read(frame: &FrameObj, index: usize) -> Value {
    let value = frames::register(frame, index);
    let is_cell = frame.code.code.locals[index].kind != LocalKind::Local;
    match value.downcast::<CellObj>() {
        Some(cell) if is_cell => cell.content.get(),
        _ => value,
    }
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FrameLocalsObj> {
    exc::receiver(vm, value)
}

fn snapshot_of(vm: &Vm, object: &Value) -> PyResult<DictRef> {
    Ok(snapshot(vm, &this(vm, object)?.frame))
}

/// The register of a variable; `None` for names that the code does not have.
fn index_of(frame: &FrameObj, key: &Value) -> Option<usize> {
    let name = key.downcast::<StrObj>()?;
    let locals = frame.code.code.locals.iter().enumerate();
    locals.filter(|(_, l)| l.kind != LocalKind::Hidden).find(|(_, l)| l.name.as_bytes() == name.bytes()).map(|(i, _)| i)
}

fn extra(vm: &Vm, frame: &FrameObj) -> Option<DictRef> {
    let _ = vm;
    frame.extra_locals.get().cast::<DictObj>()
}

#[cold]
fn not_defined(vm: &Vm, key: &Value) -> crate::native::Raised {
    match vm.repr_string(key) {
        Ok(shown) => {
            let message = format!("local variable '{shown}' is not defined");
            exc::key_error(vm, &vm.str(&message))
        }
        Err(raised) => raised,
    }
}

fn proxy_getitem(vm: &Vm, object: &Value, key: &Value) -> PyResult {
    match snapshot_of(vm, object)?.get(vm, key)? {
        Some(value) => Ok(value),
        None => Err(not_defined(vm, key)),
    }
}

fn proxy_setitem(vm: &Vm, object: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let frame = &this(vm, object)?.frame;
    let index = index_of(frame, key);
    let Some(value) = value else {
        if index.is_some() {
            return Err(exc::value_error(vm, "cannot remove local variables from FrameLocalsProxy"));
        }
        let removed = match extra(vm, frame) {
            Some(extra) => extra.remove_hashed(vm, key, vm.hash(key)?)?,
            None => None,
        };
        return match removed {
            Some(_) => Ok(()),
            None => Err(exc::key_error(vm, key)),
        };
    };
    let Some(index) = index else {
        let extra = match extra(vm, frame) {
            Some(extra) => extra,
            None => {
                let extra = vm.new_dict();
                frame.extra_locals.set(extra.value().clone());
                extra
            }
        };
        return extra.set(vm, key, value.clone());
    };
    let current = frames::register(frame, index);
    match current.downcast::<CellObj>() {
        Some(cell) if frame.code.code.locals[index].kind != LocalKind::Local => cell.content.set(value.clone()),
        _ => {
            let value = crate::interp::generator::settable(vm, &frame.code, index, value);
            frames::set_register(frame, index, value);
        }
    }
    Ok(())
}

fn proxy_repr(vm: &Vm, object: &Value) -> PyResult {
    // Every look at `f_locals` makes a new proxy, so it is the frame that tells whether this one is under way.
    let frame = this(vm, object)?.frame.value().clone();
    vm.repr_guarded(&frame, "{...}", || snapshot_of(vm, object).and_then(|dict| vm.repr(dict.value())))
}

fn proxy_compare(vm: &Vm, object: &Value, other: &Value, op: CompareOp) -> PyResult {
    let equal = if let Some(other) = other.downcast::<FrameLocalsObj>() {
        other.frame.is(&this(vm, object)?.frame)
    } else if other.downcast::<DictObj>().is_some() {
        vm.eq(snapshot_of(vm, object)?.value(), other)?
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match op {
        CompareOp::Eq => Ok(Value::bool(equal)),
        CompareOp::Ne => Ok(Value::bool(!equal)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn as_mapping(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    if value.downcast::<FrameLocalsObj>().is_some() {
        return Ok(Some(snapshot_of(vm, value)?.into_value()));
    }
    Ok(value.downcast::<DictObj>().map(|_| value.clone()))
}

fn proxy_or(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    let (Some(a), Some(b)) = (as_mapping(vm, lhs)?, as_mapping(vm, rhs)?) else { return Ok(Value::NOT_IMPLEMENTED) };
    vm.binary(&crate::protocol::number::OR, &a, &b)
}

fn proxy_ior(vm: &Vm, lhs: &Value, rhs: &Value) -> PyResult {
    if as_mapping(vm, rhs)?.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    merge(vm, lhs, rhs)?;
    Ok(lhs.clone())
}

fn merge(vm: &Vm, object: &Value, other: &Value) -> PyResult<()> {
    let Some(mapping) = as_mapping(vm, other)? else {
        let got = vm.type_of(other).name_str();
        return Err(exc::type_error(
            vm,
            &format!("update() argument must be dict or another FrameLocalsProxy, not {got}"),
        ));
    };
    let Some(mapping) = mapping.downcast::<DictObj>() else { return Ok(()) };
    for (key, value) in mapping.items() {
        proxy_setitem(vm, object, &key, Some(&value))?;
    }
    Ok(())
}

fn proxy_keys(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.list(snapshot_of(vm, object)?.keys()))
}

fn proxy_values(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.list(snapshot_of(vm, object)?.values()))
}

fn proxy_items(vm: &Vm, object: &Value) -> PyResult {
    let items = snapshot_of(vm, object)?.items();
    Ok(vm.list(items.into_iter().map(|(k, v)| vm.tuple(vec![k, v])).collect()))
}

fn proxy_copy(vm: &Vm, object: &Value) -> PyResult {
    Ok(snapshot_of(vm, object)?.into_value())
}

fn proxy_get(vm: &Vm, args: &[Value]) -> PyResult {
    let found = snapshot_of(vm, &args[0])?.get(vm, &args[1])?;
    Ok(found.unwrap_or_else(|| args[2].given().cloned().unwrap_or(Value::NONE)))
}

fn proxy_pop(vm: &Vm, args: &[Value]) -> PyResult {
    let frame = &this(vm, &args[0])?.frame;
    if index_of(frame, &args[1]).is_some() {
        return Err(exc::value_error(vm, "cannot remove local variables from FrameLocalsProxy"));
    }
    let removed = match extra(vm, frame) {
        Some(extra) => extra.remove_hashed(vm, &args[1], vm.hash(&args[1])?)?,
        None => None,
    };
    match (removed, args[2].given()) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(exc::key_error(vm, &args[1])),
    }
}

fn proxy_setdefault(vm: &Vm, args: &[Value]) -> PyResult {
    if let Some(found) = snapshot_of(vm, &args[0])?.get(vm, &args[1])? {
        return Ok(found);
    }
    let default = args[2].given().cloned().unwrap_or(Value::NONE);
    proxy_setitem(vm, &args[0], &args[1], Some(&default))?;
    Ok(default)
}

fn proxy_update(vm: &Vm, args: &Args) -> PyResult {
    let [object, other] = args.pos else {
        return Err(exc::type_error(vm, "update() takes exactly one argument"));
    };
    merge(vm, object, other)?;
    Ok(Value::NONE)
}

fn proxy_reversed(vm: &Vm, object: &Value) -> PyResult {
    let mut keys = snapshot_of(vm, object)?.keys();
    keys.reverse();
    vm.iter(&vm.list(keys))
}
