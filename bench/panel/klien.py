"""A browser without a network: it calls the WSGI program directly, keeps cookies, and times the whole answer."""

from __future__ import annotations

import html
import io
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Jawaban:
    status: int
    detik: float
    besar: int
    isi: str
    kepala: dict[str, str]


class Klien:
    """`simpan=False` throws the bytes away as a browser's disk would take them: an export must not be kept here."""

    def __init__(self, program: Callable[..., Any]) -> None:
        self.program, self.kuki = program, dict[str, str]()

    def buka(self, alamat: str, isian: dict[str, Any] | None = None, simpan: bool = True) -> Jawaban:
        badan = urlencode(isian, doseq=True).encode() if isian is not None else b""
        jalur, _, tanya = alamat.partition("?")
        lingkungan = {
            "REQUEST_METHOD": "GET" if isian is None else "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": jalur,
            "QUERY_STRING": tanya,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": "; ".join(f"{k}={v}" for k, v in self.kuki.items()),
            "HTTP_REFERER": "http://localhost/",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(badan)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(badan),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        kepala: list[tuple[str, str]] = []
        status = ["500"]

        def mulai(kode: str, daftar: list[tuple[str, str]], _galat: Any = None) -> None:
            status[0] = kode
            kepala[:] = daftar

        awal = time.perf_counter()
        potongan, besar = [], 0
        hasil = self.program(lingkungan, mulai)
        for potong in hasil:
            besar += len(potong)
            if simpan:
                potongan.append(potong)
        if hasattr(hasil, "close"):
            hasil.close()
        detik = time.perf_counter() - awal
        for nama, nilai in kepala:
            if nama.lower() == "set-cookie":
                self.kuki |= {k: v.value for k, v in SimpleCookie(nilai).items()}
        isi = b"".join(potongan).decode("utf-8", "replace")
        return Jawaban(int(status[0][:3]), detik, besar, isi, dict(kepala))


def token(isi: str, nama: str = "csrf_token") -> str:
    found = re.search(rf'name="{nama}"[^>]*value="([^"]+)"', isi)
    return html.unescape(found[1]) if found else ""
