"""The encrypted file: what was written comes back, and nothing else ever does."""

from __future__ import annotations

import io

import pytest

from jaga import sandi_berkas
from jaga.sandi_berkas import MAGIC, CadanganRusak, Pembaca, Penulis

KEPALA = len(MAGIC) + 24


@pytest.fixture(autouse=True)
def _kecil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandi_berkas, "POTONG", 64)


def tulis(isi: bytes, kunci: bytes = b"kunci") -> bytes:
    keluar = io.BytesIO()
    penulis = Penulis(keluar, kunci)
    for awal in range(0, len(isi), 50):
        penulis.write(isi[awal : awal + 50])
    penulis.selesai()
    return keluar.getvalue()


def baca(isi: bytes, kunci: bytes = b"kunci") -> bytes:
    return io.BufferedReader(Pembaca(io.BytesIO(isi), kunci)).read()


@pytest.mark.parametrize("panjang", [0, 1, 63, 64, 65, 128, 129, 1000])
def test_what_was_written_comes_back(panjang: int) -> None:
    isi = bytes(i % 251 for i in range(panjang))
    assert baca(tulis(isi)) == isi
    assert isi[:40] not in tulis(isi) or panjang < 16


def test_no_cut_is_taken_for_a_whole_file() -> None:
    utuh = tulis(bytes(300))
    for panjang in range(len(utuh)):
        with pytest.raises(CadanganRusak):
            baca(utuh[:panjang])


def test_no_changed_bit_is_passed_on() -> None:
    utuh = tulis(bytes(200))
    for letak in range(len(utuh)):
        with pytest.raises(CadanganRusak):
            baca(utuh[:letak] + bytes([utuh[letak] ^ 1]) + utuh[letak + 1 :])


def test_chunks_that_change_places_are_noticed() -> None:
    utuh, potong = tulis(bytes(300)), 64 + 16
    satu, dua = utuh[KEPALA : KEPALA + potong], utuh[KEPALA + potong : KEPALA + 2 * potong]
    with pytest.raises(CadanganRusak, match="bita ke-"):
        baca(utuh[:KEPALA] + dua + satu + utuh[KEPALA + 2 * potong :])


def test_another_key_is_called_another_key() -> None:
    with pytest.raises(CadanganRusak, match="Kunci cadangan tidak cocok"):
        baca(tulis(b"isi"), b"kunci lain")
