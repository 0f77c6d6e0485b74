"""Few statements bring what the session's own flush brings: rows, versions, diary, search texts."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from bulk import perubahan, simpan
from bulk.daftar import acuan
from models import riwayat
from models.base import Record, db
from models.cari import TeksCari
from models.musrenbang import Musrenbang
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.riwayat import Riwayat, verify
from models.usulan import Usulan
from tests import dunia
from tests.bulk.test_urung import ubahan

LEWAT = ("id", "created_at", "updated_at", "kode", "kode_eksternal", "musrenbang_id")
SAAT = datetime(2026, 3, 1, tzinfo=UTC)


def lewat_sesi(rows: list[Record], aksi: str | None = None, catatan: str | None = None) -> None:
    for record in rows:
        if aksi:
            riwayat.catatan(db.session, record, aksi, catatan)
    db.session.flush()


def tulis(cara: Any, benih: int, m: Musrenbang) -> tuple[Any, Any, Any]:
    """The same changes to the same rows of a year; what the database, the diary and the search hold afterwards."""
    acak = random.Random(benih)
    usulan = dunia.isi_usulan(m, 20)
    awal, milik = usulan[0].id, m.id
    dunia.aktor("tim_musrenbang")
    sebelum = db.session.scalar(db.select(db.func.max(Riwayat.id))) or 0
    with db.session.no_autoflush:
        for u in acak.sample(usulan, 15):
            perubahan.apply([c for c in ubahan(acak) if c.kolom != "pagu_usulan"], u)
            riwayat.lengkap(u)
        usulan[0].deleted_at = SAAT
        dirty = [u for u in usulan if db.session.is_modified(u)]
        cara(dirty, "urungkan" if benih % 2 else None, "catatan" if benih % 2 else None)
    db.session.commit()
    db.session.expire_all()
    isi = [{c.key: getattr(u, c.key) for c in Usulan.__table__.c if c.key not in LEWAT} for u in usulan]
    diari = db.session.scalars(db.select(Riwayat).where(Riwayat.id > sebelum))
    catat = sorted(
        (b.record_id - awal, b.aksi, b.sebelum, b.sesudah, b.catatan, b.musrenbang_id == milik) for b in diari
    )
    teks = db.select(TeksCari.record_id, TeksCari.teks).filter_by(kind="usulan", musrenbang_id=milik)
    return isi, catat, sorted((i - awal, t.replace(str(m.tahun), "")) for i, t in db.session.execute(teks))


@pytest.mark.parametrize("benih", range(4))
def test_what_is_written_at_once_is_what_the_session_would_write(session: Any, benih: int) -> None:
    acuan = tulis(lewat_sesi, benih, dunia.di_ujung(2027))
    hasil = tulis(simpan.records, benih, dunia.di_ujung(2028))
    for satu, dua in zip(hasil, acuan, strict=True):
        assert satu == dua
    assert len(hasil[1]) > 10
    assert verify(session).rusak is None


def test_records_that_hold_what_they_held_are_not_written(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    versi = [u.version for u in usulan]
    usulan[0].satuan = str(usulan[0].satuan)
    mata = session.scalar(db.select(db.func.max(Riwayat.id)))
    with session.no_autoflush:
        simpan.records(usulan)
    session.commit()
    assert [u.version for u in usulan] == versi
    assert session.scalar(db.select(db.func.max(Riwayat.id))) == mata


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_what_the_process_remembers_of_the_rows_is_forgotten(session: Any) -> None:
    rows = [PemangkuKepentingan(nama=f"Orang {n}", unsur=Unsur.TOKOH) for n in range(simpan.SEKALIGUS + 1)]
    session.add_all(rows)
    session.commit()
    assert acuan.name("pemangku_kepentingan", rows[0].id) == "Orang 0"
    with session.no_autoflush:
        for row in rows:  # too many different values for a statement each
            row.nama += " Baru"
        simpan.records(rows)
    session.commit()
    assert acuan.name("pemangku_kepentingan", rows[0].id) == "Orang 0 Baru"
