"""Charts: well-formed, to scale, in Indonesian figures, safe; and drawn into the PDF as lines and embedded text."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from documents import pdf
from documents.naskah.grafik import TUA, Deret, _langkah, batang, terhadap_norma

NS = "{http://www.w3.org/2000/svg}"
DUA = (Deret("Dibahas", [440, 1260]), Deret("Disepakati", [370, 0]))
CETAK = (
    "<html><head><style>@page {{ size: 210mm 297mm; margin: 25mm; }} html {{ font-family: naskah; font-size: 12pt; }}"
    '</style></head><body><p>Teks</p><pdf:gambar svg="{svg}" lebar="{lebar}"></pdf:gambar><p>Keterangan</p></body>'
    "</html>"
)


def kotak(svg: str) -> list[ET.Element]:
    """The bars, without the boxes of the legend."""
    return [r for r in ET.fromstring(svg).iter(f"{NS}rect") if r.get("height") == "10"]  # our own text


def teks(svg: str) -> list[str]:
    return [t.text or "" for t in ET.fromstring(svg).iter(f"{NS}text")]


def cetak(svg: str, lebar: str = "160mm") -> PdfReader:
    data = pdf.render(CETAK.format(svg=escape(svg), lebar=lebar), judul="Gambar")
    return PdfReader(io.BytesIO(data))


def test_bars_are_as_long_as_their_figures() -> None:
    a, b, c, nol = (float(r.get("width") or 0) for r in kotak(batang("Uji", ["Pemerintahan", "Fisik"], DUA)))
    assert c / a == pytest.approx(1260 / 440, rel=0.01)
    assert b / a == pytest.approx(370 / 440, rel=0.01)
    assert nol == 0
    assert len({r.get("fill") for r in kotak(batang("Uji", ["Pemerintahan", "Fisik"], DUA))}) == 2


def test_every_bar_has_its_figure_and_the_legend_its_names() -> None:
    isi = teks(batang("Uji", ["Pemerintahan", "Fisik"], DUA))
    for apa in ("Pemerintahan", "Fisik", "Dibahas", "Disepakati", "440", "1.260", "370"):
        assert apa in isi


def test_the_norm_is_a_mark_where_its_figure_stands() -> None:
    svg = terhadap_norma("Uji", ["1. A", "2. B"], Deret("Menit", [240, None]), Deret("Norma", [300, 15]))
    (bar,) = kotak(svg)
    tanda = [float(g.get("x1") or 0) for g in ET.fromstring(svg).iter(f"{NS}line") if g.get("stroke") == TUA]
    kiri = float(bar.get("x") or 0)
    assert (tanda[0] - kiri) / float(bar.get("width") or 1) == pytest.approx(300 / 240, rel=0.01)
    assert "belum dicatat" in teks(svg), "what nobody entered is no zero"


def test_a_label_is_text_and_a_long_one_wraps() -> None:
    svg = batang("<b>", ["<script>alert(1)</script> & “kata”", "Dinas Koperasi, Usaha Kecil dan Menengah " * 3], DUA)
    assert "<script" not in svg
    assert "style=" not in svg, "the panel's CSP refuses inline styles"
    assert all(len(x) < 60 for x in teks(svg))
    assert "".join(teks(svg)).replace(" ", "").count("DinasKoperasi") == 3


def test_nothing_to_show_is_still_a_picture() -> None:
    assert kotak(batang("Uji", [], [Deret("Dibahas", [])])) == []
    assert kotak(batang("Uji", ["A"], [Deret("Dibahas", [0])]))


@pytest.mark.parametrize("deret", [[], [Deret("A", [1])], [Deret("A", [1, 2])] * 4])
def test_series_that_do_not_fit_the_labels_are_refused(deret: list[Deret]) -> None:
    with pytest.raises(ValueError, match="tiap deret"):
        batang("Uji", ["A", "B"], deret)


@given(st.integers(0, 10**15))
def test_the_lines_stand_at_round_values_few_and_beyond_the_longest_bar(puncak: int) -> None:
    jarak = _langkah(puncak)
    assert str(jarak).rstrip("0") in ("1", "2", "5", "")
    assert puncak / jarak <= 5


def test_a_picture_is_lines_and_embedded_text_in_the_width_it_was_given() -> None:
    svg = batang("Uji", ["Pemerintahan", "Fisik"], DUA)
    halaman = cetak(svg).pages[0]
    isi = halaman.extract_text()
    for apa in ("Pemerintahan", "1.260", "Disepakati", "Keterangan"):
        assert apa in isi
    assert not halaman.images, "a raster would be unsharp"
    for muka in halaman["/Resources"]["/Font"].values():
        assert "/FontFile2" in muka.get_object()["/FontDescriptor"], muka.get_object()["/BaseFont"]


@pytest.mark.parametrize("svg", ["bukan gambar", "<svg", "<svg xmlns='http://www.w3.org/2000/svg'><!ENTITY a 'b'>"])
def test_what_is_no_picture_stops_the_print(svg: str) -> None:
    with pytest.raises(pdf.PrintError, match="tidak dapat disusun"):
        cetak(svg)


def test_a_picture_fetches_nothing() -> None:
    luar = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="50">'
        '<image xlink:href="file:///etc/passwd" width="10" height="10"/>'
        '<image href="http://127.0.0.1:9/x.png" width="10" height="10"/></svg>'
    )
    assert not cetak(luar, "50mm").pages[0].images
