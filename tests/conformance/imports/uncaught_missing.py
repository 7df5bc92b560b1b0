from _pkg import sub
import no_such_module
