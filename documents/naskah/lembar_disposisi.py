"""What a lembar disposisi is printed from: one half sheet for a letter, its boxes ticked from the disposisi given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, cast

from documents import kata, kepala
from documents.konteks import Halaman, Naskah
from models.base import db
from models.naskah import Sifat
from models.surat_masuk import Disposisi, SuratMasuk
from models.unit_kerja import UnitKerja

SETENGAH = "F4 setengah"
CEPAT = {Sifat.AMAT_SEGERA: "Sangat Segera", Sifat.SEGERA: "Segera"}  # the word of the form for the word of the letter


class Kotak(TypedDict):
    teks: str
    centang: bool


class Catatan(TypedDict):
    asal: str  # "Kepala Badan, 2 Maret 2026"
    isi: str


class LembarDisposisi(Naskah):
    asal: str
    nomor: str
    tanggal_surat: str
    diterima: str
    agenda: str
    sifat: str
    kotak_sifat: list[Kotak]
    perihal: str
    diteruskan: list[Kotak]
    harap: list[Kotak]
    catatan: list[Catatan]
    jabatan: str
    nama: str


def isi_surat(surat: SuratMasuk) -> LembarDisposisi:
    """The letter with everything that was written on its sheet; without any, a sheet to write on."""
    return _lembar(surat, surat.disposisi)


def isi_disposisi(disposisi: Disposisi) -> LembarDisposisi:
    return _lembar(disposisi.surat_masuk, [disposisi])


def _lembar(surat: SuratMasuk, semua: Sequence[Disposisi]) -> LembarDisposisi:
    s = kepala.setelan()
    naskah = kepala.naskah(s, "lembar_disposisi", "", None)
    dari = next((d.dari for d in semua if d.dari), None)
    return {
        **naskah,
        "halaman": _setengah(naskah["halaman"]) if s["disposisi.kertas"] == SETENGAH else naskah["halaman"],
        "asal": surat.asal,
        "nomor": surat.nomor or "-",
        "tanggal_surat": kata.tanggal(surat.tanggal) if surat.tanggal else "-",
        "diterima": kata.tanggal(surat.diterima),
        "agenda": surat.agenda,
        "sifat": surat.sifat.value.capitalize(),
        "kotak_sifat": [_kotak(x, x == CEPAT.get(surat.sifat)) for x in kepala.baris(s["disposisi.sifat"])],
        "perihal": surat.perihal,
        "diteruskan": _diteruskan(semua),
        "harap": _harap(kepala.baris(s["disposisi.harap"]), semua),
        "catatan": [_catatan(d) for d in semua],
        "jabatan": dari.jabatan if dari else "",
        "nama": dari.nama if dari else "",
    }


def _setengah(h: Halaman) -> Halaman:
    """Half of the sheet and half of its margins; the foot still needs its room."""
    sempit = {k: cast(Any, h)[k] / 2 for k in ("kiri", "kanan", "atas", "kop_atas")}
    return cast(Halaman, {**h, **sempit, "bawah": max(18.0, h["bawah"] / 2), "kertas": SETENGAH})


def _kotak(teks: str, centang: bool) -> Kotak:
    return {"teks": teks, "centang": centang}


def _diteruskan(semua: Sequence[Disposisi]) -> list[Kotak]:
    """Every unit that is active, and one that is no longer where the letter went to it."""
    kepada = {d.unit_kerja_id for d in semua}
    kueri = db.select(UnitKerja).where(UnitKerja.deleted_at.is_(None)).order_by(UnitKerja.urutan, UnitKerja.id)
    return [_kotak(u.nama, u.id in kepada) for u in db.session.scalars(kueri) if u.aktif or u.id in kepada]


def _harap(pilihan: list[str], semua: Sequence[Disposisi]) -> list[Kotak]:
    """The choices of the form; what was asked in other words stands below them."""
    diminta = [d.harap.strip() for d in semua if d.harap and d.harap.strip()]
    gabung = " ".join(diminta).casefold()
    lain = [x for x in dict.fromkeys(diminta) if not any(p.casefold() in x.casefold() for p in pilihan)]
    return [*(_kotak(p, p.casefold() in gabung) for p in pilihan), *(_kotak(x, True) for x in lain)]


def _catatan(d: Disposisi) -> Catatan:
    return {
        "asal": ", ".join(x for x in (d.dari.jabatan if d.dari else "", kata.tanggal(d.tanggal)) if x),
        "isi": d.isi,
    }
