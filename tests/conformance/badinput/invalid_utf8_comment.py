print("never")
# café
