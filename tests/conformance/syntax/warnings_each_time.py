# Which expressions the compiler warns of, each time that they are compiled, with the line of the file if there is one.
import sys

for s in ["() is x", "(1,) is x", "('', (None, 2.5)) is x", "x is (1, 2)", "((1,),) is x", "(1, (2, 3)) is not x", "x is 1", "x is -1", "-1 is x", "x is (-1,)", "(1+2) is x", "((1+2),) is x", "x is (1, -2)", "x is (1, ())", "x is (1, (),)", "x is 'a' 'b'", "x is f'a'", "x is (f'a',)", "x is [1]", "x is {}", "x is None", "(None,) is x", "(..., True) is x", "... is x", "x is (1+2j)", "x is -1j", "x is not 1 < 2", "(x, 1) is x", "(*(1,), 2) is x", "x is (not 1)", "x is (1 if 1 else 2)", "(1)()", "(1,)()", "((1,),)()", "(1,)[1.5]", "((1,),)['a']", "'a'['b']", "[1]['a']", "[1](2)", "f'a'['b']", "f'a'()", "{}()", "(1,)[None]", "()[()]", "(1,)[(1,)]", "((1,),)[(1,(2,))]", "[1][(1,2)]", "[1][((1,),2)]", "[1][-1]", "[1][-1.5]", "[1][f'a']", "'a'[b'']", "'a'[...]", "assert (1, 2)", "assert (1, (2,))", "assert (x, 1)", "assert ()", "(lambda: 1)()()", "(lambda: 1)[1]", "'a'[1,2]", "b'a'[1,]", "(x for x in y)[1]", "{1}[1]", "{1:2}(1)", "None()", "None[1]", "...[1]", "1[2]", "1.5()", "(1,2)(3)", "x is (lambda: 1)", "x is t'a'", "t'a'()", "t'a'['b']"]:
    for mode in ("eval", "exec"):
        print(repr(s), mode, file=sys.stderr, flush=True)
        try: compile(s, 'f', mode)
        except SyntaxError as e: print(e, file=sys.stderr)

for i in range(2):
    exec("1 is x if 0 else 1")
    compile("1 is x", "<string>", "exec")
    compile("1 is x", "f", "exec")
    compile("\n1 is x", __file__, "exec")
    eval("1 is 2")
    eval("'\\d'")


def f():
    return 1 is 2; return 1 is 2

# A literal % a tuple is an f-string for these warnings.
for s in ["[1]['%s' % (x,)]", "[1]['%s' % x]", "('%s' % (x,))(1)", "[1]['%d' % (x,)]", "[1]['a' % ()]", "('%s' % (x,))['a']",
          "[1]['%s' % (*x,)]", "[1]['%s%5.3r' % (x, y)]", "('%s' % (x,))[1]", "[1]['%s' % (x, y)]", "'%s' % (x,) is 'a'"]:
    print(s, file=sys.stderr, flush=True)
    compile(s, "f", "exec")
