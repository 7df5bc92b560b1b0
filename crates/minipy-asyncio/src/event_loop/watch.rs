//! Descriptors that a loop watches: a callback for reading and one for writing each, and the poller behind them.
//!
//! Knows nothing of transports: a native watch is a function and a value.

use std::rc::Rc;

use minipy_host::poll::{Event, Interest, Poller};
use minipy_vm::heap::Tracer;
use minipy_vm::{PyResult, Value, Vm};

use super::{LoopObj, Ready, handle::HandleObj, host_error};

/// What happens when a descriptor is ready.
#[derive(Clone)]
pub enum Watch {
    /// A handle runs.
    Handle(Value),
    /// Native code runs with a value; it must bear being called when nothing is to be done any more.
    Native(fn(&Vm, &Value, &Value) -> PyResult<()>, Value),
}

/// The watches of one descriptor.
#[derive(Default)]
pub struct Slot {
    reader: Option<Watch>,
    writer: Option<Watch>,
}

impl Slot {
    pub(super) fn trace(&self, visit: &mut Tracer) {
        for watch in [&self.reader, &self.writer].into_iter().flatten() {
            match watch {
                Watch::Handle(value) | Watch::Native(_, value) => visit(value),
            }
        }
    }

    fn interest(&self) -> Interest {
        Interest { readable: self.reader.is_some(), writable: self.writer.is_some(), priority: false }
    }

    fn is_empty(&self) -> bool {
        self.reader.is_none() && self.writer.is_none()
    }
}

impl LoopObj {
    /// The poller; made at the first call.
    pub(super) fn poller(&self, vm: &Vm) -> PyResult<Rc<Poller>> {
        if let Some(found) = &*self.poller.borrow() {
            return Ok(found.clone());
        }
        let made = match vm.interp().host.new_poller() {
            Ok(made) => Rc::new(made),
            Err(error) => return Err(host_error(vm, &error)),
        };
        *self.waker.borrow_mut() = Some(made.waker());
        *self.poller.borrow_mut() = Some(made.clone());
        Ok(made)
    }

    /// Closes the poller and forgets all watches.
    pub(super) fn drop_poller(&self) {
        *self.poller.borrow_mut() = None;
        *self.waker.borrow_mut() = None;
        self.watched.set(0);
        drop(self.watches.take());
    }

    /// Watches a descriptor for reading or writing; gives the watch that was there before. `file`: what the poller's
    /// error is about.
    pub fn watch(&self, vm: &Vm, fd: i32, writing: bool, watch: Watch) -> PyResult<Option<Watch>> {
        let poller = self.poller(vm)?;
        let Ok(index) = usize::try_from(fd) else {
            return Err(minipy_vm::exc::value_error(vm, &format!("Invalid file descriptor: {fd}")));
        };
        let (before, after, old) = {
            let mut watches = self.watches.borrow_mut();
            if watches.len() <= index {
                watches.resize_with(index + 1, Slot::default);
            }
            let slot = &mut watches[index];
            let before = slot.interest();
            let place = if writing { &mut slot.writer } else { &mut slot.reader };
            let old = place.replace(watch);
            (before, slot.interest(), old)
        };
        if before != after {
            let fresh = before == Interest::default();
            let result =
                if fresh { poller.register(fd, after, fd as u64) } else { poller.modify(fd, after, fd as u64) };
            if let Err(error) = result {
                let gone = {
                    let mut watches = self.watches.borrow_mut();
                    let slot = &mut watches[index];
                    if writing { slot.writer.take() } else { slot.reader.take() }
                };
                drop(gone);
                return Err(minipy_vm::io::errors::os_error(vm, &error, None));
            }
            if fresh {
                self.watched.set(self.watched.get() + 1);
            }
        }
        Ok(old)
    }

    /// Stops watching a descriptor for reading or writing; gives the watch that was there.
    pub fn unwatch(&self, fd: i32, writing: bool) -> Option<Watch> {
        let index = usize::try_from(fd).ok()?;
        let (old, left, empty) = {
            let mut watches = self.watches.borrow_mut();
            let slot = watches.get_mut(index)?;
            let old = if writing { slot.writer.take() } else { slot.reader.take() };
            (old?, slot.interest(), slot.is_empty())
        };
        if let Some(poller) = &*self.poller.borrow() {
            // The descriptor may be closed already; then the system has forgotten it.
            let _ = if empty { poller.unregister(fd) } else { poller.modify(fd, left, fd as u64) };
        }
        if empty {
            self.watched.set(self.watched.get().saturating_sub(1));
        }
        Some(old)
    }

    /// [`LoopObj::unwatch`], if it is native code with this value that watches: something else may have taken its place.
    pub fn unwatch_own(&self, fd: i32, writing: bool, value: &Value) {
        let Ok(index) = usize::try_from(fd) else { return };
        let own = {
            let watches = self.watches.borrow();
            let watch = watches.get(index).and_then(|s| if writing { s.writer.as_ref() } else { s.reader.as_ref() });
            matches!(watch, Some(Watch::Native(_, watching)) if watching.is(value))
        };
        if own {
            drop(self.unwatch(fd, writing));
        }
    }

    /// Whether a descriptor is watched for reading or writing.
    pub fn is_watched(&self, fd: i32, writing: bool) -> bool {
        let Ok(index) = usize::try_from(fd) else { return false };
        self.watches.borrow().get(index).is_some_and(|s| if writing { s.writer.is_some() } else { s.reader.is_some() })
    }

    /// Something happened to a descriptor: its watches become ready. Errors and hang-ups wake both directions.
    pub(super) fn found(&self, event: &Event) {
        let fd = event.token as usize;
        let (reader, writer) = {
            let watches = self.watches.borrow();
            let Some(slot) = watches.get(fd) else { return };
            let both = event.hangup || event.error;
            (
                if event.readable || both { slot.reader.clone() } else { None },
                if event.writable || both { slot.writer.clone() } else { None },
            )
        };
        for (watch, writing) in [(reader, false), (writer, true)] {
            let entry = match watch {
                None => continue,
                Some(Watch::Native(function, value)) => Ready::Done(function, value, Value::NULL),
                Some(Watch::Handle(handle)) => {
                    if handle.downcast::<HandleObj>().is_some_and(|h| h.cancelled.get()) {
                        drop(self.unwatch(fd as i32, writing));
                        continue;
                    }
                    Ready::Handle(handle)
                }
            };
            crate::room::push_back(&mut self.ready.borrow_mut(), entry);
        }
    }
}
