//! `str`: representation and interning. Methods are in `str_methods`.
//!
//! Text is generalised UTF-8 (WTF-8: lone surrogates as three bytes), inline after the struct, with the number of
//! code points stored and the hash cached.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use std::cell::Cell;

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Obj};
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside `str` objects.
pub struct StrObj {
    hash: Cell<i64>,
    chars: Cell<usize>,
    len: Cell<usize>,
    interned: Cell<bool>,
    /// One-entry cursor for indexing non-ASCII text: (code point index, byte offset).
    pub(crate) cursor: Cell<(u32, u32)>,
}

/// An interned string: equal names are the same object.
pub type Name = Obj<StrObj>;

static STR_LAYOUT: Layout = Layout::of::<StrObj>("str");

impl HeapObject for StrObj {
    const LAYOUT: &'static Layout = &STR_LAYOUT;
    const GC: bool = false;

    fn trailing(&self) -> usize {
        self.len.get()
    }
}

impl FixedShape for StrObj {
    const SHAPE: u32 = crate::shape::fixed::STR;
}

impl StrObj {
    /// The text as WTF-8.
    #[inline(always)]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: a `StrObj` only exists inside an object whose trailing data are its `len` bytes.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<u8>(), self.len.get()) }
    }

    /// The number of code points.
    #[inline(always)]
    pub fn chars(&self) -> usize {
        self.chars.get()
    }

    /// Whether every code point is ASCII.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.chars.get() == self.len.get()
    }

    /// The text, if it holds no lone surrogates.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes()).ok()
    }

    /// The text for messages; lone surrogates have the form that [`minipy_text::wtf8::from_message`] undoes, as raising does.
    pub fn to_string_lossy(&self) -> std::borrow::Cow<'_, str> {
        minipy_text::wtf8::to_message(self.bytes())
    }

    /// The struct for a text whose `len` bytes the caller puts behind it.
    #[inline(always)]
    pub(crate) fn sized(len: usize, chars: usize) -> StrObj {
        StrObj {
            hash: Cell::new(-1),
            chars: Cell::new(chars),
            len: Cell::new(len),
            interned: Cell::new(false),
            cursor: Cell::new((0, 0)),
        }
    }

    /// Changes the extent of a text that only the caller can see; the bytes are in place already.
    #[inline(always)]
    pub(crate) fn set_extent(&self, len: usize, chars: usize) {
        self.len.set(len);
        self.chars.set(chars);
        self.hash.set(-1);
    }

    /// Whether this object is the interned one for its text.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.interned.get()
    }

    /// The hash, computed at the first call.
    #[inline(always)]
    pub fn hash(&self, vm: &Vm) -> i64 {
        let hash = self.hash.get();
        if hash != -1 {
            return hash;
        }
        let hash = vm.interp().hash_text(self.bytes(), self.is_ascii());
        self.hash.set(hash);
        hash
    }
}

/// Copies bytes to fresh memory. Most texts are short: up to 16 bytes take two loads and stores that may overlap.
///
/// # Safety
/// `to` has room for all of `from` and does not overlap it.
#[inline(always)]
pub(crate) unsafe fn copy_short(from: &[u8], to: *mut u8) {
    let len = from.len();
    let source = from.as_ptr();
    // SAFETY: every access is within the first `len` bytes of both.
    unsafe {
        match len {
            8..=16 => {
                let (first, last) = (source.cast::<u64>().read_unaligned(), source.add(len - 8).cast::<u64>());
                let last = last.read_unaligned();
                to.cast::<u64>().write_unaligned(first);
                to.add(len - 8).cast::<u64>().write_unaligned(last);
            }
            4..=7 => {
                let (first, last) = (source.cast::<u32>().read_unaligned(), source.add(len - 4).cast::<u32>());
                let last = last.read_unaligned();
                to.cast::<u32>().write_unaligned(first);
                to.add(len - 4).cast::<u32>().write_unaligned(last);
            }
            0..=3 => {
                for i in 0..len {
                    to.add(i).write(*source.add(i));
                }
            }
            _ => std::ptr::copy_nonoverlapping(source, to, len),
        }
    }
}

/// Whether two texts are equal. Most are short: up to 16 bytes take two comparisons of words that may overlap.
#[inline(always)]
pub(crate) fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    let len = a.len();
    if len != b.len() {
        return false;
    }
    if (8..=16).contains(&len) {
        return a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk();
    }
    if (4..8).contains(&len) {
        return a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk();
    }
    // Up to three bytes: the first, the middle and the last one.
    if len < 4 {
        return a.first() == b.first() && a.get(len / 2) == b.get(len / 2) && a.last() == b.last();
    }
    a == b
}

/// Counts the code points of WTF-8 text.
pub fn count_chars(bytes: &[u8]) -> usize {
    if bytes.is_ascii() { bytes.len() } else { minipy_text::wtf8::count(bytes) }
}

impl Vm {
    /// A new `str` from WTF-8 bytes. One-character strings of Latin-1 and the empty string are shared.
    pub fn str_bytes(&self, bytes: &[u8]) -> Value {
        match bytes {
            [] => return self.interp().empty_str.get(),
            [b] if b.is_ascii() => return self.ascii_char(*b),
            [first @ (0xc2 | 0xc3), second] => return self.latin1_char(*first, *second),
            _ => {}
        }
        self.str_with_count(bytes, count_chars(bytes))
    }

