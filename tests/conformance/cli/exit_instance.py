import sys

try:
    sys.exit(SystemExit(3, 4))
except SystemExit as error:
    print(error.args, error.code)


class Mine(SystemExit):
    pass


sys.exit(Mine(5))
