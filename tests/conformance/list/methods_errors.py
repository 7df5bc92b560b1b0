# The errors of list/methods.
l = [3, 1, 2]
l.append(4); l.extend((5, 6)); l.insert(0, 0); l.insert(100, "end"); l.insert(-1, "pre")
for code in ("[].pop()", "[1].pop(5)", "[].remove(1)", "[1].index(2)", "[1].index(1, 1)", "[1, 2].insert('a', 1)", "[1][1]", "[1]['a']", "[1][1.0]", "[] + ()", "[] * 1.5", "[] < ()", "[1] < ['a']", "[].extend(5)", "list(5)", "[].sort(key=5)", "[1, 'a'].sort()", "hash([])", "[].nope", "[1, 2][::0]", "[].count()", "[].insert(1)", "[].append()", "[].__setitem__(0, 1)", "[1].__delitem__(5)", "[1, 2, 3].index(3, 0, -1)", "[[]] * (2**62)", "[].sort(None)", "list.sort()", "[].__class_getitem__(int)"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
g = [1, 2, 3]
