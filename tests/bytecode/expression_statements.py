f()
"constant"
a.b
...
