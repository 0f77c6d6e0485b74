"""The reading process (`python -m bulk.impor.pembaca FILE [SHEET]`): a spreadsheet in, JSON lines out, behind limits.

First line: {"format", "lembar", "semua_lembar", …}; then [row number, [cells]] for every row that holds something; last
{"selesai": n}. A file that cannot be read ends with {"galat": sentence}. A cell is a text, a number, a truth, null, or
{"d": date}, {"s": date and time}, {"t": time}. What the bytes are decides how they are read, never the name.
"""

from __future__ import annotations

import json
import math
import re
import struct
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from bulk.impor import batas
from bulk.impor.batas import BerkasKeliru

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BUKAN_TABEL = "Berkas ini bukan tabel. Kirim XLSX, XLS, ODS atau CSV."
HTML = "Berkas ini halaman web yang diberi nama lembar kerja. Buka di Excel, simpan sebagai XLSX, lalu kirim lagi."
XLSB = "Format XLSB tidak dibaca. Simpan sebagai XLSX, lalu kirim lagi."

Isi = tuple[dict[str, object], Iterator[tuple[int, list[Any]]]]


def buka(path: str, lembar: str = "") -> Isi:
    with open(path, "rb") as aliran:
        awal = aliran.read(4096)
    if not awal.strip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t"):
        raise BerkasKeliru("Berkas ini kosong. Pilih berkas lain.")
    if awal.startswith(b"PK\x03\x04"):
        return _arsip(path, lembar)
    if awal.startswith(OLE):
        return _xls(path, lembar)
    tampak = awal.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if tampak.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<table" in tampak:
        raise BerkasKeliru(HTML)
    if re.match(rb"%pdf-|\x89png|\xff\xd8\xff|gif8|rar!|7z\xbc\xaf|<\?xml|\{\\rtf|\x1f\x8b", awal.lower()):
        raise BerkasKeliru(BUKAN_TABEL)
    from bulk.impor import teks

    return teks.baca(path)


def _arsip(path: str, lembar: str) -> Isi:
    from bulk.impor import xlsx

    terbuka = batas.arsip(path)
    isi = set(terbuka.namelist())
    if "xl/workbook.bin" in isi:
        raise BerkasKeliru(XLSB)
    if "content.xml" in isi and "mimetype" in isi:
        return _ods(terbuka, lembar)
    if "xl/workbook.xml" not in isi:
        raise BerkasKeliru(BUKAN_TABEL)
    semua = xlsx.lembar(terbuka)
    nama, jalur = next(((n, j) for n, j in semua if n == lembar), semua[0])
    kepala: dict[str, object] = {"format": "XLSX", "lembar": nama, "semua_lembar": [n for n, _ in semua]}
    return kepala, xlsx.baca(terbuka, nama, jalur)


def _ods(terbuka: Any, lembar: str) -> Isi:
    """The errors of an ODS say that they are numbers; here they become the texts that people see."""
    import io
    import zipfile

    if b"spreadsheet" not in batas.bagian(terbuka, "mimetype"):
        raise BerkasKeliru(BUKAN_TABEL)
    if "META-INF/manifest.xml" in terbuka.namelist():
        manifes = batas.bagian(terbuka, "META-INF/manifest.xml")
        if b"encryption-data" in manifes:
            raise BerkasKeliru(batas.SANDI)
    isi = batas.bagian(terbuka, "content.xml")
    ulang = max((int(n) for n in re.findall(rb'number-columns-repeated="(\d{1,9})"[^>]*office:value', isi)), default=1)
    if ulang > batas.KOLOM:
        raise BerkasKeliru(batas.TERLALU_BANYAK_KOLOM)
    isi = re.sub(rb"<table:table-cell\b[^>]*calcext:value-type=\"error\"[^>]*>", _galat_ods, isi)
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_STORED) as baru:
        baru.writestr("mimetype", batas.bagian(terbuka, "mimetype"))
        baru.writestr("content.xml", isi)
        if "META-INF/manifest.xml" in terbuka.namelist():
            baru.writestr("META-INF/manifest.xml", batas.bagian(terbuka, "META-INF/manifest.xml"))
    keluar.seek(0)
    return _calamine(keluar, "ODS", lembar)


def _galat_ods(cocok: re.Match[bytes]) -> bytes:
    tag = re.sub(rb'\s(?:office:value|calcext:value-type)="[^"]*"', b"", cocok[0])
    return re.sub(rb'office:value-type="[^"]*"', b'office:value-type="string"', tag)


def _xls(path: str, lembar: str) -> Isi:
    with open(path, "rb") as aliran:
        isi = aliran.read()
    if "EncryptedPackage".encode("utf-16-le") in isi:
        raise BerkasKeliru(batas.SANDI)
    if "_VBA_PROJECT".encode("utf-16-le") in isi:
        raise BerkasKeliru(batas.MAKRO)
    if "WordDocument".encode("utf-16-le") in isi or "PowerPoint Document".encode("utf-16-le") in isi:
        raise BerkasKeliru(BUKAN_TABEL)
    kepala, baris = _calamine(path, "XLS", lembar)
    galat = _galat_xls(isi) if len(kepala["semua_lembar"]) == 1 else {}  # type: ignore[arg-type]
    return kepala, _sisipkan(baris, galat) if galat else baris


