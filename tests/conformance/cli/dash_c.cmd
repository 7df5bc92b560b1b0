-c
import sys; print(sys.argv, __name__)\nprint(1 + 1)
arg
--flag
