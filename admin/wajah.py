"""The frame of every page: how it looks for this person, where one stands, and the icon beside a name.

An icon is a symbol of static/ikon.svg; a kind that stands in no row of IKON gets `berkas`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_admin.theme import Theme
from markupsafe import Markup

from admin import baris, kejadian, rincian
from admin.bahasa import terjemah
from documents import kata
from models.base import Record, kinds, slug
from models.pesan import Pesan

IKON = {
    "rumah": ("beranda",),
    "bagan": ("musrenbang", "sop_revisi"),
    "langkah": ("pelaksanaan_langkah",),
    "tenggat": ("tenggat_langkah",),
    "uang": ("dpa", "pagu_opd"),
    "surat": ("surat_masuk", "undangan", "kiriman"),
    "naskah": ("nota_dinas", "notulen", "dokumen", "dokumen_rkpd", "penetapan_ruang", "teks_baku"),
    "orang": ("pejabat", "pengguna", "data_orang"),
    "orang-banyak": ("tim", "pemangku_kepentingan", "kelompok_sidang", "meja"),
    "rapat": ("rapat", "sidang"),
    "gedung": ("ruang", "perangkat_daerah", "unit_kerja"),
    "kalender": ("jadwal", "papan"),
    "pengeras": ("bahan",),
    "usulan": ("usulan",),
    "hasil": ("hasil_rakor_opd", "monitoring_sop"),
    "pena": ("berita_acara", "berita_acara_sidang"),
    "laporan": ("laporan", "gambaran"),
    "kirim": ("distribusi",),
    "arsip": ("arsip", "kelas_naskah"),
    "nomor": ("nomor_surat", "kode_klasifikasi"),
    "peta": ("wilayah",),
    "buku": ("sub_kegiatan", "kamus_usulan", "alasan_penolakan"),
    "bintang": ("prioritas",),
    "atur": ("pengaturan", "keadaan"),
    "perisai": ("sertifikat_tepercaya", "akses_pribadi"),
    "riwayat": ("riwayat",),
    "kerja": ("operasi",),
    "impor": ("impor",),
}
_IKON = {kind: name for name, kinds in IKON.items() for kind in kinds}


@dataclass
class PanelTheme(Theme):
    """Flask-Admin's own pages never show: every view names a template of ours, and this is what they all extend."""

    folder: str = "panel"
    base_template: str = "admin/dasar.html"


def ikon(*names: str) -> str:
    """The icon of the first of these kinds or pages that has one."""
    return next((_IKON[name] for name in names if name in _IKON), "berkas")


@dataclass(frozen=True)
class Remah:
    """A place on the way to this page; the last one is the page itself and has no address."""

    teks: str
    url: str


def remah(view: Any, record: Any, kembali: Any, judul: str) -> list[Remah]:
    """The way to the page, from the start page on; `kembali` is the list that one came from, filters and all."""
    model = getattr(view, "model", None)
    kembali = kembali if isinstance(kembali, str) else ""
    found = [Remah(terjemah(Pesan("Beranda")), "/")]
    listed = _list_of(kembali)
    if listed is not None and listed is not model:
        found.append(Remah(terjemah(listed.JUDUL), kembali))
    if isinstance(record, Record) and record.id and (parent := rincian.parent_link(record)):
        found.append(Remah(*parent))
    elif model is not None:
        found.append(Remah(terjemah(model.JUDUL), kembali if kembali and listed is model else f"{view.url}/"))
    if isinstance(record, Record) and record.id:
        found.append(Remah(str(record), f"/{slug(record.kind)}/details/?id={record.id}"))
    at_list = model is not None and request.path == f"{view.url}/"
    here = terjemah(model.JUDUL) if at_list else judul.strip()
    if found[-1].teks != here:
        found.append(Remah(here, ""))
    return [*found[:-1], Remah(found[-1].teks, "")] if len(found) > 1 else []


def _list_of(address: str) -> type[Record] | None:
    """The kind whose list this address is."""
    first, _, rest = address.lstrip("/").partition("/")
    if rest and not rest.startswith("?"):
        return None
    return next((model for kind, model in kinds().items() if slug(kind) == first), None)


# Pages that have no line of their own in the menu, and the line that leads to them.
MILIK = {"usulan-ganda": "usulan"}


def mark_here(menu: str, path: str) -> Markup:
    """The menu with its line for `path` marked and that line's group open; the start page has the first three open."""
    first = path.split("/")[1]
    link, group = f'<a href="/{MILIK.get(first, first)}/"' if first else '<a href="/"', '<details class="kelompok"'
    before, found, after = str(menu).partition(link)  # markup would escape what is put into it
    if not found:
        return Markup(menu)  # noqa: S704  # drawn by our own macro
    if path == "/":
        return Markup(f'{before}{link} aria-current="page"{after.replace(group, f"{group} open", 3)}')  # noqa: S704
    closed, _, rest = before.rpartition(group)
    return Markup(f'{closed}{group} open{rest}{link} aria-current="page"{after}')  # noqa: S704


def pasang(app: Flask) -> None:
    app.jinja_env.filters["di_sini"] = mark_here
    app.jinja_env.globals["isi_tabel"] = baris.body
    app.jinja_env.filters |= {"lalu": kejadian.ago, "lagi": kejadian.left, "saat": kata.saat, "tanggal": kata.tanggal}
