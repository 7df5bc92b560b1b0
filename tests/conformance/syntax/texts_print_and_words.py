# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""print x|print 'x'|exec x|print x, y|raise x, y|import a b|from a import b c|x y|1 2|'a' 1|a b c|f x|foo bar = 1|if x y: pass|return x y""")
