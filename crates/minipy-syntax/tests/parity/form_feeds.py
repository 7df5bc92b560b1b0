# Form feeds.

a = 1

if a:
    b

    c
d = 2
x = [1,2]
