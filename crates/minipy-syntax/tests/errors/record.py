"""Developer tool: records CPython's errors for the snippets of a file.

Usage: record.py SNIPPETS CASES. SNIPPETS has one snippet a line, with \\n, \\r, \\t and \\\\ escaped; CASES gets two
lines for each: the snippet, and `kind|lineno|offset|end_lineno|end_offset|message`, or `ok`.
"""

import ast
import sys
import warnings

warnings.simplefilter("ignore")


def unescape(line):
    out = []
    it = iter(line)
    for ch in it:
        if ch == "\\":
            ch = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "\\": "\\"}[next(it)]
        out.append(ch)
    return "".join(out)


def outcome(source):
    try:
        ast.parse(source)
    except SyntaxError as error:
        fields = (error.lineno, error.offset, error.end_lineno, error.end_offset)
        return "|".join([type(error).__name__, *map(str, fields), error.msg])
    except Exception as error:
        return f"{type(error).__name__}|0|0|0|0|{error}"
    return "ok"


def main():
    with open(sys.argv[1], encoding="utf-8") as file, open(sys.argv[2], "w", encoding="utf-8") as cases:
        for line in file:
            line = line.rstrip("\n")
            if line and not line.startswith("#!"):
                cases.write(f"{line}\n{outcome(unescape(line))}\n")


main()
