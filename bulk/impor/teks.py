"""Reading CSV: the encoding, the separator and the rows, as Excel, LibreOffice and databases write them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from bulk.impor.batas import BARIS, KOLOM, SEL, SEL_TERLALU_PANJANG, TERLALU_BANYAK_BARIS, TERLALU_BANYAK_KOLOM
from bulk.impor.batas import BerkasKeliru as Keliru

PEMISAH = ";,\t|"
NUL = "Berkas ini memuat tanda NUL, jadi bukan tabel teks. Kirim berkas CSV, XLSX, XLS atau ODS."
KUTIP = "Baris {n}: tanda kutip tidak berpasangan, jadi batas selnya tidak jelas. Perbaiki baris itu, lalu kirim lagi."


def baca(path: str) -> tuple[dict[str, object], Iterator[tuple[int, list[str]]]]:
    """What the file is (encoding, separator), and its rows with the number of the line they begin on."""
    isi = Path(path).read_bytes()
    pengodean = _pengodean(isi)
    try:
        teks = isi.decode(pengodean)
    except UnicodeDecodeError:
        raise Keliru("Huruf di berkas ini tidak dapat dibaca. Simpan ulang sebagai CSV UTF-8.") from None
    del isi
    if "\0" in teks:
        raise Keliru(NUL)
    petunjuk, teks = _petunjuk(teks)
    pemisah = petunjuk or _pemisah(teks)
    kepala: dict[str, object] = {"format": "CSV", "pengodean": pengodean, "pemisah": pemisah}
    return kepala, _baris(teks, pemisah, 1 if petunjuk else 0)


def _pengodean(isi: bytes) -> str:
    for tanda, nama in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if isi.startswith(tanda):
            return nama
    contoh = isi[:2000]
    if len(contoh) > 3 and contoh[1::2].count(0) > len(contoh) // 3:
        return "utf-16-le"
    if len(contoh) > 3 and contoh[::2].count(0) > len(contoh) // 3:
        return "utf-16-be"
    try:
        isi.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _petunjuk(teks: str) -> tuple[str, str]:
    """Excel's first line `sep=;`, which is no row."""
    pertama, _, sisa = teks[:20].partition("\n")
    pertama = pertama.strip().strip('"')
    if pertama.lower().startswith("sep=") and len(pertama) == 5 and sisa:
        return pertama[4], teks[teks.index("\n") + 1 :]
    return "", teks


def _pemisah(teks: str) -> str:
    """The sign that parts the first lines most, outside quotes; a comma where there is but one column."""
    hitung = dict.fromkeys(PEMISAH, 0)
    terkutip, baris = False, 0
    for huruf in teks[:50_000]:
        if huruf == '"':
            terkutip = not terkutip
        elif huruf in hitung and not terkutip:
            hitung[huruf] += 1
        elif huruf == "\n" and not terkutip:
            baris += 1
            if baris >= 3 and any(hitung.values()):
                break
    terbanyak = max(PEMISAH, key=lambda p: hitung[p])
    return terbanyak if hitung[terbanyak] else ","


def _baris(teks: str, pemisah: str, geser: int) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(SEL)
    pembaca = csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah, strict=True)
    jumlah = 0
    while True:
        mulai = pembaca.line_num + 1 + geser
        try:
            sel = next(pembaca)
        except StopIteration:
            return
        except csv.Error as galat:
            panjang = "field" in str(galat)
            raise Keliru(SEL_TERLALU_PANJANG if panjang else KUTIP.format(n=mulai)) from None
        if len(sel) > KOLOM:
            raise Keliru(TERLALU_BANYAK_KOLOM)
        if any(x.strip() for x in sel):
            jumlah += 1
            if jumlah > BARIS + 30:
                raise Keliru(TERLALU_BANYAK_BARIS)
            yield mulai, sel
