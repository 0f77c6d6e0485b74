"""Signing in and out."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.tujuan import own_path
from tests.admin.layar import Layar, teks
from tests.orang import SANDI, Orang, token

pytestmark = pytest.mark.satu_basis  # what is asked here is decided before any SQL


def masuk(client: FlaskClient, nama: str, sandi: str, alamat: str = "/login"):
    return client.post(
        alamat, data={"nama_pengguna": nama, "sandi": sandi, "csrf_token": token(client.get("/login").text)}
    )


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: FlaskClient) -> None:
    salah = masuk(client, "kepala_badan", "bukan sandinya")
    asing = masuk(client, "orang_asing", SANDI)
    assert salah.status_code == asing.status_code == 401
    assert "tidak cocok" in salah.text
    assert teks(salah.text).replace("kepala_badan", "") == teks(asing.text).replace("orang_asing", "")


def test_after_signing_in_one_stands_where_one_wanted_to_go(client: FlaskClient) -> None:
    assert client.get("/usulan/?q=air").headers["Location"] == "/login?next=/usulan/?q%3Dair"
    assert masuk(client, "kepala_badan", SANDI, "/login?next=/usulan/").headers["Location"] == "/usulan/"


@pytest.mark.parametrize(
    "nomor", ["3271015503800001", "3271+0155+0380+0001", "0812-3333-7777", "%2B62%20812%203333%207777"]
)
def test_no_personal_number_is_carried_along_to_the_sign_in(app: Flask, client: FlaskClient, nomor: str) -> None:
    """Addresses are kept by browsers, and by whatever stands before the panel."""
    for isian in (f"q={nomor}", f"urut=nama&apa={nomor}", f"{nomor}=1"):
        assert client.get(f"/usulan/?{isian}").headers["Location"] == "/login?next=/usulan/", isian
    with app.test_request_context("/usulan/", headers={"Referer": f"http://localhost/usulan/?q={nomor}"}):
        from admin import galat

        assert galat._sign_in() == "/login?next=/usulan/"


@pytest.mark.parametrize("target", ["//jahat.id", "https://jahat.id", "/\\jahat.id", "javascript:1", "/a\nb", "", None])
def test_a_sign_in_never_leads_to_another_host(target: str | None) -> None:
    assert own_path(target) == "/"


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, orang: Orang) -> None:
    client = orang.masuk("kepala_badan")
    kuki = client.get_cookie("panel_musrenbang")
    halaman = client.get("/").text
    assert client.post("/logout", data={"csrf_token": token(halaman)}).status_code == 302
    pencuri = app.test_client()
    pencuri.set_cookie("panel_musrenbang", kuki.value)
    assert pencuri.get("/").headers["Location"].startswith("/login")


def test_the_cookie_is_closed_to_scripts_and_other_sites(client: FlaskClient) -> None:
    semua = masuk(client, "kepala_badan", SANDI).headers.getlist("Set-Cookie")
    assert any(kuki.startswith("panel_musrenbang=") for kuki in semua)
    for kuki in semua:
        assert "HttpOnly" in kuki
        assert "SameSite=Lax" in kuki


# For anybody: the check of a paper, the card that a guest scans himself, the calendar whose address is the secret, and
# what machines watch (/metrics guards itself).
TERBUKA = {
    "static",
    "masuk.login",
    "faktor_masuk.code",
    "faktor_masuk.key",
    "kata_sandi.choose",
    "periksa.start",
    "periksa.paper",
    "hadir.card",
    "kalender.feed",
    "kesehatan.process",
    "kesehatan.ready",
    "kesehatan.metrics",
    "perisai.report",
}


def test_everything_but_the_sign_in_is_closed(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in TERBUKA:
            continue
        alamat = app.test_request_context().request.script_root + str(rule)
        for nama in rule.arguments:
            alamat = alamat.replace(f"<{nama}>", "1")
        for cara in sorted(rule.methods & {"GET", "POST"}):
            jawab = client.open(alamat, method=cara)
            ke_login = jawab.status_code == 302 and jawab.headers["Location"].startswith("/login")
            assert ke_login if cara == "GET" else jawab.status_code == 401, (cara, alamat, jawab.status_code)


def test_a_form_that_outlives_its_session_is_told_so_and_sent_nowhere(client: FlaskClient) -> None:
    """Its token is right; a way to the sign-in page would lose what was typed."""
    isian = {"csrf_token": token(client.get("/login").text), "usulan": "Taman baca di RW 02"}
    jawab = client.post("/usulan/new/", data=isian)
    assert (jawab.status_code, jawab.headers.get("Location")) == (401, None)
    assert "belum ada yang disimpan" in teks(jawab.text)
    assert "Taman baca di RW 02" in jawab.text


def test_a_one_time_password_opens_nothing_but_its_own_replacement(app: Flask, orang: Orang) -> None:
    """As the first administrator of an office gets one."""
    from models.base import db
    from models.pengguna import Pengguna

    with app.app_context():
        db.session.get(Pengguna, orang.administrator).ganti_sandi = True
        db.session.commit()
    client = app.test_client()
    assert masuk(client, "administrator", SANDI).status_code == 302
    assert client.get("/").headers["Location"] == "/sandi/"
    assert client.get("/usulan/").headers["Location"] == "/sandi/"
    data = {"lama": SANDI, "baru": "kopi pagi di Suryakencana", "ulang": "kopi pagi di Suryakencana"}
    assert client.post("/sandi/", data={**data, "csrf_token": token(client.get("/sandi/").text)}).status_code == 302
    assert client.get("/").status_code == 200


def test_plain_http_from_another_machine_is_marked(client: FlaskClient) -> None:
    assert "tidak terenkripsi" not in client.get("/login").text
    for lain in ("10.1.2.3:8000", "127.jahat.example", "localhost.jahat.example"):
        assert "tidak terenkripsi" in client.get("/login", headers={"Host": lain}).text, lain

    assert "tidak terenkripsi" in client.get("/login", headers={"Host": "10.1.2.3:8000"}).text


def test_who_is_not_signed_in_is_not_sent_to_a_search_box(app: Flask, tim: Layar) -> None:
    from admin import galat
    from models.pesan import Pesan

    with app.test_request_context("/apa-saja"):
        tamu = galat.page(404, Pesan("Tidak ada."))[0]
    assert "kotak pencarian" not in tamu
    assert "masuklah dahulu" in tamu
    assert "kotak pencarian di kepala halaman" in tim.buka("/usulan/details/?id=999999", 404)
