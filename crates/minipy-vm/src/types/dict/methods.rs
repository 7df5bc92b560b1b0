//! `dict`: the type, its slots and methods. Updating from other objects is in `update`.

use crate::exc;
use crate::heap::HeapObject;
use crate::methods;
use crate::native::{Args, MethodDef, PyResult};
use crate::protocol::bind::check_positional;
use crate::slots::{CompareOp, Slots};
use crate::types::dict::table::Table;
use crate::types::dict::{DictObj, iter, update, views};
use crate::types::type_::{TypeDef, TypeFlags, TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

/// The type `dict`.
pub static TYPE: TypeDef = TypeDef {
    name: "dict",
    layout: Some(DictObj::LAYOUT),
    shape: crate::shape::fixed::DICT,
    flags: TypeFlags::BASETYPE | TypeFlags::MAPPING | TypeFlags::MATCH_SELF,
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    slots: Slots {
        new: Some(dict_new),
        init: Some(dict_init),
        repr: Some(dict_repr),
        compare: Some(dict_compare),
        iter: Some(iter::iter_keys),
        len: Some(dict_len),
        getitem: Some(dict_getitem),
        setitem: Some(dict_setitem),
        contains: Some(dict_contains),
        or: Some(dict_or),
        ior: Some(dict_ior),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "__contains__" F2(contains_method) "(self, key, /)" "True if the dictionary has the specified key, else False.";
    "__getitem__" F2(dict_getitem) "(self, key, /)" "Return self[key].";
    "__sizeof__" F1(dict_sizeof) "(self, /)" "Return the size of the dict in memory, in bytes.";
    "get" FV(dict_get) "(self, key, default=None, /)" "Return the value for key if key is in the dictionary, else default.";
    "setdefault" FV(dict_setdefault) "(self, key, default=None, /)" "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.";
    "pop" FV(dict_pop) "(self, key, default=<unrepresentable>, /)" "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.";
    "popitem" F1(dict_popitem) "(self, /)" "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.";
    "keys" F1(views::dict_keys) "(self, /)" "Return a set-like object providing a view on the dict's keys.";
    "items" F1(views::dict_items) "(self, /)" "Return a set-like object providing a view on the dict's items.";
    "values" F1(views::dict_values) "(self, /)" "Return an object providing a view on the dict's values.";
    "update" FV(update::dict_update) "(self, /, *args, **kwargs)" "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]";
    [class] "fromkeys" FV(dict_fromkeys) "(type, iterable, value=None, /)" "Create a new dictionary with keys from iterable and values set to value.";
    "clear" F1(dict_clear) "(self, /)" "Remove all items from the dict.";
    "copy" F1(dict_copy) "(self, /)" "Return a shallow copy of the dict.";
    "__reversed__" F1(iter::reversed_keys) "(self, /)" "Return a reverse iterator over the dict keys.";
    [class] "__class_getitem__" F2(crate::types::generic_alias::new_alias) "(type, object, /)" "dicts are generic over two types, signifying (respectively) the types of their keys and values";
};

/// The dict that a `self` argument is.
#[inline(always)]
pub(crate) fn this_dict<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a DictObj> {
    match this.downcast::<DictObj>() {
        Some(dict) => Ok(dict),
        None => Err(exc::wrong_self(vm, "dict", this)),
    }
}

fn dict_new(vm: &Vm, ty: &TypeRef, _args: &Args) -> PyResult {
    Ok(vm.dict_of_type(ty, Table::new()).into_value())
}

fn dict_init(vm: &Vm, this: &Value, args: &Args) -> PyResult<()> {
    update::update_from_args(vm, this, args, "dict", 0)
}

fn dict_repr(vm: &Vm, this: &Value) -> PyResult {
    let dict = this_dict(vm, this)?;
    if dict.is_empty() {
        return Ok(vm.str("{}"));
    }
    vm.repr_guarded(this, "{...}", || {
        let mut out = vec![b'{'];
        let mut position = 0;
        while let Some((key, value, next)) = dict.item_from(position) {
            if out.len() > 1 {
                out.extend_from_slice(b", ");
            }
            vm.push_repr(&mut out, &key)?;
            out.extend_from_slice(b": ");
            vm.push_repr(&mut out, &value)?;
            position = next;
        }
        out.push(b'}');
        Ok(vm.str_bytes(&out))
    })
}

/// Whether both have equal values for the same keys.
fn equal(vm: &Vm, a: &DictObj, b: &DictObj) -> PyResult<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((hash, key, value, next)) = a.entry_from(position) {
        let Some(other) = b.get_hashed(vm, &key, hash)? else { return Ok(false) };
        if !vm.nested_comparison(|| vm.eq(&other, &value))? {
            return Ok(false);
        }
        position = next;
    }
    Ok(true)
}

fn dict_compare(vm: &Vm, this: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<DictObj>(), other.downcast::<DictObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match op {
        CompareOp::Eq => equal(vm, a, b).map(Value::bool),
        CompareOp::Ne => equal(vm, a, b).map(|e| Value::bool(!e)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn dict_len(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(this_dict(vm, this)?.len())
}

fn dict_getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    match this_dict(vm, this)?.get(vm, key)? {
        Some(value) => Ok(value),
        None => missing(vm, this, key),
    }
}

/// What `d[key]` gives for a key that is not there: what a subclass's `__missing__` says, or KeyError.
#[cold]
pub(crate) fn missing(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    if this.exact::<DictObj>().is_none()
        && let Some(value) = vm.call_special(this, &vm.names().__missing__, std::slice::from_ref(key))?
    {
        return Ok(value);
    }
    Err(exc::key_error(vm, key))
}

fn dict_setitem(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let dict = this_dict(vm, this)?;
    match value {
        Some(value) => dict.set(vm, key, value.clone()),
        None => match dict.remove(vm, key)? {
            Some(_) => Ok(()),
            None => Err(exc::key_error(vm, key)),
        },
    }
}

fn contains_method(vm: &Vm, this: &Value, key: &Value) -> PyResult {
    dict_contains(vm, this, key).map(Value::bool)
}

fn dict_contains(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    this_dict(vm, this)?.contains(vm, key)
}

fn dict_or(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    if this.downcast::<DictObj>().is_none() || other.downcast::<DictObj>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let merged = update::copied(vm, this)?;
    update::update_from(vm, &merged, other)?;
    Ok(merged.into_value())
}

fn dict_ior(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    update::update_from(vm, this_dict(vm, this)?, other)?;
    Ok(this.clone())
}

fn dict_sizeof(vm: &Vm, this: &Value) -> PyResult {
    Ok(vm.int(crate::heap::dealloc::size_of_object(this) as i64))
}

fn dict_get(vm: &Vm, args: &Args) -> PyResult {
    if let [this, key, rest @ ..] = args.pos
        && rest.len() <= 1
        && args.kw.is_empty()
        && let Some(dict) = this.exact::<DictObj>()
        && let Some(found) = dict.try_get(vm, key)
    {
        return Ok(match (found.is_null(), rest) {
            (false, _) => found,
            (true, [default]) => default.clone(),
            (true, _) => Value::NONE,
        });
    }
    check_positional(vm, "get", args, 1, 1, 2)?;
    match this_dict(vm, &args.pos[0])?.get(vm, &args.pos[1])? {
        Some(value) => Ok(value),
        None => Ok(args.pos.get(2).cloned().unwrap_or(Value::NONE)),
    }
}

fn dict_setdefault(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "setdefault", args, 1, 1, 2)?;
    let default = args.pos.get(2).cloned().unwrap_or(Value::NONE);
    this_dict(vm, &args.pos[0])?.set_default(vm, &args.pos[1], default)
}

fn dict_pop(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "pop", args, 1, 1, 2)?;
    let dict = this_dict(vm, &args.pos[0])?;
    // CPython does not even hash the key for an empty dict.
    let found = if dict.is_empty() { None } else { dict.remove(vm, &args.pos[1])? };
    match (found, args.pos.get(2)) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(exc::key_error(vm, &args.pos[1])),
    }
}

