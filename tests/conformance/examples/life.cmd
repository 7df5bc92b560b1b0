../../../examples/life.py
