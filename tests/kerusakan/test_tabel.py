"""docs/reliability.md tells of each fault what tries it, and what it names is there."""

from __future__ import annotations

import re

import pytest

from tests.kerusakan.tabel import AKAR, GANGGUAN, HALAMAN, Gangguan, susun


@pytest.mark.parametrize("satu", GANGGUAN, ids=lambda g: str(g.nomor))
def test_each_fault_is_tried_by_a_test_that_exists(satu: Gangguan) -> None:
    assert satu.uji
    for nama in satu.uji:
        berkas, _, uji = nama.partition("::")
        assert re.search(rf"^def {uji}\(", (AKAR / "tests" / berkas).read_text(encoding="utf-8"), re.M), nama


def test_all_stand_in_their_order() -> None:
    assert [g.nomor for g in GANGGUAN] == list(range(1, len(GANGGUAN) + 1))


def test_the_page_says_what_the_table_says() -> None:
    isi = HALAMAN.read_text(encoding="utf-8")
    assert susun(isi) == isi, "python -m tests.kerusakan.tabel"
