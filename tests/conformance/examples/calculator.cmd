../../../examples/calculator.py
2 + 3 * 4
2^200
fact(20)/3
1/0
(1
sqrt(2)+pi
-2^2
3.5 % 2
nope
gcd(12, 18) * 2
