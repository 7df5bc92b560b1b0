print("script")
name = "kept"
