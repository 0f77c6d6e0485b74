"""The limits of the reader, one by one, and what its process says when it meets one."""

from __future__ import annotations

import io
import json
import runpy
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import python_calamine

from bulk.impor import batas, lembaran, pembaca, xlsx
from models.pesan import Keliru
from tests.impor import berkas_contoh as contoh
from tests.impor.test_lembaran import BUDI, JUDUL, TABEL, XLSX, baca

LEMBAR = "xl/worksheets/sheet1.xml"


def dengan_baris(baris: bytes) -> bytes:
    xml = contoh.lembar_xml(XLSX).replace(b"</sheetData>", baris + b"</sheetData>")
    return contoh.ganti(XLSX, {LEMBAR: xml})


def buku(ganti: bytes, dengan: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(XLSX)) as buka:
        lama = buka.read("xl/workbook.xml")
    assert ganti in lama
    return contoh.ganti(XLSX, {"xl/workbook.xml": lama.replace(ganti, dengan)})


# --- archives ---------------------------------------------------------------------------------------------------------


def test_an_archive_whose_parts_are_locked_asks_for_its_password_to_be_removed(tmp_path: Path) -> None:
    isi = bytearray(XLSX)
    isi[isi.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Keliru, match="kata sandi"):
        baca(tmp_path, bytes(isi))


def test_a_part_that_is_missing_or_damaged_makes_the_file_a_broken_one(tmp_path: Path) -> None:
    rusak = contoh.ganti(XLSX, {}, mampat=False).replace(b"<workbook ", b"<workbooK ", 1)
    for isi in (contoh.ganti(XLSX, {"xl/_rels/workbook.xml.rels": None}), rusak):
        with pytest.raises(Keliru, match="rusak"):
            baca(tmp_path, isi)


def test_a_part_is_unpacked_no_further_than_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batas, "BAGIAN", 50)
    with pytest.raises(Keliru, match="jauh lebih besar"):
        baca(tmp_path, XLSX)


# --- XLSX -------------------------------------------------------------------------------------------------------------


def test_a_workbook_without_a_sheet_that_people_see_is_refused(tmp_path: Path) -> None:
    for isi in (buku(b"<sheet ", b'<sheet state="hidden" '), buku(b'"rId1"', b'"rId77"')):
        with pytest.raises(Keliru, match="lembar kerja yang terlihat"):
            baca(tmp_path, isi)


@pytest.mark.parametrize(
    ("nama", "nilai", "kalimat"),
    [("BARIS", -29, "baris"), ("ISI", 10, "jauh lebih besar"), ("POTONG", 4, "rusak")],
)
def test_a_sheet_is_read_no_further_than_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nama: str, nilai: int, kalimat: str
) -> None:
    monkeypatch.setattr(xlsx, nama, nilai)
    with pytest.raises(Keliru, match=kalimat):
        baca(tmp_path, XLSX)


def test_a_row_longer_than_what_is_held_at_once_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "POTONG", 256)
    assert baca(tmp_path, XLSX)[1] == [[1, JUDUL], [2, BUDI]]
    panjang = b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + b"x" * 20_000 + b"</t></is></c></row>"
    with pytest.raises(Keliru, match="300 kolom"):
        baca(tmp_path, dengan_baris(panjang))


def test_a_sheet_whose_cells_are_all_empty_has_no_rows(tmp_path: Path) -> None:
    for isi in (b"", b'<row r="1"><c r="A1"><v></v></c></row>'):
        xml = b"<worksheet><sheetData>" + isi + b"</sheetData></worksheet>"
        assert baca(tmp_path, contoh.ganti(XLSX, {LEMBAR: xml}))[1] == []


# --- what calamine reads ----------------------------------------------------------------------------------------------


class Buku:
    """A workbook of calamine that has no sheets, or asks for its password."""

    galat: Exception | None = None
    sheets_metadata: tuple[Any, ...] = ()

    @classmethod
    def from_object(cls, _sumber: Any) -> Any:
        if cls.galat:
            raise cls.galat
        return cls


@pytest.mark.parametrize(
    ("galat", "kalimat"), [(None, "lembar kerja yang terlihat"), (python_calamine.PasswordError("x"), "kata sandi")]
)
def test_a_workbook_that_shows_nothing_or_is_locked_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, galat: Exception | None, kalimat: str
) -> None:
    monkeypatch.setattr(Buku, "galat", galat)
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Buku)
    with pytest.raises(Keliru, match=kalimat):
        baca(tmp_path, contoh.ods(TABEL))


