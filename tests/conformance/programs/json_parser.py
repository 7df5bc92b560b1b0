class JSONError(ValueError):
    pass


class Parser:
    ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

    def __init__(self, text):
        self.text, self.at = text, 0

    def error(self, message):
        line = self.text.count("\n", 0, self.at) + 1
        raise JSONError(f"{message} at line {line}, offset {self.at}")

    def peek(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else ""

    def take(self, expected):
        if self.peek() != expected:
            self.error(f"expected {expected!r}, found {self.peek()!r}")
        self.at += 1

    def value(self):
        match self.peek():
            case "{":
                return dict(self.items("{", "}", self.pair))
            case "[":
                return list(self.items("[", "]", self.value))
            case '"':
                return self.string()
            case "t" | "f" | "n":
                for word, value in (("true", True), ("false", False), ("null", None)):
                    if self.text.startswith(word, self.at):
                        self.at += len(word)
                        return value
                self.error("unknown word")
            case c if c == "-" or c.isdigit():
                return self.number()
            case "":
                self.error("unexpected end")
            case c:
                self.error(f"unexpected {c!r}")

    def items(self, open_, close, parse):
        self.take(open_)
        if self.peek() == close:
            self.at += 1
            return
        while True:
            yield parse()
            if self.peek() == close:
                self.at += 1
                return
            self.take(",")

    def pair(self):
        key = self.string()
        self.take(":")
        return key, self.value()

    def string(self):
        self.take('"')
        parts = []
        while True:
            if self.at >= len(self.text):
                self.error("unterminated string")
            c = self.text[self.at]
            self.at += 1
            if c == '"':
                return "".join(parts)
            if c == "\\":
                c = self.text[self.at]
                self.at += 1
                if c == "u":
                    c = chr(int(self.text[self.at:self.at + 4], 16))
                    self.at += 4
                else:
                    c = self.ESCAPES.get(c) or self.error(f"bad escape {c!r}")
            parts.append(c)

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "+-0123456789.eE":
            self.at += 1
        digits = self.text[start:self.at]
        return float(digits) if any(c in ".eE" for c in digits) else int(digits)


def loads(text):
    p = Parser(text)
    v = p.value()
    if p.peek():
        p.error("trailing data")
    return v


def dumps(v, indent=0):
    pad = " " * indent
    match v:
        case None:
            return "null"
        case True | False:
            return str(v).lower()
        case int() | float():
            return repr(v)
        case str():
            return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 32 else "\\" + c if c in '"\\' else c for c in v) + '"'
        case [] | {}:
            return "[]" if isinstance(v, list) else "{}"
        case [*xs]:
            return "[" + ", ".join(dumps(x) for x in xs) + "]"
        case dict():
            return "{\n" + ",\n".join(f"{pad}  {dumps(k)}: {dumps(x, indent + 2)}" for k, x in v.items()) + f"\n{pad}}}"


text = '{"name": "x\\u00e9\\n\\"q\\"", "list": [1, -2.5e3, true, null, []], "nested": {"a": {}, "b": [[1, [2]]]}, "n": 12345678901234567890}'
value = loads(text)
print(value)
print(dumps(value))
print(loads(dumps(value)) == value)
for bad in ("", "{", "[1,", '{"a" 1}', "[1 2]", '"abc', "tru", "[1]x", '{"a": }', '"\\q"', "-", "{1: 2}"):
    try:
        print(loads(bad))
    except ValueError as e:
        print(repr(bad), type(e).__name__, e)
