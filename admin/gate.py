"""The gate of the built-in server: limits on connections, and on the time and the size of what a stranger sends.

Nothing here takes one of the few threads that work: a connection that waits costs some kilobytes, whoever keeps it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from typing import IO, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

# A browser opens six connections to a name: thirty people behind the one address of an office stay below the setting
# CONNECTIONS_PER_ADDRESS (models/setelan.py). All addresses together may not use up the files of the process.
CONNECTIONS = 1_500
HEAD_SECONDS = 10.0  # for a request head, and for a TLS handshake: a phone with one bar of signal needs about two
HEAD_BYTES, HEAD_FIELDS = 64 * 1024, 100  # long filters stand in addresses; a browser sends about twenty fields
IDLE_SECONDS = 30  # a kept connection without a request: longer than it takes to read a list, then the place is free
SEND_SECONDS = 30.0  # in which a reader takes what waits (some 50 kB), else the connection ends
BODY_SECONDS, BODY_RATE = (
    20.0,
    4 * 1024,
)  # a body has 20 s, and one more for each 4 kB that have come: a slow line has 16
IN_MEMORY = 1024 * 1024  # of a body or an answer; what is larger waits in a file without a name
STORED_PER_ADDRESS = 256 * 1024 * 1024  # bytes of bodies that wait at once: ten colleagues who each send 25 MB
DISCARDED = 100 * 1024 * 1024  # of a body that is too large: read and thrown away, so that the browser sees the answer
REFUSED_IN_A_ROW = 100  # connections; then whoever is inside has a turn


def origin(address: str) -> str:
    """Whom a connection is counted for: an IPv4 address, or the 64 bits of IPv6 that one customer is given whole."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


class Door(socket.socket):
    """A listening socket that closes at once what exceeds the limit of its address, before TLS and before any byte.

    On Windows the event loop does not call `accept`, so there is no limit there.
    """

    def __init__(self, *args: Any, limit: int = 0, free: Collection[str] = (), **kwargs: Any) -> None:
        """`limit`: connections per address, 0: no limit. `free`: addresses without one, such as a trusted proxy's."""
        super().__init__(*args, **kwargs)
        self.limit, self.free = limit, frozenset(free)
        self.inside: Counter[str] = Counter()

    def accept(self) -> tuple[socket.socket, Any]:
        for _ in range(REFUSED_IN_A_ROW):
            taken, address = super().accept()
            who = origin(str(address[0]))
            if self._admits(who):
                self.inside[who] += 1
                return _Visitor(self, who, taken), address
            taken.close()
        raise BlockingIOError

    def _admits(self, who: str) -> bool:
        if who in self.free or "*" in self.free:
            return True
        return self.inside.total() < CONNECTIONS and (not self.limit or self.inside[who] < self.limit)

    def left(self, who: str) -> None:
        self.inside[who] -= 1
        if self.inside[who] <= 0:
            del self.inside[who]


class _Visitor(socket.socket):
    """An accepted connection, which is counted until it is closed."""

    def __init__(self, door: Door, who: str, taken: socket.socket) -> None:
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        self._door: Door | None = door
        self._who = who

    def close(self) -> None:
        super().close()
        if self._door is not None:
            self._door.left(self._who)
            self._door = None


class Protocol(H11Protocol):
    """HTTP/1.1 whose request heads have a time, on the first and on every later request of a connection."""

    _head: asyncio.TimerHandle | None = None
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.app_state = {"abort": transport.abort}  # for an answer that breaks off: a close would wait for its reader
        self._time_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._time_head()

    def _time_head(self) -> None:
        waits = self.cycle is None or self.cycle.response_complete
        if waits and self._head is None:
            self._head = self.loop.call_later(HEAD_SECONDS, self.transport.abort)
        elif not waits and self._head is not None:
            self._head.cancel()
            self._head = None

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._end_soon()
        elif self.conn.trailing_data[0]:  # of the next head, which came before this answer was ready
            self._time_head()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._end_soon()

    def _end_soon(self) -> None:
        """A closed connection stays while its last bytes are not taken: not for ever."""
        if self._end is None:
            self._end = self.loop.call_later(SEND_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for timer in (self._head, self._end):
            if timer is not None:
                timer.cancel()


# --- bodies -----------------------------------------------------------------------------------------------------------


class BodyRefused(Exception):
    """A body that was not taken; `status` says why: 408 too slow, 503 too many at once, 507 no space left."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Disconnected(Exception):
    """Whoever sent the request has gone."""


class Bodies:
    """Reads request bodies to their end before a thread works on them, and counts what waits for each address."""

    def __init__(self, limit: int, free: Collection[str] = ()) -> None:
        """`limit`: bytes of one body; nothing of a larger one is stored."""
        self.limit, self.free = limit, frozenset(free)
        self.stored: Counter[str] = Counter()

    @contextlib.contextmanager
    def room(self, who: str) -> Iterator[_Body]:
        body = _Body(self, who)
        try:
            yield body
        finally:
            body.drop()


class _Body:
    """One body: `file` is at its start once `read` has returned, empty if the body is too large; `size` is told."""

    def __init__(self, bodies: Bodies, who: str) -> None:
        self.bodies, self.who = bodies, who
        self.size, self.kept = 0, 0
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by drop()

    @property
    def too_large(self) -> bool:
        return self.size > self.bodies.limit

    async def read(self, headers: dict[bytes, bytes], receive: Any) -> None:
        """Raises BodyRefused or Disconnected."""
        declared = int(headers.get(b"content-length", b"0"))  # h11 has refused what is no number
        if not declared and b"transfer-encoding" not in headers:
            return
        if declared > self.bodies.limit:
            self.size = declared
            if declared > DISCARDED or b"expect" in headers:
                return
        try:
            await self._take(receive)
        except TimeoutError:
            raise BodyRefused(408) from None
        except OSError:
            raise BodyRefused(507) from None
        self.file.seek(0)

    async def _take(self, receive: Any) -> None:
        came, begun, more = 0, asyncio.get_running_loop().time(), True
        while more and came <= DISCARDED:
            async with asyncio.timeout_at(begun + BODY_SECONDS + came / BODY_RATE):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            came, more = came + len(message["body"]), message["more_body"]
            self.size = max(self.size, came)
            if self.too_large:
                self._forget()
            else:
                self._keep(message["body"])

    def _keep(self, data: bytes) -> None:
        stored = self.bodies.stored
        if stored[self.who] + len(data) > STORED_PER_ADDRESS and not self.bodies.free & {self.who, "*"}:
            raise BodyRefused(503)
        stored[self.who] += len(data)
        self.kept += len(data)
        self.file.write(data)

    def _forget(self) -> None:
        if self.kept:
            self.file.close()
            self.file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
            self._count_off()

    def _count_off(self) -> None:
        self.bodies.stored[self.who] -= self.kept
        self.kept = 0
        if self.bodies.stored[self.who] <= 0:
            del self.bodies.stored[self.who]

    def drop(self) -> None:
        self.file.close()
        self._count_off()
