"""What goes along with a paper that is brought to its addressee: surat pengantar and tanda terima of a distribusi."""

from __future__ import annotations

from typing import TypedDict

from documents import kata, kepala, numbering
from documents.konteks import Naskah, TandaTangan
from documents.naskah.lembar import setengah
from models.base import db
from models.distribusi import Distribusi
from models.musrenbang import Musrenbang


class Kiriman(TypedDict):
    jenis: str
    banyaknya: str
    keterangan: str


class Penyerahan(TypedDict):
    penerima: str
    tempat_penerima: str
    kiriman: list[Kiriman]
    diterima: str  # ISO date, or "" for the dots
    nama_penerima: str


class SuratPengantar(Naskah, Penyerahan):
    nomor: str
    pengirim: TandaTangan


class TandaTerima(Naskah, Penyerahan):
    nomor: str  # of the surat pengantar, "" without
    dari: str


def surat_pengantar(d: Distribusi) -> SuratPengantar:
    s = kepala.setelan()
    naskah = d.undangan or d.laporan
    tanda = "" if d.nomor else "KONSEP"
    return {
        **kepala.naskah(s, "distribusi", tanda, d.tanggal_pengantar),
        "nomor": numbering.slot(d),
        **_penyerahan(d, s),
        "pengirim": kepala.tanda_tangan(naskah.penandatangan if naskah else None, kode="surat_pengantar"),
    }


def tanda_terima(d: Distribusi) -> TandaTerima:
    s = kepala.setelan()
    naskah = kepala.naskah(s, "tanda_terima", "", d.dikirim_pada)
    naskah["halaman"] = setengah(naskah["halaman"])
    return {
        **naskah,
        "nomor": d.nomor or "",
        "dari": s["kop.instansi"].title().replace(" Dan ", " dan "),
        **_penyerahan(d, s),
    }


def _penyerahan(d: Distribusi, s: kepala.Setelan) -> Penyerahan:
    return {
        "penerima": d.penerima,
        "tempat_penerima": d.pemangku_kepentingan.tempat if d.pemangku_kepentingan else s["surat.tempat"] or "Bogor",
        "kiriman": _kiriman(d, s),
        "diterima": d.diterima_pada.isoformat() if d.diterima_pada else "",
        "nama_penerima": d.diterima_oleh or "",
    }


def _kiriman(d: Distribusi, s: kepala.Setelan) -> list[Kiriman]:
    """The one paper that the distribusi is about, with number and date as far as it has them."""
    naskah = d.undangan or d.laporan
    assert naskah is not None  # the CHECK "satu_naskah" of the table
    m = db.session.get_one(Musrenbang, d.musrenbang_id)
    jenis = "Surat undangan" if d.undangan else "Laporan"
    tanggal = f"tanggal {kata.tanggal(naskah.tanggal)}" if naskah.tanggal else ""
    sebutan = " ".join(x for x in (jenis, f"Nomor {naskah.nomor}" if naskah.nomor else "", tanggal) if x)
    return [
        {
            "jenis": f"{sebutan}, hal {naskah.perihal}",
            "banyaknya": kepala.teks(s, "surat_pengantar.banyaknya", m),
            "keterangan": kepala.teks(s, "surat_pengantar.keterangan", m),
        }
    ]
