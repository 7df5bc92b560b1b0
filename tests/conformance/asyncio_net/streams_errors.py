"""Errors of readers: incomplete reads, overruns, wrong arguments, two readers at once, connection refused."""
import asyncio


def show(exc):
    print(type(exc).__name__, str(exc), exc.args)


async def main():
    r = asyncio.StreamReader()
    r.feed_data(b"abc")
    r.feed_eof()
    try:
        await r.readexactly(10)
    except asyncio.IncompleteReadError as e:
        show(e)
        print(e.partial, e.expected, isinstance(e, EOFError))
    r = asyncio.StreamReader()
    r.feed_data(b"abc")
    r.feed_eof()
    try:
        await r.readuntil(b"xx")
    except asyncio.IncompleteReadError as e:
        show(e)
        print(e.partial, e.expected)
    r = asyncio.StreamReader(limit=4)
    r.feed_data(b"abcdefgh\nmore")
    try:
        await r.readuntil(b"\n")
    except asyncio.LimitOverrunError as e:
        show(e)
        print(e.consumed)
    try:
        await r.readline()
    except ValueError as e:
        show(e)
    print(r)
    r = asyncio.StreamReader(limit=4)
    r.feed_data(b"abcdefgh")
    try:
        await r.readuntil(b"\n")
    except asyncio.LimitOverrunError as e:
        show(e)
        print(e.consumed)
    try:
        await r.readline()
    except ValueError as e:
        show(e)
    print(r)
    for make in (lambda: asyncio.StreamReader(limit=0), lambda: asyncio.StreamReader(limit=-1)):
        try:
            make()
        except ValueError as e:
            show(e)
    r = asyncio.StreamReader()
    for coro in (r.readexactly(-1), r.readuntil(b""), r.readuntil(())):
        try:
            await coro
        except ValueError as e:
            show(e)
    print(await r.readexactly(0), await r.read(0))
    t = asyncio.create_task(r.readline())
    await asyncio.sleep(0)
    for coro in (r.read(1), r.readline(), r.readexactly(2), r.readuntil(b"x")):
        try:
            await coro
        except RuntimeError as e:
            show(e)
    r.feed_data(b"line\n")
    print(await t)
    t = asyncio.create_task(r.readline())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")
    r.feed_data(b"after\n")
    print(await r.readline())
    t = asyncio.create_task(r.read(5))
    await asyncio.sleep(0)
    r.set_exception(ConnectionResetError("gone"))
    try:
        await t
    except ConnectionResetError as e:
        show(e)
    try:
        await r.readline()
    except ConnectionResetError as e:
        show(e)
    print(r.exception())
    r = asyncio.StreamReader()
    r.feed_eof()
    try:
        r.feed_data(b"x")
    except AssertionError as e:
        show(e)
    print(await r.readline(), await r.read(), await r.readuntil(b"a") if False else "", r.at_eof())
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as e:
        print(type(e).__name__, e.errno, str(e).replace(str(port), "PORT"))


asyncio.run(main())
