//! The names of protocol and transport methods, interned once.

use std::cell::OnceCell;
use std::rc::Rc;

use minipy_vm::Vm;
use minipy_vm::types::str_::Name;

macro_rules! names {
    ($($name:ident)*) => {
        /// The interned names; a field is called as its text.
        #[expect(missing_docs, reason = "each field is the name it holds")]
        pub struct Names { $(pub $name: Name),* }

        impl Names {
            fn new(vm: &Vm) -> Names {
                Names { $($name: vm.intern(stringify!($name))),* }
            }
        }
    };
}

names! {
    connection_made connection_lost data_received eof_received pause_writing resume_writing get_buffer buffer_updated
    datagram_received error_received write writelines write_eof can_write_eof is_closing get_extra_info close
    pause_reading resume_reading is_reading get_protocol set_protocol abort _drain_helper _get_close_waiter
    accept socket sockname peername feed_data feed_eof set_exception set_transport exception
}

#[derive(Default)]
struct Holder(OnceCell<Rc<Names>>);

/// The names.
pub fn names(vm: &Vm) -> Rc<Names> {
    vm.state::<Holder>().0.get_or_init(|| Rc::new(Names::new(vm))).clone()
}
