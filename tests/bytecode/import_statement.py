import a
import a.b.c
import a.b as d
