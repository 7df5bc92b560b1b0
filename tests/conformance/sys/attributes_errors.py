# The errors of sys/attributes.
import sys
sys.set_int_max_str_digits(1000)
for bad in ("sys.intern(5)", "sys.set_int_max_str_digits(5)", "sys.exit(1, 2)", "sys.getrefcount()", "sys.nope", "sys.displayhook()", "sys.getsizeof()"):
    try:
        exec(bad)
    except Exception as e:
        print(bad, "!!", type(e).__name__, e)
sys.displayhook(5)
sys.displayhook(None)
import builtins
sys.custom = 1
