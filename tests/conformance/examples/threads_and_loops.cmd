../../../examples/threads_and_loops.py
