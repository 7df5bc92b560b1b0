//! Generators and coroutines in the loop: making, resuming, suspending, delegating, ending.
//!
//! A chain of delegating generators occupies one stack frame: the innermost one's. `frame.root` is the outermost, which
//! was resumed. While a chain runs, its root and its innermost are `Running`, those between are `Suspended` at their
//! YieldFrom; a suspended chain is resumed at its innermost, remembered in `root.leaf`.
//!
//! Invariant G1: `inner` and `parent` links join live generators: a parent owns its inner one through the receiver
//! register of its YieldFrom instruction, and both links are cut when either ends.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use minipy_bytecode::code::flags;
use minipy_bytecode::opcode::{Opcode, UNUSED};

use super::ins::Ins;
use super::stack::{CHAINED, DRAINED, Frame, GENERATOR, OBJECT, Ret};
use super::{call, control, run};
use crate::exc;
use crate::heap::{Obj, PyCell};
use crate::native::{PyResult, Raised};
use crate::shape::fixed;
use crate::slots::Sent;
use crate::types::code::CodeObj;
use crate::types::exception::ExceptionObj;
use crate::types::function::FuncObj;
use crate::types::generator::{GenKind, GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// How a generator is resumed.
pub enum Resume {
    /// With the value of its `yield` expression (None to start it).
    Send(Value),
    /// With an exception raised at its `yield`.
    Throw(Value),
}

/// How the loop goes on after a YieldFrom instruction.
pub(crate) enum Delegated {
    /// With the top frame.
    Reload,
    /// The chain has yielded to native code.
    Exit(Value),
}

/// Whether any thread ever asked for the origins of coroutines: spares the others a look at their own depth.
static ORIGINS: AtomicBool = AtomicBool::new(false);

/// Called when a thread sets its depth of origin tracking.
pub(crate) fn track_origins() {
    ORIGINS.store(true, Ordering::Relaxed);
}

/// `cr_origin` of a coroutine that is being made, by the frame `caller` below the top one; NULL if origins are not tracked.
#[inline(always)]
fn origin(vm: &Vm, caller: usize) -> Value {
    if ORIGINS.load(Ordering::Relaxed) { tracked_origin(vm, caller) } else { Value::NULL }
}

#[cold]
fn tracked_origin(vm: &Vm, caller: usize) -> Value {
    let depth = vm.thread_state::<crate::sysmod::functions::OriginDepth>().0.get();
    let mut entries = Vec::new();
    while entries.len() < depth {
        let Some(frame) = vm.stack.frame(entries.len() + caller) else { break };
        let code = frame.code();
        let line = vm.int(i64::from(code.position(frame.offset()).line));
        entries.push(vm.tuple(vec![code.filename.clone(), line, code.name.clone()]));
    }
    if depth == 0 { Value::NULL } else { vm.tuple(entries) }
}

/// The generator object of a function, its registers not written yet; it starts at `pc`. The frame `caller` below the top
/// one has called the function.
///
/// # Safety
/// `func` is an exact function and `code` its code; the caller writes all registers before anything else happens.
#[inline(always)]
unsafe fn allocate(vm: &Vm, func: Value, code: *const CodeObj, pc: *const u64, caller: usize) -> Obj<GenObj> {
    // SAFETY: the caller's promise; generator types are exact builtin types with these shapes.
    unsafe {
        let code_flags = (*code).flags.get();
        let kind = if code_flags & flags::COROUTINE != 0 {
            GenKind::Coroutine
        } else if code_flags & flags::ASYNC_GENERATOR != 0 {
            GenKind::AsyncGenerator
        } else {
            GenKind::Generator
        };
        let function = &*func.header_ptr().add(1).cast::<FuncObj>();
        let (types, trailing) = (vm.types(), (*code).nregs as usize * size_of::<Value>());
        let object: Obj<GenObj> = match kind {
            GenKind::Generator => vm.alloc_unwritten(fixed::GENERATOR, &types.generator, trailing),
            GenKind::Coroutine => vm.alloc_unwritten(fixed::COROUTINE, &types.coroutine, trailing),
            GenKind::AsyncGenerator => {
                vm.alloc_unwritten(types.async_generator.root_shape.get(), &types.async_generator, trailing)
            }
        };
        // Field by field, so that the struct is not built elsewhere first.
        let at: *mut GenObj = std::ptr::from_ref(object.exact()).cast_mut();
        macro_rules! write {
            ($($field:ident: $value:expr,)*) => { $( (&raw mut (*at).$field).write($value); )* };
        }
        write! {
            state: Cell::new(GenState::Created),
            plain: Cell::new(false),
            kind: kind,
            flag: Cell::new(false),
            running_async: Cell::new(false),
            yielded: Cell::new(false),
            nregs: (*code).nregs,
            pc: Cell::new(pc),
            code: code,
            parent: Cell::new(std::ptr::null()),
            inner: Cell::new(std::ptr::null()),
            leaf: Cell::new(std::ptr::null()),
            depth: Cell::new(0),
            handled: PyCell::default(),
            name: PyCell::new(function.name.get()),
            qualname: PyCell::new(function.qualname.get()),
            frame_obj: PyCell::default(),
            extra: PyCell::new(if kind == GenKind::Coroutine { origin(vm, caller) } else { Value::NULL }),
            func: func,
        }
        object
    }
}

/// Makes the generator object of a starting generator function and moves the frame's registers into it.
///
/// # Safety
/// The frame is the top one and its registers are on the stack.
pub(crate) unsafe fn make(vm: &Vm, frame: &Frame) -> Value {
    let code = frame.code();
    // SAFETY: all registers are written before anything else happens; the moved ones become dead here.
    unsafe {
        let object = allocate(vm, frame.func.clone(), code, frame.pc, 1);
        let registers = object.first_register();
        for i in 0..code.nregs as usize {
            let value = if i < code.nlocals as usize { frame.take(i as u16) } else { Value::NULL };
            registers.add(i).write(value);
        }
        object.into_value()
    }
}

/// The generator object of a call whose frame would do nothing else than make it: the arguments, in the registers from
/// `first` on, are moved into it.
///
/// # Safety
/// `callee` is the register of an exact function, `code` its code, whose parameters are `count` plain ones.
pub(crate) unsafe fn make_directly(
    vm: &Vm,
    frame: &Frame,
    callee: u16,
    code: *const CodeObj,
    first: u16,
    count: usize,
) -> Value {
    // SAFETY: the caller's promise; the code has a second instruction, since the first is no terminator.
    unsafe {
        let object = allocate(vm, frame.take(callee), code, (*code).entry().add(1), 0);
        let registers = object.first_register();
        for i in 0..count {
            registers.add(i).write(frame.take(first + i as u16));
        }
        for i in count..(*code).nregs as usize {
            registers.add(i).write(Value::NULL);
        }
        object.into_value()
    }
}

/// The generator struct of an exact generator or coroutine.
#[inline(always)]
pub(crate) fn exact(value: &Value) -> Option<&GenObj> {
    let header = value.header()?;
    if header.shape() == fixed::GENERATOR || header.shape() == fixed::COROUTINE {
        // SAFETY: both shapes belong to types with this layout.
        Some(unsafe { header.exact::<GenObj>() })
    } else {
        None
    }
}

fn noun(generator: &GenObj) -> &'static str {
    match generator.kind {
        GenKind::Generator => "generator",
        GenKind::Coroutine => "coroutine",
        GenKind::AsyncGenerator => "async generator",
    }
}

