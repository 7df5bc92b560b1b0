../../../examples/hello_async.py
