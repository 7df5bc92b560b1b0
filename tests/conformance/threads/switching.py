# A busy thread does not keep the others from running.
import _thread
import sys
import time

print(sys.getswitchinterval())
sys.setswitchinterval(0.001)
stop = False
turns = [0]


def busy():
    while not stop:
        turns[0] += 1


_thread.start_new_thread(busy, ())
deadline = time.monotonic() + 10
while turns[0] < 1000 and time.monotonic() < deadline:
    time.sleep(0.001)
stop = True
print(turns[0] >= 1000)
try:
    sys.setswitchinterval(0)
except ValueError as e:
    print(e)