    /// The shared one-character string of a Latin-1 character beyond ASCII, given by its two bytes.
    #[inline]
    pub(crate) fn latin1_char(&self, first: u8, second: u8) -> Value {
        let index = usize::from(first & 3) << 6 | usize::from(second & 0x3f);
        self.interp().ascii_chars.borrow()[index].clone()
    }

    /// A new `str` from Rust text.
    #[inline]
    pub fn str(&self, text: &str) -> Value {
        self.str_bytes(text.as_bytes())
    }

    /// A new `str` from WTF-8 bytes whose code points have been counted.
    #[inline]
    pub fn str_with_count(&self, bytes: &[u8], chars: usize) -> Value {
        if !crate::heap::growth::has_room_for(bytes.len()) {
            return self.interp().empty_str.get();
        }
        self.str_copied(bytes, chars, |_| {})
    }

    /// A new `str` whose bytes are a copy of `bytes` that `change` may edit; `chars` is their number of code points then.
    #[inline(always)]
    pub(crate) fn str_copied(&self, bytes: &[u8], chars: usize, change: impl FnOnce(&mut [u8])) -> Value {
        let len = bytes.len();
        // SAFETY: `len` trailing bytes are asked for and written before anybody sees the object.
        unsafe {
            let obj = self.alloc_fixed_var(&self.types().str, StrObj::sized(len, chars), len);
            let data = std::ptr::from_ref::<StrObj>(obj.exact()).add(1).cast::<u8>().cast_mut();
            copy_short(bytes, data);
            change(std::slice::from_raw_parts_mut(data, len));
            obj.into_value()
        }
    }

    /// The shared one-character string of an ASCII character.
    #[inline(always)]
    pub(crate) fn ascii_char(&self, byte: u8) -> Value {
        self.interp().ascii_chars.borrow()[usize::from(byte)].clone()
    }

    /// A new `str` of `len` bytes that `fill` writes; `chars` is their number of code points. The buffer is zeroed.
    pub fn str_fill(&self, len: usize, chars: usize, fill: impl FnOnce(&mut [u8])) -> Value {
        // SAFETY: `len` trailing bytes are asked for and written before anybody sees the object.
        unsafe {
            let obj = self.alloc_fixed_var(&self.types().str, StrObj::sized(len, chars), len);
            let data = std::ptr::from_ref::<StrObj>(obj.exact()).add(1).cast::<u8>().cast_mut();
            std::ptr::write_bytes(data, 0, len);
            fill(std::slice::from_raw_parts_mut(data, len));
            obj.into_value()
        }
    }

    /// Like [`Vm::str_fill`], for a subclass of `str`.
    pub fn str_fill_type(
        &self,
        ty: &crate::types::type_::TypeRef,
        len: usize,
        chars: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Value {
        let payload = StrObj::sized(len, chars);
        // SAFETY: `len` trailing bytes are asked for and written before anybody sees the object.
        unsafe {
            let obj = self.alloc_var(ty, payload, len);
            let data = std::ptr::from_ref::<StrObj>(&obj).add(1).cast::<u8>().cast_mut();
            std::ptr::write_bytes(data, 0, len);
            fill(std::slice::from_raw_parts_mut(data, len));
            obj.into_value()
        }
    }

    /// The interned string with this text.
    pub fn intern(&self, text: &str) -> Name {
        self.intern_bytes(text.as_bytes())
    }

    /// The interned string with this WTF-8 text.
    pub fn intern_bytes(&self, bytes: &[u8]) -> Name {
        self.intern_hashed(self.interp().hash_text(bytes, bytes.is_ascii()), bytes)
    }

    fn intern_hashed(&self, hash: i64, bytes: &[u8]) -> Name {
        if let Some(found) = self.interp().interned.borrow().find(hash, bytes) {
            return found.clone();
        }
        let value = self.str_bytes(bytes);
        // SAFETY: `str_bytes` makes `str` objects.
        let name: Name = unsafe { Obj::from_value_unchecked(value) };
        name.interned.set(true);
        name.hash.set(hash);
        self.interp().interned.borrow_mut().insert(hash, name.clone());
        name
    }

    /// The interned string with this text, if there is one already.
    pub fn find_interned(&self, bytes: &[u8]) -> Option<Name> {
        let hash = self.interp().hash_text(bytes, bytes.is_ascii());
        self.interp().interned.borrow().find(hash, bytes).cloned()
    }

    /// The interned string equal to a `str` value (`None` if `value` is no `str`).
    #[inline]
    pub fn intern_value(&self, value: &Value) -> Option<Name> {
        let text = value.downcast::<StrObj>()?;
        if text.is_interned() {
            return value.cast();
        }
        Some(self.intern_hashed(text.hash(self), text.bytes()))
    }
}

/// Whether a value is a `str` with this text.
pub fn value_is(value: &Value, text: &str) -> bool {
    value.downcast::<StrObj>().is_some_and(|s| s.bytes() == text.as_bytes())
}

/// The text of a `str` value for messages; `?` for anything else.
pub fn lossy(value: &Value) -> String {
    value.downcast::<StrObj>().map_or_else(|| "?".to_owned(), |s| s.to_string_lossy().into_owned())
}
