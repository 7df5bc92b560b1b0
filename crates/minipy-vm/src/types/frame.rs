//! `frame` objects: what `sys._getframe`, tracebacks and generators show of a frame.
//!
//! While the frame runs the object points at it; when the frame ends, its locals move into the object.

use std::cell::Cell;

use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::types::code::CodeObj;
use crate::types::type_::TypeDef;
use crate::value::Value;

/// The struct inside frame objects.
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
    /// The named registers after the frame ended.
    pub saved: PyCell<Vec<Value>>,
    /// Word offset of the last instruction executed, updated when somebody looks.
    pub last: Cell<u32>,
    /// `f_back` after the frame ended: a frame or NULL.
    pub back: PyCell<Value>,
    /// The generator whose frame this is, or NULL (borrowed: the generator owns its frame object).
    pub(crate) generator: Cell<usize>,
    /// `f_trace`, NULL for None.
    pub trace_function: PyCell<Value>,
}

static FRAME_LAYOUT: Layout = Layout::of::<FrameObj>("frame");

impl HeapObject for FrameObj {
    const LAYOUT: &'static Layout = &FRAME_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.code.value());
        visit(&self.func);
        visit(&self.locals.borrow());
        self.saved.borrow().iter().for_each(|v| visit(v));
        visit(&self.back.borrow());
        visit(&self.trace_function.borrow());
    }

    fn clear(&self) {
        drop(self.locals.take());
        drop(self.saved.take());
        drop(self.back.take());
        drop(self.trace_function.take());
    }
}

/// The type `frame`.
pub static TYPE: TypeDef = TypeDef { name: "frame", layout: Some(&FRAME_LAYOUT), ..TypeDef::EMPTY };
