//! Shapes: which attribute of an instance lies in which inline slot.
//!
//! Every type has a root shape; storing a new attribute moves an instance along a transition. Shape numbers are
//! unique over all types, so one 32-bit compare tells an instance's layout. Instances that delete attributes, have
//! too many, or whose `__dict__` was asked for keep their attributes in a dict instead (the type's dict shape).

use crate::heap::{PyCell, growth};
use crate::types::str_::Name;

/// Shape numbers of exact builtin types that hot paths test.
pub mod fixed {
    /// `int` beyond 63 bits
    pub const INT: u32 = 1;
    /// `float`
    pub const FLOAT: u32 = 2;
    /// `str`
    pub const STR: u32 = 3;
    /// `list`
    pub const LIST: u32 = 4;
    /// `tuple`
    pub const TUPLE: u32 = 5;
    /// `dict`
    pub const DICT: u32 = 6;
    /// `set`
    pub const SET: u32 = 7;
    /// `function`
    pub const FUNCTION: u32 = 8;
    /// `method`
    pub const METHOD: u32 = 9;
    /// `builtin_function_or_method`
    pub const BUILTIN: u32 = 10;
    /// `method_descriptor`
    pub const METHOD_DESCRIPTOR: u32 = 11;
    /// `range`
    pub const RANGE: u32 = 12;
    /// `range_iterator`
    pub const RANGE_ITER: u32 = 13;
    /// `list_iterator`
    pub const LIST_ITER: u32 = 14;
    /// `tuple_iterator`
    pub const TUPLE_ITER: u32 = 15;
    /// `generator`
    pub const GENERATOR: u32 = 16;
    /// `coroutine`
    pub const COROUTINE: u32 = 17;
    /// `cell`
    pub const CELL: u32 = 18;
    /// `slice`
    pub const SLICE: u32 = 19;
    /// `bytes`
    pub const BYTES: u32 = 20;
    /// `complex`
    pub const COMPLEX: u32 = 21;
    /// `module`
    pub const MODULE: u32 = 22;
    /// `property`
    pub const PROPERTY: u32 = 23;
    /// `frozenset`
    pub const FROZENSET: u32 = 24;
    /// `bytearray`
    pub const BYTEARRAY: u32 = 25;
    /// asyncio's `_UnixSelectorEventLoop`
    pub const EVENT_LOOP: u32 = 40;
    /// asyncio's `Future`
    pub const FUTURE: u32 = 41;
    /// asyncio's `Task`
    pub const TASK: u32 = 42;
    /// asyncio's `Lock`
    pub const ASYNC_LOCK: u32 = 43;
    /// asyncio's `Condition`
    pub const ASYNC_CONDITION: u32 = 44;
    /// Coroutines written in Rust
    pub const NATIVE_COROUTINE: u32 = 45;
    /// `zip`
    pub const ZIP: u32 = 26;
    /// `enumerate`
    pub const ENUMERATE: u32 = 27;
    /// `dict_itemiterator`
    pub const DICT_ITEM_ITER: u32 = 28;
    /// `str_ascii_iterator`
    pub const STR_ASCII_ITER: u32 = 50;
    /// `str_iterator`
    pub const STR_ITER: u32 = 51;
    /// `bytes_iterator`
    pub const BYTES_ITER: u32 = 52;
    /// `dict_keyiterator`
    pub const DICT_KEY_ITER: u32 = 53;
    /// `dict_valueiterator`
    pub const DICT_VALUE_ITER: u32 = 54;
    /// `list_reverseiterator`
    pub const LIST_REVERSE_ITER: u32 = 55;
    /// `set_iterator`
    pub const SET_ITER: u32 = 56;
    /// Classes whose class is `type` itself
    pub const TYPE: u32 = 62;
    /// `array.array`, whose struct begins with a `TypedBuffer`
    pub const ARRAY: u32 = 29;
    /// First number that is given out at run time.
    pub const FIRST_FREE: u32 = 64;
}

struct Shape {
    parent: u32,
    name: Option<Name>,
    count: u16,
    transitions: Vec<(Name, u32)>,
    /// The identities of the names in slot order, once somebody has looked.
    keys: Option<Box<[usize]>>,
}

/// All shapes of an interpreter.
pub struct Shapes {
    shapes: PyCell<Vec<Shape>>,
}

impl Default for Shapes {
    fn default() -> Shapes {
        Shapes::new()
    }
}

impl Shapes {
    /// Only the fixed ones.
    pub fn new() -> Shapes {
        let shapes = Shapes { shapes: PyCell::new(Vec::new()) };
        for _ in 0..fixed::FIRST_FREE {
            shapes.new_root();
        }
        shapes
    }

    /// Whether there is memory for so many more shapes.
    pub(crate) fn make_room(&self, more: usize) -> bool {
        let mut shapes = self.shapes.borrow_mut();
        shapes.capacity() - shapes.len() >= more || growth::make_room(&mut shapes, more)
    }

    /// A new shape without attributes.
    pub fn new_root(&self) -> u32 {
        let mut shapes = self.shapes.borrow_mut();
        shapes.push(Shape { parent: 0, name: None, count: 0, transitions: Vec::new(), keys: None });
        (shapes.len() - 1) as u32
    }

    /// The slot of an attribute in a shape.
    pub fn slot(&self, shape: u32, name: &Name) -> Option<u16> {
        let key = name.value().bits();
        {
            let shapes = self.shapes.borrow();
            let this = shapes.get(shape as usize)?;
            if this.count == 0 {
                return None;
            }
            if let Some(keys) = &this.keys {
                return keys.iter().position(|&k| k == key).map(|i| i as u16);
            }
        }
        let keys: Box<[usize]> = self.names(shape).iter().map(|n| n.value().bits()).collect();
        let found = keys.iter().position(|&k| k == key).map(|i| i as u16);
        self.shapes.borrow_mut()[shape as usize].keys = Some(keys);
        found
    }

    /// The number of attributes of a shape.
    pub fn count(&self, shape: u32) -> u16 {
        self.shapes.borrow().get(shape as usize).map_or(0, |s| s.count)
    }

    /// The attributes of a shape in slot order.
    pub fn names(&self, shape: u32) -> Vec<Name> {
        let shapes = self.shapes.borrow();
        let mut names = Vec::new();
        let mut at = shape;
        while let Some(step) = shapes.get(at as usize)
            && let Some(key) = &step.name
        {
            names.push(key.clone());
            at = step.parent;
        }
        names.reverse();
        names
    }

    /// The shape with one more attribute, and that attribute's slot.
    pub fn with(&self, shape: u32, name: &Name) -> (u32, u16) {
        let mut shapes = self.shapes.borrow_mut();
        let this = &shapes[shape as usize];
        let slot = this.count;
        if let Some((_, next)) = this.transitions.iter().find(|(n, _)| n.is(name)) {
            return (*next, slot);
        }
        let next = shapes.len() as u32;
        if shapes.len() == shapes.capacity() {
            // By less than half as much again, if there is no more.
            growth::make_room(&mut shapes, 1);
        }
        shapes.push(Shape {
            parent: shape,
            name: Some(name.clone()),
            count: slot + 1,
            transitions: Vec::new(),
            keys: None,
        });
        shapes[shape as usize].transitions.push((name.clone(), next));
        (next, slot)
    }
}
