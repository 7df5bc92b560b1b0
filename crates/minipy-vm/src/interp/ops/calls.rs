//! Calls beyond the loop's fast path.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::METHOD;

use crate::exc;
use crate::interp::bind::{self, Given};
use crate::interp::call;
use crate::interp::generator::exact as exact_generator;
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::stack::{Frame, Ret};
use crate::native::{Args, AtOnce, NativeFn, PyResult};
use crate::protocol::bind::Called;
use crate::protocol::call::{call_builtin, call_native};
use crate::shape::fixed as shape;
use crate::types::builtin_fn::{BuiltinObj, MethodDescrObj};
use crate::types::dict::DictObj;
use crate::types::function::FuncObj;
use crate::types::generator::methods::METHODS as SEND;
use crate::types::generator::{GenKind, GenObj};
use crate::types::method::MethodObj;
use crate::types::object::PlainObj;
use crate::types::python_slots as py;
use crate::types::str_::StrObj;
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

/// Calls a function with plain arguments that makes a generator. `None`: it is another kind of call.
#[inline]
fn generator(vm: &Vm, frame: &Frame, callee: u16, first: u16, count: usize) -> Option<Value> {
    let function = frame.reg(callee).exact::<FuncObj>()?;
    // SAFETY: the function keeps its code alive; `frame` is the top one.
    unsafe {
        let code: *const crate::types::code::CodeObj = function.code.borrow().exact();
        if (*code).generator_args as usize != count {
            return None;
        }
        Some(crate::interp::generator::make_directly(vm, frame, callee, code, first, count))
    }
}

