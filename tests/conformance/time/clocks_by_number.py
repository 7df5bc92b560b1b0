"""Setting clocks (what cannot be set is refused), and the clock of a thread's processor time."""

import _thread
import time


def show(use):
    try:
        print(use())
    except Exception as e:
        print(type(e).__name__, e)


for use in (
    lambda: time.clock_settime(time.CLOCK_MONOTONIC, 1),
    lambda: time.clock_settime(),
    lambda: time.clock_settime(1),
    lambda: time.clock_settime("a", 1),
    lambda: time.clock_settime(1, "a"),
    lambda: time.clock_settime(999, 1.5),
    lambda: time.clock_settime(1, 1e300),
    lambda: time.clock_settime(1, float("nan")),
    lambda: time.clock_settime(1 << 40, 1),
    lambda: time.clock_settime_ns(time.CLOCK_MONOTONIC, 1),
    lambda: time.clock_settime_ns(),
    lambda: time.clock_settime_ns("a", 1),
    lambda: time.clock_settime_ns(1, 1.5),
    lambda: time.clock_settime_ns(1, 1 << 70),
    lambda: time.clock_settime_ns(clk_id=1, time=2),
    lambda: time.clock_settime_ns(time.CLOCK_MONOTONIC, -1),
    lambda: time.clock_gettime(999),
    lambda: time.pthread_getcpuclockid(),
    lambda: time.pthread_getcpuclockid("a"),
    lambda: time.pthread_getcpuclockid(1, 2),
    lambda: type(time.pthread_getcpuclockid(_thread.get_ident())),
    lambda: 0 < time.clock_gettime(time.pthread_getcpuclockid(_thread.get_ident())) < 1000,
    lambda: time.clock_settime.__doc__,
    lambda: time.clock_settime_ns.__text_signature__,
    lambda: time.pthread_getcpuclockid.__doc__,
):
    show(use)
