def low():
    return {}["missing"]


def middle():
    try:
        low()
    except KeyError as e:
        raise ValueError("middle failed") from e


def top():
    try:
        middle()
    except ValueError:
        return int("not a number") + len(5)


top()
