"""Subclasses of the stream classes, protocols switched at run time, callbacks that fail at the ends of connections."""
import asyncio
import _socket


class MyProtocol(asyncio.StreamReaderProtocol):
    def data_received(self, data):
        print("mine", data)
        super().data_received(data)

    def connection_made(self, transport):
        print("made")
        super().connection_made(transport)


class MyReader(asyncio.StreamReader):
    def feed_data(self, data):
        print("feed", data)
        super().feed_data(data)

    def feed_eof(self):
        print("feed eof")
        super().feed_eof()


class A(asyncio.Protocol):
    def connection_made(self, t):
        self.t = t

    def data_received(self, d):
        print("A", d)
        self.t.set_protocol(B())


class B(asyncio.Protocol):
    def data_received(self, d):
        print("B", d)

    def connection_lost(self, e):
        print("B lost", e)
        done.set_result(1)


class Bad(asyncio.Protocol):
    def connection_made(self, t):
        raise ValueError("in made")

    def connection_lost(self, e):
        raise KeyError("in lost")


async def main():
    global done
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    async def hello(r, w):
        w.write(b"hello\nworld")
        w.close()

    server = await asyncio.start_server(hello, "127.0.0.1", 0)
    for protocol_class in (MyProtocol, asyncio.StreamReaderProtocol):
        reader = MyReader(loop=loop)
        protocol = protocol_class(reader, loop=loop)
        transport, _ = await loop.create_connection(lambda: protocol, *server.sockets[0].getsockname())
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        print(await reader.readline(), await reader.read())
        writer.close()
        await writer.wait_closed()
    server.close()

    async def two(r, w):
        w.write(b"1")
        await asyncio.sleep(0.02)
        w.write(b"2")
        await asyncio.sleep(0.02)
        w.close()

    server = await asyncio.start_server(two, "127.0.0.1", 0)
    await loop.create_connection(A, *server.sockets[0].getsockname())
    await done
    loop.set_exception_handler(lambda l, c: print(c["message"].split(" at ")[0], repr(c["exception"])))
    transport, _ = await loop.create_connection(Bad, *server.sockets[0].getsockname())
    sock = transport.get_extra_info("socket")
    transport.close()
    await asyncio.sleep(0.01)
    server.close()
    print(sock.fileno())
    a, b = _socket.socketpair()
    transport, _ = await loop.create_connection(asyncio.Protocol, sock=a)
    for method in (loop.add_reader, loop.add_writer, loop.remove_reader):
        try:
            method(a, print) if method != loop.remove_reader else method(a)
        except RuntimeError as e:
            print(str(e).split("<")[0], str(e).split("transport ")[1].split(" ")[0])
    transport.abort()
    b.close()


asyncio.run(main())
