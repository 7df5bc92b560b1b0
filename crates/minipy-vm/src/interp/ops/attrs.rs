//! Attributes, with their inline caches.
//!
//! A cache holds (shape, type version) in its first word: it is valid for objects with that shape whose type still has
//! that version. The second word is the byte offset of an inline attribute (LoadAttr), of an attribute with the shape
//! after the store (StoreAttr), or a function borrowed from the type (LoadMethod), which the version keeps alive.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{METHOD, SpecialMethod};

use crate::exc;
use crate::interp::call;
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::stack::{Frame, Ret};
use crate::native::{Args, PyResult};
use crate::protocol::attr;
use crate::types::function::FuncObj;
use crate::types::property::PropertyObj;
use crate::types::str_::Name;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Offsets from here on are no inline attributes.
pub(crate) const NOT_A_SLOT: usize = 1 << 20;

fn write_cache(frame: &Frame, shape: u32, version: u32, payload: u64) {
    // SAFETY: the instruction has two cache words; code is rewritten under the interpreter lock only.
    unsafe {
        frame.pc.add(1).cast_mut().write(u64::from(shape) | u64::from(version) << 32);
        frame.pc.add(2).cast_mut().write(payload);
    }
}

/// The inline attribute of an instance that a plain lookup of the name would give, if there is one.
fn inline_slot(vm: &Vm, this: &Value, name: &Name) -> Option<(u32, u32, usize)> {
    let header = this.header()?;
    let ty = header.ty();
    if ty.slots().getattr.is_some_and(|_| !ty.has_flag(TypeFlags::HAS_GETATTR_HOOK)) {
        return None;
    }
    if !ty.has_flag(TypeFlags::HEAP_TYPE) || header.shape() == ty.dict_shape.get() {
        return None;
    }
    if let Some(descr) = ty.lookup(vm, name)
        && vm.type_of(&descr).slots().descr_set.is_some()
    {
        let member = descr.downcast::<crate::types::member::MemberObj>()?;
        return Some((header.shape(), ty.guard(), member.offset));
    }
    let slot = vm.interp().shapes.slot(header.shape(), name)?;
    Some((header.shape(), ty.guard(), ty.attrs_offset() + slot as usize * size_of::<Value>()))
}

/// LoadAttr whose cache holds the getter of a property: calls it in a frame of its own.
///
/// # Safety
/// The cache is valid for the object in `r[b]`, and its second word is no offset.
unsafe fn call_getter(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    // SAFETY: the type's version is unchanged, so the property and its function are alive; see `python_property`.
    let getter = std::mem::ManuallyDrop::new(unsafe { std::mem::transmute::<u64, Value>(frame.extra(2)) });
    let args = std::slice::from_ref(frame.reg(ins.b()));
    match getter.exact::<FuncObj>() {
        Some(function) => {
            call::push_call(vm, &getter, function, &Args::positional(args), Ret::Complete, 0, 0)?;
            Ok(Flow::Reload)
        }
        None => find_attr(vm, frame, ins),
    }
}

pub(crate) fn load_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    // SAFETY: the frame is at a LoadAttr, so its pc and extra words are valid.
    unsafe {
        if crate::interp::fast::attrs::cached(frame.pc, frame.reg(ins.b())).is_some()
            && frame.extra(2) as usize >= NOT_A_SLOT
        {
            return call_getter(vm, frame, ins);
        }
    }
    find_attr(vm, frame, ins)
}

fn find_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let this = frame.reg(ins.b()).clone();
    let name = frame.name(ins.c() as usize).clone();
    if let Some((shape, version, offset)) = inline_slot(vm, &this, &name) {
        write_cache(frame, shape, version, offset as u64);
    } else if let Some(flow) = python_property(vm, frame, &this, &name)? {
        return Ok(flow);
    }
    let value = vm.get_attr(&this, &name)?;
    ins.consume(frame);
    frame.set(ins.a(), value);
    Ok(Flow::Next)
}

