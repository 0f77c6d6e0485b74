"""Time of papers: one undangan after the first, and the berita acara with all 3,300 usulan."""

from __future__ import annotations

import statistics
import time
from typing import Any

from documents import catalog
from documents.catalog import susun
from documents.pdf import render
from models.base import db, kinds


def cetak(kode: str, record: Any) -> tuple[float, int]:
    """Seconds from the record to the PDF, and the size of it in bytes."""
    kertas = next(k for k in catalog.KATALOG if k.kode == kode)
    mulai = time.perf_counter()
    html, baris = susun(kode, dict(kertas.isi(record)))
    pdf = render(html, baris, judul=kertas.judul, batas_detik=120)
    return time.perf_counter() - mulai, len(pdf)


def semua() -> list[tuple[str, float, int]]:
    """(paper, median seconds after the first, bytes) of each paper of which the demonstration has a record."""
    hasil = []
    for kertas in catalog.KATALOG:
        model = kinds()[kertas.kind]
        record = db.session.scalar(
            db.select(model).where(model.deleted_at.is_(None)).order_by(model.id.desc()).limit(1)
        )
        if record is None:
            continue
        cetak(kertas.kode, record)
        ulang = 3 if kertas.kode == "berita_acara" else 9
        waktu = [cetak(kertas.kode, record) for _ in range(ulang)]
        hasil.append((kertas.judul, statistics.median(w for w, _ in waktu), waktu[-1][1]))
    return hasil
