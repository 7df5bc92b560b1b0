//! The module `gc`.

use minipy_vm::exc;
use minipy_vm::heap::generations::Stats;
use minipy_vm::heap::{Obj, growth, inspect};
use minipy_vm::methods;
use minipy_vm::module::{ModuleDef, ModuleObj};
use minipy_vm::native::{Args, PyResult};
use minipy_vm::types::list::ListObj;
use minipy_vm::{Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: methods! {
        "enable" F0(enable) "()" "Enable automatic garbage collection.";
        "disable" F0(disable) "()" "Disable automatic garbage collection.";
        "isenabled" F0(isenabled) "()" "Returns true if automatic garbage collection is enabled.";
        "collect" FN(collect) "(generation=2)" "Run the garbage collector.";
        "get_count" F0(get_count) "()" "Return a three-tuple of the current collection counts.";
        "get_threshold" F0(get_threshold) "()" "Return the current collection thresholds.";
        "set_threshold" FV(set_threshold) "(threshold0, [threshold1, [threshold2]])" "Set the collection thresholds (the collection frequency).";
        "get_debug" F0(get_debug) "()" "Get the garbage collection debugging flags.";
        "set_debug" F1(set_debug) "(flags, /)" "Set the garbage collection debugging flags.";
        "get_objects" FN(get_objects) "(generation=None)" "Return a list of objects tracked by the collector (excluding the list returned).";
        "get_stats" F0(get_stats) "()" "Return a list of dictionaries containing per-generation statistics.";
        "get_referrers" FV(get_referrers) "(*objs)" "Return the list of objects that directly refer to any of 'objs'.";
        "get_referents" FV(get_referents) "(*objs)" "Return the list of objects that are directly referred to by 'objs'.";
        "is_tracked" F1(is_tracked) "(obj, /)" "Returns true if the object is tracked by the garbage collector.";
        "is_finalized" F1(is_finalized) "(obj, /)" "Returns true if the object has been already finalized by the GC.";
        "freeze" F0(freeze) "()" "Freeze all current tracked objects and ignore them for future collections.";
        "unfreeze" F0(unfreeze) "()" "Unfreeze all objects in the permanent generation.";
        "get_freeze_count" F0(get_freeze_count) "()" "Return the number of objects in the permanent generation.";
    },
    types: &[],
    init: Some(init),
};

const DEBUG_STATS: i64 = 1;

fn init(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    let state = vm.gc();
    for (name, place) in [("callbacks", &state.callbacks), ("garbage", &state.garbage)] {
        let list = vm.list(Vec::new());
        place.set(list.clone());
        module.set(vm, name, list);
    }
    state.notify.set(Some(notify));
    for (name, bit) in [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ] {
        module.set(vm, name, vm.int(bit));
    }
    Ok(())
}

fn enable(vm: &Vm) -> PyResult {
    set_enabled(vm, true)
}

fn disable(vm: &Vm) -> PyResult {
    set_enabled(vm, false)
}

fn set_enabled(vm: &Vm, enabled: bool) -> PyResult {
    vm.gc().enabled.set(enabled);
    vm.apply_gc_settings();
    Ok(Value::NONE)
}

fn isenabled(vm: &Vm) -> PyResult {
    Ok(Value::bool(vm.gc().enabled.get()))
}

/// A collection starts or stops: prints what `DEBUG_STATS` asks for, calls the callbacks.
fn notify(vm: &Vm, phase: &str, generation: usize, stats: Stats) {
    let state = vm.gc();
    if state.debug.get() & DEBUG_STATS != 0 {
        let text = if phase == "start" {
            let count = |generation| inspect::tracked_objects(vm, Some(generation)).len();
            let (young, middle, old) = (count(0), count(1), count(2));
            format!(
                "gc: collecting generation {generation}...\ngc: objects in each generation: {young} {middle} {old}\n\
                 gc: objects in permanent generation: {}\n",
                inspect::frozen_count(vm)
            )
        } else {
            let elapsed = state.elapsed.get();
            format!("gc: done, {} unreachable, 0 uncollectable, {elapsed:.4}s elapsed\n", stats.collected)
        };
        minipy_vm::sysmod::write_stderr(vm, &text);
    }
    let callbacks = state.callbacks.get();
    let Some(list) = callbacks.downcast::<ListObj>().filter(|l| !l.is_empty()) else { return };
    let pending = vm.save_exception();
    let info = vm.new_dict();
    for (name, value) in [("generation", generation), ("collected", stats.collected), ("uncollectable", 0)] {
        info.set_name(vm, &vm.intern(name), vm.int(value as i64));
    }
    let callbacks = list.items.borrow().clone();
    for callback in callbacks {
        if let Err(raised) = vm.call(&callback, &[vm.str(phase), info.value().clone()]) {
            let exception = vm.take_exception(raised);
            let message = Some("Exception ignored while calling GC callback");
            minipy_vm::unraisable::report(vm, &exception, message, &callback);
        }
    }
    vm.restore_exception(pending);
}

