//! `PyCell`: interior mutability of heap objects under the interpreter lock.
//!
//! Rule B1: no borrow of an object's interior lives across anything that can run Python code. That includes
//! calls, comparisons, and dropping a value that may be the last reference to its object (its `__del__`, a weak
//! reference's callback). Take values out, let the borrow end, then drop or call. Debug builds check it: a second
//! conflicting borrow panics, and the VM asserts [`outstanding`] `== 0` wherever Python code is about to run.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};

#[cfg(debug_assertions)]
thread_local!(static OUTSTANDING: std::cell::Cell<isize> = const { std::cell::Cell::new(0) });

/// Borrows that are alive in this thread (debug builds; always 0 in release builds).
#[inline(always)]
pub fn outstanding() -> isize {
    #[cfg(debug_assertions)]
    {
        OUTSTANDING.with(std::cell::Cell::get)
    }
    #[cfg(not(debug_assertions))]
    0
}

/// A mutable place inside a heap object.
pub struct PyCell<T> {
    #[cfg(debug_assertions)]
    state: std::cell::Cell<isize>,
    value: UnsafeCell<T>,
}

impl<T> PyCell<T> {
    /// A cell with this content.
    #[inline(always)]
    pub const fn new(value: T) -> PyCell<T> {
        PyCell {
            #[cfg(debug_assertions)]
            state: std::cell::Cell::new(0),
            value: UnsafeCell::new(value),
        }
    }

    /// Borrows the content for reading.
    #[inline(always)]
    pub fn borrow(&self) -> PyRef<'_, T> {
        #[cfg(debug_assertions)]
        {
            assert!(self.state.get() >= 0, "B1 broken: borrowed for writing already");
            self.state.set(self.state.get() + 1);
            OUTSTANDING.with(|n| n.set(n.get() + 1));
        }
        PyRef { cell: self }
    }

    /// Borrows the content for writing.
    #[inline(always)]
    pub fn borrow_mut(&self) -> PyRefMut<'_, T> {
        #[cfg(debug_assertions)]
        {
            assert!(self.state.get() == 0, "B1 broken: borrowed already");
            self.state.set(-1);
            OUTSTANDING.with(|n| n.set(n.get() + 1));
        }
        PyRefMut { cell: self }
    }

    /// Puts a new content in and returns the old one.
    #[inline(always)]
    pub fn replace(&self, value: T) -> T {
        std::mem::replace(&mut *self.borrow_mut(), value)
    }

    /// Puts a new content in, then drops the old one.
    #[inline(always)]
    pub fn set(&self, value: T) {
        drop(self.replace(value));
    }

    /// The content of a cell that nobody else can see.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

/// What a copy of takes no memory: for vectors, which may be as large as a program likes, there is `growth::copied`.
pub trait Shared: Clone {}

impl Shared for crate::value::Value {}
impl<T> Shared for super::Obj<T> {}
impl<T> Shared for std::rc::Rc<T> {}
impl<T: Shared> Shared for Option<T> {}
impl<A: Shared, B: Shared> Shared for (A, B) {}

impl<T: Shared> PyCell<T> {
    /// A copy of the content.
    #[inline(always)]
    pub fn get(&self) -> T {
        self.borrow().clone()
    }
}

impl<T: Default> PyCell<T> {
    /// Takes the content out, leaving the default.
    #[inline(always)]
    pub fn take(&self) -> T {
        self.replace(T::default())
    }
}

impl<T: Default> Default for PyCell<T> {
    #[inline(always)]
    fn default() -> PyCell<T> {
        PyCell::new(T::default())
    }
}

/// A borrow for reading.
pub struct PyRef<'a, T> {
    cell: &'a PyCell<T>,
}

impl<T> Deref for PyRef<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: B1: no writer is active while this borrow lives.
        unsafe { &*self.cell.value.get() }
    }
}

#[cfg(debug_assertions)]
impl<T> Drop for PyRef<'_, T> {
    fn drop(&mut self) {
        self.cell.state.set(self.cell.state.get() - 1);
        OUTSTANDING.with(|n| n.set(n.get() - 1));
    }
}

/// A borrow for writing.
pub struct PyRefMut<'a, T> {
    cell: &'a PyCell<T>,
}

impl<T> Deref for PyRefMut<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: B1: this is the only borrow while it lives.
        unsafe { &*self.cell.value.get() }
    }
}

impl<T> DerefMut for PyRefMut<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: B1: this is the only borrow while it lives.
        unsafe { &mut *self.cell.value.get() }
    }
}

#[cfg(debug_assertions)]
impl<T> Drop for PyRefMut<'_, T> {
    fn drop(&mut self) {
        self.cell.state.set(0);
        OUTSTANDING.with(|n| n.set(n.get() - 1));
    }
}
