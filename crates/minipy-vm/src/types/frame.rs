//! `frame` objects: what `sys._getframe`, tracebacks and generators show of a frame.
//!
//! While the frame runs the object points at it; when the frame ends, its locals move into the object.

use std::cell::Cell;

use crate::exc;
use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::interp::frames;
use crate::native::{GetSetDef, MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::types::{frame_locals, frame_raw};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside frame objects. The named registers, once the frame has ended, follow it: as many words as the code
/// has named registers, NULL before (see `frame_raw`).
pub struct FrameObj {
    /// `f_code`
    pub code: Obj<CodeObj>,
    /// The function: `f_globals` and `f_builtins` are its.
    pub func: Value,
    /// The locals mapping of module and class bodies, or NULL.
    pub locals: PyCell<Value>,
    /// Address of the live frame's registers, 0 when it has ended.
    pub(crate) registers: Cell<usize>,
    /// Address of the live `Frame`, 0 when it has ended or is suspended.
    pub(crate) live: Cell<usize>,
    /// Word offset of the last instruction executed, updated when somebody looks.
    pub last: Cell<u32>,
    /// `f_back` after the frame ended: a frame or NULL.
    pub back: PyCell<Value>,
    /// The generator whose frame this is, or NULL (borrowed: the generator owns its frame object).
    pub(crate) generator: Cell<usize>,
    /// `f_trace`, NULL for None.
    pub trace_function: PyCell<Value>,
    /// Names that were added through `f_locals`: a dict, NULL until needed.
    pub extra_locals: PyCell<Value>,
}

impl FrameObj {
    /// The struct of a frame that has not been connected with anything yet.
    #[inline(always)]
    pub(crate) fn new(code: Obj<CodeObj>, func: Value, locals: Value) -> FrameObj {
        FrameObj {
            code,
            func,
            locals: PyCell::new(locals),
            registers: Cell::new(0),
            live: Cell::new(0),
            last: Cell::new(0),
            back: PyCell::default(),
            generator: Cell::new(0),
            trace_function: PyCell::default(),
            extra_locals: PyCell::default(),
        }
    }
}

static FRAME_LAYOUT: Layout = Layout::of::<FrameObj>("frame");

impl HeapObject for FrameObj {
    const LAYOUT: &'static Layout = &FRAME_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.code.value());
        visit(&self.func);
        visit(&self.locals.borrow());
        frame_raw::visit_saved(self, visit);
        visit(&self.back.borrow());
        visit(&self.trace_function.borrow());
        visit(&self.extra_locals.borrow());
    }

    fn clear(&self) {
        drop(self.locals.take());
        frame_raw::drop_saved(self);
        drop(self.back.take());
        drop(self.trace_function.take());
        drop(self.extra_locals.take());
    }

    fn trailing(&self) -> usize {
        self.code.nlocals as usize * size_of::<Value>()
    }
}

impl Drop for FrameObj {
    fn drop(&mut self) {
        frame_raw::drop_saved(self);
    }
}

