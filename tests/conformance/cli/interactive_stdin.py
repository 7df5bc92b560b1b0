# The prompt, reading from a pipe: see interactive_stdin.stdin.
