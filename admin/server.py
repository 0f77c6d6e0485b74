"""The built-in server: uvicorn behind the gate, with the WSGI application in a pool of threads.

For `make run` (plain, alone or behind a proxy) and for the hall's network (TLS). A thread works on a request only: the
body was read before it began, and its answer waits in `Answer` for a reader of any speed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
import tempfile
import threading
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote_to_bytes

import uvicorn
from werkzeug.middleware.proxy_fix import ProxyFix

from admin import gate
from admin.fallback import page
from models.pesan import Pesan

log = logging.getLogger(__name__)
BACKLOG = 512
SHUTDOWN_SECONDS = 5  # for the requests that are worked on, when the panel is told to end
PART = 64 * 1024
FORWARDED = ("FOR", "PROTO", "HOST", "PORT", "PREFIX", "BY", "SERVER", "SSL")
REFUSED = {
    408: Pesan("Kiriman terlalu lambat, jadi tidak disimpan. Periksa sambungan Anda, lalu kirim lagi."),
    431: Pesan("Permintaan memuat terlalu banyak keterangan. Hapus kuki peramban untuk alamat ini, lalu coba lagi."),
    503: Pesan("Terlalu banyak kiriman besar sekaligus dari alamat Anda, jadi yang ini tidak disimpan. Cobalah lagi."),
    507: Pesan("Tempat pada disk peladen habis, jadi kiriman ini tidak disimpan. Beri tahu administrator."),
}


def listen(host: str, port: int, limit: int, free: Collection[str] = ()) -> gate.Door:
    """A door at that address; raises OSError. `free`: addresses that are not limited."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # By its protocol the event loop knows it as TCP and sets TCP_NODELAY: without it a page takes 40 ms more.
    door = gate.Door(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, limit=limit, free=free)
    try:
        if sys.platform != "win32":  # there it would let two programs listen at one address
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(BACKLOG)
        door.setblocking(False)
    except OSError:
        door.close()
        raise
    return door


def serve(wsgi: Any, door: gate.Door, threads: int, limit: int, tls: tuple[Path, Path] | None = None) -> None:
    """Serve until a signal comes. `limit`: bytes of one body. `tls`: (certificate, key)."""
    _raise_file_limit()
    build(wsgi, door, threads, limit, tls).run(sockets=[door])


