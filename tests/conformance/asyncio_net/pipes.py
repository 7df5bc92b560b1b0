"""Pipe transports over socket pairs, with protocols and streams."""
import asyncio
import _socket


class Pipe:
    def __init__(self, sock):
        self.sock = sock

    def fileno(self):
        return self.sock.fileno()

    def close(self):
        print("pipe closed")
        self.sock.close()


class Reader(asyncio.Protocol):
    def connection_made(self, transport):
        print("made", type(transport).__name__, isinstance(transport, asyncio.ReadTransport))

    def data_received(self, data):
        print("data", data)

    def eof_received(self):
        print("eof")

    def connection_lost(self, exc):
        print("lost", exc)
        lost.set_result(None)


async def main():
    global lost
    loop = asyncio.get_running_loop()
    lost = loop.create_future()
    a, b = _socket.socketpair()
    rt, _ = await loop.connect_read_pipe(Reader, Pipe(a))
    print(repr(rt).split(" ")[2:], type(rt.get_extra_info("pipe")).__name__)
    wt, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, Pipe(b))
    print(repr(wt).split(" ")[2:], wt.can_write_eof(), wt.get_write_buffer_size())
    wt.write(b"one")
    wt.writelines([b"two", b"three"])
    await asyncio.sleep(0.01)
    rt.pause_reading()
    print(rt.is_reading())
    rt.resume_reading()
    wt.close()
    await lost
    await asyncio.sleep(0.01)
    print(repr(wt).split(" ")[1], repr(rt).split(" ")[1])

    a, b = _socket.socketpair()
    reader = asyncio.StreamReader()
    rt, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), Pipe(a))
    wt, proto = await loop.connect_write_pipe(lambda: asyncio.streams.FlowControlMixin(loop=loop), Pipe(b))
    writer = asyncio.StreamWriter(wt, proto, None, loop)
    writer.write(b"x" * 1_000_000)
    task = asyncio.create_task(writer.drain())
    print(len(await reader.readexactly(1_000_000)))
    await task
    writer.close()
    print(await reader.read())
    await asyncio.sleep(0.01)


asyncio.run(main())
