"""The tokenizer and the parser warn of what comes before an error, the tokenizer of what comes after it as well."""
from _show import show

show([
    "'\\q' 1", "'\\q' + (", "1 '\\q'", "x = '\\q'\ny = '\\w' 1\nz = '\\e'\n", "1if 2else 3 $ 0x1for x in y", "07else 3 $",
    "'\\q'\n1if 2else 3 4\n", "a\n  1if 2else 3\n", "a\n  '\\q'\n", "'\\q'\n  a\n", "'\\q'\nreturn\n", "'\\q'\nf(a=1, a=2)\n",
    "1if 2else 3\n\"", "f'\\q{x}\\w' 1 f'\\e'", "f'\\q{x:\\w}\\e' 1", "t'{x:\\q}' $",
    # Each piece that the tokenizer makes of an f-string's text has a warning; braces it warns about itself, at once.
    "f'\\{{\\}}'", "f'\\{x}'", "f'\\q\\{{\\w'", "f'\\q\\w{x}\\e'", "f'\\N{DASH}\\q\\N{EM DASH}\\q\\w\\N{EN DASH}\\e'",
    "rf'\\{{'", "f'{x:\\{y}}'", "f'{'\\q'}\\w{'\\e':\\z}'", "f'''\\q\n\n\\{x}\n\\w'''", "'\\q' f'\\w' '\\400'", "0if 1else'\\q'",
])
