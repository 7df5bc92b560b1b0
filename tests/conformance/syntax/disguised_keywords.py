"""A name that is None, True or False in normal form is a ValueError as soon as it is read as a name."""
from _show import show

show([
    "Truᵉ", "x.Falſe = 1", "def Nonᵉ(): pass", "f(Truᵉ=1)", "import a.Truᵉ", "nonlocal Truᵉ", "x: Truᵉ", "f'{Truᵉ}'",
    "Truᵉ 1", "1 Truᵉ", "x Truᵉ", "Truᵉ: \"", "Truᵉ(", "'\\x' Truᵉ", "Truᵉ '\\x'", "1 $ Truᵉ", "ﬁ = 1", "Truᵉe = 1",
], ("exec", "eval"))
