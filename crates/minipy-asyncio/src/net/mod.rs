//! Networking on the loop: transports, servers, connections, and the loop methods for sockets.
//!
//! `transport` and `write` are the socket transport, `datagram` and `pipes` its siblings, `connect` and `serve` make
//! connections and servers, `sock` holds the `sock_*` methods. Bytes go from the system to the protocol with one copy.

pub mod abstracts;
pub mod connect;
pub mod datagram;
pub mod loop_methods;
pub(crate) mod missing;
pub mod names;
pub mod pipes;
pub mod protocols;
pub mod resolve;
mod sendfile;
pub mod serve;
pub mod server;
pub mod signals;
pub mod sock;
mod staggered;
pub mod suspend;
pub mod transport;
pub mod transport_methods;
pub mod trsock;
pub mod write;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use minipy_host::net::Address;
use minipy_host::poll::Event;
use minipy_vm::heap::{PyCell, Tracer};
use minipy_vm::{PyResult, Value, Vm, exc};

use crate::event_loop::LoopObj;
use datagram::LastAddress;

/// What networking keeps in each loop.
#[derive(Default)]
pub struct LoopPart {
    /// Room for the poller's answers.
    pub(crate) events: Cell<Vec<Event>>,
    /// Where received bytes land before they become a `bytes` object.
    pub(crate) read_buffer: Cell<Vec<u8>>,
    /// Weak references to the transports, by descriptor.
    pub(crate) transports: PyCell<HashMap<i32, Value>>,
    /// The last address that a datagram came from.
    last_address: PyCell<LastAddress>,
    /// Handles of `add_signal_handler`, by signal number.
    pub(crate) signal_handlers: PyCell<HashMap<i32, Value>>,
    /// Inode numbers of the files of listening unix sockets, by descriptor.
    pub(crate) unix_files: RefCell<HashMap<i32, u64>>,
}

impl LoopPart {
    pub(crate) fn trace(&self, visit: &mut Tracer) {
        self.transports.borrow().values().for_each(&mut *visit);
        self.signal_handlers.borrow().values().for_each(&mut *visit);
        visit(self.last_address.borrow().shown());
    }

    pub(crate) fn clear(&self) {
        drop(self.transports.take());
        drop(self.signal_handlers.take());
        drop(self.last_address.take());
    }

    /// An address as a Python value.
    pub(crate) fn address_value(&self, vm: &Vm, address: &Address) -> Value {
        let mut last = self.last_address.take();
        let value = last.value(vm, address);
        self.last_address.set(last);
        value
    }

    /// The address behind a value that [`LoopPart::address_value`] gave last.
    pub(crate) fn known_address(&self, shown: &Value) -> Option<Address> {
        self.last_address.borrow().raw(shown)
    }
}

/// The most that one read takes, as in CPython.
pub(crate) const MAX_READ: usize = 256 * 1024;

/// The loop is closed: networking lets go of what it keeps.
pub(crate) fn close_loop(vm: &Vm, event_loop: &LoopObj) {
    signals::remove_all(vm, event_loop);
    event_loop.net.clear();
    drop(event_loop.net.read_buffer.take());
}

/// The struct of a loop value.
pub(crate) fn loop_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a LoopObj> {
    match value.downcast::<LoopObj>() {
        Some(found) => Ok(found),
        None => Err(exc::type_error(vm, "a native event loop is required")),
    }
}

/// An exception that must not be swallowed or reported: KeyboardInterrupt, SystemExit.
pub(crate) fn is_fatal(vm: &Vm, exception: &Value) -> bool {
    let exceptions = vm.exceptions();
    let ty = vm.type_of(exception);
    ty.is_subtype(&exceptions.keyboard_interrupt) || ty.is_subtype(&exceptions.system_exit)
}

/// Calls the loop's exception handler with a context.
pub(crate) fn report(vm: &Vm, event_loop: &Value, items: &[(&str, Value)]) -> PyResult<()> {
    let context = vm.new_dict();
    for (key, value) in items {
        context.set_name(vm, &vm.intern(key), value.clone());
    }
    vm.call_method_str(event_loop, "call_exception_handler", &[context.into_value()]).map(drop)
}

/// `OSError(number, text)`, of the subclass that belongs to the number.
pub(crate) fn os_error_text(vm: &Vm, number: i32, text: &str) -> minipy_vm::Raised {
    let mut error = minipy_host::HostError::from_errno(number);
    text.clone_into(&mut error.message);
    minipy_vm::io::errors::os_error(vm, &error, None)
}

/// `Some` text when TLS is asked for, which is not there yet.
pub(crate) fn refuse_ssl(vm: &Vm, ssl: &Value) -> PyResult<()> {
    if ssl.is_null() || ssl.is_none() || ssl.is_false() {
        return Ok(());
    }
    Err(exc::not_implemented_error(vm, "TLS is not there yet: the ssl argument must be None"))
}
