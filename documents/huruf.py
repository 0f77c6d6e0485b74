"""The typefaces of papers: from FONT_DIR, else from the system, else the one that comes with the packages.

To offer a family, add a row to KELUARGA: its name as the regulation writes it, and the faces that may stand for it,
best first.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


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

# Arial and Bookman Old Style are bought with Windows and Office: they are used where they are installed, never shipped.
KELUARGA: dict[str, tuple[Rupa, ...]] = {
    "Arial": (
        _rupa("Arial", "arial", "arialbd", "ariali", "arialbi"),
        _liberation("Sans"),
        _rupa("Arimo", "arimo-regular", "arimo-bold", "arimo-italic", "arimo-bolditalic"),
    ),
    "Bookman Old Style": (
        _rupa("Bookman Old Style", "bookos", "bookosb", "bookosi", "bookosbi"),
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
    return _cari(keluarga, font_dir)


def nama_huruf(keluarga: str = BAWAAN, font_dir: Path | None = None) -> str:
    """What the screen shows about the face in use, e.g. "Liberation Sans (pengganti Arial)"."""
    return cari(keluarga, font_dir).keterangan


@lru_cache(maxsize=32)
def _cari(keluarga: str, font_dir: Path | None) -> Huruf:
    calon = KELUARGA.get(keluarga, KELUARGA[BAWAAN])
    for tempat in ((font_dir,) if font_dir else ()) + SISTEM:
        ada = _berkas(tempat)
        for rupa in calon:
            if all(nama in ada for nama in rupa.berkas):
                return Huruf(keluarga, rupa.nama, *(ada[nama] for nama in rupa.berkas))
    ada = _berkas(_folder_reportlab())
    return Huruf(keluarga, VERA.nama, *(ada[nama] for nama in VERA.berkas))


@lru_cache(maxsize=32)
def _berkas(tempat: Path) -> dict[str, Path]:
    """Every TrueType file below `tempat` by its name in lower case (Windows writes names in any case)."""
    return (
        {p.name.lower(): p for p in sorted(tempat.rglob("*")) if p.suffix.lower() == ".ttf"} if tempat.is_dir() else {}
    )


def _folder_reportlab() -> Path:
    # find_spec looks without importing: the web process never loads reportlab.
    spec = importlib.util.find_spec("reportlab")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "fonts"
