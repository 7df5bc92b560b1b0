"""Doc of _mod."""
print("executing _mod")
value = 1
_private = 2


def func():
    return "func in " + __name__
