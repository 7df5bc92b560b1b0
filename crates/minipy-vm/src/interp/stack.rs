//! The stack of a thread: one region of registers, one of frames. Neither ever moves.
//!
//! Invariant S1: registers from a frame's `r` up to its code's `nregs` are inside the register region, and every word
//! of the region below `filled` is a valid `Value` word.
//! Invariant S2: a register that holds no live value holds no heap pointer (R1 of the instruction table).
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use std::alloc::Layout;
use std::cell::Cell;

use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::types::generator::GenObj;
use crate::types::str_::Name;
use crate::value::Value;

/// What happens to a frame's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Ret {
    /// It goes to the caller's register `dst`; the caller continues `skip` words further.
    Store,
    /// It leaves the interpreter loop: the caller is native code.
    Exit,
    /// It must be None; the instance is in the caller's `dst` already (`__init__`).
    Init,
    /// It is the caller's next iteration value (ForIter): `__next__` or a generator.
    Next,
    /// It completes the caller's instruction, whatever that is (see `complete`).
    Complete,
}

/// A frame of the interpreter.
pub struct Frame {
    /// Its registers.
    pub(crate) r: *mut Value,
    /// The instruction that is being executed, while the frame is not the running one or is calling out.
    pub(crate) pc: *const u64,
    /// Its code; alive as long as `func`.
    pub(crate) code: *const CodeObj,
    /// The function (owned).
    pub(crate) func: Value,
    /// The locals mapping of module and class bodies; NULL in functions.
    pub(crate) locals: Value,
    /// The frame object, once somebody asked for it.
    pub(crate) frame_obj: Value,
    /// The generator that runs here (its registers are in the generator object), or null.
    pub(crate) generator: *const GenObj,
    /// The outermost generator of the delegation chain that runs here.
    pub(crate) root: *const GenObj,
    /// Generators: first free register of the stack (their own registers are elsewhere).
    pub(crate) free: *mut Value,
    /// Register of the caller that receives the result.
    pub(crate) dst: u16,
    /// Words of the caller's instruction.
    pub(crate) skip: u8,
    /// Set while its registers are dropped at its end: Python code that this runs does not see it.
    pub(crate) ending: bool,
    /// What happens to the result.
    pub(crate) ret: Ret,
}

impl Frame {
    /// The code.
    #[inline(always)]
    pub(crate) fn code(&self) -> &CodeObj {
        // SAFETY: `func` keeps the code alive (a replaced `__code__` is kept as well).
        unsafe { &*self.code }
    }

    /// The function.
    #[inline(always)]
    pub(crate) fn function(&self) -> &FuncObj {
        // SAFETY: `func` of a frame always is an exact function.
        unsafe { &*self.func.header_ptr().add(1).cast::<FuncObj>() }
    }

    /// A register.
    #[inline(always)]
    pub(crate) fn reg(&self, index: u16) -> &Value {
        debug_assert!((index as u32) < self.code().nregs);
        // SAFETY: S1; the verifier has checked the index.
        unsafe { &*self.r.add(index as usize) }
    }

    /// Stores into a register, then drops what it held.
    #[inline(always)]
    pub(crate) fn set(&self, index: u16, value: Value) {
        debug_assert!((index as u32) < self.code().nregs);
        // SAFETY: S1.
        let old = unsafe { std::mem::replace(&mut *self.r.add(index as usize), value) };
        drop(old);
    }

    /// Moves a value out of a register, which becomes dead.
    #[inline(always)]
    pub(crate) fn take(&self, index: u16) -> Value {
        debug_assert!((index as u32) < self.code().nregs);
        // SAFETY: S1.
        unsafe { std::mem::replace(&mut *self.r.add(index as usize), Value::NULL) }
    }

    /// Consecutive registers.
    #[inline(always)]
    pub(crate) fn block(&self, first: u16, count: usize) -> &[Value] {
        debug_assert!(first as usize + count <= self.code().nregs as usize);
        // SAFETY: S1.
        unsafe { std::slice::from_raw_parts(self.r.add(first as usize), count) }
    }

    /// Moves consecutive registers out.
    pub(crate) fn take_block(&self, first: u16, count: usize) -> Vec<Value> {
        (0..count).map(|i| self.take(first + i as u16)).collect()
    }

    /// A constant.
    #[inline(always)]
    pub(crate) fn konst(&self, index: usize) -> &Value {
        &self.code().consts[index]
    }

    /// A constant that is a name.
    #[inline(always)]
    pub(crate) fn name(&self, index: usize) -> &Name {
        // SAFETY: the verifier has checked that the constant is a string; string constants used as names are interned.
        unsafe { &*std::ptr::from_ref(&self.code().consts[index]).cast::<Name>() }
    }

