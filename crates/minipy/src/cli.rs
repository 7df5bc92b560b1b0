//! The command line: options as CPython has them, and what they start.

use std::sync::Arc;

use minipy_host::{Host, RealHost};
use minipy_vm::startup::Config;

use crate::dump::Stage;
use crate::run::{self, Program};

const USAGE: &str = "[option] ... [-c cmd | -m mod | file | -] [arg] ...";

const HELP: &str = "\
Options:
-b     : issue warnings about converting bytes/bytearray to str (-bb: issue errors)
-B     : accepted for compatibility: no .pyc files are written
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also -? or --help)
-i     : inspect interactively after running script
-I     : isolate from the user's environment (implies -E and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements
-OO    : do -O changes and also discard docstrings
-P     : don't prepend a potentially unsafe path to sys.path
-q     : don't print version and copyright messages on interactive startup
-s, -S : accepted for compatibility
-u     : force the stdout and stderr streams to be unbuffered
-v     : accepted for compatibility
-V     : print the version number and exit (also --version)
-W arg : warning control; arg is action:message:category:module:lineno
-x     : skip first line of source
-X opt : set implementation-specific option
--dump tokens|ast|scopes|bytecode FILE
       : print what the front end and the compiler make of a file
Arguments:
file   : program read from script file
-      : program read from stdin
arg ...: arguments passed to program in sys.argv[1:]
";

/// What the options say, besides [`Config`].
struct Parsed {
    config: Config,
    program: Program,
    skip_first_line: bool,
}

/// Reasons not to run a program.
enum Stop {
    /// Print this and end well.
    Text(String),
    /// A wrong use: print this to stderr, status 2.
    Usage(String),
    /// Print a stage of the compilation.
    Dump(Stage, Vec<u8>, u8),
}

/// Runs the process's command line; never returns.
pub fn main() {
    let host = Arc::new(RealHost);
    let args = host.args().unwrap_or_default();
    let program_name = args.first().map_or_else(|| "minipy".to_owned(), |a| String::from_utf8_lossy(a).into_owned());
    let status = match parse(&*host, &args) {
        Ok(parsed) => {
            run::run_process(host.clone(), parsed.config, parsed.program, parsed.skip_first_line);
            0
        }
        Err(Stop::Text(text)) => {
            write_all(&*host, 1, text.as_bytes());
            0
        }
        Err(Stop::Usage(text)) => {
            let hint = format!("{text}\nusage: {program_name} {USAGE}\nTry `minipy -h' for more information.\n");
            write_all(&*host, 2, hint.as_bytes());
            2
        }
        Err(Stop::Dump(stage, path, optimize)) => dump_file(&*host, stage, &path, optimize),
    };
    let _ = host.exit(status);
}

/// Writes everything, as far as the descriptor takes it.
pub fn write_all(host: &dyn Host, fd: i32, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match host.fd_write(fd, bytes) {
            Ok(n) => bytes = &bytes[n.min(bytes.len())..],
            Err(error) if error.is_interrupted() => {}
            Err(_) => return,
        }
    }
}

fn dump_file(host: &dyn Host, stage: Stage, path: &[u8], optimize: u8) -> i32 {
    let name = String::from_utf8_lossy(path).into_owned();
    let source = match host.read_file(path) {
        Ok(source) => source,
        Err(error) => {
            write_all(host, 2, format!("minipy: can't open file '{name}': {error}\n").as_bytes());
            return 2;
        }
    };
    match crate::dump::dump(stage, &source, &name, optimize) {
        Ok(text) => {
            write_all(host, 1, text.as_bytes());
            0
        }
        Err(error) => {
            write_all(host, 2, crate::dump::render_error(&error, &name).as_bytes());
            1
        }
    }
}

