# `if __name__ == "__main__"` prevents the code from running when the module is imported.
import _guarded

print(__name__, _guarded.__name__)
print(_guarded.ran)