/// Checks that a generator may be resumed and finds the innermost of its chain.
#[inline]
fn innermost<'a>(vm: &Vm, generator: &'a GenObj) -> PyResult<&'a GenObj> {
    if generator.state.get() != GenState::Running && generator.parent.get().is_null() && generator.inner.get().is_null()
    {
        return Ok(generator);
    }
    innermost_of_chain(vm, generator)
}

fn innermost_of_chain<'a>(vm: &Vm, generator: &'a GenObj) -> PyResult<&'a GenObj> {
    // SAFETY: G1.
    unsafe {
        let mut top: &GenObj = generator;
        while let Some(parent) = top.parent.get().as_ref() {
            top = parent;
        }
        if generator.state.get() == GenState::Running || top.state.get() == GenState::Running {
            return Err(exc::value_error(vm, &format!("{} already executing", noun(generator))));
        }
        if !std::ptr::eq(top, generator) {
            // The chain changes behind its root's back.
            top.leaf.set(std::ptr::null());
        }
        if let Some(leaf) = generator.leaf.get().as_ref()
            && leaf.state.get() == GenState::Suspended
        {
            return Ok(leaf);
        }
        let mut leaf = generator;
        while let Some(inner) = leaf.inner.get().as_ref() {
            if inner.is_finished() {
                // Somebody else has run it to its end: the YieldFrom instruction will see that.
                leaf.inner.set(std::ptr::null());
                break;
            }
            leaf = inner;
        }
        Ok(leaf)
    }
}

