"""The stored pictures of the main papers, page by page; `python -m tests.documents.potret_naskah` takes them anew.

To add a paper, add a row to POTRET. Look at the new pictures before they are committed: they are what the test trusts.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter

from documents import catalog, pdf
from models import setelan
from tests.documents import contoh, geometri

TEMPAT = Path(__file__).resolve().parent / "gambar"
DPI = 50
TINGKAT = 17  # sixteen shades of gray are enough, and small
KABUR = 0.6  # px: what an edge may be drawn differently
BEDA = 48  # of 255: from here a pixel is another one
BOLEH = 12  # so many pixels of a page; a line that has moved by a millimetre changes hundreds
POTRET: dict[str, tuple[str, Callable[[], Any]]] = {
    "undangan": ("undangan", lambda: contoh.undangan(1)),
    "undangan-terlampir": ("undangan", lambda: contoh.undangan(6, "KONSEP")),
    "notulen": ("notulen", contoh.notulen),
    "daftar-hadir": ("daftar_hadir", lambda: contoh.daftar_hadir(8)),
    "daftar-hadir-kosong": ("daftar_hadir", lambda: contoh.daftar_hadir(0, 20)),
    "berita-acara": ("berita_acara", lambda: contoh.berita_acara(4)),
    "laporan": ("laporan", contoh.laporan),
}


def potret(nama: str) -> list[Image.Image]:
    """The pages of a paper as they are printed now."""
    kode, konteks = POTRET[nama]
    html, baris = catalog.susun(kode, json.loads(json.dumps(konteks())))
    return [_ringan(g) for g in geometri.gambar(pdf.render(html, baris, judul=nama), DPI)]


def _ringan(gambar: Image.Image) -> Image.Image:
    return gambar.point([min(255, round(v / TINGKAT) * TINGKAT) for v in range(256)])


def tersimpan(nama: str) -> list[Path]:
    return sorted(TEMPAT.glob(f"{nama}.[0-9][0-9].png"))


def berbeda(satu: Image.Image, dua: Image.Image) -> int:
    """How many pixels are not the same, apart from the drawing of edges; the whole page if its size is another."""
    if satu.size != dua.size:
        return satu.width * satu.height
    kabur = [g.filter(ImageFilter.GaussianBlur(KABUR)) for g in (satu, dua)]
    return sum(ImageChops.difference(*kabur).histogram()[BEDA:])


def main() -> None:
    TEMPAT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        setelan.pasang(setelan.Setelan(var=Path(var), diary_key=b"potret"))
        for lama in TEMPAT.glob("*.png"):
            lama.unlink()
        for nama in POTRET:
            for n, gambar in enumerate(potret(nama), 1):
                gambar.quantize(16).save(TEMPAT / f"{nama}.{n:02d}.png", optimize=True)
            print(f"{nama}: {len(tersimpan(nama))} halaman")
        pdf.tutup()
    print(f"{sum(f.stat().st_size for f in TEMPAT.glob('*.png')) // 1000} KB dalam {TEMPAT}")


if __name__ == "__main__":
    main()
