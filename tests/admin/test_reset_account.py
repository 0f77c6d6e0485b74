"""`flask --app app reset-account`: the only administrator has lost the password or the phone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import faktor, rantai, setelan
from models.base import db
from models.pengguna import Pengguna
from models.rantai import Riwayat
from models.waktu import sekarang
from tests.orang import Orang, token


@pytest.fixture
def administrator(app: Flask, orang: Orang) -> Any:
    """An administrator with a second factor, signed in elsewhere."""
    client, id_ = orang.masuk("administrator"), orang.administrator
    with app.app_context():
        satu, _ = faktor.aplikasi_baru(db.session, id_)
        satu.sah = True
        db.session.get_one(Pengguna, id_).faktor_sejak = sekarang()
        db.session.commit()
        db.session.remove()
    return client


def run(app: Flask, *argumen: str, typed: str = "") -> tuple[int, str]:
    hasil = app.test_cli_runner().invoke(args=["reset-account", *argumen], input=typed)
    return hasil.exit_code, hasil.output


def acts(app: Flask, id_: int) -> list[tuple[str, str]]:
    """What the diary says was done to the account, and by whom."""
    with app.app_context():
        rows = db.session.execute(
            select(Riwayat.aksi, Riwayat.nama).where(Riwayat.kind == "pengguna", Riwayat.record_id == id_)
        )
        return [(aksi, nama) for aksi, nama in rows if nama == rantai.OPERATOR]


def test_nothing_is_done_before_the_name_is_typed_again(app: Flask, orang: Orang, administrator: Any) -> None:
    code, said = run(app, "administrator", "--faktor", typed="admin\n")
    assert code == 1
    assert "tidak ada yang berubah" in said
    assert acts(app, orang.administrator) == []
    assert run(app, "siapa", "--yes") == (1, "Error: Akun siapa tidak ada.\n")


def test_a_one_time_password_lets_the_administrator_in_and_must_be_replaced(
    app: Flask, orang: Orang, administrator: Any
) -> None:
    code, said = run(app, "administrator", "--faktor", "--sandi-sekali", typed="administrator\n")
    assert code == 0, said
    kata = re.search(r"sekali pakai: (\S+) ", said)
    assert kata
    assert administrator.get("/").headers["Location"].startswith("/login")  # its sessions ended
    client = app.test_client()
    data = {"nama_pengguna": "administrator", "sandi": kata[1], "csrf_token": token(client.get("/login").text)}
    assert client.post("/login", data=data).status_code == 302
    assert client.get("/").headers["Location"].startswith("/sandi/")
    assert acts(app, orang.administrator) == [
        ("setel_ulang_faktor", rantai.OPERATOR),
        ("beri_sandi_sekali", rantai.OPERATOR),
    ]
    with app.app_context():
        assert not list(db.session.scalars(select(faktor.Faktor)))
        assert rantai.periksa(db.session()).rusak is None


def test_where_the_address_is_known_a_link_is_given_and_the_factor_stays(
    app: Flask, orang: Orang, administrator: Any
) -> None:
    setelan.pasang(replace(setelan.kini(), public_url="http://localhost"))
    code, said = run(app, "administrator", "--yes")
    assert code == 0, said
    link = re.search(r"http://localhost(/sandi-baru/\S+)", said)
    assert link
    client = app.test_client()
    halaman = client.get(link[1])
    assert halaman.status_code == 200
    baru = {"baru": "Kata-Baru-99-Panjang", "ulang": "Kata-Baru-99-Panjang", "csrf_token": token(halaman.text)}
    assert client.post(link[1], data=baru).headers["Location"] == "/login"
    assert acts(app, orang.administrator) == [("beri_tautan_sandi", rantai.OPERATOR)]
    with app.app_context():
        assert list(db.session.scalars(select(faktor.Faktor)))


def test_the_diary_shows_what_the_operator_did_to_the_panel_itself(app: Flask, orang: Orang) -> None:
    with app.app_context():
        rantai.note(db.session.connection(), "pulihkan_cadangan", "Cadangan panel-1 dipulihkan.", {})
        db.session.commit()
    halaman = orang.masuk("administrator").get("/riwayat/").text
    assert "Cadangan panel-1 dipulihkan." in halaman
    assert rantai.OPERATOR in halaman
