//! Making generator objects: from the frame of a starting generator function, or straight from a call.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use minipy_bytecode::code::flags;
use minipy_bytecode::opcode::Opcode;

use super::super::stack::{DRAINED, Frame};
use crate::heap::{Obj, PyCell};
use crate::shape::fixed;
use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::types::generator::{GenKind, GenObj, GenState};
use crate::value::Value;
use crate::vm::Vm;

/// Whether any thread ever asked for the origins of coroutines: spares the others a look at their own depth.
static ORIGINS: AtomicBool = AtomicBool::new(false);

/// Called when a thread sets its depth of origin tracking.
pub(crate) fn track_origins() {
    ORIGINS.store(true, Ordering::Relaxed);
}

/// Whether any thread ever asked for the origins of coroutines.
#[inline(always)]
pub(super) fn origins_tracked() -> bool {
    ORIGINS.load(Ordering::Relaxed)
}

/// `cr_origin` of a coroutine that is being made, by the frame `caller` below the top one; NULL if origins are not tracked.
#[inline(always)]
pub(super) fn origin(vm: &Vm, caller: usize) -> Value {
    if origins_tracked() { tracked_origin(vm, caller) } else { Value::NULL }
}

#[cold]
pub(super) fn tracked_origin(vm: &Vm, caller: usize) -> Value {
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
pub(super) unsafe fn allocate(
    vm: &Vm,
    func: Value,
    code: *const CodeObj,
    pc: *const u64,
    caller: usize,
) -> Obj<GenObj> {
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
        // What came from the code need not be stored.
        let stored = function.stored();
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
            closed: Cell::new(false),
            yielded: Cell::new(false),
            nregs: (*code).nregs,
            pc: Cell::new(pc),
            code: code,
            parent: Cell::new(std::ptr::null()),
            inner: Cell::new(std::ptr::null()),
            leaf: Cell::new(std::ptr::null()),
            depth: Cell::new(0),
            handled: PyCell::default(),
            handlers: Cell::new(0),
            name: PyCell::new(stored.map_or(Value::NULL, |rare| rare.name.get())),
            qualname: PyCell::new(stored.map_or(Value::NULL, |rare| rare.qualname.get())),
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
        check_hidden_argument(vm, code, registers);
        object.into_value()
    }
}

/// The generator object of a call whose frame would do nothing else than make it: the arguments, in the registers from
/// `first` on, are moved into it.
///
/// # Safety
/// `callee` is the register of an exact function, `code` its code, whose `generator_args` is `count`.
#[inline(always)]
pub(crate) unsafe fn make_directly(
    vm: &Vm,
    frame: &Frame,
    callee: u16,
    code: *const CodeObj,
    first: u16,
    count: usize,
) -> Value {
    // SAFETY: the caller's promise; MakeGenerator is not the last instruction of a code. Free variables are below `nregs`.
    unsafe {
        let object = allocate(vm, frame.take(callee), code, (*code).generator_entry(), 0);
        let registers = object.first_register();
        for i in 0..count {
            registers.add(i).write(frame.take(first + i as u16));
        }
        for i in count..(*code).nregs as usize {
            registers.add(i).write(Value::NULL);
        }
        take_free_variables(object.function(), &*code, registers);
        check_hidden_argument(vm, &*code, registers);
        object.into_value()
    }
}

/// A call with plain arguments of a function that makes a generator, from the frame on top: makes it without a frame. False,
/// with nothing changed: it is another kind of call.
///
/// # Safety
/// `fp` is the top frame, at a call instruction of one word; `callee` is the register of an exact function.
#[inline(always)]
pub(in crate::interp) unsafe fn make_for_call(
    vm: &Vm,
    fp: *mut Frame,
    callee: u16,
    first: u16,
    count: usize,
    dst: u16,
) -> bool {
    // SAFETY: the caller's promise; the function keeps its code alive.
    unsafe {
        let code: *const CodeObj = (*(*fp).reg(callee).header_ptr()).exact::<FuncObj>().code.borrow().exact();
        // Coroutines, and generators that a drained one delegates to, may need no object at all (see `at_once`).
        if (*code).generator_args as usize != count
            || (*code).flags.get() & flags::GENERATOR == 0
            || (*fp).has(DRAINED) && *(*fp).pc.add(1) as u8 == Opcode::GetYieldFromIter as u8
            || vm.breaker.get() != 0
        {
            return false;
        }
        let made = make_directly(vm, &*fp, callee, code, first, count);
        (*fp).set(dst, made);
        (*fp).pc = (*fp).pc.add(1);
        true
    }
}

/// Copies the cells of a function's closure to the registers of its free variables, as CopyFreeVars does.
///
/// # Safety
/// `registers` are those of a frame or generator of this code, all valid; those of the free variables are dead.
#[inline(always)]
pub(super) unsafe fn take_free_variables(function: &FuncObj, code: &CodeObj, registers: *mut Value) {
    if code.free_count == 0 {
        return;
    }
    // SAFETY: the caller's promise.
    unsafe {
        let first = registers.add(code.first_free as usize);
        for (i, cell) in function.cells_of_closure().iter().enumerate().take(code.free_count as usize) {
            first.add(i).write(cell.clone());
        }
    }
}

/// Whether a code object is that of a generator expression, which gets its iterator in a hidden argument.
fn has_hidden_argument(code: &CodeObj) -> bool {
    code.code.locals.first().is_some_and(|local| &*local.name == ".0")
}

/// Loops read the header of their iterator, so the hidden argument must not be an immediate value. No expression gives
/// one, but a program can call the expression's code.
///
/// # Safety
/// `registers` are those of a new generator of that code, all written.
#[inline]
unsafe fn check_hidden_argument(vm: &Vm, code: &CodeObj, registers: *mut Value) {
    // SAFETY: a code object with a local has a register.
    unsafe {
        if code.nlocals > 0 && !(*registers).is_ptr() && has_hidden_argument(code) {
            let given = (*registers).take();
            registers.write(no_iterator(vm, given));
        }
    }
}

/// What a variable of a frame may be set to by a program.
pub(crate) fn settable(vm: &Vm, code: &CodeObj, index: usize, value: &Value) -> Value {
    if index == 0 && !value.is_ptr() && has_hidden_argument(code) {
        return no_iterator(vm, value.clone());
    }
    value.clone()
}

/// An iterator that raises the TypeError for a value that is none.
#[cold]
fn no_iterator(vm: &Vm, value: Value) -> Value {
    static RAISE: &[crate::native::MethodDef] = crate::methods! {
        "__next__" F1(raise) "(self, /)" "";
    };
    fn raise(vm: &Vm, this: &Value) -> crate::native::PyResult {
        Err(crate::exc::not_an_iterator(vm, this))
    }
    let callable = vm.bound_builtin(&RAISE[0], value);
    crate::types::callable_iter::new_callable_iter(vm, &callable, &callable)
}
