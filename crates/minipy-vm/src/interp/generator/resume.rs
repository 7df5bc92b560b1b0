//! Resuming generators from native code: sending, throwing, closing.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::UNUSED;

use super::super::ins::Ins;
use super::super::stack::Ret;
use super::super::{call, run};
use super::chain::{accept, innermost, push};
use super::{exact, just_started, noun};
use crate::exc;
use crate::native::PyResult;
use crate::slots::Sent;
use crate::types::exception::ExceptionObj;
use crate::types::generator::{GenKind, GenObj, GenState};
use crate::unraisable;
use crate::value::Value;
use crate::vm::Vm;

/// How a generator is resumed.
pub enum Resume {
    /// With the value of its `yield` expression (None to start it).
    Send(Value),
    /// With an exception raised at its `yield`.
    Throw(Value),
}

/// Resumes a generator, coroutine or async generator until it yields or ends.
pub fn resume(vm: &Vm, generator: &GenObj, how: Resume) -> PyResult<Sent> {
    let how = match how {
        Resume::Send(value) if generator.plain.get() && vm.handled.borrow().is_null() => {
            return resume_plainly(vm, generator, value);
        }
        how => how,
    };
    match generator.state.get() {
        GenState::Finished => {
            return match how {
                Resume::Send(_) if generator.kind == GenKind::Coroutine => {
                    Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"))
                }
                Resume::Throw(_) if generator.kind == GenKind::Coroutine => {
                    Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"))
                }
                Resume::Send(_) => Ok(Sent::Return(Value::NONE)),
                Resume::Throw(exception) => Err(vm.raise_again(exception)),
            };
        }
        GenState::Created => {
            if let Resume::Send(value) = &how
                && !value.is_none()
            {
                return Err(just_started(vm, generator));
            }
        }
        _ => {}
    }
    let leaf = innermost(vm, generator)?;
    vm.check_native_stack("")?;
    // Whoever resumes holds a reference, but the generator's own code may drop that one.
    let keep = generator.value();
    generator.flag.set(true);
    let result = match how {
        // SAFETY: `keep` holds the root; the chain holds the others (G1).
        Resume::Send(value) => unsafe {
            if !push(vm, generator, leaf, Ret::Exit, 0, 0)? {
                accept(vm, value);
            }
            run::run(vm)
        },
        Resume::Throw(exception) => throw(vm, generator, leaf, exception),
    };
    let value = result?;
    drop(keep);
    Ok(if generator.is_finished() { Sent::Return(value) } else { Sent::Yield(value) })
}

/// Resumes a generator that is plainly suspended, from native code.
pub(super) fn resume_plainly(vm: &Vm, generator: &GenObj, sent: Value) -> PyResult<Sent> {
    vm.check_native_stack("")?;
    // SAFETY: the frame borrows the generator, which `keep` holds; its pc is at a Yield.
    unsafe {
        let frame = vm.stack.top.get().add(1);
        if frame >= vm.stack.limit.get() {
            return Err(exc::recursion_error(vm, ""));
        }
        let keep = generator.value();
        super::super::fast::calls::push_plain(vm, frame, generator, call::first_free(vm), Ret::Exit, 0, 0);
        let pc = generator.pc.get();
        (*frame).pc = pc.add(1);
        let ins = Ins::new(*pc);
        if !ins.has(UNUSED) {
            (*frame).set(ins.a(), sent);
        }
        let value = run::run_from(vm, frame)?;
        drop(keep);
        Ok(if generator.is_finished() { Sent::Return(value) } else { Sent::Yield(value) })
    }
}

/// Raises an exception inside a chain: at the innermost, or in the foreign iterator that it delegates to.
pub(super) fn throw(vm: &Vm, generator: &GenObj, leaf: &GenObj, exception: Value) -> PyResult {
    let closing = vm.type_of(&exception).is_subtype(&vm.exceptions().generator_exit);
    // SAFETY: as in `resume`.
    unsafe {
        if leaf.state.get() == GenState::Created {
            // It has not started: none of its handlers applies.
            push(vm, generator, leaf, Ret::Exit, 0, 0)?;
            (*vm.stack.top.get()).pc = leaf.code().entry();
            let raised = vm.raise_again(exception);
            super::super::unwind::unwind(vm, raised, true)?;
            return run::run(vm);
        }
        if closing && !generator.inner.get().is_null() {
            // GeneratorExit closes the inner generator first; then it is raised in this one.
            let inner = &*generator.inner.get();
            let inner_value = inner.value();
            generator.state.set(GenState::Running);
            generator.inner.set(std::ptr::null());
            generator.leaf.set(std::ptr::null());
            inner.parent.set(std::ptr::null());
            let closed = close(vm, inner);
            generator.state.set(GenState::Suspended);
            drop(inner_value);
            let exception = match closed {
                Ok(_) => exception,
                Err(raised) => vm.take_exception(raised),
            };
            return raise_at(vm, generator, generator, exception);
        }
        if let Some(receiver) = leaf.delegate()
            && exact(&receiver).is_none()
        {
            return throw_into_foreign(vm, generator, leaf, receiver, exception, closing);
        }
        raise_at(vm, generator, leaf, exception)
    }
}

/// Raises an exception at the point where `leaf` is suspended.
pub(super) unsafe fn raise_at(vm: &Vm, root: &GenObj, leaf: &GenObj, exception: Value) -> PyResult {
    // SAFETY: as in `resume`.
    unsafe {
        push(vm, root, leaf, Ret::Exit, 0, 0)?;
        // The context is what the generator handles itself, not what its resumer handles.
        let own = !vm.handled.borrow().is(&root.handled.borrow());
        let raised = if own { vm.raise(exception) } else { vm.raise_again(exception) };
        super::super::unwind::unwind(vm, raised, true)?;
        run::run(vm)
    }
}

