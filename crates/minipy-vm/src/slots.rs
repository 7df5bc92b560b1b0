//! Type slots: the native functions behind operators and protocols, and the table that ties them to dunder names.
//!
//! A builtin type lists its slots in its `TypeDef`. A Python class's slots are computed from its dunder methods:
//! for each name of the table in `slot_table`, the native function of the builtin type it was inherited from, or the
//! generic function that calls the Python method.

use crate::native::{Args, PyResult};
use crate::types::str_::Name;
use crate::value::Value;
use crate::vm::Vm;

/// `op this`
pub type UnaryFn = fn(&Vm, &Value) -> PyResult;
/// `lhs op rhs`; either may be an instance of the type that has the slot. NotImplemented if it cannot.
pub type BinaryFn = fn(&Vm, &Value, &Value) -> PyResult;
/// `pow(lhs, rhs, modulus)`; modulus is None when absent.
pub type TernaryFn = fn(&Vm, &Value, &Value, &Value) -> PyResult;
/// A truth value.
pub type BoolFn = fn(&Vm, &Value) -> PyResult<bool>;
/// A hash; never -1.
pub type HashFn = fn(&Vm, &Value) -> PyResult<i64>;
/// A length.
pub type LenFn = fn(&Vm, &Value) -> PyResult<usize>;
/// A comparison; NotImplemented if it cannot.
pub type CompareFn = fn(&Vm, &Value, &Value, CompareOp) -> PyResult;
/// The next item; NULL when exhausted (without an exception).
pub type NextFn = fn(&Vm, &Value) -> PyResult;
/// `getattr(this, name)`
pub type GetAttrFn = fn(&Vm, &Value, &Name) -> PyResult;
/// `setattr(this, name, value)`, or `delattr` with `None`.
pub type SetAttrFn = fn(&Vm, &Value, &Name, Option<&Value>) -> PyResult<()>;
/// `this[key] = value`, or `del this[key]` with `None`.
pub type SetItemFn = fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>;
/// `item in this`
pub type ContainsFn = fn(&Vm, &Value, &Value) -> PyResult<bool>;
/// `this * count` of a sequence.
pub type RepeatFn = fn(&Vm, &Value, isize) -> PyResult;
/// `type(descr).__get__(descr, obj, type)`
pub type DescrGetFn = fn(&Vm, &Value, Option<&Value>, Option<&Value>) -> PyResult;
/// `type(descr).__set__(descr, obj, value)`, or `__delete__` with `None`.
pub type DescrSetFn = fn(&Vm, &Value, &Value, Option<&Value>) -> PyResult<()>;
/// `this(*args, **kwargs)`; the arguments do not include `this`.
pub type CallFn = fn(&Vm, &Value, &Args) -> PyResult;
/// `cls.__new__(cls, *args, **kwargs)`; the arguments do not include the class.
pub type NewFn = fn(&Vm, &crate::types::type_::TypeRef, &Args) -> PyResult;
/// `this.__init__(*args, **kwargs)`
pub type InitFn = fn(&Vm, &Value, &Args) -> PyResult<()>;
/// One step of a generator-like object; see [`Sent`].
pub type SendFn = fn(&Vm, &Value, &Value) -> PyResult<Sent>;
/// `__del__`
pub type FinalizeFn = fn(&Vm, &Value) -> PyResult<()>;
/// The place of the instance's `__dict__` (NULL or a dict) of a builtin type that has one.
pub type DictOfFn = fn(&Value) -> Option<&crate::heap::PyCell<Value>>;

/// What sending a value into a generator-like object gave.
pub enum Sent {
    /// It yielded.
    Yield(Value),
    /// It returned.
    Return(Value),
}

impl Sent {
    /// What a `next` slot gives: the yielded value, or NULL for the end.
    #[inline]
    pub fn item(self) -> Value {
        match self {
            Sent::Yield(value) => value,
            Sent::Return(_) => Value::NULL,
        }
    }
}

/// The six rich comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CompareOp {
    /// The operator for exchanged operands.
    pub fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }

    /// Its text.
    pub fn symbol(self) -> &'static str {
        match self {
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        }
    }

    /// Its truth for an ordering.
    #[inline(always)]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }
}

