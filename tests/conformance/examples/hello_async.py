# Runs examples/hello_async.py (see hello_async.cmd).
