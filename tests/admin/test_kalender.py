"""The calendar's address: secret, shown once, revocable, and never more than its owner may read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from tests import dunia
from tests.admin.layar import Layar, teks
from tests.orang import Orang

pytestmark = pytest.mark.satu_basis  # what is asked here is decided before any SQL


@pytest.fixture
def jadwal(app: Flask, musrenbang: int) -> int:
    """A draft schedule with one acara tomorrow, a pleno in the same room and time, and a meeting elsewhere."""
    from models.base import db
    from models.jadwal import Acara, Jadwal
    from models.rapat import JenisRapat, Rapat
    from models.ruang import Ruang
    from models.waktu import sekarang

    with app.app_context():
        besok = sekarang().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        r = dunia.simpan(Ruang(nama="Aula, Lantai 2"))
        j = dunia.simpan(Jadwal(musrenbang_id=musrenbang, judul="Jadwal"))
        waktu: dict[str, Any] = {"mulai": besok, "selesai": besok + timedelta(hours=2)}
        dunia.simpan(
            Acara(jadwal_id=j.id, nama="Pleno; pembukaan", ruang_id=r.id, narasumber="Kepala Bapperida", **waktu),
            Rapat(musrenbang_id=musrenbang, jenis=JenisRapat.PLENO, judul="Pleno", ruang_id=r.id, **waktu),
            Rapat(
                musrenbang_id=musrenbang, jenis=JenisRapat.PLENO, judul="Rapat lain", tempat="Balai Kota", mulai=besok
            ),
        )
        db.session.remove()
        return int(dunia.db.session.scalar(dunia.db.select(Jadwal.id)))


def buat(tim: Layar) -> str:
    """A fresh address, as a path."""
    jawab = tim.kirim("/kalender/buat/", dari="/kalender/")
    found = re.search(r'value="http://[^/"]+(/kalender/[\w-]{43}\.ics)"', jawab.text)
    assert found, teks(jawab.text)
    return found[1]


def isi(client: Any, alamat: str) -> dict[str, Any]:
    jawab = client.get(alamat)
    assert jawab.status_code == 200
    assert jawab.mimetype == "text/calendar"
    return {str(a["SUMMARY"]): a for a in Calendar.from_ical(jawab.data).walk("VEVENT")}


def test_whoever_has_the_address_reads_the_schedule_without_signing_in(tim: Layar, client: Any, jadwal: int) -> None:
    acara = isi(client, buat(tim))
    assert set(acara) == {"Pleno; pembukaan", "Rapat lain"}, "the pleno that an acara stands for is not told twice"
    pleno = acara["Pleno; pembukaan"]
    assert str(pleno["LOCATION"]) == "Aula, Lantai 2"
    assert "Kepala Bapperida" in str(pleno["DESCRIPTION"])
    assert pleno["STATUS"] == "TENTATIVE"
    assert str(acara["Rapat lain"]["LOCATION"]) == "Balai Kota"
    assert re.search(r"/acara/details/\?id=\d+$", str(pleno["URL"]))


def test_a_change_counts_up_and_what_is_deleted_is_gone(tim: Layar, client: Any, jadwal: int, app: Flask) -> None:
    from models.base import db
    from models.jadwal import Acara, Jadwal
    from models.naskah import StatusKetetapan
    from models.waktu import sekarang

    alamat = buat(tim)
    dulu = isi(client, alamat)["Pleno; pembukaan"]
    with app.app_context():
        a = db.session.scalar(db.select(Acara))
        a.mulai += timedelta(minutes=30)
        db.session.get(Jadwal, jadwal).status = StatusKetetapan.DITETAPKAN
        db.session.commit()
    kini = isi(client, alamat)["Pleno; pembukaan"]
    assert kini["UID"] == dulu["UID"]
    assert kini["SEQUENCE"] == dulu["SEQUENCE"] + 1
    assert kini["STATUS"] == "CONFIRMED"
    assert kini.decoded("DTSTART") - dulu.decoded("DTSTART") == timedelta(minutes=30)
    with app.app_context():
        db.session.get(Jadwal, jadwal).deleted_at = sekarang()
        db.session.commit()
    assert set(isi(client, alamat)) == {"Pleno", "Rapat lain"}


def test_the_address_is_shown_once_and_only_its_digest_is_kept(tim: Layar, app: Flask) -> None:
    from models.base import db
    from models.pengguna import LanggananKalender

    token = buat(tim).rpartition("/")[2].removesuffix(".ics")
    halaman = tim.buka("/kalender/")
    assert token not in halaman
    assert "Anda mempunyai satu alamat, dibuat" in teks(halaman)
    with app.app_context():
        row = db.session.scalars(db.select(LanggananKalender)).one()
        assert token not in row.token_hash


def test_a_new_address_ends_the_old_one_and_a_revoked_one_says_nothing(tim: Layar, client: Any, jadwal: int) -> None:
    lama = buat(tim)
    baru = buat(tim)
    assert client.get(lama).status_code == 404
    assert isi(client, baru)
    assert tim.kirim("/kalender/cabut/", dari="/kalender/").status_code == 302
    jawab = client.get(baru)
    assert jawab.status_code == 404
    assert "Pleno" not in jawab.text
    assert client.get("/kalender/" + "x" * 43 + ".ics").status_code == 404
    assert client.get("/kalender/" + "x" * 5000 + ".ics").status_code == 404


def test_the_address_of_another_person_is_not_ended(
    tim: Layar, layar: Callable[[str], Layar], client: Any, jadwal: int
) -> None:
    milik = buat(layar("pengawas"))
    buat(tim)
    tim.kirim("/kalender/cabut/", dari="/kalender/")
    assert isi(client, milik)


def test_an_account_that_is_closed_reads_no_more(
    tim: Layar, layar: Callable[[str], Layar], client: Any, jadwal: int, app: Flask, orang: Orang
) -> None:
    from models.base import db
    from models.pengguna import Pengguna

    alamat = buat(layar("pengawas"))
    assert isi(client, alamat)
    with app.app_context():
        db.session.get(Pengguna, orang.id("pengawas")).aktif = False
        db.session.commit()
    assert client.get(alamat).status_code == 404


def test_the_page_itself_and_the_download_need_a_sign_in(client: Any, tim: Layar, jadwal: int) -> None:
    for alamat in ("/kalender/", "/kalender/jadwal.ics"):
        assert client.get(alamat).status_code == 302, alamat
    assert client.post("/kalender/buat/").status_code in (400, 401)
    assert "Pleno; pembukaan" in isi(tim.client, "/kalender/jadwal.ics")
