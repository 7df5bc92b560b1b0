# Unusual blanks, comments and line joins.

# comment at the start


a=1
b  =  2
if   a  :
	pass
if a:
        b
        c
# comment
        d
    # odd comment
if a:
  b
  if c:
     d
  e
x = (1,
2,
      3)
y = [
1
]
def f( a , b = 1 , * c , ** d ) : return a
a = b ; c = d ;
a = 1 \

b = """
  indented
"""
class C :

    # comment

    x = 1

    def f (self) :

        pass
    # trailing comment
z = 1  # trailing
if a: b  # comment
else: c  # comment
f (a) [b] . c
w = a if\
    b else c
for x in y :
    pass
    # comment

# last comment
