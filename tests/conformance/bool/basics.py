print(True + True, True * 5, -True, ~False if False else "skip", True & False, True | False, True ^ True, True & 1, 1 | False, True == 1, True is 1 if False else "skip", not True, True < 2)
print(bool(), bool(0), bool(""), bool("a"), bool([]), bool([0]), bool({}), bool(None), bool(0.0), bool(0j), bool(()), bool(set()), bool(range(0)), bool(object()), bool(b""), bool(...))
print(repr(True), str(False), f"{True}", f"{True:d}", f"{True:5}|", f"{False!r:>6}", "%d %s" % (True, True), format(True, ""), int(True), float(True), complex(True), hash(True), [10, 20][True])
print(type(True), bool.__mro__, isinstance(True, int), type(True & True), type(True & 1), type(True + 0), True.real, True.bit_length(), True.to_bytes(), bool.from_bytes(b"\1"), bool(int.from_bytes(b"\0")))
print(isinstance(1, bool), {True: "a", 1: "b", 1.0: "c"}, [True, 1].count(1), max(True, False), sum([True, True, False]), sorted([True, False, 1, 0]))
print(True.__and__(False), True.__and__(1), True.__and__("x"), True.__or__(False), True.__xor__(True), True.__rand__(False), True.__repr__(), bool.__new__(bool, 5))
import sys
print(~True)
