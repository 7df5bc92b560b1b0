//! The module `_operator`: the operators as functions. The callables that look something up are in `getters`.

mod getters;

use minipy_vm::exc;
use minipy_vm::module::ModuleDef;
use minipy_vm::native::{Args, MethodDef, PyResult};
use minipy_vm::protocol::number;
use minipy_vm::slots::CompareOp;
use minipy_vm::types::buffer;
use minipy_vm::types::dict::DictObj;
use minipy_vm::types::int;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::str_::StrObj;
use minipy_vm::{Value, Vm, methods};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_operator",
    doc: "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.  The function names are those\nused for special methods; variants without leading and trailing\n'__' are also provided for convenience.",
    functions: FUNCTIONS,
    types: &[&getters::ATTRGETTER, &getters::ITEMGETTER, &getters::METHODCALLER],
    init: None,
};

static FUNCTIONS: &[MethodDef] = methods! {
    "add" F2(add) "(a, b, /)" "Same as a + b.";
    "iadd" F2(iadd) "(a, b, /)" "Same as a += b.";
    "sub" F2(sub) "(a, b, /)" "Same as a - b.";
    "isub" F2(isub) "(a, b, /)" "Same as a -= b.";
    "mul" F2(mul) "(a, b, /)" "Same as a * b.";
    "imul" F2(imul) "(a, b, /)" "Same as a *= b.";
    "matmul" F2(matmul) "(a, b, /)" "Same as a @ b.";
    "imatmul" F2(imatmul) "(a, b, /)" "Same as a @= b.";
    "truediv" F2(truediv) "(a, b, /)" "Same as a / b.";
    "itruediv" F2(itruediv) "(a, b, /)" "Same as a /= b.";
    "floordiv" F2(floordiv) "(a, b, /)" "Same as a // b.";
    "ifloordiv" F2(ifloordiv) "(a, b, /)" "Same as a //= b.";
    "mod" F2(modulo) "(a, b, /)" "Same as a % b.";
    "imod" F2(imod) "(a, b, /)" "Same as a %= b.";
    "lshift" F2(lshift) "(a, b, /)" "Same as a << b.";
    "ilshift" F2(ilshift) "(a, b, /)" "Same as a <<= b.";
    "rshift" F2(rshift) "(a, b, /)" "Same as a >> b.";
    "irshift" F2(irshift) "(a, b, /)" "Same as a >>= b.";
    "and_" F2(and_) "(a, b, /)" "Same as a & b.";
    "iand" F2(iand) "(a, b, /)" "Same as a &= b.";
    "or_" F2(or_) "(a, b, /)" "Same as a | b.";
    "ior" F2(ior) "(a, b, /)" "Same as a |= b.";
    "xor" F2(xor) "(a, b, /)" "Same as a ^ b.";
    "ixor" F2(ixor) "(a, b, /)" "Same as a ^= b.";
    "eq" F2(eq) "(a, b, /)" "Same as a == b.";
    "ne" F2(ne) "(a, b, /)" "Same as a != b.";
    "lt" F2(lt) "(a, b, /)" "Same as a < b.";
    "le" F2(le) "(a, b, /)" "Same as a <= b.";
    "gt" F2(gt) "(a, b, /)" "Same as a > b.";
    "ge" F2(ge) "(a, b, /)" "Same as a >= b.";
    "pow" F2(pow) "(a, b, /)" "Same as a ** b.";
    "ipow" F2(ipow) "(a, b, /)" "Same as a **= b.";
    "neg" F1(neg) "(a, /)" "Same as -a.";
    "pos" F1(pos) "(a, /)" "Same as +a.";
    "abs" F1(abs) "(a, /)" "Same as abs(a).";
    "inv" F1(invert) "(a, /)" "Same as ~a.";
    "invert" F1(invert) "(a, /)" "Same as ~a.";
    "not_" F1(not_) "(a, /)" "Same as not a.";
    "index" F1(index) "(a, /)" "Same as a.__index__()";
    "truth" F1(truth) "(a, /)" "Return True if a is true, False otherwise.";
    "is_" F2(is_) "(a, b, /)" "Same as a is b.";
    "is_not" F2(is_not) "(a, b, /)" "Same as a is not b.";
    "is_none" F1(is_none) "(a, /)" "Same as a is None.";
    "is_not_none" F1(is_not_none) "(a, /)" "Same as a is not None.";
    "concat" F2(concat) "(a, b, /)" "Same as a + b, for a and b sequences.";
    "iconcat" F2(iconcat) "(a, b, /)" "Same as a += b, for a and b sequences.";
    "contains" F2(contains) "(a, b, /)" "Same as b in a (note reversed operands).";
    "countOf" F2(count_of) "(a, b, /)" "Return the number of items in a which are, or which equal, b.";
    "indexOf" F2(index_of) "(a, b, /)" "Return the first index of b in a.";
    "getitem" F2(getitem) "(a, b, /)" "Same as a[b].";
    "setitem" F3(setitem) "(a, b, c, /)" "Same as a[b] = c.";
    "delitem" F2(delitem) "(a, b, /)" "Same as del a[b].";
    "length_hint" FN(length_hint) "(obj, default=0, /)" "Return an estimate of the number of items in obj.\n\nThis is useful for presizing containers when building from an iterable.\n\nIf the object supports len(), the result will be exact.\nOtherwise, it may over- or under-estimate by an arbitrary amount.\nThe result will be an integer >= 0.";
    "call" FV(call) "(obj, /, *args, **kwargs)" "Same as obj(*args, **kwargs).";
    "_compare_digest" F2(compare_digest) "(a, b, /)" "Return 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.\n\na and b must both be of the same type: either str (ASCII only),\nor any bytes-like object.\n\nNote: If a and b are of different lengths, or if an error occurs,\na timing attack could theoretically reveal information about the\ntypes and lengths of a and b--but not their values.";
};

