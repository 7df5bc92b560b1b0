//! The catalog of messages: one function per CPython message, grouped by what went wrong, and tests for the type of
//! the raised exception.

use crate::native::{PyResult, Raised};
use crate::types::exception::ExcTypes;
use crate::types::str_::Name;
use crate::types::type_::{TypeObj, TypeRef};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// The exception classes.
    #[inline]
    pub fn exceptions(&self) -> &ExcTypes {
        self.types().exceptions()
    }

    /// Raises an exception of this class with one text argument.
    #[cold]
    pub fn raise_text(&self, class: &TypeRef, message: &str) -> Raised {
        let text = self.str_bytes(&minipy_text::wtf8::from_message(message));
        self.raise_with(class, vec![text])
    }

    /// Raises an exception of this class with these arguments.
    #[cold]
    pub fn raise_with(&self, class: &TypeRef, args: Vec<Value>) -> Raised {
        let exception = crate::types::exception::new_exception(self, class, args);
        self.raise(exception)
    }
}

macro_rules! constructors {
    ($($(#[doc = $doc:literal])* $name:ident $class:ident;)*) => { $(
        $(#[doc = $doc])*
        #[cold]
        pub fn $name(vm: &Vm, message: &str) -> Raised { vm.raise_text(&vm.exceptions().$class, message) }
    )* };
}

constructors! {
    /// TypeError
    type_error type_error;
    /// ValueError
    value_error value_error;
    /// IndexError
    index_error index_error;
    /// OverflowError
    overflow_error overflow_error;
    /// ZeroDivisionError
    zero_division zero_division_error;
    /// RuntimeError
    runtime_error runtime_error;
    /// AttributeError without name and object
    attribute_error attribute_error;
    /// SystemError
    system_error system_error;
    /// NotImplementedError
    not_implemented_error not_implemented_error;
    /// MemoryError
    memory_error_text memory_error;
    /// StopIteration is made by `stop_iteration`; this is LookupError
    lookup_error lookup_error;
    /// BufferError
    buffer_error buffer_error;
    /// ReferenceError
    reference_error reference_error;
    /// UnboundLocalError
    unbound_local_error unbound_local_error;
    /// AssertionError
    assertion_error assertion_error;
    /// EOFError
    eof_error eof_error;
}

/// MemoryError without a message, and without a context. It answers for all that the system has refused so far.
#[cold]
pub fn memory_error(vm: &Vm) -> Raised {
    minipy_host::alloc::disarm();
    vm.breaker.clear(crate::gil::Breaker::MEMORY);
    vm.raise_again(crate::types::exception::new_exception(vm, &vm.exceptions().memory_error, Vec::new()))
}

/// KeyError with the key as its argument.
#[cold]
pub fn key_error(vm: &Vm, key: &Value) -> Raised {
    vm.raise_with(&vm.exceptions().key_error, vec![key.clone()])
}

/// StopIteration with a value (None: without).
#[cold]
pub fn stop_iteration(vm: &Vm, value: &Value) -> Raised {
    let class = &vm.exceptions().stop_iteration;
    if value.is_none() {
        return vm.raise_with(class, Vec::new());
    }
    // One with a value has no context, as in CPython, where it is made in another way.
    vm.raise_again(crate::types::exception::new_exception(vm, class, vec![value.clone()]))
}

/// RecursionError; `what` completes the message.
#[cold]
pub fn recursion_error(vm: &Vm, what: &str) -> Raised {
    let message = format!("maximum recursion depth exceeded{what}");
    vm.raise_text(&vm.exceptions().recursion_error, &message)
}

// ---- names and attributes

/// `'X' object has no attribute 'y'`, with `name` and `obj` set.
#[cold]
pub fn no_attribute(vm: &Vm, this: &Value, name: &Name) -> Raised {
    let message = match this.downcast::<TypeObj>() {
        Some(class) => format!("type object '{}' has no attribute '{}'", class.name_str(), name.to_string_lossy()),
        None => format!("'{}' object has no attribute '{}'", vm.type_of(this).name_str(), name.to_string_lossy()),
    };
    attribute_error_for(vm, this, name, &message)
}

/// An AttributeError with `name` and `obj` set.
#[cold]
pub fn attribute_error_for(vm: &Vm, this: &Value, name: &Name, message: &str) -> Raised {
    let raised = attribute_error(vm, message);
    let exception = vm.peek_exception(&raised);
    crate::types::exception::set_extra(&exception, 0, name.value().clone());
    crate::types::exception::set_extra(&exception, 1, this.clone());
    raised
}

/// An AttributeError that names neither attribute nor object gets those of the access that it comes out of
/// (CPython's `set_attribute_error_context`).
#[cold]
pub fn add_attribute_context(vm: &Vm, exception: &Value, this: &Value, name: &Name) {
    if !vm.type_of(exception).is_subtype(&vm.exceptions().attribute_error) {
        return;
    }
    let known = exception
        .downcast::<crate::types::exception::ExceptionObj>()
        .is_none_or(|e| !e.extra(0).is_null() || !e.extra(1).is_null());
    if !known {
        crate::types::exception::set_extra(exception, 0, name.value().clone());
        crate::types::exception::set_extra(exception, 1, this.clone());
    }
}

/// `'X' object attribute 'y' is read-only`
#[cold]
pub fn read_only_attribute(vm: &Vm, this: &Value, name: &Name) -> Raised {
    let message =
        format!("'{}' object attribute '{}' is read-only", vm.type_of(this).name_str(), name.to_string_lossy());
    attribute_error_for(vm, this, name, &message)
}

/// Setting or deleting an unknown attribute of an object without `__dict__`.
#[cold]
pub fn no_attribute_no_dict(vm: &Vm, this: &Value, name: &Name) -> Raised {
    let (ty, name_text) = (vm.type_of(this).name_str(), name.to_string_lossy());
    let message = format!("'{ty}' object has no attribute '{name_text}' and no __dict__ for setting new attributes");
    attribute_error_for(vm, this, name, &message)
}

/// `name 'x' is not defined`
#[cold]
pub fn name_not_defined(vm: &Vm, name: &Name) -> Raised {
    let message = format!("name '{}' is not defined", name.to_string_lossy());
    let raised = vm.raise_text(&vm.exceptions().name_error, &message);
    crate::types::exception::set_extra(&vm.peek_exception(&raised), 0, name.value().clone());
    raised
}

/// `cannot access local variable 'x' where it is not associated with a value`
#[cold]
pub fn unbound_local(vm: &Vm, name: &Name) -> Raised {
    let text = name.to_string_lossy();
    let message = format!("cannot access local variable '{text}' where it is not associated with a value");
    // It has no `name`, unlike other errors of names.
    unbound_local_error(vm, &message)
}

/// `cannot access free variable 'x' where it is not associated with a value in enclosing scope`
#[cold]
pub fn unbound_free(vm: &Vm, name: &Name) -> Raised {
    let text = name.to_string_lossy();
    let message =
        format!("cannot access free variable '{text}' where it is not associated with a value in enclosing scope");
    let raised = vm.raise_text(&vm.exceptions().name_error, &message);
    crate::types::exception::set_extra(&vm.peek_exception(&raised), 0, name.value().clone());
    raised
}

// ---- operations on types that lack them

/// `unsupported operand type(s) for +: 'X' and 'Y'`
#[cold]
pub fn unsupported_operands(vm: &Vm, symbol: &str, lhs: &Value, rhs: &Value) -> Raised {
    let (a, b) = (vm.type_of(lhs).name_str(), vm.type_of(rhs).name_str());
    type_error(vm, &format!("unsupported operand type(s) for {symbol}: '{a}' and '{b}'"))
}

/// `'<' not supported between instances of 'X' and 'Y'`
#[cold]
pub fn unorderable(vm: &Vm, symbol: &str, lhs: &Value, rhs: &Value) -> Raised {
    let (a, b) = (vm.type_of(lhs).name_str(), vm.type_of(rhs).name_str());
    type_error(vm, &format!("'{symbol}' not supported between instances of '{a}' and '{b}'"))
}

/// `unhashable type: 'X'`
#[cold]
pub fn unhashable(vm: &Vm, this: &Value) -> Raised {
    type_error(vm, &format!("unhashable type: '{}'", vm.type_of(this).name_str()))
}

/// `cannot use 'X' as a dict key (unhashable type: 'X')`: what a TypeError of hashing becomes; others pass.
#[cold]
pub fn unusable_key(vm: &Vm, key: &Value, role: &str, raised: Raised) -> Raised {
    let exception = vm.peek_exception(&raised);
    if !vm.type_of(&exception).is(&vm.exceptions().type_error) {
        return raised;
    }
    drop(vm.take_exception(raised));
    let text = match vm.str_string(&exception) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let name = crate::types::type_::methods::message_name(vm, vm.type_of(key));
    type_error(vm, &format!("cannot use '{name}' as {role} ({text})"))
}

/// `'X' object is not callable`
#[cold]
pub fn not_callable(vm: &Vm, this: &Value) -> Raised {
    type_error(vm, &format!("'{}' object is not callable", vm.type_of(this).name_str()))
}

/// `'X' object is not iterable`
#[cold]
pub fn not_iterable(vm: &Vm, this: &Value) -> Raised {
    type_error(vm, &format!("'{}' object is not iterable", vm.type_of(this).name_str()))
}

/// `'X' object is not an iterator`
#[cold]
pub fn not_an_iterator(vm: &Vm, this: &Value) -> Raised {
    type_error(vm, &format!("'{}' object is not an iterator", vm.type_of(this).name_str()))
}

/// `argument of type 'X' is not a container or iterable`
#[cold]
pub fn not_a_container(vm: &Vm, this: &Value) -> Raised {
    type_error(vm, &format!("argument of type '{}' is not a container or iterable", vm.type_of(this).name_str()))
}

/// `'X' object does not support item assignment`
#[cold]
pub fn no_item_assignment(vm: &Vm, this: &Value, key: &Value) -> Raised {
    if let Some(Err(raised)) = sequence_index(vm, this, key) {
        return raised;
    }
    type_error(vm, &format!("'{}' object does not support item assignment", vm.type_of(this).name_str()))
}

/// Whether CPython's struct of sequence methods is there: the type has some of them, or is a Python class.
pub(crate) fn is_like_sequence(ty: &crate::types::type_::TypeObj) -> bool {
    let slots = ty.slots();
    slots.len.is_some()
        || slots.contains.is_some()
        || slots.concat.is_some()
        || ty.has_flag(crate::types::type_::TypeFlags::HEAP_TYPE)
        // ExceptionGroup is made as Python classes are.
        || ty.def.is_some_and(|def| !def.more_bases.is_empty())
}

/// What CPython does with an index into something like a sequence before it finds that no item can be set: `None` if
/// it does nothing.
fn sequence_index(vm: &Vm, this: &Value, key: &Value) -> Option<crate::native::PyResult<()>> {
    let ty = vm.type_of(this);
    let sequence = is_like_sequence(ty);
    let index = crate::types::int::as_int(key).is_some() || vm.type_of(key).slots().index.is_some();
    if !sequence || !index || this.downcast::<crate::types::type_::TypeObj>().is_some() {
        return None;
    }
    Some(match vm.index(key) {
        Ok(index) if crate::types::int::to_i64(&index).is_none() => {
            let name = vm.type_of(key).name_str();
            Err(index_error(vm, &format!("cannot fit '{name}' into an index-sized integer")))
        }
        Ok(_) => Ok(()),
        Err(raised) => Err(raised),
    })
}

/// `'X' object doesn't support item deletion`, as CPython words it for an index into a sequence, or `does not`.
#[cold]
pub fn no_item_deletion(vm: &Vm, this: &Value, key: &Value) -> Raised {
    let not = match sequence_index(vm, this, key) {
        Some(Err(raised)) => return raised,
        Some(Ok(())) => "doesn't",
        None => "does not",
    };
    type_error(vm, &format!("'{}' object {not} support item deletion", vm.type_of(this).name_str()))
}

// ---- arguments of native functions

/// `f() takes no keyword arguments`
#[cold]
pub fn no_keyword_arguments(vm: &Vm, name: &str) -> Raised {
    type_error(vm, &format!("{name}() takes no keyword arguments"))
}

/// `f() takes no arguments (2 given)`
#[cold]
pub fn takes_no_arguments(vm: &Vm, name: &str, given: usize) -> Raised {
    type_error(vm, &format!("{name}() takes no arguments ({given} given)"))
}

/// `f() takes exactly one argument (2 given)`
#[cold]
pub fn takes_one_argument(vm: &Vm, name: &str, given: usize) -> Raised {
    type_error(vm, &format!("{name}() takes exactly one argument ({given} given)"))
}

/// `f expected at most 2 arguments, got 3` and its kin.
#[cold]
pub fn positional_count(vm: &Vm, name: &str, given: usize, least: usize, most: usize) -> Raised {
    let (quantity, n) = match (given < least, least == most) {
        (_, true) => ("", most),
        (true, false) => ("at least ", least),
        (false, false) => ("at most ", most),
    };
    let s = if n == 1 { "" } else { "s" };
    type_error(vm, &format!("{name} expected {quantity}{n} argument{s}, got {given}"))
}

/// `f() takes at most 2 arguments (3 given)` and its kin.
#[cold]
pub fn too_many_arguments(vm: &Vm, name: &str, most: usize, given: usize, optional: bool, positional: bool) -> Raised {
    let quantity = if optional { "at most" } else { "exactly" };
    let kind = if positional { "positional " } else { "" };
    let s = if most == 1 { "" } else { "s" };
    if most == 0 {
        return type_error(vm, &format!("{name}() takes no {kind}arguments"));
    }
    type_error(vm, &format!("{name}() takes {quantity} {most} {kind}argument{s} ({given} given)"))
}

/// `f() takes at most 2 arguments (3 given)`, positional and keyword ones together.
#[cold]
pub fn too_many_in_all(vm: &Vm, name: &str, most: usize, given: usize, only_keywords: bool) -> Raised {
    let kind = if only_keywords { "keyword " } else { "" };
    let s = if most == 1 { "" } else { "s" };
    type_error(vm, &format!("{name}() takes at most {most} {kind}argument{s} ({given} given)"))
}

/// `f() takes at least 1 positional argument (0 given)`
#[cold]
pub fn too_few_positional(vm: &Vm, name: &str, least: usize, given: usize, exact: bool) -> Raised {
    let s = if least == 1 { "" } else { "s" };
    let quantity = if exact { "exactly" } else { "at least" };
    type_error(vm, &format!("{name}() takes {quantity} {least} positional argument{s} ({given} given)"))
}

/// `f() got an unexpected keyword argument 'x'`
#[cold]
pub fn unexpected_keyword(vm: &Vm, name: &str, key: &Value) -> Raised {
    if key.downcast::<crate::types::str_::StrObj>().is_none() {
        return type_error(vm, "keywords must be strings");
    }
    let key = crate::types::str_::lossy(key);
    type_error(vm, &format!("{name}() got an unexpected keyword argument '{key}'"))
}

/// `f() got an unexpected keyword argument 'x'. Did you mean 'y'?`
#[cold]
pub fn unexpected_keyword_among<'a>(
    vm: &Vm,
    name: &str,
    key: &Value,
    candidates: impl Iterator<Item = &'a str>,
) -> Raised {
    if key.downcast::<crate::types::str_::StrObj>().is_none() {
        return unexpected_keyword(vm, name, key);
    }
    let key_text = crate::types::str_::lossy(key);
    let candidates: Vec<String> = candidates.map(str::to_owned).collect();
    match crate::interp::suggest::closest(&key_text, &candidates) {
        Some(close) => type_error(
            vm,
            &format!("{name}() got an unexpected keyword argument '{key_text}'. Did you mean '{close}'?"),
        ),
        None => unexpected_keyword(vm, name, key),
    }
}

/// `argument for f() given by name ('x') and position (1)`
#[cold]
pub fn given_by_name_and_position(vm: &Vm, name: &str, param: &str, position: usize) -> Raised {
    type_error(vm, &format!("argument for {name}() given by name ('{param}') and position ({position})"))
}

/// `f() missing required argument 'x' (pos 1)`
#[cold]
pub fn missing_argument(vm: &Vm, name: &str, param: &str, position: usize) -> Raised {
    type_error(vm, &format!("{name}() missing required argument '{param}' (pos {position})"))
}

/// `f() missing required keyword-only argument: 'x'`
#[cold]
pub fn missing_keyword(vm: &Vm, name: &str, param: &str) -> Raised {
    type_error(vm, &format!("{name}() missing required keyword-only argument: '{param}'"))
}

/// `unbound method list.append() needs an argument`
#[cold]
pub fn unbound_method_needs_argument(vm: &Vm, owner: &TypeRef, name: &str) -> Raised {
    type_error(vm, &format!("unbound method {}.{name}() needs an argument", owner.name_str()))
}

/// `descriptor 'append' for 'list' objects doesn't apply to a 'int' object`
#[cold]
pub fn descriptor_wrong_type(vm: &Vm, name: &str, owner: &TypeRef, this: &Value) -> Raised {
    let (owner, given) = (owner.name_str(), vm.type_of(this).name_str());
    type_error(vm, &format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{given}' object"))
}

/// A native function got a `self` of another type than its own, which no Python code can bring about.
#[cold]
pub fn wrong_self(vm: &Vm, owner: &str, this: &Value) -> Raised {
    let given = vm.type_of(this).name_str();
    type_error(vm, &format!("descriptor requires a '{owner}' object but received a '{given}'"))
}

// ---- looking at what was raised

/// Whether the raised exception is an instance of a class.
pub fn is_instance(vm: &Vm, raised: &Raised, class: &TypeRef) -> bool {
    let exception = vm.peek_exception(raised);
    vm.type_of(&exception).is_subtype(class)
}

/// Whether an AttributeError was raised.
pub fn is_attribute_error(vm: &Vm, raised: &Raised) -> bool {
    is_instance(vm, raised, &vm.exceptions().attribute_error)
}

/// Whether a TypeError was raised.
pub fn is_type_error(vm: &Vm, raised: &Raised) -> bool {
    is_instance(vm, raised, &vm.exceptions().type_error)
}

/// StopIteration becomes NULL (exhausted); anything else passes.
pub fn stop_to_null(vm: &Vm, raised: Raised) -> PyResult {
    if is_instance(vm, &raised, &vm.exceptions().stop_iteration) {
        drop(vm.take_exception(raised));
        return Ok(Value::NULL);
    }
    Err(raised)
}

// ---- receivers and attributes of builtin objects

/// What a message about a wrong argument calls the argument's type: CPython's `_PyArg_BadArgument` says `None`, not `NoneType`.
pub fn argument_type(vm: &Vm, value: &Value) -> String {
    if value.is_none() { "None".to_owned() } else { vm.type_of(value).name_str().to_string() }
}

/// The struct of a method's `self`; TypeError when the object is of another type.
pub fn receiver<'a, T: crate::heap::HeapObject>(vm: &Vm, this: &'a Value) -> PyResult<&'a T> {
    match this.downcast::<T>() {
        Some(found) => Ok(found),
        None => {
            let (wanted, got) = (T::LAYOUT.name, vm.type_of(this).name_str());
            Err(type_error(vm, &format!("descriptor requires a '{wanted}' object but received a '{got}'")))
        }
    }
}

/// `readonly attribute`: the setter of struct members that programs may only read.
pub fn readonly_member(vm: &Vm, _this: &Value, _value: Option<&Value>) -> PyResult<()> {
    Err(attribute_error(vm, "readonly attribute"))
}
