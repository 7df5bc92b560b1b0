# Tabs.
if a:
	b
	if c:
		d
	e
if a:
        b
        if c:
                d
x	=	[1,	2]	# tab
def f(	a	):
 	return a
