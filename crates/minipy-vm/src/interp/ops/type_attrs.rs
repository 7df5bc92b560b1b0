//! Attributes that are looked for in a type: `super().name`, and the special methods of `with`.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{METHOD, SpecialMethod};

use crate::exc;
use crate::interp::attr_cache::{Use, borrowed};
use crate::interp::ins::Ins;
use crate::interp::stack::Frame;
use crate::native::PyResult;
use crate::types::str_::Name;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn load_super_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    if known_super(vm, frame, ins) {
        return Ok(());
    }
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
                let payload = found.bits() as u64;
                vm.interp().attr_cache.put(class.guard(), ty.guard(), &name, Use::Super, 0, payload);
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

/// LoadSuperAttr of a method that the table of all instructions knows. False: it must be looked up.
fn known_super(vm: &Vm, frame: &Frame, ins: Ins) -> bool {
    let b = ins.b();
    if ins.f() & METHOD == 0 || !frame.reg(b).is(vm.types().super_.value()) {
        return false;
    }
    let Some(class) = frame.reg(b + 1).downcast::<TypeObj>() else { return false };
    // An entry says that the object's type is a subclass of the class, which has a method of that name further on.
    let (class, ty) = (class.version.get(), vm.type_of(frame.reg(b + 2)).version.get());
    let Some((_, payload)) = vm.interp().attr_cache.get(class, ty, frame.name(ins.c() as usize), Use::Super) else {
        return false;
    };
    // SAFETY: the object's class is unchanged since the function was found in a namespace of its MRO.
    let function = unsafe { borrowed(payload) };
    let this = frame.take(b + 2);
    drop((frame.take(b), frame.take(b + 1)));
    frame.set(ins.a(), function);
    frame.set(ins.a() + 1, this);
    true
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
    let shared = &vm.interp().attr_cache;
    if let Some((_, payload)) = shared.get(1, ty.version.get(), name, Use::Special) {
        // SAFETY: the type is unchanged since the function was found in a namespace of its MRO.
        frame.set(ins.a(), unsafe { borrowed(payload) });
        frame.set(ins.a() + 1, this);
        return Ok(());
    }
    let Some(function) = ty.lookup(vm, name) else { return Err(no_special(vm, &this, which)) };
    if vm.type_of(&function).has_flag(TypeFlags::METHOD_LIKE) {
        shared.put(1, ty.guard(), name, Use::Special, 0, function.bits() as u64);
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
    let name = crate::types::type_::methods::message_name(vm, ty);
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
