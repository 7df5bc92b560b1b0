# Runs examples/threads_and_loops.py (see threads_and_loops.cmd).
