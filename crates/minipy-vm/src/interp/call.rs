//! Frames of Python functions: pushing and popping. Binding arguments is in `bind`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::bind::{Given, bind};
use super::stack::{ENDING, Frame, Ret};
use crate::exc;
use crate::native::{Args, PyResult};
use crate::types::code::CodeObj;
use crate::types::function::FuncObj;
use crate::types::type_::{Held, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Whether a frame of this code fits the stack at `window`. Makes registers valid as needed.
#[inline(always)]
pub(crate) unsafe fn room(vm: &Vm, window: *mut Value, code: *const CodeObj) -> bool {
    // SAFETY: the caller passes live code.
    let end = window.wrapping_add(unsafe { (*code).nregs } as usize);
    let frame = vm.stack.top.get().wrapping_add(1);
    frame < vm.stack.limit.get() && (end <= vm.stack.filled.get() || vm.stack.fill_to(end))
}

/// Pushes a frame whose first `given` registers are its arguments already.
///
/// # Safety
/// `room` has said yes; `func` is an exact function and `code` its code; all parameters are in place.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the fields of a frame")]
pub(crate) unsafe fn push_simple(
    vm: &Vm,
    func: Value,
    code: *const CodeObj,
    window: *mut Value,
    given: usize,
    ret: Ret,
    dst: u16,
    skip: i16,
) {
    // SAFETY: the caller's promise; registers beyond the arguments are dead, so a plain store is enough.
    unsafe {
        for i in given..(*code).nlocals as usize {
            window.add(i).write(Value::NULL);
        }
        let frame = vm.stack.top.get().add(1);
        Frame::write_plain(frame, window, code, func, ret, 0, dst, skip);
        (*frame).pc = (*code).entry();
        vm.stack.top.set(frame);
    }
}

/// Drops the registers of a frame, the last one first as CPython does, and leaves them dead.
#[inline(always)]
pub(crate) unsafe fn clear_registers(r: *mut Value, count: usize) {
    for i in (0..count).rev() {
        // SAFETY: S1.
        unsafe {
            let place = r.add(i);
            if (*place).is_ptr() {
                drop(std::ptr::replace(place, Value::NULL));
            }
        }
    }
}

/// Pops a frame without frame object whose registers are on the stack.
///
/// # Safety
/// `fp` is the top frame.
#[inline(always)]
pub(crate) unsafe fn pop_simple(vm: &Vm, fp: *mut Frame) {
    // SAFETY: the caller's promise.
    unsafe {
        (*fp).how |= ENDING;
        clear_registers((*fp).r, (*(*fp).code).nregs as usize);
        let func = std::ptr::replace(&mut (*fp).func, Value::NULL);
        let locals = (*fp).take_locals();
        let instance = if (*fp).ret() == Ret::Init { (*fp).take_instance() } else { Value::NULL };
        vm.stack.top.set(fp.sub(1));
        drop(func);
        drop(locals);
        drop(instance);
    }
}

/// Pops the frame of a function that has returned: of its registers, only locals are alive.
///
/// # Safety
/// `fp` is the top frame, a plain one (see [`Frame::how`]) whose function returns.
pub(crate) unsafe fn pop_returned(vm: &Vm, fp: *mut Frame) {
    // SAFETY: the caller's promise.
    unsafe {
        (*fp).how |= ENDING;
        clear_registers((*fp).r, (*(*fp).code).nlocals as usize);
        let func = std::ptr::replace(&mut (*fp).func, Value::NULL);
        vm.stack.top.set(fp.sub(1));
        drop(func);
    }
}

/// First register that no frame uses.
#[inline]
pub(crate) fn first_free(vm: &Vm) -> *mut Value {
    match vm.stack.top_frame() {
        Some(frame) => frame.first_free(),
        None => vm.stack.free.get(),
    }
}

/// Pushes the frame of a call whose arguments, after `this` if that is given, are just the parameters.
/// False, with nothing changed: it is another kind of call.
#[inline(always)]
pub(crate) fn push_direct(
    vm: &Vm,
    callable: &Value,
    function: &FuncObj,
    this: Option<&Value>,
    pos: &[Value],
    ret: Ret,
    dst: u16,
) -> bool {
    let window = first_free(vm);
    let front = usize::from(this.is_some());
    // SAFETY: as in `push_given`.
    unsafe {
        let code: *const CodeObj = function.code.borrow().exact();
        if (*code).simple_args as usize != front + pos.len() || !room(vm, window, code) {
            return false;
        }
        if let Some(this) = this {
            window.write(this.clone());
        }
        for (i, value) in pos.iter().enumerate() {
            window.add(front + i).write(value.clone());
        }
        push_simple(vm, callable.clone(), code, window, front + pos.len(), ret, dst, 0);
    }
    true
}

/// Pushes the frame of a special method that the class of `this` remembers; its result completes the instruction. False,
/// with nothing changed: the method is something else than a function with just these parameters.
pub(crate) fn push_held(vm: &Vm, class: &TypeObj, method: Held, this: &Value, other: &Value, stage: u16) -> bool {
    let function = class.python_method(vm, method);
    if function.is_null() {
        return false;
    }
    // SAFETY: the class, which `this` keeps alive, holds the function.
    let callable = unsafe { Value::new_ref(function) };
    match callable.exact::<FuncObj>() {
        Some(known) if !known.code.borrow().is_generator_like() => {
            push_direct(vm, &callable, known, Some(this), std::slice::from_ref(other), Ret::Complete, stage)
        }
        _ => false,
    }
}

/// Pushes a frame for a call with any arguments; they are copied.
pub(crate) fn push_call(
    vm: &Vm,
    callable: &Value,
    function: &FuncObj,
    args: &Args,
    ret: Ret,
    dst: u16,
    skip: i16,
) -> PyResult<()> {
    // SAFETY: `callable` is the function; the arguments are not moved.
    unsafe { push_given::<false>(vm, callable.clone(), function, Given::new(Value::NULL, *args), ret, dst, skip) }
}

/// [`push_call`] with one more positional argument in front, if there is one.
#[expect(clippy::too_many_arguments, reason = "the call and the fields of its frame")]
pub(crate) fn push_call_self(
    vm: &Vm,
    callable: &Value,
    function: &FuncObj,
    this: Option<&Value>,
    args: &Args,
    ret: Ret,
    dst: u16,
    skip: i16,
) -> PyResult<()> {
    let given = Given::new(this.cloned().unwrap_or_default(), *args);
    // SAFETY: as in `push_call`.
    unsafe { push_given::<false>(vm, callable.clone(), function, given, ret, dst, skip) }
}

/// Pushes the frame of a call.
///
/// # Safety
/// `func` is an exact function, whose struct is `function`. With MOVE the arguments are registers of the frame on top,
/// which become dead.
#[inline]
pub(crate) unsafe fn push_given<const MOVE: bool>(
    vm: &Vm,
    func: Value,
    function: &FuncObj,
    given: Given,
    ret: Ret,
    dst: u16,
    skip: i16,
) -> PyResult<()> {
    let window = first_free(vm);
    let front = usize::from(!given.this.is_null());
    // SAFETY: `window` is the free part of the stack, `room` makes it valid; `func` keeps the function and, as long as it
    // keeps its `__code__`, the code alive; a frame holds on to the code that it runs.
    unsafe {
        let code: *const CodeObj = function.code.borrow().exact();
        let code = &*code;
        if !room(vm, window, code) {
            return Err(exc::recursion_error(vm, ""));
        }
        let count = front + given.count;
        let plain = code.simple_args as usize == count || code.generator_args as usize == count;
        if plain && given.names.is_empty() && given.dict.is_null() {
            for i in 0..given.count {
                window.add(front + i).write(given.positional::<MOVE>(i));
            }
            if front != 0 {
                window.write(given.this);
            }
        } else if let Err(raised) = bind::<MOVE>(vm, function, code, given, window) {
            let pending = vm.take_exception(raised);
            clear_registers(window, code.nparams as usize);
            return Err(vm.raise_again(pending));
        }
        push_simple(vm, func, code, window, code.nparams as usize, ret, dst, skip);
    }
    Ok(())
}
