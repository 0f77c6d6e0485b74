"""The blank sheets and the import that reads them know the same kinds, headings and words."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from bulk import lembar_kerja
from bulk.daftar import acuan
from bulk.ekspor import templat
from bulk.ekspor.lajur import Sort
from bulk.impor import sel, tata_letak
from bulk.impor.bentuk import BENTUK, lajur
from bulk.impor.rujukan import Rujukan
from models import kolom
from models.base import kinds
from tests import dunia

N = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def test_what_has_a_blank_sheet_can_be_imported() -> None:
    assert set(lembar_kerja.DAPAT_DIISI) == set(BENTUK)


@SQLITE
@pytest.mark.parametrize("kind", lembar_kerja.DAPAT_DIISI)
def test_every_heading_of_a_blank_sheet_is_understood(session: Any, kind: str) -> None:
    judul = [j.teks for j in templat.headings(kinds()[kind], dunia.aktor("sekretariat"))]
    peta, tata = tata_letak.usulkan(kind, judul, {}, {})
    assert tata is None
    assert {int(i) for i in peta} == set(range(len(judul))), [j for i, j in enumerate(judul) if str(i) not in peta]
    for i, nama in peta.items():
        assert lajur(kind)[nama].judul == judul[int(i)]


@SQLITE
@pytest.mark.parametrize("kind", lembar_kerja.DAPAT_DIISI)
def test_every_choice_of_its_lists_is_understood(session: Any, kind: str) -> None:
    """Also where a kelurahan and a kecamatan bear one name."""
    actor = dunia.aktor("sekretariat")
    rujukan, diperiksa = Rujukan(actor), 0
    menurut = {str(label.teks): column for column, label in lembar_kerja.fillable(kinds()[kind]).values()}
    for judul in templat.headings(kinds()[kind], actor):
        column = menurut[judul.teks]
        if judul.sort is Sort.PILIHAN:
            assert [sel.pembaca(column)(p, judul.teks) for p in judul.pilihan] == list(column.type.enum_class)
        elif judul.pilihan:
            target = kolom.target_of(column)
            ids = [rujukan.cari(target, p, judul.teks) for p in judul.pilihan]
            assert ids == list(acuan.read_names(kinds()[target], acuan.live(kinds()[target], actor)))
        diperiksa += len(judul.pilihan)
    assert diperiksa


@SQLITE
@pytest.mark.parametrize("kind", lembar_kerja.DAPAT_DIISI)
def test_a_blank_sheet_offers_its_lists_from_a_hidden_sheet_and_explains_itself_on_another(
    session: Any, kind: str
) -> None:
    actor, model = dunia.aktor("sekretariat"), kinds()[kind]
    heads, data = templat.headings(model, actor), templat.make(model, actor)
    with zipfile.ZipFile(io.BytesIO(data)) as buka:
        rules = ElementTree.fromstring(buka.read("xl/worksheets/sheet1.xml")).findall(f".//{N}dataValidation")
        tabs = ElementTree.fromstring(buka.read("xl/workbook.xml")).findall(f".//{N}sheet")
    assert [(x.get("name"), x.get("state")) for x in tabs][1:] == [("Petunjuk", "visible"), ("Pilihan", "hidden")]
    assert [x.get("promptTitle") for x in rules] == [head.teks[:32] for head in heads]
    assert [x.get("errorStyle") for x in rules if x.get("type") == "list"] == [
        "stop" if head.sort is Sort.PILIHAN else "warning" for head in heads if head.pilihan
    ]
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    first, guide, lists = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert first == [[head.teks for head in heads]]
    assert [row[1] for row in guide[1 : len(heads) + 1]] == [head.petunjuk for head in heads]
    for i, (head, ask) in enumerate(zip(heads, rules, strict=True)):
        if head.pilihan:
            assert [row[i] for row in lists[: len(head.pilihan) + 1]] == [head.teks, *head.pilihan]
            assert ask.findtext(f"{N}formula1", "").endswith(f"${len(head.pilihan) + 1}")
        else:
            assert ask.find(f"{N}formula1") is None
