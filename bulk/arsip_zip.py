"""A ZIP that is the same whenever its contents are, streamed to its file, with the SHA-256 of all that went in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

SAAT = (1980, 1, 1, 0, 0, 0)
SUDAH_PADAT = {"pdf", "png", "jpg", "jpeg", "zip", "docx", "xlsx", "pptx", "odt", "ods"}
SEKALI_BACA = 1 << 20
DAFTAR_SIDIK = "SHA256SUMS"


@dataclass(frozen=True)
class Isi:
    """A file of the archive."""

    nama: str
    ukuran: int
    sha256: str


class ArsipZip:
    """`with ArsipZip(path) as arsip: arsip.tambah(nama, isi)`."""

    def __init__(self, tujuan: Path) -> None:
        self._zip = zipfile.ZipFile(tujuan, "w")
        self.isi: dict[str, Isi] = {}

    def __enter__(self) -> ArsipZip:
        return self

    def __exit__(self, *_galat: object) -> None:
        self._zip.close()

    def tambah(self, nama: str, isi: Path | bytes) -> Isi:
        """Nothing of the clock or of this machine goes with it; what is packed already is stored as it is."""
        if nama in self.isi:
            raise ValueError(f"dua kali: {nama}")
        info = zipfile.ZipInfo(nama, SAAT)
        info.create_system, info.external_attr = 3, 0o644 << 16
        padat = nama.rpartition(".")[2].lower() in SUDAH_PADAT
        info.compress_type = zipfile.ZIP_STORED if padat else zipfile.ZIP_DEFLATED
        if isinstance(isi, bytes):
            self._zip.writestr(info, isi)
            self.isi[nama] = Isi(nama, len(isi), hashlib.sha256(isi).hexdigest())
            return self.isi[nama]
        info.file_size = isi.stat().st_size
        sidik = hashlib.sha256()
        with isi.open("rb") as sumber, self._zip.open(info, "w") as tujuan:
            while potong := sumber.read(SEKALI_BACA):
                sidik.update(potong)
                tujuan.write(potong)
        self.isi[nama] = Isi(nama, info.file_size, sidik.hexdigest())
        return self.isi[nama]

    def tambah_sidik(self) -> None:
        """The list of all files with their SHA-256, as `sha256sum -c` reads it; the last file to be added."""
        baris = [f"{i.sha256}  {i.nama}\n" for i in sorted(self.isi.values(), key=lambda i: i.nama)]
        self.tambah(DAFTAR_SIDIK, "".join(baris).encode())


def nama_bersih(teks: str, terpanjang: int = 80) -> str:
    """A name that every system takes: plain letters, digits and hyphens."""
    polos = unicodedata.normalize("NFKD", teks).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", polos)[:terpanjang].strip("-").lower() or "berkas"
