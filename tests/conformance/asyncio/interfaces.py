# AbstractEventLoop, AbstractServer, event loop policies and their deprecation, and objects that act as coroutines.
import asyncio


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


loop = asyncio.new_event_loop()
print([c.__name__ for c in type(loop).__mro__])
print(isinstance(loop, asyncio.AbstractEventLoop), isinstance(loop, asyncio.BaseEventLoop))
print(asyncio.AbstractEventLoop.__module__, asyncio.AbstractServer.__module__)
loop.close()

abstract = asyncio.AbstractEventLoop()
for name in ("run_forever", "stop", "is_running", "close", "time", "create_future", "get_debug", "get_task_factory"):
    print(name, repr(attempt(getattr(abstract, name))))
print(repr(attempt(abstract.call_soon, print)), repr(attempt(abstract.call_later, 1, print)))
for made in (abstract.shutdown_asyncgens(), abstract.sock_recv(1, 2), abstract.create_connection(print)):
    print(asyncio.iscoroutine(made))
    try:
        made.send(None)
    except NotImplementedError as e:
        print(repr(e))
print(attempt(abstract.sock_recv))


class Server(asyncio.AbstractServer):
    def close(self):
        print("close")

    async def wait_closed(self):
        print("wait_closed")


async def use_server():
    async with Server() as server:
        print(type(server).__name__, repr(attempt(server.get_loop)))
    listening = await asyncio.start_server(print, "127.0.0.1", 0)
    print(isinstance(listening, asyncio.AbstractServer))
    listening.close()


asyncio.run(use_server())

# Policies
policy = asyncio.get_event_loop_policy()
print([c.__name__ for c in type(policy).__mro__])
print(policy is asyncio.get_event_loop_policy())
print(repr(attempt(policy.get_event_loop)))
print(repr(attempt(policy.set_event_loop, 1)))
print(repr(attempt(asyncio.set_event_loop, "loop")))
made = policy.new_event_loop()
asyncio.set_event_loop(made)
print(policy.get_event_loop() is made, asyncio.get_event_loop() is made)
asyncio.set_event_loop(None)
made.close()
print(repr(attempt(asyncio.get_event_loop)))
print(repr(attempt(asyncio.set_event_loop_policy, 1)))
print(asyncio.AbstractEventLoopPolicy.__name__, asyncio.DefaultEventLoopPolicy.__name__)
print(attempt(getattr, asyncio, "nonsense"))
print(repr(attempt(asyncio.AbstractEventLoopPolicy().new_event_loop)))


class Loop(asyncio.SelectorEventLoop):
    pass


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        print("new_event_loop")
        return Loop()

    def set_event_loop(self, loop):
        print("set_event_loop", type(loop).__name__)
        super().set_event_loop(loop)

    def get_event_loop(self):
        print("get_event_loop")
        return super().get_event_loop()


async def main():
    return type(asyncio.get_running_loop()).__name__


asyncio.set_event_loop_policy(Policy())
print(type(asyncio.get_event_loop_policy()).__name__)
print(asyncio.run(main()))
print(repr(attempt(asyncio.get_event_loop)))
asyncio.set_event_loop_policy(None)
print(asyncio.run(main()))


# What has the methods of a coroutine is one.
class Acting:
    def __init__(self):
        self.steps = iter(range(2))

    def send(self, value):
        for _ in self.steps:
            return None
        raise StopIteration("done")

    def throw(self, *args):
        raise args[0]

    def close(self):
        print("closed")

    def __await__(self):
        return self


class Partly:
    def __await__(self):
        return iter(())


async def act():
    print(asyncio.iscoroutine(Acting()), asyncio.iscoroutine(Partly()), asyncio.iscoroutine(iter([])))
    print(await asyncio.create_task(Acting()))
    print(await asyncio.gather(Acting(), asyncio.ensure_future(Acting())))
    try:
        asyncio.create_task(Partly())
    except TypeError as e:
        print(str(e).partition("<")[0])


asyncio.run(act())
