# A calculator: tokens from a generator, a Pratt parser, exact integers of any size. Reads lines from standard input.

import math
import sys

NAMES = {"pi": math.pi, "e": math.e, "sqrt": math.sqrt, "abs": abs, "fact": math.factorial, "gcd": math.gcd}
BINARY = {"+": (10, 11), "-": (10, 11), "*": (20, 21), "/": (20, 21), "%": (20, 21), "^": (31, 30)}


def tokens(text):
    at = 0
    while at < len(text):
        start, c = at, text[at]
        if c.isspace():
            at += 1
            continue
        if c.isdigit():
            while at < len(text) and (text[at].isalnum() or text[at] in "._"):
                at += 1
            yield "number", text[start:at]
        elif c.isalpha():
            while at < len(text) and text[at].isalnum():
                at += 1
            yield "name", text[start:at]
        else:
            at += 1
            yield "sign", c
    yield "end", ""


class Parser:
    def __init__(self, text):
        self.stream = tokens(text)
        self.kind, self.text = next(self.stream)

    def advance(self):
        token = self.text
        self.kind, self.text = next(self.stream, ("end", ""))
        return token

    def expect(self, sign):
        if self.text != sign:
            raise SyntaxError(f"expected {sign!r}, got {self.text!r}")
        self.advance()

    def expression(self, power=0):
        value = self.prefix()
        while self.text in BINARY and BINARY[self.text][0] >= power:
            sign = self.advance()
            value = self.apply(sign, value, self.expression(BINARY[sign][1]))
        return value

    def prefix(self):
        match self.kind, self.text:
            case "number", _:
                digits = self.advance()
                return float(digits) if "." in digits else int(digits)
            case "name", name:
                self.advance()
                if name not in NAMES:
                    raise NameError(f"unknown name {name!r}")
                return self.call(NAMES[name]) if callable(NAMES[name]) else NAMES[name]
            case "sign", "-":
                self.advance()
                return -self.expression(25)
            case "sign", "(":
                self.advance()
                value = self.expression()
                self.expect(")")
                return value
            case _, text:
                raise SyntaxError(f"unexpected {text!r}")

    def call(self, function):
        self.expect("(")
        arguments = [self.expression()]
        while self.text == ",":
            self.advance()
            arguments.append(self.expression())
        self.expect(")")
        return function(*arguments)

    @staticmethod
    def apply(sign, a, b):
        match sign:
            case "+":
                return a + b
            case "-":
                return a - b
            case "*":
                return a * b
            case "/":
                return a // b if isinstance(a, int) and isinstance(b, int) and a % b == 0 else a / b
            case "%":
                return a % b
            case "^":
                return a**b


def evaluate(text):
    parser = Parser(text)
    value = parser.expression()
    if parser.kind != "end":
        raise SyntaxError(f"unexpected {parser.text!r}")
    return value


def main(lines):
    for line in lines:
        if line.strip():
            try:
                print(line.strip(), "=", evaluate(line))
            except (ArithmeticError, SyntaxError, NameError, ValueError, TypeError) as error:
                print(line.strip(), "!!", type(error).__name__, error)


if __name__ == "__main__":
    main(sys.argv[1:] or sys.stdin)
