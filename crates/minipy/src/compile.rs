//! The compile hook: source text through the front end and the compiler to code objects, errors to exceptions.

use minipy_bytecode::code::Code;
use minipy_compiler::{ErrorKind as CompilerErrorKind, Mode as CompilerMode, Options};
use minipy_syntax::{ErrorKind, Mode, SyntaxError};
use minipy_vm::exc;
use minipy_vm::types::exception::{new_exception, set_extra};
use minipy_vm::types::str_::StrObj;
use minipy_vm::types::str_methods::codec::utf8_strict;
use minipy_vm::vm::{CompileMode, CompileRequest};
use minipy_vm::warn::syntax_warning;
use minipy_vm::{PyResult, Raised, Value, Vm};

/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`
const TOP_LEVEL_AWAIT: u32 = 0x2000;

/// Compiles a source; see `minipy_vm::vm::CompileHook`.
pub fn compile(vm: &Vm, request: &CompileRequest) -> PyResult<Code> {
    let text = match decode(request) {
        Ok(text) => text,
        Err(error) => return Err(raise(vm, error, request.filename)),
    };
    let mode = match request.mode {
        CompileMode::Exec => Mode::Exec,
        CompileMode::Eval => Mode::Eval,
        CompileMode::Single => Mode::Single,
    };
    let parsed = match minipy_syntax::parse_source(text, mode) {
        Ok(parsed) => parsed,
        Err(mut error) => {
            trim_line_end(&mut error, request);
            return Err(raise(vm, error, request.filename));
        }
    };
    for warning in &parsed.warnings {
        if let Err(raised) = syntax_warning(vm, &warning.message, request.filename, warning.lineno) {
            return Err(as_error(vm, raised, request.filename, || parser_error(warning, &parsed.source)));
        }
    }
    let optimize = if request.optimize < 0 { vm.config().optimize } else { request.optimize as u8 };
    let options = Options {
        filename: request.filename.to_owned(),
        optimize,
        mode: match mode {
            Mode::Exec => CompilerMode::Exec,
            Mode::Single => CompilerMode::Single,
            Mode::Eval => CompilerMode::Eval,
        },
        future_annotations: request.flags & minipy_bytecode::code::flags::FUTURE_ANNOTATIONS != 0,
        top_level_await: request.flags & TOP_LEVEL_AWAIT != 0,
    };
    let compiled = match minipy_compiler::compile_with_warnings(&parsed.module, &parsed.source, &options) {
        Ok(compiled) => compiled,
        Err(error) if error.kind == CompilerErrorKind::Unencodable => return Err(unencodable(vm, &error.text)),
        Err(error) => {
            let mut error = error.into_syntax_error(&parsed.source);
            // The parser knows the line; what finds later errors looks it up in the file, if there is one.
            if request.filename.starts_with('<') && !matches!(mode, Mode::Single) {
                error.text = None;
            }
            return Err(raise(vm, error, request.filename));
        }
    };
    for warning in &compiled.warnings {
        if let Err(raised) = syntax_warning(vm, &warning.message, request.filename, warning.position.line) {
            let line = parsed.source.lines().line_text(parsed.source.text(), warning.position.line);
            // The compiler looks the line up in the file, if there is one.
            let text = if request.filename.starts_with('<') { None } else { Some(format!("{line}\n")) };
            return Err(as_error(vm, raised, request.filename, || compiler_error(warning, text)));
        }
    }
    Ok(compiled.code)
}

/// The UnicodeEncodeError for a text with lone surrogates.
fn unencodable(vm: &Vm, text: &[u8]) -> Raised {
    let text = vm.str_bytes(text);
    match text.downcast::<StrObj>().map(|text| utf8_strict(vm, text)) {
        Some(Err(raised)) => raised,
        _ => exc::value_error(vm, "surrogates not allowed"),
    }
}

/// The text of an error in a string has its line end only if CPython's tokenizer has read no further.
fn trim_line_end(error: &mut SyntaxError, request: &CompileRequest) {
    if request.is_file || !error.text.as_ref().is_some_and(|text| text.ends_with('\n')) {
        return;
    }
    let mut lines = request.source.split(|&byte| byte == b'\n').skip(error.lineno.max(1) as usize);
    let read_on = if error.end_lineno > error.lineno {
        true
    } else if error.message.ends_with("was never closed") {
        // The whole source has been read; what follows the last line end is no line.
        lines.next().is_some_and(|line| !line.is_empty() || lines.next().is_some())
    } else if error.message.ends_with("forgot a comma?") {
        // One token beyond the expression.
        let rest = error.text.as_ref().and_then(|text| text.get((error.end_offset.max(1) - 1) as usize..));
        rest.is_some_and(|rest| rest.trim().is_empty() || rest.trim_start().starts_with('#')) && lines.next().is_some()
    } else {
        false
    };
    if read_on && let Some(text) = &mut error.text {
        text.pop();
    }
}

/// A warning that the program has made an error is a SyntaxError at that place, whatever else was raised is raised.
fn as_error(vm: &Vm, raised: Raised, filename: &str, error: impl FnOnce() -> SyntaxError) -> Raised {
    if !exc::is_instance(vm, &raised, &vm.exceptions().syntax_warning) {
        return raised;
    }
    drop(vm.take_exception(raised));
    raise(vm, error(), filename)
}

/// The error in place of a parser's warning, which is about an escape sequence or the end of a number.
fn parser_error(warning: &minipy_syntax::SyntaxWarning, source: &minipy_syntax::Source) -> SyntaxError {
    let message = warning.message.replace(" Such sequences will not work in the future.", "");
    let escape = message.strip_prefix('"').and_then(|rest| rest.split('"').next()).unwrap_or("");
    let (lines, text) = (source.lines(), source.text());
    let (lineno, offset) = if escape.is_empty() {
        let (line, column) = lines.position(warning.span.end.saturating_sub(1));
        (line, column as i32 + 1)
    } else {
        // The sequence is looked for from the start of the line, or of the literal if that comes later.
        let lineno = warning.lineno;
        let line = lines.line_text(text, lineno);
        let (first, column) = lines.position(warning.span.start);
        let from = if first == lineno { column as usize } else { 0 };
        let at = line.get(from..).and_then(|rest| rest.find(escape)).map_or(from, |at| at + from);
        (lineno, line.get(..at).map_or(at, |before| before.chars().count()) as i32 + 1)
    };
    // CPython marks the backslash and one character; of a number, it gives a place without extent.
    let (length, line_end) = if escape.is_empty() { (0, "") } else { (2, "\n") };
    SyntaxError {
        kind: ErrorKind::Syntax,
        message,
        lineno,
        offset,
        end_lineno: lineno,
        end_offset: offset + length,
        text: Some(format!("{}{line_end}", lines.line_text(text, lineno))),
        incomplete: false,
    }
}

/// The error in place of a compiler's warning.
fn compiler_error(warning: &minipy_compiler::Warning, text: Option<String>) -> SyntaxError {
    let position = &warning.position;
    SyntaxError {
        kind: ErrorKind::Syntax,
        message: warning.message.clone(),
        lineno: position.line,
        offset: position.col as i32 + 1,
        end_lineno: position.end_line,
        end_offset: position.end_col as i32 + 1,
        text,
        incomplete: false,
    }
}

fn decode(request: &CompileRequest) -> Result<String, SyntaxError> {
    if request.is_text {
        if request.source.contains(&0) {
            let message = "source code string cannot contain null bytes";
            return Err(SyntaxError::without_place(ErrorKind::Syntax, message));
        }
        return match std::str::from_utf8(request.source) {
            Ok(text) => Ok(text.to_owned()),
            // Lone surrogates are refused before the hook is called.
            Err(_) => Err(SyntaxError::without_place(ErrorKind::Syntax, "source contains surrogates")),
        };
    }
    let from_file = request.is_file || request.filename == "<stdin>";
    minipy_syntax::decode_source(request.source, from_file.then_some(request.filename))
}

/// Raises the exception for an error of the front end.
pub fn raise(vm: &Vm, error: SyntaxError, filename: &str) -> Raised {
    let exceptions = vm.exceptions();
    let class = match error.kind {
        ErrorKind::Syntax => &exceptions.syntax_error,
        ErrorKind::Indentation => &exceptions.indentation_error,
        ErrorKind::Tab => &exceptions.tab_error,
        ErrorKind::Memory => return exc::memory_error_text(vm, &error.message),
        ErrorKind::Recursion => return vm.raise_text(&exceptions.recursion_error, &error.message),
    };
    let message = vm.str(&error.message);
    // An empty source has a place: line 0.
    if error.lineno == 0 && error.text.is_none() && error.offset == 0 && error.message != "invalid syntax" {
        let exception = new_exception(vm, class, vec![message.clone()]);
        set_extra(&exception, 0, message);
        return vm.raise(exception);
    }
    let text = match error.text.as_deref() {
        Some(text) => vm.str(text),
        None if error.lineno == 0 => vm.str(""),
        None => Value::NONE,
    };
    let number = |n: i64| vm.int(n);
    let fields = [
        vm.str(filename),
        number(i64::from(error.lineno)),
        number(i64::from(error.offset)),
        text,
        number(i64::from(error.end_lineno)),
        number(i64::from(error.end_offset)),
    ];
    let details = vm.tuple(fields.to_vec());
    let exception = new_exception(vm, class, vec![message.clone(), details]);
    set_extra(&exception, 0, message);
    for (i, field) in fields.into_iter().enumerate() {
        set_extra(&exception, i + 1, field);
    }
    vm.raise(exception)
}
