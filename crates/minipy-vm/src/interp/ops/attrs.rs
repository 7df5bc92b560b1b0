//! Attributes, with their inline caches.
//!
//! An entry's first word holds the shape word and the type version (see `attr_cache`), its second word the
//! payload: the byte offset of an inline attribute (LoadAttr), of an attribute with the shape after the store
//! (StoreAttr), a function borrowed from the type (LoadMethod), a getter or another class attribute.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use super::attr_hooks;
use crate::exc;
use crate::interp::attr_cache::{self, ATTR_WORDS, FIRST_ENTRY, Kind, SECOND_ENTRY, Use, borrowed};
use crate::interp::call;
use crate::interp::ins::Ins;
use crate::interp::profile;
use crate::interp::run::Flow;
use crate::interp::stack::{Frame, Ret};
use crate::module::ModuleObj;
use crate::native::{Args, PyResult};
use crate::protocol::attr;
use crate::slots::DictOfFn;
use crate::types::builtin_fn::computed;
use crate::types::dict::DictObj;
use crate::types::function::FuncObj;
use crate::types::property::PropertyObj;
use crate::types::staticmethod::WrappedMethodObj;
use crate::types::str_::Name;
use crate::types::type_::{TypeFlags, TypeObj};
use crate::value::Value;
use crate::vm::Vm;

/// Writes the first entry of the current instruction. A plain one for another shape that was there becomes the second.
fn write_words(frame: &Frame, word: u32, version: u32, payload: u64) {
    // SAFETY: the instruction has the words of two entries; code is rewritten under the interpreter lock only.
    unsafe {
        let (first, second) = (frame.pc.add(FIRST_ENTRY).cast_mut(), frame.pc.add(SECOND_ENTRY).cast_mut());
        if attr_cache::is_plain(*first as u32) && *first as u32 != word {
            second.write(*first);
            second.add(1).write(*first.add(1));
        }
        first.write(u64::from(word) | u64::from(version) << 32);
        first.add(1).write(payload);
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
        return Some((header.shape(), ty.guard(), member.offset()?));
    }
    let slot = vm.interp().shapes.slot(header.shape(), name)?;
    Some((header.shape(), ty.guard(), ty.attrs_offset() + slot as usize * size_of::<Value>()))
}

/// An attribute as a cache entry gives it: read, or its getter called in a frame of its own. `None`: it must be looked up.
///
/// # Safety
/// The entry is valid for `this`, whose header this is.
unsafe fn cached_attr(vm: &Vm, frame: &Frame, ins: Ins, kind: Kind, payload: u64) -> PyResult<Option<Flow>> {
    let this = frame.reg(ins.b());
    // SAFETY: a valid entry's offset is that of an inline attribute, its values are alive.
    let value = unsafe {
        match kind {
            Kind::Plain => {
                let Some(header) = this.header() else { return Ok(None) };
                (*std::ptr::from_ref(header).byte_add(payload as usize).cast::<Value>()).clone()
            }
            Kind::Other => {
                let getter = borrowed(payload);
                if let Some((def, _)) = getter.header().and_then(computed) {
                    // It was found in the type of objects like this one, so that it is for them.
                    let value = (def.get)(vm, &this.clone())?;
                    ins.consume(frame);
                    frame.set(ins.a(), value);
                    return Ok(Some(Flow::Next));
                }
                let Some(function) = getter.exact::<FuncObj>() else { return Ok(None) };
                // What the getter returns is the instruction's result.
                call::push_call_self(
                    vm,
                    &getter,
                    function,
                    Some(this),
                    &Args::EMPTY,
                    Ret::Store,
                    ins.a(),
                    ATTR_WORDS as i16,
                )?;
                ins.consume(frame);
                return Ok(Some(Flow::Reload));
            }
            Kind::Constant => borrowed(payload),
            Kind::Static => unwrapped(vm, borrowed(payload)),
        }
    };
    if value.is_null() {
        return Ok(None);
    }
    ins.consume(frame);
    frame.set(ins.a(), value);
    Ok(Some(Flow::Next))
}

/// What a cached class attribute gives: itself, or what the static method wraps. (The wrapper is cached, since calling its
/// `__init__` once more changes what it wraps.)
fn unwrapped(vm: &Vm, value: Value) -> Value {
    match exact_static(vm, &value) {
        Some(wrapped) => wrapped.callable.get(),
        None => value,
    }
}

