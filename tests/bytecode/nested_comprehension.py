def f(rows):
    return [x for row in rows for x in row if x if row]
