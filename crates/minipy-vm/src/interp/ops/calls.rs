//! Calls beyond the loop's fast path.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::METHOD;

use crate::exc;
use crate::interp::call;
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::stack::{Frame, GENERATOR, Ret};
use crate::native::{Args, NativeFn, PyResult};
use crate::protocol::bind::Called;
use crate::protocol::call::{call_builtin, call_native};
use crate::types::builtin_fn::{BuiltinObj, MethodDescrObj};
use crate::types::function::FuncObj;
use crate::types::method::MethodObj;
use crate::types::object::PlainObj;
use crate::types::python_slots as py;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// Where a call's operands lie.
struct Place {
    /// The callable's register.
    callable: u16,
    /// First argument register.
    first: u16,
    /// Number of arguments.
    count: usize,
    /// Register for the result.
    dst: u16,
    /// Words of the instruction.
    skip: i16,
}

fn drop_operands(frame: &Frame, place: &Place) {
    drop(frame.take(place.callable));
    for i in 0..place.count {
        drop(frame.take(place.first + i as u16));
    }
}

/// A native call has ended: its operands are dropped, the result stored.
fn done(frame: &Frame, place: &Place, result: PyResult) -> PyResult<Flow> {
    let value = result?;
    drop_operands(frame, place);
    frame.set(place.dst, value);
    Ok(Flow::Next)
}

/// A call of a Python function with plain arguments that the loop's fast path leaves: it makes a generator, or it comes
/// from the frame of one. `None`: it is another kind of call.
#[inline(always)]
fn call_function(vm: &Vm, frame: &Frame, callee: u16, first: u16, count: usize, dst: u16) -> PyResult<Option<Flow>> {
    let Some(function) = frame.reg(callee).exact::<FuncObj>() else { return Ok(None) };
    // SAFETY: the function keeps its code alive, and the new frame keeps the function; `frame` is the top one.
    unsafe {
        let code: *const crate::types::code::CodeObj = function.code.borrow().exact();
        if (*code).generator_args as usize == count {
            let made = crate::interp::generator::make_directly(vm, frame, callee, code, first, count);
            frame.set(dst, made);
            return Ok(Some(Flow::Next));
        }
        if (*code).simple_args as usize != count || !frame.has(GENERATOR) {
            return Ok(None);
        }
        if !call::room(vm, frame.first_free(), code) {
            return Err(exc::recursion_error(vm, ""));
        }
        let func = frame.take(callee);
        call::push_moved(vm, std::ptr::from_ref(frame).cast_mut(), func, code, first, count, dst);
        Ok(Some(Flow::Reload))
    }
}

pub(crate) fn call(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    if let Some(flow) = call_function(vm, frame, ins.a(), ins.a() + 1, ins.c() as usize, ins.b())? {
        return Ok(flow);
    }
    // A builtin function is called straight from the registers.
    if let Some(builtin) = frame.reg(ins.a()).exact::<BuiltinObj>() {
        if !builtin.this.is_null() {
            return call_bound(vm, frame, ins);
        }
        let result = match (builtin.def.function, ins.c()) {
            (NativeFn::F1(f), 1) => Some(f(vm, frame.reg(ins.a() + 1))),
            (NativeFn::F2(f), 2) => Some(f(vm, frame.reg(ins.a() + 1), frame.reg(ins.a() + 2))),
            (NativeFn::FN(_) | NativeFn::FV(_), n) => Some(call_native(
                vm,
                builtin.def,
                &Args::positional(frame.block(ins.a() + 1, n as usize)),
                Called::Function,
            )),
            _ => None,
        };
        if let Some(result) = result {
            return finish_native(frame, ins, ins.a() + 1 + ins.c(), result);
        }
    }
    // A builtin type.
    if let Some(header) = frame.reg(ins.a()).header()
        && std::ptr::eq(header.ty(), &**vm.types().type_)
        && let Some(class) = header.downcast::<TypeObj>()
        && !class.has_flag(TypeFlags::HEAP_TYPE)
    {
        let args = Args::positional(frame.block(ins.a() + 1, ins.c() as usize));
        let result = crate::types::type_::methods::type_call(vm, frame.reg(ins.a()), &args);
        return finish_native(frame, ins, ins.a() + 1 + ins.c(), result);
    }
    let place = Place { callable: ins.a(), first: ins.a() + 1, count: ins.c() as usize, dst: ins.b(), skip: 1 };
    dispatch(vm, frame, &place, &[])
}

