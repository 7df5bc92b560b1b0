//! The table that ties dunder names to slots, both ways: wrappers that make a builtin type's slots callable as
//! `int.__add__`, and slots that call a Python class's methods (CPython: Objects/typeobject.c, `slotdefs`).

use super::{TypeFlags, TypeObj, TypeRef};
use crate::native::PyResult;
use crate::slots::*;
use crate::types::python_slots as py;
use crate::types::str_::Name;
use crate::value::Value;
use crate::vm::Vm;

/// A slot function with the way it is called through a wrapper.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "each variant is named as the function type it holds")]
pub enum WrapFn {
    Unary(UnaryFn),
    Binary(BinaryFn),
    /// Called with exchanged operands.
    BinarySwapped(BinaryFn),
    Ternary(TernaryFn),
    TernarySwapped(TernaryFn),
    Bool(BoolFn),
    Hash(HashFn),
    Len(LenFn),
    Compare(CompareFn, CompareOp),
    Next(NextFn),
    GetAttr(GetAttrFn),
    SetAttr(SetAttrFn),
    DelAttr(SetAttrFn),
    SetItem(SetItemFn),
    DelItem(SetItemFn),
    Contains(ContainsFn),
    Repeat(RepeatFn),
    DescrGet(DescrGetFn),
    DescrSet(DescrSetFn),
    DescrDelete(DescrSetFn),
    Call(CallFn),
    Init(InitFn),
    Finalize(FinalizeFn),
}

/// A row of the table.
pub struct SlotRow {
    /// The dunder name.
    pub name: &'static str,
    /// The builtin type's function, as a wrapper calls it.
    pub get: fn(&Slots) -> Option<WrapFn>,
    /// Puts a native function (taken from a wrapper) into the slot; false if it does not fit.
    pub put: fn(&mut Slots, WrapFn) -> bool,
    /// Makes the slot call the Python method.
    pub put_python: fn(&mut Slots),
    /// The wrapper's signature text.
    pub signature: &'static str,
    /// The wrapper's docstring.
    pub doc: &'static str,
}

macro_rules! rows {
    ($($name:literal $slot:ident $variant:ident $(($extra:expr))? $python:ident $sig:literal $doc:literal;)*) => {
        /// All rows.
        pub static SLOT_ROWS: &[SlotRow] = &[$(SlotRow {
            name: $name,
            get: |s| s.$slot.map(|f| WrapFn::$variant(f $(, $extra)?)),
            put: |s, w| match w {
                #[allow(irrefutable_let_patterns, reason = "one arm serves variants with and without an operator")]
                WrapFn::$variant(f, ..) => { s.$slot = Some(f); true }
                _ => false,
            },
            put_python: |s| s.$slot = Some(py::$python),
            signature: $sig,
            doc: $doc,
        }),*];
    };
}

