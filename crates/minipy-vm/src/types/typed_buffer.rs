//! The memory of an array of numbers, as the interpreter loop knows it: the module `array` has everything else.

use crate::heap::PyCell;

/// What the struct of objects with the fixed shape `ARRAY` begins with (so that struct is `repr(C)`).
#[repr(C)]
pub struct TypedBuffer {
    /// The items' bytes in the machine's order; always a multiple of the item size.
    pub data: PyCell<Vec<u8>>,
    /// The type code of the items, as in the module `struct`.
    pub code: u8,
    /// The item size is `1 << shift`.
    pub shift: u8,
}

impl TypedBuffer {
    /// Where the item at an index is, counted from the end if the index is below zero; `None` if there is none.
    #[inline(always)]
    pub(crate) fn place(&self, index: i64, bytes: usize) -> Option<usize> {
        let len = bytes >> self.shift;
        let at = if index < 0 { index + len as i64 } else { index } as usize;
        if at < len { Some(at << self.shift) } else { None }
    }
}
