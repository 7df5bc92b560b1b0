//! `traceback` objects: the chain of frames that an exception has left.

use crate::exc;
use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::bind::{bind_params, parse_signature};
use crate::slots::Slots;
use crate::types::frame::FrameObj;
use crate::types::type_::{TypeDef, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside traceback objects.
pub struct TracebackObj {
    /// `tb_frame`
    pub frame: Obj<FrameObj>,
    /// `tb_next`: a traceback, or NULL.
    pub next: PyCell<Value>,
    /// Word offset of the instruction (`tb_lasti`).
    pub offset: u32,
    /// `tb_lineno`, if it was given; 0: it follows from the offset.
    pub line: u32,
}

static TRACEBACK_LAYOUT: Layout = Layout::of::<TracebackObj>("traceback");

impl HeapObject for TracebackObj {
    const LAYOUT: &'static Layout = &TRACEBACK_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.frame.value());
        visit(&self.next.borrow());
    }

    fn clear(&self) {
        drop(self.next.take());
    }
}

/// The type `traceback`.
pub static TYPE: TypeDef = TypeDef {
    name: "traceback",
    layout: Some(&TRACEBACK_LAYOUT),
    doc: "Create a new traceback object.",
    slots: Slots { new: Some(traceback_new), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__dir__" F1(traceback_dir) "(self, /)" "";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "tb_frame" get_frame, exc::readonly_member, "";
    [member] "tb_lasti" get_lasti, exc::readonly_member, "";
    "tb_lineno" get_line, "";
    "tb_next" get_next, set_next, "";
};

/// A traceback with one entry: where a frame is now.
pub(crate) fn here(vm: &Vm, frame: Obj<FrameObj>) -> Value {
    let offset = crate::interp::frames::current_offset(&frame);
    let line = crate::types::frame::current_line(&frame);
    let entry = TracebackObj { frame, next: PyCell::default(), offset, line };
    vm.alloc(&vm.types().traceback, entry).into_value()
}

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TracebackObj> {
    exc::receiver(vm, value)
}

/// `types.TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)`
fn traceback_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let params = parse_signature("(tb_next, tb_frame, tb_lasti, tb_lineno)");
    let given = bind_params(vm, "traceback", &params, args, 0)?;
    let [next, frame, lasti, line] = &given[..] else { return Ok(Value::NONE) };
    let Some(frame) = frame.cast::<FrameObj>() else {
        let got = exc::argument_type(vm, frame);
        return Err(exc::type_error(vm, &format!("traceback() argument 'tb_frame' must be frame, not {got}")));
    };
    if !next.is_none() && next.downcast::<TracebackObj>().is_none() {
        let got = vm.type_of(next).name_str();
        return Err(exc::type_error(vm, &format!("expected traceback object or None, got '{got}'")));
    }
    let made = TracebackObj {
        frame,
        next: PyCell::new(next.not_none().cloned().unwrap_or_default()),
        offset: (vm.i64_arg(lasti)?.max(0) / 2) as u32,
        line: vm.i64_arg(line)?.max(0) as u32,
    };
    Ok(vm.alloc(ty, made).into_value())
}

fn traceback_dir(vm: &Vm, _object: &Value) -> PyResult {
    Ok(vm.list(["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].into_iter().map(|n| vm.str(n)).collect()))
}

fn get_frame(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.frame.value().clone())
}

fn get_lasti(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, object)?.offset) * 2))
}

fn get_line(vm: &Vm, object: &Value) -> PyResult {
    let entry = this(vm, object)?;
    let line = if entry.line != 0 { entry.line } else { entry.frame.code.position(entry.offset).line };
    Ok(vm.int(i64::from(line)))
}

fn get_next(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.next.get().non_null().unwrap_or(Value::NONE))
}

fn set_next(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(exc::type_error(vm, "can't delete tb_next attribute")) };
    if !value.is_none() && value.downcast::<TracebackObj>().is_none() {
        let got = vm.type_of(value).name_str();
        return Err(exc::type_error(vm, &format!("expected traceback object, got '{got}'")));
    }
    let mut at = value.clone();
    while let Some(entry) = at.cast::<TracebackObj>() {
        if at.is(object) {
            return Err(exc::value_error(vm, "traceback loop detected"));
        }
        at = entry.next.get();
    }
    this(vm, object)?.next.set(value.not_none().cloned().unwrap_or_default());
    Ok(())
}
