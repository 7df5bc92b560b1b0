# Runs examples/calculator.py (see calculator.cmd).
