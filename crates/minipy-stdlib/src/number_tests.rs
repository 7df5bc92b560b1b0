//! Compares numbers and the module `math` with recorded results of CPython.

use std::sync::Arc;

use minipy_vm::native::PyResult;
use minipy_vm::{Interp, Value, Vm};

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok()).collect()
}

fn operand(vm: &Vm, text: &str) -> Option<Value> {
    let (kind, body) = text.split_once(':')?;
    let float = |text: &str| minipy_text::float::from_hex(text.as_bytes()).ok();
    Some(match kind {
        "n" => Value::NONE,
        "b" => Value::bool(body == "1"),
        "i" => vm.bigint(minipy_text::int::parse(body.as_bytes(), 10, 0).ok()?),
        "f" => vm.float(float(body)?),
        "s" => vm.str_bytes(&bytes_of(body)?),
        "y" => minipy_vm::types::bytes::new_bytes(vm, &bytes_of(body)?),
        "l" if body.is_empty() => vm.list(Vec::new()),
        "l" => vm.list(body.split(';').map(|item| operand(vm, item)).collect::<Option<Vec<_>>>()?),
        _ => {
            let (re, im) = body.split_once(',')?;
            minipy_vm::types::complex::new_complex(vm, float(re)?, float(im)?)
        }
    })
}

fn run(vm: &Vm, math: &Value, name: &str, args: &[Value]) -> PyResult {
    let types = vm.types();
    if let Some(name) = name.strip_prefix("math.") {
        return vm.call_method_str(math, name, args);
    }
    match name {
        "int" => vm.call(types.int.value(), args),
        "float" => vm.call(types.float.value(), args),
        "complex" => vm.call(types.complex.value(), args),
        "float.fromhex" => vm.call_method_str(types.float.value(), "fromhex", args),
        "int.from_bytes" => vm.call_method_str(types.int.value(), "from_bytes", args),
        _ => vm.call_method_str(&args[0], name.trim_start_matches('.'), &args[1..]),
    }
}

fn shown(vm: &Vm, result: PyResult) -> String {
    let text = match result {
        Ok(value) => vm.repr_string(&value),
        Err(raised) => {
            let exception = vm.take_exception(raised);
            let class = vm.type_of(&exception).name_str();
            vm.str_string(&exception).map(|text| format!("!{class}: {text}"))
        }
    };
    text.unwrap_or_else(|_| "?".to_owned())
}

#[test]
fn recorded() {
    let data = include_str!("number_cases.txt");
    let interp = Interp::new(Arc::new(minipy_host::DenyHost), (0, 0));
    // Never taken down: values may only die inside `enter`.
    let vm = Box::leak(Vm::new(&interp, true, 1 << 20));
    vm.enter(|vm| {
        vm.boot_types();
        let math = vm.make_native_module(&crate::math::MODULE).map(|m| m.into_value()).unwrap_or(Value::NONE);
        let mut wrong = 0;
        for line in data.split('\n') {
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() < 3 {
                continue;
            }
            let Some(args) =
                fields[1].split('|').filter(|a| !a.is_empty()).map(|a| operand(vm, a)).collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            let got = shown(vm, run(vm, &math, fields[0], &args));
            if got != fields[2] {
                wrong += 1;
                println!("{line}\n    got {got}");
            }
        }
        println!("{wrong} wrong");
        assert_eq!(wrong, 0);
    });
}
