//! Compares the number types with recorded results of CPython.

use std::sync::Arc;

use crate::native::PyResult;
use crate::protocol::number;
use crate::slots::CompareOp;
use crate::value::Value;
use crate::vm::{Interp, Vm};

fn operand(vm: &Vm, text: &str) -> Option<Value> {
    let (kind, body) = text.split_once(':')?;
    let float = |text: &str| minipy_text::float::from_hex(text.as_bytes()).ok();
    Some(match kind {
        "b" => Value::bool(body == "1"),
        "i" => vm.bigint(minipy_text::int::parse(body.as_bytes(), 10, 0).ok()?),
        "f" => vm.float(float(body)?),
        _ => {
            let (re, im) = body.split_once(',')?;
            crate::types::complex::new_complex(vm, float(re)?, float(im)?)
        }
    })
}

fn run(vm: &Vm, op: &str, a: &Value, b: Option<&Value>) -> PyResult {
    if let Some(name) = op.strip_prefix('.') {
        return vm.call_method_str(a, name, &[]);
    }
    let Some(b) = b else {
        return match op {
            "neg" => vm.negative(a),
            "pos" => vm.positive(a),
            "abs" => vm.absolute(a),
            "invert" => vm.invert(a),
            "int" => vm.call1(vm.types().int.value(), a),
            "float" => vm.call1(vm.types().float.value(), a),
            "bool" => vm.truth(a).map(Value::bool),
            "hash" => vm.hash(a).map(|h| vm.int(h)),
            _ => vm.repr(a),
        };
    };
    let compare = |op| vm.compare(a, b, op);
    match op {
        "+" => vm.binary(&number::ADD, a, b),
        "-" => vm.binary(&number::SUB, a, b),
        "*" => vm.binary(&number::MUL, a, b),
        "/" => vm.binary(&number::TRUEDIV, a, b),
        "//" => vm.binary(&number::FLOORDIV, a, b),
        "%" => vm.binary(&number::MODULO, a, b),
        "divmod" => vm.binary(&number::DIVMOD, a, b),
        "&" => vm.binary(&number::AND, a, b),
        "|" => vm.binary(&number::OR, a, b),
        "^" => vm.binary(&number::XOR, a, b),
        "<<" => vm.binary(&number::LSHIFT, a, b),
        ">>" => vm.binary(&number::RSHIFT, a, b),
        "**" => vm.power(a, b, &Value::NONE),
        "<" => compare(CompareOp::Lt),
        "<=" => compare(CompareOp::Le),
        "==" => compare(CompareOp::Eq),
        "!=" => compare(CompareOp::Ne),
        ">" => compare(CompareOp::Gt),
        ">=" => compare(CompareOp::Ge),
        _ => vm.call_method_str(a, "__round__", std::slice::from_ref(b)),
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
        super::boot::boot(vm);
        super::int::set_max_str_digits(vm, 0);
        let mut wrong = 0;
        for line in data.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let (Some(a), b) = (operand(vm, fields[1]), operand(vm, fields[2])) else { continue };
            let got = shown(vm, run(vm, fields[0], &a, b.as_ref()));
            if got != fields[3] {
                wrong += 1;
                if wrong < 60 {
                    println!("{line}\n    got {got}");
                }
            }
        }
        println!("{wrong} wrong");
        assert_eq!(wrong, 0);
    });
}
