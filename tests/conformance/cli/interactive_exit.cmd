-i
interactive_exit.py