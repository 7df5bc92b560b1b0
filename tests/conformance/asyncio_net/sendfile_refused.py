"""What loop.sendfile refuses: transports that are no streams over sockets, and what is closing."""
import asyncio


class File:
    mode = "rb"

    def seek(self, at): pass


async def refused(loop, what, transport):
    try:
        await loop.sendfile(transport, File())
    except Exception as e:
        text = str(e)
        print(what, type(e).__name__, text[:text.index("transport") + 9] if "transport" in text else text)


async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    await refused(loop, "datagram", transport)
    transport.close()
    await refused(loop, "closed datagram", transport)

    class Own(asyncio.Transport):
        def __init__(self, closing): self.closing = closing
        def is_closing(self): return self.closing
        def __repr__(self): return "<my transport>"

    await refused(loop, "own", Own(False))
    await refused(loop, "own closing", Own(True))
    await refused(loop, "no transport", 5)


asyncio.run(main())
