import sys
print(__name__, sys.argv[1:], __file__.endswith("dash_m.py"))
