//! Attributes whose inline cache is valid (see `attr_cache` and `ops::attrs` for what the cache words hold).
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{A_TEMP, B_TEMP};

use super::{SLOW, kill, operand_b, release, store};
use crate::heap::Header;
use crate::interp::attr_cache::{self, ATTR_WORDS, FIRST_ENTRY, Kind, Use};
use crate::interp::ins::InPlace as Ins;
use crate::interp::stack::Frame;
use crate::module::ModuleObj;
use crate::shape::fixed;
use crate::types::dict::DictObj;
use crate::types::staticmethod::WrappedMethodObj;
use crate::types::str_::Name;
use crate::types::type_::TypeObj;
use crate::value::Value;
use crate::vm::Vm;

/// The payload of one of the instruction's two entries, if it is for this object and that of a plain place or method.
#[inline(always)]
unsafe fn plain_payload<const ENTRY: usize>(pc: *const u64, header: &Header) -> Option<u64> {
    // SAFETY: V1; the instruction has cache words. Shapes of objects are never 0.
    unsafe {
        let cache = *pc.add(ENTRY);
        if cache as u32 == header.shape() && (cache >> 32) as u32 == header.ty().version.get() {
            Some(*pc.add(ENTRY + 1))
        } else {
            None
        }
    }
}

/// LoadAttr of an inline attribute.
#[inline(always)]
pub(in crate::interp) unsafe fn load<const ENTRY: usize>(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; a valid entry holds the offset of an attribute.
    unsafe {
        let this = &*r.add(ins.b() as usize);
        if !this.is_ptr() {
            return SLOW;
        }
        let header = &*this.header_ptr();
        let Some(offset) = plain_payload::<ENTRY>(pc, header) else { return SLOW };
        let place = std::ptr::from_ref(header).byte_add(offset as usize).cast::<Value>();
        let value = std::mem::ManuallyDrop::new(std::ptr::read(place));
        if value.is_ptr() {
            let count = &*value.header_ptr();
            count.set_refcount(count.refcount().wrapping_add(1));
        } else if value.is_null() {
            return SLOW;
        }
        if ins.has(B_TEMP) {
            kill(fp, pc, r, ins.b());
        }
        store(fp, pc, r, ins.a(), std::mem::ManuallyDrop::into_inner(value));
        pc.add(ATTR_WORDS)
    }
}

/// LoadAttr of an attribute of a class object.
#[inline(always)]
pub(in crate::interp) unsafe fn load_class(fp: *mut Frame, pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: as in `load`; the shape is that of classes whose class is `type`; a valid entry's value is alive.
    unsafe {
        let this = &*r.add(ins.b() as usize);
        let cache = *pc.add(FIRST_ENTRY);
        if cache as u32 != attr_cache::CLASS || this.shape() != fixed::TYPE {
            return SLOW;
        }
        if (*this.header_ptr()).exact::<TypeObj>().version.get() != (cache >> 32) as u32 {
            return SLOW;
        }
        let value = borrowed(*pc.add(FIRST_ENTRY + 1));
        if ins.has(B_TEMP) {
            kill(fp, pc, r, ins.b());
        }
        store(fp, pc, r, ins.a(), value);
        pc.add(ATTR_WORDS)
    }
}

/// A value that a valid cache entry borrows.
#[inline(always)]
unsafe fn borrowed(payload: u64) -> Value {
    // SAFETY: the entry's guard has been compared: whoever owns the value still does.
    let value = std::mem::ManuallyDrop::new(unsafe { std::mem::transmute::<u64, Value>(payload) });
    Value::clone(&value)
}

/// A class attribute, an attribute of a class object or of a module, as the cache words say; NULL: they say nothing for
/// this object. For a class method it is the wrapper.
#[inline(always)]
unsafe fn constant(pc: *const u64, header: &Header) -> Value {
    // SAFETY: V1; the instruction has cache words; the shape says which struct it is; a valid entry's value is alive.
    unsafe {
        let (cache, payload) = (*pc.add(FIRST_ENTRY), *pc.add(FIRST_ENTRY + 1));
        let (word, version) = (cache as u32, (cache >> 32) as u32);
        let valid = match header.shape() {
            fixed::TYPE if word == attr_cache::CLASS || word == attr_cache::CLASS_METHOD => {
                header.exact::<TypeObj>().version.get() == version
            }
            fixed::MODULE => {
                if word != attr_cache::MODULE {
                    return Value::NULL;
                }
                let dict = header.exact::<ModuleObj>().dict.borrow();
                if dict.shape() != fixed::DICT {
                    return Value::NULL;
                }
                let namespace = (*dict.header_ptr()).exact::<DictObj>();
                if namespace.current_guard() == version {
                    return namespace.value_at(payload as usize);
                }
                false
            }
            shape => word == Kind::Constant.word(shape) && version == header.ty().version.get(),
        };
        if valid { borrowed(payload) } else { Value::NULL }
    }
}

