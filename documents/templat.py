"""From a context (documents/konteks.py) to HTML: templates that stop at an unknown name, and texts of administrators.

To add a paper: templates/documents/<kode>.html, and a row in documents/catalog.py that names what it is printed from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

import models.teks
from documents import kata
from documents.baris import Baris
from documents.pdf import PrintError
from models import setelan
from models.pesan import SopError

UKURAN_KERTAS = {"F4": (215.0, 330.0), "A4": (210.0, 297.0)}  # mm
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
        kata.terbilang,
    ):
        lingkungan.filters[saring.__name__] = saring
    lingkungan.filters |= {"nama_kapital": kata.nama_kapital, "alinea": alinea, "slot": slot, "seimbang": seimbang}
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
