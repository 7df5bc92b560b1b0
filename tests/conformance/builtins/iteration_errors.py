# The errors of builtins/iteration.
class It:
    def __iter__(self): yield from (3, 1, 2)
    def __reversed__(self): return "rev"
    def __len__(self): return 3
def boom():
    yield 1
    raise ValueError("boom")
for code in ("aiter(5)", "next(5)", "iter(5)", "reversed({1})", "reversed(5)", "enumerate(5)", "zip(5)", "map(5)", "map(5, [1])", "list(map(5, [1]))", "filter(1)", "sum(['a', 'b'])", "sum([b'a'], b'')", "sum(['a'], '')", "max(5)", "min()", "max([1, 'a'])", "sorted(5)", "all(5)", "iter([], 5)", "min(1, 2, default=3)", "sum([1], [])"):
    try: print(code, "->", str(eval(code))[:12])
    except Exception as x: print(code, "!!", type(x).__name__, x)
