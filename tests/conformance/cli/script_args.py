import sys
print(len(sys.argv), sys.argv[1:])
sys.exit(len(sys.argv))