/// Calls a bound method of a builtin object with positional arguments.
fn call_bound(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    // The object takes the place of the method, in front of the arguments.
    let callable = frame.take(ins.a());
    let Some(builtin) = callable.exact::<BuiltinObj>() else { return Err(exc::not_callable(vm, &callable)) };
    frame.set(ins.a(), builtin.this.clone());
    let result = match (builtin.def.function, ins.c()) {
        (NativeFn::F1(f), 0) => f(vm, &builtin.this),
        (NativeFn::F2(f), 1) => f(vm, &builtin.this, frame.reg(ins.a() + 1)),
        (NativeFn::F3(f), 2) => f(vm, &builtin.this, frame.reg(ins.a() + 1), frame.reg(ins.a() + 2)),
        (_, n) => call_native(vm, builtin.def, &Args::positional(frame.block(ins.a(), n as usize + 1)), Called::Bound),
    };
    finish_native(frame, ins, ins.a() + 1 + ins.c(), result)
}

/// A call from the registers has ended: callable and arguments, up to register `end`, are dropped.
#[inline]
fn finish_native(frame: &Frame, ins: Ins, end: u16, result: PyResult) -> PyResult<Flow> {
    let value = result?;
    for i in ins.a()..end {
        if frame.reg(i).is_ptr() {
            drop(frame.take(i));
        }
    }
    frame.set(ins.b(), value);
    Ok(Flow::Next)
}

/// The result of a method of a builtin type, called on an exact instance straight from the registers; `None`: it is
/// another kind of call.
#[inline(always)]
pub(crate) fn builtin_method(vm: &Vm, frame: &Frame, ins: Ins) -> Option<PyResult> {
    let a = ins.a();
    let method = frame.reg(a).exact::<MethodDescrObj>()?;
    let this = frame.reg(a + 1);
    let owned = match this.header() {
        Some(header) => std::ptr::eq(header.ty(), method.owner_struct),
        None => !this.is_null() && std::ptr::eq(vm.type_of(this), method.owner_struct),
    };
    if !owned {
        return None;
    }
    match (method.def.function, ins.c()) {
        (NativeFn::F1(f), 0) => Some(f(vm, this)),
        (NativeFn::F2(f), 1) => Some(f(vm, this, frame.reg(a + 2))),
        (NativeFn::F3(f), 2) => Some(f(vm, this, frame.reg(a + 2), frame.reg(a + 3))),
        (NativeFn::FV(f), n) => Some(f(vm, &Args::positional(frame.block(a + 1, n as usize + 1)))),
        (NativeFn::FN(_), n) => {
            Some(call_native(vm, method.def, &Args::positional(frame.block(a + 1, n as usize + 1)), Called::Method))
        }
        _ => None,
    }
}

pub(crate) fn call_method(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let place = method_place(frame, ins, 1);
    if let Some(flow) = call_function(vm, frame, place.callable, place.first, place.count, place.dst)? {
        return Ok(flow);
    }
    dispatch(vm, frame, &method_place(frame, ins, 1), &[])
}

/// The operands of a call in method form: with `self` before the arguments, if there is one.
fn method_place(frame: &Frame, ins: Ins, skip: i16) -> Place {
    let bound = !frame.reg(ins.a() + 1).is_null();
    Place {
        callable: ins.a(),
        first: ins.a() + 2 - u16::from(bound),
        count: ins.c() as usize + usize::from(bound),
        dst: ins.b(),
        skip,
    }
}

