"""PEP 401: `<>` in place of `!=`, from the import on."""
from _show import show

FUTURE = "from __future__ import barry_as_FLUFL\n"
show([
    FUTURE + "1 <> 2", FUTURE + "1 != 2", FUTURE + "if 1 != 2: pass", FUTURE + "x = (1 <> 2 !=\n 3)\n", FUTURE + "f'{1!r}'",
    FUTURE + "f'{1 <> 2}'", FUTURE + "f'{1 != 2}'", FUTURE + "1 <> 2\n3 4", "1 <> 2\n" + FUTURE, "1 != 2\n" + FUTURE,
    "from __future__ import (division, barry_as_FLUFL as b)\n1 <> 2", "from __future import barry_as_FLUFL\n1 <> 2",
    "barry_as_FLUFL = 1 != 2", "1 <> 2",
])
space = {}
exec(FUTURE + "print(1 <> 2, 2 <> 2, 'a' <> 'b' <> 'a')\ndef f(a, b): return a <> b\n", space)
print(space["f"](1, 2), space["f"](1, 1))
