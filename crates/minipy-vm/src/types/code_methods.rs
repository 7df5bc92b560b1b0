//! `code`: the type and its attributes.
//!
//! Offsets that programs see (`co_lines`, `tb_lasti`, `f_lasti`) count two per word, so that
//! `co_positions()` has one entry for every two, as in CPython.

use minipy_bytecode::code::{LocalKind, Position};
use minipy_bytecode::effects::Instruction;
use minipy_bytecode::opcode::{Opcode, Operand, decode};

use crate::exc;
use crate::heap::HeapObject;
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::slots::{CompareOp, Slots};
use crate::types::code::CodeObj;
use crate::types::code_iter;
use crate::types::str_::{StrObj, lossy};
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The type `code`.
pub static TYPE: TypeDef = TypeDef {
    name: "code",
    layout: Some(CodeObj::LAYOUT),
    flags: TypeFlags::WEAKREFABLE,
    doc: "Create a code object.  Not for mere mortals.",
    slots: Slots {
        new: Some(code_new),
        repr: Some(code_repr),
        hash: Some(code_hash),
        compare: Some(code_compare),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::EMPTY
};

static METHODS: &[MethodDef] = methods! {
    "co_lines" F1(co_lines) "(self, /)" "";
    "co_positions" F1(co_positions) "(self, /)" "";
    "co_branches" F1(co_branches) "(self, /)" "";
    "_varname_from_oparg" FN(varname) "(self, /, oparg)" "(internal-only) Return the local variable name for the given oparg.";
    "__sizeof__" F1(crate::types::object::object_sizeof) "(self, /)" "";
    "replace" FV(code_replace) "(self, /, **changes)" "Return a copy of the code object with new values for the specified fields.";
    "__replace__" FV(code_replace) "(self, /, **changes)" "The same as replace().";
};

static GETSET: &[GetSetDef] = getset! {
    [member] "co_argcount" co_argcount, exc::readonly_member, "";
    [member] "co_posonlyargcount" co_posonlyargcount, exc::readonly_member, "";
    [member] "co_kwonlyargcount" co_kwonlyargcount, exc::readonly_member, "";
    [member] "co_nlocals" co_nlocals, exc::readonly_member, "";
    [member] "co_stacksize" co_stacksize, exc::readonly_member, "";
    [member] "co_flags" co_flags, exc::readonly_member, "";
    [member] "co_firstlineno" co_firstlineno, exc::readonly_member, "";
    [member] "co_name" co_name, exc::readonly_member, "";
    [member] "co_qualname" co_qualname, exc::readonly_member, "";
    [member] "co_filename" co_filename, exc::readonly_member, "";
    [member] "co_consts" co_consts, exc::readonly_member, "";
    [member] "co_names" co_names, exc::readonly_member, "";
    "co_varnames" co_varnames, "";
    "co_cellvars" co_cellvars, "";
    "co_freevars" co_freevars, "";
    "co_code" co_code, "";
    "_co_code_adaptive" co_code, "";
    [member] "co_linetable" co_empty, exc::readonly_member, "";
    "co_lnotab" co_empty, "";
    [member] "co_exceptiontable" co_empty, exc::readonly_member, "";
};

fn this<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a CodeObj> {
    exc::receiver(vm, value)
}

/// Instructions are not CPython's, so code cannot be put together from parts.
fn code_new(vm: &Vm, _ty: &TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::no_keyword_arguments(vm, "code"));
    }
    if !(16..=18).contains(&args.pos.len()) {
        return Err(exc::positional_count(vm, "code", args.pos.len(), 16, 18));
    }
    Err(exc::not_implemented_error(vm, "code objects cannot be made from their parts"))
}

fn code_repr(vm: &Vm, object: &Value) -> PyResult {
    let code = this(vm, object)?;
    let (at, line) = (object.bits(), code.code.first_line);
    let mut text = b"<code object ".to_vec();
    text.extend_from_slice(code.name.downcast::<StrObj>().map_or(&[][..], StrObj::bytes));
    text.extend_from_slice(format!(" at {at:#x}, file \"").as_bytes());
    text.extend_from_slice(code.filename.downcast::<StrObj>().map_or(&[][..], StrObj::bytes));
    text.extend_from_slice(format!("\", line {line}>").as_bytes());
    Ok(vm.str_bytes(&text))
}

fn code_hash(vm: &Vm, object: &Value) -> PyResult<i64> {
    let code = this(vm, object)?;
    let hash = vm.hash(&code.name)? ^ i64::from(code.code.first_line) ^ (code.word_count() as i64) << 20;
    Ok(if hash == -1 { -2 } else { hash })
}

