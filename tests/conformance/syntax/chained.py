# A syntax error from exec has a traceback with the frame that called it.
def run(code):
    exec(code)


run("x = (")
