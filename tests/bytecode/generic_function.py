def f[T: int, *Ts, **P](a: T) -> T:
    return a
