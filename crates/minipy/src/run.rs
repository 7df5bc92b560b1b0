//! Running a program in a fresh interpreter, on a large stack, to the exit status.

use std::sync::Arc;

use minipy_host::{Host, RealHost};
use minipy_vm::startup::Config;
use minipy_vm::types::dict::DictRef;
use minipy_vm::vm::{CompileMode, CompileRequest};
use minipy_vm::{Interp, PyResult, Raised, Value, Vm, exc, sysmod};

/// Native stack of the main thread.
const STACK: usize = 64 << 20;

/// What to run.
#[derive(Clone, Debug)]
pub enum Program {
    /// A script file, a directory or anything else with a `__main__`.
    File(Vec<u8>),
    /// `-c`
    Command(Vec<u8>),
    /// `-m`
    Module(String),
    /// Standard input: a script, or the prompt if it is a terminal.
    Stdin,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// With an exit status.
    Code(i32),
    /// By KeyboardInterrupt: the process dies by SIGINT.
    Interrupted,
}

/// Runs a program and ends the process.
pub fn run_process(host: Arc<RealHost>, config: Config, program: Program, skip_first_line: bool) {
    // Where address space is short, a smaller stack must do.
    let started = [STACK, STACK / 4, STACK / 16].into_iter().any(|stack| {
        let inside = host.clone();
        let (config, program) = (config.clone(), program.clone());
        let body = Box::new(move || {
            let status = run_on_stack(&inside, config, program, skip_first_line, stack);
            let _ = match status {
                Status::Code(code) => inside.exit(code & 0xff),
                Status::Interrupted => inside.die_by_signal(minipy_host::signals::SIGINT),
            };
        });
        host.run_with_stack(stack, body).is_ok()
    });
    if !started {
        crate::cli::write_all(&*host, 2, b"minipy: no memory for the stack\n");
        let _ = host.exit(1);
    }
    // Who comes here has panicked.
    let _ = host.exit(70);
}

/// Runs a program in a fresh interpreter on this thread.
pub fn run_program(host: &Arc<RealHost>, config: Config, program: Program, skip_first_line: bool) -> Status {
    run_on_stack(host, config, program, skip_first_line, STACK)
}

fn run_on_stack(
    host: &Arc<RealHost>,
    mut config: Config,
    program: Program,
    skip_first_line: bool,
    stack: usize,
) -> Status {
    let _ = minipy_host::signals::initialise();
    let key = hash_key(&**host, &mut config);
    let interp = Interp::new(host.clone(), key);
    let vm = Vm::new(&interp, true, stack);
    interp.gil.acquire(&vm.breaker);
    let breaker: &'static Arc<minipy_vm::gil::Breaker> = Box::leak(Box::new(vm.breaker.clone()));
    minipy_host::signals::set_breaker(breaker.word(), minipy_vm::gil::Breaker::SIGNAL);
    // The interpreter is never dropped: the process ends first, as daemon threads may still use it.
    let vm: &'static Vm = Box::leak(vm);
    vm.enter(|vm| {
        let inspect = config.inspect;
        let outcome = match prepare(vm, config, &program) {
            Ok(()) => run_main(vm, &program, skip_first_line),
            Err(raised) => Err(raised),
        };
        let mut status = match outcome {
            Ok(status) => status,
            Err(raised) => report(vm, raised),
        };
        if inspect && !matches!(program, Program::Stdin) {
            status = Status::Code(minipy_repl::run(vm, &repl_hooks(), true));
        }
        finish(vm, status)
    })
}

fn repl_hooks() -> minipy_repl::Hooks {
    minipy_repl::Hooks { run_source, report: |vm, raised| report_inner(vm, raised, true) }
}