def test_an_ods_without_its_manifest_is_a_broken_file(tmp_path: Path) -> None:
    with pytest.raises(Keliru, match="rusak"):
        baca(tmp_path, contoh.ganti(contoh.ods(TABEL), {"META-INF/manifest.xml": None}))


def halaman(*baris: list[Any], awal: tuple[int, int] | None = (0, 0)) -> Any:
    return SimpleNamespace(start=awal, width=len(baris[0]) if baris else 0, iter_rows=lambda: iter(baris))


def test_rows_of_a_sheet_are_counted_without_the_empty_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(pembaca._baris(halaman(awal=None))) == []
    satu = halaman(["a"], [""], ["b"], awal=(0, 2))
    assert list(pembaca._baris(satu)) == [(1, ["", "", "a"]), (3, ["", "", "b"])]
    monkeypatch.setattr(batas, "BARIS", -29)
    with pytest.raises(batas.BerkasKeliru, match="baris"):
        list(pembaca._baris(satu))
    with pytest.raises(batas.BerkasKeliru, match="300 kolom"):
        list(pembaca._baris(halaman(["a"] * 301)))


def test_a_cell_is_written_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pembaca._sel(timedelta(hours=26)) == {"t": "1 day, 2:00:00"}
    assert pembaca._sel(7) == 7
    with pytest.raises(batas.BerkasKeliru, match=r"32\.767 huruf"):
        pembaca._sel("x" * 32_768)
    assert baca(tmp_path, contoh.ods([["a", "b"], ["x", None], ["y", "z"]]))[1][1] == [2, ["x"]]


# --- the process ------------------------------------------------------------------------------------------------------


class PanicException(BaseException):
    """As pyo3 calls what a Rust library dies of."""


@pytest.mark.parametrize(
    ("galat", "kalimat"),
    [(MemoryError(), batas.TERLALU_BESAR), (RecursionError(), batas.TERLALU_BESAR), (PanicException(), batas.RUSAK)],
)
def test_what_the_reader_dies_of_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, galat: BaseException, kalimat: str
) -> None:
    def buka(_path: str, _lembar: str) -> Any:
        raise galat

    monkeypatch.setattr(pembaca, "buka", buka)
    with pytest.raises(Keliru) as info:
        baca(tmp_path, XLSX)
    assert str(info.value.pesan) == kalimat


def test_a_fault_of_the_program_itself_is_not_called_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pembaca, "buka", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pembaca.tulis("berkas", "", io.StringIO())


@pytest.mark.parametrize("lembar", [[], ["Data"]])
def test_the_process_reads_behind_its_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lembar: list[str]
) -> None:
    dibatasi = []
    resource = SimpleNamespace(
        RLIMIT_AS="AS", RLIMIT_CPU="CPU", RLIMIT_CORE="CORE", setrlimit=lambda apa, n: dibatasi.append((apa, n[0]))
    )
    monkeypatch.setitem(sys.modules, "resource", resource)  # type: ignore[arg-type]
    path = tmp_path / "berkas"
    path.write_bytes(XLSX)
    monkeypatch.setattr(sys, "argv", ["pembaca", str(path), *lembar])
    monkeypatch.delitem(sys.modules, "bulk.impor.pembaca")
    runpy.run_module("bulk.impor.pembaca", run_name="__main__")
    assert [json.loads(teks) for teks in capsys.readouterr().out.splitlines()][-1] == {"selesai": 2}
    assert dibatasi == [("AS", batas.MEMORI), ("CPU", batas.DETIK), ("CORE", 0)]


def test_where_the_system_has_no_limits_the_kill_timer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)  # type: ignore[arg-type]
    pembaca._batasi()


def test_a_file_is_weighed_before_a_process_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Keliru, match="kosong"):
        lembaran.periksa_ukuran(b"")
    monkeypatch.setattr(batas, "BERKAS", 3)
    lembaran.periksa_ukuran(b"abc")
    with pytest.raises(Keliru, match="lebih besar"):
        lembaran.periksa_ukuran(b"abcd")


def test_a_line_that_is_torn_is_a_reader_that_died(monkeypatch: pytest.MonkeyPatch) -> None:
    jawaban = lembaran._jawaban(['{"format": "CSV"}', '[1, ["Na'])
    assert next(jawaban) == {"format": "CSV"}
    with pytest.raises(Keliru, match="batas waktu dan memori"):
        next(jawaban)
