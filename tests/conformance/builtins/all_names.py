import builtins
# every public name that must exist, and what kind of thing it is
EXPECTED = [n for n in dir(builtins) if not n.startswith("_")]
SITE = {"copyright", "credits", "exit", "license", "quit", "help"}
print(len([n for n in EXPECTED if n not in SITE]))
for name in EXPECTED:
    if name not in SITE:
        v = getattr(builtins, name)
        print(name, type(v).__name__ if not isinstance(v, type) else "class")
