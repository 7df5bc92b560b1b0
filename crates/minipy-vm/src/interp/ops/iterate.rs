//! Iteration, awaiting.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::code::flags;
use minipy_bytecode::opcode::{B_TEMP, Opcode};

use crate::exc;
use crate::interp::generator::{exact, step_for_loop};
use crate::interp::ins::Ins;
use crate::interp::run::Flow;
use crate::interp::special;
use crate::interp::stack::{Frame, Ret};
use crate::interp::{call, control};
use crate::native::{Args, PyResult};
use crate::shape::fixed;
use crate::types::exception::flow::raise_from;
use crate::types::function::FuncObj;
use crate::types::generator::{GenKind, GenObj, GenState};
use crate::types::python_slots as py;
use crate::types::zip::Parts;
use crate::value::Value;
use crate::vm::Vm;

/// Flag of Yield: it stands in an async generator, and its value is wrapped.
pub(crate) const ASYNC_YIELD: u8 = 0x40;

pub(crate) fn get_iter(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let value = frame.reg(ins.b()).clone();
    if let Some(flow) = special::push_unary(vm, &value, |s| s.iter, py::iter, &vm.names().__iter__)? {
        return Ok(flow);
    }
    let iterator = vm.iter(&value)?;
    drop(value);
    ins.consume(frame);
    frame.set(ins.a(), iterator);
    Ok(Flow::Next)
}

/// How a ForIter instruction goes on.
pub(crate) enum Stepped {
    /// The item is in its register.
    Item,
    /// The item was a pair, and the UnpackSequence that follows is done as well.
    Pair,
    /// A frame was pushed that gives the item.
    Reload,
    /// There are no more items.
    End,
}

