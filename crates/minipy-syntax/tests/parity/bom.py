# A byte order mark.
a = 'é'
b = 1
