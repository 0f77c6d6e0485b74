"""The page of last resort, which needs neither database nor template; and the guard that lets no exception out.

A web server writes what reaches it as a trace, with the address (which may be a secret) and the values of a statement.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from flask import Flask

from admin import jejak
from models.pesan import Pesan

log = logging.getLogger("musrenbang")
FAILED = Pesan(
    "Program tidak dapat menyelesaikan permintaan ini. Cobalah beberapa saat lagi; bila berulang, sebutkan nomor "
    "rujukan ini kepada administrator."
)
PAGE = """<!doctype html>
<html lang="id">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{status} · Musrenbang Kota Bogor</title><link rel="stylesheet" href="/static/tokens.css">
<link rel="stylesheet" href="/static/panel.css"></head>
<body><div class="rangka tunggal"><main id="halaman"><div class="kartu galat"><p class="kode">{status}</p>
<p role="alert">{sentence}</p><p class="redup kecil">Nomor rujukan {reference}</p>
<p class="baris-tombol"><a class="tombol" href="/">Ke beranda</a></p></div></main></div></body>
</html>
"""


def page(status: int, sentence: str, reference: str = "") -> bytes:
    """A page in Indonesian: nobody can be asked here which language they read."""
    reference = reference or jejak.nomor()
    return PAGE.format(status=status, sentence=escape(str(sentence)), reference=reference).encode()


def guard(app: Flask) -> None:
    """The outermost layer of the application. Under test what goes wrong stays visible as it is."""
    inner = app.wsgi_app

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            return _Parts(app, inner(environ, start_response))
        except Exception as error:
            if app.testing:
                raise
            reference = _told(error)
            data = page(500, FAILED, reference)
            headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(data)))]
            start_response("500 Internal Server Error", [*headers, ("Cache-Control", "no-store")])
            return [data]

    app.wsgi_app = call  # type: ignore[method-assign]


def _told(error: BaseException) -> str:
    reference = jejak.nomor()
    log.error("Acuan %s: galat di luar halaman", reference, exc_info=error)
    return reference


class _Parts:
    """The parts of an answer. One that breaks off must look broken: the server ends the connection."""

    def __init__(self, app: Flask, parts: Any) -> None:
        self.app, self.parts, self._next = app, parts, iter(parts)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._next)
        except (StopIteration, BrokenPipeError):
            raise
        except Exception as error:
            if self.app.testing:
                raise
            _told(error)
        raise BrokenPipeError(errno.EPIPE, "jawaban terputus")  # servers know it from people who go, and are silent

    def close(self) -> None:
        try:
            if close := getattr(self.parts, "close", None):
                close()
        except Exception as error:  # the answer is out already
            if self.app.testing:
                raise
            _told(error)
