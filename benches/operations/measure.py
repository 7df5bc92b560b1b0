"""What one operation costs.

usage: measure.py TABLE [FILTER]

Prints, for each row of the table that has FILTER in its group or statement: group, statement and nanoseconds (the
least of several loops, the empty loop included), separated by tabs. `cargo xtask bench --operations` compares interpreters.
"""
import sys
import time

from prelude import *

LOOPS = 7
COUNT = 20_000


def rows(path):
    """Group, statement and setup of each row."""
    group = ""
    with open(path) as file:
        for line in file:
            line = line.strip()
            if line.startswith("## "):
                group = line[3:]
            elif line:
                statement, _, setup = line.rpartition(" |")
                yield group, statement, setup.strip() or "pass"


def nanoseconds(statement, setup):
    namespace = dict(globals())
    exec(f"""def loop(count_, clock_):
    {setup}
    start_ = clock_()
    for _ in range(count_):
        {statement}
    return clock_() - start_
""", namespace)
    loop = namespace["loop"]
    loop(100, time.perf_counter)
    return min(loop(COUNT, time.perf_counter) for _ in range(LOOPS)) / COUNT * 1e9


if __name__ == "__main__":
    chosen = sys.argv[2] if len(sys.argv) > 2 else ""
    for group, statement, setup in rows(sys.argv[1]):
        if chosen in group or chosen in statement:
            print(group, statement, f"{nanoseconds(statement, setup):.2f}", sep="\t")
