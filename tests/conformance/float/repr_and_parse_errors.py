# The errors of float/repr_and_parse.
for code in ("float('inf').as_integer_ratio()", "float('nan').as_integer_ratio()", "int(float('inf'))", "float.fromhex('0x1p5000')", "float.fromhex('x')", "float(None)", "float([])", "(1.5).__round__('a')", "float.from_number('1')", "float.from_number(5)"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
