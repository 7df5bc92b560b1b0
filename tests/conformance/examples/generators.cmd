../../../examples/generators.py
