"""The code on the card of an addressee: it names its row, proves itself, and tells nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import kode_hadir, setelan


@pytest.fixture(autouse=True)
def kunci() -> Iterator[None]:
    lama = setelan.kini()
    setelan.pasang(replace(lama, diary_key=b"kunci uji", public_url=""))
    yield
    setelan.pasang(lama)


@given(st.integers(0, 2**31))
def test_a_code_names_the_row_it_was_made_for(penerima_id: int) -> None:
    kode = kode_hadir.buat(penerima_id)
    assert kode_hadir.periksa(kode) == penerima_id
    assert kode_hadir.periksa(f" {kode.lower()} ") == penerima_id
    assert set(kode) <= {*kode_hadir.ABJAD, "-"}


def test_no_two_rows_share_a_code() -> None:
    assert len({kode_hadir.buat(n) for n in range(5000)}) == 5000


@pytest.mark.parametrize("kode", ["", "-", "3", "3-", "-AAAAAAAA", "0-AAAAAAAA", "é-AAAAAAAA", "2" * 500 + "-AAAAAAAA"])
def test_what_was_not_made_here_names_nobody(kode: str) -> None:
    assert kode_hadir.periksa(kode) is None


def test_a_changed_sign_a_borrowed_proof_and_a_leading_zero_are_refused() -> None:
    kode = kode_hadir.buat(77)
    nomor, bukti = kode.split("-")
    for i, huruf in enumerate(bukti):
        lain = "A" if huruf != "A" else "B"
        assert kode_hadir.periksa(f"{nomor}-{bukti[:i]}{lain}{bukti[i + 1 :]}") is None
    assert kode_hadir.periksa(f"{kode_hadir.buat(78).split('-')[0]}-{bukti}") is None
    assert kode_hadir.periksa(f"{kode_hadir.ABJAD[0]}{kode}") is None


def test_another_key_makes_other_codes() -> None:
    kode = kode_hadir.buat(5)
    setelan.pasang(replace(setelan.kini(), diary_key=b"kunci lain"))
    assert kode_hadir.periksa(kode) is None