macro_rules! slots {
    ($($(#[doc = $doc:literal])* $name:ident : $ty:ty,)*) => {
        /// The slots of a type. `None`: the type does not support the operation.
        #[derive(Clone, Copy)]
        pub struct Slots { $($(#[doc = $doc])* pub $name: Option<$ty>,)* }

        impl Slots {
            /// No slots.
            pub const EMPTY: Slots = Slots { $($name: None,)* };

            /// Takes over every slot that is empty here.
            pub fn inherit(&mut self, base: &Slots) {
                $(if self.$name.is_none() { self.$name = base.$name; })*
            }
        }
    };
}

slots! {
    /// Makes an instance.
    new: NewFn,
    /// Initialises an instance.
    init: InitFn,
    /// Calls an instance.
    call: CallFn,
    /// `repr(this)`, a `str`.
    repr: UnaryFn,
    /// `str(this)`, a `str`.
    str: UnaryFn,
    /// `hash(this)`. `None` means unhashable.
    hash: HashFn,
    /// Rich comparison.
    compare: CompareFn,
    /// `iter(this)`
    iter: UnaryFn,
    /// `next(this)`
    next: NextFn,
    /// Attribute reading; `None` means the generic one.
    getattr: GetAttrFn,
    /// Attribute writing; `None` means the generic one.
    setattr: SetAttrFn,
    /// Descriptor reading.
    descr_get: DescrGetFn,
    /// Descriptor writing: makes a data descriptor.
    descr_set: DescrSetFn,
    /// `__del__`
    finalize: FinalizeFn,
    /// The place of the instance `__dict__` of a builtin type.
    dict_of: DictOfFn,
    /// `len(this)`
    len: LenFn,
    /// `this[key]`
    getitem: BinaryFn,
    /// `this[key] = value`, `del this[key]`
    setitem: SetItemFn,
    /// `item in this`
    contains: ContainsFn,
    /// Sequence `this + other`, tried after `add` of both.
    concat: BinaryFn,
    /// Sequence `this * count`, tried after `mul` of both.
    repeat: RepeatFn,
    /// Sequence `this += other`
    inplace_concat: BinaryFn,
    /// Sequence `this *= count`
    inplace_repeat: RepeatFn,
    /// `+`
    add: BinaryFn,
    /// `-`
    sub: BinaryFn,
    /// `*`
    mul: BinaryFn,
    /// `@`
    matmul: BinaryFn,
    /// `/`
    truediv: BinaryFn,
    /// `//`
    floordiv: BinaryFn,
    /// `%`
    modulo: BinaryFn,
    /// `divmod()`
    divmod: BinaryFn,
    /// `**`, `pow()`
    pow: TernaryFn,
    /// `<<`
    lshift: BinaryFn,
    /// `>>`
    rshift: BinaryFn,
    /// `&`
    and: BinaryFn,
    /// `|`
    or: BinaryFn,
    /// `^`
    xor: BinaryFn,
    /// `+=`
    iadd: BinaryFn,
    /// `-=`
    isub: BinaryFn,
    /// `*=`
    imul: BinaryFn,
    /// `@=`
    imatmul: BinaryFn,
    /// `/=`
    itruediv: BinaryFn,
    /// `//=`
    ifloordiv: BinaryFn,
    /// `%=`
    imodulo: BinaryFn,
    /// `**=`
    ipow: BinaryFn,
    /// `<<=`
    ilshift: BinaryFn,
    /// `>>=`
    irshift: BinaryFn,
    /// `&=`
    iand: BinaryFn,
    /// `|=`
    ior: BinaryFn,
    /// `^=`
    ixor: BinaryFn,
    /// `-this`
    neg: UnaryFn,
    /// `+this`
    pos: UnaryFn,
    /// `abs(this)`
    abs: UnaryFn,
    /// `~this`
    invert: UnaryFn,
    /// `bool(this)`; without it `len`, without that true.
    bool: BoolFn,
    /// `int(this)`
    int: UnaryFn,
    /// `float(this)`
    float: UnaryFn,
    /// `operator.index(this)`
    index: UnaryFn,
    /// `__await__`
    await_: UnaryFn,
    /// `__aiter__`
    aiter: UnaryFn,
    /// `__anext__`
    anext: UnaryFn,
    /// Native step of generator-like objects.
    send: SendFn,
}
