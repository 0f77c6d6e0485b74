"""Pictures of letterheads: only what can be drawn is taken, and nothing but its pixels."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from documents import pdf, templat


def citra(jenis: str = "PNG", ukuran: tuple[int, int] = (400, 300), mode: str = "RGB") -> bytes:
    hasil = io.BytesIO()
    Image.new(mode, ukuran, (200, 30, 30, 0) if mode == "RGBA" else 100 if mode == "L" else None).save(hasil, jenis)
    return hasil.getvalue()


def ratakan(isi: bytes) -> tuple[str, bytes]:
    kepala, hasil = pdf.kerjakan("ratakan", {}, isi, judul="lambang", batas_detik=10)
    return str(kepala["salah"]), hasil


@pytest.mark.parametrize("jenis", ["PNG", "JPEG"])
def test_a_picture_comes_out_as_flat_png(jenis: str) -> None:
    salah, hasil = ratakan(citra(jenis))
    assert salah == ""
    with Image.open(io.BytesIO(hasil)) as jadi:
        assert (jadi.format, jadi.mode, jadi.size) == ("PNG", "RGB", (400, 300))


def test_what_is_transparent_is_printed_on_white() -> None:
    _, hasil = ratakan(citra(mode="RGBA"))
    with Image.open(io.BytesIO(hasil)) as jadi:
        assert jadi.getpixel((5, 5)) == (255, 255, 255)


def test_a_large_picture_is_made_no_larger_than_print_needs() -> None:
    _, hasil = ratakan(citra(ukuran=(5000, 2500), mode="L"))
    with Image.open(io.BytesIO(hasil)) as jadi:
        assert jadi.size == (1200, 600)


def test_nothing_that_hides_behind_the_picture_goes_on() -> None:
    _, hasil = ratakan(citra() + b"<script>alert(1)</script>")
    assert b"script" not in hasil


def bom(sisi: int) -> bytes:
    """A PNG of a few bytes that says it has `sisi` pixels a side."""

    def potong(nama: bytes, isi: bytes) -> bytes:
        return struct.pack(">I", len(isi)) + nama + isi + struct.pack(">I", zlib.crc32(nama + isi))

    kepala = struct.pack(">IIBBBBB", sisi, sisi, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + potong(b"IHDR", kepala)
        + potong(b"IDAT", zlib.compress(b"\0" * 1000))
        + potong(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("isi", "salah"),
    [
        (b"bukan gambar", "rusak"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 200, "rusak"),
        (citra()[:300], "rusak"),
        (citra("GIF"), "rusak"),
        (citra(ukuran=(99, 400)), "ukuran"),
        (bom(60_000), "ukuran"),
        (bom(3000), "rusak"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "rusak"),
    ],
)
def test_what_is_no_picture_or_out_of_bounds_is_refused(isi: bytes, salah: str) -> None:
    assert ratakan(isi) == (salah, b"")


@pytest.mark.parametrize(
    ("jenis", "ukuran", "mm"), [("PNG", (600, 900), (18.67, 28)), ("JPEG", (900, 300), (23, 7.67))]
)
def test_a_picture_keeps_its_shape_in_the_letterhead(
    jenis: str, ukuran: tuple[int, int], mm: tuple[float, float]
) -> None:
    import base64

    alamat = f"data:image/x;base64,{base64.b64encode(citra(jenis, ukuran)).decode()}"
    assert templat.muat(alamat, 23, 28) == mm


def test_the_first_page_of_a_paper_becomes_a_picture() -> None:
    halaman = "<html><head></head><body>satu<pdf:nextpage></pdf:nextpage>dua</body></html>"
    kepala, hasil = pdf.kerjakan("gambar", {"halaman": 0, "lebar": 600}, pdf.render(halaman, judul="a"), judul="a")
    assert kepala["halaman"] == 2
    with Image.open(io.BytesIO(hasil)) as jadi:
        assert jadi.width == 600
        assert len(jadi.getcolors(100_000)) > 1