fn hash_key(host: &dyn Host, config: &mut Config) -> (u64, u64) {
    let seed = if config.ignore_environment { None } else { host.env_get(b"PYTHONHASHSEED").ok().flatten() };
    let mut bytes = [0u8; 16];
    match seed.and_then(|s| String::from_utf8(s).ok()).and_then(|s| s.parse::<u32>().ok()) {
        Some(0) => {}
        Some(seed) => {
            // CPython's lcg_urandom.
            let mut x = seed;
            for byte in &mut bytes {
                x = x.wrapping_mul(214_013).wrapping_add(2_531_011);
                *byte = (x >> 16) as u8;
            }
            config.hash_randomization = true;
        }
        None => {
            config.hash_randomization = true;
            let _ = host.random_bytes(&mut bytes);
        }
    }
    let word = |at: usize| {
        let mut part = [0; 8];
        part.copy_from_slice(&bytes[at..at + 8]);
        u64::from_le_bytes(part)
    };
    (word(0), word(8))
}

/// The directory of a path, resolved, for `sys.path[0]`.
fn directory_of(host: &dyn Host, path: &[u8]) -> Vec<u8> {
    let real = host.real_path(path).unwrap_or_else(|_| path.to_vec());
    match real.iter().rposition(|&b| b == b'/') {
        Some(0) => b"/".to_vec(),
        Some(at) => real[..at].to_vec(),
        None => Vec::new(),
    }
}

/// The path of the script as CPython makes it absolute: nothing is normalised.
fn absolute(host: &dyn Host, path: &[u8]) -> Vec<u8> {
    if path.starts_with(b"/") {
        return path.to_vec();
    }
    let mut result = host.current_dir().unwrap_or_default();
    if !path.is_empty() && !result.ends_with(b"/") {
        result.push(b'/');
    }
    result.extend_from_slice(path);
    result
}

fn prepare(vm: &Vm, mut config: Config, program: &Program) -> PyResult<()> {
    let host = &*vm.interp().host;
    if !config.safe_path {
        config.path0 = match program {
            Program::File(path) => {
                let full = absolute(host, path);
                let is_dir = host.metadata(&full, true).is_ok_and(|m| m.is_dir());
                Some(if is_dir { full } else { directory_of(host, path) })
            }
            Program::Module(_) => host.current_dir().ok(),
            Program::Command(_) | Program::Stdin => Some(Vec::new()),
        };
    }
    let modules: Vec<_> = minipy_stdlib::MODULES.iter().chain(minipy_asyncio::MODULES).copied().collect();
    vm.boot(config, crate::compile::compile, &modules)?;
    let config = vm.config();
    if !config.x_options.is_empty() {
        vm.set_memory_modes(&config.x_options);
    }
    if !config.ignore_environment
        && let Ok(Some(modes)) = host.env_get(b"MINIPYMODES")
    {
        let modes: Vec<String> = String::from_utf8_lossy(&modes).split(',').map(str::to_owned).collect();
        vm.set_memory_modes(&modes);
    }
    Ok(())
}

