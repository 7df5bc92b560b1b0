//! The stack of a thread: one region of registers, one of frames. Neither ever moves.
//!
//! Invariant S1: registers from a frame's `r` up to its code's `nregs` are inside the register region, and every word
//! of the region below `filled` is a valid `Value` word.
//! Invariant S2: a register that holds no live value holds no heap pointer (R1 of the instruction table).
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use std::alloc::Layout;
use std::cell::Cell;

use minipy_bytecode::opcode::Opcode;

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
    /// It must be None (`__init__`): the caller's register `dst` gets the frame's `instance`.
    Init,
    /// It is the caller's next iteration value (ForIter): `__next__` or a generator.
    Next,
    /// It completes the caller's instruction, whatever that is (see `complete`).
    Complete,
    /// It is dropped; the caller continues `skip` words further.
    Discard,
    /// A generator takes a single step for the caller's instruction (see `generator::step`).
    Step,
}

/// Flag in [`Frame::how`]: `locals` is valid (module and class bodies).
pub(crate) const LOCALS: u16 = 0x100;
/// Flag in [`Frame::how`]: `frame_obj` is valid.
pub(crate) const OBJECT: u16 = 0x200;
/// Flag in [`Frame::how`]: a generator runs here; `generator`, `root` and `free` are valid.
pub(crate) const GENERATOR: u16 = 0x400;
/// Flag in [`Frame::how`]: the generator that runs here is not the one that was resumed.
pub(crate) const CHAINED: u16 = 0x800;
/// Flag in [`Frame::how`]: its registers are being dropped at its end; Python code that this runs does not see it.
pub(crate) const ENDING: u16 = 0x1000;
/// Flag in [`Frame::how`]: the generator gives what it yields to the thread's sink (see `generator::drain`).
pub(crate) const DRAINED: u16 = 0x2000;

/// Flag in [`Frame::how`]: the frame runs a coroutine that has no object of its own yet, but somebody has looked at it (see
/// `generator::at_once`); `locals` holds the object that was made for that.
pub(crate) const SHELL: u16 = 0x4000;

/// A frame of the interpreter. A call of a function writes the first words only; flags say which others are valid.
#[repr(C)]
pub struct Frame {
    /// Its registers.
    pub(crate) r: *mut Value,
    /// The instruction that is being executed, while the frame is not the running one or is calling out.
    pub(crate) pc: *const u64,
    /// The constants of its code.
    pub(crate) consts: *const Value,
    /// Its code; alive as long as `func`.
    pub(crate) code: *const CodeObj,
    /// The function (owned; borrowed from the generator with GENERATOR).
    pub(crate) func: Value,
    /// What happens to the result ([`Ret`], low byte), and flags. Zero: a function called by an instruction, nothing else.
    pub(crate) how: u16,
    /// Register of the caller that receives the result.
    pub(crate) dst: u16,
    /// How many words further the caller goes on; negative where a loop goes back to its body.
    pub(crate) skip: i16,
    /// Fills the word up, see [`Frame::write_plain`].
    _rest: u16,
    /// The locals mapping of module and class bodies.
    locals: Value,
    /// The frame object, once somebody asked for it.
    frame_obj: Value,
    /// The generator that runs here (its registers are in the generator object).
    pub(crate) generator: *const GenObj,
    /// The outermost generator of the delegation chain that runs here.
    pub(crate) root: *const GenObj,
    /// First free register of the stack (a generator's own registers are elsewhere).
    pub(crate) free: *mut Value,
    /// The new instance, with [`Ret::Init`].
    instance: Value,
}

impl Frame {
    /// Writes what every frame has. Its pc is its own affair: the loop stores it before anybody looks.
    ///
    /// # Safety
    /// `at` is a free frame of the region, `code` live code.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "the fields of a frame")]
    pub(crate) unsafe fn write_plain(
        at: *mut Frame,
        r: *mut Value,
        code: *const CodeObj,
        func: Value,
        ret: Ret,
        flags: u16,
        dst: u16,
        skip: i16,
    ) {
        // SAFETY: the caller's promise.
        unsafe {
            (&raw mut (*at).r).write(r);
            Frame::write_code(at, code);
            (&raw mut (*at).func).write(func);
            // `how`, `dst` and `skip` lie in one word.
            let word = u64::from(ret as u16 | flags) | u64::from(dst) << 16 | u64::from(skip as u16) << 32;
            (&raw mut (*at).how).cast::<u64>().write(word.to_le());
        }
    }

