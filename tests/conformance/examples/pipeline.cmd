../../../examples/pipeline.py