/// Puts a generator's frame on the stack and makes the chain running. Tells whether the innermost only starts now.
unsafe fn push(vm: &Vm, root: &GenObj, leaf: &GenObj, ret: Ret, dst: u16, skip: i16) -> PyResult<bool> {
    // SAFETY: the frame borrows the generator and its function; whoever resumes it holds a reference.
    unsafe {
        let frame = vm.stack.top.get().add(1);
        if frame >= vm.stack.limit.get() {
            // It counts as awaited, although it cannot even start.
            leaf.flag.set(true);
            return Err(exc::recursion_error(vm, ""));
        }
        let free = call::first_free(vm);
        let chained = if std::ptr::eq(leaf, root) { 0 } else { CHAINED };
        let func = std::ptr::read(&leaf.func);
        Frame::write_plain(frame, leaf.first_register(), leaf.code, func, ret, GENERATOR | chained, dst, skip);
        (*frame).pc = leaf.pc.get();
        (*frame).generator = leaf;
        (*frame).root = root;
        (*frame).free = free;
        vm.stack.top.set(frame);
        leaf.plain.set(false);
        root.plain.set(false);
        enter(frame, leaf);
        let starts = leaf.state.get() == GenState::Created;
        root.state.set(GenState::Running);
        leaf.state.set(GenState::Running);
        root.leaf.set(leaf);
        // The generator's own handled exception comes on top of the resumer's.
        if vm.handled.borrow().is_null() && root.handled.borrow().is_null() {
            return Ok(starts);
        }
        let own = root.handled.take();
        if own.is_null() {
            root.handled.set(vm.handled.get());
        } else {
            root.handled.set(vm.handled.replace(own));
        }
        Ok(starts)
    }
}

/// Makes a frame the one of `generator`, after it has been made its generator.
#[inline]
unsafe fn enter(frame: *mut Frame, generator: &GenObj) {
    if generator.frame_obj.borrow().is_null() {
        return;
    }
    // SAFETY: the frame is live.
    unsafe {
        if let Some(object) = generator.frame_obj.borrow().downcast::<crate::types::frame::FrameObj>() {
            object.live.set(frame.expose_provenance());
            drop((*frame).take_object());
            Frame::set_object(frame, generator.frame_obj.get());
        }
    }
}

/// Takes the frame's link to the generator's frame object away.
#[inline]
unsafe fn depart(frame: *mut Frame) {
    // SAFETY: the frame is live.
    unsafe {
        if !(*frame).has(OBJECT) {
            return;
        }
        let object = (*frame).take_object();
        if let Some(object) = object.downcast::<crate::types::frame::FrameObj>() {
            object.last.set((*frame).offset());
            object.live.set(0);
        }
    }
}

/// Gives the handled exception back to the resumer; keeps the generator's own, if it is handling one.
#[inline]
fn swap_handled(vm: &Vm, root: &GenObj, keep: bool) {
    if vm.handled.borrow().is_null() && root.handled.borrow().is_null() {
        return;
    }
    let callers = root.handled.take();
    let now = vm.handled.replace(callers);
    let same = now.is(&vm.handled.borrow());
    if keep && !same && !now.is_null() {
        root.handled.set(now);
    }
}

/// Pops a generator's frame.
unsafe fn pop(vm: &Vm, fp: *mut Frame) {
    // SAFETY: the frame only borrows its function.
    unsafe {
        depart(fp);
        vm.stack.top.set(fp.sub(1));
        std::mem::forget(std::ptr::replace(&mut (*fp).func, Value::NULL));
    }
}

/// The innermost generator yields: the chain is suspended and the resumer gets the value (`Some`: native code does).
pub(crate) unsafe fn suspend(vm: &Vm, fp: *mut Frame, value: Value) -> Option<Value> {
    // SAFETY: `fp` is the top frame and runs a generator; the frame below is the resumer unless `ret` is Exit.
    unsafe {
        let mut value = value;
        if (*fp).has(DRAINED) {
            value = feed(vm, value);
            if value.is_null() {
                // Taken: the generator goes on at once, as if it had been resumed with None.
                accept(vm, Value::NONE);
                return None;
            }
        }
        let (leaf, root) = (&*(*fp).generator, &*(*fp).root);
        leaf.pc.set((*fp).pc);
        leaf.state.set(GenState::Suspended);
        root.state.set(GenState::Suspended);
        root.leaf.set(leaf);
        swap_handled(vm, root, true);
        let (ret, dst, skip) = ((*fp).ret(), (*fp).dst, (*fp).skip);
        pop(vm, fp);
        if ret == Ret::Exit {
            return Some(value);
        }
        let fp = vm.stack.top.get();
        (*fp).set(dst, value);
        (*fp).pc = (*fp).pc.offset(skip as isize);
        None
    }
}

