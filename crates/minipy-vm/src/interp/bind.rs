//! Binding the arguments of a call to the parameters of a Python function (CPython: Python/ceval.c,
//! `initialize_locals`). Must not run Python code, except for hashing keywords that are no exact `str`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::code::flags;

use super::binding_errors as errors;
use crate::native::{Args, PyResult};
use crate::types::code::CodeObj;
use crate::types::dict::DictObj;
use crate::types::function::FuncObj;
use crate::types::str_::{Name, StrObj};
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// The arguments of a call of a Python function.
pub(crate) struct Given<'a> {
    /// One more positional argument in front, or NULL.
    pub(crate) this: Value,
    /// The positional arguments: raw, because registers of the caller are moved out of.
    pos: *mut Value,
    /// How many positional arguments there are.
    pub(super) count: usize,
    /// The values of the keyword arguments.
    kw: *mut Value,
    /// The names of the keyword arguments.
    pub(super) names: &'a [Value],
    /// The tuple whose items are the positional arguments, or NULL: `*args` may be it.
    pub(crate) tuple: Value,
    /// A dict that becomes `**kwargs` as it is (see [`takes_any_keyword`]), or NULL. There are no keywords then.
    pub(crate) dict: Value,
}

impl<'a> Given<'a> {
    /// These arguments, for a call that copies them.
    #[inline(always)]
    pub(crate) fn new(this: Value, args: Args<'a>) -> Given<'a> {
        let (pos, kw) = (args.pos.as_ptr().cast_mut(), args.kw.as_ptr().cast_mut());
        Given { this, pos, count: args.pos.len(), kw, names: args.names, tuple: Value::NULL, dict: Value::NULL }
    }

    /// The items of a tuple, and a dict (or NULL) that becomes `**kwargs`.
    pub(crate) fn shared(tuple: &Value, dict: Value) -> Given<'static> {
        let items = tuple.exact::<TupleObj>().map_or(&[][..], TupleObj::items);
        let pos = items.as_ptr().cast_mut();
        let tuple = tuple.clone();
        Given { this: Value::NULL, pos, count: items.len(), kw: pos, names: &[], tuple, dict }
    }