/// The innermost generator waits for an object that is no generator: the exception goes there.
pub(super) unsafe fn throw_into_foreign(
    vm: &Vm,
    root: &GenObj,
    leaf: &GenObj,
    receiver: Value,
    exception: Value,
    closing: bool,
) -> PyResult {
    let names = vm.names();
    root.state.set(GenState::Running);
    leaf.state.set(GenState::Running);
    let outcome: PyResult<Option<Value>> = if closing {
        match vm.find_attr(&receiver, &names.close) {
            Ok(Some(method)) => vm.call0(&method).map(|_| None),
            Ok(None) => Ok(None),
            Err(raised) => {
                // Without a `close` to call, the generator itself is closed all the same.
                let error = vm.take_exception(raised);
                unraisable::report(vm, &error, Some("Exception ignored while closing generator"), &receiver);
                Ok(None)
            }
        }
    } else {
        match vm.find_attr(&receiver, &names.throw) {
            Ok(Some(method)) => vm.call1(&method, &exception).map(Some),
            Ok(None) => Ok(None),
            Err(raised) => {
                // What goes wrong here is none of the generator's business, which waits on.
                root.state.set(GenState::Suspended);
                leaf.state.set(GenState::Suspended);
                return Err(raised);
            }
        }
    };
    root.state.set(GenState::Suspended);
    leaf.state.set(GenState::Suspended);
    // SAFETY: as in `resume`.
    unsafe {
        let exception = match outcome {
            // It yielded once more: so does the whole chain.
            Ok(Some(value)) => return Ok(value),
            Ok(None) => exception,
            Err(raised) => vm.take_exception(raised),
        };
        if !vm.type_of(&exception).is_subtype(&vm.exceptions().stop_iteration) {
            return raise_at(vm, root, leaf, exception);
        }
        // Where a generator waits for another iterator, StopIteration is that one's end, whoever raises it.
        let value =
            exception.downcast::<ExceptionObj>().map_or(Value::NONE, |e| e.extra(0).non_null().unwrap_or(Value::NONE));
        push(vm, root, leaf, Ret::Exit, 0, 0)?;
        let fp = vm.stack.top.get();
        let ins = Ins::new(*(*fp).pc);
        drop((*fp).take(ins.c()));
        if ins.a() != ins.b() {
            drop((*fp).take(ins.b()));
        }
        (*fp).set(ins.a(), value);
        (*fp).pc = (*fp).pc.add(1);
        run::run(vm)
    }
}

/// `generator.close()`: the value that the generator returned, or None.
pub fn close(vm: &Vm, generator: &GenObj) -> PyResult {
    match generator.state.get() {
        GenState::Finished => return Ok(Value::NONE),
        GenState::Created => {
            generator.state.set(GenState::Finished);
            generator.flag.set(true);
            generator.clear_registers();
            return Ok(Value::NONE);
        }
        _ => {}
    }
    let exit = crate::types::exception::new_exception(vm, &vm.exceptions().generator_exit, Vec::new());
    match resume(vm, generator, Resume::Throw(exit)) {
        Ok(Sent::Yield(_)) => Err(exc::runtime_error(vm, &format!("{} ignored GeneratorExit", noun(generator)))),
        // The end of an async generator is StopAsyncIteration, also where nobody is there to catch it.
        Ok(Sent::Return(_)) if generator.kind == GenKind::AsyncGenerator => {
            Err(vm.raise_with(&vm.exceptions().stop_async_iteration, Vec::new()))
        }
        Ok(Sent::Return(value)) => Ok(value),
        Err(raised) => {
            let exceptions = vm.exceptions();
            if exc::is_instance(vm, &raised, &exceptions.generator_exit)
                || exc::is_instance(vm, &raised, &exceptions.stop_iteration)
            {
                drop(vm.take_exception(raised));
                return Ok(Value::NONE);
            }
            Err(raised)
        }
    }
}

impl Vm {
    /// One step of any generator-like object: sends `value` (None: `next`).
    pub fn send(&self, receiver: &Value, value: &Value) -> PyResult<Sent> {
        if let Some(generator) = exact(receiver) {
            return resume(self, generator, Resume::Send(value.clone()));
        }
        let slots = self.type_of(receiver).slots();
        if let Some(send) = slots.send {
            return send(self, receiver, value);
        }
        let result = if value.is_none()
            && let Some(next) = slots.next
        {
            if next as usize == crate::types::python_slots::next as *const () as usize {
                // The slot would lose the value of StopIteration.
                return self.sent(self.call_method(receiver, &self.names().__next__, &[]));
            }
            match next(self, receiver) {
                Ok(item) if item.is_null() => return Ok(Sent::Return(Value::NONE)),
                other => other,
            }
        } else {
            self.call_method(receiver, &self.names().send, std::slice::from_ref(value))
        };
        self.sent(result)
    }

    /// What a step method of a foreign iterator gave.
    fn sent(&self, result: PyResult) -> PyResult<Sent> {
        match result {
            Ok(item) => Ok(Sent::Yield(item)),
            Err(raised) if exc::is_instance(self, &raised, &self.exceptions().stop_iteration) => {
                let stop = self.take_exception(raised);
                let value = stop.downcast::<ExceptionObj>().map_or(Value::NONE, |e| e.extra(0));
                Ok(Sent::Return(value.non_null().unwrap_or(Value::NONE)))
            }
            Err(raised) => Err(raised),
        }
    }

    /// Whether a chain of delegating generators has become too deep.
    pub(super) fn chain_too_deep(&self, outer: &GenObj) -> bool {
        outer.depth.get() as usize + self.stack.depth() >= self.interp().recursion_limit.get() as usize
    }
}