rows! {
    "__getattribute__" getattr GetAttr getattr "(self, name, /)" "Return getattr(self, name).";
    "__getattr__" getattr GetAttr getattr "(self, name, /)" "Implement getattr(self, name).";
    "__setattr__" setattr SetAttr setattr "(self, name, value, /)" "Implement setattr(self, name, value).";
    "__delattr__" setattr DelAttr setattr "(self, name, /)" "Implement delattr(self, name).";
    "__repr__" repr Unary repr "(self, /)" "Return repr(self).";
    "__hash__" hash Hash hash "(self, /)" "Return hash(self).";
    "__call__" call Call call_slot "(self, /, *args, **kwargs)" "Call self as a function.";
    "__str__" str Unary str "(self, /)" "Return str(self).";
    "__lt__" compare Compare(CompareOp::Lt) compare "(self, value, /)" "Return self<value.";
    "__le__" compare Compare(CompareOp::Le) compare "(self, value, /)" "Return self<=value.";
    "__eq__" compare Compare(CompareOp::Eq) compare "(self, value, /)" "Return self==value.";
    "__ne__" compare Compare(CompareOp::Ne) compare "(self, value, /)" "Return self!=value.";
    "__gt__" compare Compare(CompareOp::Gt) compare "(self, value, /)" "Return self>value.";
    "__ge__" compare Compare(CompareOp::Ge) compare "(self, value, /)" "Return self>=value.";
    "__iter__" iter Unary iter "(self, /)" "Implement iter(self).";
    "__next__" next Next next "(self, /)" "Implement next(self).";
    "__get__" descr_get DescrGet descr_get "(self, instance, owner=None, /)" "Return an attribute of instance, which is of type owner.";
    "__set__" descr_set DescrSet descr_set "(self, instance, value, /)" "Set an attribute of instance to value.";
    "__delete__" descr_set DescrDelete descr_set "(self, instance, /)" "Delete an attribute of instance.";
    "__init__" init Init init "(self, /, *args, **kwargs)" "Initialize self.  See help(type(self)) for accurate signature.";
    "__del__" finalize Finalize finalize "(self, /)" "Called when the instance is about to be destroyed.";
    "__await__" await_ Unary await_ "(self, /)" "Return an iterator to be used in await expression.";
    "__aiter__" aiter Unary aiter "(self, /)" "Return an awaitable, that resolves in asynchronous iterator.";
    "__anext__" anext Unary anext "(self, /)" "Return a value or raise StopAsyncIteration.";
    "__add__" add Binary add "(self, value, /)" "Return self+value.";
    "__radd__" add BinarySwapped add "(self, value, /)" "Return value+self.";
    "__sub__" sub Binary sub "(self, value, /)" "Return self-value.";
    "__rsub__" sub BinarySwapped sub "(self, value, /)" "Return value-self.";
    "__mul__" mul Binary mul "(self, value, /)" "Return self*value.";
    "__rmul__" mul BinarySwapped mul "(self, value, /)" "Return value*self.";
    "__mod__" modulo Binary modulo "(self, value, /)" "Return self%value.";
    "__rmod__" modulo BinarySwapped modulo "(self, value, /)" "Return value%self.";
    "__divmod__" divmod Binary divmod "(self, value, /)" "Return divmod(self, value).";
    "__rdivmod__" divmod BinarySwapped divmod "(self, value, /)" "Return divmod(value, self).";
    "__pow__" pow Ternary pow "(self, value, mod=None, /)" "Return pow(self, value, mod).";
    "__rpow__" pow TernarySwapped pow "(self, value, mod=None, /)" "Return pow(value, self, mod).";
    "__neg__" neg Unary neg "(self, /)" "-self";
    "__pos__" pos Unary pos "(self, /)" "+self";
    "__abs__" abs Unary abs "(self, /)" "abs(self)";
    "__bool__" bool Bool bool "(self, /)" "True if self else False";
    "__invert__" invert Unary invert "(self, /)" "~self";
    "__lshift__" lshift Binary lshift "(self, value, /)" "Return self<<value.";
    "__rlshift__" lshift BinarySwapped lshift "(self, value, /)" "Return value<<self.";
    "__rshift__" rshift Binary rshift "(self, value, /)" "Return self>>value.";
    "__rrshift__" rshift BinarySwapped rshift "(self, value, /)" "Return value>>self.";
    "__and__" and Binary and "(self, value, /)" "Return self&value.";
    "__rand__" and BinarySwapped and "(self, value, /)" "Return value&self.";
    "__xor__" xor Binary xor "(self, value, /)" "Return self^value.";
    "__rxor__" xor BinarySwapped xor "(self, value, /)" "Return value^self.";
    "__or__" or Binary or "(self, value, /)" "Return self|value.";
    "__ror__" or BinarySwapped or "(self, value, /)" "Return value|self.";
    "__int__" int Unary int "(self, /)" "int(self)";
    "__float__" float Unary float "(self, /)" "float(self)";
    "__iadd__" iadd Binary iadd "(self, value, /)" "Return self+=value.";
    "__isub__" isub Binary isub "(self, value, /)" "Return self-=value.";
    "__imul__" imul Binary imul "(self, value, /)" "Return self*=value.";
    "__imod__" imodulo Binary imodulo "(self, value, /)" "Return self%=value.";
    "__ipow__" ipow Binary ipow "(self, value, /)" "Return self**=value.";
    "__ilshift__" ilshift Binary ilshift "(self, value, /)" "Return self<<=value.";
    "__irshift__" irshift Binary irshift "(self, value, /)" "Return self>>=value.";
    "__iand__" iand Binary iand "(self, value, /)" "Return self&=value.";
    "__ixor__" ixor Binary ixor "(self, value, /)" "Return self^=value.";
    "__ior__" ior Binary ior "(self, value, /)" "Return self|=value.";
    "__floordiv__" floordiv Binary floordiv "(self, value, /)" "Return self//value.";
    "__rfloordiv__" floordiv BinarySwapped floordiv "(self, value, /)" "Return value//self.";
    "__truediv__" truediv Binary truediv "(self, value, /)" "Return self/value.";
    "__rtruediv__" truediv BinarySwapped truediv "(self, value, /)" "Return value/self.";
    "__ifloordiv__" ifloordiv Binary ifloordiv "(self, value, /)" "Return self//=value.";
    "__itruediv__" itruediv Binary itruediv "(self, value, /)" "Return self/=value.";
    "__index__" index Unary index "(self, /)" "Return self converted to an integer, if self is suitable for use as an index into a list.";
    "__matmul__" matmul Binary matmul "(self, value, /)" "Return self@value.";
    "__rmatmul__" matmul BinarySwapped matmul "(self, value, /)" "Return value@self.";
    "__imatmul__" imatmul Binary imatmul "(self, value, /)" "Return self@=value.";
    "__len__" len Len len "(self, /)" "Return len(self).";
    "__getitem__" getitem Binary getitem "(self, key, /)" "Return self[key].";
    "__setitem__" setitem SetItem setitem "(self, key, value, /)" "Set self[key] to value.";
    "__delitem__" setitem DelItem setitem "(self, key, /)" "Delete self[key].";
    "__contains__" contains Contains contains "(self, key, /)" "Return bool(key in self).";
    "__add__" concat Binary add "(self, value, /)" "Return self+value.";
    "__mul__" repeat Repeat mul_repeat "(self, value, /)" "Return self*value.";
    "__rmul__" repeat Repeat mul_repeat "(self, value, /)" "Return value*self.";
    "__iadd__" inplace_concat Binary iadd "(self, value, /)" "Implement self+=value.";
    "__imul__" inplace_repeat Repeat mul_repeat "(self, value, /)" "Implement self*=value.";
}

