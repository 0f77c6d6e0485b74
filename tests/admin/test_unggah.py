"""Files on their way in: what their bytes are; and out: a name in any script, and never as a page of this site."""

from __future__ import annotations

import io
import zipfile

import pytest
from werkzeug.datastructures import FileStorage

from admin import unggah
from admin.unggah import OOXML, clean_name, read_upload, serve
from models.pesan import Keliru

DOCX, XLSX = OOXML["word/"][1], OOXML["xl/"][1]


def arsip(*nama: str) -> bytes:
    with zipfile.ZipFile(isi := io.BytesIO(), "w") as satu:
        for n in nama:
            satu.writestr(n, b"isi")
    return isi.getvalue()


def unggahan(nama: str, isi: bytes) -> FileStorage:
    return FileStorage(io.BytesIO(isi), nama)


KEPALA = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("nama", "isi", "jenis"),
    [
        ("a.pdf", b"%PDF-1.7 isi", "application/pdf"),
        ("A.PDF", b"%PDF-1.7 isi", "application/pdf"),
        ("a.png", b"%PDF-1.7 isi", None),
        ("a", b"%PDF-1.7 isi", None),
        ("a.html", b"%PDF-1.7<script>", None),
        ("a.png", b"\x89PNG\r\n\x1a\n0", "image/png"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n0", None),
        ("a.jpeg", b"\xff\xd8\xff0", "image/jpeg"),
        ("a.png", b"\xff\xd8\xff0", None),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-excel"),
        ("a.exe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        ("a.docx", arsip(KEPALA, "word/document.xml"), DOCX),
        ("a.xlsx", arsip(KEPALA, "xl/workbook.xml"), XLSX),
        ("a.xlsx", arsip(KEPALA, "word/document.xml"), None),
        ("a.docx", arsip("word/document.xml"), None),
        ("a.docx", arsip(KEPALA, "word/document.xml", "word/vbaProject.bin"), None),  # it holds a macro
        ("a.docx", b"PK\x03\x04 rusak", None),
        ("a.zip", arsip("a.pdf"), None),
        ("a.svg", b"<svg onload='alert(1)'/>", None),
    ],
    ids=lambda nilai: nilai if isinstance(nilai, str) else "-",  # the bytes of an archive hold the time of day
)
def test_a_file_is_what_its_bytes_are_and_its_name_says(nama: str, isi: bytes, jenis: str | None) -> None:
    if jenis is None:
        with pytest.raises(Keliru):
            read_upload(unggahan(nama, isi))
    else:
        assert read_upload(unggahan(nama, isi)) == (nama, jenis, isi)


def test_a_file_above_the_bound_is_refused_and_one_on_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unggah, "TERBESAR", 20)
    assert read_upload(unggahan("a.pdf", b"%PDF-".ljust(20, b"0")))[2]
    with pytest.raises(Keliru, match="lebih besar dari 20 MB"):
        read_upload(unggahan("a.pdf", b"%PDF-".ljust(21, b"0")))


@pytest.mark.parametrize(
    ("dikirim", "disimpan"),
    [
        ("C:\\Data\\Surat masuk.pdf", "Surat masuk.pdf"),
        ("../../etc/passwd", "passwd"),
        ('a<b>:"|?*\r\n\0.pdf', "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("/", "berkas"),
    ],
)
def test_a_name_keeps_nothing_that_a_file_name_must_not_hold(dikirim: str, disimpan: str) -> None:
    assert clean_name(dikirim) == disimpan


@pytest.mark.parametrize(
    "nama", ["Laporan.pdf", "Daftar hadir – Musrenbang.pdf", "名簿.pdf", 'a"b\r\nX: y.pdf', "?.pdf"]
)
def test_a_file_name_of_any_script_fits_into_the_header(nama: str) -> None:
    jawab = serve(nama, "application/pdf", b"%PDF-1.4")
    isi = jawab.headers["Content-Disposition"]
    isi.encode("latin-1")  # what every WSGI server does
    assert "\n" not in isi
    assert ("filename*=UTF-8''" in isi) == (not nama.isascii())


def test_what_a_browser_could_run_is_downloaded() -> None:
    assert serve("a.html", "text/html", b"<script>").headers["Content-Disposition"].startswith("attachment")
    assert serve("a.pdf", "application/pdf", b"%PDF").headers["Content-Disposition"].startswith("inline")


def test_a_file_that_is_shown_acts_as_no_page_and_stands_in_no_frame() -> None:
    jawab = serve("a.pdf", "application/pdf", b"%PDF")
    assert jawab.headers["Content-Security-Policy"] == "sandbox; base-uri 'none'; frame-ancestors 'none'"
    milik = serve("a.pdf", "application/pdf", b"%PDF", own=True)
    assert milik.headers["Content-Security-Policy"] == "base-uri 'none'; frame-ancestors 'none'"
    assert jawab.mimetype == "application/pdf"
    unduh = serve("a.pdf", "application/pdf", b"%PDF", download=True)
    assert unduh.headers["Content-Disposition"].startswith("attachment")
