"""Spreadsheets of the tests, made byte by byte where no library writes what is wanted."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Baris = Sequence[Sequence[Any]]


def xlsx(baris: Baris, lembar: str = "Data", **pilihan: Any) -> bytes:
    """An XLSX with typed cells; a text that begins with "=" is a formula, (formula, value) one with its value."""
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar, {"in_memory": True, **pilihan})
    halaman = buku.add_worksheet(lembar)
    for n, sel in enumerate(baris):
        for k, isi in enumerate(sel):
            _tulis(buku, halaman, n, k, isi)
    buku.close()
    return keluar.getvalue()


def _tulis(buku: Any, halaman: Any, n: int, k: int, isi: Any) -> None:
    if isinstance(isi, tuple):
        halaman.write_formula(n, k, isi[0], None, isi[1])
    elif isinstance(isi, datetime):
        halaman.write_datetime(n, k, isi, buku.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    elif isinstance(isi, date):
        halaman.write_datetime(n, k, isi, buku.add_format({"num_format": "dd/mm/yyyy"}))
    elif isinstance(isi, time):
        halaman.write_datetime(n, k, isi, buku.add_format({"num_format": "hh:mm"}))
    elif isinstance(isi, str) and isi.startswith("="):
        halaman.write_formula(n, k, isi, None, "")
    elif isinstance(isi, str):
        halaman.write_string(n, k, isi)
    elif isi is not None:
        halaman.write(n, k, isi)


def ganti(arsip: bytes, isi: Mapping[str, bytes | None], *, mampat: bool = True) -> bytes:
    """The same archive with some parts other, or away (None)."""
    keluar = io.BytesIO()
    cara = zipfile.ZIP_DEFLATED if mampat else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(arsip)) as lama, zipfile.ZipFile(keluar, "w", cara) as baru:
        semua = {n: lama.read(n) for n in lama.namelist()} | dict(isi)
        for nama, data in semua.items():
            if data is not None:
                baru.writestr(nama, data)
    return keluar.getvalue()


def lembar_xml(arsip: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(arsip)) as buka:
        return buka.read("xl/worksheets/sheet1.xml")


# --- ODS --------------------------------------------------------------------------------------------------------------

_NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods(baris: Baris, sisipan: str = "") -> bytes:
    """An ODS as LibreOffice writes it; "#…" is an error cell. `sisipan`: rows of XML after the others."""
    isi = "".join(f"<table:table-row>{''.join(_sel_ods(x) for x in sel)}</table:table-row>" for sel in baris)
    badan = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NS} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{isi}{sisipan}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as buku:
        buku.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        buku.writestr("content.xml", badan)
        buku.writestr("META-INF/manifest.xml", "<manifest/>")
    return keluar.getvalue()


def _sel_ods(isi: Any) -> str:
    if isi is None:
        return "<table:table-cell/>"
    sel = "<table:table-cell office:value-type="
    if isinstance(isi, date):
        return f'{sel}"date" office:date-value="{isi}"><text:p>{isi}</text:p></table:table-cell>'
    if isinstance(isi, int | float):
        return f'{sel}"float" office:value="{isi}"><text:p>{isi}</text:p></table:table-cell>'
    if isi.startswith("#"):
        return (
            '<table:table-cell table:formula="of:=[.Z9]" office:value-type="float" office:value="0" '
            f'calcext:value-type="error"><text:p>{escape(isi)}</text:p></table:table-cell>'
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(isi)}</text:p></table:table-cell>'


# --- XLS (BIFF8 in an OLE container) ----------------------------------------------------------------------------------


def xls(baris: Baris, *, aliran: str = "Workbook", tambahan: bytes = b"") -> bytes:
    """An XLS of one sheet; a text that begins with "#" is an error cell."""

    def rekam(kode: int, isi: bytes) -> bytes:
        return struct.pack("<HH", kode, len(isi)) + isi

    bof = rekam(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    nama = b"Data"
    panjang = len(bof) + 4 + 8 + len(nama) + 4
    lembar = rekam(0x0085, struct.pack("<IBBBB", panjang, 0, 0, len(nama), 0) + nama)
    isi = bof + lembar + rekam(0x000A, b"")
    isi += rekam(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for n, sel in enumerate(baris):
        for k, x in enumerate(sel):
            if isinstance(x, str) and x.startswith("#"):
                isi += rekam(0x0205, struct.pack("<HHHBB", n, k, 0, 0x17, 1))
            elif isinstance(x, str):
                isi += rekam(0x0204, struct.pack("<HHHHB", n, k, 0, len(x), 1) + x.encode("utf-16-le"))
            elif x is not None:
                isi += rekam(0x0203, struct.pack("<HHHd", n, k, 0, float(x)))
    isi += rekam(0x000A, b"") + tambahan
    return ole({aliran: isi})


def ole(aliran: Mapping[str, bytes]) -> bytes:
    """An OLE container with these streams, each in sectors of its own (none in the small ones)."""
    akhir, fat_sektor = 0xFFFFFFFE, 0xFFFFFFFD
    sektor: list[bytes] = []
    fat: list[int] = []
    masuk = []
    for nama, data in aliran.items():
        data = data.ljust(4096, b"\0")
        n = -(-len(data) // 512)
        masuk.append((nama, len(fat), len(data)))
        sektor += [data[i * 512 : i * 512 + 512].ljust(512, b"\0") for i in range(n)]
        fat += [*range(len(fat) + 1, len(fat) + n), akhir]
    direktori = _entri("Root Entry", 5, akhir, 0, anak=1)
    for i, (nama, mulai, ukuran) in enumerate(masuk):
        direktori += _entri(nama, 2, mulai, ukuran, kanan=i + 2 if i + 1 < len(masuk) else 0xFFFFFFFF)
    direktori = direktori.ljust(-(-len(direktori) // 512) * 512, b"\0")
    awal_dir = len(fat)
    n_dir = len(direktori) // 512
    sektor += [direktori[i * 512 : i * 512 + 512] for i in range(n_dir)]
    fat += [*range(awal_dir + 1, awal_dir + n_dir), akhir]
    n_fat = 1
    while (len(fat) + n_fat) > n_fat * 128:
        n_fat += 1
    awal_fat = len(fat)
    fat += [fat_sektor] * n_fat
    fat += [0xFFFFFFFF] * (n_fat * 128 - len(fat))
    tabel = struct.pack(f"<{len(fat)}I", *fat)
    sektor += [tabel[i * 512 : i * 512 + 512] for i in range(n_fat)]
    difat = [*range(awal_fat, awal_fat + n_fat), *[0xFFFFFFFF] * (109 - n_fat)]
    kepala = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    kepala += struct.pack("<IIIIIIIII", 0, n_fat, awal_dir, 0, 4096, akhir, 0, akhir, 0) + struct.pack("<109I", *difat)
    return kepala + b"".join(sektor)


def _entri(nama: str, jenis: int, mulai: int, ukuran: int, anak: int = 0xFFFFFFFF, kanan: int = 0xFFFFFFFF) -> bytes:
    teks = (nama + "\0").encode("utf-16-le")
    isi = teks.ljust(64, b"\0") + struct.pack("<HBBIII", len(teks), jenis, 1, 0xFFFFFFFF, kanan, anak)
    return isi + bytes(16) + bytes(4) + bytes(16) + struct.pack("<IQ", mulai, ukuran)
