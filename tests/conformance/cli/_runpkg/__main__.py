from . import helper
print("main", __name__, __package__, helper.value)
