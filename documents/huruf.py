"""The typefaces of papers: from FONT_DIR, else from the system, else the one that comes with the packages.

The PDF engine embeds TrueType only; what the system has as OpenType is turned into it once (`siapkan`, at the start).

To offer a family, add a row to KELUARGA: its name as the regulation writes it, and the faces that may stand for it,
best first.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from models import setelan


@dataclass(frozen=True)
class Rupa:
    """One typeface and the files of its regular, bold, italic and bold italic face (lower case)."""

    nama: str
    berkas: tuple[str, str, str, str]


def _rupa(nama: str, *berkas: str) -> Rupa:
    a, b, c, d = (f"{b}.ttf" for b in berkas)
    return Rupa(nama, (a, b, c, d))


def _liberation(jenis: str) -> Rupa:
    awal = f"liberation{jenis.lower()}-"
    return _rupa(f"Liberation {jenis}", *(awal + s for s in ("regular", "bold", "italic", "bolditalic")))


VERA = _rupa("Bitstream Vera Sans", "vera", "verabd", "verait", "verabi")  # shipped inside the reportlab package

BONUM = _rupa("TeX Gyre Bonum", *(f"texgyrebonum-{s}" for s in ("regular", "bold", "italic", "bolditalic")))
# Faces that are delivered as OpenType only, and the folders where they may stand.
OPENTYPE = (BONUM,)
SUMBER_OPENTYPE = (
    Path("/usr/share/texmf/fonts/opentype"),  # Debian's fonts-texgyre
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
)
# Arial and Bookman Old Style are bought with Windows and Office: they are used where they are installed, never shipped.
KELUARGA: dict[str, tuple[Rupa, ...]] = {
    "Arial": (
        _rupa("Arial", "arial", "arialbd", "ariali", "arialbi"),
        _liberation("Sans"),
        _rupa("Arimo", "arimo-regular", "arimo-bold", "arimo-italic", "arimo-bolditalic"),
    ),
    "Bookman Old Style": (
        _rupa("Bookman Old Style", "bookos", "bookosb", "bookosi", "bookosbi"),
        BONUM,  # the same widths
        _liberation("Serif"),
    ),
    "Times New Roman": (
        _rupa("Times New Roman", "times", "timesbd", "timesi", "timesbi"),
        _liberation("Serif"),
    ),
}
BAWAAN = "Arial"
SISTEM = (
    Path("/usr/share/fonts/truetype"),
    Path("/usr/share/fonts/liberation-fonts"),
    Path("/usr/share/fonts/liberation-sans"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts/Supplemental"),
    Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "Fonts",
)


@dataclass(frozen=True)
class Huruf:
    """The face found for a family; `diminta` is the family that the settings ask for."""

    diminta: str
    nama: str
    biasa: Path
    tebal: Path
    miring: Path
    tebal_miring: Path

    @property
    def keterangan(self) -> str:
        """For the screen: what papers are really set in."""
        return self.nama if self.nama == self.diminta else f"{self.nama} (pengganti {self.diminta})"


def cari(keluarga: str = BAWAAN, font_dir: Path | None = None) -> Huruf:
    """The best installed face for `keluarga`; an unknown family is set in the default one. Always finds one."""
    return _cari(keluarga, font_dir, _siap())


def nama_huruf(keluarga: str = BAWAAN, font_dir: Path | None = None) -> str:
    """What the screen shows about the face in use, e.g. "Liberation Sans (pengganti Arial)"."""
    return cari(keluarga, font_dir).keterangan


def siapkan(ubah: Callable[[bytes], bytes], font_dir: Path | None = None) -> list[str]:
    """Turn what is there as OpenType into TrueType in VAR, once; answers the names of the faces that are new.

    `ubah` does the work on the bytes of one file (documents.pdf.siapkan_huruf has a worker do it).
    """
    baru = []
    for rupa in OPENTYPE:
        tujuan = [_siap() / nama for nama in rupa.berkas]
        asal = _semua(((font_dir,) if font_dir else ()) + SUMBER_OPENTYPE, ".otf")
        nama_asal = [nama.replace(".ttf", ".otf") for nama in rupa.berkas]
        if all(t.exists() for t in tujuan) or not all(n in asal for n in nama_asal):
            continue
        _siap().mkdir(mode=0o700, parents=True, exist_ok=True)
        for nama, berkas in zip(nama_asal, tujuan, strict=True):
            sementara = berkas.with_suffix(".baru")
            sementara.write_bytes(ubah(asal[nama].read_bytes()))
            sementara.replace(berkas)
        baru.append(rupa.nama)
    if baru:
        _cari.cache_clear()
        _berkas.cache_clear()
    return baru


def _siap() -> Path:
    return setelan.kini().var / "huruf"


@lru_cache(maxsize=32)
def _cari(keluarga: str, font_dir: Path | None, siap: Path) -> Huruf:
    """FONT_DIR was chosen by somebody, so what it has goes first; of the rest the best face, wherever it stands."""
    calon = KELUARGA.get(keluarga, KELUARGA[BAWAAN])
    for tempat in ((font_dir,) if font_dir else (), (*SISTEM, siap)):
        ada = _semua(tempat, ".ttf")
        for rupa in calon:
            if all(nama in ada for nama in rupa.berkas):
                return Huruf(keluarga, rupa.nama, *(ada[nama] for nama in rupa.berkas))
    ada = _berkas(_folder_reportlab(), ".ttf")
    return Huruf(keluarga, VERA.nama, *(ada[nama] for nama in VERA.berkas))


def _semua(tempat: Sequence[Path], akhiran: str) -> dict[str, Path]:
    """The files of several folders; an earlier folder goes first."""
    ada: dict[str, Path] = {}
    for satu in tempat:
        ada = _berkas(satu, akhiran) | ada
    return ada


@lru_cache(maxsize=32)
def _berkas(tempat: Path, akhiran: str) -> dict[str, Path]:
    """Every font file below `tempat` by its name in lower case (Windows writes names in any case)."""
    if not tempat.is_dir():
        return {}
    return {p.name.lower(): p for p in sorted(tempat.rglob("*")) if p.suffix.lower() == akhiran}


def _folder_reportlab() -> Path:
    # find_spec looks without importing: the web process never loads reportlab.
    spec = importlib.util.find_spec("reportlab")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "fonts"
