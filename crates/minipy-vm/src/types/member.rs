//! `member_descriptor`: `__slots__` members, and the descriptors `__dict__` and `__weakref__`.

use crate::heap::{HeapObject, Layout, Tracer};
use crate::types::str_::Name;
use crate::types::type_::TypeDef;
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside member descriptors.
pub struct MemberObj {
    /// `__name__`
    pub name: Name,
    /// `__objclass__`
    pub owner: TypeRef,
    /// Byte offset in instances.
    pub offset: usize,
}

static MEMBER_LAYOUT: Layout = Layout::of::<MemberObj>("member_descriptor");

impl HeapObject for MemberObj {
    const LAYOUT: &'static Layout = &MEMBER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.owner.value());
    }
}

/// The type `member_descriptor`.
pub static TYPE: TypeDef = TypeDef { name: "member_descriptor", layout: Some(&MEMBER_LAYOUT), ..TypeDef::EMPTY };

/// The descriptor of a `__slots__` member.
pub(crate) fn new_member(vm: &Vm, owner: &TypeRef, name: &Name, offset: usize) -> Value {
    let member = MemberObj { name: name.clone(), owner: owner.clone(), offset };
    vm.alloc(&vm.types().member_descriptor, member).into_value()
}

/// The descriptor `__dict__` of a Python class.
pub(crate) fn new_dict_descriptor(_vm: &Vm, _owner: &TypeRef) -> Value {
    Value::NONE
}

/// The descriptor `__weakref__` of a Python class.
pub(crate) fn new_weakref_descriptor(_vm: &Vm, _owner: &TypeRef) -> Value {
    Value::NONE
}
