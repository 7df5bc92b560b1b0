# Runs examples/pipeline.py (see pipeline.cmd).
