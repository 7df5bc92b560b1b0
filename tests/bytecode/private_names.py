class C:
    def m(self):
        self.__x = __y
