# Every prefix of a program either compiles or raises SyntaxError; nothing else.
SOURCE = '''
@deco(1)
async def f[T: int](a, /, b: "x" = 1, *args, c=2, **kw) -> list[int]:
    """doc"""
    x = [i async for i in a if i] + {1: 2, **kw}["k"]
    async with a as b, c: await x
    try: raise E from None
    except* (A, B) as e: pass
    finally: q = f"{x!r:>{w}} {y = }" rb"" '''
SOURCE2 = """
match p:
    case {"a": [1, *_], **rest} | P(x=0) if rest: pass
    case -1 | "s" | None: lambda *a, k=1, **q: (yield)
while (n := 10) > 0x1F: n -= 1_000.5e-3j; continue
else: del a[1:2, ::3], b.c
global g, h
with (open(f) as g, h): x: int = 5 if a else not b
type A[*Ts, **P] = tuple[*Ts]
s = '''triple
''' 'and' t"{q}" \
  + b"x"
import a.b as c
from .. import (d, e as f,)
"""
for source in (SOURCE, SOURCE2):
    counts = {}
    for end in range(0, len(source) + 1, 4):
        for text in (source[:end], source[end:], source[:end] + "(" + source[end:], source[:end] + "\n" + source[end:]):
            try:
                compile(text, "<cut>", "exec")
                kind = "ok"
            except SyntaxError as e:
                kind = "SyntaxError"
                str(e), repr(e.text), e.lineno
            counts[kind] = counts.get(kind, 0) + 1
    print(sorted(counts) == ["SyntaxError", "ok"], sum(counts.values()))
