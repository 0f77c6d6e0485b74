"""The built-in server in a thread of the test: `with serving(wsgi) as port`."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Collection, Iterator
from typing import Any

from admin import server


@contextlib.contextmanager
def serving(
    wsgi: Any, threads: int = 2, size: int = 1024 * 1024, limit: int = 0, trusted: Collection[str] = ()
) -> Iterator[int]:
    door = server.listen("127.0.0.1", 0, limit, trusted)
    port = int(door.getsockname()[1])
    running = server.build(server.proxied(wsgi, trusted), door, threads, size)
    running.config.timeout_graceful_shutdown = 0
    thread = threading.Thread(target=running.run, args=([door],), daemon=True)
    thread.start()
    try:
        yield port
    finally:
        running.should_exit = True
        thread.join(15)


def ask(port: int, method: str = "GET", path: str = "/", body: Any = None, **headers: str) -> tuple[Any, bytes]:
    """(response, its body) of one request."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, {k.replace("__", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()


def opened(port: int, data: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
    """A connection that has sent just that."""
    connection = socket.create_connection(("127.0.0.1", port), 20, (source, 0))
    connection.sendall(data)
    return connection


def rest(connection: socket.socket) -> bytes:
    """What comes until the other side ends the connection; a reset is an end too."""
    data = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            data += part
    return data
