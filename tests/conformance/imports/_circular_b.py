import _circular_a
seen = hasattr(_circular_a, "done")
try:
    from _circular_a import done
except ImportError as e:
    print(type(e).__name__, str(e).split(" (/")[0])
