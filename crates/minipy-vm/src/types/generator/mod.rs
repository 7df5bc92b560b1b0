//! Generators, coroutines and (see `async_generator`) async generators: the struct that owns a suspended frame.
//!
//! Methods and attributes are in `methods`. A generator runs in place: its registers stay in the object. While one
//! delegates (`yield from`, `await`) to another, both are linked: `inner` and `parent`; the outermost one, which is
//! resumed, remembers the innermost, so that resuming a chain costs the same at any depth.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

pub mod methods;

use std::cell::Cell;

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::value::Value;
pub use methods::{COROUTINE_TYPE, COROUTINE_WRAPPER_TYPE, TYPE};

/// Where a generator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GenState {
    /// Not started.
    Created,
    /// At a `yield` (or waiting for an inner one).
    Suspended,
    /// Running now.
    Running,
    /// Returned or raised.
    Finished,
}

/// Which of the three types it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GenKind {
    /// `generator`
    Generator,
    /// `coroutine`
    Coroutine,
    /// `async_generator`
    AsyncGenerator,
}

/// The struct inside generators, coroutines and async generators; the registers follow it.
pub struct GenObj {
    /// Where it stands.
    pub state: Cell<GenState>,
    /// Suspended at a `yield` by the loop's fast path: no chain, no handled exception, no frame object.
    pub(crate) plain: Cell<bool>,
    /// Which type it is.
    pub kind: GenKind,
    /// Async generators: whether the hooks were called. Coroutines: whether `await` has begun (for the warning).
    pub flag: Cell<bool>,
    /// Async generators: an `asend`/`athrow`/`aclose` is under way.
    pub running_async: Cell<bool>,
    /// Of an async generator: `aclose()` has begun, after which nothing is thrown into it any more.
    pub closed: Cell<bool>,
    /// Async generators: suspended at a `yield` of their own (not by what they await).
    pub(crate) yielded: Cell<bool>,
    pub(crate) nregs: u32,
    pub(crate) pc: Cell<*const u64>,
    /// The function whose body it is.
    pub func: Value,
    pub(crate) code: *const CodeObj,
    /// The generator that delegates to this one.
    pub(crate) parent: Cell<*const GenObj>,
    /// The generator that this one delegates to.
    pub(crate) inner: Cell<*const GenObj>,
    /// The innermost of the chain that starts here, if known (null: walk along `inner`).
    pub(crate) leaf: Cell<*const GenObj>,
    /// How many generators delegate above this one in the chain that it was last part of.
    pub(crate) depth: Cell<u32>,
    /// The exception that it was handling when it was suspended; NULL for none.
    pub(crate) handled: PyCell<Value>,
    /// How many handlers its frame is in.
    pub(crate) handlers: Cell<u32>,
    /// `__name__`; NULL: the code's.
    pub(crate) name: PyCell<Value>,
    /// `__qualname__`; NULL: the code's.
    pub(crate) qualname: PyCell<Value>,
    /// The frame object, once somebody asked for it.
    pub frame_obj: PyCell<Value>,
    /// Async generators: the finaliser hook. Coroutines: `cr_origin`.
    pub extra: PyCell<Value>,
}

static GENERATOR_LAYOUT: Layout = Layout::of::<GenObj>("generator");

impl HeapObject for GenObj {
    const LAYOUT: &'static Layout = &GENERATOR_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.func);
        for cell in [&self.handled, &self.name, &self.qualname, &self.frame_obj, &self.extra] {
            visit(&cell.borrow());
        }
        self.registers().iter().for_each(&mut *visit);
    }

    fn clear(&self) {
        if self.state.get() == GenState::Running {
            return;
        }
        self.state.set(GenState::Finished);
        self.plain.set(false);
        self.clear_registers();
        for cell in [&self.handled, &self.frame_obj, &self.extra] {
            drop(cell.take());
        }
    }

    fn trailing(&self) -> usize {
        self.nregs as usize * size_of::<Value>()
    }
}

impl FixedShape for GenObj {
    const SHAPE: u32 = crate::shape::fixed::GENERATOR;
}

