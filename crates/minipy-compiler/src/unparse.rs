//! Expressions back to text, for annotations under the future import.
//!
//! Writes what CPython's `ast_unparse.c` writes.

use minipy_bytecode::code::Const;
use minipy_syntax::ast::*;

/// Binding strength, weakest first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Cmp,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    const ORDER: [Level; 16] = [
        Level::Tuple,
        Level::Test,
        Level::Or,
        Level::And,
        Level::Not,
        Level::Cmp,
        Level::BitOr,
        Level::BitXor,
        Level::BitAnd,
        Level::Shift,
        Level::Arith,
        Level::Term,
        Level::Factor,
        Level::Power,
        Level::Await,
        Level::Atom,
    ];

    fn next(self) -> Level {
        Level::ORDER.get(self as usize + 1).copied().unwrap_or(Level::Atom)
    }
}

/// The text of an expression, as WTF-8.
pub(crate) fn unparse(e: &Expr) -> Vec<u8> {
    let mut out = Vec::new();
    write(e, Level::Test, &mut out);
    out
}

/// The repr of a constant.
pub(crate) fn constant(value: &Const) -> Vec<u8> {
    let mut out = Vec::new();
    write_const(value, &mut out);
    out
}

fn write_const(value: &Const, out: &mut Vec<u8>) {
    match value {
        Const::None => out.extend(b"None"),
        Const::Bool(true) => out.extend(b"True"),
        Const::Bool(false) => out.extend(b"False"),
        Const::Ellipsis => out.extend(b"..."),
        Const::Int(i) => out.extend(i.to_string().bytes()),
        Const::BigInt(i) => out.extend(i.to_string().bytes()),
        Const::Float(f) => out.extend(float_text(*f).bytes()),
        Const::Complex(re, im) if *re == 0.0 => out.extend(format!("{}j", complex_part(*im)).bytes()),
        Const::Complex(re, im) => out.extend(format!("({}+{}j)", complex_part(*re), complex_part(*im)).bytes()),
        Const::Str(s) => string_repr(s, false, out),
        Const::Bytes(s) => string_repr(s, true, out),
        Const::Tuple(items) => {
            out.push(b'(');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.extend(b", ");
                }
                write_const(item, out);
            }
            out.extend(if items.len() == 1 { &b",)"[..] } else { &b")"[..] });
        }
        _ => out.extend(b"..."),
    }
}

fn float_text(f: f64) -> String {
    // Infinity has no literal: CPython writes one that overflows.
    if f.is_infinite() {
        return "1e309".into();
    }
    let text = format!("{f:?}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            let mantissa = mantissa.strip_suffix(".0").unwrap_or(mantissa);
            let (sign, digits) = match exponent.strip_prefix('-') {
                Some(d) => ('-', d),
                None => ('+', exponent),
            };
            format!("{mantissa}e{sign}{digits:0>2}")
        }
        None => text,
    }
}

