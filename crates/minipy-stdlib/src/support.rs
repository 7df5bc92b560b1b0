//! What the types of several native modules share: arguments of constructors.

use minipy_vm::exc;
use minipy_vm::native::{Args, PyResult};
use minipy_vm::protocol::bind::{bind_params, parse_signature};
use minipy_vm::types::type_::TypeRef;
use minipy_vm::{Value, Vm};

/// Whether instances of a class are initialised by `object.__init__`: only then are keyword arguments of a constructor
/// that knows none an error.
pub(crate) fn plain_init(vm: &Vm, ty: &TypeRef) -> bool {
    let address = |ty: &TypeRef| ty.slots().init.map(|f| f as usize);
    address(ty) == address(&vm.types().object)
}

/// The arguments of a constructor that takes only positional ones, `least` to `most` of them.
pub(crate) fn positional<'a>(
    vm: &Vm,
    ty: &TypeRef,
    name: &str,
    args: &Args<'a>,
    least: usize,
    most: usize,
) -> PyResult<&'a [Value]> {
    if !args.kw.is_empty() && plain_init(vm, ty) {
        return Err(exc::no_keyword_arguments(vm, name));
    }
    let given = args.pos.len();
    if given < least || given > most {
        return Err(exc::positional_count(vm, name, given, least, most));
    }
    Ok(args.pos)
}

/// The arguments of a constructor by its signature text, NULL where nothing was given. `least` to `most` positional ones
/// alone are not parsed against the signature.
pub(crate) fn bound<const N: usize>(
    vm: &Vm,
    name: &str,
    signature: &str,
    args: &Args,
    least: usize,
    most: usize,
) -> PyResult<[Value; N]> {
    let mut values = [const { Value::NULL }; N];
    if args.kw.is_empty() && (least..=most).contains(&args.pos.len()) {
        for (place, value) in values.iter_mut().zip(args.pos) {
            *place = value.clone();
        }
        return Ok(values);
    }
    let params = parse_signature(signature);
    for (place, value) in values.iter_mut().zip(bind_params(vm, name, &params, args, 0)?) {
        *place = value;
    }
    Ok(values)
}
