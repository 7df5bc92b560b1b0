//! Making functions and classes, imports, intrinsics.

use minipy_bytecode::opcode::IntrinsicOp;

use crate::exc;
use crate::interp::ins::Ins;
use crate::interp::stack::Frame;
use crate::native::PyResult;
use crate::types::code::CodeObj;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn make_function(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let Some(code) = frame.konst(ins.c() as usize).cast::<CodeObj>() else {
        return Err(exc::system_error(vm, "MakeFunction without code"));
    };
    let mut next = ins.b();
    let mut part = |flag: u8| {
        if ins.f() & flag == 0 {
            return Value::NULL;
        }
        next += 1;
        frame.take(next - 1)
    };
    let (defaults, kwdefaults, annotate, closure) = (part(0x10), part(0x20), part(0x40), part(0x80));
    let function = vm.new_function(&code, &frame.function().globals, closure);
    function.defaults.set(defaults);
    function.kwdefaults.set(kwdefaults);
    if !annotate.is_null() {
        function.rare().annotate.set(annotate);
    }
    frame.set(ins.a(), function.into_value());
    Ok(())
}

pub(crate) fn load_build_class(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let name = &vm.names().__build_class__;
    match crate::builtins::place::find(vm, &frame.function().builtins, name) {
        Some(value) => {
            frame.set(ins.a(), value);
            Ok(())
        }
        None => Err(vm.raise_text(&vm.exceptions().name_error, "__build_class__ not found")),
    }
}

pub(crate) fn import_name(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let name = frame.konst(ins.c() as usize).clone();
    let fromlist = frame.konst(ins.b() as usize).clone();
    let level = frame.extra(1) as u32;
    let function = frame.function();
    let builtin = crate::builtins::place::find(vm, &function.builtins, &vm.names().__import__);
    let module = crate::import::import_name(vm, builtin, &name, &function.globals, &fromlist, level)?;
    frame.set(ins.a(), module);
    Ok(())
}

pub(crate) fn import_from(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let module = frame.reg(ins.b()).clone();
    let value = crate::import::import_from(vm, &module, frame.name(ins.c() as usize))?;
    frame.set(ins.a(), value);
    Ok(())
}

pub(crate) fn import_star(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let module = frame.reg(ins.a()).clone();
    let locals = super::names::locals(frame);
    crate::import::import_star(vm, &module, &locals)?;
    ins.consume(frame);
    Ok(())
}

pub(crate) fn intrinsic(vm: &Vm, frame: &Frame, ins: Ins) -> PyResult<()> {
    let Some(op) = IntrinsicOp::from_u16(ins.c()) else {
        return Err(exc::system_error(vm, "unknown intrinsic"));
    };
    let args = frame.block(ins.b(), op.arity()).to_vec();
    let result = match op {
        IntrinsicOp::PrintExpr => crate::sysmod::hooks::display(vm, &args[0])?,
        IntrinsicOp::StopIterationError => stop_iteration_error(vm, frame, &args[0]),
        IntrinsicOp::SetFunctionTypeParams => {
            if let Some(function) = args[0].downcast::<crate::types::function::FuncObj>() {
                function.rare().type_params.set(args[1].clone());
            }
            args[0].clone()
        }
        IntrinsicOp::SetupAnnotations => {
            setup_annotations(vm, frame)?;
            Value::NONE
        }
        _ => crate::types::typevar::intrinsic(vm, op, &args)?,
    };
    drop(args);
    drop(frame.take_block(ins.b(), op.arity()));
    frame.set(ins.a(), result);
    Ok(())
}

/// StopIteration (or StopAsyncIteration) that leaves a generator becomes RuntimeError (PEP 479).
fn stop_iteration_error(vm: &Vm, frame: &Frame, exception: &Value) -> Value {
    use minipy_bytecode::code::flags;
    let flag = frame.code().flags.get();
    let exceptions = vm.exceptions();
    let is = |class| vm.type_of(exception).is_subtype(class);
    let message = if is(&exceptions.stop_iteration) {
        if flag & flags::ASYNC_GENERATOR != 0 {
            "async generator raised StopIteration"
        } else if flag & flags::COROUTINE != 0 {
            "coroutine raised StopIteration"
        } else {
            "generator raised StopIteration"
        }
    } else if flag & flags::ASYNC_GENERATOR != 0 && is(&exceptions.stop_async_iteration) {
        "async generator raised StopAsyncIteration"
    } else {
        return exception.clone();
    };
    let error = crate::types::exception::new_exception(vm, &exceptions.runtime_error, vec![vm.str(message)]);
    if let Some(object) = error.downcast::<crate::types::exception::ExceptionObj>() {
        object.cause.set(exception.clone());
        object.context.set(exception.clone());
        object.suppress_context.set(true);
    }
    error
}

fn setup_annotations(vm: &Vm, frame: &Frame) -> PyResult<()> {
    let name = &vm.names().__annotations__;
    let locals = super::names::locals(frame);
    if !vm.contains(&locals, name.value())? {
        vm.set_item(&locals, name.value(), vm.new_dict().value())?;
    }
    Ok(())
}
