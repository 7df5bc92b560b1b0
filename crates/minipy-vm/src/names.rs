//! Interned strings: the table of all of them, and those that the VM itself looks up.

use crate::types::str_::Name;
use crate::vm::Vm;

/// The interned strings, found by hash and text. None is ever removed.
#[derive(Default)]
pub struct NameTable {
    /// A power of two of places; a name lies at its hash or at the next free place behind.
    places: Vec<Option<(i64, Name)>>,
    used: usize,
}

/// Places of the first table: what every program needs fills less than half of them.
const FIRST_PLACES: usize = 2048;

impl NameTable {
    /// Number of strings.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The string with this text and hash (the hash of `str`).
    #[inline]
    pub fn find(&self, hash: i64, bytes: &[u8]) -> Option<&Name> {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = hash as usize;
        loop {
            match self.places.get(at & mask)? {
                Some((other, name)) if *other == hash && name.bytes() == bytes => return Some(name),
                Some(_) => at = at.wrapping_add(1),
                None => return None,
            }
        }
    }

    /// Adds a string that is not there yet.
    pub fn insert(&mut self, hash: i64, name: Name) {
        if (self.used + 1) * 3 > self.places.len() * 2 {
            self.grow();
        }
        self.used += 1;
        self.put(hash, name);
    }

    fn put(&mut self, hash: i64, name: Name) {
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        while self.places[at].is_some() {
            at = (at + 1) & mask;
        }
        self.places[at] = Some((hash, name));
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.places.len() * 2).max(FIRST_PLACES);
        let mut places = Vec::new();
        if places.try_reserve_exact(size).is_err() && self.used + 1 < self.places.len() * 7 / 8 {
            // Slower, but there is room still; the next name tries again.
            crate::heap::growth::note();
            return;
        }
        let old = std::mem::replace(&mut self.places, places);
        self.places.resize_with(size, || None);
        for (hash, name) in old.into_iter().flatten() {
            self.put(hash, name);
        }
    }
}

macro_rules! names {
    ($($name:ident)*) => {
        /// The interned names; a field is called as its text.
        #[expect(missing_docs, reason = "each field is the name it holds")]
        pub struct Names { $(pub $name: Name),* }

        impl Names {
            pub(crate) fn new(vm: &Vm) -> Names {
                Names { $($name: vm.intern(stringify!($name))),* }
            }
        }
    };
}

names! {
    __abs__ __add__ __aenter__ __aexit__ __aiter__ __and__ __anext__ __annotations__ __annotate__ __annotate_func__
    __annotations_cache__ __await__ __bool__
    __build_class__ __builtins__ __bytes__ __call__ __class__ __class_getitem__ __classcell__ __classdictcell__
    __complex__ __contains__
    __del__ __delattr__ __delete__ __delitem__ __dict__ __dir__ __divmod__ __doc__ __enter__ __eq__ __exit__ __file__
    __firstlineno__ __float__ __floordiv__ __format__ __ge__ __get__ __getattr__ __getattribute__ __getitem__ __gt__
    __hash__ __iadd__ __iand__ __ifloordiv__ __ilshift__ __imatmul__ __imod__ __import__ __imul__ __index__ __init__
    __init_subclass__ __instancecheck__ __int__ __invert__ __ior__ __ipow__ __irshift__ __isabstractmethod__ __isub__
    __iter__ __itruediv__ __ixor__ __le__ __len__ __length_hint__ __loader__ __lshift__ __lt__ __main__ __match_args__
    __matmul__ __missing__
    __mod__ __module__ __mro_entries__ __mul__ __name__ __ne__ __neg__ __new__ __next__ __notes__ __or__ __orig_bases__
    __orig_class__ __package__ __path__ __pos__ __pow__ __prepare__ __qualname__ __radd__ __rand__ __rdivmod__
    __reduce__ __reduce_ex__ __repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__
    __round__ __rpow__
    __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __set__ __set_name__ __setattr__ __setitem__ __sizeof__
    __slots__ __spec__ __static_attributes__ __str__ __sub__ __subclasscheck__ __subclasses__ __truediv__ __trunc__
    __type_params__ __weakref__ __xor__ __abstractmethods__ __all__ __wrapped__ __text_signature__ __floor__ __ceil__
    __copy__ __deepcopy__ __buffer__ __release_buffer__ __getnewargs__ __getstate__ __setstate__ __objclass__ __self__
    __func__ __origin__ __args__ __parameters__ __mro__ __bases__ __base__ __basicsize__ __flags__
    args name obj path msg errno strerror filename filename2 value code keys close throw send write flush
    stdout stderr stdin displayhook excepthook unraisablehook modules argv meta_path fileno encoding errors
    print_file_and_line lineno offset end_lineno end_offset text copy items mro append
    _is_coroutine_marker _asyncio_future_blocking add_done_callback
}
