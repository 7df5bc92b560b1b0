//! Building and unpacking containers and strings.

use minipy_bytecode::opcode::B_TEMP;

use crate::exc;
use crate::heap::growth;
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::special;
use crate::interp::stack::Frame;
use crate::native::{PyResult, Raised};
use crate::types::dict::DictObj;
use crate::types::exception::ExceptionObj;
use crate::types::exception::fields::args_of;
use crate::types::list::ListObj;
use crate::types::list::methods::extend_plainly;
use crate::types::set::SetObj;
use crate::types::set::table::SetTable;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn tuple(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let tuple = vm.tuple_from_fn(ins.c() as usize, |i| frame.take(ins.b() + i as u16));
    frame.set(ins.a(), tuple);
    Ok(())
}

pub(crate) fn list(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let items = frame.take_block(ins.b(), ins.c() as usize);
    frame.set(ins.a(), vm.list(items));
    Ok(())
}

/// Drops registers, first to last.
fn drop_block(frame: &Frame, first: u16, count: u16) {
    for i in 0..count {
        drop(frame.take(first + i));
    }
}

pub(crate) fn set(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let set = vm.alloc_fixed(&vm.types().set, SetObj::new(SetTable::default()));
    for i in 0..ins.c() {
        set.add(vm, frame.reg(ins.b() + i))?;
    }
    drop_block(frame, ins.b(), ins.c());
    frame.set(ins.a(), set.into_value());
    Ok(())
}

pub(crate) fn map(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let dict = vm.new_dict();
    if ins.c() > 0 {
        dict.table.borrow_mut().reserve(ins.c() as usize);
    }
    for i in 0..ins.c() {
        let key = frame.reg(ins.b() + 2 * i);
        let value = frame.reg(ins.b() + 2 * i + 1).clone();
        dict.set(vm, key, value)?;
    }
    drop_block(frame, ins.b(), 2 * ins.c());
    frame.set(ins.a(), dict.into_value());
    Ok(())
}

pub(crate) fn string(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let text = crate::types::str_build::join_parts(vm, frame.block(ins.b(), ins.c() as usize))?;
    drop_block(frame, ins.b(), ins.c());
    frame.set(ins.a(), text);
    Ok(())
}

/// Adds to the set of a display or comprehension, which is a set because the instruction made it.
fn set_insert(vm: &Vm, set: &Value, item: &Value) -> PyResult<()> {
    match set.downcast::<SetObj>() {
        Some(set) => set.add(vm, item).map(drop),
        None => Err(exc::system_error(vm, "SetAdd without a set")),
    }
}

pub(crate) fn set_add(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    set_insert(vm, frame.reg(ins.a()), frame.reg(ins.b()))?;
    ins.masked(B_TEMP).consume(frame);
    Ok(())
}

pub(crate) fn map_add(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    if let Some(dict) = frame.reg(ins.a()).downcast::<DictObj>() {
        dict.set(vm, frame.reg(ins.b()), frame.reg(ins.c()).clone())?;
    }
    ins.consume(frame);
    Ok(())
}

pub(crate) fn list_extend(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    if let Some(list) = frame.reg(ins.a()).exact::<ListObj>()
        && let Some(done) = extend_plainly(vm, list, frame.reg(ins.b()))
    {
        done?;
        ins.masked(B_TEMP).consume(frame);
        return Ok(());
    }
    let source = frame.reg(ins.b()).clone();
    let present = frame.reg(ins.a()).downcast::<ListObj>().map_or(0, ListObj::len);
    let items = match vm.collect_behind(&source, present) {
        Ok(items) => items,
        Err(raised) => {
            if exc::is_type_error(vm, &raised) && !vm.is_iterable(&source) {
                drop(vm.take_exception(raised));
                let name = vm.type_of(&source).name_str();
                return Err(exc::type_error(vm, &format!("Value after * must be an iterable, not {name}")));
            }
            return Err(raised);
        }
    };
    drop(source);
    if let Some(list) = frame.reg(ins.a()).downcast::<ListObj>() {
        list.items.borrow_mut().extend(items);
    }
    ins.masked(B_TEMP).consume(frame);
    Ok(())
}

pub(crate) fn set_update(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let (set, source) = (frame.reg(ins.a()).clone(), frame.reg(ins.b()).clone());
    if let Some(target) = set.downcast::<SetObj>() {
        crate::types::set::ops::update(vm, target, &source)?;
    }
    drop((set, source));
    ins.consume(frame);
    Ok(())
}

