# Text outside ASCII moves the columns, which count bytes.
a = 'é'; b = 1
c = 'ééé' + d
e = f'é{f}é{g!r}é'
h = {'ключ': значение, "鍵": 値}
def функция(аргумент, *, имя='значение') -> тип: return аргумент
class Класс(Основа): поле = 'é'
i = 'é' if j else 'ü'
k = 'a' 'é' 'b'; l = 2
m = "😀"; n = 3
o = [é for é in ü if é]
p = lambda é: é + ö
q = 'é' \
    'ü'
r = """é
ü""" + s
t = ñ.ñ.ñ[ñ](ñ)
u = b'abc'; v = 'é'  # é comment
from é import ü as ö
import é.ü
for é in ü: ö
with é as ü: ö
try: é
except ü as ö: pass
@é
def g(é: ü = ö): pass
del é, ü
global_é = 1
x = t'é{é}é'
y = f'{"é"}{é}'
z = 'ﬁ', ﬁ
