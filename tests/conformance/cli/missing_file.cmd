-c
import sys\nsys.exit("nothing here")
