import sys

print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 14), type(sys.version_info).__name__, sys.version_info.releaselevel)
print(type(sys.version).__name__, sys.version.startswith("3.14."), sys.hexversion >> 16 == 0x030E, sys.byteorder, sys.maxsize == 2**63 - 1, sys.maxunicode)
print(sys.argv[1:], sys.argv[0].endswith("attributes.py"), type(sys.path).__name__, type(sys.modules).__name__, sys.platform)
print(sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.int_info.default_max_str_digits, sys.hash_info.modulus, sys.hash_info.inf)
print(sys.getrecursionlimit(), sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.flags.optimize, sys.dont_write_bytecode in (True, False))
print("math" in sys.builtin_module_names or True, "sys" in sys.builtin_module_names, isinstance(sys.stdlib_module_names, frozenset), "os" in sys.stdlib_module_names)
print(sys.intern("abc") is sys.intern("abc"), sys.getsizeof([]) > 0, sys.is_finalizing(), sys.call_tracing is not None)
print(sys.stdin.fileno(), sys.stdout.fileno(), sys.stderr.fileno(), sys.stdout.encoding, sys.stdout.name, sys.stdout is sys.__stdout__)
print(sys.exc_info(), sys.implementation.name in ("cpython", "minipy"), sys.implementation.version[:2], sys.api_version)
sys.set_int_max_str_digits(1000)
print(sys.get_int_max_str_digits())
sys.displayhook(5)
sys.displayhook(None)
import builtins
print(builtins._)
sys.custom = 1
print(sys.custom, sys.orig_argv[-1].endswith(".py"), sys.copyright.startswith("Copyright"), sys.thread_info.name in ("pthread",))
