"""The addressees of an undangan on paper: the list by unsur, labels for the envelopes, and printed envelopes.

An address is personal data: it is printed only where the post needs it (label, amplop), never on a list, and only for
who may see it on the screen (bulk/akses_pribadi.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, TypedDict

from documents import kata, kepala, numbering
from documents.konteks import Naskah, TandaTangan
from documents.naskah.baris import Baris
from documents.naskah.lembar import Berpetak, Lembar, berpetak, lembar
from documents.pdf import PrintError
from models.base import db
from models.musrenbang import Musrenbang
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.undangan import PenerimaUndangan, Undangan


class Diundang(TypedDict):
    unsur: str
    nama: str
    lembaga: str
    tempat: str


class Daftar(Naskah):
    nomor: str
    hal: str
    penerima: list[Diundang]
    penanda_tangan: TandaTangan


class Alamat(TypedDict):
    nama: str
    lembaga: str
    alamat: str
    tempat: str


class Label(Berpetak):
    sapaan: str
    penerima: list[Alamat]


class Amplop(Naskah):
    lembar: Lembar
    sapaan: str
    nomor: str
    penerima: list[Alamat]


def ada_penerima(undangan: Undangan) -> bool:
    return bool(undangan.penerima)


def jumlah(undangan: Undangan) -> int:
    return len(undangan.penerima)


def orang(undangan: Undangan) -> list[tuple[int, PemangkuKepentingan]]:
    """(id of the row, whom it names) in the order of the list, in one query. Raises PrintError for one without name."""
    baris = list(
        db.session.execute(
            db.select(PenerimaUndangan.id, PemangkuKepentingan)
            .join(PemangkuKepentingan, PenerimaUndangan.pemangku_kepentingan_id == PemangkuKepentingan.id)
            .where(PenerimaUndangan.undangan_id == undangan.id, PenerimaUndangan.deleted_at.is_(None))
            .order_by(PenerimaUndangan.urutan, PenerimaUndangan.id)
        ).tuples()
    )
    tanpa = next((n for n, (_, p) in enumerate(baris, 1) if not p.nama.strip()), None)
    if tanpa:
        raise PrintError("Penerima nomor {n} belum mempunyai nama.", n=tanpa)
    return baris


def musrenbang(undangan: Undangan) -> Musrenbang:
    return db.session.get_one(Musrenbang, undangan.musrenbang_id)


def lembaga(p: PemangkuKepentingan) -> str:
    """The institution, unless the name of the office says it already."""
    return p.lembaga if p.lembaga and p.lembaga not in p.nama else ""


# --- the list ---------------------------------------------------------------------------------------------------------


def daftar(undangan: Undangan) -> Daftar:
    s = kepala.setelan()
    tempat_unsur = {u: n for n, u in enumerate(Unsur)}
    urut = sorted((p for _, p in orang(undangan)), key=lambda p: tempat_unsur[p.unsur])
    return {
        **kepala.naskah(s, "daftar_undangan", kepala.tanda(undangan.status), undangan.tanggal),
        "nomor": numbering.slot(undangan),
        "hal": undangan.perihal,
        "penerima": [{"unsur": p.unsur.value, "nama": p.nama, "lembaga": lembaga(p), "tempat": p.tempat} for p in urut],
        "penanda_tangan": kepala.tanda_tangan(undangan.penandatangan, undangan.atas_nama, kode="daftar_undangan"),
    }


def baris_daftar(k: Daftar) -> dict[str, list[Baris]]:
    hasil: list[Baris] = []
    nomor = 0
    for unsur, isi in groupby(k["penerima"], key=lambda p: p["unsur"]):
        hasil.append({"grup": unsur[:1].upper() + unsur[1:]})
        awal = nomor
        for p in isi:
            nomor += 1
            hasil.append([str(nomor), p["nama"], p["lembaga"] or "-", p["tempat"]])
        hasil.append({"jumlah": [f"Jumlah {unsur}", f"{kata.bilangan(nomor - awal)} penerima"]})
    if hasil:
        hasil.append(
            {"jumlah_semua": ["JUMLAH SELURUHNYA", f"{kata.bilangan(nomor)} ({kata.terbilang(nomor)}) penerima"]}
        )
    return {"diundang": hasil}


# --- labels and envelopes ---------------------------------------------------------------------------------------------


def label(undangan: Undangan) -> Label:
    s = kepala.setelan()
    return {
        **berpetak(kepala.naskah(s, "label_undangan", "", undangan.tanggal), s, "label"),
        "sapaan": kepala.teks(s, "label.sapaan", musrenbang(undangan)),
        "penerima": [_alamat(p) for _, p in orang(undangan)],
    }


def amplop(undangan: Undangan) -> Amplop:
    s = kepala.setelan()
    return {
        **kepala.naskah(s, "amplop_undangan", "", undangan.tanggal),
        "lembar": lembar(s, "amplop"),
        "sapaan": kepala.teks(s, "label.sapaan", musrenbang(undangan)),
        "nomor": undangan.nomor or "",
        "penerima": [_alamat(p) for _, p in orang(undangan)],
    }


def _alamat(p: PemangkuKepentingan) -> Alamat:
    return {"nama": p.nama, "lembaga": lembaga(p), "alamat": p.alamat or "", "tempat": p.tempat}


def baris_alamat(k: Label | Amplop) -> dict[str, list[Any]]:
    return {"alamat": [{"isi": _petak(k["sapaan"], p)} for p in k["penerima"]]}


def _petak(sapaan: str, p: Alamat) -> dict[str, Sequence[str]]:
    isi = {"sapaan": sapaan, "nama": p["nama"], "lembaga": p["lembaga"], "alamat": p["alamat"]}
    tempat = "" if p["tempat"] and p["alamat"].endswith(p["tempat"]) else p["tempat"]
    return {n: [t] for n, t in {**isi, "tempat": f"di {tempat}" if tempat else ""}.items() if t}
