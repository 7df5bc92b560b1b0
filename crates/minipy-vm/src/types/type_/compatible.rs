//! Whether a class can take the place of another one, by CPython's rules: for `__bases__` and `__class__`.

use super::methods::message_name;
use super::{TypeFlags, TypeObj, TypeRef};
use crate::exc;
use crate::native::PyResult;
use crate::types::member::MemberObj;
use crate::types::str_::Name;
use crate::vm::Vm;

/// TypeError unless what instances of `old` hold lies where it does in those of `new`. `attr` is what is assigned.
pub(crate) fn check(vm: &Vm, old: &TypeRef, new: &TypeRef, attr: &str) -> PyResult<()> {
    let what = if is_collected(old) != is_collected(new) {
        "deallocator"
    } else if !same_fields(old, new) {
        "object layout"
    } else {
        return Ok(());
    };
    let (new, old) = (message_name(vm, new), message_name(vm, old));
    Err(exc::type_error(vm, &format!("{attr} assignment: '{new}' {what} differs from '{old}'")))
}

/// Whether CPython's collector knows the instances.
fn is_collected(ty: &TypeObj) -> bool {
    ty.has_flag(TypeFlags::HEAP_TYPE) || ty.layout.gc && ty.base.borrow().is_some()
}

fn same_fields(old: &TypeRef, new: &TypeRef) -> bool {
    let (old, new) = (origin(old), origin(new));
    if old.is(&new) {
        return true;
    }
    match (old.base.get(), new.base.get()) {
        (Some(base), Some(other)) if base.is(&other) => adds_the_same(&base, &old, &new),
        _ => false,
    }
}

/// The first ancestor whose instances have all that those of the class have.
fn origin(ty: &TypeRef) -> TypeRef {
    let mut at = ty.clone();
    while let Some(base) = at.base.get() {
        let adds = !std::ptr::eq(at.layout, base.layout)
            || at.slot_count != base.slot_count
            || outside(&at) != outside(&base)
            || is_collected(&at) != is_collected(&base)
            // Exceptions share a struct; in CPython those with attributes of their own have their own.
            || at.def.is_some_and(|def| !def.getset.is_empty());
        if adds {
            return at;
        }
        at = base;
    }
    at
}

/// Whether instances have a `__dict__` and a list of weak references.
fn outside(ty: &TypeObj) -> (bool, bool) {
    (ty.has_flag(TypeFlags::HAS_DICT), ty.has_flag(TypeFlags::WEAKREFABLE))
}

/// Whether two classes add only `__slots__` to their base, and the same.
fn adds_the_same(base: &TypeObj, a: &TypeObj, b: &TypeObj) -> bool {
    let only_slots = |ty: &TypeObj| std::ptr::eq(ty.layout, base.layout);
    only_slots(a) && only_slots(b) && outside(a) == outside(b) && {
        let (mut left, mut right) = (own_slots(base, a), own_slots(base, b));
        left.sort_unstable();
        right.sort_unstable();
        left.len() == usize::from(a.slot_count - base.slot_count)
            && right.len() == usize::from(b.slot_count - base.slot_count)
            && left == right
    }
}

/// The `__slots__` members that a class adds to its base: where they lie, and their names.
fn own_slots(base: &TypeObj, ty: &TypeObj) -> Vec<(usize, Vec<u8>)> {
    let first = TypeObj::member_offset(base.slot_count.into());
    let name = |name: &Name| name.bytes().to_vec();
    ty.dict
        .items()
        .iter()
        .filter_map(|(_, value)| value.downcast::<MemberObj>())
        .filter(|member| std::ptr::eq::<TypeObj>(&*member.owner, ty))
        .filter_map(|member| Some((member.offset().filter(|offset| *offset >= first)?, name(&member.name))))
        .collect()
}