fn code_compare(vm: &Vm, object: &Value, other: &Value, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (object.downcast::<CodeObj>(), other.downcast::<CodeObj>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (x, y) = (&a.code, &b.code);
    let mut equal = std::ptr::eq(a, b)
        || a.name.is(&b.name)
            && a.word_count() == b.word_count()
            && a.flags == b.flags
            && x.first_line == y.first_line
            && (x.arg_count, x.posonly_count, x.kwonly_count) == (y.arg_count, y.posonly_count, y.kwonly_count)
            && x.locals == y.locals
            && x.positions == y.positions
            && x.handlers == y.handlers
            && a.consts.len() == b.consts.len();
    if equal && !std::ptr::eq(a, b) {
        for (p, q) in a.consts.iter().zip(b.consts.iter()) {
            if !std::ptr::eq(vm.type_of(p), vm.type_of(q)) || !vm.eq(p, q)? {
                equal = false;
                break;
            }
        }
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn co_argcount(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, object)?.code.arg_count)))
}

fn co_posonlyargcount(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, object)?.code.posonly_count)))
}

fn co_kwonlyargcount(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, object)?.code.kwonly_count)))
}

fn co_nlocals(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(variable_names(this(vm, object)?, is_varname).len() as i64))
}

fn co_stacksize(vm: &Vm, object: &Value) -> PyResult {
    let code = this(vm, object)?;
    Ok(vm.int(i64::from(code.nregs.saturating_sub(code.nlocals))))
}

fn co_flags(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, object)?.flags.get())))
}

fn co_firstlineno(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.int(i64::from(this(vm, object)?.code.first_line)))
}

fn co_name(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.name.clone())
}

fn co_qualname(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.qualname.clone())
}

fn co_filename(vm: &Vm, object: &Value) -> PyResult {
    Ok(this(vm, object)?.filename.clone())
}

/// Indices of the constants that instructions use as names, in the order of their first use.
fn name_indices(code: &CodeObj) -> Vec<usize> {
    let words = code.words();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(&word) = words.get(at) {
        let (number, _, a, b, c) = decode(word);
        let Some(op) = Opcode::from_u8(number) else { break };
        let fields = [usize::from(a), usize::from(b), usize::from(c)];
        for (operand, field) in op.operands().into_iter().zip(fields) {
            let index = match operand {
                Operand::N => field,
                // Names of locals in error messages are no names of the code.
                _ => continue,
            };
            if !matches!(op, Opcode::LoadCell | Opcode::DeleteCell) && !found.contains(&index) {
                found.push(index);
            }
        }
        at += op.len();
    }
    found
}

fn co_consts(vm: &Vm, object: &Value) -> PyResult {
    let code = this(vm, object)?;
    let names = name_indices(code);
    let consts = code.consts.iter().enumerate().filter(|(i, _)| !names.contains(i));
    Ok(vm.tuple(consts.map(|(_, v)| v.clone()).collect()))
}

fn co_names(vm: &Vm, object: &Value) -> PyResult {
    let code = this(vm, object)?;
    let names = name_indices(code).into_iter().filter_map(|i| code.consts.get(i).cloned());
    Ok(vm.tuple(names.filter(|n| n.downcast::<StrObj>().is_some()).collect()))
}

/// Variables of comprehensions that run in place count as the function's own, once.
fn is_varname(code: &CodeObj, index: usize, kind: LocalKind) -> bool {
    let own = |index: usize, kind: LocalKind| index < code.nparams as usize || kind == LocalKind::Local;
    if own(index, kind) {
        return true;
    }
    let locals = &code.code.locals;
    kind == LocalKind::Hidden
        && code.flags.get() & minipy_bytecode::code::flags::OPTIMIZED != 0
        && !locals
            .iter()
            .enumerate()
            .any(|(i, l)| l.name == locals[index].name && (own(i, l.kind) || l.kind == LocalKind::Hidden && i < index))
}

fn is_cellvar(_code: &CodeObj, _index: usize, kind: LocalKind) -> bool {
    kind == LocalKind::Cell
}

fn is_freevar(_code: &CodeObj, _index: usize, kind: LocalKind) -> bool {
    kind == LocalKind::Free
}

fn variable_names(code: &CodeObj, wanted: fn(&CodeObj, usize, LocalKind) -> bool) -> Vec<Value> {
    let locals = code.code.locals.iter().enumerate().zip(code.local_names.iter());
    locals.filter(|((i, l), _)| wanted(code, *i, l.kind)).map(|(_, name)| name.value().clone()).collect()
}

fn co_varnames(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.tuple(variable_names(this(vm, object)?, is_varname)))
}

fn co_cellvars(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.tuple(variable_names(this(vm, object)?, is_cellvar)))
}

fn co_freevars(vm: &Vm, object: &Value) -> PyResult {
    Ok(vm.tuple(variable_names(this(vm, object)?, is_freevar)))
}

fn co_code(vm: &Vm, object: &Value) -> PyResult {
    let bytes: Vec<u8> = this(vm, object)?.words().into_iter().flat_map(u64::to_le_bytes).collect();
    Ok(crate::types::bytes::new_bytes(vm, &bytes))
}

