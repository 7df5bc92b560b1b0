-i
interactive_error.py