    /// Writes which code runs.
    ///
    /// # Safety
    /// `at` is a frame of the region, `code` live code.
    #[inline(always)]
    unsafe fn write_code(at: *mut Frame, code: *const CodeObj) {
        // SAFETY: the caller's promise.
        unsafe {
            (&raw mut (*at).consts).write((*code).consts.as_ptr());
            (&raw mut (*at).code).write(code);
        }
    }

    /// Goes on with other code: that of another generator of the chain.
    ///
    /// # Safety
    /// `code` is the generator's, which is alive.
    pub(crate) unsafe fn set_code(&mut self, code: *const CodeObj) {
        // SAFETY: the caller's promise.
        unsafe { Frame::write_code(self, code) }
    }

    /// What happens to the result.
    #[inline(always)]
    pub(crate) fn ret(&self) -> Ret {
        // SAFETY: `how` is only written with the number of a `Ret` in its low byte.
        unsafe { std::mem::transmute::<u8, Ret>(self.how as u8) }
    }

    /// Whether a flag is set.
    #[inline(always)]
    pub(crate) fn has(&self, flag: u16) -> bool {
        self.how & flag != 0
    }

    /// The locals mapping of module and class bodies.
    #[inline(always)]
    pub(crate) fn locals(&self) -> Option<&Value> {
        if self.has(LOCALS) { Some(&self.locals) } else { None }
    }

    /// Makes it the frame of a module or class body.
    ///
    /// # Safety
    /// `at` is a live frame without a locals mapping.
    pub(crate) unsafe fn set_locals(at: *mut Frame, locals: Value) {
        // SAFETY: the caller's promise; the place is not valid yet.
        unsafe {
            (&raw mut (*at).locals).write(locals);
            (*at).how |= LOCALS;
        }
    }

    /// Takes the locals mapping away; NULL if there is none.
    #[inline(always)]
    pub(crate) fn take_locals(&mut self) -> Value {
        if !self.has(LOCALS) {
            return Value::NULL;
        }
        self.how &= !LOCALS;
        std::mem::replace(&mut self.locals, Value::NULL)
    }

    /// The object of a coroutine that runs here without one.
    pub(crate) fn shell(&self) -> Option<&Value> {
        if self.has(SHELL) { Some(&self.locals) } else { None }
    }

    /// Remembers the object of a coroutine that runs here.
    ///
    /// # Safety
    /// `at` is a live frame without a locals mapping and without such an object.
    pub(crate) unsafe fn set_shell(at: *mut Frame, object: Value) {
        // SAFETY: the caller's promise; the place is not valid yet.
        unsafe {
            (&raw mut (*at).locals).write(object);
            (*at).how |= SHELL;
        }
    }

    /// Takes that object away; NULL if there is none.
    #[inline(always)]
    pub(crate) fn take_shell(&mut self) -> Value {
        if !self.has(SHELL) {
            return Value::NULL;
        }
        self.how &= !SHELL;
        std::mem::replace(&mut self.locals, Value::NULL)
    }

    /// The frame object, if somebody has asked for it.
    #[inline(always)]
    pub(crate) fn object(&self) -> Option<&Value> {
        if self.has(OBJECT) { Some(&self.frame_obj) } else { None }
    }

    /// Remembers the frame object.
    ///
    /// # Safety
    /// `at` is a live frame without a frame object.
    pub(crate) unsafe fn set_object(at: *mut Frame, object: Value) {
        // SAFETY: the caller's promise; the place is not valid yet.
        unsafe {
            (&raw mut (*at).frame_obj).write(object);
            (*at).how |= OBJECT;
        }
    }

    /// Takes the frame object away; NULL if there is none.
    #[inline(always)]
    pub(crate) fn take_object(&mut self) -> Value {
        if !self.has(OBJECT) {
            return Value::NULL;
        }
        self.how &= !OBJECT;
        std::mem::replace(&mut self.frame_obj, Value::NULL)
    }

