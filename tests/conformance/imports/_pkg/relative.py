from .sub.deep import where
from . import sub
from .sub import exported as e
result = (where, sub.__name__, e, __package__)
