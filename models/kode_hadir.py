"""The short code of an addressee for the registration desk: it names the row and proves itself, without a column.

It is made from the id alone, so it says nothing about a person; the key is derived from DIARY_KEY, so nobody outside
can make a valid one, and a new DIARY_KEY makes the printed cards worthless.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from models import setelan

ABJAD = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs; no letter that looks like another on paper
TUJUAN = b"kode hadir penerima undangan"
JALAN = "/hadir/"  # the address that a card's QR holds ends with this and the code
PANJANG_BUKTI = 8  # 40 bits: guessing one takes years even without the desk's limit


def buat(penerima_id: int) -> str:
    """The code of a row of penerima_undangan: "3-K7QX4MT2"."""
    return f"{_angka(penerima_id)}-{_bukti(penerima_id)}"


def alamat(kode: str) -> str:
    """What the QR of a card holds: the address that a phone's camera opens, or the code where the panel has none."""
    return f"{setelan.kini().public_url}{JALAN}{kode}" if setelan.kini().public_url else kode


def baca(teks: str) -> str | None:
    """The code in what was typed or scanned: itself, or the end of an address on whatever host; None: neither.

    The host does not count: cards are printed where the panel has another address than in the hall.
    """
    teks = "".join(teks.split())
    if JALAN in teks:
        return re.split(r"[/?#]", teks.rpartition(JALAN)[2])[0].upper()
    return teks.upper() if re.fullmatch(rf"[0-9A-Za-z]{{1,12}}-[0-9A-Za-z]{{{PANJANG_BUKTI}}}", teks) else None


def periksa(kode: str) -> int | None:
    """The id that the code names, or None when it was not made here; case and blanks do not matter."""
    nomor, pisah, bukti = "".join(kode.upper().split()).rpartition("-")
    if not (pisah and 0 < len(nomor) <= 12 and set(nomor) <= set(ABJAD)):
        return None
    penerima_id = 0
    for huruf in nomor:
        penerima_id = penerima_id * 32 + ABJAD.index(huruf)
    asli = hmac.compare_digest(bukti.encode(), _bukti(penerima_id).encode())
    return penerima_id if asli and nomor == _angka(penerima_id) else None


def _angka(n: int) -> str:
    hasil = ABJAD[n % 32]
    while n := n // 32:
        hasil = ABJAD[n % 32] + hasil
    return hasil


def _bukti(penerima_id: int) -> str:
    kunci = hmac.digest(setelan.kini().diary_key, TUJUAN, hashlib.sha256)
    sidik = int.from_bytes(hmac.digest(kunci, str(penerima_id).encode(), hashlib.sha256)[:5], "big")
    return "".join(ABJAD[sidik >> (5 * i) & 31] for i in range(PANJANG_BUKTI))
