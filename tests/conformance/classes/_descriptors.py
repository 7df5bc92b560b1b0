# Shared by descriptors.py and descriptors_errors.py.


class Data:
    def __get__(self, obj, owner=None):
        return ("data", obj is not None, owner and owner.__name__)

    def __set__(self, obj, value):
        print("set", value)


class NonData:
    def __get__(self, obj, owner=None):
        return ("nondata", obj is not None)


class SetOnly:
    def __set__(self, obj, value):
        obj.__dict__["so"] = value * 2


class C:
    d, n, so = Data(), NonData(), SetOnly()


class Prop:
    def __init__(self):
        self._v = 0

    @property
    def v(self):
        "doc of v"
        return self._v

    @v.setter
    def v(self, value):
        self._v = value

    @v.deleter
    def v(self):
        print("deleted")

    @property
    def ro(self):
        return 1

    wo = property(None, lambda self, v: print("wo", v))


class G:
    def __getattr__(self, name):
        if name == "boom":
            raise AttributeError("custom message")
        return f"getattr {name}"

    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("delattr", name)
        super().__delattr__(name)


class GA:
    def __getattribute__(self, name):
        if name.startswith("s_"):
            return name.upper()
        return super().__getattribute__(name)

    def __getattr__(self, name):
        return "fallback " + name


class PropError:
    @property
    def p(self):
        return self.missing

    def __getattr__(self, name):
        raise AttributeError("from getattr " + name)
