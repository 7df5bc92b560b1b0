//! `Interp` (what all threads share) and `Vm` (one thread's view of it, passed to every native function).
//!
//! Invariant T1: a `&Vm` only exists on the thread that holds the interpreter lock; everything reached through it may
//! be used without further locking.
#![expect(unsafe_code, reason = "raw words of the value representation (invariants V)")]

use std::any::{Any, TypeId};
use std::cell::{Cell, UnsafeCell};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use minipy_bytecode::code::Code;

use crate::gil::Gil;
use crate::hash::AddressMap;
use crate::heap::object::FLAG_LARGE;
use crate::heap::{Heap, HeapObject, Obj, PyCell, object::Header};
use crate::interp::stack::Stack;
use crate::names::Names;
use crate::native::{PyResult, Raised};
use crate::shape::Shapes;
use crate::types::BuiltinTypes;
use crate::types::dict::DictRef;
use crate::types::float::FloatObj;
use crate::types::type_::TypeRef;
use crate::value::Value;

static VERSION: AtomicU32 = AtomicU32::new(1);

/// A number that was never given out before, for guards. Wrapping around would take 4 billion changes of classes and
/// dictionaries that caches had looked at.
pub(crate) fn next_version() -> u32 {
    VERSION.fetch_add(1, Ordering::Relaxed)
}

/// Compiles source text; the facade installs it, so that the VM never sees a syntax tree.
pub type CompileHook = fn(&Vm, &CompileRequest) -> PyResult<Code>;

/// What `compile()` asks for.
pub struct CompileRequest<'a> {
    /// The source, encoded as it came (UTF-8 for `str` sources).
    pub source: &'a [u8],
    /// Whether `source` came from a `str`: then no coding cookie applies.
    pub is_text: bool,
    /// Whether it is the file of a program: errors of its encoding name the file.
    pub is_file: bool,
    /// For messages and `co_filename`.
    pub filename: &'a str,
    /// `exec`, `eval` or `single`.
    pub mode: CompileMode,
    /// `co_flags` of future statements to inherit, and `PyCF_*` bits.
    pub flags: u32,
    /// -1: the interpreter's level.
    pub optimize: i32,
}

/// The three modes of `compile()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompileMode {
    /// A sequence of statements.
    Exec,
    /// One expression.
    Eval,
    /// One interactive statement.
    Single,
}

/// What all threads of one interpreter share.
pub struct Interp {
    pub(crate) heap: Heap,
    pub(crate) shapes: Shapes,
    types: UnsafeCell<Option<Box<BuiltinTypes>>>,
    names: UnsafeCell<Option<Box<Names>>>,
    pub(crate) interned: PyCell<crate::names::NameTable>,
    pub(crate) empty_str: PyCell<Value>,
    pub(crate) empty_tuple: PyCell<Value>,
    pub(crate) empty_bytes: PyCell<Value>,
    pub(crate) ascii_chars: PyCell<Vec<Value>>,
    pub(crate) types_by_def: PyCell<AddressMap<usize, TypeRef>>,
    pub(crate) method_cache: crate::types::type_::method_cache::MethodCache,
    pub(crate) attr_cache: crate::interp::attr_cache::AttrCache,
    pub(crate) weakrefs: crate::types::weakref::WeakRefs,
    /// Parsed signatures of native functions, by the address of their table row.
    pub(crate) signatures: PyCell<AddressMap<usize, &'static crate::protocol::bind::Signature<'static>>>,
    states: PyCell<AddressMap<TypeId, Box<dyn Any>>>,
    /// The interpreter lock.
    pub gil: Gil,
    /// The outside world.
    pub host: Arc<dyn minipy_host::Host>,
    /// See [`CompileHook`].
    pub compile: Cell<Option<CompileHook>>,
    /// `sys.modules`
    pub modules: PyCell<Option<DictRef>>,
    /// The module `builtins`.
    pub builtins: crate::builtins::place::BuiltinsModule,
    /// The module `sys`.
    pub sys: crate::sysmod::SysModule,
    /// Native modules that `import` finds, by name.
    pub native_modules: PyCell<HashMap<&'static str, &'static crate::module::ModuleDef>>,
    /// `sys.getrecursionlimit()`
    pub recursion_limit: Cell<u32>,
    /// What the collector remembers.
    pub(crate) gc: crate::heap::generations::GcState,
    hash_key: (u64, u64),
}