fn run_main(vm: &Vm, program: &Program, skip_first_line: bool) -> PyResult<Status> {
    let Some(main) = vm.main_module() else { return Ok(Status::Code(1)) };
    let Some(globals) = main.namespace() else { return Ok(Status::Code(1)) };
    let host = &*vm.interp().host;
    match program {
        Program::Command(text) => {
            run_source(vm, text, "<string>", &globals, CompileMode::Exec)?;
        }
        Program::Module(name) => {
            if let Some(status) = run_module(vm, name, &globals)? {
                return Ok(status);
            }
        }
        Program::Stdin => {
            let terminal = host.is_terminal(0).unwrap_or(false);
            if terminal || vm.config().inspect {
                return Ok(Status::Code(minipy_repl::run(vm, &repl_hooks(), false)));
            }
            let source = read_stdin(vm)?;
            run_source(vm, &source, "<stdin>", &globals, CompileMode::Exec)?;
        }
        Program::File(path) => {
            let full = absolute(host, path);
            let shown = String::from_utf8_lossy(&full).into_owned();
            if host.metadata(&full, true).is_ok_and(|m| m.is_dir()) {
                let mut inner = full.clone();
                if !inner.ends_with(b"/") {
                    inner.push(b'/');
                }
                inner.extend_from_slice(b"__main__.py");
                let Ok(source) = host.read_file(&inner) else {
                    let program = String::from_utf8_lossy(&vm.config().executable).into_owned();
                    sysmod::write_stderr(vm, &format!("{program}: can't find '__main__' module in '{shown}'\n"));
                    return Ok(Status::Code(1));
                };
                let name = String::from_utf8_lossy(&inner).into_owned();
                set_main(vm, &globals, "__package__", vm.str(""));
                set_main(vm, &globals, "__file__", sysmod::fs_decode(vm, &inner));
                run_below_runpy(vm, &source, &name, &globals)?;
                return Ok(Status::Code(0));
            }
            let source = match host.read_file(&full) {
                Ok(source) => source,
                Err(error) => {
                    let program = String::from_utf8_lossy(&vm.config().executable).into_owned();
                    let reason = format!("[Errno {}] {}", error.errno, error.message);
                    sysmod::write_stderr(vm, &format!("{program}: can't open file '{shown}': {reason}\n"));
                    return Ok(Status::Code(2));
                }
            };
            let source = if skip_first_line { without_first_line(source) } else { source };
            set_main(vm, &globals, "__file__", sysmod::fs_decode(vm, &full));
            set_main(vm, &globals, "__cached__", Value::NONE);
            minipy_vm::import::native::set_main_loader(vm, &globals, &shown);
            run_source(vm, &source, &shown, &globals, CompileMode::Exec)?;
        }
    }
    Ok(Status::Code(0))
}

fn without_first_line(source: Vec<u8>) -> Vec<u8> {
    match source.iter().position(|&b| b == b'\n') {
        Some(at) => source[at..].to_vec(),
        None => Vec::new(),
    }
}

fn set_main(vm: &Vm, globals: &DictRef, name: &str, value: Value) {
    globals.set_name(vm, &vm.intern(name), value);
}

fn read_stdin(vm: &Vm) -> PyResult<Vec<u8>> {
    let mut source = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let host = vm.interp().host.clone();
        match vm.without_gil(|| host.fd_read(0, &mut buffer)) {
            Ok(0) => return Ok(source),
            Ok(n) => source.extend_from_slice(&buffer[..n]),
            Err(error) if error.is_interrupted() => vm.check_signals()?,
            Err(_) => return Ok(source),
        }
    }
}

/// Compiles and runs source text in a namespace.
fn run_source(vm: &Vm, source: &[u8], filename: &str, globals: &DictRef, mode: CompileMode) -> PyResult {
    let request = CompileRequest {
        source,
        is_text: false,
        is_file: !filename.starts_with('<'),
        filename,
        mode,
        flags: 0,
        optimize: -1,
    };
    let code = crate::compile::compile(vm, &request)?;
    let code = vm.code_object(code)?;
    if filename == "<string>" || mode == CompileMode::Single {
        // Tracebacks of `-c` and of the prompt show their lines.
        minipy_vm::traceback::register_code(vm, &code, &String::from_utf8_lossy(source));
    }
    minipy_vm::interp::run_code(vm, &code, globals, globals.value())
}

/// `-m`: like `runpy._run_module_as_main`. `Some`: it was not found, and said so.
fn run_module(vm: &Vm, name: &str, globals: &DictRef) -> PyResult<Option<Status>> {
    let program = String::from_utf8_lossy(&vm.config().executable).into_owned();
    let found = match minipy_vm::import::source::find_main(vm, name) {
        Ok(found) => found,
        Err(raised) => {
            if exc::is_instance(vm, &raised, &vm.exceptions().import_error) {
                let exception = vm.take_exception(raised);
                let text = vm.str_string(&exception)?;
                sysmod::write_stderr(vm, &format!("{program}: {text}\n"));
                return Ok(Some(Status::Code(1)));
            }
            return Err(raised);
        }
    };
    let found = match found {
        Ok(found) => found,
        Err(message) => {
            sysmod::write_stderr(vm, &format!("{program}: {message}\n"));
            return Ok(Some(Status::Code(1)));
        }
    };
    set_main(vm, globals, "__file__", sysmod::fs_decode(vm, found.path.as_bytes()));
    set_main(vm, globals, "__package__", vm.str(&found.package));
    set_main(vm, globals, "__cached__", Value::NONE);
    set_main(vm, globals, "__spec__", found.spec);
    sysmod::set_argv0(vm, sysmod::fs_decode(vm, found.path.as_bytes()));
    run_below_runpy(vm, &found.source, &found.path, globals)?;
    Ok(None)
}

