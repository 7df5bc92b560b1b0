# Nothing here.
   # or here