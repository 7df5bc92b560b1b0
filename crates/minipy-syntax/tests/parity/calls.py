# Calls with positional, keyword and unpacked arguments.
f()
f(a)
f(a,)
f(a, b)
f(*a)
f(**a)
f(a, *b, c, d=1, *e, f=2, **g, h=3, **i)
f(a=1)
f(a=1,)
f(x for x in y)
f((x for x in y))
f((x for x in y), a)
f(a, (x for x in y))
f(x := 1)
f(x := 1, y := 2)
f(a)(b)(c)
f(a).b(c).d
f[a](b)[c](d)
f(*a or b)
f(**a or b)
f(lambda: 1)
f(a if b else c)
f(
    a,
    # comment
    b=1,
    *c,
)
f(not a)
f(yield_)
f(await_)
f((yield_))
f((a) for a in b)
f ( a )
print("a", "b" "c", sep='')
f(a=b == c)
f(*[a], *(b,), **{}, **c)
super().f(a)
(f)(a)
f(async_=1)
f((a, b) for a, b in c)
f(  x for x in y  )
f(  # comment
    x for x in y  # comment
)
