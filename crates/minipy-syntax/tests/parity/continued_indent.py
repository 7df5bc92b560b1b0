# Backslashes in the indentation.
if a:
  \
  b
  c
if a:
    d \
 + e
\
f
x = \
\
1
