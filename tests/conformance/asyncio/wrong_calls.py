# Calls with wrong arguments of every public method and function: each parameter is taken by its name exactly where
# CPython takes it, and the errors read as those of functions written in Python or in C. No call gets as far as the body.
import asyncio

SIGNATURES = {
    'Queue': """
        empty(self)
        full(self)
        get(self)
        get_nowait(self)
        join(self)
        put(self item)
        put_nowait(self item)
        qsize(self)
        shutdown(self immediate)
        task_done(self)
    """,
    'Lock': """
        __aenter__(self)
        __aexit__(self exc_type exc tb)
        acquire(self)
        locked(self)
        release(self)
    """,
    'Event': """
        clear(self)
        is_set(self)
        set(self)
        wait(self)
    """,
    'Condition': """
        __aenter__(self)
        __aexit__(self exc_type exc tb)
        notify(self n)
        notify_all(self)
        wait(self)
        wait_for(self predicate)
    """,
    'Semaphore': """
        __aenter__(self)
        __aexit__(self exc_type exc tb)
        acquire(self)
        locked(self)
        release(self)
    """,
    'BoundedSemaphore': """
        acquire(self)
        locked(self)
        release(self)
    """,
    'Barrier': """
        __aenter__(self)
        __aexit__(self *args)
        abort(self)
        reset(self)
        wait(self)
    """,
    'TaskGroup': """
        __aenter__(self)
        __aexit__(self et exc tb)
        create_task(self coro **kwargs)
    """,
    'Timeout': """
        __aenter__(self)
        __aexit__(self exc_type exc_val exc_tb)
        expired(self)
        reschedule(self when)
        when(self)
    """,
    'Runner': """
        __enter__(self)
        __exit__(self exc_type exc_val exc_tb)
        close(self)
        get_loop(self)
        run(self coro context=)
    """,
    'Handle': """
        cancel(self)
        cancelled(self)
        get_context(self)
    """,
    'TimerHandle': """
        cancel(self)
        cancelled(self)
        get_context(self)
        when(self)
    """,
    'BaseProtocol': """
        connection_lost(self exc)
        connection_made(self transport)
        pause_writing(self)
        resume_writing(self)
    """,
    'Protocol': """
        connection_lost(self exc)
        connection_made(self transport)
        data_received(self data)
        eof_received(self)
        pause_writing(self)
        resume_writing(self)
    """,
    'BufferedProtocol': """
        buffer_updated(self nbytes)
        connection_lost(self exc)
        connection_made(self transport)
        eof_received(self)
        get_buffer(self sizehint)
        pause_writing(self)
        resume_writing(self)
    """,
    'DatagramProtocol': """
        connection_lost(self exc)
        connection_made(self transport)
        datagram_received(self data addr)
        error_received(self exc)
        pause_writing(self)
        resume_writing(self)
    """,
    'SubprocessProtocol': """
        connection_lost(self exc)
        connection_made(self transport)
        pause_writing(self)
        pipe_connection_lost(self fd exc)
        pipe_data_received(self fd data)
        process_exited(self)
        resume_writing(self)
    """,
    'BaseTransport': """
        close(self)
        get_extra_info(self name default)
        get_protocol(self)
        is_closing(self)
        set_protocol(self protocol)
    """,
    'Transport': """
        is_reading(self)
        pause_reading(self)
        resume_reading(self)
    """,
    'DatagramTransport': """
        abort(self)
        close(self)
        get_extra_info(self name default)
        get_protocol(self)
        is_closing(self)
        sendto(self data addr)
        set_protocol(self protocol)
    """,
    'SubprocessTransport': """
        close(self)
        get_extra_info(self name default)
        get_pid(self)
        get_pipe_transport(self fd)
        get_protocol(self)
        get_returncode(self)
        is_closing(self)
        kill(self)
        send_signal(self signal)
        set_protocol(self protocol)
        terminate(self)
    """,
    'StreamReader': """
        at_eof(self)
        exception(self)
        feed_data(self data)
        feed_eof(self)
        read(self n)
        readexactly(self n)
        readline(self)
        readuntil(self separator)
        set_exception(self exc)
        set_transport(self transport)
    """,
    'StreamWriter': """
        can_write_eof(self)
        close(self)
        drain(self)
        get_extra_info(self name default)
        is_closing(self)
        wait_closed(self)
        write(self data)
        write_eof(self)
        writelines(self data)
    """,
    'StreamReaderProtocol': """
        connection_lost(self exc)
        connection_made(self transport)
        data_received(self data)
        eof_received(self)
        pause_writing(self)
        resume_writing(self)
    """,
    'Server': """
        __aenter__(self)
        __aexit__(self *exc)
        abort_clients(self)
        close(self)
        close_clients(self)
        get_loop(self)
        is_serving(self)
        serve_forever(self)
        start_serving(self)
        wait_closed(self)
    """,
    'SelectorEventLoop': """
        add_reader(self fd callback *args)
        add_signal_handler(self sig callback *args)
        add_writer(self fd callback *args)
        call_at(self when callback *args context=)
        call_exception_handler(self context)
        call_later(self delay callback *args context=)
        call_soon(self callback *args context=)
        call_soon_threadsafe(self callback *args context=)
        close(self)
        connect_accepted_socket(self protocol_factory sock ssl= ssl_handshake_timeout= ssl_shutdown_timeout=)
        connect_read_pipe(self protocol_factory pipe)
        connect_write_pipe(self protocol_factory pipe)
        create_connection(self protocol_factory host port ssl= family= proto= flags= sock= local_addr= server_hostname= ssl_handshake_timeout= ssl_shutdown_timeout= happy_eyeballs_delay= interleave= all_errors=)
        create_datagram_endpoint(self protocol_factory local_addr remote_addr family= proto= flags= reuse_port= allow_broadcast= sock=)
        create_future(self)
        create_server(self protocol_factory host port family= flags= sock= backlog= ssl= reuse_address= reuse_port= keep_alive= ssl_handshake_timeout= ssl_shutdown_timeout= start_serving=)
        create_task(self coro **kwargs)
        create_unix_connection(self protocol_factory path ssl= sock= server_hostname= ssl_handshake_timeout= ssl_shutdown_timeout=)
        create_unix_server(self protocol_factory path sock= backlog= ssl= ssl_handshake_timeout= ssl_shutdown_timeout= start_serving= cleanup_socket=)
        default_exception_handler(self context)
        get_debug(self)
        get_exception_handler(self)
        get_task_factory(self)
        getaddrinfo(self host port family= type= proto= flags=)
        getnameinfo(self sockaddr flags)
        is_closed(self)
        is_running(self)
        remove_reader(self fd)
        remove_signal_handler(self sig)
        remove_writer(self fd)
        run_forever(self)
        run_in_executor(self executor func *args)
        run_until_complete(self future)
        set_debug(self enabled)
        set_default_executor(self executor)
        set_exception_handler(self handler)
        set_task_factory(self factory)
        shutdown_asyncgens(self)
        shutdown_default_executor(self timeout)
        sock_accept(self sock)
        sock_connect(self sock address)
        sock_recv(self sock n)
        sock_recv_into(self sock buf)
        sock_recvfrom(self sock bufsize)
        sock_recvfrom_into(self sock buf nbytes)
        sock_sendall(self sock data)
        sock_sendto(self sock data address)
        stop(self)
        time(self)
    """,
    'Future': """
        cancel(self/ msg)
        cancelled(self/)
        done(self/)
        exception(self/)
        get_loop(self/)
        remove_done_callback(self/ fn/)
        result(self/)
        set_exception(self/ exception/)
        set_result(self/ result/)
    """,
    'Task': """
        cancel(self/ msg)
        cancelled(self/)
        cancelling(self/)
        done(self/)
        exception(self/)
        get_context(self/)
        get_coro(self/)
        get_loop(self/)
        get_name(self/)
        get_stack(self/ limit=)
        print_stack(self/ limit= file=)
        remove_done_callback(self/ fn/)
        result(self/)
        set_exception(self/ exception/)
        set_name(self/ value/)
        set_result(self/ result/)
        uncancel(self/)
    """,
    'SocketTransport': """
        abort(self)
        can_write_eof(self)
        close(self)
        get_protocol(self)
        get_write_buffer_size(self)
        is_closing(self)
        is_reading(self)
        pause_reading(self)
        resume_reading(self)
        set_protocol(self protocol)
        write(self data)
        write_eof(self)
        writelines(self list_of_data)
    """,
}
FUNCTIONS = """
    get_event_loop_policy()
    set_event_loop_policy(policy)
    capture_call_graph(future/ depth= limit=)
    format_call_graph(future/ depth= limit=)
    print_call_graph(future/ file= depth= limit=)
    iscoroutine(obj)
    set_event_loop(loop)
    new_event_loop()
    wrap_future(future loop=)
    isfuture(obj)
    run(main debug= loop_factory=)
    open_connection(host port limit= **kwds)
    start_server(client_connected_cb host port limit= **kwds)
    open_unix_connection(path limit= **kwds)
    start_unix_server(client_connected_cb path limit= **kwds)
    create_task(coro **kwargs)
    wait(fs timeout= return_when=)
    wait_for(fut timeout)
    as_completed(fs timeout=)
    sleep(delay result)
    gather(*coros_or_futures return_exceptions=)
    shield(arg)
    ensure_future(coro_or_future loop=)
    run_coroutine_threadsafe(coro loop)
    create_eager_task_factory(custom_task_constructor)
    eager_task_factory(loop coro eager_start= **kwargs)
    to_thread(func/ *args **kwargs)
    timeout(delay)
    timeout_at(when)
"""


