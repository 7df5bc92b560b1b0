import _pkg
import _raises