// SAFETY: T1: everything inside is reached through a `Vm`, whose thread holds the interpreter lock; the lock itself and
// the host are `Sync`.
unsafe impl Send for Interp {}
// SAFETY: as above.
unsafe impl Sync for Interp {}

/// One thread's view of the interpreter.
pub struct Vm {
    interp: Arc<Interp>,
    pub(crate) stack: Stack,
    pub(crate) destruction: crate::heap::dealloc::Destruction,
    exception: PyCell<Value>,
    /// The exception that is being handled (`sys.exception()`), or NULL.
    pub(crate) handled: PyCell<Value>,
    /// The current context of `contextvars`; NULL for an empty one that nobody has looked at.
    pub context: PyCell<Value>,
    /// Set while a failed generator's exception goes to native code.
    pub(crate) stack_exit: Cell<bool>,
    /// Who takes what the generator yields that native code drains, see `interp::generator::drain`.
    pub(crate) sink: Cell<Option<crate::interp::generator::SinkPointer>>,
    /// What the interpreter loop is being left with; NULL for an exception.
    pub(crate) loop_exit: PyCell<Value>,
    /// Where the function made last has found its namespace's own names.
    pub(crate) function_places: Cell<crate::types::function::Places>,
    /// Memory for the text of a value that is being formatted.
    pub(crate) format_buffer: Cell<Vec<u8>>,
    /// An exception that another thread wants raised here, or NULL.
    pub(crate) async_exception: PyCell<Value>,
    /// Lowest native stack address that Python calls may reach.
    pub(crate) native_limit: Cell<usize>,
    /// This thread's breaker word.
    pub breaker: Arc<crate::gil::Breaker>,
    /// Native recursion through `repr` of containers: objects under way (`Py_ReprEnter`).
    pub(crate) repr_stack: PyCell<crate::protocol::convert::ReprStack>,
    /// How deep a comparison of nested containers is.
    pub(crate) comparison_depth: Cell<u32>,
    thread_states: PyCell<AddressMap<TypeId, Box<dyn Any>>>,
    /// One state that is needed often, out of the map; see [`Vm::fast_state`].
    fast_state: PyCell<Option<Box<dyn Any>>>,
    /// Whether this is the main thread.
    pub is_main: bool,
}

thread_local!(static CURRENT: Cell<*const Vm> = const { Cell::new(std::ptr::null()) });

impl Interp {
    /// A new interpreter without any types or modules; [`Vm::boot`] makes them.
    pub fn new(host: Arc<dyn minipy_host::Host>, hash_key: (u64, u64)) -> Arc<Interp> {
        Arc::new(Interp {
            heap: Heap::new(),
            shapes: Shapes::new(),
            types: UnsafeCell::new(None),
            names: UnsafeCell::new(None),
            interned: PyCell::default(),
            empty_str: PyCell::default(),
            empty_tuple: PyCell::default(),
            empty_bytes: PyCell::default(),
            ascii_chars: PyCell::default(),
            types_by_def: PyCell::default(),
            method_cache: crate::types::type_::method_cache::MethodCache::new(),
            attr_cache: crate::interp::attr_cache::AttrCache::new(),
            weakrefs: crate::types::weakref::WeakRefs::default(),
            signatures: PyCell::default(),
            states: PyCell::default(),
            gil: Gil::new(),
            host,
            compile: Cell::new(None),
            modules: PyCell::default(),
            builtins: crate::builtins::place::BuiltinsModule::default(),
            sys: crate::sysmod::SysModule::default(),
            native_modules: PyCell::default(),
            recursion_limit: Cell::new(1000),
            gc: crate::heap::generations::GcState::default(),
            hash_key,
        })
    }

    /// The hash of text or bytes under this interpreter's key; never -1.
    pub fn hash_bytes(&self, bytes: &[u8]) -> i64 {
        crate::hash::siphash13(self.hash_key, bytes)
    }

    /// The hash of WTF-8 text. CPython hashes the code points at the width of the widest one, so other text than
    /// ASCII is hashed in that form.
    pub fn hash_text(&self, text: &[u8], is_ascii: bool) -> i64 {
        if is_ascii {
            return self.hash_bytes(text);
        }
        let (k0, k1) = self.hash_key;
        minipy_text::hash::hash_str(text, minipy_text::hash::HashKey { k0, k1 })
    }

    pub(crate) fn install_types(&self, types: BuiltinTypes) {
        // SAFETY: called once, by `Vm::boot`, before anything asks for the types.
        unsafe { *self.types.get() = Some(Box::new(types)) }
    }