def attempt(function, *args, **kwargs):
    try:
        made = function(*args, **kwargs)
        if asyncio.iscoroutine(made):
            made.close()
    except TypeError as e:
        return str(e)
    except BaseException as e:
        return f"{type(e).__name__}: {e}"
    return "accepted"


def check(function, name, parameters):
    has_rest = any(p.startswith("*") and not p.startswith("**") for p in parameters)
    has_keywords = any(p.startswith("**") for p in parameters)
    names = [p for p in parameters if not p.startswith("*")]
    lines = []
    if not has_keywords:
        lines.append(attempt(function, nonsense_=1))
        for p in names:
            if not p.endswith("/") and p != "self":
                # The first keyword that is not taken is the one that is named.
                lines.append(attempt(function, **{p.rstrip("="): 1, "nonsense_": 2}))
    if not has_rest:
        lines.append(attempt(function, *range(20)))
    required = REQUIRED.get(name.rpartition(".")[2])
    if required:
        lines.append(attempt(function))
    for line in dict.fromkeys(lines):
        print(f"{name}: {line}")


# Methods that cannot be called without arguments.
REQUIRED = dict.fromkeys(
    """put put_nowait wait_for set_exception set_result add_done_callback set_transport feed_data readexactly write
    writelines reschedule create_connection create_server call_later call_at call_soon run_in_executor sock_recv
    sock_sendall sock_connect sock_accept add_reader remove_reader add_writer run_until_complete getaddrinfo
    connect_accepted_socket set_exception_handler run sleep gather_ shield wait timeout timeout_at as_completed
    start_server connection_made data_received datagram_received sendto set_protocol create_eager_task_factory
    wrap_future isfuture run_coroutine_threadsafe start_unix_server connect_read_pipe set_debug set_event_loop""".split(),
    True,
)