/// LoadAttr of a class attribute, or of an attribute that the table of all instructions knows.
#[inline(always)]
pub(in crate::interp) unsafe fn load_other(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    name: *const Value,
    ins: Ins,
) -> *const u64 {
    // SAFETY: as in `load`; names are interned strings.
    unsafe {
        let this = &*r.add(ins.b() as usize);
        if !this.is_ptr() {
            return SLOW;
        }
        let header = &*this.header_ptr();
        let mut value = constant(pc, header);
        if value.is_null() {
            let (shape, version) = (header.shape(), header.ty().version.get());
            let Some(entry) = vm.interp().attr_cache.probe(shape, version, &*name.cast::<Name>(), Use::Load) else {
                return SLOW;
            };
            if entry.word == Kind::Plain.word(shape) {
                value = (*std::ptr::from_ref(header).byte_add(entry.payload as usize).cast::<Value>()).clone();
                if value.is_null() {
                    return SLOW;
                }
            } else if entry.word == Kind::Constant.word(shape) {
                value = borrowed(entry.payload);
            } else {
                return SLOW;
            }
        }
        if ins.has(B_TEMP) {
            kill(fp, pc, r, ins.b());
        }
        store(fp, pc, r, ins.a(), value);
        pc.add(ATTR_WORDS)
    }
}

/// The getter of a property, or the native computed attribute, that the instruction's cache knows; null if it is another
/// kind of attribute.
#[inline(always)]
pub(in crate::interp) unsafe fn getter(pc: *const u64, r: *mut Value, ins: Ins) -> *mut Header {
    // SAFETY: as in `load`; a valid entry's value is alive.
    unsafe {
        let this = &*r.add(ins.b() as usize);
        if !this.is_ptr() {
            return std::ptr::null_mut();
        }
        let header = &*this.header_ptr();
        let cache = *pc.add(FIRST_ENTRY);
        let valid =
            cache as u32 == Kind::Other.word(header.shape()) && (cache >> 32) as u32 == header.ty().version.get();
        if !valid {
            return std::ptr::null_mut();
        }
        std::mem::ManuallyDrop::new(std::mem::transmute::<u64, Value>(*pc.add(FIRST_ENTRY + 1))).header_ptr()
    }
}

/// LoadMethod of a function in the type.
#[inline(always)]
pub(in crate::interp) unsafe fn load_method<const ENTRY: usize>(pc: *const u64, r: *mut Value, ins: Ins) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; a valid cache holds a function that the type keeps alive.
    unsafe {
        let this = &*r.add(ins.b() as usize);
        if !this.is_ptr() {
            return SLOW;
        }
        let Some(function) = plain_payload::<ENTRY>(pc, &*this.header_ptr()) else { return SLOW };
        put_method(r, ins, function);
        pc.add(ATTR_WORDS)
    }
}

/// The result of LoadMethod: a function that an entry borrows, and the receiver. Both registers are temporaries that were
/// dead (the first one may have held the receiver), so that there is nothing to drop.
#[inline(always)]
pub(in crate::interp) unsafe fn put_method(r: *mut Value, ins: Ins, function: u64) {
    // SAFETY: S1; the caller has a valid entry for the receiver.
    unsafe {
        let this = operand_b(r, ins);
        let place = r.add(ins.a() as usize);
        debug_assert!(!(*place).is_ptr() && !(*place.add(1)).is_ptr());
        place.write(borrowed(function));
        place.add(1).write(this);
    }
}