/// The struct, if this is exactly a static method.
fn exact_static<'a>(vm: &Vm, value: &'a Value) -> Option<&'a WrappedMethodObj> {
    let header = value.header()?;
    if header.ty().is(&vm.types().staticmethod) { header.downcast() } else { None }
}

/// The attribute of a class object or module that the instruction's cache knows, and the receiver if it is a function
/// that must get one.
fn cached_in_namespace(vm: &Vm, frame: &Frame, this: &Value) -> Option<(Value, Value)> {
    let (cache, payload) = (frame.extra(FIRST_ENTRY), frame.extra(FIRST_ENTRY + 1));
    let (word, version) = (cache as u32, (cache >> 32) as u32);
    if word >= attr_cache::CLASS_METHOD {
        let class = this.exact::<TypeObj>()?;
        if class.version.get() != version {
            return None;
        }
        // SAFETY: the class is unchanged since the value was found in a namespace of its MRO.
        let found = unsafe { borrowed(payload) };
        return match word {
            attr_cache::CLASS => Some((found, Value::NULL)),
            attr_cache::CLASS_STATIC => Some((unwrapped(vm, found).non_null()?, Value::NULL)),
            _ => {
                let function = exact_class_method(vm, &found)?.callable.get();
                function.exact::<FuncObj>()?;
                Some((function, this.clone()))
            }
        };
    }
    if word == attr_cache::MODULE {
        let module = this.exact::<ModuleObj>()?;
        let dict = module.dict.borrow();
        let namespace = dict.exact::<DictObj>()?;
        if namespace.current_guard() == version {
            return Some((namespace.value_at(payload as usize).non_null()?, Value::NULL));
        }
    }
    None
}

/// Looks an attribute of a class object or module up and fills the cache, if its kind allows that. The second value is
/// the receiver if it is a function that must get one.
fn find_in_namespace(vm: &Vm, frame: &Frame, this: &Value, name: &Name, used: Use) -> Option<(Value, Value)> {
    if let Some(module) = this.exact::<ModuleObj>() {
        let dict = module.dict.borrow();
        let namespace = dict.exact::<DictObj>()?;
        // The data descriptors of the type `module` come first; nothing else does.
        if vm.types().module.lookup(vm, name).is_some() {
            return None;
        }
        let position = namespace.position_of_name(vm, name)?;
        write_words(frame, attr_cache::MODULE, namespace.guard(), position as u64);
        return Some((namespace.value_at(position).non_null()?, Value::NULL));
    }
    // With the metaclass `type`, which never changes, only its own attributes come before those of the class.
    let class = this.exact::<TypeObj>()?;
    if vm.types().type_.lookup(vm, name).is_some() {
        return None;
    }
    let found = class.lookup(vm, name)?;
    let payload = found.bits() as u64;
    if exact_static(vm, &found).is_some() {
        write_words(frame, attr_cache::CLASS_STATIC, class.guard(), payload);
        return Some((unwrapped(vm, found).non_null()?, Value::NULL));
    }
    if let Some(wrapper) = exact_class_method(vm, &found) {
        let function = wrapper.callable.get();
        if used != Use::Method || function.exact::<FuncObj>().is_none() {
            return None;
        }
        write_words(frame, attr_cache::CLASS_METHOD, class.guard(), payload);
        return Some((function, this.clone()));
    }
    if found.exact::<FuncObj>().is_some() || vm.type_of(&found).slots().descr_get.is_none() {
        write_words(frame, attr_cache::CLASS, class.guard(), payload);
        return Some((found, Value::NULL));
    }
    None
}

/// The struct, if this is exactly a class method.
fn exact_class_method<'a>(vm: &Vm, value: &'a Value) -> Option<&'a WrappedMethodObj> {
    let header = value.header()?;
    if header.ty().is(&vm.types().classmethod) { header.downcast() } else { None }
}

pub(crate) fn load_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let cache = frame.extra(FIRST_ENTRY);
    if let Some(header) = frame.reg(ins.b()).header() {
        let mut entry =
            Kind::of(cache as u32, (cache >> 32) as u32, header).map(|kind| (kind, frame.extra(FIRST_ENTRY + 1)));
        if entry.is_none() {
            if let Some((value, receiver)) = cached_in_namespace(vm, frame, frame.reg(ins.b()))
                && receiver.is_null()
            {
                ins.consume(frame);
                frame.set(ins.a(), value);
                return Ok(Flow::Next);
            }
            let version = header.ty().version.get();
            let shared = &vm.interp().attr_cache;
            let name = frame.name(ins.c() as usize);
            if let Some((word, payload)) = shared.get(header.shape(), version, name, Use::Load) {
                profile::event("LoadAttr: another shape, from the shared table");
                write_words(frame, word, version, payload);
                entry = Kind::of(word, version, header).map(|kind| (kind, payload));
            }
        }
        if let Some((kind, payload)) = entry {
            // SAFETY: `Kind::of` has compared shape and version.
            if let Some(flow) = unsafe { cached_attr(vm, frame, ins, kind, payload)? } {
                return Ok(flow);
            }
        }
    }
    find_attr(vm, frame, ins)
}

