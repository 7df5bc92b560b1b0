value = 5
value / 0
