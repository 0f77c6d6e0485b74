"""How large and how strange a spreadsheet may be; what is beyond is refused with a sentence before it is unpacked."""

from __future__ import annotations

import zipfile

BERKAS = 24 * 1024 * 1024  # bytes of the file as it is sent; the request around it may have 25 MB
BARIS = 200_000
KOLOM = 300
SEL = 32_767  # signs in one cell: Excel's own limit
ENTRI = 2_000  # files within the archive that an XLSX or ODS is
ISI = 900 * 1024 * 1024  # bytes of all of them, as declared and as found
BAGIAN = 200 * 1024 * 1024  # bytes of a part that is read as a whole
RASIO = 250  # times that a large part may grow when it is unpacked
RASIO_SEJAK = 20 * 1024 * 1024
MEMORI = 1 << 30  # of the reading process
DETIK = 120


class BerkasKeliru(Exception):
    """The file cannot be read; the text is the sentence for the person who sent it."""


def ribuan(n: int) -> str:
    return f"{n:,}".replace(",", ".")


TERLALU_BANYAK_BARIS = (
    f"Berkas ini memuat lebih dari {ribuan(BARIS)} baris. Bagi menjadi beberapa berkas, lalu impor satu per satu."
)
TERLALU_BANYAK_KOLOM = f"Berkas ini memuat lebih dari {KOLOM} kolom. Hapus kolom yang tidak diperlukan."
SEL_TERLALU_PANJANG = f"Ada sel yang memuat lebih dari {ribuan(SEL)} huruf. Periksa apakah berkas ini benar tabelnya."
TERLALU_BESAR = "Isi berkas ini jauh lebih besar daripada ukurannya, jadi tidak dibuka. Simpan ulang sebagai XLSX baru."
RUSAK = "Berkas ini rusak atau terpotong. Buka di Excel atau LibreOffice, simpan ulang, lalu kirim lagi."
MAKRO = "Berkas ini memuat makro, jadi tidak dibuka. Simpan dahulu sebagai XLSX biasa (tanpa makro), lalu kirim lagi."
SANDI = "Berkas ini dikunci dengan kata sandi. Hapus kata sandinya di Excel atau LibreOffice, lalu kirim lagi."
DTD = "Berkas ini memuat deklarasi XML yang tidak biasa, jadi tidak dibuka. Simpan ulang sebagai XLSX."


def arsip(path: str) -> zipfile.ZipFile:
    """The archive, opened after its table of contents has been weighed. Raises BerkasKeliru."""
    try:
        terbuka = zipfile.ZipFile(path)
        isi = terbuka.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BerkasKeliru(RUSAK) from None
    if len(isi) > ENTRI or sum(x.file_size for x in isi) > ISI:
        raise BerkasKeliru(TERLALU_BESAR)
    if any(x.file_size > RASIO_SEJAK and x.file_size > RASIO * max(1, x.compress_size) for x in isi):
        raise BerkasKeliru(TERLALU_BESAR)
    if any(x.flag_bits & 1 for x in isi):
        raise BerkasKeliru(SANDI)
    if any(x.filename.lower().endswith(("vbaproject.bin", "vbadata.xml")) for x in isi):
        raise BerkasKeliru(MAKRO)
    return terbuka


def bagian(terbuka: zipfile.ZipFile, nama: str) -> bytes:
    """One small part of the archive (at most BAGIAN), without a DTD."""
    try:
        with terbuka.open(nama) as aliran:
            isi = aliran.read(BAGIAN + 1)
    except Exception:  # not there, zlib, crc, truncated: what an archive can be wrong in has many names
        raise BerkasKeliru(RUSAK) from None
    if len(isi) > BAGIAN:
        raise BerkasKeliru(TERLALU_BESAR)
    if b"<!DOCTYPE" in isi[:4096] or b"<!ENTITY" in isi[:4096]:
        raise BerkasKeliru(DTD)
    return isi
