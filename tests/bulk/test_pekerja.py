"""The loop around every worker: chunks of the right size, every row once, results as the worker wrote them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bulk import operasi, potongan
from bulk.pekerja import Pekerja, Potongan
from models.base import db
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pesan import SopError
from models.usulan import Usulan
from tests import dunia

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


@pytest.fixture
def pekerjakan(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let this function do the work of one kind, in chunks of ten rows."""

    def pasang(kerjakan: Any, **sifat: Any) -> None:
        monkeypatch.setitem(operasi.KERJA, JenisOperasi.HAPUS, Pekerja(kerjakan, ukuran=10, **sifat))

    monkeypatch.setattr(potongan, "TERKECIL", 10)
    return pasang


def buat(jumlah: int) -> Operasi:
    op: Operasi = operasi.buat(
        JenisOperasi.HAPUS, Usulan, list(range(1, jumlah + 1)), dunia.aktor("tim_musrenbang"), judul="x"
    )
    db.session.refresh(op)
    return op


def pesan(op: Operasi) -> list[str | None]:
    kueri = db.select(OperasiBaris.pesan).filter_by(operasi_id=op.id).order_by(OperasiBaris.urut)
    return list(db.session.scalars(kueri))


@pytest.mark.parametrize("jumlah", [1, 9, 10, 11, 25, 30])
@SQLITE
def test_every_row_is_given_to_the_worker_once(session: Any, pekerjakan: Any, jumlah: int) -> None:
    diberi: list[list[int]] = []
    selesai: list[int] = []

    def kerjakan(p: Potongan) -> None:
        diberi.append([row.record_id for row in p.rows])
        for row in p.rows:
            p.catat(row, True)

    pekerjakan(kerjakan, selesai=lambda op: selesai.append(op.dikerjakan))
    op = buat(jumlah)
    assert [i for satu in diberi for i in satu] == list(range(1, jumlah + 1))
    assert max(map(len, diberi)) <= 10
    assert (op.status, op.dikerjakan, op.berhasil) == (StatusOperasi.SELESAI, jumlah, jumlah)
    assert selesai == [jumlah]


@SQLITE
def test_rows_that_a_worker_leaves_stand_in_a_later_chunk(session: Any, pekerjakan: Any) -> None:
    """Also those before others that are done."""

    def setengah(p: Potongan) -> None:
        for row in p.rows[::-1][: max(1, len(p.rows) // 2)]:
            p.catat(row, row.record_id != 7, str(row.record_id))

    pekerjakan(setengah)
    op = buat(25)
    assert (op.status, op.dikerjakan, op.berhasil) == (StatusOperasi.SELESAI, 25, 24)
    assert pesan(op) == [str(n) for n in range(1, 26)]


def test_results_are_written_as_the_worker_said_them(session: Any, pekerjakan: Any) -> None:
    """Few different ones by one statement each, many row by row; both databases."""

    def kerjakan(p: Potongan) -> None:
        for row in p.rows:
            p.catat(row, row.record_id % 3 > 0, None if row.record_id % 3 == 1 else "Tidak." * 200)

    def beda(p: Potongan) -> None:
        for row in p.rows:
            p.catat(row, True, f"baris {row.record_id}")

    pekerjakan(kerjakan)
    assert pesan(buat(7)) == [None, ("Tidak." * 200)[:500], ("Tidak." * 200)[:500]] * 2 + [None]
    operasi.KERJA[JenisOperasi.HAPUS] = Pekerja(beda, ukuran=40)
    assert pesan(buat(40)) == [f"baris {n}" for n in range(1, 41)]


@SQLITE
def test_a_worker_that_gives_up_ends_the_operation_with_its_sentence(session: Any, pekerjakan: Any) -> None:
    def kerjakan(p: Potongan) -> None:
        if p.rows[0].urut > 10:
            raise SopError("Cukup.")
        for row in p.rows:
            p.catat(row, True)

    pekerjakan(kerjakan)
    op = buat(30)
    assert (op.status, op.galat, op.dikerjakan) == (StatusOperasi.GAGAL, "Cukup.", 10)


@SQLITE
def test_a_worker_that_says_nothing_does_not_go_on_for_ever(session: Any, pekerjakan: Any) -> None:
    pekerjakan(lambda p: None)
    assert buat(3).status is StatusOperasi.GAGAL


def test_a_database_that_goes_away_for_a_moment_ends_no_operation(
    session: Any, pekerjakan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chunk at hand is taken back whole and begun anew; what was done before it stays done."""
    monkeypatch.setattr(operasi, "SABAR", (0.0, 0.0))
    kali: list[int] = []

    def kerjakan(p: Potongan) -> None:
        kali.append(p.rows[0].urut)
        if len(kali) in (2, 3):
            if session.connection().dialect.name == "postgresql":
                session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
            raise OperationalError("x", {}, Exception("database is locked"))
        for row in p.rows:
            p.catat(row, True)

    pekerjakan(kerjakan)
    op = buat(25)
    assert kali == [1, 11, 11, 11, 21]
    assert (op.status, op.dikerjakan, op.berhasil) == (StatusOperasi.SELESAI, 25, 25)


@SQLITE
def test_a_database_that_stays_locked_ends_the_operation_with_a_sentence(
    session: Any, pekerjakan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operasi, "SABAR", (0.0,))

    def kerjakan(p: Potongan) -> None:
        raise OperationalError("x", {}, Exception("database is locked"))

    pekerjakan(kerjakan)
    op = buat(3)
    assert (op.status, op.galat) == (StatusOperasi.GAGAL, operasi.TAK_TERDUGA)