    /// Gives the frame of an `__init__` the instance that the caller is to get.
    ///
    /// # Safety
    /// `at` is a live frame with [`Ret::Init`] that has no instance yet.
    #[inline(always)]
    pub(crate) unsafe fn set_instance(at: *mut Frame, instance: Value) {
        // SAFETY: the caller's promise; the place is not valid yet.
        unsafe { (&raw mut (*at).instance).write(instance) }
    }

    /// Takes the instance out of the frame of an `__init__`; NULL if it has been taken.
    #[inline(always)]
    pub(crate) fn take_instance(&mut self) -> Value {
        debug_assert_eq!(self.ret(), Ret::Init);
        std::mem::replace(&mut self.instance, Value::NULL)
    }

    /// The generator that runs here.
    #[inline(always)]
    pub(crate) fn generator(&self) -> Option<&GenObj> {
        // SAFETY: GENERATOR says that the pointer is valid; whoever resumed the generator holds it.
        if self.has(GENERATOR) { Some(unsafe { &*self.generator }) } else { None }
    }

    /// The code.
    #[inline(always)]
    pub(crate) fn code(&self) -> &CodeObj {
        // SAFETY: `func` keeps the code alive (`FuncObj::replace_code` keeps the old one as well).
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
        if self.has(GENERATOR) { self.free } else { self.r.wrapping_add(self.code().nregs as usize) }
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

/// Where the lowest frame stands.
static LEAVE_LOOP: u64 = Opcode::LeaveLoop as u64;

/// The stack of a thread.
pub struct Stack {
    registers: *mut Value,
    pub(crate) filled: Cell<*mut Value>,
    registers_end: *mut Value,
    /// The first frame for code, behind that of [`Stack::leave_loop`].
    frames: *mut Frame,
    register_count: usize,
    frame_count: usize,
    /// The running (or calling) frame; one below `frames` when there is none.
    pub(crate) top: Cell<*mut Frame>,
    /// Frames from here on are too deep.
    pub(crate) limit: Cell<*mut Frame>,
    /// First free register.
    pub(crate) free: Cell<*mut Value>,
}

/// Reserved memory for `count` items, or for half of them and so on where address space is short.
fn region<T>(count: usize) -> (*mut T, usize) {
    let mut count = count;
    loop {
        let layout = Layout::array::<T>(count).unwrap_or(Layout::new::<T>());
        // SAFETY: the layout has a non-zero size; pages are committed by the system when they are first touched.
        let at = unsafe { std::alloc::alloc(layout) };
        if !at.is_null() {
            return (at.cast(), count);
        }
        if count <= 4096 {
            std::alloc::handle_alloc_error(layout)
        }
        count /= 2;
    }
}

impl Stack {
    /// The stack of the main thread, or that of another one: a quarter of it, as there may be hundreds of those.
    pub(crate) fn new(is_main: bool) -> Stack {
        let share = if is_main { 1 } else { 4 };
        let (registers, register_count) = region::<Value>(REGISTERS / share);
        let (lowest, frame_count) = region::<Frame>(FRAMES / share);
        // SAFETY: the region has many frames. Only these fields of the lowest one are ever looked at.
        let frames = unsafe {
            (&raw mut (*lowest).r).write(registers);
            (&raw mut (*lowest).pc).write(&raw const LEAVE_LOOP);
            (&raw mut (*lowest).consts).write(registers);
            lowest.add(1)
        };
        let stack = Stack {
            registers,
            filled: Cell::new(registers),
            registers_end: registers.wrapping_add(register_count),
            frames,
            register_count,
            frame_count,
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

    /// The frame with which the interpreter loop goes on when it is to be left. It is below all frames of code.
    #[inline(always)]
    pub(crate) fn leave_loop(&self) -> *mut Frame {
        self.frames.wrapping_sub(1)
    }

    /// Sets how many frames may be nested.
    pub(crate) fn set_limit(&self, frames: usize) {
        self.limit.set(self.frames.wrapping_add(frames.min(self.frame_count - 64)));
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
            if !frame.has(ENDING) {
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
            let layout = |bytes: Result<Layout, _>| bytes.unwrap_or(Layout::new::<u8>());
            std::alloc::dealloc(self.registers.cast(), layout(Layout::array::<Value>(self.register_count)));
            std::alloc::dealloc(self.leave_loop().cast(), layout(Layout::array::<Frame>(self.frame_count)));
        }
    }
}
