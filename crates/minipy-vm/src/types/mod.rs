//! Builtin types: one file each, a folder for the big ones. `builtin_types!` lists those that Rust code names.

pub mod async_generator;
pub mod bool;
pub mod boot;
pub mod buffer;
pub mod builtin_fn;
pub mod builtin_fn_methods;
pub mod bytearray;
pub mod bytes;
pub mod callable_iter;
pub mod cell;
pub mod cell_type;
pub mod classmethod;
pub mod code;
pub(crate) mod code_iter;
pub mod code_methods;
pub mod complex;
pub mod dict;
pub mod enumerate;
pub mod exception;
pub mod filter;
pub mod finalize;
pub mod float;
pub mod frame;
pub mod frame_locals;
pub(crate) mod frame_raw;
pub mod function;
pub mod function_methods;
pub mod generator;
pub mod generic_alias;
pub mod int;
pub mod list;
pub mod map;
pub mod mappingproxy;
pub mod member;
pub mod memoryview;
pub mod method;
pub mod method_methods;
pub mod module_type;
pub mod namespace;
#[cfg(test)]
mod number_tests;
pub mod object;
pub mod object_class;
pub mod object_reduce;
pub mod property;
pub mod python_slots;
pub mod range;
pub mod range_iter;
pub mod reversed;
pub mod seq_args;
pub mod seq_iter;
pub mod set;
pub mod singletons;
pub mod slice;
pub mod staticmethod;
pub mod str_;
pub mod str_build;
pub mod str_iter;
pub mod str_methods;
pub mod structseq;
pub mod super_;
pub mod template;
pub mod traceback;
pub mod tuple;
pub mod tuple_iter;
pub mod tuple_methods;
pub mod type_;
pub(crate) mod type_params;
pub mod typed_buffer;
pub mod typevar;
pub mod union;
pub mod weakref;
pub mod weakref_proxy;
pub mod weakref_raw;
pub mod weakref_type;
pub mod wrapper;
pub mod zip;

use crate::types::exception::ExcTypes;
use crate::types::type_::{TypeDef, TypeRef};

/// A place for a builtin type. Those that allocation needs are made when the interpreter boots, the others when somebody
/// first asks.
pub struct TypeSlot {
    handle: std::cell::OnceCell<TypeRef>,
    /// The struct of the type, for allocation: one load instead of the way through the handle.
    raw: std::cell::Cell<*const type_::TypeObj>,
    def: &'static TypeDef,
}

impl TypeSlot {
    pub(crate) const fn new(def: &'static TypeDef) -> TypeSlot {
        TypeSlot { handle: std::cell::OnceCell::new(), raw: std::cell::Cell::new(std::ptr::null()), def }
    }

    fn fill(&self, ty: TypeRef) {
        if self.handle.set(ty).is_ok() {
            self.raw.set(boot::struct_of(self));
        }
    }

    /// The type's struct; null before the type is made.
    #[inline(always)]
    pub(crate) fn raw(&self) -> *const type_::TypeObj {
        self.raw.get()
    }

    #[cold]
    #[inline(never)]
    fn make(&self) -> &TypeRef {
        let made = crate::vm::Vm::with_current(|vm| vm.type_from_def(self.def));
        self.fill(made.clone());
        self.handle.get_or_init(|| made)
    }
}

impl std::ops::Deref for TypeSlot {
    type Target = TypeRef;

    #[inline(always)]
    fn deref(&self) -> &TypeRef {
        match self.handle.get() {
            Some(ty) => ty,
            None => self.make(),
        }
    }
}

macro_rules! builtin_types {
    ($($field:ident $def:path;)*) => {
        /// The builtin types that Rust code names.
        #[expect(missing_docs, reason = "each field is the type of its name")]
        pub struct BuiltinTypes {
            $(pub $field: TypeSlot,)*
            exceptions: ExcTypes,
        }

        impl BuiltinTypes {
            /// The places, all empty.
            pub(crate) fn new() -> BuiltinTypes {
                BuiltinTypes { $($field: TypeSlot::new(&$def),)* exceptions: ExcTypes::new() }
            }

            /// All places but those of the exceptions.
            pub(crate) fn listed(&self) -> impl Iterator<Item = &TypeSlot> {
                [$(&self.$field),*].into_iter()
            }
        }
    };
}

impl BuiltinTypes {
    /// The exception classes.
    #[inline(always)]
    pub fn exceptions(&self) -> &ExcTypes {
        &self.exceptions
    }
}

builtin_types! {
    object object::TYPE;
    type_ type_::methods::TYPE;
    dict dict::methods::TYPE;
    str str_methods::TYPE;
    tuple tuple_methods::TYPE;
    builtin_function builtin_fn_methods::BUILTIN_TYPE;
    method_descriptor builtin_fn_methods::METHOD_DESCR_TYPE;
    classmethod_descriptor builtin_fn_methods::CLASS_METHOD_DESCR_TYPE;
    getset_descriptor builtin_fn_methods::GETSET_TYPE;
    wrapper_descriptor builtin_fn_methods::WRAPPER_TYPE;
    method_wrapper builtin_fn_methods::BOUND_WRAPPER_TYPE;
    new_method builtin_fn_methods::NEW_TYPE;
    member_descriptor member::TYPE;
    staticmethod staticmethod::TYPE;
    classmethod classmethod::TYPE;
    property property::TYPE;
    int int::methods::TYPE;
    bool bool::TYPE;
    float float::methods::TYPE;
    complex complex::TYPE;
    str_iterator str_iter::TYPE;
    str_ascii_iterator str_iter::ASCII_TYPE;
    list list::methods::TYPE;
    list_iterator list::iter::TYPE;
    tuple_iterator tuple_iter::TYPE;
    set set::methods::TYPE;
    frozenset set::methods::FROZEN_TYPE;
    set_iterator set::iter::TYPE;
    bytes bytes::TYPE;
    bytes_iterator bytes::iter::TYPE;
    bytearray bytearray::TYPE;
    bytearray_iterator bytearray::iter::TYPE;
    memoryview memoryview::TYPE;
    dict_keys dict::views::KEYS_TYPE;
    dict_values dict::views::VALUES_TYPE;
    dict_items dict::views::ITEMS_TYPE;
    dict_keyiterator dict::iter::KEYS_TYPE;
    dict_valueiterator dict::iter::VALUES_TYPE;
    dict_itemiterator dict::iter::ITEMS_TYPE;
    range range::TYPE;
    range_iterator range::ITER_TYPE;
    slice slice::TYPE;
    none_type singletons::NONE_TYPE;
    ellipsis singletons::ELLIPSIS_TYPE;
    not_implemented_type singletons::NOT_IMPLEMENTED_TYPE;
    function function_methods::TYPE;
    method method_methods::TYPE;
    code code_methods::TYPE;
    cell cell_type::TYPE;
    frame frame::TYPE;
    traceback traceback::TYPE;
    module module_type::TYPE;
    super_ super_::TYPE;
    generator generator::TYPE;
    coroutine generator::COROUTINE_TYPE;
    coroutine_wrapper generator::COROUTINE_WRAPPER_TYPE;
    async_generator async_generator::TYPE;
    async_generator_asend async_generator::ASEND_TYPE;
    async_generator_athrow async_generator::ATHROW_TYPE;
    mappingproxy mappingproxy::TYPE;
    weakref weakref_type::TYPE;
    generic_alias generic_alias::TYPE;
    union union::TYPE;
    enumerate enumerate::TYPE;
    zip zip::TYPE;
    map map::TYPE;
    filter filter::TYPE;
    reversed reversed::TYPE;
}
