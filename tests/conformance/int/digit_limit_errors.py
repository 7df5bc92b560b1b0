# The errors of int/digit_limit.
import sys
for code in ("str(10**4300)", "repr(10**5000)", "int('1' * 4301)", "len(str(10**4299))", "len(int('1' * 4300).__str__())", "f'{10**4300}'", "'%d' % 10**4300 if 0 else '%d' % (10**4300)", "int('1' * 5000, 16).bit_length()", "len(hex(10**5000))", "print(10**4300)", "len('{:d}'.format(10**4400))", "eval('1' * 4301)"):
    try:
        print(code, eval(code))
    except (ValueError, SyntaxError) as e:
        print(code, "!!", type(e).__name__, e)
sys.set_int_max_str_digits(0)
n = int("123456789" * 500)
m = 10**2000 + 12345
x = 1
a, b = 0, 1
