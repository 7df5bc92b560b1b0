# Semicolons end simple statements, and compound ones include them.
a; b; c;
if a: b;
if a: b; c;
else: d;
while a: b;
for a in b: c;
else: d;
with a: b;
def f(): a; b;
class C: a; b;
try: a;
except B: c;
else: d;
finally: e;
if a:
    b;
if a:
    if b: c;
if a:
    def f():
        return 1;
try:
    a
except B:
    c;
match a:
    case 1: b;
    case 2:
        c;
class D:
    def f(self): pass;
async def g():
    async with a: b;
    async for a in b: c;
import a; import b as c; from d import e;
x = 1; y: int = 2; z += 3; del x; assert y;
a; # comment
if a: b; # comment