/// Puts a wrapper into the namespace of a builtin type for each slot that it defines itself.
pub(crate) fn add_wrappers(vm: &Vm, ty: &TypeRef, own: &Slots) {
    for row in SLOT_ROWS {
        let Some(function) = (row.get)(own) else { continue };
        // Where a class could derive from it, a native finaliser is no `__del__` for `super()` to find.
        if row.name == "__getattr__" || row.name == "__del__" && ty.has_flag(TypeFlags::BASETYPE) {
            continue;
        }
        let name = vm.intern(row.name);
        if ty.dict.get_name(vm, &name).is_none() {
            let wrapper = crate::types::wrapper::new_wrapper(vm, ty, row, function);
            ty.dict.set_name(vm, &name, wrapper);
        }
    }
    if own.new.is_some() {
        let name = &vm.names().__new__;
        if ty.dict.get_name(vm, name).is_none() {
            ty.dict.set_name(vm, name, crate::types::wrapper::new_method(vm, ty));
        }
    }
}

/// The methods of the buffer protocol. They are no slots here, only wrappers like CPython's.
static BUFFER_ROW: SlotRow = wrapper_only(
    "__buffer__",
    "(self, flags, /)",
    "Return a buffer object that exposes the underlying memory of the object.",
);
static RELEASE_BUFFER_ROW: SlotRow = wrapper_only(
    "__release_buffer__",
    "(self, buffer, /)",
    "Release the buffer object that exposes the underlying memory of the object.",
);

const fn wrapper_only(name: &'static str, signature: &'static str, doc: &'static str) -> SlotRow {
    SlotRow { name, get: |_| None, put: |_, _| false, put_python: |_| {}, signature, doc }
}

/// Puts `__buffer__` and, if there is something to release, `__release_buffer__` into a builtin type's namespace: an
/// `init` of type definitions.
pub fn add_buffer_wrappers(vm: &Vm, ty: &TypeRef, releases: bool) {
    use crate::types::memoryview::{buffer_method, release_buffer};
    let get = crate::types::wrapper::new_wrapper(vm, ty, &BUFFER_ROW, WrapFn::Binary(buffer_method));
    ty.dict.set_name(vm, &vm.intern(BUFFER_ROW.name), get);
    if releases {
        let release = crate::types::wrapper::new_wrapper(vm, ty, &RELEASE_BUFFER_ROW, WrapFn::Binary(release_buffer));
        ty.dict.set_name(vm, &vm.intern(RELEASE_BUFFER_ROW.name), release);
    }
}

