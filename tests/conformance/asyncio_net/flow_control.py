"""Flow control: pause and resume of writing, limits, draining, pausing of reading."""
import asyncio


class Sink(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.count = 0
        sinks.append(self)
        transport.pause_reading()

    def data_received(self, data):
        self.count += len(data)
        if self.count == TOTAL:
            done.set_result(None)


class Source(asyncio.Protocol):
    events = []

    def connection_made(self, transport):
        self.transport = transport

    def pause_writing(self):
        self.events.append("pause")

    def resume_writing(self):
        self.events.append("resume")


TOTAL = 8_000_000
sinks = []


async def main():
    global done
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    t, p = await loop.create_connection(Source, "127.0.0.1", port)
    print(t.get_write_buffer_limits(), t.get_write_buffer_size())
    t.set_write_buffer_limits(high=1000)
    print(t.get_write_buffer_limits())
    t.set_write_buffer_limits(low=100)
    print(t.get_write_buffer_limits())
    t.set_write_buffer_limits()
    print(t.get_write_buffer_limits())
    for kw in ({"high": 5, "low": 10}, {"high": -1}, {"low": -5, "high": 3}):
        try:
            t.set_write_buffer_limits(**kw)
        except ValueError as e:
            print(e)
    t.write(b"x" * TOTAL)
    print(p.events, t.get_write_buffer_size() > 0)
    await asyncio.sleep(0.05)
    print(p.events, sinks[0].count, sinks[0].transport.is_reading())
    sinks[0].transport.pause_reading()
    sinks[0].transport.resume_reading()
    sinks[0].transport.resume_reading()
    await done
    await asyncio.sleep(0.01)
    print(p.events, t.get_write_buffer_size())
    t.close()
    server.close()
    await server.wait_closed()

    async def slow(reader, writer):
        await asyncio.sleep(0.05)
        data = await reader.read()
        print("read", len(data))
        writer.close()

    server = await asyncio.start_server(slow, "127.0.0.1", 0, limit=1000)
    port = server.sockets[0].getsockname()[1]
    r, w = await asyncio.open_connection("127.0.0.1", port)
    w.write(b"y" * TOTAL)
    drain = asyncio.create_task(w.drain())
    await asyncio.sleep(0.01)
    print("drained:", drain.done())
    await drain
    w.write_eof()
    print(await r.read())
    w.close()
    try:
        await w.drain()
    except ConnectionResetError as e:
        print("drain:", e)
    await w.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
