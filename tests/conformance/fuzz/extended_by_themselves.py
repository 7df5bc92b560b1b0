# Containers of Python classes that are extended by themselves, each of which has its end.
import array
from _collections import deque


class L(list): pass
class BA(bytearray): pass
class A(array.array): pass
class Q(deque): pass
class S(set): pass
class D(dict): pass


def show(value, text):
    name = type(value).__name__
    try:
        exec(text, {"x": value})
    except Exception as e:
        print(name, text, type(e).__name__, e)
    print(name, text, list(value))


for text in "x += x", "x.extend(x)", "x[1:2] = x", "x *= 2", "x + x", "x.__init__(x)":
    show(L([1, 2]), text)
    if text != "x += x":
        show(BA(b"ab"), text)
for text in "x += x", "x.extend(x)":
    show(A("b", [1, 2]), text)
    show(Q([1, 2]), text)
show(Q([1, 2]), "x.extendleft(x)")
for text in "x |= x", "x.update(x)", "x ^= x", "x -= x":
    show(S({1}), text)
for text in "x |= x", "x.update(x)":
    show(D(a=1), text)
