"""Long texts with light marks: what is a heading, a bullet, a number, and that nothing else becomes anything."""

from __future__ import annotations

import re
from typing import Any

import pytest

from documents import catalog, uraian
from documents.templat import alinea
from tests.documents import contoh

BERTANDA = """Rapat dibuka pukul 09.00 WIB.
Hadir dua puluh orang.

## Arahan pimpinan
1. Usulan diperiksa ulang:
  - alamat dan RW;
  - volume.
2. Hasilnya disampaikan
   paling lambat Jumat.

Ditutup dengan doa."""


def bentuk(teks: str) -> list[Any]:
    return [
        [(i["tingkat"], i["tanda"], i["isi"]) for i in b["butir"]] if b["butir"] else (b["jenis"], b["isi"])
        for b in uraian.blok(teks)
    ]


def test_headings_numbers_and_bullets_are_read_with_their_depth() -> None:
    assert bentuk(BERTANDA) == [
        ("alinea", "Rapat dibuka pukul 09.00 WIB.\nHadir dua puluh orang."),
        ("judul", "Arahan pimpinan"),
        [
            (0, "1.", "Usulan diperiksa ulang:"),
            (1, "•", "alamat dan RW;"),
            (1, "•", "volume."),
            (0, "2.", "Hasilnya disampaikan\npaling lambat Jumat."),
        ],
        ("alinea", "Ditutup dengan doa."),
    ]


def test_numbers_go_on_from_the_first_and_change_their_form_with_the_depth() -> None:
    assert bentuk(
        "3. tiga\n7. lalu\n  1. dalam\n  1. dalam lagi\n    1. terdalam\n      1. tidak lebih dalam\n1. akhir"
    ) == [
        [
            (0, "3.", "tiga"),
            (0, "4.", "lalu"),
            (1, "a.", "dalam"),
            (1, "b.", "dalam lagi"),
            (2, "1)", "terdalam"),
            (2, "2)", "tidak lebih dalam"),
            (0, "5.", "akhir"),
        ]
    ]
    assert bentuk("1. satu\n\nAntara.\n\n2. dua")[2] == [(0, "2.", "dua")]


@pytest.mark.parametrize(
    "teks",
    ["", "  \n\n ", "Satu alinea.", "Baris satu\r\nbaris dua\r\n\r\nAlinea kedua.", "2027. Tahun rencana",
     "-tanpa spasi", "#satu tanda pagar", "##tanpa spasi", "Rp1.500.000 - lunas", "1.500 orang", "- ", "1. "],
)  # fmt: skip
def test_a_text_without_marks_is_its_paragraphs_as_ever(teks: str) -> None:
    blok = uraian.blok(teks)
    assert {b["jenis"] for b in blok} <= {"alinea"}
    assert [p for b in blok for p in alinea(b["isi"])] == alinea(teks)


def test_nothing_that_is_typed_becomes_html() -> None:
    konteks = contoh.notulen()
    konteks["kegiatan"][0]["isi"] = "## <b>Judul</b>\n- <img src=x onerror=alert(1)>\n<pdf:nextpage></pdf:nextpage>"
    html, _ = catalog.susun("notulen", konteks)
    assert "&lt;b&gt;Judul&lt;/b&gt;" in html
    assert "<img src=x" not in html
    assert "<pdf:nextpage></pdf:nextpage>" not in html.split("Kata Pembukaan")[1]


@pytest.mark.parametrize(("kode", "buat"), [("notulen", contoh.notulen), ("laporan", contoh.laporan)])
def test_a_paper_without_marks_has_the_same_paragraphs_as_before(kode: str, buat: Any) -> None:
    html, _ = catalog.susun(kode, buat())
    assert 'anak-judul"' not in html
    assert re.search(r'<p class="(isi )?masuk">', html)


def test_a_paper_prints_the_marks_as_headings_and_hanging_items() -> None:
    konteks = contoh.notulen()
    konteks["kegiatan"][1]["isi"] = BERTANDA
    html, _ = catalog.susun("notulen", konteks)
    assert '<p class="anak-judul ikat" style="margin-left:7mm">Arahan pimpinan</p>' in html
    assert 'style="margin-left:15.0mm"' in html or 'style="margin-left:15mm"' in html
    assert "## " not in html
