"""The way from what is missing to where it is made."""

from __future__ import annotations

import pytest

from admin import kurang
from models.base import kinds
from sop import kelengkapan, workflow
from tests import dunia

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it


@pytest.mark.parametrize("nama", kelengkapan.SYARAT)
def test_every_syarat_leads_to_a_screen(nama: str) -> None:
    assert kelengkapan.SYARAT[nama].kind in kinds()


@pytest.mark.parametrize("urutan", [1, 5, 9])
def test_the_sentences_are_those_of_the_workflow(session: object, urutan: int) -> None:
    m = dunia.di_langkah(urutan)
    found = kurang.missing(m, dunia.aktor("tim_musrenbang"))
    assert [k.teks for k in found] == workflow.missing(m)
    assert all(k.url.endswith(f"?musrenbang_id={m.id}") for k in found)