fn find_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    profile::event("LoadAttr: looked up");
    let this = frame.reg(ins.b()).clone();
    let name = frame.name(ins.c() as usize).clone();
    let found = find_in_namespace(vm, frame, &this, &name, Use::Load);
    let value = match found {
        Some((value, _)) => value,
        None => {
            if let Some((shape, version, offset)) = inline_slot(vm, &this, &name) {
                remember(vm, frame, &name, Use::Load, (Kind::Plain, shape, version), offset as u64);
            } else if let Some(flow) = python_property(vm, frame, &this, &name)? {
                return Ok(flow);
            } else if let Some(value) = class_constant(vm, frame, &this, &name, Use::Load) {
                ins.consume(frame);
                frame.set(ins.a(), unwrapped(vm, value));
                return Ok(Flow::Next);
            }
            if let Some(flow) = python_getattr(vm, frame, ins, &this, &name, false)? {
                return Ok(flow);
            }
            if let Some(flow) = attr_hooks::load(vm, &this, &name)? {
                return Ok(flow);
            }
            vm.get_attr(&this, &name)?
        }
    };
    ins.consume(frame);
    frame.set(ins.a(), value);
    Ok(Flow::Next)
}

/// Fills the instruction's cache and the shared table.
fn remember(vm: &Vm, frame: &Frame, name: &Name, used: Use, (kind, shape, version): (Kind, u32, u32), payload: u64) {
    write_words(frame, kind.word(shape), version, payload);
    vm.interp().attr_cache.put(shape, version, name, used, kind.word(shape), payload);
}

/// A class attribute that an instance does not hide and that is no descriptor (or a static method): cached.
fn class_constant(vm: &Vm, frame: &Frame, this: &Value, name: &Name, used: Use) -> Option<Value> {
    let header = this.header()?;
    let ty = header.ty();
    if ty.slots().getattr.is_some_and(|_| !ty.has_flag(TypeFlags::HAS_GETATTR_HOOK))
        || ty.slots().dict_of.is_some()
        || (ty.has_flag(TypeFlags::HAS_DICT) && header.shape() == ty.dict_shape.get())
    {
        return None;
    }
    let found = ty.lookup(vm, name)?;
    let kind = if exact_static(vm, &found).is_some() { Kind::Static } else { Kind::Constant };
    if kind == Kind::Constant && vm.type_of(&found).slots().descr_get.is_some() {
        return None;
    }
    if attr::instance_get(vm, this, name).is_some() {
        return None;
    }
    remember(vm, frame, name, used, (kind, header.shape(), ty.guard()), found.bits() as u64);
    Some(found)
}

/// The attribute of an instance whose class has a `__getattr__` in Python (and no `__getattribute__`): what is there, or the
/// method called in a frame of its own. `None`: the class is not like that. `method_form`: for LoadMethod, which has a place
/// for the receiver.
fn python_getattr(
    vm: &Vm,
    frame: &Frame,
    ins: Ins,
    this: &Value,
    name: &Name,
    method_form: bool,
) -> PyResult<Option<Flow>> {
    let ty = vm.type_of(this);
    if !ty.has_flag(TypeFlags::HAS_GETATTR_HOOK) {
        return Ok(None);
    }
    let Some(hook) = ty.lookup(vm, &vm.names().__getattr__) else { return Ok(None) };
    let Some(function) = hook.exact::<FuncObj>() else { return Ok(None) };
    if function.code.borrow().is_generator_like() {
        return Ok(None);
    }
    match attr::generic_find(vm, this, name) {
        Ok(Some(value)) => {
            ins.consume(frame);
            frame.set(ins.a(), value);
            if method_form {
                frame.set(ins.a() + 1, Value::NULL);
            }
            return Ok(Some(Flow::Next));
        }
        Ok(None) => {}
        Err(raised) if exc::is_attribute_error(vm, &raised) => drop(vm.take_exception(raised)),
        Err(raised) => return Err(raised),
    }
    let args = [name.value().clone()];
    call::push_call_self(vm, &hook, function, Some(this), &Args::positional(&args), Ret::Complete, 0, 0)?;
    Ok(Some(Flow::Reload))
}