/// The running generator returns `value`. Its delegating generator goes on, or its resumer does.
pub(crate) unsafe fn finish(vm: &Vm, fp: *mut Frame, value: Value) -> PyResult<Option<Value>> {
    // SAFETY: as in `suspend`.
    unsafe {
        let (generator, root) = (&*(*fp).generator, &*(*fp).root);
        let value = retire(fp, generator, value);
        if !std::ptr::eq(generator, root) {
            hand_to_parent(fp, generator, root);
            let ins = Ins::new(*(*fp).pc);
            (*fp).set(ins.a(), value);
            drop((*fp).take(ins.c()));
            if ins.b() != ins.a() {
                drop((*fp).take(ins.b()));
            }
            (*fp).pc = (*fp).pc.add(1);
            return Ok(None);
        }
        swap_handled(vm, root, false);
        let (ret, dst, skip) = ((*fp).ret(), (*fp).dst, (*fp).skip);
        pop(vm, fp);
        if ret == Ret::Next {
            control::end_loop(vm);
            return Ok(None);
        }
        control::deliver(vm, ret, dst, skip, value)
    }
}

/// A generator ends: its registers are dropped.
unsafe fn retire(fp: *mut Frame, generator: &GenObj, value: Value) -> Value {
    // SAFETY: as in `suspend`.
    unsafe {
        if (*fp).has(OBJECT) {
            keep_locals(fp, generator);
        }
        generator.state.set(GenState::Finished);
        generator.leaf.set(std::ptr::null());
        generator.inner.set(std::ptr::null());
        generator.clear_registers();
        value
    }
}

/// The frame object of an ending generator keeps the locals, if somebody else has it.
unsafe fn keep_locals(fp: *mut Frame, generator: &GenObj) {
    // SAFETY: as in `suspend`.
    unsafe {
        let object = generator.frame_obj.take();
        depart(fp);
        let Some(frame) = object.downcast::<crate::types::frame::FrameObj>() else { return };
        frame.registers.set(0);
        frame.generator.set(0);
        if object.header().is_some_and(|h| h.refcount() > 1) {
            let count = generator.code().nlocals as usize;
            let saved: Vec<Value> = (0..count).map(|i| (*fp).take(i as u16)).collect();
            frame.saved.set(saved);
        }
    }
}

/// The frame becomes that of the generator which delegated to `generator`.
unsafe fn hand_to_parent(fp: *mut Frame, generator: &GenObj, root: &GenObj) {
    // SAFETY: G1: `generator` is not the root, so it has a parent.
    unsafe {
        let parent = &*generator.parent.get();
        generator.parent.set(std::ptr::null());
        parent.inner.set(std::ptr::null());
        switch_to(fp, parent, root);
    }
}

/// The chain's frame becomes that of `generator`.
unsafe fn switch_to(fp: *mut Frame, generator: &GenObj, root: &GenObj) {
    // SAFETY: the frame is live and borrows its function.
    unsafe {
        depart(fp);
        (*fp).generator = generator;
        (*fp).how = if std::ptr::eq(generator, root) { (*fp).how & !CHAINED } else { (*fp).how | CHAINED };
        generator.plain.set(false);
        (*fp).r = generator.first_register();
        (*fp).pc = generator.pc.get();
        (*fp).code = generator.code;
        std::mem::forget(std::ptr::replace(&mut (*fp).func, std::ptr::read(&generator.func)));
        generator.state.set(GenState::Running);
        root.leaf.set(generator);
        enter(fp, generator);
    }
}

/// The running generator fails with an exception (which the unwinder holds). True: a delegating generator goes on with
/// it in the same frame. False: the frame is gone; [`take_exit`] tells whether native code resumed it.
pub(crate) unsafe fn fail(vm: &Vm, fp: *mut Frame) -> bool {
    // SAFETY: as in `suspend`.
    unsafe {
        let (generator, root) = (&*(*fp).generator, &*(*fp).root);
        drop(retire(fp, generator, Value::NULL));
        if !std::ptr::eq(generator, root) {
            hand_to_parent(fp, generator, root);
            return true;
        }
        swap_handled(vm, root, false);
        vm.stack_exit.set((*fp).ret() == Ret::Exit);
        pop(vm, fp);
        false
    }
}

