# -*- coding: latin-1 -*-
print("cookie", len("x"))
print("café")
