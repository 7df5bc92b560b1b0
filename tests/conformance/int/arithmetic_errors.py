# The errors of int/arithmetic.
big = 10**30
for code in ("1 // 0", "1 % 0", "1 / 0", "divmod(1, 0)", "big // 0", "0 ** -1", "pow(2, -1, 4)", "pow(2, 3, 0)", "1 << -1", "1 >> -1", "10**400 / 3", "float(10**400)", "1 << (2**70)", "big << big", "2 ** -1.5 + 10**400"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
a = 1
s = 0
