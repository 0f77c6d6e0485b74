"""The gate of the built-in server, on a real socket: times, sizes and counts of what a stranger sends."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from admin import gate, server
from tests.served import ask, opened, rest, serving

BIG = 8 * 1024 * 1024


def mirror(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """What the application was given, as JSON; `/big` answers with more than any buffer of the system holds."""
    if environ["PATH_INFO"] == "/big":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * BIG]
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = environ["wsgi.input"].read().decode("latin-1")
    data = json.dumps(told).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(data))), ("Date", "x")])
    return [data]


HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX-A: "
WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


# --- times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [b"", HALF, WHOLE + HALF])
def test_a_head_that_does_not_come_to_its_end_ends_the_connection(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    """Also the second one of a kept connection."""
    monkeypatch.setattr(gate, "HEAD_SECONDS", 0.8)  # a busy machine is slow to send, too
    with serving(mirror) as port:
        connection = opened(port)
        if sent.startswith(WHOLE):
            connection.sendall(WHOLE)
            answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200")
            while not answer.endswith(b"}"):  # head and body may come apart
                answer += connection.recv(65536)
        connection.sendall(sent.removeprefix(WHOLE))
        assert rest(connection) == b""


def test_a_body_that_drips_is_refused_and_one_that_is_slow_but_comes_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BODY_SECONDS", 0.4)
    monkeypatch.setattr(gate, "BODY_RATE", 3)  # six bytes have 2.4 seconds
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 12\r\n\r\n"
    with serving(mirror) as port:
        assert rest(opened(port, head + b"a")).startswith(b"HTTP/1.1 408")
        slow = opened(port, head + b"a" * 6)
        time.sleep(0.6)
        slow.sendall(b"a" * 6)
        assert b'"body": "aaaaaaaaaaaa"' in rest(slow)


def test_who_does_not_take_an_answer_holds_no_thread_and_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "SEND_SECONDS", 0.5)
    with serving(mirror, threads=1) as port:
        slow = [opened(port, b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(3)]
        assert ask(port)[0].status == 200
        time.sleep(1.0)
        assert all(len(rest(one)) < BIG for one in slow)


def test_many_bodies_that_wait_take_no_thread() -> None:
    with serving(mirror, threads=1) as port:
        waiting = [opened(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na") for _ in range(50)]
        assert ask(port)[0].status == 200
        for one in waiting:
            one.close()


SENTENCE = "Panel berakhir sebelum satu jawaban selesai dikirim."


def _once(so: Callable[[], bool], act: Callable[[], None]) -> None:
    until = time.monotonic() + 20
    while not so() and time.monotonic() < until:
        time.sleep(0.02)
    act()


def test_an_answer_that_the_end_of_the_panel_cuts_off_is_one_sentence_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun, free = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun.set()
        free.wait(20)
        return mirror(environ, start_response)

    with serving(slow) as port:
        visitor = opened(port, WHOLE)
        assert begun.wait(20)
        told = threading.Thread(target=_once, args=(lambda: SENTENCE in caplog.messages, free.set))
        told.start()
    told.join(30)
    assert rest(visitor) == b""
    assert SENTENCE in caplog.messages
    assert not [m for m in caplog.messages if "Exception in ASGI" in m]


def test_what_its_sender_has_left_is_not_begun() -> None:
    begun, go_on = [], threading.Event()

    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun.append(environ["PATH_INFO"])
        go_on.wait(20)
        return mirror(environ, start_response)

    with serving(slow, threads=1) as port:
        first = opened(port, WHOLE)
        while not begun:
            time.sleep(0.01)
        second = opened(port, WHOLE.replace(b"/ ", b"/left ", 1))
        time.sleep(0.2)
        second.close()
        time.sleep(0.2)
        go_on.set()
        assert first.recv(65536).startswith(b"HTTP/1.1 200")
        assert ask(port, path="/last")[0].status == 200
    assert begun == ["/", "/last"]


# --- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("size", [1024, 1025])
def test_of_a_body_above_the_bound_the_application_is_told_the_size_alone(chunked: bool, size: int) -> None:
    data: Any = (b"a" * 5 for _ in range(size // 5)) if chunked else b"a" * size
    data = iter([b"a" * 512, b"a" * (size - 512)]) if chunked else data
    with serving(mirror, size=1024) as port:
        answer, told = ask(port, "POST", body=data)
        seen = json.loads(told)
        assert seen["CONTENT_LENGTH"] == str(size)
        assert len(seen["body"]) == (size if size == 1024 else 0)
        assert (answer.headers["Connection"] == "close") is (size > 1024)


def test_a_body_far_above_the_bound_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(mirror, size=1024) as port:
        declared = opened(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n")
        assert b'"CONTENT_LENGTH": "1073741824"' in rest(declared)
        asks = opened(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\nExpect: 100-continue\r\n\r\n")
        assert rest(asks).startswith(b"HTTP/1.1 200"), "it is not told to go on"


def test_bodies_that_wait_are_bounded_for_each_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "STORED_PER_ADDRESS", 3000)
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2500\r\n\r\n"
    with serving(mirror) as port:
        first = opened(port, head + b"a" * 2000)
        while ask(port, "POST", body=b"a" * 2500)[0].status != 503:
            time.sleep(0.01)
        other = opened(port, head + b"a" * 2500, source="127.0.0.2")
        assert other.recv(65536).startswith(b"HTTP/1.1 200")
        first.sendall(b"a" * 500)
        assert first.recv(65536).startswith(b"HTTP/1.1 200")
        assert ask(port, "POST", body=b"a" * 2500)[0].status == 200, "the room of the first is free again"


def test_a_head_has_a_bound_of_bytes_and_of_fields() -> None:
    with serving(mirror) as port:
        assert ask(port, path="/?" + "a" * 60_000)[0].status == 200
        assert rest(opened(port, b"GET /" + b"a" * 70_000)).startswith(b"HTTP/1.1 400")
        fields = {f"X__{n}": "a" for n in range(gate.HEAD_FIELDS + 1)}
        assert ask(port, **fields)[0].status == 431


# --- counts -----------------------------------------------------------------------------------------------------------


def test_an_address_has_its_number_of_connections_and_others_have_theirs() -> None:
    with serving(mirror, limit=3) as port:
        inside = [opened(port, source="127.0.0.2") for _ in range(3)]
        assert not rest_of(opened(port, WHOLE, source="127.0.0.2")), "it asked something, and gets no answer"
        assert ask(port)[0].status == 200
        inside.pop().close()
        while not rest_of(opened(port, WHOLE, source="127.0.0.2")):
            time.sleep(0.01)


def test_a_trusted_proxy_is_not_counted() -> None:
    with serving(mirror, limit=1, trusted=["127.0.0.1"]) as port:
        kept = [opened(port, WHOLE) for _ in range(5)]
        assert all(one.recv(65536).startswith(b"HTTP/1.1 200") for one in kept)


def test_all_addresses_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "CONNECTIONS", 2)
    with serving(mirror) as port:
        kept = [opened(port, WHOLE, source=f"127.0.0.{n}") for n in (2, 3, 4)]
        assert [bool(rest_of(one)) for one in kept] == [True, True, False]


def rest_of(connection: Any) -> bytes:
    try:
        return bytes(connection.recv(10))
    except ConnectionError:
        return b""


def test_the_event_loop_knows_a_visitor_as_tcp() -> None:
    """It sets TCP_NODELAY then; without it each page waits 40 ms for the other side."""
    with server.listen("127.0.0.1", 0, 0) as door, opened(door.getsockname()[1]):
        door.setblocking(True)
        visitor, _ = door.accept()
        assert visitor.proto == socket.IPPROTO_TCP
        visitor.close()


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_an_address_of_ipv6_is_counted_with_its_neighbours(address: str, who: str) -> None:
    assert gate.origin(address) == who


# --- what reaches the application -------------------------------------------------------------------------------------

FORGED = {"X__Forwarded__For": "9.9.9.9", "X__Forwarded__Proto": "https", "X__Forwarded__Host": "lain.contoh"}


@pytest.mark.parametrize("trusted", [[], ["127.0.0.1"], ["10.0.0.1"], ["*"]])
def test_what_is_told_of_the_caller_is_believed_of_a_trusted_proxy_only(trusted: list[str]) -> None:
    with serving(mirror, trusted=trusted) as port:
        seen = json.loads(ask(port, **FORGED)[1])
    believed = bool({"127.0.0.1", "*"} & set(trusted))
    assert seen["REMOTE_ADDR"] == ("9.9.9.9" if believed else "127.0.0.1")
    assert seen["wsgi.url_scheme"] == ("https" if believed else "http")
    assert seen["HTTP_HOST"] == ("lain.contoh" if believed else f"127.0.0.1:{port}")
    assert believed or not [name for name in seen if "FORWARDED" in name]


def test_a_field_with_an_underscore_is_no_field_with_a_hyphen() -> None:
    with serving(mirror, trusted=["127.0.0.1"]) as port:
        connection = opened(port, b"GET / HTTP/1.1\r\nHost: x\r\nX_Forwarded_For: 9.9.9.9\r\nConnection: close\r\n\r\n")
        assert b"9.9.9.9" not in rest(connection)


def test_the_environment_is_what_the_application_expects() -> None:
    with serving(mirror) as port:
        head = b"GET /a%20b%C3%A9//c?d=%26&e HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: b=2\r\n"
        data = rest(opened(port, head + b"Accept: a\r\nAccept: b\r\nConnection: close\r\n\r\n"))
        seen = json.loads(data.split(b"\r\n\r\n", 1)[1])
        assert seen["PATH_INFO"].encode("latin-1").decode() == "/a bé//c"
        assert (seen["QUERY_STRING"], seen["REQUEST_URI"]) == ("d=%26&e", "/a%20b%C3%A9//c?d=%26&e")
        assert (seen["HTTP_COOKIE"], seen["HTTP_ACCEPT"]) == ("a=1; b=2", "a,b")
        assert data.lower().count(b"\r\ndate:") == 1
        assert b"\r\nserver:" not in data.lower()
        answer, body = ask(port, "HEAD")
        assert (answer.status, body) == (200, b"")
        assert int(answer.headers["Content-Length"]) > 0
