# Runs examples/supervisor.py (see supervisor.cmd).