macro_rules! binary {
    ($($name:ident $inplace:ident $op:ident;)*) => { $(
        fn $name(vm: &Vm, a: &Value, b: &Value) -> PyResult {
            vm.binary(&number::$op, a, b)
        }

        fn $inplace(vm: &Vm, a: &Value, b: &Value) -> PyResult {
            vm.inplace(&number::$op, a, b)
        }
    )* };
}

binary! {
    add iadd ADD;
    sub isub SUB;
    mul imul MUL;
    matmul imatmul MATMUL;
    truediv itruediv TRUEDIV;
    floordiv ifloordiv FLOORDIV;
    modulo imod MODULO;
    lshift ilshift LSHIFT;
    rshift irshift RSHIFT;
    and_ iand AND;
    or_ ior OR;
    xor ixor XOR;
}

macro_rules! compare {
    ($($name:ident $op:ident;)*) => { $(
        fn $name(vm: &Vm, a: &Value, b: &Value) -> PyResult {
            vm.compare(a, b, CompareOp::$op)
        }
    )* };
}

compare! {
    eq Eq;
    ne Ne;
    lt Lt;
    le Le;
    gt Gt;
    ge Ge;
}

fn pow(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    vm.power(a, b, &Value::NONE)
}

fn ipow(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    vm.inplace_power(a, b)
}

fn neg(vm: &Vm, a: &Value) -> PyResult {
    vm.negative(a)
}

fn pos(vm: &Vm, a: &Value) -> PyResult {
    vm.positive(a)
}

fn abs(vm: &Vm, a: &Value) -> PyResult {
    vm.absolute(a)
}

fn invert(vm: &Vm, a: &Value) -> PyResult {
    vm.invert(a)
}

fn not_(vm: &Vm, a: &Value) -> PyResult {
    Ok(Value::bool(!vm.truth(a)?))
}

fn truth(vm: &Vm, a: &Value) -> PyResult {
    Ok(Value::bool(vm.truth(a)?))
}

fn index(vm: &Vm, a: &Value) -> PyResult {
    vm.index(a)
}

fn is_(_vm: &Vm, a: &Value, b: &Value) -> PyResult {
    Ok(Value::bool(a.is(b)))
}

fn is_not(_vm: &Vm, a: &Value, b: &Value) -> PyResult {
    Ok(Value::bool(!a.is(b)))
}

fn is_none(_vm: &Vm, a: &Value) -> PyResult {
    Ok(Value::bool(a.is_none()))
}

fn is_not_none(_vm: &Vm, a: &Value) -> PyResult {
    Ok(Value::bool(!a.is_none()))
}

fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if let Some(concat) = vm.type_of(a).slots().concat {
        return concat(vm, a, b);
    }
    added(vm, a, b, Vm::try_binary)
}

fn iconcat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let slots = vm.type_of(a).slots();
    if let Some(concat) = slots.inplace_concat.or(slots.concat) {
        return concat(vm, a, b);
    }
    added(vm, a, b, Vm::try_inplace)
}

