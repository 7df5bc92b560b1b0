"""The hidden argument of a generator expression, set by a program to what is no iterator."""


def show(value):
    g = (x for x in range(10))
    g.gi_frame.f_locals[".0"] = value
    try:
        print(list(g))
    except TypeError as e:
        print(e)
    g = (x for x in range(10))
    function = type(show)(g.gi_code, {})
    for call in (lambda: function(value), lambda: function(*[value])):
        try:
            print(list(call()))
        except TypeError as e:
            print(e)


for value in (5, None, True, 2.5, ..., [1], iter([1, 2]), range(2), "ab", iter("ab"), 2**70):
    show(value)
