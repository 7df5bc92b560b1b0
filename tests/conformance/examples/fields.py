# Runs examples/fields.py (see fields.cmd).
