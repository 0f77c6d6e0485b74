"""The way from what is missing to where it is made."""

from __future__ import annotations

import pytest

from admin import gerak, kurang, tugas
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


@pytest.mark.parametrize(
    ("ada", "tampak"),
    [
        (("mulai", "selesaikan"), ["selesaikan"]),
        (("mulai",), ["mulai"]),
        (("mulai", "selesaikan", "kembalikan"), ["selesaikan", "kembalikan"]),
    ],
)
def test_a_step_shows_the_one_button_that_leads_on_and_the_two_words_of_a_decision(
    session: object, monkeypatch: pytest.MonkeyPatch, ada: tuple[str, ...], tampak: list[str]
) -> None:
    m = dunia.di_langkah(1)
    tombol = [gerak.Tombol(aksi, aksi, "biasa", "/", False, None) for aksi in ada]
    monkeypatch.setattr(gerak, "offers", lambda record, actor: tombol)
    baris = tugas.of_steps(m, dunia.aktor("tim_musrenbang"))
    assert baris
    assert all([t.aksi for t in b.tombol] == tampak for b in baris)
