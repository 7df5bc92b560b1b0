# The errors of grammar/fstrings.
name, n, f = "World", 42, 3.14159
class F:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"
o = F()
for bad in ("{1:q}", "{'s':d}", "{1.5:d}", "{[]:x}", "{object():x}"):
    try:
        print(eval('f"' + bad + '"'))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
x = 5