    /// `count` consecutive registers, the last ones the values of keyword arguments.
    #[inline(always)]
    pub(crate) fn registers(this: Value, first: *mut Value, count: usize, names: &'a [Value]) -> Given<'a> {
        let count = count - names.len();
        let kw = first.wrapping_add(count);
        Given { this, pos: first, count, kw, names, tuple: Value::NULL, dict: Value::NULL }
    }

    /// Takes a positional argument: moves it out of the caller's register, or copies it.
    ///
    /// # Safety
    /// `i` is below `count`. With MOVE the arguments are registers, which become dead.
    #[inline(always)]
    pub(super) unsafe fn positional<const MOVE: bool>(&self, i: usize) -> Value {
        // SAFETY: the caller's promise.
        unsafe { argument::<MOVE>(self.pos.add(i)) }
    }
}

/// Whether all keyword arguments go to `**kwargs`.
pub(crate) fn takes_any_keyword(code: &CodeObj) -> bool {
    code.flags.get() & flags::VARKEYWORDS != 0
        && code.code.posonly_count == code.code.arg_count + code.code.kwonly_count
}

/// Takes an argument.
#[inline(always)]
unsafe fn argument<const MOVE: bool>(place: *mut Value) -> Value {
    // SAFETY: as in `Given::positional`.
    unsafe { if MOVE { std::ptr::replace(place, Value::NULL) } else { (*place).clone() } }
}

/// Writes the parameters of a call to `window`. After an error, all its parameters are valid words.
///
/// # Safety
/// `room` has made the words at `window` valid; they are dead. With MOVE the arguments are registers of the caller, which
/// become dead.
#[inline(never)]
pub(super) unsafe fn bind<const MOVE: bool>(
    vm: &Vm,
    function: &FuncObj,
    code: &CodeObj,
    given: Given,
    window: *mut Value,
) -> PyResult<()> {
    if given.names.iter().any(|name| name.exact::<StrObj>().is_none()) {
        // Hashing such a keyword can run Python code, which would use the free part of the stack.
        let count = code.nparams as usize;
        let mut aside: Vec<Value> = Vec::with_capacity(count);
        // SAFETY: the words are valid and as many as the code has parameters; they are moved to `window`.
        unsafe {
            aside.extend((0..count).map(|_| Value::NULL));
            let bound = bind_at::<MOVE>(vm, function, code, given, aside.as_mut_ptr());
            for (i, value) in aside.into_iter().enumerate() {
                window.add(i).write(value);
            }
            return bound;
        }
    }
    // SAFETY: the caller's promise.
    unsafe { bind_at::<MOVE>(vm, function, code, given, window) }
}

/// [`bind`], to words that Python code does not overwrite.
#[inline]
unsafe fn bind_at<const MOVE: bool>(
    vm: &Vm,
    function: &FuncObj,
    code: &CodeObj,
    given: Given,
    window: *mut Value,
) -> PyResult<()> {
    let mut given = given;
    let arg_count = code.code.arg_count as usize;
    let total = arg_count + code.code.kwonly_count as usize;
    let flag = code.flags.get();
    let (varargs, varkw) = (flag & flags::VARARGS != 0, flag & flags::VARKEYWORDS != 0);
    let front = usize::from(!given.this.is_null());
    let count = front + given.count;
    let positional = count.min(arg_count);
    // SAFETY: the caller's promise; every argument is taken once.
    unsafe {
        for i in positional..code.nparams as usize {
            window.add(i).write(Value::NULL);
        }
        if positional > 0 && front > 0 {
            window.write(given.this.take());
        }
        for i in front..positional {
            window.add(i).write(given.positional::<MOVE>(i - front));
        }
        if varargs {
            let rest = if positional == 0 && front == 0 && !given.tuple.is_null() {
                given.tuple.take()
            } else {
                rest_of::<MOVE>(vm, &mut given, positional.saturating_sub(front))
            };
            window.add(total).write(rest);
        }
        let mut kwdict = None;
        if varkw {
            let place = window.add(total + usize::from(varargs));
            if given.dict.is_null() {
                place.write(vm.new_dict().into_value());
                kwdict = (*place).exact::<DictObj>();
            } else {
                place.write(given.dict.take());
            }
        }
        if !given.names.is_empty() {
            bind_keywords::<MOVE>(vm, function, code, &given, window, kwdict)?;
        }
        if count > arg_count && !varargs {
            let kwonly_given = (arg_count..total).filter(|&i| !(*window.add(i)).is_null()).count();
            return Err(errors::too_many_positional(vm, function, code, count, kwonly_given));
        }
        if positional < arg_count {
            fill_defaults(vm, function, code, positional, window)?;
        }
        if arg_count < total {
            fill_keyword_defaults(vm, function, code, window)?;
        }
    }
    Ok(())
}

/// The value of `*args`: `this`, if it has not been taken, and the positional arguments from `skip` on.
#[inline]
unsafe fn rest_of<const MOVE: bool>(vm: &Vm, given: &mut Given, skip: usize) -> Value {
    let front = usize::from(!given.this.is_null());
    let rest = given.count - skip;
    if rest + front == 0 {
        return vm.interp().empty_tuple.get();
    }
    // SAFETY: all items are written before anything else happens; every argument is taken once.
    unsafe {
        let (tuple, first) = vm.tuple_uninit(&vm.types().tuple, front + rest);
        if front > 0 {
            first.write(given.this.take());
        }
        for i in 0..rest {
            first.add(front + i).write(given.positional::<MOVE>(skip + i));
        }
        tuple
    }
}

/// Whether a parameter has this name: names are interned, and so are most keywords.
#[inline(always)]
fn is_name(parameter: &Name, keyword: &Value, text: &StrObj) -> bool {
    parameter.value().is(keyword) || (!text.is_interned() && parameter.bytes() == text.bytes())
}

/// Stores the keyword arguments.
unsafe fn bind_keywords<const MOVE: bool>(
    vm: &Vm,
    function: &FuncObj,
    code: &CodeObj,
    given: &Given,
    window: *mut Value,
    kwdict: Option<&DictObj>,
) -> PyResult<()> {
    let posonly = code.code.posonly_count as usize;
    let total = (code.code.arg_count + code.code.kwonly_count) as usize;
    let names = &code.local_names[posonly..total];
    // Where the next name is looked for first: keywords mostly stand in the order of the parameters.
    let mut next = 0;
    for (n, name) in given.names.iter().enumerate() {
        let Some(text) = name.downcast::<StrObj>() else {
            return Err(errors::keywords_not_strings(vm, function));
        };
        let found = (next..names.len()).chain(0..next).find(|&i| is_name(&names[i], name, text));
        // SAFETY: the caller's promise; every argument is taken once.
        unsafe {
            match (found, kwdict) {
                (Some(i), _) => {
                    let place = window.add(posonly + i);
                    if !(*place).is_null() {
                        return Err(errors::multiple_values(vm, function, name));
                    }
                    place.write(argument::<MOVE>(given.kw.add(n)));
                    next = i + 1;
                }
                (None, Some(dict)) => dict.set(vm, name, argument::<MOVE>(given.kw.add(n)))?,
                (None, None) => return Err(errors::unexpected_keyword(vm, function, code, given.names, name)),
            }
        }
    }
    Ok(())
}

/// Gives positional parameters from `first` on their default values.
pub(super) unsafe fn fill_defaults(
    vm: &Vm,
    function: &FuncObj,
    code: &CodeObj,
    first: usize,
    window: *mut Value,
) -> PyResult<()> {
    let arg_count = code.code.arg_count as usize;
    // SAFETY: the caller's promise: the parameters are valid words.
    let is_missing = |i: usize| unsafe { (*window.add(i)).is_null() };
    let mut complete = true;
    {
        let defaults = function.defaults.borrow();
        let defaults: &[Value] = defaults.downcast::<TupleObj>().map_or(&[], TupleObj::items);
        for i in first..arg_count {
            if is_missing(i) {
                // More defaults than parameters are possible (after an assignment to `__defaults__`): the last ones count.
                match (defaults.len() + i).checked_sub(arg_count) {
                    // SAFETY: as above.
                    Some(n) => unsafe { window.add(i).write(defaults[n].clone()) },
                    None => complete = false,
                }
            }
        }
    }
    if complete {
        return Ok(());
    }
    let defaults = function.defaults.get().downcast::<TupleObj>().map_or(0, |t| t.items().len());
    let missing: Vec<usize> = (first..arg_count.saturating_sub(defaults)).filter(|&i| is_missing(i)).collect();
    Err(errors::missing(vm, function, code, &missing, false))
}

/// Gives keyword-only parameters their default values.
pub(super) unsafe fn fill_keyword_defaults(
    vm: &Vm,
    function: &FuncObj,
    code: &CodeObj,
    window: *mut Value,
) -> PyResult<()> {
    let arg_count = code.code.arg_count as usize;
    let total = arg_count + code.code.kwonly_count as usize;
    let mut missing = Vec::new();
    for i in arg_count..total {
        // SAFETY: the caller's promise: the parameters are valid words.
        let place = unsafe { &mut *window.add(i) };
        if !place.is_null() {
            continue;
        }
        let defaults = function.kwdefaults.borrow();
        match defaults.downcast::<DictObj>().and_then(|dict| dict.get_name(vm, &code.local_names[i])) {
            Some(value) => *place = value,
            None => missing.push(i),
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(errors::missing(vm, function, code, &missing, true)) }
}
