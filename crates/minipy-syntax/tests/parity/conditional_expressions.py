# Conditional expressions and boolean operators.
a = b if c else d
a = b if c else d if e else f
a = (b if c else d) if e else f
a = b if (c if d else e) else f
a = b or c if d and e else f
a = lambda: b if c else d
a = (lambda: b) if c else d
a = [b if c else d, e if f else g]
a = {b if c else d: e if f else g}
a = b and c and d
a = b or c or d
a = b and c or d and e
a = (b and c) and d
a = b and (c and d)
a = not b and not c
a = not (b and c)
a = b or not c
a = (b or
     c)
f(a if b else c, d if e else f)
return_ = a if b else (c, d)
a[b if c else d]
a = b if c else \
    d
a = (b
     if c
     else d)
a = *b, c if d else e
a = b if c else d, e
a = await_ if yield_ else not_
a = 1 if 2else 3
a = (b)if(c)else(d)
