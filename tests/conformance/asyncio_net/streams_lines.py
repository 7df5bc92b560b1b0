"""Lines from an in-memory feed: pieces, separators over chunk borders, tuples of separators, async for."""
import asyncio


async def main():
    r = asyncio.StreamReader()

    async def feed(*chunks):
        for chunk in chunks:
            r.feed_data(chunk)
            await asyncio.sleep(0)
        r.feed_eof()

    t = asyncio.create_task(feed(b"one\ntw", b"o\n", b"", b"three", b"\nfour"))
    async for line in r:
        print(line)
    await t
    print(r.at_eof(), await r.readline())

    r = asyncio.StreamReader()
    t = asyncio.create_task(feed(b"aSE", b"PbSEP", b"SEPc", b"SE"))
    print(await r.readuntil(b"SEP"))
    print(await r.readuntil(b"SEP"))
    print(await r.readuntil(b"SEP"))
    try:
        await r.readuntil(b"SEP")
    except asyncio.IncompleteReadError as e:
        print(e.partial, e)
    await t

    r = asyncio.StreamReader()
    t = asyncio.create_task(feed(b"x;y\r\nz\rq", b"\r\nend"))
    print(await r.readuntil((b"\r\n", b";")))
    print(await r.readuntil((b"\r\n", b";")))
    print(await r.readuntil((b"\r", b"\r\n")))
    print(await r.readuntil((b"\r\n", b"\r")))
    print(await r.read(2), await r.read(100))
    await t

    r = asyncio.StreamReader()
    print(r, r._buffer)
    r.feed_data(b"0123456789")
    print(r, await r.readexactly(3), r._buffer, await r.readexactly(3), bytes(r._buffer))
    r.feed_eof()
    print(r)
    print(await r.read(), r)
    print(asyncio.StreamReader(limit=10))


asyncio.run(main())
