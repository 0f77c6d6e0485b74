"""Exports, papers and imports by the minute and the person: who asks too often waits, everybody else does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from admin import laju
from models import setelan
from models.base import db
from tests.conftest import Basis, buat_app
from tests.orang import Orang, token

pytestmark = pytest.mark.satu_basis  # counted in memory


@pytest.fixture
def ketat(basis: Basis, var: Path) -> Iterator[Flask]:
    """A panel that lets each person through twice a minute."""
    lama = setelan.kini()
    app = buat_app(basis.url, var, HEAVY_PER_MINUTE="2")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    setelan.pasang(lama)


def test_whoever_asks_too_often_is_told_how_long_to_wait_and_nobody_else_is(
    ketat: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laju, "JENDELA", 3600.0)  # however slow the machine
    orang = Orang(ketat)
    tim, kepala = orang.masuk("tim_musrenbang"), orang.masuk("kepala_badan")
    jawab = [tim.get(f"/usulan/export/{bentuk}/") for bentuk in ("csv", "xlsx", "csv")]
    assert [j.status_code for j in jawab] == [200, 200, 429]
    assert "Terlalu banyak unduhan, cetakan atau impor dalam semenit. Tunggu " in jawab[-1].text
    assert 0 < int(jawab[-1].headers["Retry-After"]) <= laju.JENDELA
    assert tim.get("/musrenbang/templat/").status_code == 429, "all of them share one count"
    assert tim.get("/usulan/").status_code == 200
    cetak = {"aksi": "cetak:undangan:pdf", "rowid": "1", "csrf_token": token(tim.get("/usulan/").text)}
    assert tim.post("/undangan/action/", data=cetak).status_code == 429, "printed within the request if it is little"
    assert kepala.get("/usulan/export/csv/").status_code == 200
    # Another window of the same person is the same person.
    assert orang.masuk("tim_musrenbang").get("/usulan/export/csv/").status_code == 429
    naskah = tim.get("/usulan/export/csv/", headers={"Accept": "application/json"})
    assert "Tunggu" in naskah.json["pesan"]


def test_the_wait_ends_by_itself_however_often_one_tries_meanwhile() -> None:
    kini = [0.0]
    satu = laju.Laju(2, lambda: kini[0])
    for saat, tunggu in ((0, 0), (10, 0), (20, 40), (59.5, 1), (60, 0), (61, 9), (70, 0), (119, 1)):
        kini[0] = saat
        assert satu.tunggu(1) == tunggu, saat
    assert satu.tunggu(2) == 0


def test_without_a_number_nobody_is_held_up(ketat: Flask, basis: Basis, var: Path) -> None:
    longgar = buat_app(basis.url, var, HEAVY_PER_MINUTE="0")
    tim = Orang(longgar).masuk("tim_musrenbang")
    assert [tim.get("/usulan/export/csv/").status_code for _ in range(4)] == [200] * 4


def test_every_function_of_the_table_exists(app: Flask) -> None:
    ada = {aturan.endpoint.rpartition(".")[2] for aturan in app.url_map.iter_rules()}
    assert ada >= laju.BERAT


def test_sixty_a_minute_unless_the_environment_says_otherwise() -> None:
    assert setelan.dari_lingkungan({"DIARY_KEY": "x"}).heavy_per_minute == 60
