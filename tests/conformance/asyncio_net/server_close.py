"""Servers: start_serving, serve_forever and its cancellation, closing with clients, context manager, errors."""
import asyncio


async def handle(reader, writer):
    data = await reader.read(100)
    print("handler got", data)
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(handle, "127.0.0.1", 0, start_serving=False)
    print(server.is_serving())
    await server.start_serving()
    print(server.is_serving())
    task = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0)
    try:
        await server.serve_forever()
    except RuntimeError as e:
        print(str(e).split(" is ")[1])
    port = server.sockets[0].getsockname()[1]
    r, w = await asyncio.open_connection("127.0.0.1", port)
    waiter = asyncio.create_task(server.wait_closed())
    await asyncio.sleep(0.01)
    print("waiting", not waiter.done())
    server.close()
    server.close()
    await asyncio.sleep(0.01)
    print("still waiting", not waiter.done(), task.cancelled(), server.sockets)
    try:
        await task
    except asyncio.CancelledError:
        print("serve_forever cancelled")
    print(await r.read(), "closed by serve_forever")
    w.close()
    await waiter
    print("gone")
    try:
        await server.serve_forever()
    except RuntimeError as e:
        print(e)

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        r, w = await asyncio.open_connection("127.0.0.1", port)
        w.write(b"in context")
        print(await r.read())
        w.close()
    print(server.is_serving())
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    r, w = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.01)
    server.close()
    server.close_clients()
    await server.wait_closed()
    print(await r.read())
    w.close()
    try:
        await asyncio.start_server(handle, "127.0.0.1", 0, sock=1)
    except ValueError as e:
        print(e)
    try:
        await asyncio.start_server(handle)
    except ValueError as e:
        print(e)
    try:
        await loop.create_server(lambda: None, "127.0.0.1", 0, ssl=True)
    except TypeError as e:
        print(e)
    s1 = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0)
    port = s1.sockets[0].getsockname()[1]
    try:
        await loop.create_server(asyncio.Protocol, "127.0.0.1", port)
    except OSError as e:
        print(type(e).__name__, e.errno, str(e).replace(str(port), "PORT"))
    s1.close()


asyncio.run(main())
