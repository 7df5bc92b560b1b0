import _circular_b
done = True
