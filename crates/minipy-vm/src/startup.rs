//! Bringing an interpreter up: types, `sys.modules`, `builtins`, `sys`, `__main__`; and taking it down again.

use crate::heap::Obj;
use crate::module::{ModuleDef, ModuleObj};
use crate::native::PyResult;
use crate::types::dict::DictObj;
use crate::types::str_::StrObj;
use crate::types::type_::TypeFlags;
use crate::value::Value;
use crate::vm::{CompileHook, Vm};

/// What the command line and the environment say.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `sys.argv`
    pub argv: Vec<Vec<u8>>,
    /// `sys.orig_argv`
    pub orig_argv: Vec<Vec<u8>>,
    /// `sys.executable`
    pub executable: Vec<u8>,
    /// `sys.path[0]`, if anything is put there.
    pub path0: Option<Vec<u8>>,
    /// Further entries of `sys.path`.
    pub path: Vec<Vec<u8>>,
    /// `-O` once or twice.
    pub optimize: u8,
    /// `-i`
    pub inspect: bool,
    /// Whether the prompt is shown.
    pub interactive: bool,
    /// `-u`
    pub unbuffered: bool,
    /// `-q`
    pub quiet: bool,
    /// `-v`
    pub verbose: u8,
    /// `-I`
    pub isolated: bool,
    /// `-E`
    pub ignore_environment: bool,
    /// `-s`
    pub no_user_site: bool,
    /// `-S`
    pub no_site: bool,
    /// `-P`
    pub safe_path: bool,
    /// `-B`
    pub dont_write_bytecode: bool,
    /// `-d`
    pub debug: u8,
    /// `-b` once or twice.
    pub bytes_warning: u8,
    /// `-W` options.
    pub warn_options: Vec<String>,
    /// `-X` options.
    pub x_options: Vec<String>,
    /// Whether `PYTHONHASHSEED=0` fixes the hash.
    pub hash_randomization: bool,
    /// Errors and encoding of the standard streams from `PYTHONIOENCODING`.
    pub io_encoding: Option<String>,
}

/// The configuration of an interpreter.
#[derive(Default)]
pub struct Settings {
    config: std::cell::OnceCell<Config>,
}

/// Layouts of objects that die silently, if their class has no finaliser. Weak references are none: they may have
/// callbacks.
const PLAIN: &[&str] = &[
    "object",
    "type",
    "str",
    "int",
    "float",
    "complex",
    "bytes",
    "bytearray",
    "tuple",
    "list",
    "dict",
    "set",
    "range",
    "slice",
    "builtin_function_or_method",
    "method_descriptor",
    "classmethod_descriptor",
    "getset_descriptor",
    "wrapper_descriptor",
    "member_descriptor",
    "builtin __new__",
    "staticmethod",
    "classmethod",
    "property",
    "function",
    "method",
    "code",
    "cell",
    "module",
    "mappingproxy",
    "types.GenericAlias",
    "BaseException",
    "traceback",
    "SimpleNamespace",
    "structseq_field",
    "structseq_info",
    "site",
    "lock",
    "RLock",
    "partial",
    "Context",
    "hamt_node",
    "Token",
];

impl Vm {
    /// The configuration the interpreter was booted with.
    pub fn config(&self) -> &Config {
        self.state::<Settings>().config.get_or_init(Config::default)
    }

