"""The rows that were wrong or left, as a spreadsheet with the reasons in its last column: to be mended."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from sqlalchemy import or_, select

from bulk.impor.terap import DIBUAT, DIUBAH
from models.base import db
from models.impor import Impor, ImporBaris, Vonis

ALASAN = "Alasan"


def tulis(imp: Impor) -> bytes:
    """The XLSX; every text is written as a text, so none of them can act as a formula."""
    with tempfile.SpooledTemporaryFile(max_size=8 << 20) as keluar:
        buku = xlsxwriter.Workbook(keluar, {"constant_memory": True, "strings_to_formulas": False})
        halaman = buku.add_worksheet("Baris salah")
        tebal = buku.add_format({"bold": True, "bg_color": "#E3F0EB", "border": 1})
        bentuk = {
            "d": buku.add_format({"num_format": "dd-mm-yyyy"}),
            "s": buku.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
            "t": buku.add_format({"num_format": "hh:mm"}),
        }
        lebar = len(imp.judul_kolom)
        halaman.freeze_panes(1, 0)
        halaman.set_column(lebar, lebar, 80, buku.add_format({"text_wrap": True, "font_color": "#9A1B27"}))
        for k, judul in enumerate([*imp.judul_kolom, ALASAN]):
            halaman.write_string(0, k, judul, tebal)
        for n, (sel, kalimat) in enumerate(_baris(imp), 1):
            for k, isi in enumerate(sel[:lebar]):
                _sel(halaman, n, k, isi, bentuk)
            halaman.write_string(n, lebar, kalimat[:32_000])
        buku.close()
        keluar.seek(0)
        return keluar.read()


def _baris(imp: Impor) -> Iterator[tuple[list[Any], str]]:
    kueri = select(ImporBaris.mentah, ImporBaris.alasan, ImporBaris.hasil).where(ImporBaris.impor_id == imp.id)
    salah = or_(ImporBaris.vonis == str(Vonis.SALAH), ImporBaris.hasil.not_in((DIBUAT, DIUBAH)))
    for mentah, alasan, hasil in db.session.execute(kueri.where(salah).order_by(ImporBaris.urut)).yield_per(1000):
        kalimat = [f"{judul}: {k}" if judul else k for judul, k in alasan or ()]
        yield mentah, "\n".join([*kalimat, hasil] if hasil else kalimat)


def _sel(halaman: Any, n: int, k: int, isi: Any, bentuk: dict[str, Any]) -> None:
    if isinstance(isi, str):
        halaman.write_string(n, k, isi)
    elif isinstance(isi, bool):
        halaman.write_boolean(n, k, isi)
    elif isinstance(isi, int | float):
        halaman.write_number(n, k, isi)
    elif isinstance(isi, dict):
        ((jenis, nilai),) = isi.items()
        baca = {"d": date.fromisoformat, "s": datetime.fromisoformat, "t": time.fromisoformat}[jenis]
        halaman.write_datetime(n, k, baca(nilai), bentuk[jenis])