    pub(crate) fn install_names(&self, names: Names) {
        // SAFETY: called once, by `Vm::boot`, before anything asks for the names.
        unsafe { *self.names.get() = Some(Box::new(names)) }
    }
}

impl Vm {
    /// The view of a thread that holds the interpreter lock. `stack_bytes` is what is left of its native stack.
    pub fn new(interp: &Arc<Interp>, is_main: bool, stack_bytes: usize) -> Box<Vm> {
        let here = std::ptr::from_ref(&is_main).addr();
        Box::new(Vm {
            interp: interp.clone(),
            stack: Stack::new(is_main),
            destruction: crate::heap::dealloc::Destruction::default(),
            exception: PyCell::default(),
            handled: PyCell::default(),
            context: PyCell::default(),
            stack_exit: Cell::new(false),
            sink: Cell::new(None),
            loop_exit: PyCell::default(),
            function_places: Cell::default(),
            format_buffer: Cell::default(),
            async_exception: PyCell::default(),
            native_limit: Cell::new(here.saturating_sub(stack_bytes.saturating_sub(256 * 1024))),
            breaker: Arc::default(),
            repr_stack: PyCell::default(),
            comparison_depth: Cell::new(0),
            thread_states: PyCell::default(),
            fast_state: PyCell::new(None),
            is_main,
        })
    }

    /// Makes this the current VM of the thread while `run` runs.
    pub fn enter<R>(&self, run: impl FnOnce(&Vm) -> R) -> R {
        let before = CURRENT.replace(self);
        let result = run(self);
        CURRENT.set(before);
        result
    }

    /// The thread's current VM, for code that cannot be handed one (destruction of values).
    #[inline(always)]
    pub fn with_current<R>(run: impl FnOnce(&Vm) -> R) -> R {
        let current = CURRENT.get();
        assert!(!current.is_null(), "a Python object is used outside Vm::enter");
        // SAFETY: set by `enter`, which outlives the pointer's stay.
        run(unsafe { &*current })
    }

    /// What all threads share.
    #[inline(always)]
    pub fn interp(&self) -> &Interp {
        &self.interp
    }

    /// What all threads share, to hand to a new thread.
    pub fn interp_arc(&self) -> &Arc<Interp> {
        &self.interp
    }

    /// The heap.
    #[inline(always)]
    pub(crate) fn heap(&self) -> &Heap {
        &self.interp.heap
    }

    /// The builtin types.
    #[inline(always)]
    pub fn types(&self) -> &BuiltinTypes {
        // SAFETY: installed once by `boot`, then only read (T1).
        unsafe { (*self.interp.types.get()).as_deref().unwrap_unchecked() }
    }

    /// The interned names.
    #[inline(always)]
    pub fn names(&self) -> &Names {
        // SAFETY: installed once by `boot`, then only read (T1).
        unsafe { (*self.interp.names.get()).as_deref().unwrap_unchecked() }
    }

    // ---- allocation

    /// A new object of a type whose layout is `T`'s. Instances of Python classes start without attributes.
    #[inline(always)]
    pub fn alloc<T: HeapObject>(&self, ty: &TypeRef, payload: T) -> Obj<T> {
        // SAFETY: no trailing bytes are asked for.
        unsafe { self.alloc_var(ty, payload, 0) }
    }

    /// A new object with trailing bytes.
    ///
    /// # Safety
    /// The caller initialises the trailing bytes (as `T`'s own code expects) before anything else can happen.
    #[inline(always)]
    pub(crate) unsafe fn alloc_var<T: HeapObject>(&self, ty: &TypeRef, payload: T, trailing: usize) -> Obj<T> {
        debug_assert!(std::ptr::eq(ty.layout, T::LAYOUT), "{} is not laid out as {}", ty.name_str(), T::LAYOUT.name);
        let offset = ty.payload_offset as usize;
        let size = offset + size_of::<T>() + trailing;
        let heap_type = ty.has_flag(crate::types::type_::TypeFlags::HEAP_TYPE);
        let allocated = if T::IS_TYPE {
            self.heap().allocate_type(size, offset).map(|at| (at, true))
        } else {
            self.heap().allocate(size, T::GC || heap_type)
        };
        let Some((at, large)) = allocated else { out_of_memory(size) };
        // SAFETY: `at` has `size` bytes; the header, the words up to the payload and the payload are written before
        // the object is seen. A Python class is kept alive by its instances.
        unsafe {
            let flags = if large { FLAG_LARGE } else { 0 };
            at.cast::<Header>().write(Header::new(ty.root_shape.get(), std::ptr::from_ref(&**ty), flags));
            if offset > size_of::<Header>() {
                let first = at.add(size_of::<Header>()).cast::<Value>();
                for i in 0..(offset - size_of::<Header>()) / size_of::<Value>() {
                    first.add(i).write(Value::NULL);
                }
            }
            if heap_type {
                (*ty.header_ptr()).incref();
                if ty.has_flag(crate::types::type_::TypeFlags::HAS_FINALIZER) {
                    self.heap().note_birth(at.cast());
                }
            }
            at.add(offset).cast::<T>().write(payload);
            Obj::from_value_unchecked(Value::from_header(at.cast()))
        }
    }

