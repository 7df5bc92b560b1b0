"""Protocols: the order of callbacks, EOF with and without keeping open, buffered protocols, abort, reprs."""
import asyncio


def shown(x):
    return re_fd(repr(x))


def re_fd(text):
    out = []
    for word in text.split(" "):
        out.append("fd=N" if word.startswith("fd=") else word)
    return " ".join(out)


alive = []  # an echo server that reads no more is held by nothing but itself


class Server(asyncio.Protocol):
    def connection_made(self, transport):
        print("server made", type(transport).__name__, isinstance(transport, asyncio.Transport),
              isinstance(transport, asyncio.ReadTransport), isinstance(transport, asyncio.WriteTransport))
        self.transport = transport
        alive.append(self)

    def data_received(self, data):
        print("server data", data)
        self.transport.write(data.upper())

    def eof_received(self):
        print("server eof")
        self.transport.write(b"last")
        return keep

    def connection_lost(self, exc):
        print("server lost", exc)
        closed.set_result(None)


class Client(asyncio.BufferedProtocol):
    def __init__(self):
        self.buffer = bytearray(100)
        self.got = b""

    def connection_made(self, transport):
        print("client made", shown(transport))
        self.transport = transport
        transport.write(b"hello")

    def get_buffer(self, hint):
        print("get_buffer", hint)
        return self.buffer

    def buffer_updated(self, n):
        self.got += bytes(self.buffer[:n])
        print("client got", self.got)
        if self.got == b"HELLO":
            self.transport.write_eof()
            print(shown(self.transport))
            try:
                self.transport.write(b"x")
            except RuntimeError as e:
                print(e)

    def eof_received(self):
        print("client eof")

    def connection_lost(self, exc):
        print("client lost", exc)
        print(shown(self.transport), self.transport.is_closing(), self.transport.get_protocol() is self)
        lost.set_result(None)


async def main():
    global closed, lost, keep
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for keep in (False, True):
        closed, lost = loop.create_future(), loop.create_future()
        transport, protocol = await loop.create_connection(Client, "127.0.0.1", port)
        print("connected", transport.get_protocol() is protocol, transport.is_reading())
        if keep:
            await asyncio.sleep(0.05)
            transport.abort()
            transport.abort()
        await lost
        if keep:
            server.abort_clients()
        await closed
        print(shown(transport))
    server.close()
    await server.wait_closed()
    print(type(server.get_loop()) is type(loop), asyncio.BaseProtocol.__subclasses__() != [])


asyncio.run(main())
