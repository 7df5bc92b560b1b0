# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""x if y|x if y else|if x else y|not|a not b|a is is b|a < > b|a <> b|a ! b|a $ b|a ? b|a && b|a || b|!a|x++|++|x--""")
