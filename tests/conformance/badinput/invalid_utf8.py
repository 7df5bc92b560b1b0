print("never")
s = "ÿş"
