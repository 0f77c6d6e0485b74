"""The rows that were wrong or left, as a spreadsheet with the reasons in its last column: to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import or_, select

from bulk.ekspor import xlsx
from bulk.ekspor.lajur import Sort
from bulk.impor.terap import DIBUAT, DIUBAH
from models.base import db
from models.impor import Impor, ImporBaris, Vonis

ALASAN = "Alasan"


def tulis(imp: Impor) -> bytes:
    """The XLSX; every text is written as a text, so none of them can act as a formula."""
    lebar = len(imp.judul_kolom)
    kepala = [xlsx.Kepala.of(Sort.TAHUN, judul) for judul in imp.judul_kolom]
    baris = ([_sel(sel[:lebar], lebar, kalimat)] for sel, kalimat in _baris(imp))
    lembar = xlsx.Lembar("Baris salah", [*kepala, xlsx.Kepala(ALASAN, 80, xlsx.ALASAN)], xlsx.rows(baris))
    return b"".join(xlsx.book([lembar]))


def _baris(imp: Impor) -> Iterator[tuple[list[Any], str]]:
    kueri = select(ImporBaris.mentah, ImporBaris.alasan, ImporBaris.hasil).where(ImporBaris.impor_id == imp.id)
    salah = or_(ImporBaris.vonis == str(Vonis.SALAH), ImporBaris.hasil.not_in((DIBUAT, DIUBAH)))
    for mentah, alasan, hasil in db.session.execute(kueri.where(salah).order_by(ImporBaris.urut)).yield_per(1000):
        kalimat = [f"{judul}: {k}" if judul else k for judul, k in alasan or ()]
        yield mentah, "\n".join([*kalimat, hasil] if hasil else kalimat)


def _sel(sel: list[Any], lebar: int, kalimat: str) -> list[str]:
    isi = [*map(nilai, sel), *[None] * (lebar - len(sel))]
    return [*map(xlsx.cell, isi), xlsx.cell(kalimat, xlsx.ALASAN)]


def nilai(isi: Any) -> Any:
    """A cell as it was read: dates and times are stored with the letter of their type."""
    if not isinstance(isi, dict):
        return isi
    ((jenis, teks),) = isi.items()
    return {"d": date.fromisoformat, "s": datetime.fromisoformat, "t": time.fromisoformat}[jenis](teks)
