# Decorators of all forms.
@a
def f(): pass
@a.b
def f(): pass
@a()
def f(): pass
@a(b, c=d)
@e
def f(): pass
@a[0]
def f(): pass
@(a)
def f(): pass
@a or b
def f(): pass
@lambda f: f
def f(): pass
@x if x else y
def f(): pass
@[a][0]
def f(): pass
@{1: 2}[1]
def f(): pass
@a := b
def f(): pass

@a

# comment

@b
def f(): pass
@a
async def f(): pass
@a
class C:
    @a
    @b
    def f(self): pass
@"str".join
def f(): pass
@1 + 2
def f(): pass
