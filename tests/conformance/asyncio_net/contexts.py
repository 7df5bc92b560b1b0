"""Context variables in protocol callbacks and handlers of servers."""
import asyncio
import contextvars

var = contextvars.ContextVar("var", default="default")


class P(asyncio.Protocol):
    def connection_made(self, transport):
        print("made", var.get())
        var.set("made")
        self.transport = transport

    def data_received(self, data):
        print("data", var.get())
        self.transport.close()

    def connection_lost(self, exc):
        print("lost", var.get())
        done.set_result(None)


async def handle(reader, writer):
    print("handler", var.get())
    var.set("handler")
    writer.write(b"x")
    writer.close()


async def main():
    global done
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    var.set("server")
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    var.set("client")
    await loop.create_connection(P, *server.sockets[0].getsockname())
    await done
    print(var.get())
    done = loop.create_future()
    await loop.create_connection(P, *server.sockets[0].getsockname())
    await done
    print(var.get())
    server.close()


asyncio.run(main())
