../../../examples/fields.py
