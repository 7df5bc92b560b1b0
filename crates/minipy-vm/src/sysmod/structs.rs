//! The struct sequences of `sys` and the names of the standard library.

use crate::heap::Obj;
use crate::module::ModuleObj;
use crate::native::PyResult;
use crate::types::structseq::{StructSeqDef, new_class, new_instance};
use crate::types::type_::TypeRef;
use crate::value::Value;
use crate::vm::Vm;

macro_rules! structs {
    ($($name:ident $module:literal $text:literal $doc:literal [$($field:literal)*];)*) => { $(
        static $name: StructSeqDef = StructSeqDef {
            name: $text,
            module: $module,
            doc: $doc,
            fields: &[$($field),*],
            visible: [$($field),*].len(),
            callable: false,
        };
    )* };
}

structs! {
    VERSION_INFO "sys" "version_info" "sys.version_info\n\nVersion information as a named tuple."
        ["major" "minor" "micro" "releaselevel" "serial"];
    FLOAT_INFO "sys" "float_info" "sys.float_info\n\nA named tuple holding information about the float type."
        ["max" "max_exp" "max_10_exp" "min" "min_exp" "min_10_exp" "dig" "mant_dig" "epsilon" "radix" "rounds"];
    INT_INFO "sys" "int_info" "sys.int_info\n\nA named tuple that holds information about Python's internal representation of integers."
        ["bits_per_digit" "sizeof_digit" "default_max_str_digits" "str_digits_check_threshold"];
    HASH_INFO "sys" "hash_info" "hash_info\n\nA named tuple providing parameters used for computing hashes."
        ["width" "modulus" "inf" "nan" "imag" "algorithm" "hash_bits" "seed_bits" "cutoff"];
    THREAD_INFO "sys" "thread_info" "sys.thread_info\n\nA named tuple holding information about the thread implementation."
        ["name" "lock" "version"];
    ASYNCGEN_HOOKS "builtins" "asyncgen_hooks" "asyncgen_hooks\n\nStruct sequence providing information about asynchronous generators hooks."
        ["firstiter" "finalizer"];
}

/// `sys.flags`: its last three fields are attributes only.
static FLAGS: StructSeqDef = StructSeqDef {
    name: "flags",
    module: "sys",
    doc: "sys.flags\n\nFlags provided through command line arguments or environment vars.",
    fields: &[
        "debug",
        "inspect",
        "interactive",
        "optimize",
        "dont_write_bytecode",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "hash_randomization",
        "isolated",
        "dev_mode",
        "utf8_mode",
        "warn_default_encoding",
        "safe_path",
        "int_max_str_digits",
        "gil",
        "thread_inherit_context",
        "context_aware_warnings",
    ],
    visible: 18,
    callable: false,
};

/// Classes that are made when they are first needed.
#[derive(Default)]
struct Classes {
    asyncgen_hooks: std::cell::OnceCell<TypeRef>,
}

fn lazily<'a>(vm: &Vm, cell: &'a std::cell::OnceCell<TypeRef>, def: &'static StructSeqDef) -> PyResult<&'a TypeRef> {
    if cell.get().is_none() {
        let _ = cell.set(new_class(vm, def)?);
    }
    Ok(cell.get_or_init(|| vm.types().tuple.clone()))
}

/// `sys.asyncgen_hooks(firstiter, finalizer)`
pub fn asyncgen_hooks(vm: &Vm, firstiter: Value, finalizer: Value) -> PyResult {
    let class = lazily(vm, &vm.state::<Classes>().asyncgen_hooks, &ASYNCGEN_HOOKS)?;
    Ok(new_instance(vm, class, vec![firstiter, finalizer]))
}