/// Whether a name of a class namespace concerns a slot.
pub(crate) fn is_slot_name(name: &Name) -> bool {
    let bytes = name.bytes();
    bytes.len() > 4 && bytes.starts_with(b"__") && bytes.ends_with(b"__")
}

/// The names of the rows, interned, in the order of [`SLOT_ROWS`].
#[derive(Default)]
pub(crate) struct RowNames(std::cell::OnceCell<Vec<Name>>);

fn row_names(vm: &Vm) -> &[Name] {
    vm.state::<RowNames>().0.get_or_init(|| SLOT_ROWS.iter().map(|r| vm.intern(r.name)).collect())
}

/// Dunder names of class namespaces that concern no slot.
const NO_SLOTS: &[&str] = &[
    "__module__",
    "__qualname__",
    "__doc__",
    "__dict__",
    "__weakref__",
    "__slots__",
    "__firstlineno__",
    "__static_attributes__",
    "__annotate_func__",
    "__annotations_cache__",
    "__annotations__",
    "__match_args__",
    "__init_subclass__",
    "__class_getitem__",
    "__orig_bases__",
    "__parameters__",
    "__type_params__",
    "__abstractmethods__",
    "__enter__",
    "__exit__",
];

/// A class with one base whose namespace names no slot: it has its base's slots. True if that settles it.
fn inherits_all(ty: &TypeObj) -> bool {
    let Some(base) = ty.base.get() else { return false };
    let linear = {
        let (mro, above) = (ty.mro.borrow(), base.mro.borrow());
        mro.len() == above.len() + 1 && mro[1..].iter().zip(above.iter()).all(|(a, b)| a.is(b))
    };
    let harmless = |key: &Value| match key.cast::<crate::types::str_::StrObj>() {
        Some(name) => !is_slot_name(&name) || NO_SLOTS.iter().any(|other| name.bytes() == other.as_bytes()),
        None => true,
    };
    if !linear || !ty.dict.keys().iter().all(harmless) {
        return false;
    }
    let mut slots = *base.slots();
    clear_generic(&mut slots);
    // Native finalisers and hooks of builtin types are no `__del__` and `__getattr__`, so they are settled above.
    ty.set_flag(TypeFlags::HAS_GETATTR_HOOK, base.has_flag(TypeFlags::HAS_GETATTR_HOOK));
    ty.set_flag(TypeFlags::HAS_FINALIZER, slots.finalize.is_some());
    ty.set_slots(slots);
    true
}

/// `object`'s own functions are what an empty slot means; hot paths look for the empty slot.
pub(super) fn clear_generic(slots: &mut Slots) {
    if slots.getattr.is_some_and(|f| f as usize == crate::protocol::attr::generic_get as *const () as usize) {
        slots.getattr = None;
    }
    if slots.setattr.is_some_and(|f| f as usize == crate::protocol::attr::generic_set as *const () as usize) {
        slots.setattr = None;
    }
}

/// Computes the slots of a Python class anew, after names of its namespace or MRO changed.
pub(crate) fn update_slots(vm: &Vm, ty: &TypeObj) {
    if inherits_all(ty) {
        return;
    }
    // Slots without a dunder name always come from the base; all others are looked up along the MRO.
    let mut slots = match &*ty.base.borrow() {
        Some(base) => *base.slots(),
        None => *ty.slots(),
    };
    for (row, name) in SLOT_ROWS.iter().zip(row_names(vm)) {
        let Some(value) = ty.lookup_uncached(vm, name) else { continue };
        if value.is_none() && row.name == "__hash__" {
            slots.hash = None;
            continue;
        }
        match value.downcast::<crate::types::wrapper::WrapperObj>() {
            Some(wrapper) if std::ptr::eq(wrapper.row(), row) => {
                // A builtin type's function serves directly, unless a Python method shares the slot.
                if !slot_is_python(row, &slots) {
                    (row.put)(&mut slots, wrapper.function());
                }
            }
            Some(wrapper) if wrapper.row().name == row.name => {}
            None if let Some(function) = slot_of_method(ty, row, &value) => {
                if !slot_is_python(row, &slots) {
                    (row.put)(&mut slots, function);
                }
            }
            _ if is_sequence_row(row) => clear_sequence_slot(row.name, &mut slots),
            _ => (row.put_python)(&mut slots),
        }
    }
    clear_generic(&mut slots);
    let names = vm.names();
    if let Some(new) = ty.lookup_uncached(vm, &names.__new__)
        && new.downcast::<crate::types::wrapper::NewObj>().is_none()
    {
        slots.new = Some(py::new);
    }
    let hook = ty.lookup_uncached(vm, &names.__getattr__).is_some();
    let own_getattribute = ty
        .lookup_uncached(vm, &names.__getattribute__)
        .is_some_and(|v| !crate::types::wrapper::is_object_getattribute(&v));
    ty.set_flag(TypeFlags::HAS_GETATTR_HOOK, hook && !own_getattribute);
    ty.set_flag(TypeFlags::HAS_FINALIZER, slots.finalize.is_some());
    ty.set_slots(slots);
}

