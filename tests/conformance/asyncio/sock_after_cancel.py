"""An operation on a socket that follows a cancelled one keeps its watch."""
import asyncio
try:
    import socket
except ImportError:
    import _socket as socket

async def recv_racing(into):
    loop = asyncio.get_running_loop()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setblocking(False)
    listener.bind(('127.0.0.1', 0)); listener.listen(5)
    async def serve():
        conn, _ = await loop.sock_accept(listener)
        d = await loop.sock_recv(conn, 1024)
        await loop.sock_sendall(conn, b'HTTP/1.0 200 OK')
        await asyncio.sleep(0.05)
        await loop.sock_sendall(conn, b'body')
        conn.close()
    srv = asyncio.create_task(serve())
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM); sock.setblocking(False)
    await loop.sock_connect(sock, listener.getsockname())
    if into:
        data = bytearray(1024)
        with memoryview(data) as buf:
            task = asyncio.create_task(loop.sock_recv_into(sock, buf[:1024]))
            await asyncio.sleep(0)
            task.cancel()
            task = asyncio.create_task(loop.sock_sendall(sock, b'GET / HTTP/1.0\r\n\r\n'))
            n = await loop.sock_recv_into(sock, buf[:1024])
            await loop.sock_recv_into(sock, buf[n:])
            print(bytes(data[:n]))
        await task
    else:
        task = asyncio.create_task(loop.sock_recv(sock, 1024))
        await asyncio.sleep(0)
        task.cancel()
        asyncio.create_task(loop.sock_sendall(sock, b'GET / HTTP/1.0\r\n\r\n'))
        data = await loop.sock_recv(sock, 1024)
        await loop.sock_recv(sock, 1024)
        print(data)
    sock.close(); listener.close()
    await srv

async def send_racing():
    loop = asyncio.get_running_loop()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(('127.0.0.1', 0)); listener.listen(1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1024)
    sock.setblocking(False)
    task = asyncio.create_task(loop.sock_connect(sock, listener.getsockname()))
    await asyncio.sleep(0)
    if hasattr(listener, 'accept'):
        server = listener.accept()[0]
    else:
        fd, _ = listener._accept(); server = socket.socket(fileno=fd)
    server.setblocking(False)
    await task
    size = 8192
    while size >= 4:
        try:
            while True: sock.send(b' ' * size)
        except BlockingIOError: pass
        size //= 2
    task = asyncio.create_task(loop.sock_sendall(sock, b'hello'))
    await asyncio.sleep(0)
    task.cancel()
    async def recv_all():
        rv = b''
        while True:
            buf = await loop.sock_recv(server, 8192)
            if not buf: return rv
            rv += buf.strip()
    task = asyncio.create_task(recv_all())
    await loop.sock_sendall(sock, b'world')
    sock.shutdown(socket.SHUT_WR)
    data = await task
    print(data)

async def main():
    for c in (recv_racing(False), recv_racing(True), send_racing()):
        try: await asyncio.wait_for(c, 3)
        except TimeoutError: print("TIMEOUT")
asyncio.run(main())
