"""Long tables: every row is there, once, whole, under its head."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from documents import pdf
from documents.mesin.pola_tabel import Pelipat

GAYA = (
    "@page { size: 330mm 215mm; @frame isi { left: 20mm; top: 20mm; width: 290mm; height: 170mm; }"
    " @frame kaki { -pdf-frame-content: kaki; left: 20mm; top: 197mm; width: 290mm; height: 6mm; } }"
    "html { font-family: naskah; font-size: 9pt; } td, th { border: 0.5pt solid #000; padding: 2pt; }"
    " td.r { text-align: right; } tr.g td { font-weight: bold; background-color: #eee; }"
)
TABEL = (
    '<table data-rows="u" data-ikat="2"><thead><tr><th style="width:20mm">NOMOR</th><th style="width:150mm">USULAN</th>'
    '<th style="width:80mm">LOKASI</th><th style="width:40mm">PAGU</th></tr></thead>'
    '<tbody><tr><td>1</td><td>u</td><td>l</td><td class="r">p</td></tr>'
    '<tr class="g" data-baris="grup"><td colspan="4">g</td></tr>'
    '<tr class="g" data-baris="jumlah"><td colspan="3">j</td><td class="r">p</td></tr></tbody></table>'
)
TTD = (
    '<p style="-pdf-keep-with-next: true">PENUTUP</p>'
    '<table><tr><td style="height:40mm">PENANDA TANGAN</td></tr></table>'
)


def cetak(baris: list[Any], tabel: str = TABEL + TTD) -> list[str]:
    """The text of each page."""
    html = (
        f'<html><head><style>{GAYA}</style></head><body><div id="kaki"><pdf:halaman></pdf:halaman></div>'
        f"{tabel}</body></html>"
    )
    data = pdf.render(html, {"u": baris}, judul="Tabel")
    return [h.extract_text() for h in PdfReader(io.BytesIO(data)).pages]


def baris(n: int) -> list[Any]:
    return [[f"n{i:05d}", f"Perbaikan saluran {i} " * (1 + i % 4), f"akhir{i:05d}", f"Rp{i}.000"] for i in range(n)]


def test_no_row_prints_nihil() -> None:
    (halaman,) = cetak([])
    assert "Nihil" in halaman
    assert "NOMOR" in halaman
    assert "Halaman 1 dari 1" in halaman


@pytest.mark.parametrize("n", [1, 2, 3, 40, 400])
def test_every_row_is_there_once_and_whole_below_a_head(n: int) -> None:
    halaman = cetak(baris(n))
    semua = "\n".join(halaman)
    for i in range(n):
        assert semua.count(f"n{i:05d}") == 1
        assert [f"n{i:05d}" in h for h in halaman] == [f"akhir{i:05d}" in h for h in halaman], "a row was cut in two"
    for h in halaman:
        if re.search(r"n\d{5}", h):
            assert h.count("NOMOR") == 1


@pytest.mark.parametrize("n", range(14, 34, 3))
def test_a_signature_never_stands_alone(n: int) -> None:
    *_, akhir = cetak(baris(n))
    assert f"n{n - 1:05d}" in akhir
    assert "PENUTUP" in akhir
    assert "PENANDA TANGAN" in akhir


def test_a_heading_never_ends_a_page_and_a_total_never_begins_one() -> None:
    isi: list[Any] = []
    for i, b in enumerate(baris(120)):
        if i % 5 == 0:
            isi.append({"grup": f"JUDUL {i}"})
        isi.append(b)
        if i % 5 == 4:
            isi.append({"jumlah": [f"JUMLAH {i}", "Rp1"]})
    halaman = cetak(isi)
    assert len(halaman) > 4
    for h in halaman:
        urutan = re.findall(r"JUDUL|JUMLAH|n\d{5}", h)
        assert urutan[-1] != "JUDUL"
        assert urutan[0] != "JUMLAH"
    assert sum(h.count("JUMLAH") for h in halaman) == 24


def test_a_row_taller_than_a_page_goes_on_instead_of_failing() -> None:
    panjang = " ".join(f"kata{i:04d}" for i in range(3000))
    halaman = cetak([*baris(3), ["n99999", "u", panjang, "Rp1"], *baris(2)])
    semua = "\n".join(halaman)
    assert all(semua.count(f"kata{i:04d}") == 1 for i in range(3000))


def test_markup_in_a_cell_is_text() -> None:
    (halaman,) = cetak([["n00001", "<b>tebal</b> & {{ x }}", "“l”", "Rp1"]])
    assert "<b>tebal</b> & {{ x }}" in halaman


@pytest.mark.parametrize("salah", [["kurang"], {"tiada": "x"}, {"jumlah": ["satu"]}])
def test_a_row_that_does_not_fit_its_sample_stops_the_print(salah: Any) -> None:
    with pytest.raises(pdf.PrintError, match="tidak dapat disusun"):
        cetak([salah])


def test_thousands_of_rows_are_all_printed_and_counted() -> None:
    halaman = cetak(baris(3300))
    assert "n03299" in halaman[-1]
    assert f"Halaman {len(halaman)} dari {len(halaman)}" in halaman[-1]


def test_long_words_break_behind_their_signs_first() -> None:
    larik = Pelipat().lipat("Kelurahan/Kecamatan/KotaBogor", "Helvetica", 10, 60)
    assert [teks for teks, _ in larik] == ["Kelurahan/", "Kecamatan/", "KotaBogor"]
    for teks, lebar in Pelipat().lipat("x" * 500 + " y\n\nz", "Helvetica", 10, 60):
        assert lebar <= 60
        assert lebar == 0 or teks
