"""Passwords: two profiles, what is common is refused, one's own is changed, a link lets its person choose once."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from admin import kata_sandi
from models import sandi
from models.base import db
from models.sandi import ProfilSandi
from models.waktu import jam, sekarang
from tests.admin.layar import Layar, teks
from tests.admin.test_sesi import atur, hidup
from tests.orang import SANDI, Orang, token

pytestmark = pytest.mark.satu_basis  # what is asked here is decided before any SQL

BARU = "kopi pagi di Suryakencana"
ASVS, BSSN = ProfilSandi


@pytest.mark.parametrize(
    ("kata", "asvs", "bssn"),
    [
        ("Demo-Panel-2026", None, None),
        (BARU, None, "huruf besar"),
        (BARU + " 7", None, None),
        ("x7" * 4 + "q", "sekurang-kurangnya 10", "sekurang-kurangnya 12"),
        ("Kuda!3bata9", None, "sekurang-kurangnya 12"),
        ("a b c d " * 12, None, "huruf besar"),  # 96 characters
        ("é漢字 satu dua tiga", None, "huruf besar"),
        ("x1" * 513, "paling panjang", "paling panjang"),
        ("Bapperida2026!", "lazim", "lazim"),
        ("Musrenbang-Kota-Bogor-2026", "lazim", "lazim"),
        ("qwertyuiop", "lazim", "sekurang-kurangnya 12"),
        ("P@ssw0rd2026!", "lazim", "lazim"),
        ("password123456", "lazim", "lazim"),
        ("aaaaaaaaaaaaaaa", "mudah ditebak", "mudah ditebak"),
        ("Tim_Musrenbang-1", "mudah ditebak", "mudah ditebak"),
    ],
)
def test_what_each_profile_refuses(kata: str, asvs: str | None, bssn: str | None) -> None:
    for profil, sebab in ((ASVS, asvs), (BSSN, bssn)):
        salah = sandi.periksa(kata, "tim_musrenbang", profil)
        assert (sebab in salah) if sebab and salah else salah is None and sebab is None, (profil, salah)


def test_the_profile_is_a_setting_and_the_page_says_what_it_asks(app: Flask, tim: Layar) -> None:
    assert "Sekurang-kurangnya 10 karakter, dianjurkan 12" in tim.buka("/sandi/")
    atur(app, "akun.profil_sandi", "BSSN")
    assert "Sekurang-kurangnya 12 karakter dengan huruf kecil" in tim.buka("/sandi/")
    assert tim.kirim("/sandi/", lama=SANDI, baru=BARU, ulang=BARU).status_code == 400
    assert tim.kirim("/sandi/", lama=SANDI, baru=BARU + " 7", ulang=BARU + " 7").status_code == 302


def test_bssn_asks_for_a_new_password_after_six_months_and_asvs_does_not(app: Flask, orang: Orang) -> None:
    tim = Layar(orang.masuk("tim_musrenbang"))
    assert (
        tim.kirim("/sandi/", lama=SANDI, baru="Kopi pagi di kebun 7", ulang="Kopi pagi di kebun 7").status_code == 302
    )

    def buka() -> Any:
        client = app.test_client()
        data = {"nama_pengguna": "tim_musrenbang", "sandi": "Kopi pagi di kebun 7"}
        assert client.post("/login", data={**data, "csrf_token": token(client.get("/login").text)}).status_code == 302
        return client

    with jam(sekarang() + timedelta(days=190)):
        assert buka().get("/").status_code == 200
        atur(app, "akun.profil_sandi", "BSSN")
        client = buka()
        assert client.get("/").headers["Location"] == "/sandi/"
        assert "sudah berlaku enam bulan" in client.get("/sandi/").text
    with jam(sekarang() + timedelta(days=400)):
        assert orang.masuk("pengawas").get("/").status_code == 200, "the password of a demonstration stays"


def test_one_changes_ones_password_with_the_old_one_only(layar: Callable[[str], Layar], orang: Orang) -> None:
    tim, lain = layar("tim_musrenbang"), orang.masuk("tim_musrenbang")
    for isi, sebab in (
        ({"lama": "keliru", "baru": BARU, "ulang": BARU}, "yang sekarang tidak cocok"),
        ({"lama": SANDI, "baru": BARU, "ulang": BARU + "x"}, "Ulangan"),
        ({"lama": SANDI, "baru": SANDI, "ulang": SANDI}, "sama dengan yang lama"),
        ({"lama": SANDI, "baru": "aaaaaaaaaaaa", "ulang": "aaaaaaaaaaaa"}, "mudah ditebak"),
    ):
        jawab = tim.kirim("/sandi/", **isi)
        assert jawab.status_code == 400
        assert sebab in jawab.text
    assert tim.kirim("/sandi/", lama=SANDI, baru=BARU, ulang=BARU).status_code == 302
    assert hidup(tim.client)
    assert not hidup(lain)
    assert "Konfirmasi salah" in teks(tim.buka("/akun/"))


def test_the_old_password_is_not_guessed_from_an_open_session(tim: Layar) -> None:
    for _ in range(10):
        assert tim.kirim("/sandi/", lama="keliru", baru=BARU, ulang=BARU).status_code == 400
    assert tim.kirim("/sandi/", lama=SANDI, baru=BARU, ulang=BARU).status_code == 429


# --- the link ---------------------------------------------------------------------------------------------------------


def tautan(admin: Layar, id_: int) -> str:
    halaman = admin.kirim("/pengguna/tautan/", dari=f"/pengguna/details/?id={id_}", id=str(id_), konfirmasi=SANDI).text
    found = re.search(r'id="tautan" value="http://localhost(/sandi-baru/[\w-]{43})"', halaman)
    assert found, teks(halaman)
    return html.unescape(found[1])


def pilih(client: Any, alamat: str, kata: str = BARU) -> Any:
    halaman = client.get(alamat)
    assert halaman.status_code == 200
    return client.post(alamat, data={"csrf_token": token(halaman.text), "baru": kata, "ulang": kata})


def test_a_link_lets_a_new_person_choose_a_password_once(app: Flask, layar: Callable[[str], Layar]) -> None:
    from models.sesi import TautanSandi

    admin = layar("administrator")
    baru = admin.simpan("/pengguna/new/", nama_pengguna="orang_baru", nama="Orang Baru", aktif="1", konfirmasi=SANDI)
    alamat = tautan(admin, baru)
    with app.app_context():
        assert db.session.scalars(db.select(TautanSandi)).one().token_hash not in alamat
    client = app.test_client()
    assert "mudah ditebak" in pilih(client, alamat, "aaaaaaaaaaaa").text
    assert pilih(client, alamat).headers["Location"] == "/login"
    assert client.get(alamat).status_code == 404
    data = {"nama_pengguna": "orang_baru", "sandi": BARU, "csrf_token": token(client.get("/login").text)}
    assert client.post("/login", data=data).status_code == 302
    catatan = teks(admin.buka(f"/pengguna/details/?id={baru}")).lower()
    assert "diberi tautan kata sandi" in catatan
    assert "mengganti kata sandi oleh orang baru" in catatan


def test_a_used_link_ends_all_sessions_and_a_newer_one_ends_an_older(
    app: Flask, layar: Callable[[str], Layar], orang: Orang
) -> None:
    admin, korban = layar("administrator"), orang.masuk("sekretariat")
    lama = tautan(admin, orang.sekretariat)
    baru = tautan(admin, orang.sekretariat)
    assert hidup(korban), "a link alone changes nothing"
    assert app.test_client().get(lama).status_code == 404
    assert pilih(app.test_client(), baru).status_code == 302
    assert not hidup(korban)


def test_of_two_who_answer_a_link_at_once_one_chooses_the_password(
    app: Flask, layar: Callable[[str], Layar], orang: Orang, monkeypatch: pytest.MonkeyPatch
) -> None:
    alamat = tautan(layar("administrator"), orang.sekretariat)
    satu, dua = app.test_client(), app.test_client()
    halaman = dua.get(alamat)
    asli = kata_sandi._wrong

    def selagi_diperiksa(*isi: Any) -> Any:
        """The other one is quicker, between the look at the link and its use."""
        monkeypatch.setattr(kata_sandi, "_wrong", asli)
        db.session.rollback()
        with app.app_context():
            assert pilih(satu, alamat, "yang lebih cepat 1").status_code == 302
        return asli(*isi)

    monkeypatch.setattr(kata_sandi, "_wrong", selagi_diperiksa)
    lambat = {"csrf_token": token(halaman.text), "baru": "yang lebih lambat 2", "ulang": "yang lebih lambat 2"}
    assert dua.post(alamat, data=lambat).status_code == 404
    for kata, jawab in (("yang lebih cepat 1", 302), ("yang lebih lambat 2", 401)):
        client = app.test_client()
        isi = {"nama_pengguna": "sekretariat", "sandi": kata, "csrf_token": token(client.get("/login").text)}
        assert client.post("/login", data=isi).status_code == jawab


def test_a_link_dies_after_an_hour_and_with_its_account(
    app: Flask, layar: Callable[[str], Layar], orang: Orang
) -> None:
    from models.pengguna import Pengguna

    alamat = tautan(layar("administrator"), orang.sekretariat)
    with jam(sekarang() + timedelta(minutes=61)):
        jawab = app.test_client().get(alamat)
        assert jawab.status_code == 404
        assert "Mintalah tautan baru" in jawab.text
    with app.app_context():
        db.session.get(Pengguna, orang.sekretariat).aktif = False
        db.session.commit()
    assert app.test_client().get(alamat).status_code == 404
    for asing in ("x" * 43, "x", "%00", "a/b"):
        assert app.test_client().get(f"/sandi-baru/{asing}").status_code in (302, 404)


def test_only_an_administrator_gives_links(layar: Callable[[str], Layar], orang: Orang) -> None:
    for nama in ("tim_musrenbang", "pengawas"):
        jawab = layar(nama).kirim("/pengguna/tautan/", dari="/", id=str(orang.kepala_badan))
        assert jawab.status_code == 403


def test_an_open_link_is_worth_nothing_once_the_person_has_chosen_a_password(
    app: Flask, layar: Callable[[str], Layar], orang: Orang
) -> None:
    alamat = tautan(layar("administrator"), orang.sekretariat)
    assert layar("sekretariat").kirim("/sandi/", lama=SANDI, baru=BARU, ulang=BARU).status_code == 302
    assert app.test_client().get(alamat).status_code == 404