async def objects():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    yield "Queue", asyncio.Queue()
    yield "Lock", asyncio.Lock()
    yield "Event", asyncio.Event()
    yield "Condition", asyncio.Condition()
    yield "Semaphore", asyncio.Semaphore()
    yield "BoundedSemaphore", asyncio.BoundedSemaphore()
    yield "Barrier", asyncio.Barrier(2)
    yield "TaskGroup", asyncio.TaskGroup()
    yield "Timeout", asyncio.timeout(None)
    yield "Runner", asyncio.Runner()
    yield "Handle", loop.call_soon(print)
    yield "TimerHandle", loop.call_later(1000, print)
    for name in ("BaseProtocol", "Protocol", "BufferedProtocol", "DatagramProtocol", "SubprocessProtocol",
                 "BaseTransport", "Transport", "DatagramTransport", "SubprocessTransport"):
        yield name, getattr(asyncio, name)()
    yield "StreamReader", reader
    yield "StreamWriter", writer
    yield "StreamReaderProtocol", asyncio.StreamReaderProtocol(reader)
    yield "Server", server
    yield "SelectorEventLoop", loop
    yield "Future", loop.create_future()
    yield "Task", asyncio.current_task()
    yield "SocketTransport", writer.transport
    writer.close()
    await writer.wait_closed()
    server.close()


async def main():
    async for name, value in objects():
        if name == "Handle":
            value.cancel()
        for text in SIGNATURES[name].split("\n"):
            method, _, parameters = text.strip().rstrip(")").partition("(")
            if method:
                check(getattr(value, method), f"{name}.{method}", parameters.split())
        if name == "TimerHandle":
            value.cancel()
    for text in FUNCTIONS.split("\n"):
        function, _, parameters = text.strip().rstrip(")").partition("(")
        if function:
            check(getattr(asyncio, function), function, parameters.split())
    for name in ("Queue", "Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier", "TaskGroup",
                 "Timeout", "Runner", "StreamReader", "StreamReaderProtocol", "Handle", "TimerHandle"):
        check(getattr(asyncio, name), name, ["self"])
        print(f"{name}: {attempt(getattr(asyncio, name))}")


asyncio.run(main())