/// Whether the generator that just failed was resumed by native code.
pub(crate) fn take_exit(vm: &Vm) -> bool {
    vm.stack_exit.replace(false)
}

/// Starts or continues a generator from a ForIter instruction; `false`: it has ended already.
pub(crate) fn step_for_loop(vm: &Vm, generator: &GenObj, dst: u16, skip: i16) -> PyResult<bool> {
    if generator.state.get() == GenState::Finished {
        return Ok(false);
    }
    let leaf = innermost(vm, generator)?;
    // SAFETY: the for loop's iterator register holds the generator.
    unsafe {
        if !push(vm, generator, leaf, Ret::Next, dst, skip)? {
            accept(vm, Value::NONE);
        }
    }
    Ok(true)
}

/// Gives the sent value to the generator whose frame is on top and was suspended.
unsafe fn accept(vm: &Vm, value: Value) {
    // SAFETY: a suspended generator's pc is at a Yield or YieldFrom.
    unsafe {
        let fp = vm.stack.top.get();
        let word = *(*fp).pc;
        let ins = Ins::new(word);
        if word as u8 == Opcode::Yield as u8 {
            if !ins.has(UNUSED) {
                (*fp).set(ins.a(), value);
            }
            (*fp).pc = (*fp).pc.add(1);
        } else {
            (*fp).set(ins.c(), value);
        }
    }
}

/// `await f()`, the usual way: the receiver is a coroutine (or generator) that has not started and that nobody else
/// waits for, and nothing was sent. False: it is not that.
///
/// # Safety
/// `fp` is the top frame, runs a generator, and its pc is at the YieldFrom instruction.
#[inline(always)]
pub(crate) unsafe fn delegate_to_fresh(vm: &Vm, fp: *mut Frame, ins: Ins) -> bool {
    // SAFETY: the caller's promise; the receiver register owns `inner` (G1).
    unsafe {
        let Some(inner) = exact((*fp).reg(ins.b())) else { return false };
        let (outer, root) = (&*(*fp).generator, &*(*fp).root);
        if inner.state.get() != GenState::Created
            || !inner.parent.get().is_null()
            || !(*fp).reg(ins.c()).is_none()
            || vm.chain_too_deep(outer)
        {
            return false;
        }
        outer.pc.set((*fp).pc);
        if !std::ptr::eq(outer, root) {
            outer.state.set(GenState::Suspended);
        }
        outer.inner.set(inner);
        inner.parent.set(outer);
        inner.flag.set(true);
        inner.depth.set(outer.depth.get() + 1);
        switch_to(fp, inner, root);
        true
    }
}

/// One step of a YieldFrom instruction of the running generator.
pub(crate) unsafe fn delegate(vm: &Vm, fp: *mut Frame, ins: Ins) -> PyResult<Delegated> {
    // SAFETY: `fp` is the top frame, runs a generator, and its pc is at the instruction.
    unsafe {
        let receiver = (*fp).reg(ins.b()).clone();
        if let Some(inner) = exact(&receiver)
            && !std::ptr::eq(inner, (*fp).generator)
        {
            return delegate_to_generator(vm, fp, ins, inner);
        }
        let sent = (*fp).reg(ins.c()).clone();
        match vm.send(&receiver, &sent)? {
            Sent::Yield(value) => {
                drop((*fp).take(ins.c()));
                (*fp).set(ins.c(), Value::NONE);
                Ok(match suspend(vm, fp, value) {
                    Some(value) => Delegated::Exit(value),
                    None => Delegated::Reload,
                })
            }
            Sent::Return(value) => {
                drop((*fp).take(ins.c()));
                if ins.a() != ins.b() {
                    drop((*fp).take(ins.b()));
                }
                (*fp).set(ins.a(), value);
                (*fp).pc = (*fp).pc.add(1);
                Ok(Delegated::Reload)
            }
        }
    }
}