    /// Brings the interpreter up: after this, Python code can run. `modules` are the native modules that import finds.
    pub fn boot(&self, config: Config, compile: CompileHook, modules: &[&'static ModuleDef]) -> PyResult<()> {
        crate::types::boot::boot(self);
        let _ = self.state::<Settings>().config.set(config);
        if self.is_main {
            let _ = self.state::<crate::thread::MainBreaker>().0.set(self.breaker.clone());
        }
        let interp = self.interp();
        interp.compile.set(Some(compile));
        self.stack.set_limit(interp.recursion_limit.get() as usize);
        {
            let mut table = interp.native_modules.borrow_mut();
            for def in [&crate::builtins::MODULE, &crate::sysmod::MODULE, &crate::io::MODULE] {
                table.insert(def.name, def);
            }
            for def in modules {
                table.insert(def.name, def);
            }
        }
        let modules = self.new_dict();
        interp.modules.set(Some(modules.clone()));
        let builtins = self.new_module("builtins", Some(crate::builtins::MODULE.doc));
        interp.builtins.set(builtins.clone());
        let sys = self.new_module("sys", Some(crate::sysmod::MODULE.doc));
        interp.sys.set(sys.clone());
        crate::sysmod::stdio::start(self);
        modules.set_name(self, &self.intern("sys"), sys.into_value());
        modules.set_name(self, &self.intern("builtins"), builtins.clone().into_value());
        let main = self.new_module("__main__", None);
        main.set(self, "__builtins__", builtins.into_value());
        modules.set_name(self, &self.intern("__main__"), main.into_value());
        Ok(())
    }

    /// The module `__main__`.
    pub fn main_module(&self) -> Option<Obj<ModuleObj>> {
        self.interp().modules.get()?.get_name(self, &self.intern("__main__"))?.cast()
    }

    /// Takes the modules down, as far as Python code can see it, in CPython's order: `__main__` and the others lose
    /// their last references, cycles are collected, what is still there is emptied.
    pub fn tear_down_modules(&self) {
        self.clear_modules();
        // As in CPython, handlers of signals outlive the modules.
        drop(self.state::<crate::thread::SignalHandlers>().handlers.take());
    }

    fn clear_modules(&self) {
        let interp = self.interp();
        let Some(modules) = interp.modules.get() else { return };
        if interp.sys.is_filled()
            && let Some(sys) = interp.sys.get()
        {
            for name in
                ["path", "argv", "last_exc", "last_value", "last_traceback", "last_type", "path_hooks", "meta_path"]
            {
                let name = self.intern(name);
                if sys.get_name(self, &name).is_some() {
                    sys.set_name(self, &name, Value::NONE);
                }
            }
            for (name, original) in [("stdin", "__stdin__"), ("stdout", "__stdout__"), ("stderr", "__stderr__")] {
                let value = sys.get_name(self, &self.intern(original)).unwrap_or(Value::NONE);
                sys.set_name(self, &self.intern(name), value);
            }
        }
        if interp.builtins.is_filled()
            && let Some(builtins) = interp.builtins.get()
        {
            builtins.set_name(self, &self.intern("_"), Value::NONE);
        }
        if let Some(namespace) = self.main_module().and_then(|main| main.namespace()) {
            crate::heap::inspect::number_from(self, namespace.value());
        }
        let mut kept: Vec<Obj<ModuleObj>> = Vec::new();
        for (name, module) in modules.items() {
            let special = name.downcast::<StrObj>().is_some_and(|n| matches!(n.bytes(), b"sys" | b"builtins"));
            if special {
                continue;
            }
            if let Some(name) = self.intern_value(&name) {
                modules.set_name(self, &name, Value::NONE);
            }
            let Ok(module) = module.into_obj::<ModuleObj>() else { continue };
            if module.value().header().is_some_and(|h| h.refcount() > 1) {
                kept.push(module);
            }
        }
        if !self.garbage_matters() {
            return;
        }
        self.collect_garbage();
        if kept.is_empty() {
            return;
        }
        for module in kept.into_iter().rev() {
            if let Some(namespace) = module.namespace() {
                self.clear_module_namespace(&namespace);
            }
        }
        self.collect_garbage();
    }

    /// Whether the heap holds anything whose death could be noticed. If not, the last collection would be work that
    /// nobody sees.
    fn garbage_matters(&self) -> bool {
        let mut plain: Vec<*const crate::heap::Layout> = Vec::new();
        let mut found = false;
        crate::heap::inspect::for_each_object(self, &mut |value| {
            if found {
                return;
            }
            let ty = self.type_of(value);
            let layout: *const crate::heap::Layout = ty.layout;
            if !ty.has_flag(TypeFlags::HAS_FINALIZER) {
                if plain.contains(&layout) {
                    return;
                }
                if PLAIN.contains(&ty.layout.name) {
                    plain.push(layout);
                    return;
                }
            }
            found = !crate::sysmod::stdio::is_original(self, value);
        });
        found
    }

    /// `_PyModule_ClearDict`: names with one leading underscore first, then the rest, `__builtins__` stays.
    fn clear_module_namespace(&self, namespace: &DictObj) {
        for underscored in [true, false] {
            for (key, value) in namespace.items() {
                let Some(name) = self.intern_value(&key) else { continue };
                let text = name.bytes();
                let private = text.first() == Some(&b'_') && text.get(1) != Some(&b'_');
                if value.is_none() || underscored && !private || text == b"__builtins__" {
                    continue;
                }
                drop(value);
                namespace.set_name(self, &name, Value::NONE);
            }
        }
    }
}

/// What native modules want to be called for at exit, last registered first (`atexit` is one of them).
#[derive(Default)]
pub struct ExitHooks {
    /// The functions.
    pub hooks: crate::heap::PyCell<Vec<fn(&Vm)>>,
}

/// Runs and forgets the exit hooks.
pub fn run_exit_hooks(vm: &Vm) {
    let hooks = vm.state::<ExitHooks>().hooks.take();
    for hook in hooks.into_iter().rev() {
        hook(vm);
    }
}

/// Waits for the threads that `threading` knows to be no daemons, as CPython does before anything else at exit.
pub fn shut_down_threads(vm: &Vm) {
    let Some(modules) = vm.interp().modules.get() else { return };
    let Some(threading) = modules.get_name(vm, &vm.intern("threading")) else { return };
    if threading.is_none() {
        return;
    }
    if let Err(raised) = vm.call_method_str(&threading, "_shutdown", &[]) {
        let exception = vm.take_exception(raised);
        let message = Some("Exception ignored on threading shutdown");
        crate::unraisable::report(vm, &exception, message, &threading);
    }
}
