"""Handler time and queries of every list, details and form page, beside its queries alone and an empty page."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from bench import SANDI
from models.base import db, kinds, slug
from models.peran import Peran

ULANG = 15
HALAMAN = ("daftar", "rincian", "ubah", "buat")


@dataclass(frozen=True)
class Ukuran:
    """One page: median milliseconds in the handler, of these in the database, and its number of queries."""

    nama: str
    url: str
    ms: float
    sql_ms: float
    kueri: int


class _Kueri:
    """Counts and times the statements of one request."""

    def __init__(self) -> None:
        self.jumlah, self.detik, self._mulai = 0, 0.0, 0.0

    def sebelum(self, *_: Any) -> None:
        self._mulai = time.perf_counter()

    def sesudah(self, *_: Any) -> None:
        self.jumlah += 1
        self.detik += time.perf_counter() - self._mulai


@contextmanager
def menghitung() -> Iterator[_Kueri]:
    kueri = _Kueri()
    event.listen(Engine, "before_cursor_execute", kueri.sebelum)
    event.listen(Engine, "after_cursor_execute", kueri.sesudah)
    try:
        yield kueri
    finally:
        event.remove(Engine, "before_cursor_execute", kueri.sebelum)
        event.remove(Engine, "after_cursor_execute", kueri.sesudah)


def masuk(app: Flask, nama: str) -> FlaskClient:
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    jawab = client.post("/login", data={"nama_pengguna": nama, "sandi": SANDI, "csrf_token": token[1] if token else ""})
    assert jawab.status_code == 302, jawab.text
    return client


def alamat(app: Flask, kind: str) -> dict[str, list[str]]:
    """Candidate addresses of each page of a kind, likely ones first."""
    with app.app_context():
        ids = list(db.session.scalars(select(kinds()[kind].id).order_by(kinds()[kind].id.desc()).limit(12)))
        db.session.remove()
    awal = f"/{slug(kind)}/"
    # The finished year is the first Musrenbang; its list holds all the usulan.
    penuh = [f"{awal}?musrenbang_id=1"] if hasattr(kinds()[kind], "musrenbang_id") else []
    return {
        "daftar": [*penuh, awal],
        "rincian": [f"{awal}details/?id={i}" for i in ids],
        "ubah": [f"{awal}edit/?id={i}" for i in ids],
        "buat": [f"{awal}new/"],
    }


def semua(app: Flask, jenis: list[str]) -> tuple[list[Ukuran], list[str]]:
    """Every page of these kinds; the second list names pages that no role may open on this data."""
    clients = [masuk(app, peran) for peran in Peran]
    hasil, tidak = [], []
    for nama, kandidat in [("beranda", ["/"])] + [
        (f"{kind} {halaman}", urls) for kind in jenis for halaman, urls in alamat(app, kind).items()
    ]:
        ditemukan = _yang_terbuka(clients, kandidat)
        if ditemukan is None:
            tidak.append(nama)
        else:
            hasil.append(ukur(nama, *ditemukan))
    return hasil, tidak


def _yang_terbuka(clients: list[FlaskClient], urls: list[str]) -> tuple[FlaskClient, str] | None:
    for url in urls:
        for client in clients:
            if client.get(url).status_code == 200:
                return client, url
    return None


def ukur(nama: str, client: FlaskClient, url: str) -> Ukuran:
    waktu, sql, jumlah = [], [], 0
    for _ in range(ULANG):
        with menghitung() as kueri:
            mulai = time.perf_counter()
            client.get(url)
            waktu.append(time.perf_counter() - mulai)
        sql.append(kueri.detik)
        jumlah = kueri.jumlah
    return Ukuran(nama, url, statistics.median(waktu) * 1000, statistics.median(sql) * 1000, jumlah)


def halaman_kosong() -> float:
    """Milliseconds of a stock Flask-Admin page without a query: what the framework itself costs."""
    from flask_admin import Admin
    from flask_babel import Babel

    app = Flask("kosong")
    Babel(app)
    app.config["SECRET_KEY"] = "kosong"
    Admin(app, name="Kosong")
    client = app.test_client()
    waktu = []
    for _ in range(50):
        mulai = time.perf_counter()
        assert client.get("/admin/").status_code == 200
        waktu.append(time.perf_counter() - mulai)
    return statistics.median(waktu) * 1000
