//! `functools._lru_cache_wrapper`: a function with a cache of its results.

use std::cell::Cell;

use minipy_vm::exc;
use minipy_vm::heap::{HeapObject, Layout, PyCell, Tracer};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::slots::Slots;
use minipy_vm::types::dict::DictRef;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::type_::{TypeDef, TypeFlags, TypeRef};
use minipy_vm::{Value, Vm, getset, methods};

use crate::support::bound;

/// No entry.
const NONE: usize = usize::MAX;

/// A result in a bounded cache; entries are linked from the one used last to the one used longest ago.
struct Entry {
    key: Value,
    hash: i64,
    result: Value,
    newer: usize,
    older: usize,
}

/// The entries of a bounded cache. Places of removed entries are used again.
#[derive(Default)]
struct Entries {
    all: Vec<Entry>,
    newest: usize,
    oldest: usize,
}

impl Entries {
    fn unlink(&mut self, at: usize) {
        let (newer, older) = (self.all[at].newer, self.all[at].older);
        match newer {
            NONE => self.newest = older,
            newer => self.all[newer].older = older,
        }
        match older {
            NONE => self.oldest = newer,
            older => self.all[older].newer = newer,
        }
    }

    fn link_newest(&mut self, at: usize) {
        let second = self.newest;
        self.all[at].newer = NONE;
        self.all[at].older = second;
        match second {
            NONE => self.oldest = at,
            second => self.all[second].newer = at,
        }
        self.newest = at;
    }
}

struct CacheObj {
    function: Value,
    /// The class that `cache_info` makes an instance of.
    info: Value,
    /// How many results are kept; `None` for all.
    limit: Option<usize>,
    typed: bool,
    /// What separates positional from keyword arguments in a key.
    mark: Value,
    /// Results by key; in a bounded cache, positions in `entries`.
    results: DictRef,
    entries: PyCell<Entries>,
    hits: Cell<i64>,
    misses: Cell<i64>,
    dict: PyCell<Value>,
}

static LAYOUT: Layout = Layout::of::<CacheObj>("_lru_cache_wrapper");

impl HeapObject for CacheObj {
    const LAYOUT: &'static Layout = &LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.function);
        visit(&self.info);
        visit(&self.mark);
        visit(self.results.value());
        for entry in &self.entries.borrow().all {
            visit(&entry.key);
            visit(&entry.result);
        }
        visit(&self.dict.borrow());
    }

    fn clear(&self) {
        drop(self.entries.replace(Entries { all: Vec::new(), newest: NONE, oldest: NONE }));
        drop(self.dict.take());
    }
}

/// The type `_lru_cache_wrapper`.
pub(super) static TYPE: TypeDef = TypeDef {
    name: "_lru_cache_wrapper",
    module: "functools",
    layout: Some(&LAYOUT),
    flags: TypeFlags::WEAKREFABLE | TypeFlags::METHOD_LIKE,
    doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
    slots: Slots {
        new: Some(new),
        call: Some(call),
        descr_get: Some(descr_get),
        dict_of: Some(dict_of),
        ..Slots::EMPTY
    },
    methods: methods! {
        "cache_info" F1(cache_info) "(self, /)" "Report cache statistics";
        "cache_clear" F1(cache_clear) "(self, /)" "Clear the cache and cache statistics";
        "__reduce__" F1(reduce) "(self, /)" "";
        "__copy__" FV(itself) "(self, /)" "";
        "__deepcopy__" FV(itself) "(self, memo, /)" "";
    },
    getset: getset! {
        "__dict__" minipy_vm::types::member::get_dict, minipy_vm::types::member::set_dict, "";
    },
    ..TypeDef::EMPTY
};

fn dict_of(value: &Value) -> Option<&PyCell<Value>> {
    value.downcast::<CacheObj>().map(|c| &c.dict)
}

fn new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let signature = "(user_function, maxsize, typed, cache_info_type)";
    let [function, limit, typed, info]: [Value; 4] = bound(vm, "lru_cache", signature, args, 4, 4)?;
    if !vm.is_callable(&function) {
        return Err(exc::type_error(vm, "the first argument must be callable"));
    }
    let limit = if limit.is_none() {
        None
    } else if vm.type_of(&limit).slots().index.is_some() {
        Some(ssize(vm, &limit)?.max(0) as usize)
    } else {
        return Err(exc::type_error(vm, "maxsize should be integer or None"));
    };
    let object = CacheObj {
        function,
        info,
        limit,
        typed: vm.truth(&typed)?,
        mark: vm.call0(vm.types().object.value())?,
        results: vm.new_dict(),
        entries: PyCell::new(Entries { all: Vec::new(), newest: NONE, oldest: NONE }),
        hits: Cell::new(0),
        misses: Cell::new(0),
        dict: PyCell::default(),
    };
    Ok(vm.alloc(ty, object).into_value())
}

