//! The submodules of `asyncio`, as programs import or name them (`asyncio.streams.StreamReader`): views of the one
//! native module. Only data and the making of the module objects.

use minipy_vm::heap::Obj;
use minipy_vm::module::ModuleObj;
use minipy_vm::{PyResult, Value, Vm};

use crate::{net, streams};

/// Submodules and the names that they share with `asyncio`.
static SHARED: &[(&str, &[&str])] = &[
    (
        "streams",
        &[
            "StreamReader",
            "StreamWriter",
            "StreamReaderProtocol",
            "open_connection",
            "start_server",
            "open_unix_connection",
            "start_unix_server",
        ],
    ),
    ("protocols", &["BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol"]),
    (
        "transports",
        &["BaseTransport", "ReadTransport", "WriteTransport", "Transport", "DatagramTransport", "SubprocessTransport"],
    ),
    ("trsock", &["TransportSocket"]),
    ("base_events", &["BaseEventLoop", "Server"]),
    ("selector_events", &[]),
    ("unix_events", &["SelectorEventLoop", "EventLoop"]),
    ("coroutines", &["iscoroutinefunction", "iscoroutine"]),
    (
        "events",
        &[
            "AbstractEventLoop",
            "AbstractServer",
            "Handle",
            "TimerHandle",
            "get_event_loop",
            "set_event_loop",
            "new_event_loop",
            "_set_running_loop",
            "get_running_loop",
            "_get_running_loop",
        ],
    ),
    (
        "exceptions",
        &[
            "BrokenBarrierError",
            "CancelledError",
            "InvalidStateError",
            "TimeoutError",
            "IncompleteReadError",
            "LimitOverrunError",
            "SendfileNotAvailableError",
        ],
    ),
    ("futures", &["Future", "wrap_future", "isfuture", "future_add_to_awaited_by", "future_discard_from_awaited_by"]),
    (
        "graph",
        &["capture_call_graph", "format_call_graph", "print_call_graph", "FrameCallGraphEntry", "FutureCallGraph"],
    ),
    ("locks", &["Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier"]),
    ("queues", &["Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown"]),
    ("runners", &["Runner", "run"]),
    ("subprocess", &["create_subprocess_exec", "create_subprocess_shell"]),
    ("taskgroups", &["TaskGroup"]),
    (
        "tasks",
        &[
            "Task",
            "create_task",
            "FIRST_COMPLETED",
            "FIRST_EXCEPTION",
            "ALL_COMPLETED",
            "wait",
            "wait_for",
            "as_completed",
            "sleep",
            "gather",
            "shield",
            "ensure_future",
            "run_coroutine_threadsafe",
            "current_task",
            "all_tasks",
            "create_eager_task_factory",
            "eager_task_factory",
            "_register_task",
            "_unregister_task",
            "_enter_task",
            "_leave_task",
        ],
    ),
    ("threads", &["to_thread"]),
    ("timeouts", &["Timeout", "timeout", "timeout_at"]),
];

/// Makes the submodules, as attributes of `asyncio` and in `sys.modules`.
pub(crate) fn add(vm: &Vm, package: &Obj<ModuleObj>) -> PyResult<()> {
    let Some(shared) = package.namespace() else { return Ok(()) };
    let modules = vm.interp().modules.borrow().clone();
    for (name, members) in SHARED {
        let full = format!("asyncio.{name}");
        let module = vm.new_module(&full, None);
        module.set(vm, "__package__", vm.str("asyncio"));
        for member in *members {
            let member_name = vm.intern(member);
            if let Some(value) = shared.get_name(vm, &member_name) {
                module.set(vm, member, value);
            }
        }
        add_own(vm, name, &module);
        let value: Value = module.into_value();
        package.set(vm, name, value.clone());
        if let Some(modules) = &modules {
            modules.set_name(vm, &vm.intern(&full), value);
        }
    }
    Ok(())
}

/// Adds what only the submodule has.
fn add_own(vm: &Vm, name: &str, module: &Obj<ModuleObj>) {
    let set = |name: &str, def| module.set(vm, name, vm.type_from_def(def).into_value());
    match name {
        "streams" => set("FlowControlMixin", &streams::protocol::FLOW),
        "selector_events" => set("BaseSelectorEventLoop", &net::loop_methods::TYPE),
        "unix_events" => {
            set("_UnixSelectorEventLoop", &crate::event_loop::TYPE);
            set("_UnixDefaultEventLoopPolicy", &crate::policy::DEFAULT);
        }
        "events" => {
            set("_AbstractEventLoopPolicy", &crate::policy::ABSTRACT);
            set("_BaseDefaultEventLoopPolicy", &crate::policy::BASE);
        }
        _ => {}
    }
}
