import _thread

for args in ((), (1, ()), (print, 1), (print, [1]), (print, (), 5), (print, (), {}, 1)):
    try:
        _thread.start_new_thread(*args)
    except TypeError as e:
        print(type(e).__name__, e)
print(type(_thread.get_ident()).__name__, _thread.get_ident() == _thread.get_ident())
print(type(_thread.get_native_id()).__name__)
try:
    _thread.exit()
except SystemExit as e:
    print("SystemExit", e.code, e.args)
print(_thread.stack_size())
print(_thread.TIMEOUT_MAX > 1e6)
