class C(B):
    def m(self):
        super().m()
        return super().x
