"""UDP: echo with and without a fixed peer, error_received, wrong addresses, closing."""
import asyncio


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        print("echo made", type(transport).__name__, isinstance(transport, asyncio.DatagramTransport))
        self.transport = transport

    def datagram_received(self, data, addr):
        print("echo got", data, addr[0])
        self.transport.sendto(data.upper(), addr)

    def connection_lost(self, exc):
        print("echo lost", exc)


class Client(asyncio.DatagramProtocol):
    def __init__(self, done):
        self.done = done

    def datagram_received(self, data, addr):
        print("client got", data, addr == self.peer)
        if data == b"END":
            self.done.set_result(None)

    def error_received(self, exc):
        print("client error", type(exc).__name__, exc)
        self.done.set_result(None)

    def connection_lost(self, exc):
        print("client lost", exc)


async def main():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    addr = server.get_extra_info("socket").getsockname()
    print(server.get_extra_info("sockname") == addr, server.get_extra_info("peername"))
    done = loop.create_future()
    client, protocol = await loop.create_datagram_endpoint(lambda: Client(done), remote_addr=addr)
    protocol.peer = addr
    print(client.get_extra_info("peername") == addr)
    client.sendto(b"one")
    client.sendto(bytearray(b"two"), addr)
    client.sendto(memoryview(b"end"), None)
    await done
    try:
        client.sendto(b"x", ("127.0.0.2", 9))
    except ValueError as e:
        print(str(e).replace(str(addr), "ADDR"))
    try:
        client.sendto("text")
    except TypeError as e:
        print(e)
    print(client.get_write_buffer_size(), client.is_closing())
    client.close()
    print(client.is_closing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    protocol.done = loop.create_future()
    client, protocol = await loop.create_datagram_endpoint(lambda: Client(loop.create_future()),
                                                           local_addr=("127.0.0.1", 0))
    protocol.peer = addr
    client.sendto(b"end", addr)
    await protocol.done
    server.abort()
    await asyncio.sleep(0.01)
    client.close()
    await asyncio.sleep(0.01)
    client, protocol = await loop.create_datagram_endpoint(lambda: Client(loop.create_future()), remote_addr=addr)
    client.sendto(b"nobody")
    await protocol.done
    client.close()
    await asyncio.sleep(0)
    for kw in ({}, {"local_addr": "x"}, {"remote_addr": ("127.0.0.1",)}):
        try:
            await loop.create_datagram_endpoint(asyncio.DatagramProtocol, **kw)
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)


asyncio.run(main())