    /// A new object of an exact builtin type with a fixed shape: [`Vm::alloc`] with everything known at compile time.
    #[inline(always)]
    pub(crate) fn alloc_fixed<T: crate::heap::layout::FixedShape>(
        &self,
        slot: &crate::types::TypeSlot,
        payload: T,
    ) -> Obj<T> {
        // SAFETY: no trailing bytes are asked for.
        unsafe { self.alloc_fixed_var(slot, payload, 0) }
    }

    /// A `float`.
    #[inline(always)]
    pub fn float(&self, value: f64) -> Value {
        match Value::try_inline_float(value) {
            Some(float) => float,
            None => self.float_object(value),
        }
    }

    /// A `float` that does not fit a word.
    #[cold]
    #[inline(never)]
    fn float_object(&self, value: f64) -> Value {
        self.alloc_fixed(&self.types().float, FloatObj::new(value)).into_value()
    }

    /// [`Vm::alloc_fixed`] with trailing bytes.
    ///
    /// # Safety
    /// As for [`Vm::alloc_var`].
    #[inline(always)]
    pub(crate) unsafe fn alloc_fixed_var<T: crate::heap::layout::FixedShape>(
        &self,
        slot: &crate::types::TypeSlot,
        payload: T,
        trailing: usize,
    ) -> Obj<T> {
        // SAFETY: the caller's promise; the struct is written at once.
        unsafe {
            let object: Obj<T> = self.alloc_unwritten(T::SHAPE, slot, trailing);
            object.value().header_ptr().add(1).cast::<T>().write(payload);
            object
        }
    }

    /// A new object of an exact builtin type whose struct is not written yet; for large structs and for structs that
    /// several types share.
    ///
    /// # Safety
    /// The caller writes every field and the trailing bytes before anything else can happen; `shape` is the root shape
    /// of the type in `slot`, which has been made and whose layout is `T`'s.
    #[inline(always)]
    pub(crate) unsafe fn alloc_unwritten<T: HeapObject>(
        &self,
        shape: u32,
        slot: &crate::types::TypeSlot,
        trailing: usize,
    ) -> Obj<T> {
        let size = size_of::<Header>() + size_of::<T>() + trailing;
        let Some((at, large)) = self.heap().allocate(size, T::GC) else { out_of_memory(size) };
        // SAFETY: `at` has `size` bytes; builtin types are not counted by their instances.
        unsafe {
            let flags = if large { FLAG_LARGE } else { 0 };
            at.cast::<Header>().write(Header::new(shape, slot.raw(), flags));
            Obj::from_value_unchecked(Value::from_header(at.cast()))
        }
    }

    // ---- exceptions

    /// Sets the exception. Prefer the constructors of `exc`.
    pub fn raise(&self, exception: Value) -> Raised {
        debug_assert!(!exception.is_null());
        if !self.handled.borrow().is_null() {
            crate::types::exception::flow::set_context(self, &exception, &self.handled.get());
        }
        self.exception.set(exception);
        Raised::new()
    }

    /// Sets an exception that was raised before: its context stays as it is.
    pub fn raise_again(&self, exception: Value) -> Raised {
        debug_assert!(!exception.is_null());
        self.exception.set(exception);
        Raised::new()
    }

    /// Takes the exception that a [`Raised`] stands for.
    pub fn take_exception(&self, _raised: Raised) -> Value {
        self.exception.take()
    }

    /// Looks at the exception that a [`Raised`] stands for.
    pub fn peek_exception(&self, _raised: &Raised) -> Value {
        self.exception.get()
    }

    /// The exception being handled (`sys.exception()`), or `None`.
    pub fn handled_exception(&self) -> Option<Value> {
        self.handled.get().non_null()
    }