fn co_empty(vm: &Vm, _object: &Value) -> PyResult {
    Ok(crate::types::bytes::new_bytes(vm, &[]))
}

fn line_value(vm: &Vm, line: u32) -> Value {
    if line == 0 { Value::NONE } else { vm.int(i64::from(line)) }
}

fn co_lines(vm: &Vm, object: &Value) -> PyResult {
    let code = this(vm, object)?;
    let mut ranges: Vec<(u32, u32, u32)> = Vec::new();
    let mut at = 0;
    for (words, position) in code.code.positions.runs() {
        match ranges.last_mut() {
            Some(last) if last.2 == position.line => last.1 += words,
            _ => ranges.push((at, at + words, position.line)),
        }
        at += words;
    }
    let items = ranges.into_iter().map(|(start, end, line)| {
        vm.tuple(vec![vm.int(i64::from(start) * 2), vm.int(i64::from(end) * 2), line_value(vm, line)])
    });
    Ok(code_iter::new_iter(vm, &code_iter::LINES_TYPE, items.collect()))
}

/// Where each conditional jump is, and where it goes on if it does not jump and if it does.
fn co_branches(vm: &Vm, object: &Value) -> PyResult {
    let words = this(vm, object)?.words();
    let (mut items, mut at) = (Vec::new(), 0);
    while let Some(instruction) = Instruction::decode(&words, at) {
        at = instruction.next();
        if let Some(target) = instruction.target().filter(|_| !instruction.is_terminator()) {
            let places = [i64::from(instruction.at), i64::from(at), target];
            items.push(vm.tuple(places.into_iter().map(|place| vm.int(place * 2)).collect()));
        }
    }
    Ok(code_iter::new_iter(vm, &code_iter::LINES_TYPE, items))
}

/// The name of a local variable by its number.
fn varname(vm: &Vm, args: &[Value]) -> PyResult {
    let [object, number] = args else { return Ok(Value::NONE) };
    let (code, number) = (this(vm, object)?, crate::types::seq_args::c_int(vm, number)?);
    let mut names = variable_names(code, is_varname);
    for more in [is_cellvar, is_freevar] {
        let found = variable_names(code, more);
        names.extend(found.into_iter().filter(|name| !names.iter().any(|known| known.is(name))).collect::<Vec<_>>());
    }
    let name = usize::try_from(number).ok().and_then(|number| names.get(number).cloned());
    name.ok_or_else(|| exc::index_error(vm, "tuple index out of range"))
}

fn co_positions(vm: &Vm, object: &Value) -> PyResult {
    let code = this(vm, object)?;
    let mut items = Vec::with_capacity(code.word_count());
    for (words, p) in code.code.positions.runs() {
        let entry = position_tuple(vm, p);
        items.extend(std::iter::repeat_n(entry, words as usize));
    }
    Ok(code_iter::new_iter(vm, &code_iter::POSITIONS_TYPE, items))
}

fn position_tuple(vm: &Vm, p: Position) -> Value {
    if p.line == 0 {
        return vm.tuple(vec![Value::NONE; 4]);
    }
    vm.tuple([p.line, p.end_line, p.col, p.end_col].into_iter().map(|n| vm.int(i64::from(n))).collect())
}

/// `code.replace(...)` for the fields that describe the code. Instructions are not CPython's, so they stay.
fn code_replace(vm: &Vm, args: &Args) -> PyResult {
    let Some(object) = args.pos.first() else {
        return Err(exc::type_error(vm, "unbound method code.replace() needs an argument"));
    };
    if args.pos.len() > 1 {
        return Err(exc::type_error(vm, "replace() takes no positional arguments"));
    }
    let mut code = this(vm, object)?.copied();
    for (key, value) in args.keywords() {
        let field = lossy(key);
        let text = || match vm.intern_value(value) {
            Some(name) => Ok(name.into_value()),
            None => {
                let got = exc::argument_type(vm, value);
                Err(exc::type_error(vm, &format!("replace() argument '{field}' must be str, not {got}")))
            }
        };
        match field.as_str() {
            "co_name" => code.name = text()?,
            "co_qualname" => code.qualname = text()?,
            "co_filename" => {
                code.filename = text()?;
                code.code.filename = lossy(&code.filename).into();
            }
            "co_firstlineno" => code.code.first_line = vm.i64_arg(value)?.max(0) as u32,
            "co_flags" => code.flags.set(vm.i64_arg(value)? as u32),
            "co_code" | "co_consts" | "co_names" | "co_varnames" | "co_freevars" | "co_cellvars" | "co_linetable"
            | "co_exceptiontable" | "co_stacksize" | "co_nlocals" | "co_argcount" | "co_posonlyargcount"
            | "co_kwonlyargcount" => {
                return Err(exc::not_implemented_error(vm, &format!("replace() cannot change {field}")));
            }
            _ => return Err(exc::unexpected_keyword(vm, "replace", key)),
        }
    }
    Ok(vm.alloc(&vm.types().code, code).into_value())
}
