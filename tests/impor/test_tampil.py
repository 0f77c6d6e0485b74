"""What is shown of the cells of a file, and how they go back into the sheet of wrong rows."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bulk.ekspor import xlsx
from bulk.impor import salah, siap, tampil
from documents import tulisan
from models.base import db
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.usulan import Usulan
from tests import dunia
from tests.impor import berkas_contoh as contoh


@pytest.mark.parametrize(("nomor", "huruf"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_a_column_is_named_as_the_spreadsheet_names_it(nomor: int, huruf: str) -> None:
    assert tampil.huruf(nomor) == huruf


@pytest.mark.parametrize(
    ("sel", "teks"),
    [
        (None, ""),
        (True, "Ya"),
        ({"t": "09:30:00"}, "09:30"),
        ({"d": "2026-03-05"}, "05-03-2026"),
        ({"s": "2026-03-05T09:30:00"}, "05-03-2026 09:30"),
        (2027, "2027"),
        (1_500_000, "1.500.000"),
        (-10_000, "-10.000"),
        (12.5, "12,5"),
        ("007", "007"),
    ],
)
def test_a_cell_is_shown_as_people_read_it(sel: Any, teks: str) -> None:
    assert tampil.mentah(sel) == teks


def test_a_long_cell_is_cut_where_the_preview_ends() -> None:
    assert tampil._pendek("x" * 160) == "x" * 160
    assert tampil._pendek("x" * 161) == "x" * 159 + "…"


@pytest.mark.parametrize(
    ("sel", "terbaca"),
    [
        ("=1+1", "=1+1"),
        (True, True),
        (12.5, 12.5),
        (float("inf"), "inf"),
        ({"d": "2026-03-05"}, date(2026, 3, 5)),
        ({"s": "2026-03-05T09:30:00"}, datetime(2026, 3, 5, 9, 30)),
        ({"t": "09:30:00"}, time(9, 30)),
        (None, ""),
    ],
)
def test_a_wrong_row_keeps_the_types_of_its_cells_and_its_reason_stands_in_its_column(sel: Any, terbaca: Any) -> None:
    kepala = [xlsx.Kepala(x, 9) for x in "ABC"]
    data = b"".join(xlsx.book([xlsx.Lembar("x", kepala, xlsx.rows([[salah._sel([sel], 2, "Karena")]]))]))
    _, baris = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert baris == [terbaca, "", "Karena"]
    assert b"<f>" not in contoh.lembar_xml(data)


def test_a_change_to_nothing_says_so_and_a_column_without_anything_is_not_shown(session: Any) -> None:
    m = dunia.musrenbang(usulan=1)
    u = session.scalars(db.select(Usulan)).one()
    actor = dunia.aktor("tim_musrenbang")
    isi = contoh.xlsx([["Kode", None, "Alamat lokasi", "Satuan"], [u.kode, None, None, "unit"]])
    imp = siap.mulai(actor, "usulan", "a.xlsx", isi, "lain")
    imp = siap.petakan(imp, actor, imp.peta, {"musrenbang_id": m.id}, kosongkan=True)
    (baris,) = tampil.halaman(imp, None, 1, True)
    assert ("Alamat lokasi", u.alamat, tulisan.KOSONG) in baris.beda
    assert [k.huruf for k in tampil.kolom_berkas(imp)] == ["A", "C", "D"]


def test_a_personal_value_stays_covered_in_what_changes(session: Any) -> None:
    dunia.simpan(PemangkuKepentingan(nama="Budi", lembaga="RW 1", unsur=Unsur.TOKOH, telepon="081234567890"))
    isi = contoh.xlsx([["Nama", "Lembaga", "Telepon"], ["Budi", "RW 1", "089876543210"]])
    actor = dunia.aktor("tim_musrenbang")
    imp = siap.mulai(actor, "pemangku_kepentingan", "a.xlsx", isi, "")
    imp = siap.petakan(imp, actor, imp.peta, imp.bawaan)
    (baris,) = tampil.halaman(imp, None, 1, True)
    assert [tuple(b) for b in baris.beda] == [("Telepon", tulisan.TERTUTUP, tulisan.TERTUTUP)]
    (baris,) = tampil.halaman(imp, None, 1, False)
    assert baris.beda == []
