"""The foot of an issued paper: the code as a scanner reads it, at its place on every sheet, and nothing that lies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from documents import catalog, pdf
from tests.documents import contoh

NASKAH: dict[str, Callable[..., Any]] = {
    "undangan": contoh.undangan,
    "notulen": contoh.notulen,
    "daftar_hadir": contoh.daftar_hadir,
    "berita_acara": contoh.berita_acara,
    "laporan": contoh.laporan,
}
TITIK = 150  # dots per inch of the scan
KODE = "ACDE-FHJK-LMNP"
VERIFIKASI = {"kode": "ACDEFHJKLMNP", "alamat": "https://musrenbang.contoh.invalid/periksa", "sha256": "9f2c" * 16}


def lembar(kode: str, **ubahan: Any) -> list[Any]:
    html, baris = catalog.susun(kode, {**NASKAH[kode](), "verifikasi": VERIFIKASI, **ubahan})
    return list(pypdfium2.PdfDocument(pdf.render(html, baris, judul=kode)))


def teks(pagina: Any) -> str:
    return " ".join(pagina.get_textpage().get_text_bounded().split())


def pindai(pagina: Any) -> tuple[Any, list[Any]]:
    gambar = pagina.render(scale=TITIK / 72).to_pil()
    # Among the lines of a table the reader sees bars now and then that nobody has drawn.
    return gambar, zxingcpp.read_barcodes(gambar, formats=zxingcpp.BarcodeFormat.QRCode)


def mm(titik: float) -> float:
    return titik * 25.4 / TITIK


@pytest.mark.parametrize("kode", NASKAH)
def test_the_code_in_the_foot_of_every_sheet_opens_the_page_that_checks_it(kode: str) -> None:
    for pagina in lembar(kode):
        gambar, (qr,) = pindai(pagina)
        assert qr.text == "https://musrenbang.contoh.invalid/periksa/ACDEFHJKLMNP"
        sudut = qr.position
        assert 12 <= mm(sudut.top_right.x - sudut.top_left.x) <= 16
        assert mm(sudut.top_left.x) == pytest.approx(30, abs=0.6)  # on the left margin of the text
        assert mm(gambar.height - sudut.bottom_left.y) >= 8  # printers leave the edge white
        assert mm(gambar.height - sudut.top_left.y) <= 25  # below the text
        assert KODE in teks(pagina)


@pytest.mark.parametrize("kode", NASKAH)
def test_without_an_address_there_is_neither_code_nor_link(kode: str) -> None:
    for pagina in lembar(kode, verifikasi={**VERIFIKASI, "alamat": ""}):
        assert pindai(pagina)[1] == []
        assert KODE in teks(pagina)
        assert "http" not in teks(pagina).split("Kode verifikasi")[1]


def test_a_long_reason_does_not_push_the_hash_off_the_sheet() -> None:
    alasan = f"Dibatalkan pada 23-03-2026: {'acara dijadwalkan ulang ' * 6}…"
    for pagina in lembar("undangan", tanda="DIBATALKAN", keterangan=alasan):
        assert "DIBATALKAN" in teks(pagina)
        assert alasan in teks(pagina)
        assert VERIFIKASI["sha256"] in teks(pagina)
        assert [c.text for c in pindai(pagina)[1]] == ["https://musrenbang.contoh.invalid/periksa/ACDEFHJKLMNP"]


def test_a_corrected_paper_names_the_old_one_beside_its_code_and_loses_nothing() -> None:
    menggantikan = "Versi 2, menggantikan nomor 000.7.1.3/001-P2EPD/2026"
    alasan = f"Diganti pada 23-03-2026: {'acara dijadwalkan ulang ' * 6}…"
    for ubahan in ({}, {"tanda": "DIGANTI", "keterangan": alasan}, {"verifikasi": {**VERIFIKASI, "alamat": ""}}):
        for pagina in lembar("undangan", menggantikan=menggantikan, **ubahan):
            assert f"{KODE}. {menggantikan}" in teks(pagina)
            assert ubahan.get("keterangan", "") in teks(pagina)
            assert VERIFIKASI["sha256"] in teks(pagina)


def test_a_note_of_a_return_stands_above_the_letterhead_of_the_first_page_only() -> None:
    catatan = "Jam acara belum sesuai.\n\nTembusan ditambahkan."
    pertama, *lain = lembar("undangan", penerima=contoh.undangan(300)["penerima"], catatan_pengembalian=catatan)
    assert teks(pertama).index("Catatan pengembalian: Jam acara") < teks(pertama).index("PEMERINTAH DAERAH")
    assert lain
    assert not any("Catatan pengembalian" in teks(p) for p in lain)
