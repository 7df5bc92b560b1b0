//! A persistent map from context variables to values: setting makes a new map that shares most of the old one, so
//! copying a context copies one pointer.
//!
//! It is a trie over the hash of the variable's address, 32 ways at each level. The nodes are heap objects of their
//! own: maps share them, and the collector must see each of their references once. Must not run Python code.

use minipy_vm::heap::{HeapObject, Layout, Tracer};
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{Value, Vm};

/// What is in a place of a node.
#[derive(Clone)]
enum Entry {
    Pair(Value, Value),
    Node(Value),
}

/// The struct inside nodes; never changed once made.
struct NodeObj {
    /// Which places are taken; their entries are in `entries` in this order.
    bitmap: u32,
    entries: Box<[Entry]>,
}

static LAYOUT: Layout = Layout::of::<NodeObj>("hamt_node");

impl HeapObject for NodeObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for entry in &self.entries {
            match entry {
                Entry::Pair(key, value) => {
                    visit(key);
                    visit(value);
                }
                Entry::Node(node) => visit(node),
            }
        }
    }
}

static TYPE: TypeDef =
    TypeDef { name: "hamt_node", layout: Some(&LAYOUT), flags: TypeFlags::NO_INSTANTIATION, ..TypeDef::EMPTY };

/// One bit pattern for each address; different addresses differ in it.
fn hash(key: &Value) -> u64 {
    let h = (key.bits() as u64 >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ (h >> 32)
}

fn place(hash: u64, level: u32) -> u32 {
    1 << ((hash >> (level * 5)) & 31)
}

/// The levels that 64 bits of hash are enough for.
const LEVELS: u32 = 13;

impl NodeObj {
    /// Where the entry of a place is, or would be.
    fn index(&self, bit: u32) -> usize {
        (self.bitmap & (bit - 1)).count_ones() as usize
    }
}

fn new_node(vm: &Vm, bitmap: u32, entries: Vec<Entry>) -> Value {
    vm.alloc(&vm.type_from_def(&TYPE), NodeObj { bitmap, entries: entries.into() }).into_value()
}

/// The value of a key. `root` is a map: a node, or NULL for the empty map.
pub(crate) fn get(root: &Value, key: &Value) -> Option<Value> {
    let hash = hash(key);
    let mut node = root.downcast::<NodeObj>()?;
    for level in 0..LEVELS {
        let bit = place(hash, level);
        if node.bitmap & bit == 0 {
            return None;
        }
        match node.entries.get(node.index(bit))? {
            Entry::Pair(found, value) => return found.is(key).then(|| value.clone()),
            Entry::Node(next) => node = next.downcast::<NodeObj>()?,
        }
    }
    None
}

/// The map with `key` set to `value`; tells whether the key is new.
pub(crate) fn set(vm: &Vm, root: &Value, key: &Value, value: &Value) -> (Value, bool) {
    set_in(vm, root, key, value, hash(key), 0)
}

fn set_in(vm: &Vm, node: &Value, key: &Value, value: &Value, hash: u64, level: u32) -> (Value, bool) {
    let bit = place(hash, level);
    let pair = Entry::Pair(key.clone(), value.clone());
    let Some(old) = node.downcast::<NodeObj>() else { return (new_node(vm, bit, vec![pair]), true) };
    let index = old.index(bit);
    if old.bitmap & bit == 0 {
        let mut entries = Vec::with_capacity(old.entries.len() + 1);
        entries.extend_from_slice(&old.entries[..index]);
        entries.push(pair);
        entries.extend_from_slice(&old.entries[index..]);
        return (new_node(vm, old.bitmap | bit, entries), true);
    }
    let (entry, added) = match &old.entries[index] {
        Entry::Pair(found, _) if found.is(key) => (pair, false),
        Entry::Pair(found, other) => {
            // Two keys want this place: both go one level down.
            let (below, _) = set_in(vm, &Value::NULL, found, other, self::hash(found), level + 1);
            let (below, _) = set_in(vm, &below, key, value, hash, level + 1);
            (Entry::Node(below), true)
        }
        Entry::Node(below) => {
            let (below, added) = set_in(vm, below, key, value, hash, level + 1);
            (Entry::Node(below), added)
        }
    };
    let mut entries = old.entries.to_vec();
    entries[index] = entry;
    (new_node(vm, old.bitmap, entries), added)
}

/// The map without `key`; `None` if it is not there.
pub(crate) fn remove(vm: &Vm, root: &Value, key: &Value) -> Option<Value> {
    remove_in(vm, root, key, hash(key), 0)
}

fn remove_in(vm: &Vm, node: &Value, key: &Value, hash: u64, level: u32) -> Option<Value> {
    let old = node.downcast::<NodeObj>()?;
    let bit = place(hash, level);
    if old.bitmap & bit == 0 {
        return None;
    }
    let index = old.index(bit);
    let mut entries = old.entries.to_vec();
    match &old.entries[index] {
        Entry::Pair(found, _) if found.is(key) => {
            entries.remove(index);
            if entries.is_empty() {
                return Some(Value::NULL);
            }
            return Some(new_node(vm, old.bitmap & !bit, entries));
        }
        Entry::Pair(..) => return None,
        Entry::Node(below) => {
            let rest = remove_in(vm, below, key, hash, level + 1)?;
            if rest.is_null() {
                entries.remove(index);
                if entries.is_empty() {
                    return Some(Value::NULL);
                }
                return Some(new_node(vm, old.bitmap & !bit, entries));
            }
            entries[index] = Entry::Node(rest);
        }
    }
    Some(new_node(vm, old.bitmap, entries))
}

/// All keys and values, in the order of the trie.
pub(crate) fn items(root: &Value) -> Vec<(Value, Value)> {
    let mut found = Vec::new();
    collect(root, &mut found);
    found
}

fn collect(node: &Value, found: &mut Vec<(Value, Value)>) {
    let Some(node) = node.downcast::<NodeObj>() else { return };
    for entry in &node.entries {
        match entry {
            Entry::Pair(key, value) => found.push((key.clone(), value.clone())),
            Entry::Node(below) => collect(below, found),
        }
    }
}
