"""Floats of every size: small and large ones, both zeros, infinities and NaN, in every operator and container."""

import math
xs=[0.0,-0.0,1.0,-1.5,2**-127,2**-126.5,-2**-127,1e-300,1e300,2.0**128,2.0**129,2.0**129.5,float('inf'),-float('inf'),float('nan'),5e-324,1e38,1e39,3.4e38,6.9e38,2.0**-128]
for x in xs:
    print(x, -x, abs(x), bool(x), hash(x) if x==x else 'nan', x==x, repr(x*1), x+0, x-0.0, 0.0-x, type(x), x.hex(), x is x, x in [x], {x:1}[x], str(x), '%r'%x, f'{x:.3e}', not x)
    for y in xs:
        r=[]
        for op in ('x+y','x-y','x*y','x/y','x//y','x%y','x<y','x<=y','x==y','x!=y','x>y','x>=y','max(x,y)','x**2','(x,)==(y,)','sorted([x,y])','x*2','2*x','x+3','7-x','x/3', '3/x' ):
            try: r.append(repr(eval(op)))
            except Exception as e: r.append(repr(e))
        print(r)
print(sum([0.1]*10), math.fsum([.1]*10), math.copysign(1,-0.0), math.copysign(1, 0.0*-1))
class F(float):
    pass
f=F(1.5); print(f+1, type(f+1), f==1.5, hash(f)==hash(1.5), type(float(f)))
print((1.5).is_integer(), (2.0).as_integer_ratio(), 1.5.__class__)
try: (1.5).x=1
except Exception as e: print(repr(e))
try: (1.5).__class__=int
except Exception as e: print(repr(e))
match 1.5:
    case 1.5: print('m')
match 1.5:
    case float(x): print('m',x)
match 0.0:
    case 0: print('zero')
print({1.0:2}[1], {1:2}[1.0], 1.0 in {1}, 0.0 in {0}, -0.0 in {0.0}, {0.5,0.25,0.5})
def g(a=1.5,*,b=2.5): return a,b
print(g(), g.__defaults__, g.__kwdefaults__, isinstance(1.5,float), isinstance(1.5,(int,str)), issubclass(type(1.5),float))
for a in (1.5,): print(a)
print(1.5 .__add__(2), 1.5.__eq__(1.5), 1.5.__hash__(), complex(1.5,2.5)*1.5, 1.5+2j, 1.5==1.5+0j)
print(int(1.5), round(1.5), round(2.567,1), divmod(7.5,2), pow(2.0,0.5), 1.5.__round__(), math.floor(1.5), math.ceil(1.2), math.trunc(-1.5), math.sqrt(2.0), [1.5]*3, (1.5,)*2)
print(1.5 if 1.5 else 0, 0.0 or 'z', 0.0 and 'y', not 0.0)