fn parse(host: &dyn Host, args: &[Vec<u8>]) -> Result<Parsed, Stop> {
    let mut config = Config { orig_argv: args.to_vec(), ..Config::default() };
    let mut skip_first_line = false;
    let mut at = 1;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut program = None;
    while program.is_none() {
        let Some(arg) = args.get(at) else { break };
        if arg == b"-" || !arg.starts_with(b"-") {
            break;
        }
        at += 1;
        if arg == b"--" {
            break;
        }
        if arg.starts_with(b"--") {
            match &arg[2..] {
                b"help" => return Err(Stop::Text(help(args))),
                b"version" => return Err(Stop::Text(version())),
                b"dump" => {
                    let stage = args.get(at).and_then(|s| Stage::from_name(&text(s)));
                    let (Some(stage), Some(file)) = (stage, args.get(at + 1)) else {
                        return Err(Stop::Usage("--dump needs tokens, ast, scopes or bytecode, and a file".into()));
                    };
                    return Err(Stop::Dump(stage, file.clone(), config.optimize));
                }
                _ => return Err(Stop::Usage(format!("Unknown option: {}", text(arg)))),
            }
        }
        let mut letters = &arg[1..];
        while let Some((&letter, rest)) = letters.split_first() {
            letters = rest;
            // Options with an argument take the rest of the word, or the next word.
            let mut operand = |letters: &mut &[u8]| -> Result<Vec<u8>, Stop> {
                if !letters.is_empty() {
                    return Ok(std::mem::take(letters).to_vec());
                }
                let found = args.get(at).cloned();
                at += 1;
                found.ok_or_else(|| Stop::Usage(format!("Argument expected for the -{} option", letter as char)))
            };
            match letter {
                b'b' => config.bytes_warning += 1,
                b'B' => config.dont_write_bytecode = true,
                b'c' => program = Some(Program::Command(operand(&mut letters)?)),
                b'm' => program = Some(Program::Module(text(&operand(&mut letters)?))),
                b'd' => config.debug += 1,
                b'E' => config.ignore_environment = true,
                b'h' | b'?' => return Err(Stop::Text(help(args))),
                b'i' => config.inspect = true,
                b'I' => {
                    config.isolated = true;
                    config.ignore_environment = true;
                    config.no_user_site = true;
                    config.safe_path = true;
                }
                b'O' => config.optimize = (config.optimize + 1).min(2),
                b'P' => config.safe_path = true,
                b'q' => config.quiet = true,
                b'R' => {}
                b's' => config.no_user_site = true,
                b'S' => config.no_site = true,
                b'u' => config.unbuffered = true,
                b'v' => config.verbose += 1,
                b'V' => return Err(Stop::Text(version())),
                b'W' => {
                    let option = text(&operand(&mut letters)?);
                    config.warn_options.push(option);
                }
                b'x' => skip_first_line = true,
                b'X' => {
                    let option = text(&operand(&mut letters)?);
                    config.x_options.push(option);
                }
                other => return Err(Stop::Usage(format!("Unknown option: -{}", other as char))),
            }
            if program.is_some() {
                break;
            }
        }
    }
    let mut rest = args.get(at..).unwrap_or(&[]).to_vec();
    let program = match program {
        Some(Program::Command(command)) => {
            rest.insert(0, b"-c".to_vec());
            Program::Command(command)
        }
        Some(other) => {
            rest.insert(0, b"-m".to_vec());
            other
        }
        None if rest.is_empty() => {
            rest.push(Vec::new());
            Program::Stdin
        }
        None if rest[0] == b"-" => Program::Stdin,
        None => Program::File(rest[0].clone()),
    };
    config.argv = rest;
    environment(host, &mut config);
    config.executable = host.executable().unwrap_or_default();
    Ok(Parsed { config, program, skip_first_line })
}

/// The environment variables that matter.
fn environment(host: &dyn Host, config: &mut Config) {
    if config.ignore_environment {
        return;
    }
    let get = |name: &str| host.env_get(name.as_bytes()).ok().flatten().filter(|v| !v.is_empty());
    if let Some(path) = get("PYTHONPATH") {
        config.path = path.split(|&b| b == b':').filter(|p| !p.is_empty()).map(<[u8]>::to_vec).collect();
    }
    if get("PYTHONUNBUFFERED").is_some() {
        config.unbuffered = true;
    }
    if get("PYTHONINSPECT").is_some() {
        config.inspect = true;
    }
    if get("PYTHONSAFEPATH").is_some() {
        config.safe_path = true;
    }
    if get("PYTHONDONTWRITEBYTECODE").is_some() {
        config.dont_write_bytecode = true;
    }
    if let Some(level) = get("PYTHONOPTIMIZE") {
        let level = String::from_utf8_lossy(&level).parse::<u8>().unwrap_or(1).clamp(1, 2);
        config.optimize = config.optimize.max(level);
    }
    if let Some(options) = get("PYTHONWARNINGS") {
        let options = String::from_utf8_lossy(&options).into_owned();
        let mut all: Vec<String> = options.split(',').map(str::to_owned).collect();
        all.append(&mut config.warn_options);
        config.warn_options = all;
    }
    if let Some(encoding) = get("PYTHONIOENCODING") {
        config.io_encoding = Some(String::from_utf8_lossy(&encoding).into_owned());
    }
}

fn version() -> String {
    format!("Python {} (minipy {})\n", minipy_vm::sysmod::PYTHON_VERSION, env!("CARGO_PKG_VERSION"))
}

fn help(args: &[Vec<u8>]) -> String {
    let name = args.first().map_or_else(|| "minipy".to_owned(), |a| String::from_utf8_lossy(a).into_owned());
    format!("usage: {name} {USAGE}\n{HELP}")
}
