"""kill -9 in the middle of work: what the database has promised is there, and nothing stands there by half."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

import migrations
from models.base import db
from models.berkas import Berkas
from models.naskah import StatusNaskah
from models.nomor_surat import NomorSurat
from models.nota_dinas import NotaDinas
from models.riwayat import Riwayat, verify
from models.ruang import Ruang
from tests import dunia, proses
from tests.conftest import Basis
from tests.keandalan import KUNCI as KEANDALAN
from tests.test_migrations import bentuk

pytestmark = pytest.mark.tiap_baris  # each row is another guard of the database

KERJA = 0.6  # seconds: within it each child is killed, at a moment that a die decides


def bunuh(anak: Any, catatan: Path, benih: int) -> list[str]:
    """Kill the child at a random moment after its first promise; all that it promised."""
    akhir = time.monotonic() + 60
    while not (catatan.exists() and catatan.stat().st_size) and time.monotonic() < akhir:
        assert anak.is_alive(), "anak berhenti sendiri"
        time.sleep(0.01)
    time.sleep(random.Random(benih).uniform(0, KERJA))
    os.kill(anak.pid, signal.SIGKILL)
    anak.join(30)
    return catatan.read_text(encoding="ascii").splitlines()


def test_every_save_that_was_promised_is_there_with_its_diary_and_its_file(
    session: Any,
    basis: Basis,
    var: Path,
    tmp_path: Path,
    ukuran: Callable[[int, int], int],
    record_property: Any,
) -> None:
    """Faults 1 and 4."""
    kali, janji = ukuran(2, 200), 0
    for ke in range(kali):
        session.remove()
        ada_dulu = session.scalar(db.select(db.func.count(Ruang.id)))
        session.remove()
        catatan = tmp_path / f"janji-{ke}"
        dijanjikan = bunuh(proses.mulai(proses.simpan_terus, basis.url, var, str(catatan)), catatan, ke)
        janji += len(dijanjikan)
        ruang = list(session.scalars(db.select(Ruang.id).order_by(Ruang.id).offset(ada_dulu)))
        # Killed between the commit and the note of it, one more may be there than was promised.
        assert len(ruang) in (len(dijanjikan), len(dijanjikan) + 1)
        dicatat = set(session.scalars(db.select(Riwayat.record_id).filter_by(kind="ruang", aksi="buat")))
        assert set(ruang) <= dicatat, "each with its entry in the diary"
        session.execute(db.delete(Ruang).where(Ruang.id.in_(ruang)))
        session.commit()
    berkas = session.execute(db.select(Berkas.isi, Berkas.sha256)).all()
    assert all(hashlib.sha256(isi).hexdigest() == sidik for isi, sidik in berkas)
    assert len(berkas) >= janji
    assert verify(session).rusak is None
    nama = f"kill -9 di tengah penyimpanan ({basis.dialek})"
    record_property(KEANDALAN, (nama, f"{kali} kali, {janji} simpanan dijanjikan, 0 hilang", "0 hilang, 0 setengah"))


def test_a_number_its_state_and_its_entry_are_there_together_or_not_at_all(
    session: Any,
    basis: Basis,
    var: Path,
    tmp_path: Path,
    ukuran: Callable[[int, int], int],
    record_property: Any,
) -> None:
    """Fault 2."""
    kali = ukuran(2, 100)
    m = dunia.di_ujung()
    isi = {"musrenbang_id": m.id, "perihal": "Uji", "isi": "Uji", "penandatangan_id": dunia.pejabat("kepala_badan")}
    db.session.add_all(NotaDinas(**isi, status=StatusNaskah.MENUNGGU_NOMOR) for _ in range(kali * 60))
    session.commit()
    janji: dict[int, str] = {}
    for ke in range(kali):
        menunggu = session.scalars(
            db.select(NotaDinas.id).where(NotaDinas.status == StatusNaskah.MENUNGGU_NOMOR).order_by(NotaDinas.id)
        ).all()
        session.remove()
        catatan = tmp_path / f"nomor-{ke}"
        anak = proses.mulai(proses.terbitkan_terus, basis.url, var, (str(catatan), menunggu[:60]))
        janji |= {int(i): nomor for i, nomor in (b.split(" ", 1) for b in bunuh(anak, catatan, ke))}
    bernomor = {n.id: n.nomor for n in session.scalars(db.select(NotaDinas).where(NotaDinas.nomor.is_not(None)))}
    assert janji.items() <= bernomor.items()
    assert len(bernomor) <= len(janji) + kali
    terbit = set(session.scalars(db.select(NotaDinas.id).where(NotaDinas.status == StatusNaskah.TERBIT)))
    assert terbit == set(bernomor)
    assert set(session.scalars(db.select(NomorSurat.teks))) == set(bernomor.values())
    urut = sorted(session.scalars(db.select(NomorSurat.urut)))
    assert urut == list(range(1, len(bernomor) + 1)), "no gap, none twice"
    dicatat = session.scalars(db.select(Riwayat.record_id).filter_by(kind="nota_dinas", aksi="terbitkan")).all()
    assert sorted(dicatat) == sorted(bernomor)
    assert verify(session).rusak is None
    nama = f"kill -9 di tengah penomoran ({basis.dialek})"
    record_property(KEANDALAN, (nama, f"{kali} kali, {len(bernomor)} nomor berurutan, 0 setengah", "0 setengah"))


@pytest.fixture(scope="session")
def bentuk_utuh() -> dict[str, Any]:
    return {}


@pytest.mark.parametrize("ke", [1, 40, 120, 260])
def test_a_migration_that_dies_anywhere_is_begun_again_and_ends_the_same(
    basis_kosong: str, var: Path, ke: int, bentuk_utuh: dict[str, Any]
) -> None:
    """Fault 5."""
    dialek = basis_kosong.split(":")[0]
    anak = proses.mulai(proses.migrasi_sampai, basis_kosong, var, (basis_kosong, ke))
    anak.join(120)
    assert anak.exitcode == -signal.SIGKILL, "it was not killed"
    migrations.naik(basis_kosong)
    mesin = create_engine(basis_kosong, poolclass=NullPool)
    with mesin.connect() as koneksi:
        assert migrations.siap(koneksi)
        assert koneksi.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    utuh = bentuk(basis_kosong)
    assert bentuk_utuh.setdefault(dialek, utuh) == utuh
