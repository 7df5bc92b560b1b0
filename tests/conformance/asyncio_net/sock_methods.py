"""loop.sock_* on raw sockets: echo, waiting, cancellation, refusal, readers and writers of descriptors."""
import asyncio
import _socket


def make(kind=_socket.SOCK_STREAM, blocking=False):
    s = _socket.socket(_socket.AF_INET, kind)
    s.setblocking(blocking)
    return s


async def main():
    loop = asyncio.get_running_loop()
    a, b = _socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    t = asyncio.create_task(loop.sock_recv(a, 100))
    await asyncio.sleep(0)
    print(t.done())
    await loop.sock_sendall(b, b"hello")
    print(await t)
    buf = bytearray(10)
    t = asyncio.create_task(loop.sock_recv_into(a, buf))
    await asyncio.sleep(0)
    await loop.sock_sendall(b, b"xyz")
    print(await t, buf)
    t = asyncio.create_task(loop.sock_recv(a, 10))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", loop.remove_reader(a))
    big = b"z" * 2_000_000
    t = asyncio.create_task(loop.sock_sendall(b, big))
    got = 0
    while got < len(big):
        got += len(await loop.sock_recv(a, 1 << 16))
    print(await t, got)
    b.close()
    print(await loop.sock_recv(a, 10))
    a.close()
    try:
        await loop.sock_recv(a, 10)
    except OSError as e:
        print(type(e).__name__, e)

    u = make(_socket.SOCK_DGRAM)
    u.bind(("127.0.0.1", 0))
    v = make(_socket.SOCK_DGRAM)
    v.bind(("127.0.0.1", 0))
    t = asyncio.create_task(loop.sock_recvfrom(u, 100))
    await asyncio.sleep(0)
    print(await loop.sock_sendto(v, b"datagram", u.getsockname()))
    data, addr = await t
    print(data, addr == v.getsockname())
    await loop.sock_sendto(u, b"back", addr)
    n, addr = await loop.sock_recvfrom_into(v, buf)
    print(n, buf, addr == u.getsockname())
    u.close()
    v.close()

    dead = make()
    dead.bind(("127.0.0.1", 0))
    s = make()
    try:
        await loop.sock_connect(s, dead.getsockname())
    except ConnectionRefusedError as e:
        print(str(e).replace(str(dead.getsockname()[1]), "PORT"))
    s.close()
    dead.close()

    a, b = _socket.socketpair()
    a.setblocking(False)
    done = loop.create_future()
    loop.add_reader(a.fileno(), lambda *args: (print("readable", args, a.recv(10)), done.set_result(1)), 1, 2)
    b.send(b"ping")
    await done
    print(loop.remove_reader(a), loop.remove_reader(a))
    done = loop.create_future()
    loop.add_writer(a, done.set_result, "writable")
    print(await done, loop.remove_writer(a.fileno()), loop.remove_writer(a))
    for bad in (-1, "x", None):
        try:
            loop.add_reader(bad, print)
        except ValueError as e:
            print(e)
    a.close()
    b.close()
    loop.set_debug(True)
    a, b = _socket.socketpair()
    try:
        await loop.sock_recv(a, 1)
    except ValueError as e:
        print(e)
    a.close()
    b.close()
    print([(int(a), int(b), *rest) for a, b, *rest in await loop.getaddrinfo("127.0.0.1", 80, type=_socket.SOCK_STREAM)])
    print(await loop.getnameinfo(("127.0.0.1", 80), _socket.NI_NUMERICHOST | _socket.NI_NUMERICSERV))
    try:
        await loop.getaddrinfo("name.invalid", 1)
    except _socket.gaierror as e:
        print(type(e).__name__, e.errno < 0)


asyncio.run(main())
