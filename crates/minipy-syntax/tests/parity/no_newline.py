# No line end at the end.
if a:
    b