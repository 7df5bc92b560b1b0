//! `globals`, `locals`, `compile`, `exec`, `eval`, `__import__`, `breakpoint`.

use minipy_bytecode::code::{LocalKind, flags};

use crate::exc;
use crate::heap::Obj;
use crate::interp::frames;
use crate::native::{Args, MethodDef, PyResult};
use crate::types::cell::CellObj;
use crate::types::code::CodeObj;
use crate::types::dict::{DictObj, DictRef};
use crate::types::frame::FrameObj;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::{CompileMode, CompileRequest, Vm};

const ONLY_AST: u32 = 0x400;
const KNOWN_FLAGS: u32 = 0x1ff_0000 | ONLY_AST | 0x200 | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x10 | 0x100;

/// The row of `__import__`, by which the interpreter knows it again.
pub fn import_def() -> &'static MethodDef {
    &super::FUNCTIONS[1]
}

/// `globals`
pub fn globals(vm: &Vm) -> PyResult {
    match crate::interp::current_globals(vm) {
        Some(globals) => Ok(globals.into_value()),
        None => Err(exc::system_error(vm, "globals() called without a frame")),
    }
}

/// `locals`
pub fn locals(vm: &Vm) -> PyResult {
    match frames::frame_at(vm, 0) {
        Some(frame) => frame_locals(vm, &frame),
        None => Err(exc::system_error(vm, "frame does not exist")),
    }
}

/// The locals of a frame: its mapping, or a new dict of its variables.
pub fn frame_locals(vm: &Vm, frame: &Obj<FrameObj>) -> PyResult {
    let mapping = frame.locals.get();
    let code = &frame.code;
    if code.flags.get() & flags::OPTIMIZED == 0 {
        if !mapping.is_null() {
            return Ok(mapping);
        }
        if let Some(function) = frame.func.downcast::<crate::types::function::FuncObj>() {
            return Ok(function.globals.value().clone());
        }
    }
    let dict = vm.new_dict();
    for (index, local) in code.code.locals.iter().enumerate() {
        let mut value = frames::register(frame, index);
        if matches!(local.kind, LocalKind::Cell | LocalKind::Free)
            && let Some(cell) = value.downcast::<CellObj>()
        {
            value = cell.content.get();
        }
        if !value.is_null() && !local.name.starts_with('.') {
            dict.set_name(vm, &vm.intern(&local.name), value);
        }
    }
    Ok(dict.into_value())
}

/// `__import__`
pub fn import(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(name) = vm.intern_value(&args[0]) else {
        return Err(exc::type_error(vm, "module name must be a string"));
    };
    let level = args[4].given().map(|l| vm.index_to_isize(l, Some(""))).transpose()?.unwrap_or(0);
    if level < 0 {
        return Err(exc::value_error(vm, "level must be >= 0"));
    }
    let globals = args[1].not_none().and_then(|g| g.cast::<DictObj>());
    if level > 0 && args[1].not_none().is_some() && globals.is_none() {
        return Err(exc::type_error(vm, "globals must be a dict"));
    }
    crate::import::import_dunder(vm, &name, globals.as_deref(), &args[3], level as u32)
}

/// `breakpoint`
pub fn breakpoint(vm: &Vm, args: &Args) -> PyResult {
    match crate::sysmod::get(vm, "breakpointhook") {
        Some(hook) => vm.call_args(&hook, args),
        None => Err(exc::runtime_error(vm, "lost sys.breakpointhook")),
    }
}

/// Future flags of the running code, which `compile` and `exec` inherit.
fn inherited_flags(vm: &Vm) -> u32 {
    vm.stack.frame(0).map_or(0, |f| f.code().flags.get() & flags::FUTURE_ANNOTATIONS)
}

/// Source text of `compile`, `exec` and `eval`: the bytes and whether they came from a `str`.
fn source_text(vm: &Vm, source: &Value, function: &str, what: &str) -> PyResult<(Vec<u8>, bool)> {
    if let Some(text) = source.downcast::<StrObj>() {
        vm.check_memory(text.bytes().len().saturating_mul(3))?;
        if let Err(failure) = minipy_text::codec::encode_utf8(text.bytes()) {
            return Err(crate::io::errors::encode_error(vm, source, &failure));
        }
        return Ok((text.bytes().to_vec(), true));
    }
    let refusal = || exc::type_error(vm, &format!("{function}() arg 1 must be a {what}"));
    if crate::types::buffer::is_simple(vm, source) {
        let bytes = match crate::types::buffer::buffer_bytes(vm, source) {
            Ok(bytes) => bytes,
            // Whatever a `__buffer__` raises.
            Err(raised) => {
                drop(vm.take_exception(raised));
                return Err(refusal());
            }
        };
        if bytes.contains(&0) {
            let raised = vm.raise_text(&vm.exceptions().syntax_error, "source code string cannot contain null bytes");
            return Err(raised);
        }
        return Ok((bytes, false));
    }
    Err(refusal())
}

