"""SECURITY.md says of each of the 42 sentences what shows it: a test that exists, or why there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parent.parent
BARIS = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", (AKAR / "SECURITY.md").read_text(encoding="utf-8"), re.M)


def test_each_of_the_42_sentences_has_its_line() -> None:
    assert [int(n) for n, _, _ in BARIS] == list(range(1, 43))


@pytest.mark.parametrize(("n", "isi", "bukti"), BARIS, ids=[n for n, _, _ in BARIS])
def test_what_shows_it_exists_or_its_absence_is_told(n: str, isi: str, bukti: str) -> None:
    uji = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", bukti)
    assert uji or re.search(r"belum|bukan pengujian", bukti), f"{n}. {isi}: tanpa pengujian dan tanpa alasan"
    for berkas, nama in uji:
        assert re.search(rf"^def {nama}\(", (AKAR / berkas).read_text(encoding="utf-8"), re.M), f"{berkas}::{nama}"


def test_the_second_verifier_is_as_long_as_the_page_says() -> None:
    baris = (AKAR / "bulk" / "periksa_berkas.py").read_text(encoding="utf-8").splitlines()
    halaman = " ".join((AKAR / "SECURITY.md").read_text(encoding="utf-8").split())
    assert f"Ia {len(baris)} baris ({sum(map(bool, baris))} tanpa baris kosong)" in halaman
