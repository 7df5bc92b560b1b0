# PEP 750
name, n = "World", 42
t = t"Hello {name}! {n:5d} {n!r} {n = }"
print(type(t).__name__, type(t).__module__)
print(t.strings)
print(t.values)
for i in t.interpolations:
    print(type(i).__name__, repr(i.value), repr(i.expression), repr(i.conversion), repr(i.format_spec))
print([x if isinstance(x, str) else x.value for x in t])
u = t"a{1}" t"b{2}c"
print(u.strings, u.values)
print((t"x{1}" + t"y{2}z").strings)
try:
    t"x" + "y"
except TypeError as e:
    print(e)
empty = t""
print(empty.strings, empty.values, empty.interpolations)
print(t"{n:{n}}".interpolations[0].format_spec, t"{n:>{3}}".interpolations[0].format_spec)
print(rt"\n{n}".strings, t'''{
    n + 1
}'''.interpolations[0].expression)
print(repr(t"a{n!r:x}b"))
print(t"{t"{1}"}".values[0].values)
match t"v{n}":
    case object(strings=("v", "")):
        print("matched")
i = t"{n!s:>4}".interpolations[0]
match i:
    case object(value=v, expression=e, conversion=c, format_spec=s):
        print(v, e, c, s)
try:
    t"{undefined_name}"
except NameError as e:
    print(e)
