"""How a person is reached: an e-mail address as SMTP takes it, a telephone number as WhatsApp takes it."""

from __future__ import annotations

import re
from collections.abc import Callable

from models.pesan import Keliru, Pesan

# The atoms of RFC 5322; a quoted local part and letters outside ASCII are lawful too, but hardly any server takes them.
_LOKAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_SELULER = re.compile(r"8[1-9][0-9]{6,11}")
CONTOH = "nama@contoh.go.id"
# NIK: region (6), day (+40 for women), month, year, order. Mobile numbers: 08, 628, +62 8, however they are grouped.
_NIK = re.compile(r"(?<!\d)[1-9]\d{5}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}(?!\d)")
_TELEPON = re.compile(r"(?<!\d)(?:\+?62|0)8\d{7,11}(?!\d)")


def surel(teks: str) -> str:
    """The address with its domain in ASCII (`nama@bücher.example` → `nama@xn--…`). Raises Keliru."""
    lokal, _, domain = teks.strip().rpartition("@")
    ascii_ = nama_peladen(domain)
    if not lokal or len(lokal) > 64 or not _LOKAL.fullmatch(lokal) or ascii_ is None or "." not in ascii_:
        raise Keliru("“{teks}” bukan alamat surel; contohnya {contoh}.", teks=teks.strip()[:80], contoh=CONTOH)
    return f"{lokal}@{ascii_}"


def nama_peladen(teks: str) -> str | None:
    """A host name in ASCII and small letters; None if it cannot be one."""
    try:
        ascii_ = teks.strip().encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    sah = 0 < len(ascii_) <= 253 and all(_LABEL.fullmatch(label) for label in ascii_.split("."))
    return ascii_ if sah else None


def nomor_whatsapp(teks: str) -> str:
    """`0812-3456-7890`, `+62 812 …` and `62812…` → `628123456…`: digits alone, as wa.me wants them. Raises Keliru."""
    angka = re.sub(r"[\s().\-]", "", teks)
    inti = re.sub(r"^(\+?62|0)0?", "", angka)
    if not _SELULER.fullmatch(inti):
        raise Keliru(
            "“{teks}” bukan nomor telepon seluler; contohnya 0812-3456-7890 atau +62 812 3456 7890.",
            teks=teks.strip()[:40],
        )
    return "62" + inti


def nomor_pribadi(teks: str) -> bool:
    """Does it look like somebody's NIK or mobile number? Such a text stands in no address and in no log."""
    rapat = re.sub(r"(?<=\d)[\s.()-]+(?=\d)", "", teks)
    return bool(_NIK.search(rapat) or _TELEPON.search(rapat))


def keliru(baca: Callable[[str], str], teks: str | None) -> Pesan | None:
    """What is wrong with the address or number, in words; an empty one is not wrong."""
    if not teks:
        return None
    try:
        baca(teks)
    except Keliru as galat:
        return galat.pesan
    return None
