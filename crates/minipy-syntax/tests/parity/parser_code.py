# Code that works on text.
import re
TOKEN = re.compile(r"""
    (?P<number> \d+ (?: \. \d* )? )
  | (?P<name>   [^\W\d]\w* )
  | (?P<op>     [-+*/()=] )
""", re.X)
def tokens(text):
    at = 0
    while at < len(text):
        if text[at].isspace(): at += 1; continue
        if not (match := TOKEN.match(text, at)):
            raise SyntaxError(f"unexpected {text[at]!r} at {at:>4}")
        yield match.lastgroup, match[0]
        at = match.end()
class Parser:
    def __init__(self, text): self.tokens = [*tokens(text), ("end", "")]; self.at = 0
    @property
    def kind(self): return self.tokens[self.at][0]
    def next(self):
        self.at += 1
        return self.tokens[self.at - 1][1]
    def sum(self):
        value = self.product()
        while self.tokens[self.at][1] in {"+", "-"}:
            value = value + self.product() if self.next() == "+" else value - self.product()
        return value
    def product(self):
        value = self.atom()
        while (op := self.tokens[self.at][1]) in "*/" and op:
            self.next()
            value = value * self.atom() if op == '*' else value / self.atom()
        return value
    def atom(self):
        match self.kind, self.next():
            case "number", text if "." in text: return float(text)
            case "number", text: return int(text)
            case "op", "-": return -self.atom()
            case "op", "(":
                value = self.sum()
                assert self.next() == ")", 'missing ")"'
                return value
            case kind, text: raise SyntaxError(f'{kind}: {text!r}')
