x = 1
y = 2.5
z = "s"
w = None
v = (1, "a", None)
