from a import b, c as d
from .e import f
from g import *
