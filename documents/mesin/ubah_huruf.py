"""Inside the worker process: an OpenType face with cubic outlines becomes the TrueType that the PDF engine can embed.

The free stand-in for Bookman Old Style (TeX Gyre Bonum, GUST Font License) is delivered as OTF only, by Debian and by
its makers; changing the form for one's own printing is what its licence allows, so nothing is shipped with the program.
"""

from __future__ import annotations

import io
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

SELISIH = 1.0  # units of 1/1000 em: far below what a printer can show
# Latin with all its accents, dashes and quotes, and the few signs of letters.
AKSARA = (*range(0x20, 0x180), *range(0x218, 0x21C), *range(0x2000, 0x2070), 0x20AC, 0x2122, 0x2212, 0x2264, 0x2265)


def ubah_huruf(_tugas: dict[str, Any], isi: bytes) -> tuple[dict[str, Any], bytes]:
    """The bytes of a .ttf from those of a .otf."""
    huruf = TTFont(io.BytesIO(isi))
    pilihan = subset.Options()
    pilihan.layout_features, pilihan.hinting, pilihan.glyph_names = [], False, False
    pilihan.notdef_outline, pilihan.name_IDs = True, ["*"]
    pemilih = subset.Subsetter(pilihan)
    pemilih.populate(unicodes=AKSARA)
    pemilih.subset(huruf)
    _garis_kuadratik(huruf)
    hasil = io.BytesIO()
    huruf.save(hasil)
    return {}, hasil.getvalue()


def _garis_kuadratik(huruf: Any) -> None:
    bentuk, urutan = huruf.getGlyphSet(), huruf.getGlyphOrder()
    glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = urutan, {}
    for nama in urutan:
        pena = TTGlyphPen(None)
        bentuk[nama].draw(Cu2QuPen(pena, SELISIH, reverse_direction=True))
        glyf.glyphs[nama] = pena.glyph()
    huruf["loca"], huruf["glyf"] = newTable("loca"), glyf
    for tabel in ("CFF ", "VORG"):
        if tabel in huruf:
            del huruf[tabel]
    huruf["post"].formatType, huruf.sfntVersion = 3.0, "\0\1\0\0"
    maxp = huruf["maxp"]
    maxp.tableVersion, maxp.maxZones = 0x00010000, 1
    for nama in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions",
                 "ComponentElements", "Points", "Contours", "CompositePoints", "CompositeContours",
                 "ComponentDepth"):  # fmt: skip
        setattr(maxp, f"max{nama}", 0)  # the true ones are counted when the file is written