pub(crate) fn call_kw(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let names = frame.konst(frame.extra(1) as u32 as usize).clone();
    let names: &[Value] = match names.downcast::<TupleObj>() {
        // SAFETY: constants live as long as the code, which the frame keeps alive.
        Some(tuple) => unsafe { std::slice::from_raw_parts(tuple.items().as_ptr(), tuple.items().len()) },
        None => &[],
    };
    let place = if ins.f() & METHOD != 0 {
        method_place(frame, ins, 2)
    } else {
        Place { callable: ins.a(), first: ins.a() + 1, count: ins.c() as usize, dst: ins.b(), skip: 2 }
    };
    dispatch(vm, frame, &place, names)
}

/// Calls whatever is in the callable's register; the last `names.len()` arguments are keyword arguments.
fn dispatch(vm: &Vm, frame: &Frame, place: &Place, names: &[Value]) -> PyResult<Flow> {
    let callable = frame.reg(place.callable).clone();
    let block = frame.block(place.first, place.count);
    let (pos, kw) = block.split_at(place.count - names.len());
    let args = Args { pos, kw, names };
    if let Some(function) = callable.exact::<FuncObj>() {
        call::push_call(vm, &callable, function, &args, Ret::Store, place.dst, place.skip)?;
        drop_operands(frame, place);
        return Ok(Flow::Reload);
    }
    if let Some(builtin) = callable.exact::<BuiltinObj>() {
        if builtin.this.is_null() && names.is_empty() {
            return done(frame, place, fixed(vm, builtin, pos));
        }
        return done(frame, place, call_builtin(vm, builtin, &args));
    }
    if let Some(method) = callable.exact::<MethodDescrObj>() {
        if let Some(this) = pos.first()
            && names.is_empty()
            && (std::ptr::eq(vm.type_of(this), &**method.owner_ref()) || vm.type_of(this).is_subtype(&method.owner))
        {
            let result = match (method.def.function, pos) {
                (NativeFn::F1(f), [a]) => f(vm, a),
                (NativeFn::F2(f), [a, b]) => f(vm, a, b),
                (NativeFn::F3(f), [a, b, c]) => f(vm, a, b, c),
                _ => call_native(vm, method.def, &args, Called::Method),
            };
            return done(frame, place, result);
        }
        return done(frame, place, crate::protocol::call::call_method_descr(vm, method, &args));
    }
    if let Some(method) = callable.exact::<MethodObj>() {
        if let Some(function) = method.function.exact::<FuncObj>() {
            let this = Some(&method.this);
            call::push_call_self(vm, &method.function, function, this, &args, Ret::Store, place.dst, place.skip)?;
            drop_operands(frame, place);
            return Ok(Flow::Reload);
        }
        return done(frame, place, vm.call_with_self(&method.function, &method.this, &args));
    }
    if let Some(class) = callable.downcast::<TypeObj>()
        && let Some(flow) = instantiate(vm, frame, place, class, &args)?
    {
        return Ok(flow);
    }
    // `__call__` in Python runs in a frame of its own.
    let ty = vm.type_of(&callable);
    if ty.slots().call.is_some_and(|f| f as usize == py::call_slot as *const () as usize)
        && let Some(method) = ty.lookup(vm, &vm.names().__call__)
        && let Some(function) = method.exact::<FuncObj>()
    {
        let this = Some(&callable);
        call::push_call_self(vm, &method, function, this, &args, Ret::Store, place.dst, place.skip)?;
        drop_operands(frame, place);
        return Ok(Flow::Reload);
    }
    done(frame, place, vm.call_args(&callable, &args))
}

#[inline]
fn fixed(vm: &Vm, builtin: &BuiltinObj, pos: &[Value]) -> PyResult {
    match (builtin.def.function, pos) {
        (NativeFn::F0(f), []) => f(vm),
        (NativeFn::F1(f), [a]) => f(vm, a),
        (NativeFn::F2(f), [a, b]) => f(vm, a, b),
        (NativeFn::F3(f), [a, b, c]) => f(vm, a, b, c),
        _ => crate::protocol::call::call_module_function(vm, builtin, &Args::positional(pos)),
    }
}

