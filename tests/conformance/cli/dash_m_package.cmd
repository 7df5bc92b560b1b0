-m
_runpkg