    /// Puts the pending exception aside while other code runs; see [`Vm::restore_exception`].
    pub fn save_exception(&self) -> Value {
        self.exception.take()
    }

    /// Makes an exception that was put aside pending again.
    pub fn restore_exception(&self, exception: Value) {
        self.exception.set(exception);
    }

    /// Does what the breaker word asks for; native loops call it between steps when the word is set.
    pub fn poll_breaker(&self) -> PyResult<()> {
        crate::interp::control::poll(self)
    }

    /// Makes the builtin types, the first part of booting.
    pub fn boot_types(&self) {
        crate::types::boot::boot(self);
    }

    /// The values that everybody shares: empty ones and one-character strings.
    pub(crate) fn boot_constants(&self) {
        let interp = self.interp();
        interp.empty_str.set(self.str_with_count(&[], 0));
        interp.empty_tuple.set(self.tuple_of_type(&self.types().tuple, Vec::new()));
        // One-character strings of Latin-1, as in CPython; those beyond ASCII are two bytes long.
        let chars: Vec<Value> =
            (0..=255u8).map(|b| self.str_with_count((b as char).encode_utf8(&mut [0; 2]).as_bytes(), 1)).collect();
        interp.ascii_chars.set(chars);
    }

    // ---- state of native modules

    /// The state of a native module (or other part), shared by all threads; made at the first call.
    pub fn state<S: Any + Default>(&self) -> &S {
        let key = TypeId::of::<S>();
        if !self.interp.states.borrow().contains_key(&key) {
            self.interp.states.borrow_mut().insert(key, Box::new(S::default()));
        }
        let states = self.interp.states.borrow();
        let state = states.get(&key).and_then(|s| s.downcast_ref::<S>()).map(std::ptr::from_ref);
        // SAFETY: a state's box never moves or goes away while the interpreter lives.
        unsafe { &*state.unwrap_or_else(|| unreachable!("just inserted")) }
    }

    /// Like [`Vm::state`], one for each thread.
    pub fn thread_state<S: Any + Default>(&self) -> &S {
        let key = TypeId::of::<S>();
        if !self.thread_states.borrow().contains_key(&key) {
            self.thread_states.borrow_mut().insert(key, Box::new(S::default()));
        }
        let states = self.thread_states.borrow();
        let state = states.get(&key).and_then(|s| s.downcast_ref::<S>()).map(std::ptr::from_ref);
        // SAFETY: a state's box never moves or goes away while the `Vm` lives.
        unsafe { &*state.unwrap_or_else(|| unreachable!("just inserted")) }
    }

    /// Like [`Vm::thread_state`], without a search for the one type that asks first.
    #[inline]
    pub fn fast_state<S: Any + Default>(&self) -> &S {
        let found = match &*self.fast_state.borrow() {
            Some(state) => state.downcast_ref::<S>().map(std::ptr::from_ref),
            None => None,
        };
        match found {
            // SAFETY: the state's box stays until the thread ends.
            Some(state) => unsafe { &*state },
            None => self.slow_state::<S>(),
        }
    }

    #[cold]
    fn slow_state<S: Any + Default>(&self) -> &S {
        if self.fast_state.borrow().is_some() {
            return self.thread_state::<S>();
        }
        self.fast_state.set(Some(Box::new(S::default())));
        self.fast_state::<S>()
    }

    /// Drops what native modules keep for this thread; done when the thread ends, under the interpreter lock.
    pub fn clear_thread_states(&self) {
        drop(self.handled.take());
        drop(self.exception.take());
        drop(self.context.take());
        let fast = self.fast_state.take();
        drop(fast);
        let states = self.thread_states.take();
        drop(states);
    }

    // ---- recursion

    /// Guards a native function that calls itself through Python objects: RecursionError near the end of the stack.
    /// `what` completes the message, for example `" while getting the repr of an object"`.
    #[inline]
    pub fn check_native_stack(&self, what: &str) -> PyResult<()> {
        let here = 0u8;
        if std::ptr::from_ref(&here).addr() < self.native_limit.get() {
            return Err(crate::exc::recursion_error(self, what));
        }
        Ok(())
    }
}

#[cold]
fn out_of_memory(size: usize) -> ! {
    let layout = std::alloc::Layout::from_size_align(size, 16).unwrap_or(std::alloc::Layout::new::<u8>());
    std::alloc::handle_alloc_error(layout)
}
