print("first")
import _broken
