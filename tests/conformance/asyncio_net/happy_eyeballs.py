# create_connection with several addresses: interleaved, with a delay between attempts, and when all fail.
import _socket as socket
import asyncio


def closed_port():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    port = s.getsockname()[1]
    s.close()
    return port


class Loop(asyncio.SelectorEventLoop):
    answers = []

    async def getaddrinfo(self, host, port, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, number)) for address, number in self.answers]


async def attempt(**kwargs):
    loop = asyncio.get_running_loop()
    try:
        transport, protocol = await loop.create_connection(asyncio.Protocol, "some.host", 80, **kwargs)
    except ExceptionGroup as e:
        return f"group: {e.message} {[type(x).__name__ for x in e.exceptions]}"
    except OSError as e:
        return f"{type(e).__name__}: {str(e).count('Connect call failed')}"
    port = transport.get_extra_info("peername")[1]
    transport.close()
    return port


async def main():
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(asyncio.Protocol, "127.0.0.1", 0) for _ in range(2)]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    bad = [closed_port(), closed_port()]
    for delay in (None, 5, 1000):
        loop.answers = [("127.0.0.1", port) for port in ports]
        print(delay, ports.index(await attempt(happy_eyeballs_delay=delay)))
        loop.answers = [("127.0.0.1", bad[0]), ("127.0.0.1", ports[1])]
        print(delay, ports.index(await attempt(happy_eyeballs_delay=delay)))
        loop.answers = [("127.0.0.1", bad[0]), ("127.0.0.1", bad[1]), ("127.0.0.1", ports[0])]
        print(delay, ports.index(await attempt(happy_eyeballs_delay=delay, interleave=2)))
        loop.answers = [("127.0.0.1", port) for port in bad]
        print(delay, await attempt(happy_eyeballs_delay=delay))
        print(delay, await attempt(happy_eyeballs_delay=delay, all_errors=True))
        loop.answers = [("127.0.0.1", bad[0])]
        print(delay, await attempt(happy_eyeballs_delay=delay))
        loop.answers = []
        print(delay, await attempt(happy_eyeballs_delay=delay))
        # Cancelled on its way, nothing is left behind.
        loop.answers = [("127.0.0.1", ports[0])]
        task = asyncio.create_task(attempt(happy_eyeballs_delay=delay))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled")
    for server in servers:
        server.close()


asyncio.run(main(), loop_factory=Loop)
