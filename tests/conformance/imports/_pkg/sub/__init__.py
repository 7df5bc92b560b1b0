print("executing _pkg.sub")
__all__ = ["exported"]
exported = "exported value"
_hidden = 1
not_in_all = 2
