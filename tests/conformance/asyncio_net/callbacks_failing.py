"""Exceptions in protocol callbacks and in the handlers of servers, as the exception handler sees them."""
import asyncio


class Bad(asyncio.Protocol):
    def __init__(self, where):
        self.where = where

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        if self.where == "data":
            raise ValueError("bad data")

    def eof_received(self):
        if self.where == "eof":
            raise KeyError("bad eof")

    def connection_lost(self, exc):
        print("lost:", repr(exc))


def handler(loop, context):
    print("handler:", context["message"], repr(context.get("exception")), sorted(context))


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    for where in ("data", "eof", "none"):
        server = await loop.create_server(lambda: Bad(where), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        r, w = await asyncio.open_connection("127.0.0.1", port)
        w.write(b"x")
        w.write_eof()
        try:
            print(await r.read())
        except ConnectionResetError as e:
            print("reset")
        w.close()
        server.close()
        await server.wait_closed()

    async def failing(reader, writer):
        await reader.read(1)
        raise LookupError("in handler")

    def failing_now(reader, writer):
        raise ZeroDivisionError("at once")

    for callback in (failing, failing_now):
        server = await asyncio.start_server(callback, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        r, w = await asyncio.open_connection("127.0.0.1", port)
        w.write(b"x")
        try:
            print(await r.read())
        except ConnectionResetError:
            print("reset")
        w.close()
        server.close()
        await server.wait_closed()


asyncio.run(main())
