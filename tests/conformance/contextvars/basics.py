# ContextVar, Token, Context, copy_context: results, reprs, errors.
import contextvars as c

def print(*args, sep=" ", real=print):
    text = []
    for a in args:
        a = str(a)
        while "0x" in a:
            i = a.index("0x")
            j = i + 2
            while j < len(a) and a[j] in "0123456789abcdef":
                j += 1
            a = a[:i] + "ADDRESS" + a[j:]
        text.append(a)
    real(*text, sep=sep)

v=c.ContextVar("v"); w=c.ContextVar("w",default=3)
print(repr(v),repr(w), c.ContextVar, c.Token, c.Context, c.copy_context, c.Token.MISSING, type(c.Token.MISSING))
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e, e.args)
t(lambda: v.get()); t(lambda: w.get()); t(lambda: v.get(1)); t(lambda:c.ContextVar()); t(lambda:c.ContextVar(1)); t(lambda:c.ContextVar("a",1)); t(lambda: c.Token())
t(lambda: c.ContextVar("a", d=1)); t(lambda: v.reset(1)); tok=v.set(1); print(tok, tok.var is v, tok.old_value); t(lambda: w.reset(tok))
ctx=c.copy_context(); t(lambda: ctx.run(v.reset,tok)); v.reset(tok); print(tok); t(lambda: v.reset(tok))
print(len(ctx), list(ctx), ctx.keys(), ctx.values(), ctx.items(), list(ctx.items()), v in ctx, w in ctx, ctx[v], ctx.get(w), ctx.get(w,5), ctx==ctx.copy(), ctx!=ctx.copy(), ctx==1)
t(lambda: ctx[w]); t(lambda: ctx[1]); t(lambda: 1 in ctx); t(lambda: ctx.get(1)); t(lambda:hash(ctx)); t(lambda: ctx.run()); t(lambda: ctx.run(ctx.run, print)); print(repr(ctx))
t(lambda: hash(v)==hash(v)); t(lambda: c.ContextVar[int]); t(lambda:c.Token[int]); t(lambda: setattr(v,'name',1)); t(lambda: setattr(v,'x',1)); t(lambda: v.set()); t(lambda: v.get(1,2))
with v.set(5) as tk:
    print(tk, v.get())
t(lambda: v.get())
print(tk)
t(lambda: tk.__exit__(None,None,None))
t(lambda: tk.__enter__())
t(lambda: c.Context(1)); t(lambda: type('X',(c.Context,),{})); t(lambda: ctx < ctx); t(lambda: c.Token.MISSING == c.Token.MISSING)
print(c.__all__, c.copy_context.__module__, c.Context.run, ctx.run)
print(iter(ctx), iter(ctx.keys()), type(ctx.keys()).__mro__)
print(c.Context.__doc__, c.ContextVar.__doc__, c.Token.__doc__, c.ContextVar.get.__doc__, c.ContextVar.set.__doc__, c.ContextVar.reset.__doc__, c.Context.run.__doc__, c.Context.copy.__doc__, c.Context.get.__doc__, c.Context.keys.__doc__,c.Context.values.__doc__,c.Context.items.__doc__, c.copy_context.__doc__, c.Token.__enter__.__doc__, c.Token.__exit__.__doc__, sep="\n|")
import _contextvars as _c
print(_c.__doc__, _c.Context is c.Context)
