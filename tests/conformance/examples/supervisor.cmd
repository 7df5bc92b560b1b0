../../../examples/supervisor.py