pub(crate) fn dict_update(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let (dict, source) = (frame.reg(ins.a()).clone(), frame.reg(ins.b()).clone());
    if let Some(target) = dict.downcast::<DictObj>() {
        crate::types::dict::update::merge(vm, target, &source).map_err(|raised| no_mapping(vm, &source, raised))?;
    }
    drop((dict, source));
    ins.consume(frame);
    Ok(())
}

/// `'X' object is not a mapping`: what an AttributeError in `{**source}` becomes, wherever it comes from.
#[cold]
fn no_mapping(vm: &Vm, source: &Value, raised: Raised) -> Raised {
    if !vm.type_of(&vm.peek_exception(&raised)).is_subtype(&vm.exceptions().attribute_error) {
        return raised;
    }
    drop(vm.take_exception(raised));
    exc::type_error(vm, &format!("'{}' object is not a mapping", vm.type_of(source).name_str()))
}

pub(crate) fn dict_merge(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let (dict, source) = (frame.reg(ins.a()).clone(), frame.reg(ins.b()).clone());
    let Some(target) = dict.downcast::<DictObj>() else { return Ok(()) };
    if let Some(other) = source.exact::<DictObj>()
        && target.is_empty()
        && other.has_only_str_keys()
    {
        // Nothing can be there twice: the whole table at once.
        target.replace_table(other.copy_table());
        drop((dict, source));
        ins.masked(B_TEMP).consume(frame);
        return Ok(());
    }
    if let Err(raised) = add_keywords(vm, target, &source) {
        return Err(merge_error(vm, frame.reg(ins.c()), &source, raised));
    }
    drop((dict, source));
    ins.masked(B_TEMP).consume(frame);
    Ok(())
}

/// Adds the items of a mapping to keyword arguments; KeyError with the key if it is there.
fn add_keywords(vm: &Vm, target: &DictObj, source: &Value) -> PyResult<()> {
    if let Some(other) = crate::types::dict::update::plain(vm, source) {
        for (key, value) in other.items() {
            check_new(vm, target, &key)?;
            target.set(vm, &key, value)?;
        }
        return Ok(());
    }
    let keys = vm.call0(&vm.get_attr(source, &vm.names().keys)?)?;
    let keys = crate::types::dict::update::iter_mapping_keys(vm, source, &keys)?;
    for key in vm.collect(&keys)? {
        check_new(vm, target, &key)?;
        let value = vm.get_item(source, &key)?;
        target.set(vm, &key, value)?;
    }
    Ok(())
}

fn check_new(vm: &Vm, target: &DictObj, key: &Value) -> PyResult<()> {
    if target.contains(vm, key)? { Err(exc::key_error(vm, key)) } else { Ok(()) }
}

/// What an error in `f(**source)` becomes: an AttributeError says that it is no mapping and a KeyError that a key is there
/// twice, wherever they come from.
#[cold]
fn merge_error(vm: &Vm, callable: &Value, source: &Value, raised: Raised) -> Raised {
    let exception = vm.peek_exception(&raised);
    let is = |class| vm.type_of(&exception).is_subtype(class);
    let key = match exception.downcast::<ExceptionObj>().map(args_of).as_deref() {
        Some([key]) if is(&vm.exceptions().key_error) => Some(key.clone()),
        _ if is(&vm.exceptions().attribute_error) => None,
        _ => return raised,
    };
    drop(vm.take_exception(raised));
    let text = || {
        let callable = callable_name(vm, callable)?;
        Ok(match &key {
            Some(key) => format!("{callable} got multiple values for keyword argument '{}'", vm.str_string(key)?),
            None => format!("{callable} argument after ** must be a mapping, not {}", vm.type_of(source).name_str()),
        })
    };
    match text() {
        Ok(text) => exc::type_error(vm, &text),
        Err(raised) => raised,
    }
}

/// How messages name a callable: `module.qualname()`, or what `str` says. That may raise, in place of the message.
pub(super) fn callable_name(vm: &Vm, callable: &Value) -> PyResult<String> {
    let names = vm.names();
    let Some(name) = vm.find_attr(callable, &names.__qualname__)? else { return vm.str_string(callable) };
    let module = vm.find_attr(callable, &names.__module__)?.filter(|module| !module.is_none());
    let name = vm.str_string(&name)?;
    Ok(match module {
        Some(module) if !is_builtins(&module) => format!("{}.{name}()", vm.str_string(&module)?),
        _ => format!("{name}()"),
    })
}

