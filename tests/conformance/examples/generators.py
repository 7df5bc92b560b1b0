# Runs examples/generators.py (see generators.cmd).
