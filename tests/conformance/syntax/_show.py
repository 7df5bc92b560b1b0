"""What compile() makes of texts: verdict, all fields of the error, warnings."""
import sys


class Lines:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def verdict(source, mode="exec", flags=0):
    stderr, sys.stderr = sys.stderr, Lines()
    try:
        compile(source, "<%r %s>" % (source, mode), mode, flags, True)
        result = "ok"
    except SyntaxError as e:
        result = (type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text)
    except Exception as e:
        result = (type(e).__name__, e.args)
    warnings, sys.stderr = sys.stderr.text, stderr
    return result, [line.rpartition(">:")[2] for line in warnings.splitlines()]


def show(sources, modes=("exec",), flags=0):
    for source in sources:
        for mode in modes:
            result, warnings = verdict(source, mode, flags)
            print(ascii(source), mode, ascii(result))
            for warning in warnings:
                print("   ", ascii(warning))
