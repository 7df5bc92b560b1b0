# The errors of bytearray/basics.
a = bytearray(b"hello")
a[0] = 72
a.append(33)
a.extend(b"??")
a.extend([65, 66])
a += b"!"
a[1:3] = b"EEE"
del a[-1]
a.insert(0, 90)
a.remove(69)
a.reverse()
a[::2] = b"......"[: len(a[::2])]
del a[::2]
a.clear()
for code in ("a[0]", "a[0] = 1", "a.append(256)", "a.append('a')", "a.append(-1)", "a.pop()", "a.remove(1)", "a.extend('abc')", "a.extend([256])", "a.extend(5)", "bytearray('a')", "bytearray(-1)", "hash(a)", "bytearray(b'ab')[5]", "a[0:1] = 'x'", "a[0:1] = 5", "a[::2] = b'abc'", "a.insert('x', 1)", "a += 'a'", "a < 'a'", "{a: 1}", "a.insert(0, 300)", "bytearray(b'abc')[::2] == b'ac'"):
    try:
        if "=" in code and "==" not in code:
            exec(code)
            print(code, "ok", a)
        else:
            print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
m = memoryview(b"abcdef")
x = bytearray(b"abc")
v = memoryview(x)
v[0] = 90
v[1:] = b"YX"
v.release()
x.append(1)
for code in ("v[0]", "m[0] = 1", "m[10]", "m['a']", "memoryview(5)", "hash(memoryview(bytearray()))"):
    try:
        exec(code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
