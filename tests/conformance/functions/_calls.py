def show(calls, **names):
    for call in calls.split("|"):
        try:
            print(call, "->", eval(call, names))
        except Exception as e:
            print(call, "!!", type(e).__name__, e)
