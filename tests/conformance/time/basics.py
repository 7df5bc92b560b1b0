import time

a = time.time(); b = time.monotonic(); c = time.perf_counter(); d = time.process_time()
time.sleep(0.02)
print(type(a).__name__, a > 1.6e9, time.monotonic() - b >= 0.02, time.perf_counter() - c >= 0.02, time.process_time() >= d, 0.015 < time.time() - a < 5)
print(type(time.time_ns()).__name__, time.monotonic_ns() > 0, time.perf_counter_ns() > 0, time.process_time_ns() >= 0, abs(time.time_ns() / 1e9 - time.time()) < 1)
t = time.gmtime(0)
print(t, t.tm_year, t[0], len(t), t.tm_wday, tuple(t), t.tm_zone, t.tm_gmtoff, type(t).__name__)
t = time.gmtime(1700000000)
print(time.strftime("%Y-%m-%d %H:%M:%S %j %a %A %b %B %y %I %p %w %%", t), time.asctime(t), t.tm_yday, t.tm_isdst)
print(time.gmtime(86400 * 365).tm_year, time.gmtime(-1).tm_sec, time.gmtime(951782400).tm_mon, time.gmtime(951782400).tm_mday, time.gmtime(1e9)[:6], time.gmtime(253402300799).tm_year)
print(time.strftime("%d", (2020, 2, 29, 1, 2, 3, 5, 60, 0)), isinstance(time.localtime(), time.struct_time), time.struct_time((1,) * 9).tm_year, time.sleep(0))
print(time.get_clock_info("monotonic").monotonic, time.thread_time() >= 0, type(time.timezone).__name__, len(time.tzname))