/// Calls the getter of a property in a frame of its own; remembers a native computed attribute.
fn python_property(vm: &Vm, frame: &Frame, this: &Value, name: &Name) -> PyResult<Option<Flow>> {
    let ty = vm.type_of(this);
    if ty.slots().getattr.is_some() {
        return Ok(None);
    }
    let Some(descr) = ty.lookup(vm, name) else { return Ok(None) };
    if let (Some((_, owner)), Some(header)) = (descr.header().and_then(computed), this.header())
        && ty.is_subtype(owner)
    {
        remember(vm, frame, name, Use::Load, (Kind::Other, header.shape(), ty.guard()), descr.bits() as u64);
        return Ok(None);
    }
    let Some(property) = descr.exact::<PropertyObj>() else { return Ok(None) };
    let getter = property.getter.get();
    let Some(function) = getter.exact::<FuncObj>() else { return Ok(None) };
    if function.code.borrow().is_generator_like() {
        return Ok(None);
    }
    if let Some(header) = this.header() {
        // A data descriptor comes before anything that the instance has, so shape and type version guard it.
        remember(vm, frame, name, Use::Load, (Kind::Other, header.shape(), ty.guard()), getter.bits() as u64);
    }
    call::push_call(vm, &getter, function, &Args::positional(std::slice::from_ref(this)), Ret::Complete, 0, 0)?;
    Ok(Some(Flow::Reload))
}

/// LoadMethod with what a cache entry gives. False: it must be looked up.
///
/// # Safety
/// The entry is valid for the object in `r[b]`.
unsafe fn cached_method(vm: &Vm, frame: &Frame, ins: Ins, kind: Kind, payload: u64) -> bool {
    let this = frame.reg(ins.b()).clone();
    // SAFETY: as in `cached_attr`.
    let (function, receiver) = unsafe {
        match kind {
            Kind::Plain => (borrowed(payload), this),
            Kind::Other => {
                let Some(header) = this.header() else { return false };
                let value = (*std::ptr::from_ref(header).byte_add(payload as usize).cast::<Value>()).clone();
                (value, Value::NULL)
            }
            Kind::Constant => (borrowed(payload), Value::NULL),
            Kind::Static => (unwrapped(vm, borrowed(payload)), Value::NULL),
        }
    };
    if function.is_null() {
        return false;
    }
    ins.consume(frame);
    frame.set(ins.a(), function);
    frame.set(ins.a() + 1, receiver);
    true
}

pub(crate) fn load_method(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let cache = frame.extra(FIRST_ENTRY);
    if let Some(header) = frame.reg(ins.b()).header() {
        if let Some(dict_of) = header.ty().slots().dict_of
            && native_method(vm, frame, ins, dict_of)
        {
            return Ok(Flow::Next);
        }
        let mut entry =
            Kind::of(cache as u32, (cache >> 32) as u32, header).map(|kind| (kind, frame.extra(FIRST_ENTRY + 1)));
        if entry.is_none() {
            if let Some((value, receiver)) = cached_in_namespace(vm, frame, frame.reg(ins.b())) {
                ins.consume(frame);
                frame.set(ins.a(), value);
                frame.set(ins.a() + 1, receiver);
                return Ok(Flow::Next);
            }
            let version = header.ty().version.get();
            let shared = &vm.interp().attr_cache;
            let name = frame.name(ins.c() as usize);
            if let Some((word, payload)) = shared.get(header.shape(), version, name, Use::Method) {
                profile::event("LoadMethod: another shape, from the shared table");
                write_words(frame, word, version, payload);
                entry = Kind::of(word, version, header).map(|kind| (kind, payload));
            }
        }
        // SAFETY: `Kind::of` has compared shape and version.
        if entry.is_some_and(|(kind, payload)| unsafe { cached_method(vm, frame, ins, kind, payload) }) {
            return Ok(Flow::Next);
        }
    }
    find_method(vm, frame, ins)
}

/// The shape under which [`native_method`]'s entries are kept; no object of such a type has it.
const NATIVE_DICT: u32 = 1;

