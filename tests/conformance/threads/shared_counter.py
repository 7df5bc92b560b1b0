import _thread

N, LOOPS = 4, 2000
lock = _thread.allocate_lock()
finished = [_thread.allocate_lock() for _ in range(N)]
state = {"locked": 0}
items = []


def worker(number):
    for i in range(LOOPS):
        with lock:
            state["locked"] += 1
        items.append((number, i))
    finished[number].release()


for gate in finished:
    gate.acquire()
for number in range(N):
    _thread.start_new_thread(worker, (number,))
for gate in finished:
    gate.acquire()
print(state, len(items))
print(all([i for n, i in items if n == number] == list(range(LOOPS)) for number in range(N)))