fn is_builtins(module: &Value) -> bool {
    module.downcast::<StrObj>().is_some_and(|module| module.bytes() == b"builtins")
}

pub(crate) fn list_to_tuple(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let items = vm.collect(&frame.reg(ins.b()).clone())?;
    ins.consume(frame);
    frame.set(ins.a(), vm.tuple(items));
    Ok(())
}

pub(crate) fn unpack_sequence(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let wanted = ins.c() as usize;
    if let Some(tuple) = frame.reg(ins.b()).exact::<TupleObj>() {
        let len = tuple.items().len();
        if len != wanted {
            return Err(wrong_length(vm, wanted, len, Some(len)));
        }
        // The items go straight into the registers; the source may be the register of the first.
        let temporary = ins.f() & B_TEMP != 0;
        let source = if temporary { frame.take(ins.b()) } else { frame.reg(ins.b()).clone() };
        if let Some(tuple) = source.exact::<TupleObj>() {
            for (i, item) in tuple.items().iter().enumerate() {
                frame.set(ins.a() + i as u16, item.clone());
            }
        }
        return Ok(());
    }
    let source = frame.reg(ins.b()).clone();
    if let Some(list) = source.exact::<ListObj>() {
        let len = list.len();
        if len != wanted {
            return Err(wrong_length(vm, wanted, len, Some(len)));
        }
        // All items first: what the targets held may change the list when it goes.
        let items = growth::copied(vm, &list.items.borrow())?;
        ins.consume_b(frame);
        for (i, item) in items.into_iter().enumerate() {
            frame.set(ins.a() + i as u16, item);
        }
        return Ok(());
    }
    let items = unpack_iterable(vm, &source, wanted, None)?;
    drop(source);
    ins.consume_b(frame);
    for (i, item) in items.into_iter().enumerate() {
        frame.set(ins.a() + i as u16, item);
    }
    Ok(())
}

fn unpack_iterable(vm: &Vm, source: &Value, wanted: usize, at_least: Option<usize>) -> PyResult<Vec<Value>> {
    if at_least.is_some() && (source.exact::<TupleObj>().is_some() || source.exact::<ListObj>().is_some()) {
        return vm.collect(source);
    }
    let iterator = match vm.iter(source) {
        Ok(iterator) => iterator,
        Err(raised) => {
            if exc::is_type_error(vm, &raised) && !vm.is_iterable(source) {
                drop(vm.take_exception(raised));
                let name = vm.type_of(source).name_str();
                return Err(exc::type_error(vm, &format!("cannot unpack non-iterable {name} object")));
            }
            return Err(raised);
        }
    };
    let mut items = Vec::new();
    while items.len() < wanted {
        match vm.next(&iterator)? {
            Some(item) => items.push(item),
            None => {
                let got = items.len();
                return Err(match at_least {
                    Some(least) => {
                        let message = format!("not enough values to unpack (expected at least {least}, got {got})");
                        exc::value_error(vm, &message)
                    }
                    None => wrong_length(vm, wanted, got, None),
                });
            }
        }
    }
    if at_least.is_some() {
        items.append(&mut vm.collect(&iterator)?);
    } else if vm.next(&iterator)?.is_some() {
        return Err(wrong_length(vm, wanted, wanted + 1, source.downcast::<DictObj>().map(DictObj::len)));
    }
    Ok(items)
}

#[cold]
fn wrong_length(vm: &Vm, wanted: usize, got: usize, known: Option<usize>) -> crate::native::Raised {
    if got < wanted {
        return exc::value_error(vm, &format!("not enough values to unpack (expected {wanted}, got {got})"));
    }
    match known {
        Some(got) => exc::value_error(vm, &format!("too many values to unpack (expected {wanted}, got {got})")),
        None => exc::value_error(vm, &format!("too many values to unpack (expected {wanted})")),
    }
}