def build(wsgi: Any, door: gate.Door, threads: int, limit: int, tls: tuple[Path, Path] | None = None) -> Server:
    """The server that `serve` runs."""
    certificate, key = tls or (None, None)
    config = uvicorn.Config(
        Bridge(wsgi, threads, limit, door.free),
        http=gate.Protocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # `proxied` reads them, with the name of the host too
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=gate.IDLE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        h11_max_incomplete_event_size=gate.HEAD_BYTES,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    return Server(config)


def _raise_file_limit() -> None:
    """As many open files as the gate lets connections in; many systems begin with 1,024."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = gate.CONNECTIONS + 1_000
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard < 0 else min(hard, wanted), hard))


class Server(uvicorn.Server):
    """uvicorn, which gives a TLS handshake sixty seconds and has no setting for it."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        loop, secure = asyncio.get_running_loop(), self.config.ssl
        seconds = gate.HEAD_SECONDS if secure else None
        self.servers = [
            await loop.create_server(
                self._connection,
                sock=satu,
                ssl=secure,
                ssl_handshake_timeout=seconds,
                ssl_shutdown_timeout=seconds,
                backlog=BACKLOG,
            )
            for satu in sockets or []
        ]
        self.started = True

    def _connection(self) -> gate.Protocol:
        return gate.Protocol(config=self.config, server_state=self.server_state, app_state={})


def proxied(wsgi: Any, trusted: Collection[str]) -> Any:
    """What a trusted proxy tells of the caller is believed; what anybody else sends of that kind is not heard."""
    behind = ProxyFix(wsgi, x_for=1, x_proto=1, x_host=1)

    def call(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("REMOTE_ADDR") in trusted or "*" in trusted:
            return behind(environ, start_response)
        for name in FORWARDED:
            environ.pop(f"HTTP_X_FORWARDED_{name}", None)
        environ.pop("HTTP_FORWARDED", None)
        return wsgi(environ, start_response)

    return call


# --- ASGI to WSGI -----------------------------------------------------------------------------------------------------


class Bridge:
    """The ASGI application: reads the body, then lets a thread answer."""

    def __init__(self, wsgi: Any, threads: int, limit: int, free: Collection[str] = ()) -> None:
        self.wsgi = wsgi
        self.bodies = gate.Bodies(limit, free)
        self.pool = ThreadPoolExecutor(threads, "panel")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """A request; `state` of the scope holds `abort`, which ends the connection at once."""
        if len(scope["headers"]) > gate.HEAD_FIELDS:
            return await refuse(431, scope, send)
        with self.bodies.room(gate.origin((scope["client"] or ("",))[0])) as body:
            try:
                await body.read(dict(scope["headers"]), receive)
            except gate.BodyRefused as refused:
                return await refuse(refused.status, scope, send)
            except gate.Disconnected:
                return None
            try:
                whole = await self._answer(environ(scope, body), body.too_large, receive, send)
            except asyncio.CancelledError:  # by the end of the panel, which waits a while but not for ever
                log.warning("Panel berakhir sebelum satu jawaban selesai dikirim.")
                whole = False
            if not whole:
                scope["state"]["abort"]()
                await asyncio.sleep(0)  # until the connection knows that it has ended

    async def _answer(self, env: dict[str, Any], last: bool, receive: Any, send: Any) -> bool:
        """False: the answer broke off, or its reader takes nothing any more."""
        loop = asyncio.get_running_loop()
        answer = Answer(loop, last)
        work = loop.run_in_executor(self.pool, answer.fill, self.wsgi, env)
        # Of a body that is not wanted nothing more is asked for.
        watch = None if last else loop.create_task(_until_gone(receive, answer))
        try:
            return await answer.deliver(send)
        except TimeoutError:
            return False
        finally:
            answer.gone = True
            if watch:
                watch.cancel()
            await asyncio.shield(work)  # it still reads the body
            answer.file.close()


async def _until_gone(receive: Any, answer: Answer) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    answer.gone = True


class Answer:
    """What a thread has answered and a reader has not taken yet: in memory, and beyond a megabyte in a file."""

    def __init__(self, loop: asyncio.AbstractEventLoop, last: bool) -> None:
        """`last`: the connection ends with this answer."""
        self.loop, self.last = loop, last
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=gate.IN_MEMORY)  # noqa: SIM115  # by _answer
        self.start: dict[str, Any] | None = None
        self.gone = self.done = self.broken = False
        self._written = self._taken = 0
        self._lock, self._news = threading.Lock(), asyncio.Event()

    # --- in the thread ---

    def fill(self, wsgi: Any, env: dict[str, Any]) -> None:
        try:
            if not self.gone:
                self._run(wsgi, env)
        except BaseException:  # the application has written down what happened: admin/jejak.py
            self.broken = True
        self.done = True
        self._tell()

    def _run(self, wsgi: Any, env: dict[str, Any]) -> None:
        parts = wsgi(env, self._start_response)
        try:
            for part in parts:
                if self.gone:
                    return
                self._write(part)
        finally:
            if close := getattr(parts, "close", None):
                close()

    def _start_response(self, status: str, headers: list[tuple[str, str]], _exc: Any = None) -> Any:
        told = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        told = [row for row in told if row[0] != b"date"]  # the server's own, which files have had from Werkzeug too
        if self.last:
            told.append((b"connection", b"close"))
        self.start = {"type": "http.response.start", "status": int(status[:3]), "headers": told}
        return self._write

    def _write(self, part: bytes) -> None:
        with self._lock:
            waiting = self._taken < self._written
            self.file.seek(self._written)
            self.file.write(part)
            self._written += len(part)
        if part and not waiting:
            self._tell()

    def _tell(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            self.loop.call_soon_threadsafe(self._news.set)

    # --- in the event loop ---

    async def deliver(self, send: Any) -> bool:
        """True: all of it was sent. Raises TimeoutError when the reader takes nothing any more."""
        started = False
        while True:
            await self._news.wait()
            self._news.clear()
            done = self.done  # asked before the bytes: what is written later has news of its own
            if self.start is not None and not started:
                started = True
                await _timed(send, self.start)
            while data := self._take():
                if not self.gone:
                    await _timed(send, {"type": "http.response.body", "body": data, "more_body": True})
            if done:
                break
        if started and not self.broken:
            await _timed(send, {"type": "http.response.body", "body": b"", "more_body": False})
        return started and not self.broken

    def _take(self) -> bytes:
        with self._lock:
            self.file.seek(self._taken)
            data = self.file.read(PART)
            self._taken += len(data)
            return data


async def _timed(send: Any, message: dict[str, Any]) -> None:
    async with asyncio.timeout(gate.SEND_SECONDS):
        await send(message)


async def refuse(status: int, scope: Any, send: Any) -> None:
    """An answer without the application; the connection ends with it."""
    data = page(status, REFUSED[status]) if scope["method"] != "HEAD" else b""
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(data)).encode())]
    headers += [(b"connection", b"close"), (b"cache-control", b"no-store")]
    await _timed(send, {"type": "http.response.start", "status": status, "headers": headers})
    await _timed(send, {"type": "http.response.body", "body": data, "more_body": False})


def environ(scope: Any, body: Any) -> dict[str, Any]:
    """PEP 3333. The length is what has come, so that the application's own limit answers what was too large."""
    host, port = scope["server"] or ("", 0)
    address, client_port = scope["client"] or ("", 0)
    raw, query = scope["raw_path"], scope["query_string"].decode("latin-1")
    path = raw.decode("latin-1")
    env: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": f"{path}?{query}" if query else path,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": address,
        "REMOTE_PORT": str(client_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body.file,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:  # X_Forwarded_For would become what X-Forwarded-For becomes
            continue
        key, told = "HTTP_" + name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        env[key] = f"{env[key]}{'; ' if name == b'cookie' else ','}{told}" if key in env else told
    env.pop("HTTP_CONTENT_LENGTH", None)
    env.pop("HTTP_TRANSFER_ENCODING", None)  # it was decoded
    if (kind := env.pop("HTTP_CONTENT_TYPE", None)) is not None:
        env["CONTENT_TYPE"] = kind
    if body.size or scope["method"] not in ("GET", "HEAD"):
        env["CONTENT_LENGTH"] = str(body.size)
    return env
