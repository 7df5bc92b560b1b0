"""Unix sockets: servers, connections, errors, the file that goes away."""
import asyncio

PATH = "\0minipy-conformance-unix"


async def handle(reader, writer):
    print("server peer", repr(writer.get_extra_info("peername")))
    writer.write((await reader.readline()).upper())
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_unix_server(handle, PATH)
    print(server.sockets[0].family, server.sockets[0].getsockname())
    reader, writer = await asyncio.open_unix_connection(PATH)
    writer.write(b"over unix\n")
    print(await reader.read())
    print(writer.get_extra_info("peername"))
    writer.close()
    await writer.wait_closed()
    try:
        await asyncio.start_unix_server(handle, PATH)
    except OSError as e:
        print(type(e).__name__, e.errno, e)
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_unix_connection(PATH)
    except ConnectionRefusedError as e:
        print(e)
    try:
        await asyncio.open_unix_connection("/nonexistent/path")
    except FileNotFoundError as e:
        print(e)
    for call in (
        lambda: loop.create_unix_connection(asyncio.Protocol),
        lambda: loop.create_unix_connection(asyncio.Protocol, PATH, sock=1),
        lambda: loop.create_unix_server(asyncio.Protocol),
        lambda: loop.create_unix_server(asyncio.Protocol, PATH, ssl=True),
    ):
        try:
            await call()
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)


asyncio.run(main())
