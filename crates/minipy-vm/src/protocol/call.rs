//! Calling: any callable from Rust, methods by name, special methods.

use crate::exc;
use crate::interp::native_calls::{MAX_INLINE, with_missing};
use crate::native::{Args, NativeFn, PyResult};
use crate::protocol::bind::{self, Called};
use crate::protocol::written;
use crate::types::builtin_fn::{BuiltinObj, MethodDescrObj};
use crate::types::function::FuncObj;
use crate::types::method::MethodObj;
use crate::types::str_::Name;
use crate::types::type_::TypeFlags;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `callable(*args)`
    #[inline]
    pub fn call(&self, callable: &Value, args: &[Value]) -> PyResult {
        self.call_args(callable, &Args::positional(args))
    }

    /// `callable()`
    pub fn call0(&self, callable: &Value) -> PyResult {
        self.call_args(callable, &Args::EMPTY)
    }

    /// `callable(arg)`
    pub fn call1(&self, callable: &Value, arg: &Value) -> PyResult {
        self.call(callable, std::slice::from_ref(arg))
    }

    /// `callable(*args, **kwargs)`
    pub fn call_args(&self, callable: &Value, args: &Args) -> PyResult {
        debug_assert_eq!(crate::heap::cell::outstanding(), 0, "B1 broken: a borrow lives across a call");
        if let Some(function) = callable.exact::<FuncObj>() {
            return crate::interp::call_function(self, callable, function, args);
        }
        if let Some(builtin) = callable.exact::<BuiltinObj>() {
            return call_builtin(self, builtin, args);
        }
        if let Some(method) = callable.exact::<MethodObj>() {
            return self.call_with_self(&method.function, &method.this, args);
        }
        if let Some(method) = callable.exact::<MethodDescrObj>() {
            return call_method_descr(self, method, args);
        }
        match self.type_of(callable).slots().call {
            Some(call) => {
                self.check_native_stack("")?;
                call(self, callable, args)
            }
            None => Err(exc::not_callable(self, callable)),
        }
    }

    /// `callable(this, *args, **kwargs)`
    pub fn call_with_self(&self, callable: &Value, this: &Value, args: &Args) -> PyResult {
        if let Some(function) = callable.exact::<FuncObj>() {
            return crate::interp::call_function_with_self(self, callable, function, this, args);
        }
        prepended(this, args, |args| self.call_args(callable, args))
    }

    /// `this.name(*args)`
    pub fn call_method(&self, this: &Value, name: &Name, args: &[Value]) -> PyResult {
        let ty = self.type_of(this);
        if ty.slots().getattr.is_none_or(|_| ty.has_flag(TypeFlags::HAS_GETATTR_HOOK))
            && let Some(function) = ty.lookup(self, name)
            && self.type_of(&function).has_flag(TypeFlags::METHOD_LIKE)
            && crate::protocol::attr::instance_get(self, this, name).is_none()
        {
            return self.call_with_self(&function, this, &Args::positional(args));
        }
        let method = self.get_attr(this, name)?;
        self.call(&method, args)
    }

    /// `this.name(*args)` by text.
    pub fn call_method_str(&self, this: &Value, name: &str, args: &[Value]) -> PyResult {
        self.call_method(this, &self.intern(name), args)
    }

    /// Calls a special method, looked up on the type; `None` if the type has none.
    pub fn call_special(&self, this: &Value, name: &Name, args: &[Value]) -> PyResult<Option<Value>> {
        let Some(function) = self.type_of(this).lookup(self, name) else { return Ok(None) };
        if self.type_of(&function).has_flag(TypeFlags::METHOD_LIKE) {
            return self.call_with_self(&function, this, &Args::positional(args)).map(Some);
        }
        let method = self.bind_descriptor(function, this)?;
        self.call(&method, args).map(Some)
    }

    /// The same for methods that CPython's slots can do without: a descriptor that raises AttributeError stands for none.
    pub fn call_special_maybe(&self, this: &Value, name: &Name, args: &[Value]) -> PyResult<Option<Value>> {
        let Some(function) = self.type_of(this).lookup(self, name) else { return Ok(None) };
        if self.type_of(&function).has_flag(TypeFlags::METHOD_LIKE) {
            return self.call_with_self(&function, this, &Args::positional(args)).map(Some);
        }
        match self.bind_descriptor(function, this) {
            Ok(method) => self.call(&method, args).map(Some),
            Err(raised) if crate::exc::is_attribute_error(self, &raised) => {
                drop(self.take_exception(raised));
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// A special method, looked up on the type and bound; `None` if the type has none.
    pub fn special_method(&self, this: &Value, name: &Name) -> PyResult<Option<Value>> {
        match self.type_of(this).lookup(self, name) {
            Some(function) => self.bind_descriptor(function, this).map(Some),
            None => Ok(None),
        }
    }

    /// Whether a value can be called.
    pub fn is_callable(&self, value: &Value) -> bool {
        self.type_of(value).slots().call.is_some()
    }
}

/// Calls a builtin function or bound builtin method.
pub(crate) fn call_builtin(vm: &Vm, builtin: &BuiltinObj, args: &Args) -> PyResult {
    if builtin.this.is_null() {
        return call_module_function(vm, builtin, args);
    }
    match (builtin.def.function, args.pos, args.kw.is_empty()) {
        (NativeFn::F1(f), [], true) => return f(vm, &builtin.this),
        (NativeFn::F2(f), [a], true) => return f(vm, &builtin.this, a),
        (NativeFn::F3(f), [a, b], true) => return f(vm, &builtin.this, a, b),
        _ => {}
    }
    prepended(&builtin.this, args, |args| call_native(vm, builtin.def, args, Called::Bound))
}

/// Calls `run` with one more positional argument in front.
#[inline]
pub(crate) fn prepended(this: &Value, args: &Args, run: impl FnOnce(&Args) -> PyResult) -> PyResult {
    let count = args.pos.len() + 1;
    if count <= MAX_INLINE {
        let mut all: [Value; MAX_INLINE] = [const { Value::NULL }; MAX_INLINE];
        all[0] = this.clone();
        for (place, value) in all[1..].iter_mut().zip(args.pos) {
            *place = value.clone();
        }
        return run(&Args { pos: &all[..count], ..*args });
    }
    let mut pos = Vec::with_capacity(count);
    pos.push(this.clone());
    pos.extend(args.pos.iter().cloned());
    run(&Args { pos: &pos, ..*args })
}

/// Calls an unbound method of a builtin type, after checking `self`.
pub(crate) fn call_method_descr(vm: &Vm, method: &MethodDescrObj, args: &Args) -> PyResult {
    let Some(this) = args.pos.first() else {
        if written::qualified_name(method.def.signature).is_some() {
            return call_native(vm, method.def, args, Called::Method);
        }
        return Err(exc::unbound_method_needs_argument(vm, &method.owner, method.def.name));
    };
    if !vm.type_of(this).is_subtype(&method.owner) {
        return Err(exc::descriptor_wrong_type(vm, method.def.name, &method.owner, this));
    }
    call_native(vm, method.def, args, Called::Method)
}

/// Calls the native function of a method table row. `called` is for error texts.
pub(crate) fn call_native(vm: &Vm, def: &'static crate::native::MethodDef, args: &Args, called: Called) -> PyResult {
    match (def.function, args.pos, args.kw.is_empty()) {
        (NativeFn::F0(f), [], true) => f(vm),
        (NativeFn::F1(f), [a], true) => f(vm, a),
        (NativeFn::F2(f), [a, b], true) => f(vm, a, b),
        (NativeFn::F3(f), [a, b, c], true) => f(vm, a, b, c),
        (NativeFn::FV(f), ..) => {
            if !args.kw.is_empty() && bind::refuses_keywords(vm, def) {
                return Err(bind::wrong_fixed_count(vm, def, args, called, None));
            }
            f(vm, args)
        }
        (NativeFn::FN(f), pos, true) if def.arity.fits(pos.len()) => with_missing(vm, f, pos, def.arity.total as usize),
        (NativeFn::FN(f), ..) => {
            let bound_args = bind::bind(vm, def, args, called)?;
            f(vm, &bound_args)
        }
        _ => match written::qualified_name(def.signature) {
            Some(name) => written::call(vm, def, name, args),
            None => Err(bind::wrong_fixed_count(vm, def, args, called, None)),
        },
    }
}

/// Calls a function of a module, which error texts name.
pub(crate) fn call_module_function(vm: &Vm, builtin: &BuiltinObj, args: &Args) -> PyResult {
    let fits = match builtin.def.function {
        NativeFn::F0(_) => args.pos.is_empty() && args.kw.is_empty(),
        NativeFn::F1(_) => args.pos.len() == 1 && args.kw.is_empty(),
        NativeFn::F2(_) => args.pos.len() == 2 && args.kw.is_empty(),
        NativeFn::F3(_) => args.pos.len() == 3 && args.kw.is_empty(),
        NativeFn::FN(_) => {
            let only_positional = |p: &bind::Param<'_>| p.kind == bind::ParamKind::PositionalOnly;
            args.kw.is_empty() || !bind::signature(vm, builtin.def).params.iter().all(only_positional)
        }
        NativeFn::FV(_) => args.kw.is_empty() || !bind::refuses_keywords(vm, builtin.def),
    };
    if !fits && written::qualified_name(builtin.def.signature).is_none() {
        let set = builtin.set_module.get();
        let module = if set.is_null() { &builtin.module } else { &set };
        return Err(bind::wrong_fixed_count(vm, builtin.def, args, Called::Function, Some(module)));
    }
    call_native(vm, builtin.def, args, Called::Function)
}
