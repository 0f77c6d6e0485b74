"""The headers of every answer, the cookie where there is HTTPS, and the reports of what the policy stopped."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import perisai
from models import setelan
from models.waktu import jam
from tests.admin.layar import Layar, teks
from tests.conftest import buat_app

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
LAPORAN = {
    "csp-report": {
        "document-uri": "https://panel.example/usulan/details/?id=7&q=3271015503800001",
        "violated-directive": "script-src-elem",
        "blocked-uri": "https://jahat.example/curi.js?nik=3271015503800001",
        "script-sample": "alert('3271015503800001')",
    }
}


def kirim(client: FlaskClient, isi: Any, mime: str = "application/csp-report") -> int:
    return client.post("/csp/", data=isi if isinstance(isi, bytes) else json.dumps(isi), content_type=mime).status_code


WAJIB = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'; report-uri /csp/",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}


@SQLITE
@pytest.mark.parametrize("nama", WAJIB)
def test_each_header_is_the_one_that_was_decided(client: FlaskClient, nama: str) -> None:
    """Word for word: a weaker one would still be there."""
    assert client.get("/login").headers[nama] == WAJIB[nama]
    assert perisai.HEADERS.keys() == WAJIB.keys(), "a new header stands here as well"


@SQLITE
@pytest.mark.parametrize("alamat", ["/login", "/tidak-ada", "/healthz", "/static/panel.css", "/periksa/", "/"])
def test_every_answer_has_every_header(client: FlaskClient, alamat: str) -> None:
    jawab = client.get(alamat)
    csp = jawab.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(csp)
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(" ".join(csp).split())
    assert "report-uri /csp/" in csp
    assert jawab.headers["X-Content-Type-Options"] == "nosniff"
    assert jawab.headers["Referrer-Policy"] == "same-origin"
    assert jawab.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert jawab.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "microphone=()" in jawab.headers["Permissions-Policy"]
    assert jawab.headers["Cache-Control"] == ("public, max-age=3600" if "static" in alamat else "no-store")
    assert "Strict-Transport-Security" not in jawab.headers  # without HTTPS it would lock people out


@SQLITE
def test_with_https_the_cookie_is_bound_to_the_host_and_browsers_are_told_to_stay_with_it(
    app: Flask, basis: Any, tmp_path: Path
) -> None:
    aman = buat_app(basis.url, tmp_path, PUBLIC_URL="https://panel.example")
    jawab = aman.test_client().get("/login", base_url="https://panel.example")
    (kuki,) = [k for k in jawab.headers.getlist("Set-Cookie") if "panel_musrenbang" in k]
    assert kuki.startswith("__Host-panel_musrenbang=")
    bagian = {b.strip() for b in kuki.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= bagian
    assert not any(b.startswith("Domain") for b in bagian)
    for alamat in ("/login", "/static/panel.css", "/tidak-ada"):
        hsts = aman.test_client().get(alamat, base_url="https://panel.example").headers["Strict-Transport-Security"]
        assert int(hsts.removeprefix("max-age=").split(";")[0]) >= 31536000


def test_a_report_is_counted_and_told_to_the_administrator_without_anybodys_data(
    app: Flask, client: FlaskClient, layar: Callable[[str], Layar], caplog: pytest.LogCaptureFixture
) -> None:
    app.extensions["takaran_csp"] = perisai.Takaran(20)
    with caplog.at_level(logging.WARNING, "musrenbang.csp"):
        assert kirim(client, LAPORAN) == 204
    (baris,) = caplog.records
    assert baris.isi == {"aturan": "script-src-elem", "halaman": "/usulan/details/", "ditahan": "jahat.example"}
    isi = teks(layar("administrator").buka("/keadaan/"))
    assert "1 laporan bulan ini" in isi
    assert "script-src-elem menahan jahat.example pada /usulan/details/" in isi
    assert "3271015503800001" not in isi
    ukuran = client.get("/metrics").text
    assert "panel_csp_laporan_total" in ukuran
    assert 'panel_keadaan{butir="csp"} 0.5' in ukuran


@SQLITE
def test_the_newer_shape_of_reports_is_read_too(app: Flask, client: FlaskClient) -> None:
    isi = {"documentURL": "http://x/login", "effectiveDirective": "style-src-attr", "blockedURL": "inline"}
    assert kirim(client, [{"type": "csp-violation", "body": isi}], "application/reports+json") == 204
    with app.app_context():
        from models import keadaan
        from models.base import db

        row = keadaan.semua(db.session)[keadaan.CSP]
        assert (row.isi["aturan"], row.isi["ditahan"], row.isi["halaman"]) == ("style-src-attr", "inline", "/login")


@SQLITE
@pytest.mark.parametrize(
    ("isi", "mime", "status"),
    [
        (b"x" * (perisai.TERBESAR + 1), "application/csp-report", 413),
        (b"bukan json", "application/csp-report", 400),
        (b"[" * 5000, "application/csp-report", 400),
        (b"[]", "application/reports+json", 400),
        (b'{"csp-report": "x"}', "application/csp-report", 400),
        (b'{"csp-report": {"violated-directive": "<script>"}}', "application/csp-report", 400),
        (b"a=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_is_no_report_or_too_large_is_refused_and_leaves_nothing(
    app: Flask, client: FlaskClient, isi: bytes, mime: str, status: int
) -> None:
    from models import keadaan
    from models.base import db

    assert kirim(client, isi, mime) == status
    with app.app_context():
        assert keadaan.CSP not in keadaan.semua(db.session)


@SQLITE
def test_a_flood_of_reports_writes_no_more_than_its_measure(app: Flask, client: FlaskClient) -> None:
    from models import keadaan
    from models.base import db

    app.extensions["takaran_csp"] = perisai.Takaran(3)
    assert {kirim(client, LAPORAN) for _ in range(12)} == {204}
    with app.app_context():
        assert keadaan.semua(db.session)[keadaan.CSP].isi["jumlah"] == 3
    app.extensions["takaran_csp"] = perisai.Takaran(perisai.SEMENIT)


def test_the_year_is_asked_of_browsers_only_behind_https(app: Flask, client: FlaskClient) -> None:
    kini = setelan.kini()
    setelan.pasang(replace(kini, public_url="https://panel.example"))
    assert "Strict-Transport-Security" in client.get("/login").headers
    setelan.pasang(replace(kini, public_url="http://panel.example"))
    assert "Strict-Transport-Security" not in client.get("/login").headers


@pytest.mark.parametrize(
    ("isi", "dikatakan"),
    [
        ({"document-uri": "http://x/tidak/ada", "blocked-uri": "https://jahat.example:8443/a"}, ("-", "jahat.example")),
        ({"document-uri": "http://x/usulan", "blocked-uri": "eval"}, ("-", "eval")),
        ({"document-uri": "http://[x", "blocked-uri": "http://[x"}, ("-", "-")),
        ({"document-uri": 7, "blocked-uri": "rahasia 0812"}, ("-", "-")),
        ({"document-uri": "/login", "blocked-uri": "http://huruf_lain/"}, ("/login", "-")),
    ],
)
def test_of_a_report_only_route_and_host_are_told(app: Flask, isi: dict[str, Any], dikatakan: tuple[str, str]) -> None:
    with app.app_context():
        told = perisai._told({"csp-report": {"effective-directive": "img-src https://x", **isi}})
    assert told == {"aturan": "img-src", "halaman": dikatakan[0], "ditahan": dikatakan[1]}


@SQLITE
def test_many_reports_at_once_are_counted_as_ten_and_a_new_month_begins_anew(app: Flask, client: FlaskClient) -> None:
    from models import keadaan
    from models.base import db

    app.extensions["takaran_csp"] = perisai.Takaran(20)
    assert kirim(client, [LAPORAN] * 12, "application/reports+json") == 204
    assert kirim(client, LAPORAN) == 204
    with jam(datetime(2031, 5, 1, tzinfo=UTC)):
        assert kirim(client, LAPORAN) == 204
        with app.app_context():
            isi = keadaan.semua(db.session)[keadaan.CSP].isi
    assert (isi["bulan"], isi["jumlah"]) == ("2031-05", 1)


@SQLITE
def test_the_count_of_a_month_grows(app: Flask, client: FlaskClient) -> None:
    from models import keadaan
    from models.base import db

    app.extensions["takaran_csp"] = perisai.Takaran(20)
    for harus in (10, 11):
        kirim(client, [LAPORAN] * 12 if harus == 10 else LAPORAN, "application/json")
        with app.app_context():
            assert keadaan.semua(db.session)[keadaan.CSP].isi["jumlah"] == harus


def test_a_new_minute_has_its_measure_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    kini = [100.0]
    monkeypatch.setattr("admin.perisai.time.monotonic", lambda: kini[0])
    takaran = perisai.Takaran(2)
    assert [takaran.ambil() for _ in range(3)] == [True, True, False]
    kini[0] += 60
    assert takaran.ambil()


@SQLITE
def test_a_report_of_unknown_length_is_not_read(client: FlaskClient) -> None:
    chunked = {"Transfer-Encoding": "chunked", "Content-Type": "application/csp-report"}
    jawab = client.post("/csp/", input_stream=io.BytesIO(b"{}"), headers=chunked)
    assert jawab.status_code == 413
