x: int = 1
y: str
def f():
    z: int = 2
    return z
