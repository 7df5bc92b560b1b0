def tree(cls, depth=0):
    print("  " * depth + cls.__name__)
    for sub in sorted((s for s in cls.__subclasses__() if s.__module__ == "builtins"), key=lambda c: c.__name__):
        tree(sub, depth + 1)


tree(BaseException)
print(EnvironmentError is OSError, IOError is OSError)
print(Exception.__mro__, ExceptionGroup.__mro__, KeyError.__mro__)