impl MethodDescrObj {
    fn owner_ref(&self) -> &TypeRef {
        &self.owner
    }
}

/// Makes an instance of a plain Python class and runs its Python `__init__` in a frame of its own.
fn instantiate(vm: &Vm, frame: &Frame, place: &Place, class: &TypeObj, args: &Args) -> PyResult<Option<Flow>> {
    let types = vm.types();
    let meta = vm.type_of(frame.reg(place.callable));
    let plain_call = meta.slots().call.map(|f| f as usize) == types.type_.slots().call.map(|f| f as usize);
    let plain_new = class.slots().new.map(|f| f as usize) == types.object.slots().new.map(|f| f as usize);
    if !class.has_flag(TypeFlags::HEAP_TYPE)
        || !plain_call
        || !plain_new
        || class.has_flag(TypeFlags::ABSTRACT)
        || !std::ptr::eq(class.layout, types.object.layout)
        || class.slots().init.is_none_or(|f| f as usize != py::init as *const () as usize)
    {
        return Ok(None);
    }
    let Some(init) = class.lookup(vm, &vm.names().__init__) else { return Ok(None) };
    let Some(function) = init.exact::<FuncObj>() else { return Ok(None) };
    if function.code.borrow().is_generator_like() {
        return Ok(None);
    }
    let instance = vm.alloc(&class.to_ref(), PlainObj).into_value();
    call::push_call_self(vm, &init, function, Some(&instance), args, Ret::Init, place.dst, place.skip)?;
    drop_operands(frame, place);
    frame.set(place.dst, instance);
    Ok(Some(Flow::Reload))
}

pub(crate) fn call_ex(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let place =
        Place { callable: ins.a(), first: ins.a() + 1, count: if ins.c() == 1 { 1 } else { 2 }, dst: ins.b(), skip: 1 };
    let callable = frame.reg(ins.a()).clone();
    let positional = frame.reg(ins.a() + 1).clone();
    let positional = match positional.exact::<TupleObj>() {
        Some(_) => positional,
        None => {
            if !vm.is_iterable(&positional) {
                let (callable, name) = (super::build::callable_name(vm, &callable), vm.type_of(&positional).name_str());
                let message = format!("{callable} argument after * must be an iterable, not {name}");
                return Err(exc::type_error(vm, &message));
            }
            vm.tuple(vm.collect(&positional)?)
        }
    };
    let pos: &[Value] = positional.exact::<TupleObj>().map_or(&[], TupleObj::items);
    let keywords = if ins.c() == 1 { Value::NULL } else { frame.reg(ins.a() + 2).clone() };
    let (mut names, mut values) = (Vec::new(), Vec::new());
    if let Some(dict) = keywords.downcast::<crate::types::dict::DictObj>() {
        let table = dict.table.borrow();
        names.reserve_exact(table.len());
        values.reserve_exact(table.len());
        for entry in table.entries() {
            names.push(entry.key.clone());
            values.push(entry.value.clone());
        }
    }
    // Slot wrappers look at the names themselves, after all else.
    let wrapper = crate::types::wrapper::takes_no_keywords(&callable);
    if !wrapper && names.iter().any(|n| n.downcast::<crate::types::str_::StrObj>().is_none()) {
        return Err(exc::type_error(vm, "keywords must be strings"));
    }
    let args = Args { pos, kw: &values, names: &names };
    if let Some(function) = callable.exact::<FuncObj>() {
        call::push_call(vm, &callable, function, &args, Ret::Store, place.dst, place.skip)?;
        drop_operands(frame, &place);
        return Ok(Flow::Reload);
    }
    if let Some(class) = callable.downcast::<TypeObj>()
        && let Some(flow) = instantiate(vm, frame, &place, class, &args)?
    {
        return Ok(flow);
    }
    done(frame, &place, vm.call_args(&callable, &args))
}