/// Runs source text as `runpy` does: below two frames of that module, which tracebacks and `sys._getframe` show.
fn run_below_runpy(vm: &Vm, source: &[u8], filename: &str, globals: &DictRef) -> PyResult<()> {
    let request = |source, is_file, filename| CompileRequest {
        source,
        is_text: false,
        is_file,
        filename,
        mode: CompileMode::Exec,
        flags: 0,
        optimize: -1,
    };
    let code = vm.code_object(crate::compile::compile(vm, &request(source, true, filename))?)?;
    // The calls stand in the lines in which the library's module has them.
    let frames = format!(
        "{}def _run_code(code, run_globals):\n exec(code, run_globals)\n{}def _run_module_as_main(code, run_globals):\n \
         return _run_code(code, run_globals)\n",
        "\n".repeat(86),
        "\n".repeat(113)
    );
    let runpy = vm.code_object(crate::compile::compile(vm, &request(frames.as_bytes(), true, "<frozen runpy>"))?)?;
    let namespace = vm.new_dict();
    minipy_vm::interp::run_code(vm, &runpy, &namespace, namespace.value())?;
    let Some(function) = namespace.get_name(vm, &vm.intern("_run_module_as_main")) else { return Ok(()) };
    vm.call(&function, &[code.value().clone(), globals.value().clone()]).map(drop)
}

/// An exception has left the program: prints it and gives the status.
fn report(vm: &Vm, raised: Raised) -> Status {
    report_inner(vm, raised, false).unwrap_or(Status::Code(0))
}

/// Prints an exception. `None`: the prompt goes on.
fn report_inner<S: From<Status>>(vm: &Vm, raised: Raised, at_prompt: bool) -> Option<S> {
    let exceptions = vm.exceptions();
    let interrupted = exc::is_instance(vm, &raised, &exceptions.keyboard_interrupt);
    let exit = exc::is_instance(vm, &raised, &exceptions.system_exit);
    let exception = vm.take_exception(raised);
    if exit {
        return Some(Status::Code(sysmod::hooks::exit_status(vm, &exception)).into());
    }
    let code = sysmod::hooks::call_excepthook(vm, &exception);
    if let Some(code) = code {
        return Some(Status::Code(code).into());
    }
    if at_prompt {
        return None;
    }
    Some(if interrupted { Status::Interrupted } else { Status::Code(1) }.into())
}

impl From<Status> for i32 {
    fn from(status: Status) -> i32 {
        match status {
            Status::Code(code) => code,
            Status::Interrupted => 130,
        }
    }
}

/// What CPython's `Py_FinalizeEx` does as far as programs can see it.
fn finish(vm: &Vm, mut status: Status) -> Status {
    // The end of the program flushes, whatever comes of it; what fails is tried again below, and reported.
    sysmod::hooks::flush_stdout(vm);
    minipy_vm::startup::shut_down_threads(vm);
    minipy_vm::startup::run_exit_hooks(vm);
    if !sysmod::stdio::flush_std_files(vm) {
        status = Status::Code(120);
    }
    vm.interp().gil.finalize(&vm.breaker);
    vm.tear_down_modules();
    vm.check_references();
    minipy_vm::interp::report_profile(vm);
    if !sysmod::stdio::flush_std_files(vm) {
        status = Status::Code(120);
    }
    status
}
