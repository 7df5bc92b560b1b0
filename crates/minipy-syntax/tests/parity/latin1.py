# -*- coding: latin-1 -*-
a = 'éè'; b = 1
été = a
c = b'abc'; d = f'{été}ü'
