real = "real"


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return "dynamic " + name


def __dir__():
    return ["b", "a"]
