//! The object header, typed handles, and downcasts.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Deref;

use super::layout::HeapObject;
use crate::types::type_::TypeObj;
use crate::value::Value;

/// Flag in the type word: weak references to the object exist.
pub(crate) const FLAG_WEAKREF: usize = 1;
/// Flag in the type word: `__del__` has run.
pub(crate) const FLAG_FINALIZED: usize = 2;
/// Flag in the type word: allocated outside the size-class blocks.
pub(crate) const FLAG_LARGE: usize = 4;
/// Flag in the type word: `__class__` was assigned, and the object has fewer words than instances of its class have.
pub(crate) const FLAG_MOVED: usize = 8;
/// Bits of the type word with the generation of an object that the collector looks at: 0 to 2, and 3 for frozen ones.
const GENERATION: usize = 0x30;
const GENERATION_SHIFT: u32 = 4;
/// Flag in the type word: the running collection has not reached the object yet.
pub(crate) const FLAG_COLLECTING: usize = 0x40;
/// Flags that destruction must look at; the generation is none of its business.
pub(crate) const FLAGS_OF_DESTRUCTION: usize =
    FLAG_WEAKREF | FLAG_FINALIZED | FLAG_LARGE | FLAG_MOVED | FLAG_COLLECTING;
/// Type objects are aligned so that their addresses leave these bits free.
pub(crate) const FLAG_MASK: usize = 0x7f;
/// The generation of frozen objects.
pub(crate) const FROZEN: usize = 3;

/// How many words for attributes an instance of a Python class has: between the header and the struct inside.
///
/// # Safety
/// `header` is a live object of the class `ty` (or becomes one).
#[inline(always)]
pub(crate) unsafe fn attribute_words(header: *const Header, ty: &TypeObj) -> usize {
    let words = (ty.payload_offset as usize - size_of::<Header>()) / size_of::<Value>();
    // SAFETY: the caller's promise.
    unsafe {
        if (*header).flags() & FLAG_MOVED == 0 {
            return words;
        }
        let size = super::block::allocated_size(header.cast_mut());
        words.min((size - size_of::<Header>()) / size_of::<Value>())
    }
}

/// The first 16 bytes of every heap object.
#[repr(C)]
pub struct Header {
    rc: Cell<u32>,
    shape: Cell<u32>,
    ty: Cell<*const TypeObj>,
}

impl Header {
    #[inline(always)]
    pub(crate) fn new(shape: u32, ty: *const TypeObj, flags: usize) -> Header {
        Header { rc: Cell::new(1), shape: Cell::new(shape), ty: Cell::new(ty.map_addr(|a| a | flags)) }
    }

    /// The number of references.
    #[inline(always)]
    pub fn refcount(&self) -> u32 {
        self.rc.get()
    }

    #[inline(always)]
    pub(crate) fn incref(&self) {
        self.rc.set(self.rc.get().wrapping_add(1));
    }

    #[inline(always)]
    pub(crate) fn set_refcount(&self, count: u32) {
        self.rc.set(count);
    }

    /// The shape: which type, and for instances which attributes in which slots.
    #[inline(always)]
    pub fn shape(&self) -> u32 {
        self.shape.get()
    }

    #[inline(always)]
    pub(crate) fn set_shape(&self, shape: u32) {
        self.shape.set(shape);
    }

    /// The object's type.
    #[inline(always)]
    pub fn ty(&self) -> &TypeObj {
        // SAFETY: H1; the type outlives its instances, which own a reference to it.
        unsafe { &*self.ty.get().map_addr(|a| a & !FLAG_MASK) }
    }

    #[inline(always)]
    pub(crate) fn flags(&self) -> usize {
        self.ty.get().addr() & FLAG_MASK
    }

    pub(crate) fn set_flag(&self, flag: usize) {
        self.ty.set(self.ty.get().map_addr(|a| a | flag));
    }

    pub(crate) fn clear_flag(&self, flag: usize) {
        self.ty.set(self.ty.get().map_addr(|a| a & !flag));
    }

    #[inline(always)]
    pub(crate) fn is_collecting(&self) -> bool {
        self.ty.get().addr() & FLAG_COLLECTING != 0
    }

    /// The generation of an object that the collector looks at.
    #[inline(always)]
    pub(crate) fn generation(&self) -> usize {
        (self.ty.get().addr() & GENERATION) >> GENERATION_SHIFT
    }

    /// Ends the object's part in a collection, and gives it this generation.
    #[inline(always)]
    pub(crate) fn survive(&self, generation: usize) {
        let keep = !(GENERATION | FLAG_COLLECTING);
        self.ty.set(self.ty.get().map_addr(|a| a & keep | generation << GENERATION_SHIFT));
    }

    pub(crate) fn set_type(&self, ty: *const TypeObj) {
        let flags = self.flags();
        self.ty.set(ty.map_addr(|a| a | flags));
    }