/// The slot function behind a method of a builtin type that has it as a plain method too, for a quicker call: `dict`'s
/// `__contains__`.
fn slot_of_method(ty: &TypeObj, row: &SlotRow, value: &Value) -> Option<WrapFn> {
    let method = value.downcast::<crate::types::builtin_fn::MethodDescrObj>()?;
    if method.def.name == row.name && ty.is_subtype(&method.owner) { (row.get)(method.owner.slots()) } else { None }
}

/// Computes the slots of a class and its subclasses anew, after a dunder name of its namespace changed.
pub(crate) fn update_slots_deep(vm: &Vm, ty: &TypeObj) {
    if ty.has_flag(TypeFlags::HEAP_TYPE) {
        update_slots(vm, ty);
    }
    for sub in ty.subclass_refs() {
        update_slots_deep(vm, &sub);
    }
}

/// Whether a row stands for a sequence slot, whose name a number slot has too.
fn is_sequence_row(row: &SlotRow) -> bool {
    let mut probe = Slots::EMPTY;
    probe.concat = Some(py::add);
    probe.repeat = Some(py::mul_repeat);
    probe.inplace_concat = Some(py::iadd);
    probe.inplace_repeat = Some(py::mul_repeat);
    (row.get)(&probe).is_some()
}

/// Python methods of these names fill the number slots only.
fn clear_sequence_slot(name: &str, slots: &mut Slots) {
    match name {
        "__add__" => slots.concat = None,
        "__mul__" | "__rmul__" => slots.repeat = None,
        "__iadd__" => slots.inplace_concat = None,
        _ => slots.inplace_repeat = None,
    }
}

/// Whether the slot of a row holds the function that calls Python methods already.
fn slot_is_python(row: &SlotRow, slots: &Slots) -> bool {
    let mut python = Slots::EMPTY;
    (row.put_python)(&mut python);
    match ((row.get)(slots), (row.get)(&python)) {
        (Some(a), Some(b)) => wrap_address(a) == wrap_address(b),
        _ => false,
    }
}

fn wrap_address(function: WrapFn) -> usize {
    match function {
        WrapFn::Unary(f) => f as usize,
        WrapFn::Binary(f) | WrapFn::BinarySwapped(f) => f as usize,
        WrapFn::Ternary(f) | WrapFn::TernarySwapped(f) => f as usize,
        WrapFn::Bool(f) => f as usize,
        WrapFn::Hash(f) => f as usize,
        WrapFn::Len(f) => f as usize,
        WrapFn::Compare(f, _) => f as usize,
        WrapFn::Next(f) => f as usize,
        WrapFn::GetAttr(f) => f as usize,
        WrapFn::SetAttr(f) | WrapFn::DelAttr(f) => f as usize,
        WrapFn::SetItem(f) | WrapFn::DelItem(f) => f as usize,
        WrapFn::Contains(f) => f as usize,
        WrapFn::Repeat(f) => f as usize,
        WrapFn::DescrGet(f) => f as usize,
        WrapFn::DescrSet(f) | WrapFn::DescrDelete(f) => f as usize,
        WrapFn::Call(f) => f as usize,
        WrapFn::Init(f) => f as usize,
        WrapFn::Finalize(f) => f as usize,
    }
}

/// What a wrapper returns for a slot that gives no value.
pub(crate) fn none_of(result: PyResult<()>) -> PyResult {
    result.map(|()| Value::NONE)
}
