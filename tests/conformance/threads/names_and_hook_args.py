# The system's names of threads, and the type of what _excepthook gets.
import _thread

_thread.set_name("abc")
print(_thread._get_name(), _thread._NAME_MAXLEN)
for name in ["x" * 40, "a\0b", "é" * 20, "", 5, None]:
    try:
        print(_thread.set_name(name), ascii(_thread._get_name()))
    except TypeError as error:
        print(error)
_thread.set_name(name="by keyword")
print(_thread._get_name())


def other():
    _thread.set_name("other")
    print(_thread._get_name())
    done.release()


done = _thread.allocate_lock()
done.acquire()
_thread.start_new_thread(other, ())
done.acquire()
print(_thread._get_name())

Args = _thread._ExceptHookArgs
args = Args((1, 2, 3, 4))
print(args, args.exc_type, args.thread, len(args), Args.__match_args__, Args.n_fields)
print(Args.__doc__)
for given in [(), (1,), ((1, 2),), ([1, 2, 3, 4],)]:
    try:
        print(Args(*given))
    except TypeError as error:
        print(error)
try:
    raise ValueError("reported")
except ValueError as error:
    _thread._excepthook(Args((type(error), error, error.__traceback__, type("T", (), {"name": "named"}))))
