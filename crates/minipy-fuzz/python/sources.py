"""What compile() makes of `texts`, which the driver puts in front: one line for each, for both interpreters to print."""
import sys


class Warnings:
    def __init__(self):
        self.lines = []

    def write(self, text):
        self.lines.append(text)

    def flush(self):
        pass


def verdict(text, mode):
    try:
        compile(text, "<f>", mode)
    except SyntaxError as e:
        place = e.lineno, e.offset, e.end_lineno, e.end_offset
        return f"{type(e).__name__} {e.msg!a} {place} {e.text!a}"
    except BaseException as e:
        return f"{type(e).__name__} {str(e)!a}"
    return "ok"


# Files are what matters most.
modes = ["exec", "exec", "single", "exec", "eval"]
stderr = sys.stderr
for number, text in enumerate(texts):
    sys.stderr = seen = Warnings()
    try:
        result = verdict(text, modes[number % len(modes)])
    finally:
        sys.stderr = stderr
    print(number, result, ascii("".join(seen.lines)))
