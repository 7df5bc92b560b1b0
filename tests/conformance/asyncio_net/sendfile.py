# loop.sendfile and loop.sock_sendfile: regular files, files without a descriptor, ranges, and what is refused.
import _socket as socket
import asyncio

PATH = __file__
with open(PATH, "rb") as f:
    WHOLE = f.read()


class Memory:
    """A file without a descriptor."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def seek(self, at):
        self.at = at

    def readinto(self, view):
        part = self.data[self.at : self.at + len(view)]
        view[: len(part)] = part
        self.at += len(part)
        return len(part)


class Unseekable:
    def __init__(self, data):
        self.data = data

    def readinto(self, view):
        part, self.data = self.data[: len(view)], self.data[len(view) :]
        view[: len(part)] = part
        return len(part)


async def collect(reader):
    return await reader.read()


async def through_transport(*args, **kwargs):
    got = asyncio.get_running_loop().create_future()

    async def serve(reader, writer):
        got.set_result(await reader.read())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"before ")
    loop = asyncio.get_running_loop()
    try:
        count = await loop.sendfile(writer.transport, *args, **kwargs)
    except Exception as e:
        count = f"{type(e).__name__}: {e}"
    writer.write(b" after")
    print(writer.transport.is_reading())
    writer.close()
    data = await got
    server.close()
    return count, data


async def through_socket(*args, **kwargs):
    loop = asyncio.get_running_loop()
    one, two = socket.socketpair()
    one.setblocking(False)
    two.setblocking(False)

    async def read():
        parts = []
        while part := await loop.sock_recv(two, 100000):
            parts.append(part)
        return b"".join(parts)

    reading = asyncio.create_task(read())
    try:
        count = await loop.sock_sendfile(one, *args, **kwargs)
    except Exception as e:
        count = f"{type(e).__name__}: {e}"
    one.close()
    data = await reading
    two.close()
    return count, data


async def main():
    for way in (through_socket, through_transport):
        print(way.__name__)
        with open(PATH, "rb") as f:
            count, data = await way(f)
            print(count == len(WHOLE), WHOLE in data, data[:7] if way is through_transport else data == WHOLE, data[-6:] == b" after", f.tell() == count)
            count, data = await way(f, 10, 20)
            print(count, data, f.tell())
            count, data = await way(f, len(WHOLE) - 5)
            print(count, data, f.tell() == len(WHOLE))
            count, data = await way(f, len(WHOLE) + 5)
            print(count, data)
            count, data = await way(f, offset=0, count=3, fallback=False)
            print(count, data)
        big = bytes(range(256)) * 4000
        for make in (Memory, Unseekable):
            count, data = await way(make(big))
            print(make.__name__, count, big in data, len(data))
        count, data = await way(Memory(big), 5, 12)
        print(count, data)
        memory = Memory(big)
        await way(memory, 100, 50)
        print(memory.at)
        print((await way(Memory(b""), fallback=False))[0].partition(":")[0])
        for args in ((f, 0, 0), (f, 0, "x"), (f, -1), (f, "x"), (open(PATH), 0)):
            print(await way(*args))
    loop = asyncio.get_running_loop()
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setblocking(False)
    try:
        await loop.sock_sendfile(s, Memory(b"x"))
    except ValueError as e:
        print(e)
    s.close()
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.close()
    try:
        await loop.sendfile(writer.transport, Memory(b"x"))
    except RuntimeError as e:
        print(e)
    server.close()


asyncio.run(main())
