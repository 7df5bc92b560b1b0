x = 2 * 3 + 4
y = -5
z = "a" "b"
w = not True
