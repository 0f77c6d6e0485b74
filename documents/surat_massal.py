"""A letter to many addressees in one PDF, on the side that asks for it; the worker's side is documents/mesin/gabung.py.

The template is the paper's own. It is rendered once with marks in place of the fields (once more for every other set of
fields that are empty, since a template may leave out the line of an empty one), never once per addressee.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from documents import bidang, pdf
from documents.bidang import Bidang, Isian, SuratMassal
from documents.catalog import susun
from documents.pdf import PrintError

DETIK_SURAT = 0.5  # what the slowest letter takes that has to be laid out alone
SPASI = re.compile(r"[ \t\r\n\f]+")


def render_banyak(
    kode: str,
    surat: SuratMassal,
    *,
    judul: str,
    subjek: str = "",
    nomor: str = "",
    kemajuan: Callable[[int], None] = lambda selesai: None,
) -> bytes:
    """One PDF with a letter to each addressee, in order, each counting its own pages, and an outline of their names.

    `kemajuan(n)` is called now and then with the letters done so far; what it raises stops the print and comes through.
    Raises PrintError when there is no addressee or one of them has no name.
    """
    catatan = [_rapi(c) for c in surat.catatan]
    if not catatan:
        raise PrintError("“{judul}” belum mempunyai penerima.", judul=judul)
    for n, c in enumerate(catatan, 1):
        if not c.get(surat.nama):
            raise PrintError("Penerima ke-{n} pada “{judul}” belum bernama.", n=n, judul=judul)
    sandi = bidang.buat_sandi()
    templat, daftar = _susun(kode, surat, catatan, sandi)
    if max(len(t["html"]) for t in templat) > pdf.BATAS_HTML:
        raise PrintError("Naskah “{judul}” terlalu besar untuk dicetak sekaligus.", judul=judul)
    tugas = {
        "sandi": sandi,
        "templat": templat,
        "surat": daftar,
        "judul": judul,
        "subjek": subjek,
        "nomor": nomor,
        "huruf": pdf.berkas_huruf(templat[0]["html"]),
    }
    batas = 60 + DETIK_SURAT * len(catatan)
    return pdf.kerjakan("gabung", tugas, judul=judul, batas_detik=batas, kemajuan=kemajuan)[1]


def _rapi(catatan: Isian) -> dict[str, str]:
    """A field is one line of text: its white space counts as little as it does in HTML."""
    return {nama: SPASI.sub(" ", nilai).strip(" ") for nama, nilai in catatan.items()}


def _susun(
    kode: str, surat: SuratMassal, catatan: list[dict[str, str]], sandi: str
) -> tuple[list[dict[str, Any]], list[tuple[int, str, list[str]]]]:
    """The templates, and for each letter which one it takes, its name and its values."""
    templat: list[dict[str, Any]] = []
    menurut: dict[tuple[tuple[str, bool], ...], int | None] = {}
    daftar = []
    for c in catatan:
        rupa = tuple((nama, bool(nilai)) for nama, nilai in c.items())
        if rupa not in menurut:
            bersama = _bersama(kode, surat, rupa, sandi)
            menurut[rupa] = None if bersama is None else len(templat)
            templat += [bersama] if bersama else []
        ke = menurut[rupa]
        if ke is None:
            ke = len(templat)
            templat.append(_templat(kode, surat.isi(c)))
        daftar.append((ke, c[surat.nama], list(c.values())))
    return templat, daftar


def _bersama(kode: str, surat: SuratMassal, rupa: tuple[tuple[str, bool], ...], sandi: str) -> dict[str, Any] | None:
    """The template of all letters with these fields filled; None when it does more with a field than print it."""
    isian = {nama: Bidang(bidang.tanda(sandi, i)) if ada else "" for i, (nama, ada) in enumerate(rupa)}
    try:
        templat = _templat(kode, surat.isi(isian))
    except (TypeError, AttributeError):  # all that a Bidang answers to anything but being printed
        return None
    return None if _berisi_bidang(templat["baris"]) else templat


def _templat(kode: str, konteks: Mapping[str, Any]) -> dict[str, Any]:
    html, baris = susun(kode, konteks)
    return {"html": html, "baris": {nama: isi for nama, isi in baris.items() if f'data-rows="{nama}"' in html}}


def _berisi_bidang(isi: Any) -> bool:
    """Rows of long tables are laid out by themselves: a field in them makes each letter its own."""
    if isinstance(isi, Mapping):
        return any(_berisi_bidang(v) for v in isi.values())
    return isinstance(isi, Bidang) or (isinstance(isi, list | tuple) and any(_berisi_bidang(v) for v in isi))