pub(super) fn install(vm: &Vm, module: &Obj<ModuleObj>) -> PyResult<()> {
    let int = |n: i64| vm.int(n);
    let config = vm.config();
    let add = |name: &str, def: &'static StructSeqDef, items: Vec<Value>| -> PyResult {
        let class = new_class(vm, def)?;
        let value = new_instance(vm, &class, items);
        module.set(vm, name, value.clone());
        Ok(value)
    };
    let version = add("version_info", &VERSION_INFO, vec![int(3), int(14), int(0), vm.str("final"), int(0)])?;
    add(
        "float_info",
        &FLOAT_INFO,
        vec![
            vm.float(f64::MAX),
            int(1024),
            int(308),
            vm.float(f64::MIN_POSITIVE),
            int(-1021),
            int(-307),
            int(15),
            int(53),
            vm.float(f64::EPSILON),
            int(2),
            int(1),
        ],
    )?;
    add("int_info", &INT_INFO, vec![int(30), int(4), int(4300), int(640)])?;
    add(
        "hash_info",
        &HASH_INFO,
        vec![
            int(64),
            int((1 << 61) - 1),
            int(314_159),
            int(0),
            int(1_000_003),
            vm.str("siphash13"),
            int(64),
            int(128),
            int(0),
        ],
    )?;
    add("thread_info", &THREAD_INFO, vec![vm.str("pthread"), vm.str("semaphore"), Value::NONE])?;
    let flag = |on: bool| int(i64::from(on));
    add(
        "flags",
        &FLAGS,
        vec![
            int(i64::from(config.debug)),
            flag(config.inspect),
            flag(config.interactive),
            int(i64::from(config.optimize)),
            flag(config.dont_write_bytecode),
            flag(config.no_user_site),
            flag(config.no_site),
            flag(config.ignore_environment),
            int(i64::from(config.verbose)),
            int(i64::from(config.bytes_warning)),
            flag(config.quiet),
            flag(config.hash_randomization),
            flag(config.isolated),
            Value::bool(config.x_options.iter().any(|o| o == "dev")),
            flag(config.x_options.iter().any(|o| o == "utf8" || o == "utf8=1")),
            int(0),
            Value::bool(config.safe_path),
            int(4300),
            int(1),
            int(0),
            int(0),
        ],
    )?;
    let implementation = crate::sysmod::functions::namespace(
        vm,
        vec![
            ("name", vm.str("minipy")),
            ("cache_tag", Value::NONE),
            ("version", version),
            ("hexversion", int(super::HEX_VERSION)),
            ("_multiarch", vm.str("x86_64-linux-gnu")),
            ("supports_isolated_interpreters", Value::FALSE),
        ],
    )?;
    module.set(vm, "implementation", implementation);
    Ok(())
}

/// `sys.stdlib_module_names`
pub static STDLIB_NAMES: &str = "__future__ _abc _aix_support _android_support _apple_support _ast _ast_unparse \
_asyncio _bisect _blake2 _bz2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw \
_collections _collections_abc _colorize _compat_pickle _contextvars _csv _ctypes _curses _curses_panel _datetime _dbm \
_decimal _elementtree _frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq _hmac _imp \
_interpchannels _interpqueues _interpreters _io _ios_support _json _locale _lsprof _lzma _markupbase _md5 \
_multibytecodec _multiprocessing _opcode _opcode_metadata _operator _osx_support _overlapped _pickle _posixshmem \
_posixsubprocess _py_abc _py_warnings _pydatetime _pydecimal _pyio _pylong _pyrepl _queue _random _remote_debugging \
_scproxy _sha1 _sha2 _sha3 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat _statistics _string _strptime _struct \
_suggestions _symtable _sysconfig _thread _threading_local _tkinter _tokenize _tracemalloc _types _typing _uuid \
_warnings _weakref _weakrefset _winapi _wmi _zoneinfo _zstd abc annotationlib antigravity argparse array ast asyncio \
atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath cmd code codecs codeop collections colorsys \
compileall compression concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses \
datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput \
fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html \
http idlelib imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox \
marshal math mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator \
optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty \
pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched \
secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile sre_constants \
sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile \
tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty \
turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg winsound \
wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo";
