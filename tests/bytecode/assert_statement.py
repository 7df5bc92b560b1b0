def f(a):
    assert a
    assert a > 1, "message"