fn complex_part(f: f64) -> String {
    let text = float_text(f);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn string_repr(s: &[u8], bytes: bool, out: &mut Vec<u8>) {
    if bytes {
        out.push(b'b');
    }
    let quote = if s.contains(&b'\'') && !s.contains(&b'"') { b'"' } else { b'\'' };
    out.push(quote);
    for &b in s {
        match b {
            b'\\' => out.extend(b"\\\\"),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            b if b == quote => out.extend([b'\\', b]),
            b if b < 0x20 || b == 0x7f || (bytes && b >= 0x80) => out.extend(format!("\\x{b:02x}").bytes()),
            b => out.push(b),
        }
    }
    out.push(quote);
}

fn list(items: &[Expr], out: &mut Vec<u8>) {
    for (i, e) in items.iter().enumerate() {
        if i > 0 {
            out.extend(b", ");
        }
        write(e, Level::Test, out);
    }
}

fn paren(on: bool, out: &mut Vec<u8>, inner: impl FnOnce(&mut Vec<u8>)) {
    if on {
        out.push(b'(');
    }
    inner(out);
    if on {
        out.push(b')');
    }
}

fn binary(op: Operator) -> (&'static str, Level, bool) {
    match op {
        Operator::Add => (" + ", Level::Arith, false),
        Operator::Sub => (" - ", Level::Arith, false),
        Operator::Mult => (" * ", Level::Term, false),
        Operator::MatMult => (" @ ", Level::Term, false),
        Operator::Div => (" / ", Level::Term, false),
        Operator::Mod => (" % ", Level::Term, false),
        Operator::FloorDiv => (" // ", Level::Term, false),
        Operator::LShift => (" << ", Level::Shift, false),
        Operator::RShift => (" >> ", Level::Shift, false),
        Operator::BitOr => (" | ", Level::BitOr, false),
        Operator::BitXor => (" ^ ", Level::BitXor, false),
        Operator::BitAnd => (" & ", Level::BitAnd, false),
        Operator::Pow => (" ** ", Level::Power, true),
    }
}

fn compare(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

fn write(e: &Expr, level: Level, out: &mut Vec<u8>) {
    match &e.kind {
        ExprKind::BoolOp { op, values } => {
            let (word, own) = match op {
                BoolOp::And => (" and ", Level::And),
                BoolOp::Or => (" or ", Level::Or),
            };
            paren(level > own, out, |out| {
                for (i, v) in values.iter().enumerate() {
                    if i > 0 {
                        out.extend(word.bytes());
                    }
                    write(v, own.next(), out);
                }
            });
        }
        ExprKind::NamedExpr { target, value } => paren(level > Level::Tuple, out, |out| {
            write(target, Level::Atom, out);
            out.extend(b" := ");
            write(value, Level::Atom, out);
        }),
        ExprKind::BinOp { left, op, right } => {
            let (word, own, right_assoc) = binary(*op);
            paren(level > own, out, |out| {
                write(left, if right_assoc { own.next() } else { own }, out);
                out.extend(word.bytes());
                write(right, if right_assoc { own } else { own.next() }, out);
            });
        }
        ExprKind::UnaryOp { op, operand } => {
            let (word, own) = match op {
                UnaryOp::Invert => ("~", Level::Factor),
                UnaryOp::Not => ("not ", Level::Not),
                UnaryOp::UAdd => ("+", Level::Factor),
                UnaryOp::USub => ("-", Level::Factor),
            };
            paren(level > own, out, |out| {
                out.extend(word.bytes());
                write(operand, own, out);
            });
        }
        ExprKind::Lambda { args, body } => paren(level > Level::Test, out, |out| {
            out.extend(b"lambda");
            let mut text = Vec::new();
            arguments(args, &mut text);
            if !text.is_empty() {
                out.push(b' ');
            }
            out.extend(text);
            out.extend(b": ");
            write(body, Level::Test, out);
        }),
        ExprKind::IfExp { test, body, orelse } => paren(level > Level::Test, out, |out| {
            write(body, Level::Test.next(), out);
            out.extend(b" if ");
            write(test, Level::Test.next(), out);
            out.extend(b" else ");
            write(orelse, Level::Test, out);
        }),
        ExprKind::Dict { keys, values } => {
            out.push(b'{');
            for (i, (key, value)) in keys.iter().zip(values).enumerate() {
                if i > 0 {
                    out.extend(b", ");
                }
                match key {
                    Some(key) => {
                        write(key, Level::Test, out);
                        out.extend(b": ");
                        write(value, Level::Test, out);
                    }
                    None => {
                        out.extend(b"**");
                        write(value, Level::BitOr, out);
                    }
                }
            }
            out.push(b'}');
        }
        ExprKind::Set { elts } => {
            out.push(b'{');
            list(elts, out);
            out.push(b'}');
        }
        ExprKind::ListComp { elt, generators } => comprehension(b"[", elt, None, generators, b"]", out),
        ExprKind::SetComp { elt, generators } => comprehension(b"{", elt, None, generators, b"}", out),
        ExprKind::DictComp { key, value, generators } => {
            comprehension(b"{", key, Some(value), generators, b"}", out);
        }
        ExprKind::GeneratorExp { elt, generators } => comprehension(b"(", elt, None, generators, b")", out),
        ExprKind::Await { value } => paren(level > Level::Await, out, |out| {
            out.extend(b"await ");
            write(value, Level::Atom, out);
        }),
        ExprKind::Yield { value: None } => out.extend(b"(yield)"),
        ExprKind::Yield { value: Some(value) } => {
            out.extend(b"(yield ");
            write(value, Level::Test, out);
            out.push(b')');
        }
        ExprKind::YieldFrom { value } => {
            out.extend(b"(yield from ");
            write(value, Level::Test, out);
            out.push(b')');
        }
        ExprKind::Compare { left, ops, comparators } => paren(level > Level::Cmp, out, |out| {
            write(left, Level::Cmp.next(), out);
            for (op, right) in ops.iter().zip(comparators) {
                out.extend(compare(*op).bytes());
                write(right, Level::Cmp.next(), out);
            }
        }),
        ExprKind::Call { func, args, keywords } => {
            write(func, Level::Atom, out);
            if let ([Expr { kind: ExprKind::GeneratorExp { .. }, .. }], []) = (&args[..], &keywords[..]) {
                write(&args[0], Level::Test, out);
                return;
            }
            out.push(b'(');
            list(args, out);
            for (i, keyword) in keywords.iter().enumerate() {
                if i > 0 || !args.is_empty() {
                    out.extend(b", ");
                }
                match &keyword.arg {
                    Some(arg) => {
                        out.extend(arg.bytes());
                        out.push(b'=');
                    }
                    None => out.extend(b"**"),
                }
                write(&keyword.value, Level::Test, out);
            }
            out.push(b')');
        }
        ExprKind::FormattedValue { .. } => formatted_literal(std::slice::from_ref(e), b'f', out),
        ExprKind::JoinedStr { values } => formatted_literal(values, b'f', out),
        ExprKind::Interpolation { .. } => formatted_literal(std::slice::from_ref(e), b't', out),
        ExprKind::TemplateStr { values } => formatted_literal(values, b't', out),
        ExprKind::Constant { value, is_u } => {
            if *is_u {
                out.push(b'u');
            }
            write_const(&crate::fold::literal(value), out);
        }
        ExprKind::Attribute { value, attr } => {
            write(value, Level::Atom, out);
            // A number needs a blank before the dot.
            if matches!(&value.kind, ExprKind::Constant { value: Constant::Int(_) | Constant::BigInt(_), .. }) {
                out.push(b' ');
            }
            out.push(b'.');
            out.extend(attr.name.bytes());
        }
        ExprKind::Subscript { value, slice } => {
            write(value, Level::Atom, out);
            out.push(b'[');
            write(slice, Level::Tuple, out);
            out.push(b']');
        }
        ExprKind::Starred { value } => {
            out.push(b'*');
            write(value, Level::BitOr, out);
        }
        ExprKind::Name { id } => out.extend(id.bytes()),
        ExprKind::List { elts } => {
            out.push(b'[');
            list(elts, out);
            out.push(b']');
        }
        ExprKind::Tuple { elts } => {
            if elts.is_empty() {
                out.extend(b"()");
                return;
            }
            paren(level > Level::Tuple, out, |out| {
                list(elts, out);
                if elts.len() == 1 {
                    out.push(b',');
                }
            });
        }
        ExprKind::Slice { lower, upper, step } => {
            if let Some(lower) = lower {
                write(lower, Level::Test, out);
            }
            out.push(b':');
            if let Some(upper) = upper {
                write(upper, Level::Test, out);
            }
            if let Some(step) = step {
                out.push(b':');
                write(step, Level::Test, out);
            }
        }
    }
}

fn arguments(args: &Arguments, out: &mut Vec<u8>) {
    let mut first = true;
    let mut comma = |out: &mut Vec<u8>| {
        if !std::mem::take(&mut first) {
            out.extend(b", ");
        }
    };
    let total = args.posonlyargs.len() + args.args.len();
    for (i, arg) in args.posonlyargs.iter().chain(&args.args).enumerate() {
        comma(out);
        out.extend(arg.arg.bytes());
        if i + args.defaults.len() >= total {
            out.push(b'=');
            write(&args.defaults[i + args.defaults.len() - total], Level::Test, out);
        }
        if i + 1 == args.posonlyargs.len() {
            out.extend(b", /");
        }
    }
    if args.vararg.is_some() || !args.kwonlyargs.is_empty() {
        comma(out);
        out.push(b'*');
        if let Some(arg) = &args.vararg {
            out.extend(arg.arg.bytes());
        }
    }
    for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
        comma(out);
        out.extend(arg.arg.bytes());
        if let Some(default) = default {
            out.push(b'=');
            write(default, Level::Test, out);
        }
    }
    if let Some(arg) = &args.kwarg {
        comma(out);
        out.extend(b"**");
        out.extend(arg.arg.bytes());
    }
}

fn comprehension(
    open: &[u8],
    elt: &Expr,
    value: Option<&Expr>,
    generators: &[Comprehension],
    close: &[u8],
    out: &mut Vec<u8>,
) {
    out.extend(open);
    write(elt, Level::Test, out);
    if let Some(value) = value {
        out.extend(b": ");
        write(value, Level::Test, out);
    }
    for clause in generators {
        out.extend(if clause.is_async { &b" async for "[..] } else { &b" for "[..] });
        write(&clause.target, Level::Tuple, out);
        out.extend(b" in ");
        write(&clause.iter, Level::Test.next(), out);
        for test in &clause.ifs {
            out.extend(b" if ");
            write(test, Level::Test.next(), out);
        }
    }
    out.extend(close);
}

fn formatted_literal(values: &[Expr], prefix: u8, out: &mut Vec<u8>) {
    let mut text = Vec::new();
    formatted_body(values, &mut text);
    out.push(prefix);
    string_repr(&text, false, out);
}

fn formatted_body(values: &[Expr], out: &mut Vec<u8>) {
    for value in values {
        match &value.kind {
            ExprKind::Constant { value: Constant::Str(s), .. } => {
                for &b in &**s {
                    out.push(b);
                    if matches!(b, b'{' | b'}') {
                        out.push(b);
                    }
                }
            }
            ExprKind::FormattedValue { value, conversion, format_spec }
            | ExprKind::Interpolation { value, conversion, format_spec, .. } => {
                let mut text = Vec::new();
                write(value, Level::Test.next(), &mut text);
                out.push(b'{');
                // `{{` would be a brace.
                if text.first() == Some(&b'{') {
                    out.push(b' ');
                }
                out.extend(text);
                if let Ok(c) = u8::try_from(*conversion) {
                    out.extend([b'!', c]);
                }
                if let Some(spec) = format_spec {
                    out.push(b':');
                    match &spec.kind {
                        ExprKind::JoinedStr { values } => formatted_body(values, out),
                        _ => formatted_body(std::slice::from_ref(spec), out),
                    }
                }
                out.push(b'}');
            }
            ExprKind::JoinedStr { values } => formatted_body(values, out),
            _ => {}
        }
    }
}