/// LoadMethod of an object of native code that keeps its attributes in a dict of its own: no shape tells what is there,
/// but without any the method is the class's.
fn native_method(vm: &Vm, frame: &Frame, ins: Ins, dict_of: DictOfFn) -> bool {
    let this = frame.reg(ins.b());
    if dict_of(this).is_none_or(|dict| !dict.borrow().is_null()) {
        return false;
    }
    let (version, name) = (vm.type_of(this).version.get(), frame.name(ins.c() as usize));
    let Some((_, payload)) = vm.interp().attr_cache.get(NATIVE_DICT, version, name, Use::Method) else { return false };
    let this = this.clone();
    ins.consume(frame);
    // SAFETY: the type is unchanged since the function was found in a namespace of its MRO.
    frame.set(ins.a(), unsafe { borrowed(payload) });
    frame.set(ins.a() + 1, this);
    true
}

fn find_method(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
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
            let key = (Kind::Plain, header.shape(), ty.guard());
            remember(vm, frame, &name, Use::Method, key, function.bits() as u64);
        }
        let words = ty.has_flag(TypeFlags::HEAP_TYPE) || ty.has_flag(TypeFlags::HAS_MEMBERS);
        if ty.slots().dict_of.is_some() && !words {
            vm.interp().attr_cache.put(NATIVE_DICT, ty.guard(), &name, Use::Method, 0, function.bits() as u64);
        }
        ins.consume(frame);
        frame.set(ins.a(), function);
        frame.set(ins.a() + 1, this);
        return Ok(Flow::Next);
    }
    let (value, receiver) = match find_in_namespace(vm, frame, &this, &name, Use::Method) {
        Some(found) => found,
        None => {
            if let Some((shape, version, offset)) = inline_slot(vm, &this, &name) {
                remember(vm, frame, &name, Use::Method, (Kind::Other, shape, version), offset as u64);
            } else {
                class_constant(vm, frame, &this, &name, Use::Method);
            }
            // What these leave as a result goes into `a`, with no receiver (see `complete`).
            if let Some(flow) = python_getattr(vm, frame, ins, &this, &name, true)? {
                return Ok(flow);
            }
            if let Some(flow) = attr_hooks::load(vm, &this, &name)? {
                return Ok(flow);
            }
            (vm.get_attr(&this, &name)?, Value::NULL)
        }
    };
    ins.consume(frame);
    frame.set(ins.a(), value);
    frame.set(ins.a() + 1, receiver);
    Ok(Flow::Next)
}

pub(crate) fn store_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    if let Some(header) = frame.reg(ins.a()).header() {
        let version = header.ty().version.get();
        let name = frame.name(ins.c() as usize);
        if let Some((word, payload)) = vm.interp().attr_cache.get(header.shape(), version, name, Use::Store) {
            profile::event("StoreAttr: another shape, from the shared table");
            // The instruction runs once more, on its fast path.
            write_words(frame, word, version, payload);
            return Ok(Flow::Reload);
        }
    }
    let this = frame.reg(ins.a()).clone();
    let name = frame.name(ins.c() as usize).clone();
    let value = frame.reg(ins.b()).clone();
    let before = this.shape();
    if let Some(flow) = attr_hooks::store(vm, &this, &name, Some(&value))? {
        return Ok(flow);
    }
    vm.set_attr(&this, &name, &value)?;
    if let Some(header) = this.header() {
        let ty = header.ty();
        if ty.slots().setattr.is_none()
            && ty.has_flag(TypeFlags::HEAP_TYPE)
            && before != ty.dict_shape.get()
            && header.shape() != ty.dict_shape.get()
        {
            let key = (Kind::Plain, before, ty.guard());
            match ty.lookup(vm, &name) {
                Some(descr) if vm.type_of(&descr).slots().descr_set.is_some() => {
                    let member = descr.downcast::<crate::types::member::MemberObj>();
                    if let Some(offset) = member.and_then(|member| member.offset()) {
                        let payload = offset as u64 | u64::from(before) << 32;
                        remember(vm, frame, &name, Use::Store, key, payload);
                    }
                }
                _ => {
                    if let Some(slot) = vm.interp().shapes.slot(header.shape(), &name) {
                        let offset = ty.attrs_offset() + slot as usize * size_of::<Value>();
                        let payload = offset as u64 | u64::from(header.shape()) << 32;
                        remember(vm, frame, &name, Use::Store, key, payload);
                    }
                }
            }
        }
    }
    drop(value);
    ins.consume(frame);
    Ok(Flow::Next)
}

pub(crate) fn delete_attr(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let (this, name) = (frame.reg(ins.a()).clone(), frame.name(ins.c() as usize).clone());
    if let Some(flow) = attr_hooks::store(vm, &this, &name, None)? {
        return Ok(flow);
    }
    vm.del_attr(&this, &name)?;
    ins.consume(frame);
    Ok(Flow::Next)
}
