import sys


class Code:
    def __str__(self):
        return "printed by str"

    def __repr__(self):
        return "printed by repr"


sys.exit(Code())