/// What stands for the arguments of a call.
fn make_key(vm: &Vm, cache: &CacheObj, args: &Args) -> Value {
    if !cache.typed
        && args.kw.is_empty()
        && let [one] = args.pos
        && (one.is_small() || one.exact::<StrObj>().is_some())
    {
        return one.clone();
    }
    let mut parts = args.pos.to_vec();
    if !args.kw.is_empty() {
        parts.push(cache.mark.clone());
        for (name, value) in args.keywords() {
            parts.push(name.clone());
            parts.push(value.clone());
        }
    }
    if cache.typed {
        parts.extend(args.pos.iter().chain(args.kw).map(|v| vm.type_of(v).to_value()));
    }
    vm.tuple(parts)
}

fn count(counter: &Cell<i64>) {
    counter.set(counter.get() + 1);
}

fn call(vm: &Vm, this: &Value, args: &Args) -> PyResult {
    let cache = exc::receiver::<CacheObj>(vm, this)?;
    if cache.limit == Some(0) {
        count(&cache.misses);
        return vm.call_args(&cache.function, args);
    }
    let key = make_key(vm, cache, args);
    let hash = vm.hash(&key)?;
    let found = cache.results.get_hashed(vm, &key, hash)?;
    let Some(limit) = cache.limit else {
        if let Some(result) = found {
            count(&cache.hits);
            return Ok(result);
        }
        count(&cache.misses);
        let result = vm.call_args(&cache.function, args)?;
        cache.results.set_hashed(vm, &key, hash, result.clone())?;
        return Ok(result);
    };
    if let Some(at) = position(cache, found) {
        count(&cache.hits);
        let mut entries = cache.entries.borrow_mut();
        entries.unlink(at);
        entries.link_newest(at);
        return Ok(entries.all[at].result.clone());
    }
    count(&cache.misses);
    let result = vm.call_args(&cache.function, args)?;
    // The call may have put the same key in.
    if cache.results.get_hashed(vm, &key, hash)?.is_none() {
        keep(vm, cache, limit, key, hash, result.clone())?;
    }
    Ok(result)
}

/// The position of an entry that the table of results names.
fn position(cache: &CacheObj, found: Option<Value>) -> Option<usize> {
    let at = found?.as_small()? as usize;
    if at < cache.entries.borrow().all.len() { Some(at) } else { None }
}

/// Puts a result into a bounded cache, in place of the one that was used longest ago if it is full.
fn keep(vm: &Vm, cache: &CacheObj, limit: usize, key: Value, hash: i64, result: Value) -> PyResult<()> {
    let full = cache.entries.borrow().all.len() >= limit;
    if !full {
        let at = cache.entries.borrow().all.len();
        cache.results.set_hashed(vm, &key, hash, vm.int(at as i64))?;
        let mut entries = cache.entries.borrow_mut();
        if entries.all.len() == at {
            entries.all.push(Entry { key, hash, result, newer: NONE, older: NONE });
            entries.link_newest(at);
        }
        return Ok(());
    }
    let (at, old_key, old_hash) = {
        let entries = cache.entries.borrow();
        let at = entries.oldest;
        (at, entries.all[at].key.clone(), entries.all[at].hash)
    };
    if cache.results.remove_hashed(vm, &old_key, old_hash)?.is_none() {
        // Comparing keys has changed the cache meanwhile: the result is given, but not kept.
        return Ok(());
    }
    cache.results.set_hashed(vm, &key, hash, vm.int(at as i64))?;
    let old = {
        let mut entries = cache.entries.borrow_mut();
        if at >= entries.all.len() {
            return Ok(());
        }
        entries.unlink(at);
        let old = std::mem::replace(&mut entries.all[at], Entry { key, hash, result, newer: NONE, older: NONE });
        entries.link_newest(at);
        old
    };
    drop(old);
    Ok(())
}

fn descr_get(vm: &Vm, this: &Value, object: Option<&Value>, _owner: Option<&Value>) -> PyResult {
    match object {
        Some(object) if !object.is_none() => Ok(vm.bound_method(this.clone(), object.clone())),
        _ => Ok(this.clone()),
    }
}

fn cache_info(vm: &Vm, this: &Value) -> PyResult {
    let cache = exc::receiver::<CacheObj>(vm, this)?;
    let limit = cache.limit.map_or(Value::NONE, |n| vm.int(n as i64));
    let size = vm.int(cache.results.len() as i64);
    vm.call(&cache.info, &[vm.int(cache.hits.get()), vm.int(cache.misses.get()), limit, size])
}

fn cache_clear(vm: &Vm, this: &Value) -> PyResult {
    let cache = exc::receiver::<CacheObj>(vm, this)?;
    cache.hits.set(0);
    cache.misses.set(0);
    let old = cache.entries.replace(Entries { all: Vec::new(), newest: NONE, oldest: NONE });
    cache.results.clear_all();
    drop(old);
    Ok(Value::NONE)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult {
    vm.get_attr_str(this, "__qualname__")
}

fn itself(_vm: &Vm, args: &Args) -> PyResult {
    Ok(args.pos[0].clone())
}
