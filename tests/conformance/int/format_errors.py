# The errors of int/format.
for code in ("'%d' % 'x'", "'%d' % 1.9", "'%x' % 1.5", "'%c' % 'ab'", "'%c' % -1", "'%d %d' % 1", "'%d' % (1, 2)", "'%q' % 1", "'%' % 1", "'%(a)d' % 1", "'%(a)d' % {}", "'%s' % ()", "'%s %s' % [1, 2]", "'%*d' % ('a', 1)", "'%d' % None", "'abc' % 1", "'abc' % {}", "'abc' % []", "'%(a' % {}", "'%i' % 2**70 if 0 else '%i' % (2**70)"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