unsafe fn delegate_to_generator(vm: &Vm, fp: *mut Frame, ins: Ins, inner: &GenObj) -> PyResult<Delegated> {
    // SAFETY: as in `delegate`; the receiver register owns `inner` (G1).
    unsafe {
        let (outer, root) = (&*(*fp).generator, &*(*fp).root);
        let sent = (*fp).reg(ins.c()).clone();
        if inner.state.get() == GenState::Finished {
            if inner.kind == GenKind::Coroutine {
                return Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"));
            }
            drop((*fp).take(ins.c()));
            if ins.a() != ins.b() {
                drop((*fp).take(ins.b()));
            }
            (*fp).set(ins.a(), Value::NONE);
            (*fp).pc = (*fp).pc.add(1);
            return Ok(Delegated::Reload);
        }
        if inner.state.get() == GenState::Created && !sent.is_none() {
            return Err(just_started(vm, inner));
        }
        let leaf = innermost(vm, inner)?;
        if vm.chain_too_deep(outer) {
            inner.flag.set(true);
            return Err(exc::recursion_error(vm, ""));
        }
        outer.pc.set((*fp).pc);
        if !std::ptr::eq(outer, root) {
            outer.state.set(GenState::Suspended);
        }
        outer.inner.set(inner);
        inner.parent.set(outer);
        inner.flag.set(true);
        inner.depth.set(outer.depth.get() + 1);
        drop((*fp).take(ins.c()));
        (*fp).set(ins.c(), Value::NONE);
        let starts = leaf.state.get() == GenState::Created;
        switch_to(fp, leaf, root);
        if !starts {
            accept(vm, sent);
        }
        Ok(Delegated::Reload)
    }
}

#[cold]
fn just_started(vm: &Vm, generator: &GenObj) -> Raised {
    exc::type_error(vm, &format!("can't send non-None value to a just-started {}", noun(generator)))
}

/// Resumes a generator, coroutine or async generator until it yields or ends.
pub fn resume(vm: &Vm, generator: &GenObj, how: Resume) -> PyResult<Sent> {
    let how = match how {
        Resume::Send(value) if generator.plain.get() && vm.handled.borrow().is_null() => {
            return resume_plainly(vm, generator, value);
        }
        how => how,
    };
    match generator.state.get() {
        GenState::Finished => {
            return match how {
                Resume::Send(_) if generator.kind == GenKind::Coroutine => {
                    Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"))
                }
                Resume::Throw(_) if generator.kind == GenKind::Coroutine => {
                    Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"))
                }
                Resume::Send(_) => Ok(Sent::Return(Value::NONE)),
                Resume::Throw(exception) => Err(vm.raise_again(exception)),
            };
        }
        GenState::Created => {
            if let Resume::Send(value) = &how
                && !value.is_none()
            {
                return Err(just_started(vm, generator));
            }
        }
        _ => {}
    }
    let leaf = innermost(vm, generator)?;
    vm.check_native_stack("")?;
    // Whoever resumes holds a reference, but the generator's own code may drop that one.
    let keep = generator.value();
    generator.flag.set(true);
    let result = match how {
        // SAFETY: `keep` holds the root; the chain holds the others (G1).
        Resume::Send(value) => unsafe {
            if !push(vm, generator, leaf, Ret::Exit, 0, 0)? {
                accept(vm, value);
            }
            run::run(vm)
        },
        Resume::Throw(exception) => throw(vm, generator, leaf, exception),
    };
    let value = result?;
    drop(keep);
    Ok(if generator.is_finished() { Sent::Return(value) } else { Sent::Yield(value) })
}

/// Takes an item that a drained generator yields, or gives it back (not NULL) to stop the draining. It must not run
/// Python code: the generator's frame is still the top one.
pub(crate) type Sink<'a> = dyn FnMut(Value) -> Value + 'a;

/// Where the innermost drained generator's items go.
pub(crate) type SinkPointer = *mut Sink<'static>;

/// Gives a yielded value to the sink of the drained generator, whose frame is the top one.
///
/// # Safety
/// The top frame's generator is drained.
#[inline]
pub(super) unsafe fn feed(vm: &Vm, value: Value) -> Value {
    match vm.sink.get() {
        // SAFETY: `drain` keeps the sink while the frame runs; nested drainings have ended and put this sink back.
        Some(sink) => unsafe { (*sink)(value) },
        None => value,
    }
}

