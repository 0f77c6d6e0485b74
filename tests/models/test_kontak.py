"""Addresses and telephone numbers as people type them, and what is none."""

from __future__ import annotations

import pytest

from models import kontak
from models.pesan import Keliru


@pytest.mark.parametrize(
    ("diketik", "dipakai"),
    [
        ("ketua.rw02@contoh.go.id", "ketua.rw02@contoh.go.id"),
        ("  Ketua@Contoh.GO.ID ", "Ketua@contoh.go.id"),
        ("nama+musrenbang@bücher.example", "nama+musrenbang@xn--bcher-kva.example"),
        ("o'neil@a-b.id", "o'neil@a-b.id"),
    ],
)
def test_an_address_is_kept_as_smtp_takes_it(diketik: str, dipakai: str) -> None:
    assert kontak.surel(diketik) == dipakai


@pytest.mark.parametrize(
    "diketik",
    ["", "@", "nama", "nama@", "@contoh.id", "nama@contoh", "a b@contoh.id", "a@b@contoh.id", "a@contoh..id",
     ".a@contoh.id", "a.@contoh.id", "a..b@contoh.id", "a@-contoh.id", "a@contoh.id\r\nBcc: b@contoh.id",
     "a@contoh.id, b@contoh.id", "Nama <a@contoh.id>", "ketua@contoh.id\0", f"{'a' * 65}@contoh.id",
     f"a@{'b' * 64}.id", "böses@contoh.id", '"a b"@contoh.id'],
)  # fmt: skip
def test_what_is_no_address_is_named(diketik: str) -> None:
    with pytest.raises(Keliru, match="bukan alamat surel"):
        kontak.surel(diketik)


@pytest.mark.parametrize(
    "diketik",
    ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "6281234567890", "(0812) 3456.7890", "+62 0812 3456 7890",
     "62812 3456 7890 "],
)  # fmt: skip
def test_every_indonesian_spelling_of_a_mobile_number_is_the_same_number(diketik: str) -> None:
    assert kontak.nomor_whatsapp(diketik) == "6281234567890"


@pytest.mark.parametrize(
    "diketik",
    ["", "-", "(0251) 8338052", "0812", "0812345678901234", "nomor menyusul", "0812-3456-7890/0813-3456-7890",
     "+1 202 555 0123", "0812 3456 789O", "٠٨١٢٣٤٥٦٧٨٩٠", "08012345678"],
)  # fmt: skip
def test_what_is_no_mobile_number_is_named(diketik: str) -> None:
    with pytest.raises(Keliru, match="bukan nomor telepon seluler"):
        kontak.nomor_whatsapp(diketik)
