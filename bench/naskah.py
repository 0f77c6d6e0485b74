"""Time of papers: each one drawn after the first, and an undangan from the click to its bytes."""

from __future__ import annotations

import statistics
import time
from typing import Any

from flask import Flask

from bench import halaman
from documents import catalog, issue
from models.base import db, kinds
from models.naskah import StatusNaskah
from models.undangan import PenerimaUndangan, Undangan


def cetak(kertas: catalog.Kertas, record: Any) -> tuple[float, int]:
    """Seconds from the record to the PDF, and the size of it in bytes."""
    mulai = time.perf_counter()
    pdf = issue.gambar(kertas, kertas.isi(record), kertas.judul)
    return time.perf_counter() - mulai, len(pdf)


def semua() -> list[tuple[str, float, int]]:
    """(paper, median seconds after the first, bytes) of each paper of which the demonstration has a record."""
    hasil = []
    for kertas in catalog.KATALOG:
        model = kinds()[kertas.kind]
        record = db.session.scalar(
            db.select(model).where(model.deleted_at.is_(None)).order_by(model.id.desc()).limit(1)
        )
        if record is None or not kertas.bila(record):
            continue
        cetak(kertas, record)
        ulang = 3 if kertas.kode == "berita_acara" else 9
        waktu = [cetak(kertas, record) for _ in range(ulang)]
        hasil.append((kertas.judul, statistics.median(w for w, _ in waktu), waktu[-1][1]))
    return hasil


def klik(app: Flask) -> tuple[str, float, int]:
    """(what, median seconds, bytes) of the request that prints a draft undangan to one addressee."""
    with app.app_context():
        url = f"/undangan/print/undangan/{_konsep()}"
        db.session.remove()
    client = halaman.masuk(app, "sekretariat")
    waktu = []
    for _ in range(12):
        mulai = time.perf_counter()
        jawab = client.get(url)
        waktu.append(time.perf_counter() - mulai)
        assert jawab.content_type == "application/pdf", jawab.status
    return "satu undangan konsep, dari klik sampai byte", statistics.median(waktu[2:]), len(jawab.data)


def _konsep() -> int:
    """The demonstration's invitations are issued and frozen: a draft of the same words, to the first addressee."""
    asal = db.session.scalars(db.select(Undangan).where(Undangan.deleted_at.is_(None))).first()
    assert asal is not None
    sama = ("musrenbang_id", "perihal", "mulai", "selesai", "tempat", "acara", "pembuka", "penutup", "penandatangan_id")
    konsep = Undangan(**{nama: getattr(asal, nama) for nama in sama}, status=StatusNaskah.DRAF)
    db.session.add(konsep)
    db.session.flush()
    tamu = asal.penerima[0].pemangku_kepentingan_id
    db.session.add(PenerimaUndangan(undangan_id=konsep.id, pemangku_kepentingan_id=tamu))
    db.session.commit()
    return int(konsep.id)