fn dict_popitem(vm: &Vm, this: &Value) -> PyResult {
    match this_dict(vm, this)?.pop_last() {
        Some((key, value)) => Ok(vm.pair(key, value)),
        None => Err(exc::key_error(vm, &vm.str("popitem(): dictionary is empty"))),
    }
}

fn dict_fromkeys(vm: &Vm, args: &Args) -> PyResult {
    check_positional(vm, "fromkeys", &Args { kw: &[], names: &[], ..*args }, 1, 1, 2)?;
    if !args.kw.is_empty() {
        let class = args.pos[0].downcast::<TypeObj>().map_or_else(|| "dict".to_owned(), TypeObj::name_str);
        return Err(exc::no_keyword_arguments(vm, &format!("{class}.fromkeys")));
    }
    let value = args.pos.get(2).cloned().unwrap_or(Value::NONE);
    let made = vm.call0(&args.pos[0])?;
    if let Some(dict) = made.exact::<DictObj>() {
        if let Some(source) = args.pos[1].exact::<DictObj>()
            && dict.is_empty()
        {
            let mut table = Table::with_capacity(source.len());
            let mut position = 0;
            while let Some((hash, key, _, next)) = source.entry_from(position) {
                table.insert_new(hash, key, value.clone());
                position = next;
            }
            dict.replace_table(table);
            return Ok(made);
        }
        let mut cursor = vm.cursor(&args.pos[1])?;
        loop {
            let key = cursor.next(vm)?;
            if key.is_null() {
                return Ok(made);
            }
            if vm.breaker.get() != 0 {
                vm.poll_breaker()?;
            }
            dict.set(vm, &key, value.clone())?;
        }
    }
    let iterator = vm.iter(&args.pos[1])?;
    while let Some(key) = vm.next(&iterator)? {
        vm.set_item(&made, &key, &value)?;
    }
    Ok(made)
}

fn dict_clear(vm: &Vm, this: &Value) -> PyResult {
    this_dict(vm, this)?.clear_all();
    Ok(Value::NONE)
}

fn dict_copy(vm: &Vm, this: &Value) -> PyResult {
    this_dict(vm, this)?;
    Ok(update::copied(vm, this)?.into_value())
}