    /// The payload, if the object's layout is `T`'s (subclass instances included).
    #[inline(always)]
    pub fn downcast<T: HeapObject>(&self) -> Option<&T> {
        let ty = self.ty();
        if std::ptr::eq(ty.layout, T::LAYOUT) {
            // SAFETY: H1.
            Some(unsafe { &*self.payload_ptr(ty).cast::<T>() })
        } else {
            None
        }
    }

    /// The payload's address.
    #[inline(always)]
    pub(crate) fn payload_ptr(&self, ty: &TypeObj) -> *const u8 {
        std::ptr::from_ref(self).cast::<u8>().wrapping_add(ty.payload_offset as usize)
    }

    /// The payload of an exact builtin object.
    ///
    /// # Safety
    /// The object's type is exactly the builtin type whose layout is `T`'s (as its shape tells).
    #[inline(always)]
    pub(crate) unsafe fn exact<T: HeapObject>(&self) -> &T {
        debug_assert!(std::ptr::eq(self.ty().layout, T::LAYOUT));
        // SAFETY: exact builtin objects have their payload right after the header (H1).
        unsafe { &*std::ptr::from_ref(self).add(1).cast::<T>() }
    }
}

impl Value {
    /// The payload, if this is a heap object with layout `T` (subclass instances included).
    #[inline(always)]
    pub fn downcast<T: HeapObject>(&self) -> Option<&T> {
        self.header()?.downcast::<T>()
    }

    /// A borrowed typed handle.
    ///
    /// # Safety
    /// The value is a heap object with layout `T`.
    #[inline(always)]
    pub(crate) unsafe fn as_obj_unchecked<T: HeapObject>(&self) -> &Obj<T> {
        // SAFETY: the caller's promise; `Obj` is a transparent wrapper of a value.
        unsafe { &*std::ptr::from_ref(self).cast::<Obj<T>>() }
    }

    /// A typed handle, if this is a heap object with layout `T`.
    #[inline]
    pub fn cast<T: HeapObject>(&self) -> Option<Obj<T>> {
        self.downcast::<T>()?;
        Some(Obj(self.clone(), PhantomData))
    }

    /// Turns into a typed handle, or gives the value back.
    pub fn into_obj<T: HeapObject>(self) -> Result<Obj<T>, Value> {
        if self.downcast::<T>().is_some() { Ok(Obj(self, PhantomData)) } else { Err(self) }
    }

    /// The shape of a heap object; 0 for ints and immediates, which is no object's shape.
    #[inline(always)]
    pub fn shape(&self) -> u32 {
        match self.header() {
            Some(header) => header.shape(),
            None => 0,
        }
    }

    /// The payload, if the object's shape says that it is exactly the builtin type with the fixed shape `T::SHAPE`.
    #[inline(always)]
    pub fn exact<T: super::layout::FixedShape>(&self) -> Option<&T> {
        let header = self.header()?;
        if header.shape() == T::SHAPE {
            // SAFETY: fixed shapes belong to exactly one builtin type, whose layout is `T`'s.
            Some(unsafe { header.exact::<T>() })
        } else {
            None
        }
    }
}

/// A value that is known to have layout `T`.
#[repr(transparent)]
pub struct Obj<T>(Value, PhantomData<T>);

impl<T> Obj<T> {
    /// The value.
    #[inline(always)]
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The value, giving up the typed handle.
    #[inline(always)]
    pub fn into_value(self) -> Value {
        self.0
    }

    /// Whether both are the same object.
    #[inline(always)]
    pub fn is(&self, other: &Obj<T>) -> bool {
        self.0.is(&other.0)
    }

    /// The struct of an object that is known to be of an exact builtin type: it follows the header, so that no type is
    /// looked at.
    ///
    /// # Safety
    /// The object's type is a builtin type, no subclass.
    #[inline(always)]
    pub(crate) unsafe fn exact(&self) -> &T {
        // SAFETY: the caller's promise.
        unsafe { &*self.0.header_ptr().add(1).cast::<T>() }
    }

    /// # Safety
    /// `value` is a heap object with layout `T`.
    pub(crate) unsafe fn from_value_unchecked(value: Value) -> Obj<T> {
        Obj(value, PhantomData)
    }
}

impl<T: HeapObject> Deref for Obj<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: an `Obj<T>` is only made from a heap object with layout `T` (H1).
        unsafe {
            let header = &*self.0.header_ptr();
            &*header.payload_ptr(header.ty()).cast::<T>()
        }
    }
}

impl<T> Clone for Obj<T> {
    #[inline(always)]
    fn clone(&self) -> Obj<T> {
        Obj(self.0.clone(), PhantomData)
    }
}

impl<T> From<Obj<T>> for Value {
    fn from(obj: Obj<T>) -> Value {
        obj.0
    }
}

impl<T> std::fmt::Debug for Obj<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
