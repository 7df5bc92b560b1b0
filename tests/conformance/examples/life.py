# Runs examples/life.py (see life.cmd).
