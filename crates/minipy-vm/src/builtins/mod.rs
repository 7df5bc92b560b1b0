//! The module `builtins`: its functions, one file for each group. All names are in `place`.

pub mod attributes;
pub mod class;
pub mod isinstance;
pub mod iteration;
pub mod numbers;
pub(crate) mod place;
pub mod print;
pub mod reduce;
pub mod scope;
pub mod site;

use crate::methods;
use crate::module::ModuleDef;

/// The module `builtins`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "builtins",
    doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need to be\nable to access the built-in.",
    functions: FUNCTIONS,
    types: &[],
    init: None,
};

static FUNCTIONS: &[crate::native::MethodDef] = methods! {
    "__build_class__" FV(class::build_class) "" "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.";
    "__import__" FN(scope::import) "(name, globals=None, locals=None, fromlist=(), level=0)" "Import a module.";
    "abs" F1(numbers::abs) "(x, /)" "Return the absolute value of the argument.";
    "aiter" F1(iteration::aiter) "(async_iterable, /)" "Return an AsyncIterator for an AsyncIterable object.";
    "all" F1(reduce::all) "(iterable, /)" "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.";
    "anext" FN(iteration::anext) "(async_iterator, default=None, /)" "Return the next item from the async iterator.\n\nIf default is given and the async iterator is exhausted,\nit is returned instead of raising StopAsyncIteration.";
    "any" F1(reduce::any) "(iterable, /)" "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.";
    "ascii" F1(attributes::ascii) "(obj, /)" "Return an ASCII-only representation of an object.";
    "bin" F1(numbers::bin) "(number, /)" "Return the binary representation of an integer.\n\n>>> bin(2796202)\n'0b1010101010101010101010'";
    "breakpoint" FV(scope::breakpoint) "(*args, **kws)" "Call sys.breakpointhook(*args, **kws).";
    "callable" F1(attributes::callable) "(obj, /)" "Return whether the object is callable (i.e., some kind of function).";
    "chr" F1(numbers::chr) "(i, /)" "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.";
    "compile" FN(scope::compile) "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)" "Compile source into a code object that can be executed by exec() or eval().";
    "delattr" F2(attributes::delattr) "(obj, name, /)" "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``";
    "dir" FV(attributes::dir) "" "dir([object]) -> list of strings";
    "divmod" F2(numbers::divmod) "(x, y, /)" "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.";
    "eval" FN(scope::eval) "(source, /, globals=None, locals=None)" "Evaluate the given source in the context of globals and locals.";
    "exec" FN(scope::exec) "(source, /, globals=None, locals=None, *, closure=None)" "Execute the given source in the context of globals and locals.";
    "format" FN(attributes::format) "(value, format_spec='', /)" "Return type(value).__format__(value, format_spec)";
    "getattr" FV(attributes::getattr) "" "getattr(object, name[, default]) -> value";
    "globals" F0(scope::globals) "()" "Return the dictionary containing the current scope's global variables.";
    "hasattr" F2(attributes::hasattr) "(obj, name, /)" "Return whether the object has an attribute with the given name.";
    "hash" F1(attributes::hash) "(obj, /)" "Return the hash value for the given object.";
    "hex" F1(numbers::hex) "(number, /)" "Return the hexadecimal representation of an integer.\n\n>>> hex(12648430)\n'0xc0ffee'";
    "id" F1(attributes::id) "(obj, /)" "Return the identity of an object.";
    "input" FN(print::input) "(prompt='', /)" "Read a string from standard input.  The trailing newline is stripped.";
    "isinstance" F2(isinstance::isinstance) "(obj, class_or_tuple, /)" "Return whether an object is an instance of a class or of a subclass thereof.";
    "issubclass" F2(isinstance::issubclass) "(cls, class_or_tuple, /)" "Return whether 'cls' is derived from another class or is the same class.";
    "iter" FV(iteration::iter) "" "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator";
    "len" F1(attributes::len) "(obj, /)" "Return the number of items in a container.";
    "locals" F0(scope::locals) "()" "Return a dictionary containing the current scope's local variables.";
    "max" FV(reduce::max) "" "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value";
    "min" FV(reduce::min) "" "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value";
    "next" FV(iteration::next) "" "next(iterator[, default])";
    "oct" F1(numbers::oct) "(number, /)" "Return the octal representation of an integer.\n\n>>> oct(342391)\n'0o1234567'";
    "ord" F1(numbers::ord) "(c, /)" "Return the ordinal value of a character.";
    "pow" FN(numbers::pow) "(base, exp, mod=None)" "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.";
    "print" FV(print::print) "(*args, sep=' ', end='\\n', file=None, flush=False)" "Prints the values to a stream, or to sys.stdout by default.";
    "repr" F1(attributes::repr) "(obj, /)" "Return the canonical string representation of the object.";
    "round" FN(numbers::round) "(number, ndigits=None)" "Round a number to a given precision in decimal digits.";
    "setattr" F3(attributes::setattr) "(obj, name, value, /)" "Sets the named attribute on the given object to the specified value.\n\nsetattr(x, 'y', v) is equivalent to ``x.y = v``";
    "sorted" FV(reduce::sorted) "(iterable, /, *, key=None, reverse=False)" "Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.";
    "sum" FN(reduce::sum) "(iterable, /, start=0)" "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is intended specifically for use with numeric values and may\nreject non-numeric types.";
    "vars" FV(attributes::vars) "" "vars([object]) -> dictionary";
    "open" FN(crate::io::open::open) "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)" "Open file and return a stream.  Raise OSError upon failure.";
};