/// Calls the getter of a property in a frame of its own.
fn python_property(vm: &Vm, frame: &Frame, this: &Value, name: &Name) -> PyResult<Option<Flow>> {
    let ty = vm.type_of(this);
    if ty.slots().getattr.is_some() {
        return Ok(None);
    }
    let Some(descr) = ty.lookup(vm, name) else { return Ok(None) };
    let Some(property) = descr.exact::<PropertyObj>() else { return Ok(None) };
    let getter = property.getter.get();
    let Some(function) = getter.exact::<FuncObj>() else { return Ok(None) };
    if function.code.borrow().is_generator_like() {
        return Ok(None);
    }
    if let Some(header) = this.header() {
        // A data descriptor comes before anything that the instance has, so shape and type version guard it.
        write_cache(frame, header.shape(), ty.guard(), getter.bits() as u64);
    }
    call::push_call(vm, &getter, function, &Args::positional(std::slice::from_ref(this)), Ret::Complete, 0, 0)?;
    Ok(Some(Flow::Reload))
}

pub(crate) fn load_method(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let this = frame.reg(ins.b()).clone();
    let name = frame.name(ins.c() as usize).clone();
    let ty = vm.type_of(&this);
    // `__getattr__` is only asked for what is not there.
    if ty.slots().getattr.is_none_or(|_| ty.has_flag(TypeFlags::HAS_GETATTR_HOOK))
        && let Some(function) = ty.lookup(vm, &name)
        && vm.type_of(&function).has_flag(TypeFlags::METHOD_LIKE)
        && attr::instance_get(vm, &this, &name).is_none()
    {
        // A shape that has no such attribute keeps having none; instances in dictionary mode are not cached.
        if let Some(header) = this.header()
            && (header.shape() != ty.dict_shape.get() || !ty.has_flag(TypeFlags::HAS_DICT))
            && ty.slots().dict_of.is_none()
        {
            write_cache(frame, header.shape(), ty.guard(), function.bits() as u64);
        }
        ins.consume(frame);
        frame.set(ins.a(), function);
        frame.set(ins.a() + 1, this);
        return Ok(());
    }
    let value = vm.get_attr(&this, &name)?;
    ins.consume(frame);
    frame.set(ins.a(), value);
    frame.set(ins.a() + 1, Value::NULL);
    Ok(())
}

pub(crate) fn store_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let this = frame.reg(ins.a()).clone();
    let name = frame.name(ins.c() as usize).clone();
    let value = frame.reg(ins.b()).clone();
    let before = this.shape();
    vm.set_attr(&this, &name, &value)?;
    if let Some(header) = this.header() {
        let ty = header.ty();
        if ty.slots().setattr.is_none()
            && ty.has_flag(TypeFlags::HEAP_TYPE)
            && before != ty.dict_shape.get()
            && header.shape() != ty.dict_shape.get()
        {
            match ty.lookup(vm, &name) {
                Some(descr) if vm.type_of(&descr).slots().descr_set.is_some() => {
                    if let Some(member) = descr.downcast::<crate::types::member::MemberObj>() {
                        write_cache(frame, before, ty.guard(), member.offset as u64 | u64::from(before) << 32);
                    }
                }
                _ => {
                    if let Some(slot) = vm.interp().shapes.slot(header.shape(), &name) {
                        let offset = ty.attrs_offset() + slot as usize * size_of::<Value>();
                        write_cache(frame, before, ty.guard(), offset as u64 | u64::from(header.shape()) << 32);
                    }
                }
            }
        }
    }
    drop(value);
    ins.consume(frame);
    Ok(Flow::Next)
}

pub(crate) fn delete_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    vm.del_attr(frame.reg(ins.a()), frame.name(ins.c() as usize))?;
    ins.consume(frame);
    Ok(())
}