fn collect(vm: &Vm, args: &[Value]) -> PyResult {
    let generation = match args[0].given() {
        Some(value) => vm.i64_arg(value)?,
        None => 2,
    };
    if !(0..=2).contains(&generation) {
        return Err(exc::value_error(vm, "invalid generation"));
    }
    Ok(vm.int(vm.collect_generation(generation as usize) as i64))
}

fn triple(vm: &Vm, items: [i64; 3]) -> Value {
    vm.tuple(items.into_iter().map(|n| vm.int(n)).collect())
}

fn get_count(vm: &Vm) -> PyResult {
    Ok(triple(vm, vm.gc_counts()))
}

fn get_threshold(vm: &Vm) -> PyResult {
    Ok(triple(vm, vm.gc().thresholds.get()))
}

fn set_threshold(vm: &Vm, args: &Args) -> PyResult {
    if args.pos.is_empty() || args.pos.len() > 3 || !args.kw.is_empty() {
        return Err(exc::type_error(vm, "gc.set_threshold requires 1 to 3 arguments"));
    }
    let state = vm.gc();
    let mut thresholds = state.thresholds.get();
    for (place, value) in thresholds.iter_mut().zip(args.pos) {
        *place = vm.i64_arg(value)?;
    }
    state.thresholds.set(thresholds);
    vm.apply_gc_settings();
    Ok(Value::NONE)
}

fn get_debug(vm: &Vm) -> PyResult {
    Ok(vm.int(vm.gc().debug.get()))
}

fn set_debug(vm: &Vm, flags: &Value) -> PyResult {
    let flags = vm.i64_arg(flags)?;
    vm.gc().debug.set(flags);
    Ok(Value::NONE)
}

fn get_objects(vm: &Vm, args: &[Value]) -> PyResult {
    let mut only = None;
    if let Some(value) = args[0].not_none() {
        if minipy_vm::types::int::as_int(value).is_none() && vm.type_of(value).slots().index.is_none() {
            let got = vm.type_of(value).name_str();
            return Err(exc::type_error(vm, &format!("argument should be integer or None, not '{got}'")));
        }
        let generation = vm.i64_arg(value)?;
        if generation >= 3 {
            let message = "generation parameter must be less than the number of available generations (3)";
            return Err(exc::value_error(vm, message));
        }
        if generation < -1 {
            return Err(exc::value_error(vm, "generation parameter cannot be negative"));
        }
        only = usize::try_from(generation).ok();
    }
    let objects = inspect::tracked_objects(vm, only);
    Ok(vm.list(objects))
}

fn get_stats(vm: &Vm) -> PyResult {
    let stats = vm.gc().stats.iter().map(|stats| {
        let stats = stats.get();
        let dict = vm.new_dict();
        for (name, value) in
            [("collections", stats.collections), ("collected", stats.collected), ("uncollectable", stats.uncollectable)]
        {
            dict.set_name(vm, &vm.intern(name), vm.int(value as i64));
        }
        dict.into_value()
    });
    let stats: Vec<Value> = stats.collect();
    Ok(vm.list(stats))
}

fn get_referrers(vm: &Vm, args: &Args) -> PyResult {
    let objects = inspect::tracked_objects(vm, None);
    let found: Vec<Value> = objects.into_iter().filter(|o| inspect::refers_to(o, args.pos)).collect();
    Ok(vm.list(found))
}

fn get_referents(vm: &Vm, args: &Args) -> PyResult {
    let mut found = Vec::new();
    for object in args.pos.iter().filter(|object| inspect::is_collectable_type(object)) {
        let more = inspect::referents(vm, object)?;
        if found.is_empty() {
            found = more;
        } else if growth::make_room(&mut found, more.len()) {
            found.extend(more);
        } else {
            return Err(growth::failed(vm));
        }
    }
    Ok(vm.list(found))
}

fn is_tracked(_vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(inspect::is_tracked_value(object)))
}

fn is_finalized(_vm: &Vm, object: &Value) -> PyResult {
    Ok(Value::bool(inspect::is_finalized(object)))
}

fn freeze(vm: &Vm) -> PyResult {
    inspect::set_frozen(vm, true);
    Ok(Value::NONE)
}

fn unfreeze(vm: &Vm) -> PyResult {
    inspect::set_frozen(vm, false);
    Ok(Value::NONE)
}

fn get_freeze_count(vm: &Vm) -> PyResult {
    Ok(vm.int(inspect::frozen_count(vm) as i64))
}
