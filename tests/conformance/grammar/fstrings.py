# PEP 701
name, n, f = "World", 42, 3.14159
print(f"Hello {name}! {n:5d}|{n:<5}|{n:^5}|{n:>05}|{f:.2f}|{f!r:>10}|{name!s:*^9}|{'é'!a}")
print(f"{n = }", f"{n=}", f"{name=!s}", f"{f=:.1f}", f"{ n + 1 = }", f"{name = :>8}")
print(f"{{}} {{{n}}} {'nested ' + f'{n + 1}'} {f"{f"{1}"}"} {"same 'quotes'"}")
print(f"{n:{5}d}|{f:{'.'}{2}f}|{n:{'0'}{'>'}{8}}|{n!r:{10}}")
print(f"{[i for i in range(3)]} {({'a': 1})['a']} {(lambda x: x * 2)(4)} { {1, } }")
print(f"multi {
    n  # a comment
    + 1
} line {'''triple'''}")
print(f'''{
n
} done''', rf"\d{n}", fr'{n}\n', f"\N{BULLET}\x41\t|", F"{n}", f"{'\n'}".encode())
print(f"{n!r}" f"{name}" "plain {n}" 'x')
print(f"{None} {...} {True} {1, 2} {*[1, 2],}")
print(f"{n:#x} {n:#b} {n:+} {n:,} {1234567:_} {n:e} {0.5:%} {'s':>3} {255:08b} {-n:=6d}")


class F:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


o = F()
print(f"{o} {o:x y} {o!s} {o!r} {o!a:>6} {o:{n}} {o:%H:%M} {o:{{}}}")
x = 5
print(f"{x:{x}}|{x!s:{x}}|{x:>{x}}|{f'{x}':>{x + 1}}|{3.14159:.{2}f}")
print(f"{'a' if x else 'b'}{x if x > 3 else 0:3}|{x==5}|{x!=5}|{x>=5}|{(x:=7)}")
print(f"", f"{''}", f"{'':5}|")
print(f"{x}{x!r}{x}" == "777", f"{'{'}{'}'}", f"a{'b'}c{'d'}")
