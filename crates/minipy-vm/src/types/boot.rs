//! Making the builtin types. The first five need each other before any can be complete.
#![expect(unsafe_code, reason = "payloads are reached through their layout (invariant H1)")]

use super::BuiltinTypes;
use crate::heap::Obj;
use crate::heap::object::{FLAG_LARGE, Header};
use crate::names::Names;
use crate::types::dict::DictObj;
use crate::types::type_::{TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The address of a builtin type's struct, which follows the header (the class of builtin types is `type` itself).
pub(super) fn struct_of(slot: &super::TypeSlot) -> *const TypeObj {
    slot.value().header_ptr().wrapping_add(1).cast::<TypeObj>()
}

const TYPE_SIZE: usize = size_of::<Header>() + size_of::<TypeObj>();

/// How many types have to be made by hand.
const FIRST: usize = 5;

fn place(at: Option<*mut u8>) -> *mut u8 {
    match at {
        Some(at) => at,
        None => std::alloc::handle_alloc_error(std::alloc::Layout::new::<TypeObj>()),
    }
}

/// Makes the builtin types that the VM cannot do without, the shared constants and the names.
pub(crate) fn boot(vm: &Vm) {
    vm.interp().install_types(BuiltinTypes::new());
    let types = vm.types();
    first_five(vm, types);
    vm.boot_constants();
    vm.interp().install_names(Names::new(vm));
    for slot in types.listed().take(FIRST) {
        vm.link_builtin_type(slot, slot.def);
    }
    // Allocation by fixed shape looks at no place whether it is filled.
    for slot in types.listed().skip(FIRST).filter(|slot| slot.def.shape != 0) {
        slot.fill(vm.type_from_def(slot.def));
    }
}

/// Makes the types that nobody has asked for yet.
pub(crate) fn make_all(vm: &Vm) {
    for slot in vm.types().listed() {
        let _: &TypeRef = slot;
    }
    vm.exceptions().all();
}

/// `object`, `type`, `dict`, `str`, `tuple`: the first five of the list.
fn first_five(vm: &Vm, types: &BuiltinTypes) {
    let places: Vec<*mut u8> =
        (0..FIRST).map(|_| place(vm.heap().allocate_type(TYPE_SIZE, size_of::<Header>()))).collect();
    let struct_at = |i: usize| places[i].wrapping_add(size_of::<Header>()).cast::<TypeObj>();
    // SAFETY: every place has room for header and struct. Headers come first; a struct is written before a handle of
    // its type is used for anything but its address. `object` (0) is the base of the others, `type` (1) their class.
    unsafe {
        for &place in &places {
            place.cast::<Header>().write(Header::new(0, struct_at(1), FLAG_LARGE));
        }
        // A handle finds its struct through the class's `payload_offset`, which is needed before `type` is complete.
        (&raw mut (*struct_at(1)).payload_offset).write(size_of::<Header>() as u32);
        let handle = |i: usize| -> TypeRef { Obj::from_value_unchecked(Value::new_ref(places[i].cast())) };
        for (i, slot) in types.listed().take(FIRST).enumerate() {
            let def = slot.def;
            let size = size_of::<Header>() + size_of::<DictObj>();
            let namespace = place(vm.heap().allocate(size, true).map(|(at, _)| at));
            namespace.cast::<Header>().write(Header::new(crate::shape::fixed::DICT, struct_at(2), 0));
            namespace.add(size_of::<Header>()).cast::<DictObj>().write(DictObj::new());
            let namespace = Obj::from_value_unchecked(Value::from_header(namespace.cast()));
            let base = if i == 0 { None } else { Some(handle(0)) };
            struct_at(i).write(vm.builtin_type_struct(def, base.as_ref(), namespace));
            slot.fill(handle(i));
            vm.interp().types_by_def.borrow_mut().insert(std::ptr::from_ref(def) as usize, handle(i));
        }
        let shape = (*struct_at(1)).root_shape.get();
        for &place in &places {
            (*place.cast::<Header>()).set_shape(shape);
        }
    }
}
