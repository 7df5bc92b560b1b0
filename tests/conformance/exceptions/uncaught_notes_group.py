e = ExceptionGroup("top", [ValueError("one"), ExceptionGroup("nested", [TypeError("two\nlines"), OSError(2, "No such file")])])
e.add_note("a note\non two lines")
e.exceptions[0].add_note("inner note")
e.exceptions[1].exceptions[0].__cause__ = KeyError("cause")


def raiser():
    raise e


try:
    raiser()
except ExceptionGroup as g:
    raise RuntimeError("outer") from g