pub(crate) fn unpack_ex(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let before = ins.c() as usize;
    let after = frame.extra(1) as u32 as usize;
    if frame.reg(ins.b()).exact::<TupleObj>().is_some_and(|tuple| tuple.items().len() >= before + after) {
        let source = if ins.has(B_TEMP) { frame.take(ins.b()) } else { frame.reg(ins.b()).clone() };
        let items = source.exact::<TupleObj>().map_or(&[][..], TupleObj::items);
        let (front, back) = (&items[..before], &items[items.len() - after..]);
        for (i, item) in front.iter().enumerate() {
            frame.set(ins.a() + i as u16, item.clone());
        }
        let middle = items[before..items.len() - after].to_vec();
        frame.set(ins.a() + before as u16, vm.list(middle));
        for (i, item) in back.iter().enumerate() {
            frame.set(ins.a() + (before + 1 + i) as u16, item.clone());
        }
        return Ok(());
    }
    let source = frame.reg(ins.b()).clone();
    let mut items = unpack_iterable(vm, &source, before, Some(before + after))?;
    if items.len() < before + after {
        let (least, got) = (before + after, items.len());
        let message = format!("not enough values to unpack (expected at least {least}, got {got})");
        return Err(exc::value_error(vm, &message));
    }
    drop(source);
    ins.consume_b(frame);
    let tail = items.split_off(items.len() - after);
    let middle = items.split_off(before);
    for (i, item) in items.into_iter().enumerate() {
        frame.set(ins.a() + i as u16, item);
    }
    frame.set(ins.a() + before as u16, vm.list(middle));
    for (i, item) in tail.into_iter().enumerate() {
        frame.set(ins.a() + (before + 1 + i) as u16, item);
    }
    Ok(())
}

impl Ins {
    /// Drops operand `b` if this instruction consumes it.
    fn consume_b(self, frame: &Frame) {
        if self.has(B_TEMP) {
            drop(frame.take(self.b()));
        }
    }
}

/// Applies a conversion (`!s`, `!r`, `!a`) as flags encode it.
fn convert(vm: &Vm, flags: u8, value: Value) -> PyResult {
    match flags & 0x30 {
        0x10 => vm.to_str(&value),
        0x20 => vm.repr(&value),
        0x30 => crate::format::ascii(vm, &value),
        _ => Ok(value),
    }
}

pub(crate) fn format(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    if ins.f() & 0x60 == 0 && frame.reg(ins.b()).exact::<StrObj>().is_some() {
        // Text with neither format nor `!r` is what it is.
        let text = if ins.has(B_TEMP) { frame.take(ins.b()) } else { frame.reg(ins.b()).clone() };
        frame.set(ins.a(), text);
        return Ok(Flow::Next);
    }
    let has_spec = ins.f() & 0x40 != 0;
    let value = frame.reg(ins.b()).clone();
    if let Some(flow) = special::push_format(vm, &value, ins.f(), has_spec.then(|| frame.reg(ins.c())))? {
        return Ok(flow);
    }
    let value = convert(vm, ins.f(), value)?;
    let text = if has_spec {
        let spec = frame.reg(ins.c()).clone();
        crate::format::format_value(vm, &value, &spec)?
    } else {
        crate::format::format_simple(vm, &value)?
    };
    finish_format(frame, ins, text);
    Ok(Flow::Next)
}

/// Stores the text that a Format instruction has made.
pub(crate) fn finish_format(frame: &Frame, ins: Ins, text: Value) {
    let has_spec = ins.f() & 0x40 != 0;
    let consumed = if has_spec { ins } else { ins.masked(!minipy_bytecode::opcode::C_TEMP) };
    consumed.masked(3).consume(frame);
    frame.set(ins.a(), text);
}

pub(crate) fn interpolation(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let mut parts = frame.take_block(ins.b(), ins.c() as usize).into_iter();
    let value = parts.next().unwrap_or_default();
    let text = parts.next().unwrap_or_default();
    let spec = parts.next().unwrap_or_else(|| vm.str(""));
    let conversion = match ins.f() & 0x30 {
        0x10 => vm.str("s"),
        0x20 => vm.str("r"),
        0x30 => vm.str("a"),
        _ => Value::NONE,
    };
    frame.set(ins.a(), crate::types::template::new_interpolation(vm, value, text, conversion, spec));
    Ok(())
}

pub(crate) fn template(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let (strings, interpolations) = (frame.reg(ins.b()).clone(), frame.reg(ins.c()).clone());
    ins.consume(frame);
    frame.set(ins.a(), crate::types::template::new_template(vm, strings, interpolations));
    Ok(())
}
