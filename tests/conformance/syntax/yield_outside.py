[1, (yield 2)]