    /// The extra word number `n` (from 1) of the current instruction.
    #[inline(always)]
    pub(crate) fn extra(&self, n: usize) -> u64 {
        // SAFETY: the verifier has checked that the instruction has its extra words.
        unsafe { *self.pc.add(n) }
    }

    /// First register of the stack that this frame does not use.
    #[inline(always)]
    pub(crate) fn first_free(&self) -> *mut Value {
        if self.generator.is_null() { self.r.wrapping_add(self.code().nregs as usize) } else { self.free }
    }

    /// Word offset of the current instruction.
    pub(crate) fn offset(&self) -> u32 {
        self.code().offset_of(self.pc)
    }
}

/// Registers in the region.
const REGISTERS: usize = 4 << 20;
/// Frames in the region.
const FRAMES: usize = 256 << 10;
/// Registers that are made valid at a time: few, as every start pays for the first ones.
const FILL: usize = 1 << 10;

/// The stack of a thread.
pub struct Stack {
    registers: *mut Value,
    pub(crate) filled: Cell<*mut Value>,
    registers_end: *mut Value,
    frames: *mut Frame,
    /// The running (or calling) frame; one below `frames` when there is none.
    pub(crate) top: Cell<*mut Frame>,
    /// Frames from here on are too deep.
    pub(crate) limit: Cell<*mut Frame>,
    /// First free register.
    pub(crate) free: Cell<*mut Value>,
}

fn region<T>(count: usize) -> *mut T {
    let layout = Layout::array::<T>(count).unwrap_or(Layout::new::<T>());
    // SAFETY: the layout has a non-zero size; pages are committed by the system when they are first touched.
    let at = unsafe { std::alloc::alloc(layout) };
    if at.is_null() {
        std::alloc::handle_alloc_error(layout)
    }
    at.cast()
}

impl Stack {
    pub(crate) fn new() -> Stack {
        let registers = region::<Value>(REGISTERS);
        let frames = region::<Frame>(FRAMES);
        let stack = Stack {
            registers,
            filled: Cell::new(registers),
            registers_end: registers.wrapping_add(REGISTERS),
            frames,
            top: Cell::new(frames.wrapping_sub(1)),
            limit: Cell::new(frames.wrapping_add(1000)),
            free: Cell::new(registers),
        };
        stack.fill_to(registers);
        stack
    }

    /// Makes the words below `end` (and some beyond) valid. False: the region is exhausted.
    #[cold]
    #[inline(never)]
    pub(crate) fn fill_to(&self, end: *mut Value) -> bool {
        if end >= self.registers_end {
            return false;
        }
        let mut at = self.filled.get();
        let wanted = end.wrapping_add(FILL).min(self.registers_end);
        while at < wanted {
            // SAFETY: `at` is inside the region.
            unsafe { at.write(Value::NULL) };
            at = at.wrapping_add(1);
        }
        self.filled.set(at);
        true
    }

    /// Sets how many frames may be nested.
    pub(crate) fn set_limit(&self, frames: usize) {
        self.limit.set(self.frames.wrapping_add(frames.min(FRAMES - 64)));
    }

    /// How many frames are nested now.
    pub(crate) fn depth(&self) -> usize {
        (self.top.get().addr() + size_of::<Frame>() - self.frames.addr()) / size_of::<Frame>()
    }

    /// The top frame, if there is one.
    #[inline(always)]
    pub(crate) fn top_frame(&self) -> Option<&Frame> {
        let top = self.top.get();
        // SAFETY: frames from `frames` up to `top` are live.
        if top >= self.frames { Some(unsafe { &*top }) } else { None }
    }

    /// The frame `n` below the top, not counting frames that are ending; `None` beyond the first.
    pub(crate) fn frame(&self, n: usize) -> Option<&Frame> {
        let mut left = n;
        let mut at = self.top.get();
        while at >= self.frames {
            // SAFETY: frames from `frames` up to `top` are live.
            let frame = unsafe { &*at };
            if !frame.ending {
                if left == 0 {
                    return Some(frame);
                }
                left -= 1;
            }
            at = at.wrapping_sub(1);
        }
        None
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: the regions were made by `region` with these layouts; a thread ends without live frames.
        unsafe {
            std::alloc::dealloc(
                self.registers.cast(),
                Layout::array::<Value>(REGISTERS).unwrap_or(Layout::new::<u8>()),
            );
            std::alloc::dealloc(self.frames.cast(), Layout::array::<Frame>(FRAMES).unwrap_or(Layout::new::<u8>()));
        }
    }
}