/// Whether a dying object is a generator or coroutine that has run to its end, or an awaitable of an async generator that
/// has been awaited: its finaliser would do nothing.
///
/// # Safety
/// `header` is a live object.
#[inline(always)]
pub(crate) unsafe fn needs_no_finalizer(header: *const crate::heap::Header) -> bool {
    use crate::shape::fixed;
    // SAFETY: both shapes belong to types with this layout.
    unsafe {
        let shape = (*header).shape();
        (shape == fixed::GENERATOR || shape == fixed::COROUTINE)
            && (*header).exact::<GenObj>().state.get() == GenState::Finished
            || crate::types::async_generator::is_awaited_step(&*header)
    }
}

impl GenObj {
    /// The first register.
    #[inline(always)]
    pub(crate) fn first_register(&self) -> *mut Value {
        std::ptr::from_ref(self).wrapping_add(1).cast_mut().cast()
    }

    /// The registers.
    pub(crate) fn registers(&self) -> &[Value] {
        // SAFETY: a `GenObj` only exists inside an object whose trailing data are its registers, all valid words.
        unsafe { std::slice::from_raw_parts(self.first_register(), self.nregs as usize) }
    }

    /// Drops all registers, the last one first.
    pub(crate) fn clear_registers(&self) {
        for i in (0..self.nregs as usize).rev() {
            // SAFETY: as in `registers`; each word is replaced before its value is dropped.
            unsafe {
                let place = self.first_register().add(i);
                if (*place).is_ptr() {
                    drop(std::mem::replace(&mut *place, Value::NULL));
                }
            }
        }
    }

    /// The code.
    pub fn code(&self) -> &CodeObj {
        // SAFETY: `func` keeps the code alive.
        unsafe { &*self.code }
    }

    /// `__name__`
    pub fn name(&self) -> Value {
        self.name.get().non_null().unwrap_or_else(|| self.code().name.clone())
    }

    /// `__qualname__`
    pub fn qualname(&self) -> Value {
        self.qualname.get().non_null().unwrap_or_else(|| self.code().qualname.clone())
    }

    /// The function whose body it is.
    pub(crate) fn function(&self) -> &FuncObj {
        // SAFETY: `func` always is an exact function.
        unsafe { &*self.func.header_ptr().add(1).cast::<FuncObj>() }
    }

    /// The generator object itself. Generators are exact builtin objects: the header precedes the struct.
    pub(crate) fn value(&self) -> Value {
        let header = std::ptr::from_ref(self).cast::<u8>().wrapping_sub(16).cast_mut().cast();
        // SAFETY: a `GenObj` only exists inside a live object (H1).
        unsafe { Value::new_ref(header) }
    }

    /// Whether it runs now, itself or inside the chain that it delegates to.
    pub fn is_running(&self) -> bool {
        if self.state.get() == GenState::Running {
            return true;
        }
        // SAFETY: links join live generators (G1 of `interp::generator`).
        unsafe {
            let mut at = self;
            while let Some(parent) = at.parent.get().as_ref() {
                at = parent;
            }
            !std::ptr::eq(at, self) && at.state.get() == GenState::Running
        }
    }

    /// Whether it has ended.
    pub fn is_finished(&self) -> bool {
        self.state.get() == GenState::Finished
    }

    /// The object it delegates to (`gi_yieldfrom`, `cr_await`): the receiver register of the YieldFrom instruction.
    pub fn delegate(&self) -> Option<Value> {
        if self.state.get() != GenState::Suspended {
            return None;
        }
        // SAFETY: a suspended generator's pc is at an instruction of its code.
        let (op, _, _, b, _) = minipy_bytecode::opcode::decode(unsafe { *self.pc.get() });
        if op != minipy_bytecode::opcode::Opcode::YieldFrom as u8 {
            return None;
        }
        self.registers().get(b as usize)?.clone().non_null()
    }
}

impl Drop for GenObj {
    fn drop(&mut self) {
        self.clear_registers();
    }
}
