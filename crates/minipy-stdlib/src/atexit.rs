//! The module `atexit`.

use minipy_vm::exc;
use minipy_vm::heap::{Obj, PyCell, growth};
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::startup::ExitHooks;
use minipy_vm::{Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "atexit",
    doc: "allow programmer to define multiple exit functions to be executed\nupon normal program termination.",
    functions: methods! {
        "register" FV(register) "(func, /, *args, **kwargs)" "Register a function to be executed upon normal program termination";
        "unregister" F1(unregister) "(func, /)" "Unregister an exit function which was previously registered using\natexit.register";
        "_clear" F0(clear) "()" "Clear the list of previously registered exit functions.";
        "_run_exitfuncs" F0(run_exitfuncs) "()" "Run all registered exit functions.";
        "_ncallbacks" F0(ncallbacks) "()" "Return the number of registered exit functions.";
    },
    types: &[],
    init: Some(init),
};

/// A registered function with its arguments.
#[derive(Clone)]
struct Callback {
    function: Value,
    pos: Vec<Value>,
    kw: Vec<Value>,
    names: Vec<Value>,
}

#[derive(Default)]
struct Callbacks(PyCell<Vec<Callback>>);

fn init(vm: &Vm, _module: &Obj<ModuleObj>) -> PyResult<()> {
    vm.state::<ExitHooks>().hooks.borrow_mut().push(run_all);
    Ok(())
}

fn register(vm: &Vm, args: &Args) -> PyResult {
    let Some(function) = args.pos.first() else {
        return Err(exc::type_error(vm, "register() takes at least 1 argument (0 given)"));
    };
    if !vm.is_callable(function) {
        return Err(exc::type_error(vm, "the first argument must be callable"));
    }
    vm.check_memory(args.len().saturating_mul(3 * size_of::<Value>()))?;
    let callback = Callback {
        function: function.clone(),
        pos: args.pos[1..].to_vec(),
        kw: args.kw.to_vec(),
        names: args.names.to_vec(),
    };
    if !growth::push(&mut vm.state::<Callbacks>().0.borrow_mut(), callback) {
        return Err(growth::failed(vm));
    }
    Ok(function.clone())
}

/// Runs the callbacks, last registered first.
fn run_all(vm: &Vm) {
    let callbacks = &vm.state::<Callbacks>().0;
    loop {
        let next = callbacks.borrow_mut().pop();
        let Some(callback) = next else { return };
        let args = Args { pos: &callback.pos, kw: &callback.kw, names: &callback.names };
        if let Err(raised) = vm.call_args(&callback.function, &args) {
            let exception = vm.take_exception(raised);
            let message = Some("Exception ignored in atexit callback");
            minipy_vm::unraisable::report(vm, &exception, message, &callback.function);
        }
    }
}

fn unregister(vm: &Vm, function: &Value) -> PyResult {
    let count = vm.state::<Callbacks>().0.borrow().len();
    vm.check_memory(count.saturating_mul(3 * size_of::<Callback>()))?;
    let callbacks = vm.state::<Callbacks>().0.borrow().clone();
    let mut kept = Vec::new();
    for callback in callbacks {
        if !vm.eq(&callback.function, function)? {
            kept.push(callback);
        }
    }
    let old = vm.state::<Callbacks>().0.replace(kept);
    drop(old);
    Ok(Value::NONE)
}

fn clear(vm: &Vm) -> PyResult {
    let old = vm.state::<Callbacks>().0.take();
    drop(old);
    Ok(Value::NONE)
}

fn run_exitfuncs(vm: &Vm) -> PyResult {
    run_all(vm);
    Ok(Value::NONE)
}

fn ncallbacks(vm: &Vm) -> PyResult {
    Ok(vm.int(vm.state::<Callbacks>().0.borrow().len() as i64))
}
