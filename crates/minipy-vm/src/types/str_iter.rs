//! Iterators over `str`: `str_ascii_iterator` and `str_iterator`, which differ in name only.

use std::cell::Cell;

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::methods;
use crate::native::{MethodDef, PyResult};
use crate::slots::Slots;
use crate::types::str_::StrObj;
use crate::types::type_::{TypeDef, TypeFlags};
use crate::value::Value;
use crate::vm::Vm;
use minipy_text::wtf8;

/// The struct inside iterators over text.
pub struct StrIterObj {
    /// The text; NULL when exhausted.
    text: PyCell<Value>,
    /// Byte offset of the next character.
    offset: Cell<usize>,
    /// Index of the next character.
    index: Cell<usize>,
}

static STR_ITER_LAYOUT: Layout = Layout::of::<StrIterObj>("str_iterator");

impl HeapObject for StrIterObj {
    const LAYOUT: &'static Layout = &STR_ITER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.text.borrow());
    }

    fn clear(&self) {
        drop(self.text.take());
    }
}

impl StrIterObj {
    /// The next character of an exact ASCII `str`; NULL if it is something else or exhausted, which the `next` slot then
    /// sees to.
    #[inline(always)]
    pub(crate) fn peek_ascii(&self, vm: &Vm) -> Value {
        let owner = self.text.borrow();
        let at = self.offset.get();
        match owner.exact::<StrObj>().and_then(|text| text.bytes().get(at)) {
            Some(&byte) if byte.is_ascii() => {
                self.offset.set(at + 1);
                self.index.set(at + 1);
                vm.ascii_char(byte)
            }
            _ => Value::NULL,
        }
    }
}

const ITER_SLOTS: Slots = Slots { iter: Some(iter_self), next: Some(str_next), ..Slots::EMPTY };

/// The iterator over other texts.
pub static TYPE: TypeDef = TypeDef {
    name: "str_iterator",
    layout: Some(&STR_ITER_LAYOUT),
    shape: crate::shape::fixed::STR_ITER,
    flags: TypeFlags::NO_INSTANTIATION,
    slots: ITER_SLOTS,
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// The iterator over ASCII texts.
pub static ASCII_TYPE: TypeDef = TypeDef {
    name: "str_ascii_iterator",
    layout: Some(&STR_ITER_LAYOUT),
    shape: crate::shape::fixed::STR_ASCII_ITER,
    flags: TypeFlags::NO_INSTANTIATION,
    slots: ITER_SLOTS,
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__length_hint__" F1(length_hint) "(self, /)" "Private method returning an estimate of len(list(it)).";
    "__reduce__" F1(reduce) "(self, /)" "Return state information for pickling.";
    "__setstate__" F2(set_state) "(self, object, /)" "Set state information for unpickling.";
};

/// `iter(text)`
pub(crate) fn str_iter(vm: &Vm, this: &Value) -> PyResult {
    let ascii = this.downcast::<StrObj>().is_some_and(StrObj::is_ascii);
    let types = vm.types();
    let ty = if ascii { &types.str_ascii_iterator } else { &types.str_iterator };
    let payload = StrIterObj { text: PyCell::new(this.clone()), offset: Cell::new(0), index: Cell::new(0) };
    Ok(vm.alloc(ty, payload).into_value())
}

fn iter_self(_vm: &Vm, this: &Value) -> PyResult {
    Ok(this.clone())
}

/// The next character; NULL when exhausted.
fn str_next(vm: &Vm, this: &Value) -> PyResult {
    let Some(iter) = this.downcast::<StrIterObj>() else { return Ok(Value::NULL) };
    let text = iter.text.borrow();
    let at = iter.offset.get();
    if let Some(text) = text.exact::<StrObj>()
        && let Some(&byte) = text.bytes().get(at)
        && byte.is_ascii()
    {
        iter.offset.set(at + 1);
        iter.index.set(iter.index.get() + 1);
        return Ok(vm.ascii_char(byte));
    }
    let Some(bytes) = text.downcast::<StrObj>().map(StrObj::bytes) else { return Ok(Value::NULL) };
    match bytes.get(at) {
        Some(byte) => {
            let end = (at + wtf8::len_of_first_byte(*byte)).min(bytes.len());
            iter.offset.set(end);
            iter.index.set(iter.index.get() + 1);
            Ok(super::str_methods::char_value(vm, &bytes[at..end]))
        }
        None => {
            drop(text);
            drop(iter.text.take());
            Ok(Value::NULL)
        }
    }
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult {
    let left = this.downcast::<StrIterObj>().map_or(0, |iter| {
        iter.text.borrow().downcast::<StrObj>().map_or(0, |text| text.chars() - iter.index.get().min(text.chars()))
    });
    Ok(vm.int(left as i64))
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    let builtins = crate::import::import_module(vm, "builtins")?;
    let function = vm.get_attr_str(&builtins, "iter")?;
    let Some(iter) = this.downcast::<StrIterObj>() else { return Ok(Value::NONE) };
    let text = iter.text.get();
    if text.is_null() {
        let empty = vm.tuple(vec![vm.str("")]);
        return Ok(vm.tuple(vec![function, empty]));
    }
    let args = vm.tuple(vec![text]);
    Ok(vm.tuple(vec![function, args, vm.int(iter.index.get() as i64)]))
}

fn set_state(vm: &Vm, this: &Value, state: &Value) -> PyResult {
    if crate::types::int::as_int(state).is_none() {
        return Err(exc::type_error(vm, "an integer is required"));
    }
    let index = crate::types::seq_args::ssize(vm, state)?.max(0) as usize;
    if let Some(iter) = this.downcast::<StrIterObj>() {
        let text = iter.text.borrow();
        if let Some(text) = text.downcast::<StrObj>() {
            let index = index.min(text.chars());
            iter.index.set(index);
            iter.offset.set(if text.is_ascii() { index } else { wtf8::byte_offset(text.bytes(), index) });
        }
    }
    Ok(Value::NONE)
}