/// The type `frame`.
pub static TYPE: TypeDef = TypeDef {
    name: "frame",
    layout: Some(&FRAME_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION,
    slots: Slots { repr: Some(frame_repr), ..Slots::EMPTY },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "clear" F1(frame_clear) "(self, /)" "Clear all references held by the frame.";
    "__sizeof__" F1(crate::types::object::object_sizeof) "(self, /)" "Return the size of the frame in memory, in bytes.";
};

static GETSET: &[GetSetDef] = getset! {
    "f_back" get_back, "Return the previous stack frame in the call chain.";
    "f_code" get_code, "Return the code object being executed in this frame.";
    "f_globals" get_globals, "Return the global variables (dictionary).";
    "f_builtins" get_builtins, "Return the built-in variables in the frame.";
    "f_locals" get_locals, "Return the mapping used by the frame to look up local variables.";
    "f_lineno" get_line, set_line, "Return the current line number in the frame.";
    "f_lasti" get_lasti, "Return the index of the last attempted instruction in the frame.";
    "f_trace" get_trace, set_trace, "Return the trace function for this frame, or None.";
    [member] "f_trace_lines" get_true, set_trace_lines, "Return whether to trace each line.";
    "f_trace_opcodes" get_false, set_trace_opcodes, "Return whether to trace each opcode.";
    "f_generator" get_generator, "Return the generator or coroutine associated with this frame, or None.";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FrameObj> {
    exc::receiver(vm, value)
}

/// The line that a frame is at.
pub fn current_line(frame: &FrameObj) -> u32 {
    if frames::is_unstarted(frame) {
        return frame.code.code.first_line;
    }
    let line = frame.code.position(frames::current_offset(frame)).line;
    if line == 0 { frame.code.code.first_line } else { line }
}

fn frame_repr(vm: &Vm, object: &Value) -> PyResult {
    let frame = this(vm, object)?;
    let mut text = format!("<frame at {:#x}, file ", object.bits()).into_bytes();
    text.extend(vm.repr_bytes(&frame.code.filename)?);
    let name = crate::types::str_::lossy(&frame.code.name);
    text.extend_from_slice(format!(", line {}, code {name}>", current_line(frame)).as_bytes());
    Ok(vm.str_bytes(&text))
}

fn frame_clear(vm: &Vm, object: &Value) -> PyResult {
    let frame = this(vm, object)?;
    if frame.live.get() != 0 {
        return Err(exc::runtime_error(vm, "cannot clear an executing frame"));
    }
    if frames::is_unstarted(frame) {
        let generator = frame_raw::generator(frame);
        if let Some(generator) = generator.downcast::<crate::types::generator::GenObj>() {
            crate::interp::generator::close(vm, generator)?;
        }
        return Ok(Value::NONE);
    }
    if frame.generator.get() != 0 && frame.registers.get() != 0 {
        return Err(exc::runtime_error(vm, "cannot clear a suspended frame"));
    }
    frame_raw::drop_saved(frame);
    drop(frame.extra_locals.take());
    Ok(Value::NONE)
}

fn get_back(vm: &Vm, object: &Value) -> PyResult {
    Ok(frames::back(vm, this(vm, object)?).map_or(Value::NONE, Obj::into_value))
}

fn get_code(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.code.value().clone())
}

fn get_globals(vm: &Vm, object: &Value) -> PyResult {
    let frame = this(vm, object)?;
    Ok(exc::receiver::<FuncObj>(vm, &frame.func)?.globals.value().clone())
}

fn get_builtins(vm: &Vm, object: &Value) -> PyResult {
    // Whoever looks at the namespace sees all of it.
    drop(vm.interp().builtins.get());
    let frame = this(vm, object)?;
    Ok(exc::receiver::<FuncObj>(vm, &frame.func)?.builtins.value().clone())
}

/// Module and class bodies have a real mapping; functions get a proxy that writes through.
fn get_locals(vm: &Vm, object: &Value) -> PyResult {
    let frame = this(vm, object)?;
    match frame.locals.get().non_null() {
        Some(locals) => Ok(locals),
        None => frame_locals::new_proxy(vm, object),
    }
}

fn get_line(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(current_line(this(vm, object)?))))
}

fn set_line(vm: &Vm, _object: &Value, value: Option<&Value>) -> PyResult<()> {
    if value.is_none() {
        return Err(exc::attribute_error(vm, "attribute 'f_lineno' of 'frame' objects cannot be deleted"));
    }
    // Bools are no line numbers.
    let line = value.filter(|line| vm.type_of(line).is(&vm.types().int));
    Err(exc::value_error(
        vm,
        if line.is_some() { "f_lineno can only be set in a trace function" } else { "lineno must be an integer" },
    ))
}

fn get_lasti(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(frames::current_offset(this(vm, object)?)) * 2))
}

fn get_trace(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.trace_function.get().non_null().unwrap_or(Value::NONE))
}

fn set_trace(vm: &Vm, object: &Value, value: Option<&Value>) -> PyResult<()> {
    this(vm, object)?.trace_function.set(value.and_then(Value::not_none).cloned().unwrap_or_default());
    Ok(())
}

fn get_true(_vm: &Vm, _object: &Value) -> PyResult {
    Ok(Value::TRUE)
}

fn get_false(_vm: &Vm, _object: &Value) -> PyResult {
    Ok(Value::FALSE)
}

/// Both switches are accepted and have no effect: there is no tracing.
fn set_trace_lines(vm: &Vm, _object: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) => bool_member(vm, value),
        None => Err(exc::type_error(vm, "can't delete numeric/char attribute")),
    }
}

fn set_trace_opcodes(vm: &Vm, _object: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) => bool_member(vm, value),
        None => Err(exc::attribute_error(vm, "attribute 'f_trace_opcodes' of 'frame' objects cannot be deleted")),
    }
}

fn bool_member(vm: &Vm, value: &Value) -> PyResult<()> {
    if value.is_true() || value.is_false() {
        return Ok(());
    }
    Err(exc::type_error(vm, "attribute value type must be bool"))
}

fn get_generator(vm: &Vm, object: &Value) -> PyResult {
    let frame = this(vm, object)?;
    let found = crate::types::frame_raw::generator(frame);
    if !found.is_none() {
        return Ok(found);
    }
    Ok(frames::coroutine(vm, frame).non_null().unwrap_or(Value::NONE))
}