pub(crate) fn load_super_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let callable = frame.reg(ins.b()).clone();
    let (class, this) = (frame.reg(ins.b() + 1).clone(), frame.reg(ins.b() + 2).clone());
    let name = frame.name(ins.c() as usize).clone();
    let method_form = ins.f() & METHOD != 0;
    let store = |function: Value, receiver: Value| {
        for i in 0..3 {
            drop(frame.take(ins.b() + i));
        }
        frame.set(ins.a(), function);
        if method_form {
            frame.set(ins.a() + 1, receiver);
        }
    };
    if callable.is(vm.types().super_.value())
        && let Some(class) = class.downcast::<TypeObj>()
        && vm.type_of(&this).is_subtype(class)
        && !crate::types::str_::value_is(name.value(), "__class__")
    {
        // What `super(class, this).name` finds: the classes after `class` in the MRO of the object's type.
        let ty = vm.type_of(&this).to_ref();
        let found = {
            let mro = ty.mro.borrow();
            mro.iter().skip_while(|t| !t.is_same(class)).skip(1).find_map(|t| t.dict.get_name(vm, &name))
        };
        if let Some(found) = found {
            if method_form && vm.type_of(&found).has_flag(TypeFlags::METHOD_LIKE) {
                store(found, this);
                return Ok(());
            }
            let value = match vm.type_of(&found).slots().descr_get {
                Some(get) => get(vm, &found, Some(&this), Some(ty.value()))?,
                None => found,
            };
            store(value, Value::NULL);
            return Ok(());
        }
    }
    let args = [class, this];
    let object = if ins.f() & 0x40 != 0 || !callable.is(vm.types().super_.value()) {
        vm.call(&callable, if ins.f() & 0x40 != 0 { &args } else { &[] })?
    } else {
        vm.call(&callable, &args)?
    };
    let value = vm.get_attr(&object, &name)?;
    store(value, Value::NULL);
    Ok(())
}

impl TypeObj {
    fn is_same(&self, other: &TypeObj) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(crate) fn load_special(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let this = frame.reg(ins.b()).clone();
    let names = vm.names();
    let which = SpecialMethod::from_u16(ins.c()).unwrap_or(SpecialMethod::Enter);
    let name = match which {
        SpecialMethod::Enter => &names.__enter__,
        SpecialMethod::Exit => &names.__exit__,
        SpecialMethod::AEnter => &names.__aenter__,
        SpecialMethod::AExit => &names.__aexit__,
    };
    let ty = vm.type_of(&this);
    let Some(function) = ty.lookup(vm, name) else { return Err(no_special(vm, &this, which)) };
    if vm.type_of(&function).has_flag(TypeFlags::METHOD_LIKE) {
        frame.set(ins.a(), function);
        frame.set(ins.a() + 1, this);
    } else {
        let bound = vm.bind_descriptor(function, &this)?;
        frame.set(ins.a(), bound);
        frame.set(ins.a() + 1, Value::NULL);
    }
    Ok(())
}

#[cold]
fn no_special(vm: &Vm, this: &Value, which: SpecialMethod) -> crate::native::Raised {
    let names = vm.names();
    let ty = vm.type_of(this);
    let name = ty.name_str();
    let has = |n: &Name| ty.lookup(vm, n).is_some();
    let (protocol, missing, other, keyword) = match which {
        SpecialMethod::Enter | SpecialMethod::Exit => {
            let missing = if which == SpecialMethod::Enter { "__enter__" } else { "__exit__" };
            let other = has(&names.__aenter__) && has(&names.__aexit__);
            ("context manager", missing, other, "async with")
        }
        SpecialMethod::AEnter | SpecialMethod::AExit => {
            let missing = if which == SpecialMethod::AEnter { "__aenter__" } else { "__aexit__" };
            let other = has(&names.__enter__) && has(&names.__exit__);
            ("asynchronous context manager", missing, other, "with")
        }
    };
    let hint = if other {
        let article = if keyword == "with" { "context manager" } else { "asynchronous context manager" };
        let _ = article;
        format!(
            " but it supports the {} protocol. Did you mean to use '{keyword}'?",
            if keyword == "with" { "context manager" } else { "asynchronous context manager" }
        )
    } else {
        String::new()
    };
    exc::type_error(
        vm,
        &format!("'{name}' object does not support the {protocol} protocol (missed {missing} method){hint}"),
    )
}