/// LoadMethod of a callable attribute, of a function of a class or module, of a class method of a class, or of a function
/// that the table of all instructions knows.
#[inline(always)]
pub(in crate::interp) unsafe fn load_method_other(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    name: *const Value,
    ins: Ins,
) -> *const u64 {
    // SAFETY: as in `load_method` and `load_other`.
    unsafe {
        let this = &*r.add(ins.b() as usize);
        if !this.is_ptr() {
            return SLOW;
        }
        let header = &*this.header_ptr();
        let mut bound = false;
        let mut function = constant(pc, header);
        if function.is_null() {
            let (shape, version) = (header.shape(), header.ty().version.get());
            let cache = *pc.add(FIRST_ENTRY);
            let (word, payload) = if cache as u32 == Kind::Other.word(shape) && (cache >> 32) as u32 == version {
                (cache as u32, *pc.add(FIRST_ENTRY + 1))
            } else {
                let known = vm.interp().attr_cache.probe(shape, version, &*name.cast::<Name>(), Use::Method);
                let Some(entry) = known else { return SLOW };
                (entry.word, entry.payload)
            };
            if word == Kind::Plain.word(shape) {
                function = borrowed(payload);
                bound = true;
            } else if word == Kind::Other.word(shape) {
                function = (*std::ptr::from_ref(header).byte_add(payload as usize).cast::<Value>()).clone();
                if function.is_null() {
                    return SLOW;
                }
            } else {
                return SLOW;
            }
        } else if *pc.add(FIRST_ENTRY) as u32 == attr_cache::CLASS_METHOD {
            // The class keeps the wrapper, and nothing runs here.
            let wrapper = (*function.header_ptr()).exact::<WrappedMethodObj>();
            let wrapped = wrapper.callable.borrow().clone();
            release(fp, pc, std::mem::replace(&mut function, wrapped));
            if function.shape() != fixed::FUNCTION {
                release(fp, pc, function);
                return SLOW;
            }
            bound = true;
        }
        if bound {
            let this = operand_b(r, ins);
            store(fp, pc, r, ins.a(), function);
            store(fp, pc, r, ins.a() + 1, this);
        } else {
            if ins.has(B_TEMP) {
                kill(fp, pc, r, ins.b());
            }
            store(fp, pc, r, ins.a(), function);
            store(fp, pc, r, ins.a() + 1, Value::NULL);
        }
        pc.add(ATTR_WORDS)
    }
}

/// StoreAttr into an inline attribute, new or not.
#[inline(always)]
pub(in crate::interp) unsafe fn store_attr<const ENTRY: usize>(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
) -> *const u64 {
    // SAFETY: S1; the verifier has checked the operands; a valid cache holds the offset of an attribute.
    unsafe {
        let this = &*r.add(ins.a() as usize);
        if !this.is_ptr() {
            return SLOW;
        }
        let header = &*this.header_ptr();
        let Some(payload) = plain_payload::<ENTRY>(pc, header) else { return SLOW };
        store_at(fp, pc, r, ins, header, payload)
    }
}

/// [`store_attr`] of an attribute that the table of all instructions knows.
#[inline(always)]
pub(in crate::interp) unsafe fn store_attr_other(
    vm: &Vm,
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    name: *const Value,
    ins: Ins,
) -> *const u64 {
    // SAFETY: as in `store_attr`; names are interned strings.
    unsafe {
        let this = &*r.add(ins.a() as usize);
        if !this.is_ptr() {
            return SLOW;
        }
        let header = &*this.header_ptr();
        let (shape, version) = (header.shape(), header.ty().version.get());
        match vm.interp().attr_cache.probe(shape, version, &*name.cast::<Name>(), Use::Store) {
            Some(entry) => store_at(fp, pc, r, ins, header, entry.payload),
            None => SLOW,
        }
    }
}

/// Stores at the offset of a cache entry, in the shape that the object has afterwards.
#[inline(always)]
unsafe fn store_at(
    fp: *mut Frame,
    pc: *const u64,
    r: *mut Value,
    ins: Ins,
    header: &Header,
    packed: u64,
) -> *const u64 {
    // SAFETY: the caller has a valid entry for the object; S1.
    unsafe {
        let offset = packed as u32 as usize;
        let value = operand_b(r, ins);
        header.set_shape((packed >> 32) as u32);
        let place = std::ptr::from_ref(header).byte_add(offset).cast::<Value>().cast_mut();
        let old = std::ptr::replace(place, value);
        release(fp, pc, old);
        if ins.has(A_TEMP) {
            kill(fp, pc, r, ins.a());
        }
        pc.add(ATTR_WORDS)
    }
}