/// Runs a generator and gives what it yields to `sink` without leaving the interpreter loop, until the sink refuses an
/// item, which is returned, or the generator ends: NULL.
pub(crate) fn drain(vm: &Vm, generator: &GenObj, sink: &mut Sink<'_>) -> PyResult {
    if generator.state.get() == GenState::Finished {
        return Ok(Value::NULL);
    }
    let leaf = innermost(vm, generator)?;
    vm.check_native_stack("")?;
    // Whoever resumes holds a reference, but the generator's own code may drop that one.
    let keep = generator.value();
    generator.flag.set(true);
    // SAFETY: the pointer is taken away below, before the borrow of the sink ends.
    let sink = unsafe { std::mem::transmute::<*mut Sink<'_>, SinkPointer>(std::ptr::from_mut(sink)) };
    // SAFETY: as in `resume`.
    let result = unsafe {
        let starts = push(vm, generator, leaf, Ret::Exit, 0, 0)?;
        (*vm.stack.top.get()).how |= DRAINED;
        if !starts {
            accept(vm, Value::NONE);
        }
        let outer = vm.sink.replace(Some(sink));
        let result = run::run(vm);
        vm.sink.set(outer);
        result
    };
    let value = result?;
    let finished = generator.is_finished();
    drop(keep);
    Ok(if finished { Value::NULL } else { value })
}

/// Resumes a generator that is plainly suspended, from native code.
fn resume_plainly(vm: &Vm, generator: &GenObj, sent: Value) -> PyResult<Sent> {
    vm.check_native_stack("")?;
    // SAFETY: the frame borrows the generator, which `keep` holds; its pc is at a Yield.
    unsafe {
        let frame = vm.stack.top.get().add(1);
        if frame >= vm.stack.limit.get() {
            return Err(exc::recursion_error(vm, ""));
        }
        let keep = generator.value();
        super::fast::calls::push_plain(vm, frame, generator, call::first_free(vm), Ret::Exit, 0, 0);
        let pc = generator.pc.get();
        (*frame).pc = pc.add(1);
        let ins = Ins::new(*pc);
        if !ins.has(UNUSED) {
            (*frame).set(ins.a(), sent);
        }
        let value = run::run_from(vm, frame)?;
        drop(keep);
        Ok(if generator.is_finished() { Sent::Return(value) } else { Sent::Yield(value) })
    }
}

/// Raises an exception inside a chain: at the innermost, or in the foreign iterator that it delegates to.
fn throw(vm: &Vm, generator: &GenObj, leaf: &GenObj, exception: Value) -> PyResult {
    let closing = vm.type_of(&exception).is_subtype(&vm.exceptions().generator_exit);
    // SAFETY: as in `resume`.
    unsafe {
        if leaf.state.get() == GenState::Created {
            // It has not started: none of its handlers applies.
            push(vm, generator, leaf, Ret::Exit, 0, 0)?;
            (*vm.stack.top.get()).pc = leaf.code().entry();
            let raised = vm.raise_again(exception);
            super::unwind::unwind(vm, raised, true)?;
            return run::run(vm);
        }
        if closing && !generator.inner.get().is_null() {
            // GeneratorExit closes the inner generator first; then it is raised in this one.
            let inner = &*generator.inner.get();
            let inner_value = inner.value();
            generator.state.set(GenState::Running);
            generator.inner.set(std::ptr::null());
            generator.leaf.set(std::ptr::null());
            inner.parent.set(std::ptr::null());
            let closed = close(vm, inner);
            generator.state.set(GenState::Suspended);
            drop(inner_value);
            let exception = match closed {
                Ok(_) => exception,
                Err(raised) => vm.take_exception(raised),
            };
            return raise_at(vm, generator, generator, exception);
        }
        if let Some(receiver) = leaf.delegate()
            && exact(&receiver).is_none()
        {
            return throw_into_foreign(vm, generator, leaf, receiver, exception, closing);
        }
        raise_at(vm, generator, leaf, exception)
    }
}

/// Raises an exception at the point where `leaf` is suspended.
unsafe fn raise_at(vm: &Vm, root: &GenObj, leaf: &GenObj, exception: Value) -> PyResult {
    // SAFETY: as in `resume`.
    unsafe {
        push(vm, root, leaf, Ret::Exit, 0, 0)?;
        // The context is what the generator handles itself, not what its resumer handles.
        let own = !vm.handled.borrow().is(&root.handled.borrow());
        let raised = if own { vm.raise(exception) } else { vm.raise_again(exception) };
        super::unwind::unwind(vm, raised, true)?;
        run::run(vm)
    }
}

/// The innermost generator waits for an object that is no generator: the exception goes there.
unsafe fn throw_into_foreign(
    vm: &Vm,
    root: &GenObj,
    leaf: &GenObj,
    receiver: Value,
    exception: Value,
    closing: bool,
) -> PyResult {
    let names = vm.names();
    root.state.set(GenState::Running);
    leaf.state.set(GenState::Running);
    let outcome: PyResult<Option<Value>> = if closing {
        match vm.find_attr(&receiver, &names.close) {
            Ok(Some(method)) => vm.call0(&method).map(|_| None),
            Ok(None) => Ok(None),
            Err(raised) => Err(raised),
        }
    } else {
        match vm.find_attr(&receiver, &names.throw) {
            Ok(Some(method)) => vm.call1(&method, &exception).map(Some),
            Ok(None) => Ok(None),
            Err(raised) => Err(raised),
        }
    };
    root.state.set(GenState::Suspended);
    leaf.state.set(GenState::Suspended);
    // SAFETY: as in `resume`.
    unsafe {
        match outcome {
            // It yielded once more: so does the whole chain.
            Ok(Some(value)) => Ok(value),
            Ok(None) => raise_at(vm, root, leaf, exception),
            Err(raised) if !closing && exc::is_instance(vm, &raised, &vm.exceptions().stop_iteration) => {
                let stop = vm.take_exception(raised);
                let value = stop
                    .downcast::<ExceptionObj>()
                    .map_or(Value::NONE, |e| e.extra(0).non_null().unwrap_or(Value::NONE));
                push(vm, root, leaf, Ret::Exit, 0, 0)?;
                let fp = vm.stack.top.get();
                let ins = Ins::new(*(*fp).pc);
                drop((*fp).take(ins.c()));
                if ins.a() != ins.b() {
                    drop((*fp).take(ins.b()));
                }
                (*fp).set(ins.a(), value);
                (*fp).pc = (*fp).pc.add(1);
                run::run(vm)
            }
            Err(raised) => {
                let exception = vm.take_exception(raised);
                raise_at(vm, root, leaf, exception)
            }
        }
    }
}

/// `generator.close()`: the value that the generator returned, or None.
pub fn close(vm: &Vm, generator: &GenObj) -> PyResult {
    match generator.state.get() {
        GenState::Finished => return Ok(Value::NONE),
        GenState::Created => {
            generator.state.set(GenState::Finished);
            generator.flag.set(true);
            generator.clear_registers();
            return Ok(Value::NONE);
        }
        _ => {}
    }
    let exit = crate::types::exception::new_exception(vm, &vm.exceptions().generator_exit, Vec::new());
    match resume(vm, generator, Resume::Throw(exit)) {
        Ok(Sent::Yield(_)) => Err(exc::runtime_error(vm, &format!("{} ignored GeneratorExit", noun(generator)))),
        Ok(Sent::Return(value)) => Ok(value),
        Err(raised) => {
            let exceptions = vm.exceptions();
            if exc::is_instance(vm, &raised, &exceptions.generator_exit)
                || exc::is_instance(vm, &raised, &exceptions.stop_iteration)
            {
                drop(vm.take_exception(raised));
                return Ok(Value::NONE);
            }
            Err(raised)
        }
    }
}

impl Vm {
    /// One step of any generator-like object: sends `value` (None: `next`).
    pub fn send(&self, receiver: &Value, value: &Value) -> PyResult<Sent> {
        if let Some(generator) = exact(receiver) {
            return resume(self, generator, Resume::Send(value.clone()));
        }
        let slots = self.type_of(receiver).slots();
        if let Some(send) = slots.send {
            return send(self, receiver, value);
        }
        let result = if value.is_none()
            && let Some(next) = slots.next
        {
            if next as usize == crate::types::python_slots::next as *const () as usize {
                // The slot would lose the value of StopIteration.
                return self.sent(self.call_method(receiver, &self.names().__next__, &[]));
            }
            match next(self, receiver) {
                Ok(item) if item.is_null() => return Ok(Sent::Return(Value::NONE)),
                other => other,
            }
        } else {
            self.call_method(receiver, &self.names().send, std::slice::from_ref(value))
        };
        self.sent(result)
    }

    /// What a step method of a foreign iterator gave.
    fn sent(&self, result: PyResult) -> PyResult<Sent> {
        match result {
            Ok(item) => Ok(Sent::Yield(item)),
            Err(raised) if exc::is_instance(self, &raised, &self.exceptions().stop_iteration) => {
                let stop = self.take_exception(raised);
                let value = stop.downcast::<ExceptionObj>().map_or(Value::NONE, |e| e.extra(0));
                Ok(Sent::Return(value.non_null().unwrap_or(Value::NONE)))
            }
            Err(raised) => Err(raised),
        }
    }

    /// Whether a chain of delegating generators has become too deep.
    fn chain_too_deep(&self, outer: &GenObj) -> bool {
        outer.depth.get() as usize + self.stack.depth() >= self.interp().recursion_limit.get() as usize
    }
}
