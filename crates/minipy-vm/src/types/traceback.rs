//! `traceback` objects: the chain of frames that an exception has left.

use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::types::frame::FrameObj;
use crate::types::type_::TypeDef;
use crate::value::Value;

/// The struct inside traceback objects.
pub struct TracebackObj {
    /// `tb_frame`
    pub frame: Obj<FrameObj>,
    /// `tb_next`: a traceback, or NULL.
    pub next: PyCell<Value>,
    /// Word offset of the instruction (`tb_lasti`).
    pub offset: u32,
    /// `tb_lineno`
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
pub static TYPE: TypeDef = TypeDef { name: "traceback", layout: Some(&TRACEBACK_LAYOUT), ..TypeDef::EMPTY };