fn run_compiler(vm: &Vm, request: &CompileRequest) -> PyResult<Obj<CodeObj>> {
    let Some(compile) = vm.interp().compile.get() else { return Err(exc::system_error(vm, "no compiler")) };
    vm.check_memory(compiler_needs(request.source))?;
    let code = compile(vm, request)?;
    vm.code_object(code)
}

/// About the bytes that tokens, syntax tree and code of a source need at most: its punctuation tells how many there are.
fn compiler_needs(source: &[u8]) -> usize {
    if source.len() < 64 << 10 {
        return 0;
    }
    let marks = source.iter().filter(|b| b.is_ascii_punctuation() && **b != b'_' || **b == b'\n').count();
    source.len() * 4 + marks * 400
}

/// `compile`
pub fn compile(vm: &Vm, args: &[Value]) -> PyResult {
    let filename = crate::io::open::path_arg(vm, &args[1], "character")?;
    let Some(mode) = args[2].downcast::<StrObj>() else {
        let got = exc::argument_type(vm, &args[2]);
        return Err(exc::type_error(vm, &format!("compile() argument 'mode' must be str, not {got}")));
    };
    vm.check_c_str(mode)?;
    let flag_bits = args[3].given().map(|f| vm.index_to_isize(f, Some(""))).transpose()?.unwrap_or(0) as u32;
    let dont_inherit = args[4].given().map_or(Ok(false), |v| vm.truth(v))?;
    let optimize = args[5].given().map(|o| vm.index_to_isize(o, Some(""))).transpose()?.unwrap_or(-1);
    if flag_bits & !KNOWN_FLAGS != 0 {
        return Err(exc::value_error(vm, "compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&optimize) {
        return Err(exc::value_error(vm, "compile(): invalid optimize value"));
    }
    let mode = match mode.bytes() {
        b"exec" => CompileMode::Exec,
        b"eval" => CompileMode::Eval,
        b"single" => CompileMode::Single,
        b"func_type" if flag_bits & ONLY_AST == 0 => {
            return Err(exc::value_error(vm, "compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        _ => {
            let message = if flag_bits & ONLY_AST != 0 {
                "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
            } else {
                "compile() mode must be 'exec', 'eval' or 'single'"
            };
            return Err(exc::value_error(vm, message));
        }
    };
    if flag_bits & ONLY_AST != 0 {
        return Err(exc::not_implemented_error(vm, "compile() to a syntax tree comes with a later version of minipy"));
    }
    if args[0].downcast::<CodeObj>().is_some() {
        return Ok(args[0].clone());
    }
    let (source, is_text) = source_text(vm, &args[0], "compile", "string, bytes or AST object")?;
    let inherited = if dont_inherit { 0 } else { inherited_flags(vm) };
    let filename = String::from_utf8_lossy(&filename).into_owned();
    let request = CompileRequest {
        is_file: false,
        source: &source,
        is_text,
        filename: &filename,
        mode,
        flags: flag_bits | inherited,
        optimize: optimize as i32,
    };
    run_compiler(vm, &request).map(Obj::into_value)
}

/// The namespaces that `exec` and `eval` use.
fn namespaces(vm: &Vm, function: &str, globals: &Value, locals: &Value) -> PyResult<(DictRef, Value)> {
    let (globals, locals) = match (globals.not_none(), locals.not_none()) {
        (None, given) => {
            let Some(current) = crate::interp::current_globals(vm) else {
                return Err(exc::system_error(vm, "globals and locals cannot be NULL"));
            };
            let locals = match given {
                Some(locals) => locals.clone(),
                None => self::locals(vm)?,
            };
            (current, locals)
        }
        (Some(globals), locals) => {
            let Some(dict) = globals.cast::<DictObj>() else {
                let got = vm.type_of(globals).name_str();
                let message = match function {
                    "exec" => format!("exec() globals must be a dict, not {got}"),
                    _ if vm.type_of(globals).slots().getitem.is_some() => {
                        "globals must be a real dict; try eval(expr, {}, mapping)".to_owned()
                    }
                    _ => "globals must be a dict".to_owned(),
                };
                return Err(exc::type_error(vm, &message));
            };
            (dict, locals.unwrap_or(globals).clone())
        }
    };
    if vm.type_of(&locals).slots().getitem.is_none() {
        let got = vm.type_of(&locals).name_str();
        let message = match function {
            "exec" => format!("locals must be a mapping or None, not {got}"),
            _ => "locals must be a mapping".to_owned(),
        };
        return Err(exc::type_error(vm, &message));
    }
    let names = vm.names();
    if globals.get_name(vm, &names.__builtins__).is_none() {
        // Whoever looks at the namespace sees all of it.
        drop(vm.interp().builtins.get());
        let builtins = vm.stack.frame(0).map(|f| f.function().builtins.clone()).or_else(|| vm.interp().builtins.get());
        if let Some(builtins) = builtins {
            globals.set_name(vm, &names.__builtins__, builtins.into_value());
        }
    }
    Ok((globals, locals))
}

/// Runs a code object, whose free variables are those of `closure`.
fn run(vm: &Vm, code: &Obj<CodeObj>, globals: &DictRef, locals: &Value, closure: &[Obj<CellObj>]) -> PyResult {
    let closure = match closure.is_empty() {
        true => Value::NULL,
        false => vm.tuple(closure.iter().map(|cell| cell.value().clone()).collect()),
    };
    let function = vm.new_function(code, globals, closure);
    crate::interp::run_function_with_locals(vm, function.value(), locals)
}

/// `eval`
pub fn eval(vm: &Vm, args: &[Value]) -> PyResult {
    let (globals, locals) = namespaces(vm, "eval", &args[1], &args[2])?;
    if let Some(code) = args[0].cast::<CodeObj>() {
        if code.free_count > 0 {
            return Err(exc::type_error(vm, "code object passed to eval() may not contain free variables"));
        }
        return run(vm, &code, &globals, &locals, &[]);
    }
    let (source, is_text) = source_text(vm, &args[0], "eval", "string, bytes or code object")?;
    let start = source.iter().position(|b| !matches!(b, b' ' | b'\t')).unwrap_or(source.len());
    let request = CompileRequest {
        is_file: false,
        source: &source[start..],
        is_text,
        filename: "<string>",
        mode: CompileMode::Eval,
        flags: inherited_flags(vm),
        optimize: -1,
    };
    let code = run_compiler(vm, &request)?;
    run(vm, &code, &globals, &locals, &[])
}

/// `exec`
pub fn exec(vm: &Vm, args: &[Value]) -> PyResult {
    let (globals, locals) = namespaces(vm, "exec", &args[1], &args[2])?;
    let closure = args[3].not_none();
    if let Some(code) = args[0].cast::<CodeObj>() {
        let wanted = code.free_count as usize;
        let mut cells = Vec::new();
        if let Some(closure) = closure {
            if wanted == 0 {
                return Err(exc::type_error(vm, "cannot use a closure with this code object"));
            }
            if let Some(tuple) = closure.downcast::<TupleObj>() {
                cells = tuple.items().iter().filter_map(Value::cast::<CellObj>).collect();
            }
        }
        if wanted != cells.len() {
            let message = if closure.is_some() {
                format!("code object requires a closure of exactly length {wanted}")
            } else {
                "code object passed to exec() may not contain free variables".to_owned()
            };
            return Err(exc::type_error(vm, &message));
        }
        run(vm, &code, &globals, &locals, &cells)?;
        return Ok(Value::NONE);
    }
    if closure.is_some() {
        return Err(exc::type_error(vm, "closure can only be used when source is a code object"));
    }
    let (source, is_text) = source_text(vm, &args[0], "exec", "string, bytes or code object")?;
    let request = CompileRequest {
        is_file: false,
        source: &source,
        is_text,
        filename: "<string>",
        mode: CompileMode::Exec,
        flags: inherited_flags(vm),
        optimize: -1,
    };
    let code = run_compiler(vm, &request)?;
    run(vm, &code, &globals, &locals, &[])?;
    Ok(Value::NONE)
}
