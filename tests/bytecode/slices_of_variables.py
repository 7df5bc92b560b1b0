def f(o, a, b):
    o[a:b]
    o[a:]
    o[:b:2]
    o[a:b] = o[b:]
    o[a:b:a] = 1
    del o[a:b]