pub(crate) fn call(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let callable = frame.reg(ins.a());
    match callable.shape() {
        shape::FUNCTION => {
            if let Some(made) = generator(vm, frame, ins.a(), ins.a() + 1, ins.c() as usize) {
                frame.set(ins.b(), made);
                return Ok(Flow::Next);
            }
        }
        // A builtin function is called straight from the registers.
        shape::BUILTIN => {
            if let Some(builtin) = callable.exact::<BuiltinObj>() {
                if !builtin.this.is_null() {
                    return call_bound(vm, frame, ins);
                }
                let result = match (builtin.def.function, ins.c()) {
                    (NativeFn::F1(f), 1) => f(vm, frame.reg(ins.a() + 1)),
                    (NativeFn::F2(f), 2) => f(vm, frame.reg(ins.a() + 1), frame.reg(ins.a() + 2)),
                    (_, n) => fixed(vm, builtin, frame.block(ins.a() + 1, n as usize)),
                };
                return finish_native(frame, ins, ins.a() + 1 + ins.c(), result);
            }
        }
        _ => {
            if let Some(header) = callable.header()
                && std::ptr::eq(header.ty(), &**vm.types().type_)
                && let Some(class) = header.downcast::<TypeObj>()
                && !class.has_flag(TypeFlags::HEAP_TYPE)
            {
                let args = Args::positional(frame.block(ins.a() + 1, ins.c() as usize));
                let plain = if class.has_flag(TypeFlags::EXCEPTION_SUBCLASS) {
                    // SAFETY: `class` is the struct of `callable`.
                    let class: TypeRef = unsafe { TypeRef::from_value_unchecked(callable.clone()) };
                    crate::types::exception::made_plainly(vm, &class, args.pos)
                } else {
                    None
                };
                let result = match plain {
                    Some(made) => Ok(made),
                    None => crate::types::type_::methods::type_call(vm, callable, &args),
                };
                return finish_native(frame, ins, ins.a() + 1 + ins.c(), result);
            }
        }
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

/// How the method of a builtin type that is called on an exact instance is awaited at once.
#[inline(always)]
pub(crate) fn at_once(vm: &Vm, frame: &Frame, ins: Ins) -> Option<AtOnce> {
    let method = frame.reg(ins.a()).exact::<MethodDescrObj>()?;
    let at_once = method.def.at_once?;
    let this = frame.reg(ins.a() + 1);
    let owned = !this.is_null() && std::ptr::eq(vm.type_of(this), method.owner_struct);
    if owned { Some(at_once) } else { None }
}

/// The generator (or coroutine) of `g.send(x)`.
#[inline(always)]
pub(crate) fn stepped_by_send(frame: &Frame, ins: Ins) -> Option<&GenObj> {
    let generator = exact_generator(frame.reg(ins.a() + 1))?;
    let method = frame.reg(ins.a()).exact::<MethodDescrObj>()?;
    let is_send = std::ptr::eq(method.def, &SEND[0]) && ins.c() == 1;
    if is_send { Some(generator) } else { None }
}

/// The generator of `next(g)`.
#[inline(always)]
pub(crate) fn stepped_by_next(frame: &Frame, ins: Ins) -> Option<&GenObj> {
    let builtin = frame.reg(ins.a()).exact::<BuiltinObj>()?;
    let NativeFn::FV(function) = builtin.def.function else { return None };
    if ins.c() != 1 || function as usize != crate::builtins::iteration::next as *const () as usize {
        return None;
    }
    exact_generator(frame.reg(ins.a() + 1)).filter(|g| g.kind == GenKind::Generator)
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
    if let Some(made) = generator(vm, frame, place.callable, place.first, place.count) {
        frame.set(place.dst, made);
        return Ok(Flow::Next);
    }
    dispatch(vm, frame, &place, &[])
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
    let names = frame.konst(frame.extra(1) as u32 as usize).exact::<TupleObj>().map_or(&[][..], TupleObj::items);
    let place = if ins.f() & METHOD != 0 {
        method_place(frame, ins, 3)
    } else {
        Place { callable: ins.a(), first: ins.a() + 1, count: ins.c() as usize, dst: ins.b(), skip: 3 }
    };
    dispatch(vm, frame, &place, names)
}

/// Calls whatever is in the callable's register; the last `names.len()` arguments are keyword arguments.
fn dispatch(vm: &Vm, frame: &Frame, place: &Place, names: &[Value]) -> PyResult<Flow> {
    let registers = |this| Given::registers(this, frame.r.wrapping_add(place.first as usize), place.count, names);
    let callable = frame.reg(place.callable);
    match callable.shape() {
        shape::FUNCTION => {
            let func = frame.take(place.callable);
            return push(vm, func, registers(Value::NULL), Ret::Store, place);
        }
        shape::METHOD => {
            if let Some(method) = callable.exact::<MethodObj>()
                && method.function.shape() == shape::FUNCTION
            {
                let (func, this) = (method.function.clone(), method.this.clone());
                drop(frame.take(place.callable));
                return push(vm, func, registers(this), Ret::Store, place);
            }
        }
        shape::BUILTIN => {
            let callable = callable.clone();
            let args = arguments(frame, place, names);
            if let Some(builtin) = callable.exact::<BuiltinObj>() {
                if builtin.this.is_null() && names.is_empty() {
                    return done(frame, place, fixed(vm, builtin, args.pos));
                }
                return done(frame, place, call_builtin(vm, builtin, &args));
            }
        }
        shape::METHOD_DESCRIPTOR => {
            let callable = callable.clone();
            if let Some(method) = callable.exact::<MethodDescrObj>() {
                return done(frame, place, call_descriptor(vm, method, &arguments(frame, place, names)));
            }
        }
        _ => {}
    }
    let args = arguments(frame, place, names);
    let callable = callable.clone();
    if let Some(method) = callable.exact::<MethodObj>() {
        return done(frame, place, vm.call_with_self(&method.function, &method.this, &args));
    }
    if let Some(class) = callable.downcast::<TypeObj>()
        && let Some((init, instance)) = instantiate(vm, &callable, class, args.is_empty())
    {
        if init.is_null() {
            return done(frame, place, Ok(instance));
        }
        push(vm, init, registers(instance.clone()), Ret::Init, place)?;
        // SAFETY: the frame has just been pushed.
        unsafe { Frame::set_instance(vm.stack.top.get(), instance) };
        drop(frame.take(place.callable));
        return Ok(Flow::Reload);
    }
    // `__call__` in Python runs in a frame of its own.
    if let Some(method) = python_call(vm, &callable) {
        drop(frame.take(place.callable));
        return push(vm, method, registers(callable), Ret::Store, place);
    }
    done(frame, place, vm.call_args(&callable, &args))
}

/// The arguments of a call as they lie in the registers.
fn arguments<'a>(frame: &'a Frame, place: &Place, names: &'a [Value]) -> Args<'a> {
    let (pos, kw) = frame.block(place.first, place.count).split_at(place.count - names.len());
    Args { pos, kw, names }
}

/// Pushes the frame of a Python function whose arguments are registers of the caller, which become dead.
#[inline]
fn push(vm: &Vm, func: Value, given: Given, ret: Ret, place: &Place) -> PyResult<Flow> {
    // SAFETY: the caller has seen the function's shape; `given` is made of the operands of the running call.
    unsafe {
        let function: *const FuncObj = (*func.header_ptr()).exact();
        call::push_given::<true>(vm, func, &*function, given, ret, place.dst, place.skip)?;
    }
    Ok(Flow::Reload)
}

/// The Python function that is the `__call__` of an instance's class.
fn python_call(vm: &Vm, callable: &Value) -> Option<Value> {
    let ty = vm.type_of(callable);
    if ty.slots().call.is_none_or(|f| f as usize != py::call_slot as *const () as usize) {
        return None;
    }
    ty.lookup(vm, &vm.names().__call__).filter(|method| method.shape() == shape::FUNCTION)
}

/// Calls an unbound method of a builtin type.
fn call_descriptor(vm: &Vm, method: &MethodDescrObj, args: &Args) -> PyResult {
    if let Some(this) = args.pos.first()
        && args.names.is_empty()
        && (std::ptr::eq(vm.type_of(this), method.owner_struct) || vm.type_of(this).is_subtype(&method.owner))
    {
        return match (method.def.function, args.pos) {
            (NativeFn::F1(f), [a]) => f(vm, a),
            (NativeFn::F2(f), [a, b]) => f(vm, a, b),
            (NativeFn::F3(f), [a, b, c]) => f(vm, a, b, c),
            _ => call_native(vm, method.def, args, Called::Method),
        };
    }
    crate::protocol::call::call_method_descr(vm, method, args)
}

#[inline]
fn fixed(vm: &Vm, builtin: &BuiltinObj, pos: &[Value]) -> PyResult {
    match (builtin.def.function, pos) {
        (NativeFn::F0(f), []) => f(vm),
        (NativeFn::F1(f), [a]) => f(vm, a),
        (NativeFn::F2(f), [a, b]) => f(vm, a, b),
        (NativeFn::F3(f), [a, b, c]) => f(vm, a, b, c),
        (NativeFn::FN(_) | NativeFn::FV(_), _) => {
            call_native(vm, builtin.def, &Args::positional(pos), Called::Function)
        }
        _ => crate::protocol::call::call_module_function(vm, builtin, &Args::positional(pos)),
    }
}

/// If this is a plain Python class whose `__init__` is a Python function: that function, and a new instance. NULL for the
/// function: that of `object`, if `objects` says that it will do (it takes no arguments; no instance is made in vain, as its
/// `__del__` would be seen).
fn instantiate(vm: &Vm, callable: &Value, class: &TypeObj, objects: bool) -> Option<(Value, Value)> {
    let meta = vm.type_of(callable);
    if !std::ptr::eq(meta, &**vm.types().type_)
        && meta.slots().call.map(|f| f as usize) != vm.types().type_.slots().call.map(|f| f as usize)
    {
        return None;
    }
    if class.has_flag(TypeFlags::ABSTRACT) {
        return None;
    }
    let init = match class.plain_init() {
        Some(init) => init,
        None => {
            let init = plain_init(vm, class)?;
            class.set_plain_init(&init);
            init
        }
    };
    if init.is_null() && !objects {
        return None;
    }
    Some((init, new_instance(vm, callable)))
}

/// A new instance of a Python class that consists of attribute words.
pub(crate) fn new_instance(vm: &Vm, class: &Value) -> Value {
    // SAFETY: the caller has seen that it is such a class.
    let class = unsafe { class.as_obj_unchecked::<TypeObj>() };
    vm.alloc(class, PlainObj).into_value()
}

/// The `__init__` of a Python class without anything special about making instances, if it is a Python function; NULL if
/// it is that of `object`.
fn plain_init(vm: &Vm, class: &TypeObj) -> Option<Value> {
    let object = &vm.types().object;
    if !class.has_flag(TypeFlags::HEAP_TYPE)
        || class.slots().new.map(|f| f as usize) != object.slots().new.map(|f| f as usize)
        || !std::ptr::eq(class.layout, object.layout)
    {
        return None;
    }
    let init = class.slots().init? as usize;
    if init == crate::types::object::object_init as *const () as usize {
        return Some(Value::NULL);
    }
    if init != py::init as *const () as usize {
        return None;
    }
    let init = class.lookup(vm, &vm.names().__init__)?;
    if init.exact::<FuncObj>()?.code.borrow().is_generator_like() {
        return None;
    }
    Some(init)
}

pub(crate) fn call_ex(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let place =
        Place { callable: ins.a(), first: ins.a() + 1, count: if ins.c() == 1 { 1 } else { 2 }, dst: ins.b(), skip: 1 };
    let positional = match frame.reg(ins.a() + 1) {
        tuple if tuple.shape() == shape::TUPLE => frame.take(ins.a() + 1),
        other => {
            let other = other.clone();
            if !vm.is_iterable(&other) {
                let name = vm.type_of(&other).name_str();
                let callable = super::build::callable_name(vm, &frame.reg(ins.a()).clone())?;
                let message = format!("{callable} argument after * must be an iterable, not {name}");
                return Err(exc::type_error(vm, &message));
            }
            let tuple = vm.tuple(vm.collect_for_tuple(&other)?);
            // The register is dead from here on, and a frame's end looks at live ones only (S2).
            drop(frame.take(ins.a() + 1));
            tuple
        }
    };
    let keywords = if ins.c() == 1 { Value::NULL } else { frame.take(ins.a() + 2) };
    let callable = frame.take(ins.a());
    let pos: &[Value] = positional.exact::<TupleObj>().map_or(&[], TupleObj::items);
    let dict = keywords.downcast::<DictObj>().filter(|dict| !dict.is_empty());
    let function = callable.exact::<FuncObj>();
    if let Some(function) = function
        && (dict.is_none() || dict.is_some_and(|d| becomes_kwargs(&keywords, d, function)))
    {
        let dict = if dict.is_none() { Value::NULL } else { keywords.clone() };
        drop(keywords);
        let given = Given::shared(&positional, dict);
        // SAFETY: the function's struct; the arguments are copied.
        unsafe { call::push_given::<false>(vm, callable.clone(), function, given, Ret::Store, place.dst, place.skip)? };
        return Ok(Flow::Reload);
    }
    let (mut names, mut values) = (Vec::new(), Vec::new());
    if let Some(dict) = dict {
        let table = dict.table.borrow();
        names.reserve_exact(table.len());
        values.reserve_exact(table.len());
        for entry in table.entries() {
            names.push(entry.key.clone());
            values.push(entry.value.clone());
        }
    }
    if names.iter().any(|n| n.downcast::<StrObj>().is_none())
        && !crate::protocol::names_left::leaves_names(vm, &callable)
    {
        return Err(exc::type_error(vm, "keywords must be strings"));
    }
    let args = Args { pos, kw: &values, names: &names };
    if let Some(function) = function {
        call::push_call(vm, &callable, function, &args, Ret::Store, place.dst, place.skip)?;
        return Ok(Flow::Reload);
    }
    if let Some(method) = callable.exact::<MethodObj>()
        && let Some(function) = method.function.exact::<FuncObj>()
    {
        let this = Some(&method.this);
        call::push_call_self(vm, &method.function, function, this, &args, Ret::Store, place.dst, place.skip)?;
        return Ok(Flow::Reload);
    }
    if let Some(class) = callable.downcast::<TypeObj>()
        && let Some((init, instance)) = instantiate(vm, &callable, class, false)
        && let Some(function) = init.exact::<FuncObj>()
    {
        call::push_call_self(vm, &init, function, Some(&instance), &args, Ret::Init, place.dst, place.skip)?;
        // SAFETY: the frame has just been pushed.
        unsafe { Frame::set_instance(vm.stack.top.get(), instance) };
        return Ok(Flow::Reload);
    }
    if let Some(method) = python_call(vm, &callable)
        && let Some(function) = method.exact::<FuncObj>()
    {
        let this = Some(&callable);
        call::push_call_self(vm, &method, function, this, &args, Ret::Store, place.dst, place.skip)?;
        return Ok(Flow::Reload);
    }
    done(frame, &place, vm.call_args(&callable, &args))
}

/// Whether a function's `**kwargs` can be the dict of keyword arguments itself: it takes all of them, and nobody else
/// has the dict.
fn becomes_kwargs(value: &Value, dict: &DictObj, function: &FuncObj) -> bool {
    value.shape() == shape::DICT
        && value.header().is_some_and(|header| header.refcount() == 1)
        && dict.has_only_str_keys()
        && bind::takes_any_keyword(&function.code.borrow())
}
