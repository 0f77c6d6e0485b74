"""Inside the worker process: a page as a picture, and a picture that somebody sent made safe for a letterhead."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
from PIL import Image

SISI_TERKECIL, SISI_TERBESAR = 100, 6000  # pixels; a picture is refused by its head, before it is unpacked
SISI_CETAK = 1200  # 28 mm on paper at more than 1,000 dots an inch
JENIS = ("PNG", "JPEG")


def gambar(tugas: dict[str, Any], isi: bytes) -> tuple[dict[str, Any], bytes]:
    """One page of a PDF as PNG. `tugas`: halaman (from 0), lebar in pixels. Answers `halaman`, how many there are."""
    dokumen = pypdfium2.PdfDocument(isi)
    halaman = dokumen[tugas["halaman"]]
    citra = halaman.render(scale=tugas["lebar"] / halaman.get_width()).to_pil().convert("RGB")
    return {"halaman": len(dokumen)}, _png(citra)


def ratakan(_tugas: dict[str, Any], isi: bytes) -> tuple[dict[str, Any], bytes]:
    """A PNG or JPG as flat RGB on white, no larger than print needs; `salah` says in a word what is wrong with it.

    Drawn anew, nothing of the file that was sent goes on: no profile, no comment, nothing hidden behind its end.
    """
    try:
        with Image.open(io.BytesIO(isi), formats=JENIS) as asal:
            if not all(SISI_TERKECIL <= sisi <= SISI_TERBESAR for sisi in asal.size):
                return {"salah": "ukuran"}, b""
            asal.thumbnail((SISI_CETAK, SISI_CETAK))
            citra = asal.convert("RGBA")
    except Image.DecompressionBombError:
        return {"salah": "ukuran"}, b""
    except (OSError, SyntaxError, ValueError):
        return {"salah": "rusak"}, b""
    dasar = Image.new("RGB", citra.size, "white")
    dasar.paste(citra, mask=citra.getchannel("A"))
    return {"salah": ""}, _png(dasar)


def _png(citra: Image.Image) -> bytes:
    hasil = io.BytesIO()
    citra.save(hasil, "PNG", optimize=False)
    return hasil.getvalue()
