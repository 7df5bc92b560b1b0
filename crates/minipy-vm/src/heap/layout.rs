//! Layouts: what the heap must know about the Rust struct inside an object.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use crate::value::Value;

/// Receives every value that an object owns.
pub type Tracer<'a> = dyn FnMut(&Value) + 'a;

/// A Rust struct that lives in heap objects.
///
/// Declare one static per struct and point `LAYOUT` at it:
///
/// ```ignore
/// static LIST_LAYOUT: Layout = Layout::of::<ListObj>("list");
/// impl HeapObject for ListObj {
///     const LAYOUT: &'static Layout = &LIST_LAYOUT;
///     fn trace(&self, visit: &mut Tracer) { for v in self.items.borrow().iter() { visit(v) } }
///     fn clear(&self) { drop(self.items.take()) }
/// }
/// ```
pub trait HeapObject: Sized + 'static {
    /// The one layout of this struct.
    const LAYOUT: &'static Layout;
    /// Whether objects can be part of a reference cycle (and so are traced).
    const GC: bool = true;

    /// Whether this is the struct of classes, whose addresses must leave room for the flags of headers.
    const IS_TYPE: bool = false;

    /// Shows every value that the struct owns to `visit`. What is not shown is never collected in a cycle.
    fn trace(&self, visit: &mut Tracer) {
        let _ = visit;
    }

    /// Gives up references so that cycles break. The object stays valid (empty). Must not keep a borrow while
    /// dropping values (rule B1).
    fn clear(&self) {}

    /// Bytes that follow the struct in the same allocation.
    fn trailing(&self) -> usize {
        0
    }

    /// Bytes that the struct owns outside its allocation, for `sys.getsizeof`.
    fn owned_bytes(&self) -> usize {
        0
    }
}

/// A struct whose exact builtin objects have a shape number known at compile time: one compare tells the type.
pub trait FixedShape: HeapObject {
    /// The number, from [`crate::shape::fixed`].
    const SHAPE: u32;
}

/// What the heap knows of a [`HeapObject`].
pub struct Layout {
    /// For debugging.
    pub name: &'static str,
    /// Size of the struct.
    pub size: usize,
    /// Alignment of the struct.
    pub align: usize,
    /// See [`HeapObject::GC`].
    pub gc: bool,
    /// Whether dropping the struct does anything.
    pub(crate) needs_drop: bool,
    pub(crate) drop: unsafe fn(*mut u8),
    pub(crate) trace: unsafe fn(*const u8, &mut Tracer),
    pub(crate) clear: unsafe fn(*const u8),
    pub(crate) owned_bytes: unsafe fn(*const u8) -> usize,
}

impl Layout {
    /// The layout of `T`.
    pub const fn of<T: HeapObject>(name: &'static str) -> Layout {
        assert!(align_of::<T>() <= 8 || T::IS_TYPE && align_of::<T>() <= 16);
        Layout {
            name,
            size: size_of::<T>(),
            align: align_of::<T>(),
            gc: T::GC,
            needs_drop: std::mem::needs_drop::<T>(),
            // SAFETY: the heap calls it with the payload of an object of this layout (H1).
            drop: |p| unsafe { std::ptr::drop_in_place(p.cast::<T>()) },
            // SAFETY: the heap calls it with the payload of an object of this layout (H1).
            trace: |p, visit| unsafe { (*p.cast::<T>()).trace(visit) },
            // SAFETY: the heap calls it with the payload of an object of this layout (H1).
            clear: |p| unsafe { (*p.cast::<T>()).clear() },
            // SAFETY: the heap calls it with the payload of an object of this layout (H1).
            owned_bytes: |p| unsafe { (*p.cast::<T>()).owned_bytes() },
        }
    }
}
