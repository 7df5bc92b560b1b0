print("bom is skipped", __name__)
x = "é"
print(x, len(x))
