print("executing _pkg")
name_in_init = "init"
from . import relative
