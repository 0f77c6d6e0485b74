"""From a context (documents/konteks.py) to HTML: templates that stop at an unknown name, and texts of administrators.

To add a paper: templates/documents/<kode>.html, and a row in documents/catalog.py that names what it is printed from.
"""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

import models.teks
from documents import kata, uraian
from documents.naskah.baris import Baris
from documents.pdf import PrintError
from models import setelan
from models.pesan import SopError

# Breadth and height in mm.
UKURAN_KERTAS = {
    "F4": (215.0, 330.0),
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "F4 setengah": (165.0, 215.0),
    "F4/2": (215.0, 165.0),  # half a folio, laid down
    "A5": (148.0, 210.0),
    "DL": (220.0, 110.0),
    "C5": (229.0, 162.0),
}
Tabel = dict[str, list[Baris]]  # the rows of the long tables of a paper, by the name in `data-rows`


def susun(
    kode: str, konteks: Mapping[str, Any], baris: Callable[[Any], Tabel] = lambda konteks: {}
) -> tuple[str, Tabel]:
    """The HTML of the paper `kode` and the rows of its long tables, both for `documents.pdf.render`.

    Raises PrintError that names what is missing in the context.
    """
    try:
        html = _lingkungan().get_template(f"{kode}.html").render(konteks)
        return html, baris(konteks)
    except UndefinedError as e:
        raise _belum_ada(kode, _nama_dari(str(e))) from e
    except KeyError as e:
        raise _belum_ada(kode, str(e.args[0])) from e


def isi_teks(teks: str, nilai: Mapping[str, str]) -> str:
    """A text written by an administrator with its `{nama}` filled in (models/teks.py); a broken one stops the print."""
    try:
        return models.teks.isi(teks, nilai)
    except SopError as galat:
        raise PrintError(galat.pesan) from None


def _belum_ada(kode: str, nama: str) -> PrintError:
    return PrintError("Naskah {kode} belum lengkap: “{nama}” belum diisi.", kode=kode, nama=nama)


def _nama_dari(galat: str) -> str:
    """The field in Jinja's sentence: "'nomor' is undefined", "'dict object' has no attribute 'nip'"."""
    nama: list[str] = re.findall(r"'([^']+)'", galat)
    return nama[-1] if nama else galat


@lru_cache(maxsize=1)
def _lingkungan() -> Environment:
    simpanan = setelan.kini().var / "jinja"
    simpanan.mkdir(mode=0o700, parents=True, exist_ok=True)
    lingkungan = Environment(
        loader=FileSystemLoader(setelan.AKAR / "templates" / "documents"),
        autoescape=True,
        # A misspelt field stops the print instead of leaving a blank on a letter.
        undefined=StrictUndefined,
        bytecode_cache=FileSystemBytecodeCache(str(simpanan)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for saring in (
        kata.tanggal,
        kata.hari,
        kata.rupiah,
        kata.bilangan,
        kata.nip,
        kata.urutan,
        kata.romawi,
        kata.rupiah_huruf,
    ):
        lingkungan.filters[saring.__name__] = saring
    lingkungan.filters |= {
        "nama_kapital": kata.nama_kapital,
        "alinea": alinea,
        "uraian": uraian.blok,
        "slot": slot,
        "seimbang": seimbang,
        "muat": muat,
        "berkelompok": kata.berkelompok,
    }
    lingkungan.globals["kertas"] = UKURAN_KERTAS
    return lingkungan


def alinea(teks: str) -> list[Markup]:
    """The paragraphs of a text (parted by an empty line); a single line break stays one."""
    return [
        Markup("<br>").join(escape(baris.strip()) for baris in p.strip().split("\n"))
        for p in re.split(r"\n\s*\n", teks.replace("\r\n", "\n"))
        if p.strip()
    ]


def slot(nomor: str) -> Markup:
    """A number whose spaces are kept and which never breaks, so a draft shows the place that is still to be filled."""
    return Markup("&nbsp;").join(escape(bagian) for bagian in nomor.split(" "))


def muat(gambar: str, lebar: float, tinggi: float) -> tuple[float, float]:
    """Width and height (mm) of a picture, given as a data address, that fills its space and keeps its shape."""
    w, h = _piksel(base64.b64decode(gambar.partition(",")[2]))
    skala = min(lebar / w, tinggi / h)
    return round(w * skala, 2), round(h * skala, 2)


def _piksel(isi: bytes) -> tuple[int, int]:
    """Width and height from the head of a PNG or JPG; a square where neither can be read."""
    if isi.startswith(b"\x89PNG"):
        w, h = struct.unpack(">II", isi[16:24])
        return w, h
    i = 2
    while isi.startswith(b"\xff\xd8") and i + 9 < len(isi) and isi[i] == 0xFF:
        if isi[i + 1] in range(0xC0, 0xD0) and isi[i + 1] not in (0xC4, 0xC8, 0xCC):  # a frame header
            h, w = struct.unpack(">HH", isi[i + 5 : i + 9])
            return w, h
        i += 2 + int.from_bytes(isi[i + 2 : i + 4], "big")
    return 1, 1


def seimbang(teks: str, paling_banyak: int) -> Markup:
    """A title broken into lines of about the same length, at most so many letters each; no single word hangs below."""
    kata_kata = str(teks).split()
    jumlah = max(1, -(-len(" ".join(kata_kata)) // paling_banyak))
    while True:
        for lebar in range(paling_banyak // 2, paling_banyak + 1):
            larik = _lipat(kata_kata, lebar)
            if len(larik) <= jumlah:
                return Markup("<br>").join(escape(baris) for baris in larik)
        jumlah += 1


def _lipat(kata_kata: list[str], lebar: int) -> list[str]:
    larik: list[str] = []
    for k in kata_kata:
        if larik and len(larik[-1]) + 1 + len(k) <= lebar:
            larik[-1] += f" {k}"
        else:
            larik.append(k)
    return larik
