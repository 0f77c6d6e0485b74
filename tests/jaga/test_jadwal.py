"""What the worker does by the clock: each task when it is due, once, and again after a failure."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bulk import antrean
from jaga import cadangan, jadwal
from models import keadaan, setelan
from models.dokumen import Dokumen
from models.pesan import SopError
from models.waktu import WIB, jam, sekarang
from tests.jaga.conftest import buka

MALAM = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)  # half past one of the 27th in Bogor
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def kerjakan(saat: datetime) -> list[str]:
    with jam(saat):
        return jadwal.kerjakan()


def test_backup_and_drill_run_when_due_and_not_again_before(dipakai: setelan.Setelan) -> None:
    assert kerjakan(MALAM)[:1] == [keadaan.CADANGAN]
    assert kerjakan(MALAM + timedelta(minutes=1)) == []
    assert keadaan.CADANGAN not in kerjakan(MALAM + timedelta(hours=23))
    assert keadaan.CADANGAN in kerjakan(MALAM + timedelta(hours=24))
    assert keadaan.LATIHAN in kerjakan(MALAM + timedelta(days=7))
    with buka() as session:
        tercatat = keadaan.semua(session)
    assert tercatat[keadaan.TERBUKTI].waktu == MALAM + timedelta(days=7)
    assert len(cadangan.daftar(dipakai.backup_dir)) == 3


@pytest.mark.parametrize("jenis", ["berita_acara", "berita_acara_sidang"])
def test_a_signed_berita_acara_is_in_a_backup_within_a_minute_and_other_papers_wait(
    dipakai: setelan.Setelan, jenis: str
) -> None:
    kerjakan(MALAM)
    siang = MALAM + timedelta(hours=9)
    tanda_tangan("undangan", siang)
    assert kerjakan(siang + timedelta(minutes=1)) == []
    tanda_tangan(jenis, siang + timedelta(minutes=2))
    assert kerjakan(siang + timedelta(minutes=3)) == [keadaan.CADANGAN]
    assert kerjakan(siang + timedelta(minutes=4)) == []
    setelan.pasang(replace(dipakai, backup_interval=0))
    tanda_tangan(jenis, siang + timedelta(minutes=5))
    assert kerjakan(siang + timedelta(minutes=6)) == []


@SQLITE
@pytest.mark.parametrize(("lebih_awal", "dicadangkan"), [(29, [keadaan.CADANGAN]), (31, [])])
def test_a_signature_that_was_being_committed_while_the_backup_began_is_backed_up_again(
    dipakai: setelan.Setelan, lebih_awal: int, dicadangkan: list[str]
) -> None:
    kerjakan(MALAM)
    tanda_tangan("berita_acara", MALAM - timedelta(seconds=lebih_awal))
    assert kerjakan(MALAM + timedelta(minutes=1)) == dicadangkan


@SQLITE
def test_a_signature_does_not_hurry_a_backup_that_fails(dipakai: setelan.Setelan) -> None:
    """It is tried again after an hour, not every minute."""
    kerjakan(MALAM)
    with jam(MALAM), buka() as session:
        keadaan.catat(session, keadaan.CADANGAN, False, {"sebab": "penuh", "mulai": MALAM.isoformat()})
        session.commit()
    tanda_tangan("berita_acara", MALAM + timedelta(minutes=1))
    assert kerjakan(MALAM + timedelta(minutes=2)) == []
    assert kerjakan(MALAM + timedelta(minutes=60)) == [keadaan.CADANGAN]


def tanda_tangan(kind: str, saat: datetime) -> None:
    """What a signature leaves: the paper whose content it fixed."""
    with jam(saat), buka() as session:
        isi = {"kode": kind, "naskah_kind": kind, "naskah_id": 1, "perihal": "Uji", "isi": {}}
        session.add(Dokumen(kode_periksa=f"{kind[:9]}{saat:%H%M%S}", **isi))
        session.commit()


@SQLITE
def test_a_failure_is_remembered_and_tried_again_after_an_hour(
    dipakai: setelan.Setelan, monkeypatch: pytest.MonkeyPatch
) -> None:
    kali = [0]

    def gagal() -> None:
        kali[0] += 1
        raise SopError("Tempat pada disk tidak cukup.")

    monkeypatch.setattr(jadwal, "TUGAS", (replace(jadwal.TUGAS[0], kerja=gagal),))
    for menit in (0, 1, 59, 60, 61):
        kerjakan(MALAM + timedelta(minutes=menit))
    assert kali[0] == 2
    with buka() as session:
        row = keadaan.semua(session)[keadaan.CADANGAN]
    assert not row.baik
    assert row.isi == {"sebab": "Tempat pada disk tidak cukup."}


@SQLITE
def test_without_an_interval_nothing_is_backed_up_by_itself(dipakai: setelan.Setelan) -> None:
    setelan.pasang(replace(dipakai, backup_interval=0))
    assert not {keadaan.CADANGAN, keadaan.LATIHAN} & set(kerjakan(MALAM))


@pytest.mark.parametrize("selang", ["sehari", "-5", "1.5"])
def test_an_interval_that_is_no_number_stops_the_start_with_a_sentence(selang: str) -> None:
    with pytest.raises(SopError, match="BACKUP_INTERVAL"):
        setelan.dari_lingkungan({"BACKUP_INTERVAL": selang, "DIARY_KEY": "x"})


def test_the_worker_keeps_the_clock_beside_its_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    mulai, selesai = threading.Event(), threading.Event()

    class Pembeli:
        def create_consumer(self, **_: Any) -> Any:
            return self

        def run(self) -> None:
            assert mulai.wait(5)

    def penjaga(_: Any, berhenti: threading.Event) -> None:
        mulai.set()
        if berhenti.wait(5):
            selesai.set()

    monkeypatch.setattr(antrean, "MENUNGGU", {})
    monkeypatch.setattr(antrean.kiriman, "lanjutkan", lambda: 0)
    monkeypatch.setattr(antrean.kiriman, "jaga", lambda *_: None)
    monkeypatch.setattr(antrean, "_tugas", lambda: None)
    monkeypatch.setattr(antrean, "huey", Pembeli)
    antrean.layani(antrean._konteks, 0, [penjaga])
    assert selesai.is_set()


def test_a_failed_backup_is_not_tried_again_once_backups_are_switched_off(dipakai: setelan.Setelan) -> None:
    setelan.pasang(replace(dipakai, backup_interval=0))
    cadangan.catat(keadaan.CADANGAN, False, {"sebab": "x"})
    with jam(sekarang() + timedelta(hours=2)):
        assert keadaan.CADANGAN not in jadwal.kerjakan()


@pytest.mark.parametrize(
    ("kini", "terakhir", "tiba"),
    [
        ((27, 0, 59), None, False),  # nobody is woken before one o'clock
        ((27, 1, 0), None, True),
        ((27, 0, 59), (26, 1, 0), False),
        ((27, 1, 0), (26, 23, 59), True),
        ((27, 1, 0), (26, 1, 0), True),
        ((27, 23, 0), (27, 1, 0), False),
        ((27, 6, 30), (27, 0, 10), False),  # already today by the clock of Bogor, yesterday by that of Greenwich
        ((28, 1, 0), (27, 1, 0), True),
    ],
)
def test_what_is_daily_comes_once_a_day_of_bogor_from_one_o_clock(kini: Any, terakhir: Any, tiba: bool) -> None:
    def wib(hari: int, jam_: int, menit: int) -> datetime:
        return datetime(2026, 11, hari, jam_, menit, tzinfo=WIB)

    with jam(wib(*kini)):
        assert jadwal.harian(terakhir and wib(*terakhir).astimezone(UTC)) is tiba
