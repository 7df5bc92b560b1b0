"""How many blocks may be nested in one function, and which of them the error is about."""


def line(depth, text):
    return " " * depth + text + "\n"


def nested(*heads):
    def make(count):
        parts = [line(i * len(heads) + k, head) for i in range(count) for k, head in enumerate(heads)]
        return "".join(parts) + line(count * len(heads), "pass")
    return make


def handlers(head):
    return lambda count: "".join(line(i, "try: a") + line(i, head) for i in range(count)) + line(count, "pass")


def tries(end):
    def make(count):
        heads = "".join(line(i, "try:") for i in range(count)) + line(count, "pass")
        return heads + "".join(line(i, end) for i in reversed(range(count)))
    return make


def comprehensions(clause, opening="[", closing="]"):
    return lambda count: opening * count + "i" + (clause + closing) * count


def inside(head, make):
    return lambda count: head + "".join(" " * 50 + text + "\n" for text in make(count).splitlines())


KINDS = {
    "with": nested("with a:"), "items": lambda count: "with " + ", ".join(["a as b"] * count) + ": pass",
    "for": nested("for a in b:"), "while": nested("while a:"), "if": lambda count: nested("if a:")(min(count, 30)),
    "for, with": nested("for a in b:", "with c, d:"),
    "except": handlers("except:"), "except as": handlers("except A as b:"), "except*": handlers("except* A:"),
    "finally": handlers("finally:"), "try except": tries("except: pass"), "try finally": tries("finally: pass"),
    "list": comprehensions(" for i in r"), "set": comprehensions(" for i in r", "{", "}"),
    "generator": comprehensions(" for i in r", "(", ")"), "two clauses": comprehensions(" for i in r for j in q"),
    "iterables": lambda count: "[i for i in " * count + "r" + "]" * count,
    "list in loops": lambda count: nested("for a in b:")(count).replace("pass", comprehensions(" for i in r")(5)),
}
ASYNC = {
    "async with": nested("async with a:"), "async for": nested("async for a in b:"),
    "async list": comprehensions(" async for i in r"), "async clauses": lambda count: "[i" + " async for i in r" * count + "]",
}
for name in ("with", "for", "list"):
    KINDS[name + " in def"] = inside("def f():\n", KINDS[name])
    KINDS[name + " in generator"] = inside("def f():\n" + " " * 50 + "yield\n", KINDS[name])
    KINDS[name + " in class"] = inside("class A:\n", KINDS[name])
for name, make in ASYNC.items():
    KINDS[name] = inside("async def f():\n", make)

for name, make in KINDS.items():
    # The code of n clauses in one another that run anyway is made 2**n times.
    for count in range(22 if name == "finally" else 1, 40):
        try:
            compile(make(count), "<f>", "exec")
        except SyntaxError as e:
            print(name, count, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
            break
    else:
        print(name, "has no limit")
