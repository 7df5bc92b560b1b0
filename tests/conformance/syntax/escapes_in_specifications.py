"""The codec's error comes out of a format specification; a backslash before what is not ASCII is decoded as six bytes."""
from _show import show

show([
    "f'{x:\\x}'", "f'{x:\\x1}' 1", "f'{x:{y}\\u12}'", "f'{x!r:\\U11111111}'", "f'{x=:\\N{no such}}'", "t'{x:\\x}'",
    "f'''{x:\n\\x}'''", "f'{x:é\\é\\x}'", "f'{f\"{x:\\x}\"}'", "f'{x:\\x}{'", "f'{x:\\x}' \"", "( f'{x:\\x}'", "1 f'{x:\\x}'",
    "f'{x:a}\\x'", "'\\é\\x'", "f'\\é\\x'", "'\\\\é\\x'", "b'\\é'",
])
