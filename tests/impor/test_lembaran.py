"""Spreadsheets as they come: each is read, or refused with a sentence; none of them with a trace."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulk.impor import batas, lembaran, pembaca
from models.pesan import Keliru
from tests.impor import berkas_contoh as contoh

JUDUL = ["Nama", "Lembaga", "Telepon"]
BUDI = ["Budi Santoso", "Karang Taruna", "0812"]
TABEL = [JUDUL, BUDI]
XLSX = contoh.xlsx(TABEL)


def baca(tmp_path: Path, isi: bytes, lembar: str = "") -> tuple[dict[str, Any], list[Any]]:
    """The heading and the rows, or Keliru with the sentence; read in this process."""
    path = tmp_path / "berkas"
    path.write_bytes(isi)
    keluar = io.StringIO()
    pembaca.tulis(str(path), lembar, keluar)
    baris = [json.loads(teks) for teks in keluar.getvalue().splitlines()]
    if "galat" in baris[-1]:
        raise Keliru(baris[-1]["galat"])
    assert baris[-1] == {"selesai": len(baris) - 2}
    return baris[0], baris[1:-1]


def test_typed_cells_keep_their_types_and_rows_their_numbers(tmp_path: Path) -> None:
    isi = contoh.xlsx(
        [
            [],
            ["Nama", "Mulai", "Saat", "Jam", "Jumlah", "Hadir", "Kode"],
            [],
            ["Budi", date(2026, 3, 5), datetime(2026, 3, 5, 9, 30), time(9, 30), 12.5, True, "007"],
        ]
    )
    kepala, baris = baca(tmp_path, isi)
    assert kepala == {"format": "XLSX", "lembar": "Data", "semua_lembar": ["Data"]}
    saat = {"s": "2026-03-05T09:30:00"}
    assert baris[1] == [4, ["Budi", {"d": "2026-03-05"}, saat, {"t": "09:30:00"}, 12.5, True, "007"]]


def test_dates_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    _, baris = baca(tmp_path, contoh.xlsx([["a", "b"], ["x", date(2026, 3, 5)]], date_1904=True))
    assert baris[1][1] == ["x", {"d": "2026-03-05"}]


@pytest.mark.parametrize("buat", [contoh.xlsx, contoh.ods, contoh.xls], ids=["xlsx", "ods", "xls"])
def test_an_error_is_not_an_empty_cell(tmp_path: Path, buat: Any) -> None:
    tabel = [["Nama", "Volume"], ["Budi", ("=1/0", "#REF!") if buat is contoh.xlsx else "#REF!"], ["Siti", 3]]
    assert baca(tmp_path, buat(tabel))[1][1:] == [[2, ["Budi", "#REF!"]], [3, ["Siti", 3]]]


def test_a_formula_gives_its_stored_value_and_without_one_says_so(tmp_path: Path) -> None:
    _, baris = baca(tmp_path, contoh.xlsx([["a", "b"], [("=1+1", 2), ('="x"&"y"', "xy")], ["=A2*3", "akhir"]]))
    assert baris[1][1] == [2, "xy"]
    assert baris[2][1] == ["#RUMUS!", "akhir"]


def test_many_rows_are_read_block_by_block_without_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bulk.impor import xlsx

    monkeypatch.setattr(xlsx, "BLOK", 7)
    _, baris = baca(tmp_path, contoh.xlsx([["n", "teks"], *([n, f"baris {n}"] for n in range(2, 40))]))
    assert [(b[0], b[1][0]) for b in baris[1:]] == [(n, n) for n in range(2, 40)]


def test_cells_and_tags_with_a_prefix_and_rows_without_a_number_are_read_too(tmp_path: Path) -> None:
    xml = contoh.lembar_xml(XLSX).decode()
    for tag in ("worksheet", "sheetData", "row", "c", "v", "dimension", "sheetViews", "sheetView", "sheetFormatPr"):
        xml = (
            xml.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>").replace(f"</{tag}>", f"</x:{tag}>")
        )
    xml = xml.replace("<pageMargins", "<x:pageMargins").replace("xmlns=", "xmlns:x=")
    _, baris = baca(tmp_path, contoh.ganti(XLSX, {"xl/worksheets/sheet1.xml": xml.encode()}))
    assert baris == [[1, JUDUL], [2, BUDI]]
    tanpa = contoh.lembar_xml(XLSX).replace(b'<row r="2"', b"<row").replace(b'<row r="1"', b"<row")
    assert baca(tmp_path, contoh.ganti(XLSX, {"xl/worksheets/sheet1.xml": tanpa}))[1] == [[1, JUDUL], [2, BUDI]]


@pytest.mark.parametrize("tertulis", [b"NaN", b"inf", b"-Infinity", b"1e999"])
def test_a_number_that_is_none_is_the_error_that_excel_shows(tmp_path: Path, tertulis: bytes) -> None:
    buku = contoh.xlsx([JUDUL, ["Budi", "Karang Taruna", 812]])
    xml = contoh.lembar_xml(buku).replace(b"<v>812</v>", b"<v>%b</v>" % tertulis)
    baris = baca(tmp_path, contoh.ganti(buku, {"xl/worksheets/sheet1.xml": xml}))[1]
    assert baris[1] == [2, ["Budi", "Karang Taruna", "#NUM!"]]


def test_hidden_sheets_are_passed_over_and_another_can_be_chosen(tmp_path: Path) -> None:
    import xlsxwriter

    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar)
    for nama in ("Rahasia", "Petunjuk", "Isi & Data"):
        halaman = buku.add_worksheet(nama)
        halaman.write_row(0, 0, [nama, "b"])
        if nama == "Rahasia":
            halaman.hide()
        if nama == "Petunjuk":
            halaman.activate()
            halaman.set_first_sheet()
    buku.close()
    kepala, baris = baca(tmp_path, keluar.getvalue())
    assert (kepala["lembar"], kepala["semua_lembar"]) == ("Petunjuk", ["Petunjuk", "Isi & Data"])
    assert baris == [[1, ["Petunjuk", "b"]]]
    assert baca(tmp_path, keluar.getvalue(), "Isi & Data")[1] == [[1, ["Isi & Data", "b"]]]


def test_rows_that_are_only_formatted_down_to_the_last_one_count_for_nothing(tmp_path: Path) -> None:
    xml = contoh.lembar_xml(XLSX)
    hampa = b"".join(b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 3000))
    hampa += b'<row r="1048576" s="1"/>'
    xml = xml.replace(b"</sheetData>", hampa + b"</sheetData>").replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    assert baca(tmp_path, contoh.ganti(XLSX, {"xl/worksheets/sheet1.xml": xml}))[1] == [[1, JUDUL], [2, BUDI]]


# --- CSV --------------------------------------------------------------------------------------------------------------

TEKS = "Nama;Lembaga;Telepon\r\nBudi Santoso;Karang Taruna;0812\r\n"
CSV = {
    "titik koma": TEKS.encode(),
    "BOM": "﻿".encode() + TEKS.encode(),
    "koma": TEKS.replace(";", ",").encode(),
    "tab": TEKS.replace(";", "\t").encode(),
    "garis tegak": TEKS.replace(";", "|").encode(),
    "UTF-16": TEKS.encode("utf-16"),
    "UTF-16 tanpa BOM": TEKS.encode("utf-16-le"),
    "UTF-16 BE": TEKS.encode("utf-16-be"),
    "baris LF": TEKS.replace("\r\n", "\n").encode(),
    "baris CR": TEKS.replace("\r\n", "\r").encode(),
    "petunjuk sep": b"sep=;\r\n" + TEKS.encode(),
    "kutip": b'"Nama","Lembaga","Telepon"\n"Budi Santoso","Karang Taruna","0812"\n',
    "tanpa baris akhir": TEKS.strip().encode(),
    "baris kosong": TEKS.replace("\r\n", "\r\n\r\n;;\r\n").encode(),
}


@pytest.mark.parametrize("nama", CSV)
def test_a_csv_is_read_whatever_its_encoding_and_separator(tmp_path: Path, nama: str) -> None:
    kepala, baris = baca(tmp_path, CSV[nama])
    assert kepala["format"] == "CSV"
    assert [b[1] for b in baris] == TABEL, kepala


def test_old_windows_letters_and_lines_within_a_cell_survive(tmp_path: Path) -> None:
    isi = 'Nama;Alamat\n"Café Désa";"Jl. Pahlawan\nNo. 1; belakang"\n'.encode("cp1252")
    _, baris = baca(tmp_path, isi)
    assert baris[1] == [2, ["Café Désa", "Jl. Pahlawan\nNo. 1; belakang"]]


def test_a_comma_within_quotes_does_not_make_it_the_separator(tmp_path: Path) -> None:
    isi = b'Nama;Alamat\n"a,b,c,d";"e,f,g"\n"h,i,j";k\n'
    assert baca(tmp_path, isi)[1][1] == [2, ["a,b,c,d", "e,f,g"]]


# --- refused ----------------------------------------------------------------------------------------------------------


def _xml(ganti: bytes, dengan: bytes) -> bytes:
    return contoh.ganti(XLSX, {"xl/worksheets/sheet1.xml": contoh.lembar_xml(XLSX).replace(ganti, dengan)})


def _sel(alamat: bytes) -> bytes:
    angka = alamat.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return _xml(b"</sheetData>", b'<row r="%b"><c r="%b"><v>1</v></c></row></sheetData>' % (angka, alamat))


def _kolom(n: int) -> bytes:
    return (",".join(f"k{i}" for i in range(n)) + "\n").encode()


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData></sheetData></worksheet>'
DITOLAK: dict[str, tuple[bytes, str]] = {
    "kosong": (b"", "kosong"),
    "hanya spasi": (b"\xef\xbb\xbf \r\n", "kosong"),
    "bom ukuran": (contoh.ganti(XLSX, {"xl/media/x.bin": bytes(60 << 20)}), "jauh lebih besar"),
    "bom entri": (contoh.ganti(XLSX, {f"x/{i}": b"" for i in range(2100)}), "jauh lebih besar"),
    "makro": (contoh.ganti(XLSX, {"xl/vbaProject.bin": b"x"}), "makro"),
    "makro XLS": (contoh.ole({"Workbook": b"x", "_VBA_PROJECT": b"y"}), "makro"),
    "bersandi": (contoh.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "kata sandi"),
    "dokumen Word": (contoh.ole({"WordDocument": b"x"}), "bukan tabel"),
    "OLE kosong": (contoh.ole({"Apa saja": b"x"}), "rusak"),
    "sel XFD1": (_sel(b"XFD1"), "300 kolom"),
    "sel XFD1048576": (_sel(b"XFD1048576"), "300 kolom"),
    "sel LZ2": (_sel(b"LZ2"), "300 kolom"),
    "DTD di lembar": (contoh.ganti(XLSX, {"xl/worksheets/sheet1.xml": DTD}), "deklarasi XML"),
    "DTD di buku": (contoh.ganti(XLSX, {"xl/workbook.xml": DTD}), "deklarasi XML"),
    "XML rusak": (_xml(b"<v>0</v>", b"<v>0"), "rusak"),
    "tanpa lembar": (contoh.ganti(XLSX, {"xl/worksheets/sheet1.xml": None}), "rusak"),
    "tanpa buku": (contoh.ganti(XLSX, {"xl/workbook.xml": None}), "bukan tabel"),
    "buku rusak": (contoh.ganti(XLSX, {"xl/workbook.xml": b"<workbook"}), "rusak"),
    "ZIP lain": (contoh.ganti(XLSX, {"xl/workbook.xml": None, "word/document.xml": b"x"}), "bukan tabel"),
    "XLSB": (contoh.ganti(XLSX, {"xl/workbook.bin": b"x"}), "XLSB"),
    "ODT": (contoh.ganti(contoh.ods(TABEL), {"mimetype": b"application/vnd.oasis.opendocument.text"}), "bukan tabel"),
    "ODS bersandi": (contoh.ganti(contoh.ods(TABEL), {"META-INF/manifest.xml": b"<encryption-data/>"}), "kata sandi"),
    "ODS lebar": (
        contoh.ods(
            TABEL,
            '<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
            'office:value="1"/></table:table-row>',
        ),
        "300 kolom",
    ),
    "HTML": (b"<html><table><tr><td>Nama</td></tr></table></html>", "halaman web"),
    "HTML dengan BOM": ("﻿ <TABLE><tr><td>Nama</td></tr></TABLE>".encode(), "halaman web"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\n", "bukan tabel"),
    "PNG": (b"\x89PNG\r\n\x1a\n1234", "bukan tabel"),
    "gzip": (b"\x1f\x8b\x08\x00abcd", "bukan tabel"),
    "RAR": (b"Rar!\x1a\x07abcd", "bukan tabel"),
    "XML lain": (b'<?xml version="1.0"?><x/>', "bukan tabel"),
    "NUL": (b"Nama;Lembaga\nBu\0di;x\nSiti;y\nAni;z\n", "NUL"),
    "kutip tidak berpasangan": (b'Nama;Lembaga\n"Budi;x\nSiti;y\n', "Baris 2: tanda kutip"),
    "satu sel raksasa": (b"Nama;Lembaga\n" + b"x" * 40_000 + b";y\n", "32.767 huruf"),
    "satu baris raksasa": (b"x" * 1_000_000, "32.767 huruf"),
    "10.000 kolom": (_kolom(10_000), "300 kolom"),
    "terlalu banyak baris": (b"Nama;x\n" + b"a;b\n" * 200_100, "200.000 baris"),
}


@pytest.mark.parametrize("nama", DITOLAK)
def test_what_cannot_be_an_import_is_refused_with_a_sentence(tmp_path: Path, nama: str) -> None:
    isi, kata = DITOLAK[nama]
    with pytest.raises(Keliru, match=kata):
        baca(tmp_path, isi)


@pytest.mark.parametrize("sisa", [1, 3, 10, 30, 50, 70, 90, 97])
@pytest.mark.parametrize("buat", [contoh.xlsx, contoh.ods, contoh.xls], ids=["xlsx", "ods", "xls"])
def test_a_file_that_ends_too_early_is_called_broken(tmp_path: Path, buat: Any, sisa: int) -> None:
    utuh = buat([JUDUL, *[BUDI] * 200])
    with pytest.raises(Keliru, match=r"rusak|bukan tabel|NUL|kosong"):
        assert baca(tmp_path, utuh[: len(utuh) * sisa // 100])[1] == []


def test_sizes_that_the_archive_lies_about_are_found_while_it_is_unpacked(tmp_path: Path) -> None:
    isi = bytearray(_xml(b"</sheetData>", b"<row>" + b"<c><v>1</v></c>" * 5000 + b"</row></sheetData>"))
    with zipfile.ZipFile(io.BytesIO(bytes(isi))) as buka:
        ukuran = buka.getinfo("xl/worksheets/sheet1.xml").file_size
    bohong = bytes(isi).replace(ukuran.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(Keliru, match="rusak"):
        baca(tmp_path, bohong)


# --- the process ------------------------------------------------------------------------------------------------------


def test_the_process_gives_what_the_reader_gives(tmp_path: Path) -> None:
    with lembaran.baca(XLSX) as (kepala, baris):
        assert kepala["format"] == "XLSX"
        assert list(baris) == [[1, JUDUL], [2, BUDI]]
    with pytest.raises(Keliru, match="makro"), lembaran.baca(DITOLAK["makro"][0]):
        raise AssertionError("berkas bermakro terbuka")


def test_a_reader_that_is_killed_is_a_sentence_and_not_a_shorter_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batas, "DETIK", 0.01)
    with pytest.raises(Keliru, match="batas waktu dan memori"), lembaran.baca(XLSX) as (_, baris):
        list(baris)


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="batas memori hanya ada di POSIX")
def test_rows_that_ods_repeats_a_million_times_cost_the_reader_and_not_the_panel(tmp_path: Path) -> None:
    ulang = '<table:table-cell office:value-type="string"><text:p>' + "x" * 3000 + "</text:p></table:table-cell>"
    isi = contoh.ods(TABEL, f'<table:table-row table:number-rows-repeated="1048576">{ulang}</table:table-row>')
    with pytest.raises(Keliru), lembaran.baca(isi) as (_, baris):
        list(baris)


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", pembaca.OLE, b"Nama;Lembaga\n", XLSX[:800]]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, ekor: bytes, awal: bytes) -> None:
    with contextlib.suppress(Keliru):
        baca(tmp_path, awal + ekor)


def test_letters_that_are_none_are_told(tmp_path: Path) -> None:
    with pytest.raises(Keliru, match="Huruf di berkas ini tidak dapat dibaca"):
        baca(tmp_path, b"\xef\xbb\xbfNama;Lembaga\nBudi;\xff\xfe\n")