/// The sum of two objects that have items, which only their number slots may make; TypeError else.
fn added(
    vm: &Vm,
    a: &Value,
    b: &Value,
    add: fn(&Vm, &'static number::BinaryOp, &Value, &Value) -> PyResult,
) -> PyResult {
    if is_sequence(vm, a) && is_sequence(vm, b) {
        let sum = add(vm, &number::ADD, a, b)?;
        if !sum.is_not_implemented() {
            return Ok(sum);
        }
    }
    let name = vm.type_of(a).name_str();
    Err(exc::type_error(vm, &format!("'{name}' object can't be concatenated")))
}

/// Whether an object has items by number: mappings have not.
fn is_sequence(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).slots().getitem.is_some() && value.downcast::<DictObj>().is_none()
}

fn contains(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    Ok(Value::bool(vm.contains(a, b)?))
}

fn searched(vm: &Vm, a: &Value) -> PyResult {
    match vm.iter(a) {
        Err(raised) if exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            let name = vm.type_of(a).name_str();
            Err(exc::type_error(vm, &format!("argument of type '{name}' is not iterable")))
        }
        iterator => iterator,
    }
}

fn count_of(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let iterator = searched(vm, a)?;
    let mut count = 0;
    while let Some(item) = vm.next(&iterator)? {
        count += i64::from(vm.eq(&item, b)?);
    }
    Ok(vm.int(count))
}

fn index_of(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let iterator = searched(vm, a)?;
    let mut index = 0;
    while let Some(item) = vm.next(&iterator)? {
        if vm.eq(&item, b)? {
            return Ok(vm.int(index));
        }
        index += 1;
    }
    Err(exc::value_error(vm, "sequence.index(x): x not in sequence"))
}

fn getitem(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    vm.get_item(a, b)
}

fn setitem(vm: &Vm, a: &Value, b: &Value, c: &Value) -> PyResult {
    vm.set_item(a, b, c)?;
    Ok(Value::NONE)
}

fn delitem(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    vm.del_item(a, b)?;
    Ok(Value::NONE)
}

/// A TypeError means that there is no answer.
fn unless_type_error<T>(vm: &Vm, result: PyResult<T>) -> PyResult<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(raised) if exc::is_type_error(vm, &raised) => {
            drop(vm.take_exception(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let default = match args[1].given() {
        Some(default) => vm.int(ssize(vm, default)? as i64),
        None => Value::small(0),
    };
    if let Some(len) = vm.type_of(&args[0]).slots().len
        && let Some(len) = unless_type_error(vm, len(vm, &args[0]))?
    {
        return Ok(vm.int(len as i64));
    }
    let Some(method) = vm.special_method(&args[0], &vm.intern("__length_hint__"))? else { return Ok(default) };
    match unless_type_error(vm, vm.call0(&method))? {
        None => Ok(default),
        Some(hint) if hint.is_not_implemented() => Ok(default),
        Some(hint) if int::as_int(&hint).is_none() => {
            let name = vm.type_of(&hint).name_str();
            Err(exc::type_error(vm, &format!("__length_hint__ must be an integer, not {name}")))
        }
        Some(hint) if int::is_negative(&hint) => Err(exc::value_error(vm, "__length_hint__() should return >= 0")),
        Some(hint) => vm.index(&hint),
    }
}

fn call(vm: &Vm, args: &Args) -> PyResult {
    match args.pos.first() {
        Some(callable) => vm.call_args(callable, &args.rest()),
        None => Err(exc::positional_count(vm, "call", 0, 1, usize::MAX)),
    }
}

/// Equality whose time does not depend on where the first difference is.
fn same(a: &[u8], b: &[u8]) -> bool {
    let different = a.iter().zip(b).fold(0, |bits, (x, y)| std::hint::black_box(bits | (x ^ y)));
    different == 0 && a.len() == b.len()
}

fn compare_digest(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if let (Some(x), Some(y)) = (a.downcast::<StrObj>(), b.downcast::<StrObj>()) {
        if !x.is_ascii() || !y.is_ascii() {
            return Err(exc::type_error(vm, "comparing strings with non-ASCII characters is not supported"));
        }
        return Ok(Value::bool(same(x.bytes(), y.bytes())));
    }
    if !buffer::is_bytes_like(vm, a) && !buffer::is_bytes_like(vm, b) {
        let (x, y) = (vm.type_of(a).name_str(), vm.type_of(b).name_str());
        let message = format!("unsupported operand types(s) or combination of types: '{x}' and '{y}'");
        return Err(exc::type_error(vm, &message));
    }
    // Memory that is not in one piece is refused.
    let x = buffer::with_bytes(vm, a, <[u8]>::to_vec)?;
    let y = buffer::with_bytes(vm, b, <[u8]>::to_vec)?;
    Ok(Value::bool(same(&x, &y)))
}
