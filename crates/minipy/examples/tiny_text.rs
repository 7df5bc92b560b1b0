//! Scratch.
use minipy_vm::methods;
use minipy_vm::native::MethodDef;
use minipy_vm::{Interp, PyResult, Value, Vm};
fn print(vm: &Vm, args: &minipy_vm::Args) -> PyResult {
    let mut out = String::new();
    for (i, a) in args.pos.iter().enumerate() {
        if i > 0 {
            out.push(' ')
        }
        out.push_str(&vm.str_string(a)?);
    }
    println!("{out}");
    Ok(Value::NONE)
}
fn clock(vm: &Vm) -> PyResult {
    Ok(vm.float(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64()))
}
fn iter(vm: &Vm, a: &Value) -> PyResult {
    vm.iter(a)
}
fn next(vm: &Vm, a: &Value) -> PyResult {
    match vm.next(a)? {
        Some(v) => Ok(v),
        None => Err(minipy_vm::exc::stop_iteration(vm, &Value::NONE)),
    }
}
fn len(vm: &Vm, a: &Value) -> PyResult {
    Ok(vm.int(vm.len(a)? as i64))
}
fn repr(vm: &Vm, a: &Value) -> PyResult {
    vm.repr(a)
}
fn isinstance(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    minipy_vm::builtins::isinstance::plain_isinstance(vm, a, b).map(Value::bool)
}
fn build_class(vm: &Vm, args: &minipy_vm::Args) -> PyResult {
    let dict = vm.new_dict();
    minipy_vm::interp::run_function_with_locals(vm, &args.pos[0], dict.value())?;
    let ty = vm.types().type_.value().clone();
    vm.call(&ty, &[args.pos[1].clone(), vm.tuple(args.pos[2..].to_vec()), dict.into_value()])
}
fn format(vm: &Vm, a: &minipy_vm::Args) -> PyResult {
    let e = vm.str("");
    minipy_vm::format::format_value(vm, &a.pos[0], a.pos.get(1).unwrap_or(&e))
}
fn hash(vm: &Vm, a: &Value) -> PyResult {
    Ok(vm.int(vm.hash(a)?))
}
fn ord(vm: &Vm, a: &Value) -> PyResult {
    let t = vm.str_arg(a, "x")?;
    Ok(vm.int(t.to_string_lossy().chars().next().unwrap() as i64))
}
fn chr(vm: &Vm, a: &Value) -> PyResult {
    Ok(vm.str(&char::from_u32(vm.i64_arg(a)? as u32).unwrap().to_string()))
}
fn sorted(vm: &Vm, a: &Value) -> PyResult {
    let l = vm.list(vm.collect(a)?);
    vm.call_method_str(&l, "sort", &[])?;
    Ok(l)
}
fn getattr(vm: &Vm, a: &minipy_vm::Args) -> PyResult {
    vm.get_attr_str(&a.pos[0], &vm.str_string(&a.pos[1])?)
}
fn register_error(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    minipy_vm::types::str_methods::codec::register_handler(vm, &vm.str_string(a)?, b.clone());
    Ok(Value::NONE)
}
static DEFS: &[MethodDef] = methods! {
    "print" FV(print) "(*args)" "";
    "clock" F0(clock) "()" "";
    "iter" F1(iter) "(x, /)" "";
    "next" F1(next) "(x, /)" "";
    "len" F1(len) "(x, /)" "";
    "format" FV(format) "(x, spec='', /)" "";
    "ascii" F1(minipy_vm::format::ascii) "(x, /)" "";
    "hash" F1(hash) "(x, /)" "";
    "ord" F1(ord) "(x, /)" "";
    "chr" F1(chr) "(x, /)" "";
    "sorted" F1(sorted) "(x, /)" "";
    "getattr" FV(getattr) "(*x)" "";
    "register_error" F2(register_error) "(a, b, /)" "";
    "repr" F1(repr) "(x, /)" "";
    "isinstance" F2(isinstance) "(x, y, /)" "";
    "__build_class__" FV(build_class) "(*args)" "";
};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    std::thread::Builder::new().stack_size(256 << 20).spawn(move || run(&path)).unwrap().join().unwrap();
}
fn run(path: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    let parsed =
        minipy_syntax::parse_source(text, minipy_syntax::Mode::Exec).unwrap_or_else(|e| panic!("{}", e.message));
    let options = minipy_compiler::Options {
        filename: path.to_owned(),
        optimize: 0,
        mode: minipy_compiler::Mode::Exec,
        future_annotations: false,
        top_level_await: false,
    };
    let code = minipy_compiler::compile_with_warnings(&parsed.module, &parsed.source, &options)
        .unwrap_or_else(|_| panic!("compile error"))
        .code;
    if std::env::var("DUMP").is_ok() {
        println!("{}", minipy_bytecode::disasm::disassemble(&code));
    }
    let interp = Interp::new(std::sync::Arc::new(minipy_host::RealHost), (0, 0));
    let vm = Vm::new(&interp, true, 256 << 20);
    interp.gil.acquire(&vm.breaker);
    vm.enter(|vm| {
        vm.boot_types();
        let builtins = vm.new_dict();
        for d in DEFS {
            builtins.set_name(vm, &vm.intern(d.name), vm.builtin_function(d, Value::NULL));
        }
        for (n, t) in vm.exceptions().all() {
            builtins.set_name(vm, &vm.intern(n), t.value().clone());
        }
        let t = vm.types();
        for (n, t) in [
            ("int", &t.int),
            ("str", &t.str),
            ("list", &t.list),
            ("dict", &t.dict),
            ("range", &t.range),
            ("object", &t.object),
            ("type", &t.type_),
            ("tuple", &t.tuple),
            ("property", &t.property),
            ("super", &t.super_),
            ("float", &t.float),
            ("classmethod", &t.classmethod),
            ("staticmethod", &t.staticmethod),
            ("bytes", &t.bytes),
            ("bytearray", &t.bytearray),
            ("memoryview", &t.memoryview),
            ("slice", &t.slice),
            ("bool", &t.bool),
            ("set", &t.set),
            ("frozenset", &t.frozenset),
            ("complex", &t.complex),
            ("enumerate", &t.enumerate),
            ("zip", &t.zip),
            ("map", &t.map),
        ] {
            builtins.set_name(vm, &vm.intern(n), t.value().clone());
        }
        interp.builtins.set(Some(builtins));
        let globals = vm.new_dict();
        globals.set_name(vm, &vm.intern("__name__"), vm.str("__main__"));
        let code = vm.code_object(code).unwrap();
        if let Err(raised) = minipy_vm::interp::run_code(vm, &code, &globals, globals.value()) {
            let e = vm.take_exception(raised);
            println!("{}", vm.type_of(&e).name_str());
            println!("{}", vm.str_string(&e).unwrap());
            println!("{}", minipy_vm::traceback::format_exception(vm, &e));
        }
        std::process::exit(0);
    });
}
