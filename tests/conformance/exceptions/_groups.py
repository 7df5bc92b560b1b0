# Shared by groups.py and groups_errors.py.


class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup(self.message, excs)
