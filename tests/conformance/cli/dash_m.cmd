-m
dash_m
x
y
