//! The compile hook: source text through the front end and the compiler to code objects, errors to exceptions.

use minipy_bytecode::code::Code;
use minipy_compiler::{ErrorKind as CompilerErrorKind, Mode as CompilerMode, Options};
use minipy_syntax::{ErrorKind, Mode, Source, SyntaxError, SyntaxWarning};
use minipy_vm::exc;
use minipy_vm::types::bytes::new_bytes;
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
        Err(rejected) => {
            warn(vm, &rejected.warnings, &rejected.source, request.filename, mode == Mode::Exec)?;
            return Err(raise_in(vm, rejected.error, request));
        }
    };
    warn(vm, &parsed.warnings, &parsed.source, request.filename, mode == Mode::Exec)?;
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
        Err(error) => return Err(raise_in(vm, error.into_syntax_error(&parsed.source), request)),
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

/// Issues the warnings of the parser.
fn warn(vm: &Vm, warnings: &[SyntaxWarning], source: &Source, filename: &str, is_file: bool) -> PyResult<()> {
    for warning in warnings {
        if let Err(raised) = syntax_warning(vm, &warning.message, filename, warning.lineno) {
            return Err(as_error(vm, raised, filename, || parser_error(warning, source, is_file)));
        }
    }
    Ok(())
}

/// Raises the exception for an error in a source.
fn raise_in(vm: &Vm, mut error: SyntaxError, request: &CompileRequest) -> Raised {
    // The parser knows the line; what finds later errors looks it up in the file or at the prompt, if that is there.
    let prompt = matches!(request.mode, CompileMode::Single)
        && (request.filename == "<stdin>" || request.filename.starts_with("<python-input-"));
    if error.late && request.filename.starts_with('<') && !prompt {
        error.text = None;
    }
    raise(vm, error, request.filename)
}

/// The UnicodeEncodeError for a text with lone surrogates.
fn unencodable(vm: &Vm, text: &[u8]) -> Raised {
    let text = vm.str_bytes(text);
    match text.downcast::<StrObj>().map(|text| utf8_strict(vm, text)) {
        Some(Err(raised)) => raised,
        _ => exc::value_error(vm, "surrogates not allowed"),
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
fn parser_error(warning: &SyntaxWarning, source: &Source, is_file: bool) -> SyntaxError {
    let message = warning.message.replace(" Such sequences will not work in the future.", "");
    let escape = message.strip_prefix('"').and_then(|rest| rest.split('"').next()).unwrap_or("");
    let (lines, text) = (source.lines(), source.text());
    let (lineno, mut offset) = if escape.is_empty() {
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
    let end_line = lines.line(warning.span.end.saturating_sub(1));
    let has_end = end_line == lineno && (is_file || (lineno as usize) < lines.count());
    let by_tokenizer = text[warning.span.start as usize..].starts_with('\\');
    let (length, line_end) = match escape.is_empty() {
        true => (0, ""),
        // The tokenizer gives the place where it stands, at the brace.
        false if by_tokenizer => {
            offset += 1;
            (0, "")
        }
        false => (2, if has_end { "\n" } else { "" }),
    };
    SyntaxError {
        lineno,
        offset,
        end_lineno: lineno,
        end_offset: offset + length,
        text: Some(format!("{}{line_end}", lines.line_text(text, lineno))),
        ..SyntaxError::without_place(ErrorKind::Syntax, message)
    }
}

/// The error in place of a compiler's warning.
fn compiler_error(warning: &minipy_compiler::Warning, text: Option<String>) -> SyntaxError {
    let position = &warning.position;
    SyntaxError {
        lineno: position.line,
        offset: position.col as i32 + 1,
        end_lineno: position.end_line,
        end_offset: position.end_col as i32 + 1,
        text,
        ..SyntaxError::without_place(ErrorKind::Syntax, warning.message.clone())
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

/// Raises the error of a codec.
fn undecodable(vm: &Vm, error: &SyntaxError) -> Raised {
    let Some(codec) = error.codec.as_deref() else { return exc::value_error(vm, &error.message) };
    let arguments = [
        vm.str("unicodeescape"),
        new_bytes(vm, &codec.object),
        vm.int(codec.start as i64),
        vm.int(codec.end as i64),
        vm.str(codec.reason),
    ];
    match vm.call(vm.exceptions().unicode_decode_error.value(), &arguments) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
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
        ErrorKind::Value => return exc::value_error(vm, &error.message),
        ErrorKind::Decode => return undecodable(vm, &error),
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
    let mut fields = vec![vm.str(filename), number(i64::from(error.lineno)), number(i64::from(error.offset)), text];
    // What fails to decode has no end.
    if error.offset >= 0 {
        fields.push(number(i64::from(error.end_lineno)));
        fields.push(number(i64::from(error.end_offset)));
    } else {
        fields[3] = Value::NONE;
    }
    let details = vm.tuple(fields.clone());
    let exception = new_exception(vm, class, vec![message.clone(), details]);
    set_extra(&exception, 0, message);
    for (i, field) in fields.into_iter().enumerate() {
        set_extra(&exception, i + 1, field);
    }
    vm.raise(exception)
}
