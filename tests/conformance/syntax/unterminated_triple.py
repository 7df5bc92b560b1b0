x = """
text
never closed
