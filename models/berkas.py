"""Files: bytes in the database with their SHA-256, so that any number of processes serve them."""

from __future__ import annotations

import hashlib
import re

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, label
from models.pesan import SopError


class Berkas(Record):
    __tablename__ = "berkas"
    JUDUL = "Berkas"

    nama: Mapped[str] = mapped_column(String(200), info=label("Nama berkas", daftar=True, cari=True))
    mime: Mapped[str] = mapped_column(String(120), info=label("Jenis", daftar=True, isian=False))
    ukuran: Mapped[int] = mapped_column(info=label("Ukuran (bita)", daftar=True, isian=False))
    sha256: Mapped[str] = mapped_column(String(64), index=True, info=label("SHA-256", isian=False))
    isi: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


def simpan(nama: str, mime: str, isi: bytes) -> Berkas:
    """A new file row (not yet added to the session)."""
    return Berkas(nama=nama[:200], mime=mime, isi=isi, ukuran=len(isi), sha256=hashlib.sha256(isi).hexdigest())


def utuh(berkas: Berkas, sidik: str | None = None) -> bytes:
    """The bytes as they were stored, and no others; `sidik`: what a paper knows of its file besides."""
    ada = hashlib.sha256(berkas.isi).hexdigest()
    if ada != berkas.sha256 or sidik not in (None, ada):
        raise SopError(
            "Berkas “{nama}” tidak lagi sama dengan yang disimpan (SHA-256 tidak cocok), jadi tidak diberikan. "
            "Administrator dapat memulihkannya dari cadangan.",
            nama=berkas.nama,
        )
    return berkas.isi


def jumlah_halaman(pdf: bytes) -> int | None:
    """The pages of a PDF by the root of its page tree; None where that is packed away and not legible."""
    pohon = re.findall(rb"<<[^<>]*/Type\s*/Pages\b[^<>]*>>", pdf)
    jumlah = [int(n) for simpul in pohon for n in re.findall(rb"/Count\s+(\d{1,6})", simpul)]
    return max(jumlah, default=0) or None