def _galat_xls(isi: bytes) -> dict[tuple[int, int], str]:
    """The error cells, which calamine gives as empty ones: records BOOLERR, and FORMULA with an error as its result."""
    nama = {
        0x00: "#NULL!",
        0x07: "#DIV/0!",
        0x0F: "#VALUE!",
        0x17: "#REF!",
        0x1D: "#NAME?",
        0x24: "#NUM!",
        0x2A: "#N/A",
    }
    kode = rb"([\x00\x07\x0f\x17\x1d\x24\x2a])"
    pola = (rb"\x05\x02\x08\x00(....).." + kode + rb"\x01", rb"\x06\x00..(....)..\x02." + kode + rb"...\xff\xff")
    return {struct.unpack("<HH", cocok[1]): nama[cocok[2][0]] for p in pola for cocok in re.finditer(p, isi, re.DOTALL)}


def _sisipkan(baris: Iterator[tuple[int, list[Any]]], galat: dict[tuple[int, int], str]) -> Iterator[Any]:
    for n, sel in baris:
        for (r, k), teks in galat.items():
            if r == n - 1 and k < len(sel) and sel[k] == "":
                sel[k] = teks
        yield n, sel


def _calamine(sumber: Any, nama_format: str, lembar: str) -> Isi:
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        buku = CalamineWorkbook.from_object(sumber)
        semua = [s.name for s in buku.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
        if not semua:
            raise BerkasKeliru("Berkas ini tidak memuat lembar kerja yang terlihat.")
        nama = lembar if lembar in semua else semua[0]
        halaman = buku.get_sheet_by_name(nama)
    except BerkasKeliru:
        raise
    except PasswordError:
        raise BerkasKeliru(batas.SANDI) from None
    except Exception:  # calamine's own errors, and the panics of the library below it
        raise BerkasKeliru(batas.RUSAK) from None
    return {"format": nama_format, "lembar": nama, "semua_lembar": semua}, _baris(halaman)


def _baris(halaman: Any) -> Iterator[tuple[int, list[Any]]]:
    if halaman.start is None:
        return
    geser = halaman.start[1]
    if geser + halaman.width > batas.KOLOM:
        raise BerkasKeliru(batas.TERLALU_BANYAK_KOLOM)
    jumlah = 0
    for n, sel in enumerate(halaman.iter_rows(), 1):
        if any(x != "" for x in sel):
            jumlah += 1
            if jumlah > batas.BARIS + 30:
                raise BerkasKeliru(batas.TERLALU_BANYAK_BARIS)
            yield n, [""] * geser + sel


def _sel(nilai: Any) -> Any:
    """One cell as JSON."""
    if isinstance(nilai, str):
        if len(nilai) > batas.SEL:
            raise BerkasKeliru(batas.SEL_TERLALU_PANJANG)
        return nilai.strip() or None
    if isinstance(nilai, bool) or nilai is None:
        return nilai
    if isinstance(nilai, float):
        if not math.isfinite(nilai):
            return "#NUM!"
        return int(nilai) if nilai.is_integer() and abs(nilai) < 2**53 else nilai
    if isinstance(nilai, datetime):
        return {"s": nilai.isoformat()}
    if isinstance(nilai, date):
        return {"d": nilai.isoformat()}
    if isinstance(nilai, time):
        return {"t": nilai.isoformat()}
    if isinstance(nilai, timedelta):
        return {"t": str(nilai)}
    return nilai


def tulis(path: str, lembar: str, keluar: Any) -> None:
    """Everything that this process has to say about the file."""
    jumlah = 0
    try:
        kepala, baris = buka(path, lembar)
        keluar.write(json.dumps(kepala, ensure_ascii=False) + "\n")
        for nomor, sel in baris:
            bersih = [_sel(x) for x in sel]
            while bersih and bersih[-1] is None:
                bersih.pop()
            jumlah += 1
            keluar.write(json.dumps([nomor, bersih], ensure_ascii=False) + "\n")
        keluar.write(json.dumps({"selesai": jumlah}) + "\n")
    except BerkasKeliru as galat:
        keluar.write(json.dumps({"galat": str(galat)}, ensure_ascii=False) + "\n")
    except (MemoryError, RecursionError):
        keluar.write(json.dumps({"galat": batas.TERLALU_BESAR}, ensure_ascii=False) + "\n")
    except BaseException as galat:  # a panic of the library below calamine is no Exception
        if type(galat).__name__ != "PanicException":
            raise
        keluar.write(json.dumps({"galat": batas.RUSAK}, ensure_ascii=False) + "\n")
    keluar.flush()


def _batasi() -> None:
    try:
        import resource
    except ImportError:  # Windows has no rlimit; the kill timer of the parent still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (batas.MEMORI, batas.MEMORI))
    resource.setrlimit(resource.RLIMIT_CPU, (batas.DETIK, batas.DETIK))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _batasi()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    tulis(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "", sys.stdout)


if __name__ == "__main__":
    main()
