# Identifiers, also outside ASCII and in need of normalisation.
été = 1
Ω = 2
ﬁ = 3
ª = 4
x_1 = _ = __ = _x
変数 = été + Ω
class Größe:
    naïve: int = 1
    def ﬀ(self, µ): return µ.ﬁ
match_ = case_ = type_ = 1
match = case = type = _ = 2
print(match, case, type)
match.x = case[0] = type()
def match(case, type): return case
for type in match: case(type)
𝐱 = 5
global_ = nonlocal_ = None
print(𝐱, ﬁ)
import ﬁ as ﬂ
from ﬁ.ª import µ
lambda ªº: ªº
f(ﬁ=1)
