import sys


async def f():
    pass


class A:
    async def method(self):
        pass


def make():
    return f()


f()
print("1", flush=True)
A().method()
print("2", flush=True)
make()
print("3", flush=True)
x = [f() for _ in range(2)]
del x
print("4", flush=True)
c = f()
c.close()
c = f()
try:
    c.throw(ValueError("never started"))
except ValueError as e:
    print(e, flush=True)
lam = lambda: f()
lam()
async def outer():
    f()
    return 1
try:
    outer().send(None)
except StopIteration as e:
    print(e.value, flush=True)
async def agen():
    yield 1
agen()
agen().__anext__()
print("end", flush=True)
