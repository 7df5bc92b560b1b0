//! The constants of a code object, merged by type and value.

use indexmap::IndexMap;
use minipy_bytecode::code::Const;
use std::collections::HashMap;
use std::rc::Rc;

/// Constants up to here may take any index; later ones keep the 16-bit range free for names.
const NARROW: usize = 32_768;
/// Marks indices into the wide constants.
const WIDE: u32 = 1 << 31;

/// Collects constants; equal ones (by type, bits and, for tuples, elements) share an index.
#[derive(Debug, Default)]
pub(crate) struct ConstPool {
    list: Vec<Const>,
    /// Constants that only 32-bit operands use, once the others begin to fill the 16-bit range.
    wide: Vec<Const>,
    wide_by_key: IndexMap<Vec<u8>, u32>,
    by_key: IndexMap<Vec<u8>, u32>,
    names: HashMap<Rc<str>, u32>,
}

impl ConstPool {
    /// The index of `value`.
    pub(crate) fn add(&mut self, value: Const) -> u32 {
        if matches!(value, Const::Code(_)) {
            self.list.push(value);
            return self.list.len() as u32 - 1;
        }
        let mut key = Vec::with_capacity(16);
        write_key(&value, &mut key);
        let next = self.list.len() as u32;
        let index = *self.by_key.entry(key).or_insert(next);
        if index == next {
            self.list.push(value);
        }
        index
    }

    /// The index of a name.
    pub(crate) fn name(&mut self, name: &str) -> u32 {
        if let Some(&index) = self.names.get(name) {
            return index;
        }
        let index = self.add(Const::Str(name.as_bytes().into()));
        self.names.insert(name.into(), index);
        index
    }

    /// The index of `value` for a 32-bit operand: final, or with the `WIDE` bit until `resolve`.
    pub(crate) fn add_wide(&mut self, value: Const) -> u32 {
        if self.list.len() < NARROW || matches!(value, Const::Code(_)) {
            return self.add(value);
        }
        let mut key = Vec::with_capacity(16);
        write_key(&value, &mut key);
        if let Some(&index) = self.by_key.get(&key) {
            return index;
        }
        let next = self.wide.len() as u32 | WIDE;
        let index = *self.wide_by_key.entry(key).or_insert(next);
        if index == next {
            self.wide.push(value);
        }
        index
    }

    /// Whether some indices have the `WIDE` bit.
    pub(crate) fn has_wide(&self) -> bool {
        !self.wide.is_empty()
    }

    /// The final index: the wide constants stand behind the others.
    pub(crate) fn resolve(&self, index: u32) -> u32 {
        if index & WIDE == 0 { index } else { (index & !WIDE) + self.list.len() as u32 }
    }

    /// An index of its own, to be filled by `set`.
    pub(crate) fn reserve(&mut self) -> u32 {
        self.list.push(Const::None);
        self.list.len() as u32 - 1
    }

    /// Fills a reserved index.
    pub(crate) fn set(&mut self, index: u32, value: Const) {
        self.list[index as usize] = value;
    }

    pub(crate) fn finish(self) -> Vec<Const> {
        let mut list = self.list;
        list.extend(self.wide);
        list
    }
}

/// Writes an injective byte form: two constants are merged exactly if these are equal.
pub(crate) fn write_key(value: &Const, out: &mut Vec<u8>) {
    let list = |tag: u8, items: &[Const], out: &mut Vec<u8>| {
        out.push(tag);
        out.extend((items.len() as u64).to_le_bytes());
        for item in items {
            write_key(item, out);
        }
    };
    let bytes = |tag: u8, text: &[u8], out: &mut Vec<u8>| {
        out.push(tag);
        out.extend((text.len() as u64).to_le_bytes());
        out.extend(text);
    };
    match value {
        Const::None => out.push(0),
        Const::Bool(b) => out.extend([1, u8::from(*b)]),
        Const::Ellipsis => out.push(2),
        Const::Int(i) => {
            out.push(3);
            out.extend(i.to_le_bytes());
        }
        Const::BigInt(i) => bytes(4, i.to_string().as_bytes(), out),
        Const::Float(f) => {
            out.push(5);
            out.extend(f.to_bits().to_le_bytes());
        }
        Const::Complex(re, im) => {
            out.push(6);
            out.extend(re.to_bits().to_le_bytes());
            out.extend(im.to_bits().to_le_bytes());
        }
        Const::Str(s) => bytes(7, s, out),
        Const::Bytes(s) => bytes(8, s, out),
        Const::Tuple(items) => list(9, items, out),
        Const::FrozenSet(items) => list(10, items, out),
        Const::Slice(parts) => list(11, &parts[..], out),
        Const::Code(_) => out.push(12),
    }
}
