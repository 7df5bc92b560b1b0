-W
error
warnings_as_errors.py