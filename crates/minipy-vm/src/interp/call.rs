//! Frames of Python functions: pushing, popping, binding arguments (CPython: Python/ceval.c, `initialize_locals`).
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::code::flags;

use super::binding_errors as errors;
use super::stack::{ENDING, Frame, Ret};
use crate::exc;
use crate::native::{Args, PyResult};
use crate::types::code::CodeObj;
use crate::types::dict::DictObj;
use crate::types::function::FuncObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
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
        vm.stack.top.set(fp.sub(1));
        drop(func);
        drop(locals);
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

/// Pushes the frame of a function that takes the arguments at `first` as they are, from a frame whose registers are not
/// on the stack (a generator's): they are moved. False: there is no room.
///
/// # Safety
/// `fp` is the top frame; `func` is an exact function and `code` its code, whose parameters are `count` plain ones.
pub(crate) unsafe fn push_moved(
    vm: &Vm,
    fp: *mut Frame,
    func: Value,
    code: *const CodeObj,
    first: u16,
    count: usize,
    dst: u16,
) {
    // SAFETY: the caller's promise; the caller has asked `room`.
    unsafe {
        let window = (*fp).first_free();
        for i in 0..count {
            window.add(i).write((*fp).take(first + i as u16));
        }
        push_simple(vm, func, code, window, count, Ret::Store, dst, 1);
    }
}

/// First register that no frame uses.
pub(crate) fn first_free(vm: &Vm) -> *mut Value {
    match vm.stack.top_frame() {
        Some(frame) => frame.first_free(),
        None => vm.stack.free.get(),
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
    push_call_self(vm, callable, function, None, args, ret, dst, skip)
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
    let window = first_free(vm);
    let front = usize::from(this.is_some());
    // SAFETY: `window` is the free part of the stack, `room` makes it valid; nothing runs before the frame keeps the
    // function and thereby the code.
    unsafe {
        let code: *const CodeObj = function.code.borrow().exact();
        if (*code).simple_args as usize == front + args.pos.len() && args.kw.is_empty() && room(vm, window, code) {
            let mut at = window;
            for value in this.into_iter().chain(args.pos) {
                at.write(value.clone());
                at = at.add(1);
            }
            push_simple(vm, callable.clone(), code, window, front + args.pos.len(), ret, dst, skip);
            return Ok(());
        }
    }
    let code = function.code.get();
    // SAFETY: `window` is the free part of the stack, `room` makes it valid; the function stays alive in the frame.
    unsafe {
        let code: &CodeObj = code.exact();
        if !room(vm, window, code) {
            return Err(exc::recursion_error(vm, ""));
        }
        let bound = match this {
            None => bind(vm, function, code, args, window),
            Some(this) => crate::protocol::call::prepended(this, args, |args| {
                bind(vm, function, code, args, window).map(|()| Value::NONE)
            })
            .map(drop),
        };
        if let Err(raised) = bound {
            let pending = vm.take_exception(raised);
            clear_registers(window, code.nparams as usize);
            return Err(vm.raise_again(pending));
        }
        push_simple(vm, callable.clone(), code, window, code.nparams as usize, ret, dst, skip);
    }
    Ok(())
}

/// Writes the parameters of a call to `window`.
unsafe fn bind(vm: &Vm, function: &FuncObj, code: &CodeObj, args: &Args, window: *mut Value) -> PyResult<()> {
    let arg_count = code.code.arg_count as usize;
    let kwonly = code.code.kwonly_count as usize;
    let total = arg_count + kwonly;
    let has = |flag: u32| code.flags.get() & flag != 0;
    let (varargs, varkw) = (has(flags::VARARGS), has(flags::VARKEYWORDS));
    // SAFETY: `room` has made at least `nparams` words at `window` valid; they are dead before.
    let param = |i: usize| unsafe { &mut *window.add(i) };
    for i in 0..code.nparams as usize {
        // SAFETY: as above.
        unsafe { window.add(i).write(Value::NULL) };
    }
    let positional = args.pos.len().min(arg_count);
    for (i, value) in args.pos[..positional].iter().enumerate() {
        *param(i) = value.clone();
    }
    if varargs {
        *param(total) = vm.tuple_from(&args.pos[positional..]);
    }
    let kwdict = if varkw { Some(vm.new_dict()) } else { None };
    if let Some(dict) = &kwdict {
        *param(total + usize::from(varargs)) = dict.value().clone();
    }
    let posonly = code.code.posonly_count as usize;
    for (name, value) in args.keywords() {
        let Some(text) = name.downcast::<StrObj>() else {
            return Err(errors::keywords_not_strings(vm, function));
        };
        let names = &code.local_names[posonly..total];
        let found = names.iter().position(|n| n.value().is(name));
        let found = found.or_else(|| names.iter().position(|n| n.bytes() == text.bytes()));
        match (found, &kwdict) {
            (Some(i), _) => {
                let place = param(posonly + i);
                if !place.is_null() {
                    return Err(errors::multiple_values(vm, function, name));
                }
                *place = value.clone();
            }
            (None, Some(dict)) => dict.set(vm, name, value.clone())?,
            (None, None) => {
                return Err(errors::unexpected_keyword(vm, function, code, args, name));
            }
        }
    }
    if args.pos.len() > arg_count && !varargs {
        let kwonly_given = (arg_count..total).filter(|&i| !param(i).is_null()).count();
        return Err(errors::too_many_positional(vm, function, code, args.pos.len(), kwonly_given));
    }
    if positional < arg_count {
        let defaults = function.defaults.get();
        let defaults: &[Value] = defaults.downcast::<TupleObj>().map_or(&[], TupleObj::items);
        let required = arg_count.saturating_sub(defaults.len());
        let missing: Vec<usize> = (positional..required).filter(|&i| param(i).is_null()).collect();
        if !missing.is_empty() {
            return Err(errors::missing(vm, function, code, &missing, false));
        }
        for i in required.max(positional)..arg_count {
            if param(i).is_null() {
                *param(i) = defaults[i - required].clone();
            }
        }
    }
    if kwonly > 0 {
        let mut missing = Vec::new();
        let defaults = function.kwdefaults.get();
        for i in arg_count..total {
            if !param(i).is_null() {
                continue;
            }
            let default = match defaults.downcast::<DictObj>() {
                Some(dict) => dict.get_name(vm, &code.local_names[i]),
                None => None,
            };
            match default {
                Some(value) => *param(i) = value,
                None => missing.push(i),
            }
        }
        if !missing.is_empty() {
            return Err(errors::missing(vm, function, code, &missing, true));
        }
    }
    Ok(())
}