/// The next item into `r[a]`.
pub(crate) fn for_iter(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Stepped> {
    // SAFETY: the frame is at such an instruction; the loop's body starts with an instruction.
    let (skip, word) = unsafe {
        let skip = control::item_skip(frame.pc);
        (skip, *frame.pc.offset(skip as isize))
    };
    let iterator = frame.reg(ins.b());
    if (fixed::STR_ASCII_ITER..=fixed::SET_ITER).contains(&iterator.shape())
        && let Some(next) = vm.type_of(iterator).slots().next
    {
        // A builtin iterator. The register is the loop's own: nobody can change it meanwhile.
        let item = next(vm, iterator)?;
        if item.is_null() {
            return Ok(Stepped::End);
        }
        frame.set(ins.a(), item);
        return Ok(Stepped::Item);
    }
    // Iterators that make pairs need not make them if the next instruction takes them apart.
    if word as u8 == Opcode::UnpackSequence as u8 {
        let unpack = Ins::new(word);
        if unpack.c() == 2 && unpack.b() == ins.a() && unpack.f() & B_TEMP != 0 {
            match pair_step(vm, iterator)? {
                Parts::Pair(first, second) => {
                    frame.set(unpack.a(), first);
                    frame.set(unpack.a() + 1, second);
                    return Ok(Stepped::Pair);
                }
                Parts::End => return Ok(Stepped::End),
                Parts::Whole => {}
            }
        }
    }
    if let Some(generator) = exact(iterator)
        && generator.kind == GenKind::Generator
    {
        return Ok(if step_for_loop(vm, generator, ins.a(), skip)? { Stepped::Reload } else { Stepped::End });
    }
    let Some(next) = vm.type_of(iterator).slots().next else {
        return Err(exc::not_an_iterator(vm, iterator));
    };
    if next as usize == py::next as *const () as usize
        && let Some(method) = vm.type_of(iterator).lookup(vm, &vm.names().__next__)
        && let Some(function) = method.exact::<FuncObj>()
        && !function.code.borrow().is_generator_like()
    {
        let args = std::slice::from_ref(iterator);
        call::push_call(vm, &method, function, &Args::positional(args), Ret::Next, ins.a(), skip)?;
        return Ok(Stepped::Reload);
    }
    // The register of a loop's iterator is the loop's own: nobody can change it meanwhile.
    let item = next(vm, iterator)?;
    if item.is_null() {
        return Ok(Stepped::End);
    }
    frame.set(ins.a(), item);
    Ok(Stepped::Item)
}

/// The next item of an iterator over pairs, not put together.
#[inline]
fn pair_step(vm: &Vm, iterator: &Value) -> PyResult<Parts> {
    use crate::types::{dict, enumerate, zip};
    match iterator.shape() {
        fixed::ZIP => zip::next_parts(vm, iterator),
        fixed::ENUMERATE => enumerate::next_parts(vm, iterator),
        fixed::DICT_ITEM_ITER => dict::iter::next_parts(vm, iterator),
        _ => Ok(Parts::Whole),
    }
}

fn is_iterable_coroutine(generator: &GenObj) -> bool {
    generator.code().flags.get() & flags::ITERABLE_COROUTINE != 0
}

pub(crate) fn get_yield_from_iter(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let value = frame.reg(ins.b()).clone();
    let iterator = match value.downcast::<GenObj>() {
        Some(generator) if generator.kind == GenKind::Coroutine => {
            let own = frame.code().flags.get() & (flags::COROUTINE | flags::ITERABLE_COROUTINE);
            if own == 0 {
                let message = "cannot 'yield from' a coroutine object in a non-coroutine generator";
                return Err(exc::type_error(vm, message));
            }
            value
        }
        Some(generator) if generator.kind == GenKind::Generator => value,
        _ => vm.iter(&value)?,
    };
    ins.consume(frame);
    frame.set(ins.a(), iterator);
    Ok(())
}

/// The iterator that `await value` runs, outside `async with`.
pub fn awaitable_iterator_plain(vm: &Vm, value: &Value) -> PyResult {
    awaitable_iterator(vm, value, 0)
}

/// The iterator that `await value` runs; `context` as in the GetAwaitable instruction.
pub fn awaitable_iterator(vm: &Vm, value: &Value, context: u16) -> PyResult {
    if let Some(generator) = value.downcast::<GenObj>() {
        if generator.kind == GenKind::Coroutine {
            if !generator.parent.get().is_null() || generator.delegate().is_some() {
                return Err(exc::runtime_error(vm, "coroutine is being awaited already"));
            }
            return Ok(value.clone());
        }
        if generator.kind == GenKind::Generator && is_iterable_coroutine(generator) {
            return Ok(value.clone());
        }
    }
    let Some(await_) = vm.type_of(value).slots().await_ else {
        let name = vm.type_of(value).name_str();
        return Err(match context {
            1 => exc::type_error(
                vm,
                &format!("'async with' received an object from __aenter__ that does not implement __await__: {name}"),
            ),
            2 => exc::type_error(
                vm,
                &format!("'async with' received an object from __aexit__ that does not implement __await__: {name}"),
            ),
            _ => exc::type_error(vm, &format!("'{name}' object can't be awaited")),
        });
    };
    let iterator = await_(vm, value)?;
    if let Some(generator) = iterator.downcast::<GenObj>()
        && (generator.kind == GenKind::Coroutine || is_iterable_coroutine(generator))
    {
        return Err(exc::type_error(vm, "__await__() returned a coroutine"));
    }
    if vm.type_of(&iterator).slots().next.is_none() {
        let name = vm.type_of(&iterator).name_str();
        let message = format!("__await__() returned non-iterator of type '{name}'");
        return Err(exc::type_error(vm, &message));
    }
    Ok(iterator)
}

pub(crate) fn get_awaitable(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    if ins.has(minipy_bytecode::opcode::B_TEMP)
        && let Some(generator) = exact(frame.reg(ins.b()))
        && generator.kind == GenKind::Coroutine
        && generator.state.get() == GenState::Created
        && generator.parent.get().is_null()
    {
        // `await f()`: the coroutine has just been made.
        let coroutine = frame.take(ins.b());
        frame.set(ins.a(), coroutine);
        return Ok(());
    }
    let iterator = awaitable_iterator(vm, &frame.reg(ins.b()).clone(), ins.c())?;
    ins.consume_read(frame);
    frame.set(ins.a(), iterator);
    Ok(())
}

impl Ins {
    /// Drops operand `b` if consumed; `c` is a number here.
    fn consume_read(self, frame: &Frame) {
        if self.has(minipy_bytecode::opcode::B_TEMP) {
            drop(frame.take(self.b()));
        }
    }
}

pub(crate) fn get_aiter(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let value = frame.reg(ins.b()).clone();
    let name = vm.type_of(&value).name_str();
    let Some(aiter) = vm.type_of(&value).slots().aiter else {
        let message = format!("'async for' requires an object with __aiter__ method, got {name}");
        return Err(exc::type_error(vm, &message));
    };
    let iterator = aiter(vm, &value)?;
    if vm.type_of(&iterator).slots().anext.is_none() {
        let name = vm.type_of(&iterator).name_str();
        let message =
            format!("'async for' received an object from __aiter__ that does not implement __anext__: {name}");
        return Err(exc::type_error(vm, &message));
    }
    ins.consume(frame);
    frame.set(ins.a(), iterator);
    Ok(())
}

pub(crate) fn get_anext(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<Flow> {
    let iterator = frame.reg(ins.b());
    let Some(anext) = vm.type_of(iterator).slots().anext else {
        let name = vm.type_of(iterator).name_str();
        let message = format!("'async for' requires an iterator with __anext__ method, got {name}");
        return Err(exc::type_error(vm, &message));
    };
    if anext as usize == py::anext as *const () as usize
        && let Some(method) = vm.type_of(iterator).lookup(vm, &vm.names().__anext__)
        && let Some(function) = method.exact::<FuncObj>()
    {
        // In a frame of its own; a coroutine function's body usually runs in it as well (see `generator::at_once`).
        let args = std::slice::from_ref(iterator);
        call::push_call(vm, &method, function, &Args::positional(args), Ret::Complete, 0, 1)?;
        return Ok(Flow::Reload);
    }
    let iterator = iterator.clone();
    let is_generator = anext as usize == crate::types::async_generator::anext as *const () as usize;
    // SAFETY: the frame is the top one and at a GetANext, which borrows the iterator.
    if is_generator && unsafe { crate::interp::generator::step::anext(vm, &iterator)? } {
        return Ok(Flow::Reload);
    }
    let awaitable = anext(vm, &iterator)?;
    if is_generator {
        // Of an async generator: it is its own iterator.
        frame.set(ins.a(), awaitable);
        return Ok(Flow::Next);
    }
    frame.set(ins.a(), next_awaitable(vm, &awaitable)?);
    Ok(Flow::Next)
}

/// The iterator that runs what `__anext__` has given.
pub(crate) fn next_awaitable(vm: &Vm, awaitable: &Value) -> PyResult {
    awaitable_iterator(vm, awaitable, 0).map_err(|raised| {
        let name = vm.type_of(awaitable).name_str();
        let message = format!("'async for' received an invalid object from __anext__: {name}");
        raise_from(vm, &vm.exceptions().type_error, &message, raised)
    })
}
