# The errors of imports/modules.
import _mod
import _mod as again
from _mod import value, func as renamed
import _pkg
import _pkg.sub
import _pkg.sub.deep as deep
from _pkg import sub, name_in_init
from _pkg.sub import *
import sys
_mod.value = 5
import _mod
del sys.modules["_mod"]
import _mod as fresh
for code in ("import nope", "import _mod.sub", "import _pkg.nope", "from _mod import nope", "from _pkg import nope", "import math.x", "from nope import x", "from . import x", "from .x import y",
             "import _broken", "import _raises", "from _pkg import relative_too_far"):
    try:
        exec(code)
        print("ok", code)
    except Exception as e:
        print(code, "!!", type(e).__name__, str(e).replace(_mod.__file__.rsplit("/", 1)[0], "DIR"), getattr(e, "name", None))
import _circular_a
import _getattr_mod
from _getattr_mod import dynamic
