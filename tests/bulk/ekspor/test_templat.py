"""The blank sheets and the import that reads them know the same kinds, headings and words."""

from __future__ import annotations

from typing import Any

import pytest

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
