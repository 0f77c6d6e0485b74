"""Three hundred slow clients and a body of a gigabyte of one stranger, against every server that the panel runs on.

Loopback has many addresses: the stranger comes from 127.0.0.2, the other person from 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import ssl
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import nginx
from tests.peladen import Peladen
from tests.proses import KUNCI

STRANGER, PERSON = "127.0.0.2", "127.0.0.1"
LIMIT = 25 * 1024 * 1024
GIGABYTE = 1024 * 1024 * 1024
OFFICE = {"DIARY_KEY": KUNCI.decode(), "ALLOWED_HOSTS": "127.0.0.1,musrenbang.contoh.go.id"}
GUNICORN = (sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "8", "app:aplikasi_peladen()")
ANY_CERTIFICATE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ANY_CERTIFICATE.check_hostname, ANY_CERTIFICATE.verify_mode = False, ssl.CERT_NONE


@dataclass
class Server:
    port: int
    tls: bool
    pids: Callable[[], list[int]]  # of all its processes
    temp: tuple[Path, ...]  # where a body could be stored
    log: Callable[[], str]

    def connect(self, source: str = STRANGER) -> socket.socket:
        bare = socket.create_connection(("127.0.0.1", self.port), 20, (source, 0))
        if not self.tls:
            return bare
        return ANY_CERTIFICATE.wrap_socket(bare)

    def stored(self) -> int:
        """Bytes in its temporary folders, also in files that have no name any more."""
        named = [p for folder in self.temp for p in folder.rglob("*") if p.is_file()]
        return sum(_size(p) for p in named) + sum(_unnamed(pid, self.temp) for pid in self.pids())


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0


def _unnamed(pid: int, folders: tuple[Path, ...]) -> int:
    total = 0
    for number in os.listdir(f"/proc/{pid}/fd"):
        link = Path(f"/proc/{pid}/fd/{number}")
        with contextlib.suppress(OSError):
            target = os.readlink(link)
            if target.endswith("(deleted)") and target.startswith(tuple(map(str, folders))):
                total += os.stat(link).st_size
    return total


def _family(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [
            pid,
            *(p for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split() for p in _family(int(c))),
        ]
    return []


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, cetakan_sqlite: Path) -> Iterator[Path]:
    """A prepared panel, for the three servers one after the other."""
    folder = tmp_path_factory.mktemp("pintu") / "var"
    folder.mkdir()
    shutil.copy(cetakan_sqlite, folder / "panel.sqlite3")
    (folder / "panel.sqlite3").chmod(0o600)
    before = os.umask(0o022)  # what a shell gives
    yield folder
    os.umask(before)


@contextlib.contextmanager
def _panel(var: Path, *arguments: str, **more: object) -> Iterator[tuple[Peladen, Path]]:
    temp = var.parent / f"temp{len(list(var.parent.glob('temp*')))}"
    temp.mkdir()
    with Peladen(var, *arguments, HOST="127.0.0.1", TMPDIR=str(temp), **OFFICE, **more) as running:  # type: ignore[arg-type]
        until = time.monotonic() + 120
        while not _listens(running.port):
            assert running.proses.poll() is None, running.keluaran
            assert time.monotonic() < until, running.keluaran
            time.sleep(0.05)
        yield running, temp


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


@contextlib.contextmanager
def _own(var: Path, *arguments: str) -> Iterator[Server]:
    with _panel(var, *arguments) as (panel, temp):
        yield Server(panel.port, bool(arguments), lambda: _family(panel.proses.pid), (temp,), lambda: panel.keluaran)


@contextlib.contextmanager
def _behind_nginx(var: Path) -> Iterator[Server]:
    with (
        _panel(var, program=GUNICORN, PUBLIC_URL="https://musrenbang.contoh.go.id") as (panel, temp),
        nginx.running(var.parent / "nginx", panel.tunggu().port) as front,
    ):
        while not _listens(front.port):
            time.sleep(0.05)
        pids = lambda: [*_family(panel.proses.pid), *_family(front.pid)]  # noqa: E731
        yield Server(front.port, True, pids, (temp, front.folder / "temp"), lambda: front.log + panel.keluaran)


SERVERS = {"make run": _own, "ruangan": lambda var: _own(var, "--lan"), "nginx": _behind_nginx}


@pytest.fixture(scope="module", params=[*list(SERVERS)[:2], pytest.param("nginx", marks=pytest.mark.nginx)])
def server(request: pytest.FixtureRequest, prepared: Path) -> Iterator[Server]:
    with SERVERS[request.param](prepared) as running:
        _page(running)
        yield running


def _page(server: Server) -> float:
    """Seconds until the other person has the page of the sign-in."""
    begun = time.monotonic()
    with contextlib.closing(server.connect(PERSON)) as connection:
        connection.sendall(b"GET /login HTTP/1.1\r\nHost: musrenbang.contoh.go.id\r\nConnection: close\r\n\r\n")
        data = b""
        while part := connection.recv(65536):
            data += part
    assert data.startswith(b"HTTP/1.1 200"), data[:300]
    assert b"</html>" in data
    return time.monotonic() - begun


SLOW = {
    "half a head": b"GET /login HTTP/1.1\r\nHost: musrenbang.contoh.go.id\r\nX-A: ",
    "a body that drips": b"POST /login HTTP/1.1\r\nHost: musrenbang.contoh.go.id\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na",
}


def test_three_hundred_slow_clients_keep_nobody_waiting(server: Server) -> None:
    clients: list[socket.socket] = []
    with contextlib.ExitStack() as stack:
        for sent in SLOW.values():
            for _ in range(100):
                with contextlib.suppress(OSError):  # the gate has had enough of this address
                    clients.append(stack.enter_context(server.connect()))
                    clients[-1].sendall(sent)
        for _ in range(100):  # silent, or in the middle of a handshake
            with contextlib.suppress(OSError):
                bare = socket.create_connection(("127.0.0.1", server.port), 20, (STRANGER, 0))
                clients.append(stack.enter_context(bare))
                bare.sendall(b"\x16\x03\x01" if server.tls else b"")
        assert len(clients) > 150
        assert min(_page(server) for _ in range(3)) < 2


@pytest.mark.parametrize("chunked", [False, True], ids=["declared", "chunked"])
def test_of_a_gigabyte_nothing_is_stored_and_nobody_waits(server: Server, chunked: bool) -> None:
    part = b"a" * (1 << 20)
    head = (
        b"POST /login HTTP/1.1\r\nHost: musrenbang.contoh.go.id\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    head += b"Transfer-Encoding: chunked\r\n\r\n" if chunked else f"Content-Length: {GIGABYTE}\r\n\r\n".encode()
    sent, most, answer = 0, 0, b""
    seconds: list[float] = []
    with contextlib.closing(server.connect()) as connection, contextlib.suppress(OSError):
        connection.sendall(head)
        while sent < 8 * LIMIT:
            connection.sendall(b"100000\r\n" + part + b"\r\n" if chunked else part)
            sent += len(part)
            most = max(most, server.stored())
            if sent in (len(part), 30 * len(part)):
                seconds.append(_page(server))
        answer = connection.recv(100)
    assert min(seconds) < 2
    assert most <= (LIMIT if chunked else 0), "what has no length is known to be too large only when it is"
    assert server.stored() == 0
    assert not answer or b" 413 " in answer


def test_a_body_that_is_a_little_too_large_gets_a_sentence(server: Server) -> None:
    size = LIMIT + 1_000_000
    with contextlib.closing(server.connect(PERSON)) as connection:
        connection.sendall(
            f"POST /login HTTP/1.1\r\nHost: musrenbang.contoh.go.id\r\nContent-Length: {size}\r\n\r\n".encode()
        )
        with contextlib.suppress(OSError):
            connection.sendall(b"a" * size)
        data = b""
        with contextlib.suppress(OSError):
            while part := connection.recv(65536):
                data += part
    assert data.startswith(b"HTTP/1.1 413"), data[:200]
    assert "melebihi batas 25 MB" in data.decode()
    assert server.stored() == 0


SECRET = "Rahasia-0123456789-abcdefghij"
SECRETS = (
    f"/sandi-baru/{SECRET}",
    f"/%73andi-baru//{SECRET}",
    f"/kalender/{SECRET}.ics",
    f"/hadir/{SECRET}",
    f"/periksa/{SECRET}",
    f"/login?next={SECRET}",
)


def test_no_log_holds_an_address_that_opens_something(server: Server) -> None:
    for path in SECRETS:
        with contextlib.closing(server.connect(PERSON)) as connection:
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: musrenbang.contoh.go.id\r\nConnection: close\r\n\r\n".encode()
            )
            assert re.match(rb"HTTP/1.1 (200|30\d|404)", connection.recv(65536)), path
    assert SECRET not in urllib.parse.unquote(server.log())


def test_what_a_server_leaves_in_var_is_for_its_account_alone(server: Server, prepared: Path) -> None:
    found = [p for p in prepared.rglob("*") if not p.name.startswith("keluaran-")]  # that one the test has made
    assert len(found) > 3
    assert [str(p) for p in found if p.stat().st_mode & 0o077] == []
