def f():
    try:
        g()
    except ValueError as e:
        h(e)
    except (A, B):
        pass
    except:
        raise
