# The errors of time/basics.
import time
a = time.time(); b = time.monotonic(); c = time.perf_counter(); d = time.process_time()
time.sleep(0.02)
t = time.gmtime(0)
t = time.gmtime(1700000000)
for code in ("time.sleep(-1)", "time.sleep('a')", "time.sleep()", "time.gmtime('a')", "time.gmtime(1e30)", "time.strftime()", "time.strftime(5)", "time.strftime('%Y', 5)", "time.strftime('%Y', (1,))", "time.asctime(5)", "time.sleep(float('nan'))", "time.nope", "time.sleep(10**30)"):
    try: print(code, eval(code))
    except Exception as e: print(code, "!!", type(e).__name__, e)
