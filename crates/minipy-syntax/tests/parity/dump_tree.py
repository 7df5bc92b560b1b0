"""Developer tool: prints CPython's syntax trees in the form that minipy_syntax::dump has with attributes.

Reads file names from standard input, one a line; for each it prints the length of the dump in bytes, a line end, and
the dump. With arguments it writes NAME.ast beside each NAME.py given.
"""

import ast
import sys

sys.setrecursionlimit(100_000)
sys.set_int_max_str_digits(0)


def text(value):
    """The value of a constant, as minipy's dump prints it."""
    return ascii(value)


def dump(node, out):
    if isinstance(node, ast.AST):
        cls = type(node)
        out.append(cls.__name__)
        out.append("(")
        first = True
        for name in node._fields:
            value = getattr(node, name, None)
            if value is None and getattr(cls, name, ...) is None:
                continue
            if value == [] and isinstance(value, list):
                continue
            if not first:
                out.append(", ")
            first = False
            out.append(name)
            out.append("=")
            dump(value, out)
        for name in node._attributes:
            if not first:
                out.append(", ")
            first = False
            out.append(f"{name}={getattr(node, name)}")
        out.append(")")
    elif isinstance(node, list):
        out.append("[")
        for index, item in enumerate(node):
            if index:
                out.append(", ")
            dump(item, out)
        out.append("]")
    else:
        out.append(text(node))


def dump_file(path):
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except Exception as error:
        return f"error: {error}"
    out = []
    dump(tree, out)
    return "".join(out)


def main():
    if len(sys.argv) > 1:
        for path in sys.argv[1:]:
            with open(path.removesuffix(".py") + ".ast", "w", encoding="ascii") as file:
                file.write(dump_file(path) + "\n")
        return
    for line in sys.stdin:
        data = dump_file(line.rstrip("\n")).encode("utf-8", "backslashreplace")
        sys.stdout.buffer.write(b"%d\n" % len(data))
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


main()
