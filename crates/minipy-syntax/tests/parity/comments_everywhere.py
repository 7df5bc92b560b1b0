# Comments between all tokens that allow them.
a = (  # one
    # two
    1  # three
    +  # four
    2  # five
)  # six
def f(  # seven
    x,  # eight
    # nine
    y=1,  # ten
):  # eleven
    # twelve
    return x  # thirteen
    # fourteen
# fifteen
class C:  # sixteen
    # seventeen
    x = [  # eighteen
        1,  # nineteen
        # twenty
    ]
if a:  # c
    pass  # c
# c
elif b:  # c
    pass  # c
    # c
else:  # c
    # c
    pass
try:  # c
    pass
# c
except A:  # c
    pass
finally:  # c
    pass
match a:  # c
    # c
    case 1:  # c
        pass
    # c
    case _:
        pass
f(  # c
    a,  # c
    *b  # c
)
x = {  # c
    1:  # c
    2,  # c
}
#!not a shebang
#
##
