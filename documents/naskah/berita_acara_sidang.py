"""What the berita acara of a sidang kelompok is printed from: lampiran I (diakomodir) and II (tidak), by kecamatan."""

from __future__ import annotations

from typing import Any, TypedDict

from documents import kata, kepala, numbering
from documents.konteks import Kesepakatan, Rincian
from documents.naskah import notulen, usulan
from documents.naskah.baris import Baris, menurut, tanda_tangan_selang
from models.base import db
from models.berita_acara_sidang import BeritaAcaraSidang, Pihak, WakilSidang
from models.musrenbang import Musrenbang
from models.usulan import HasilUsulan, Usulan
from models.waktu import lokal

KUNCI = "berita_acara_sidang"
BUTIR = 9  # numbered texts of the settings are looked for up to this number


class UsulanSidang(TypedDict):
    """A row of both lampiran; `anggaran` and `volume` are the agreed ones where the usulan was accepted."""

    kode: str
    kecamatan: str
    kamus: str
    permasalahan: str
    lokasi: str
    opd: str
    hasil: str
    anggaran: int
    volume: str
    catatan: str


class Wakil(TypedDict):
    """Who signs for kecamatan, Bapperida or a perangkat daerah; an empty name is written by hand."""

    pihak: str
    instansi: str
    nama: str
    jabatan: str
    nip: str


class Konteks(Kesepakatan):
    """Berita acara of one sidang kelompok; the two lampiran stand on the turned sheet."""

    bidang: str  # "BIDANG FISIK", below the number
    kelompok: str
    wakil: list[Wakil]
    diakomodir: list[UsulanSidang]
    tidak: list[UsulanSidang]


def isi(ba: BeritaAcaraSidang) -> Konteks:
    m = db.session.get_one(Musrenbang, ba.musrenbang_id)
    s = kepala.setelan()
    putusan = usulan.putusan(m.id, Usulan.kelompok_sidang_id == ba.kelompok_sidang_id)
    diakomodir = [_baris(u) for u in putusan if u["hasil"] in usulan.DITERIMA]
    tidak = [_baris(u) for u in putusan if u["hasil"] not in usulan.DITERIMA]
    istilah = _istilah(ba, diakomodir, tidak)

    def teks(nama: str) -> str:
        return kepala.teks(s, f"{KUNCI}.{nama}", m, **istilah)

    def bernomor(nama: str) -> list[str]:
        return [t for n in range(1, BUTIR + 1) if (t := teks(f"{nama}.{n}"))]

    return {
        **kepala.naskah(s, KUNCI, kepala.tanda(ba.status), ba.tanggal),
        "judul": [teks("judul")],
        "nomor": numbering.slot(ba),
        "bidang": teks("bidang").upper(),
        "kelompok": ba.kelompok_sidang.nama,
        "pembuka": teks("pembuka"),
        "pengantar_timbang": teks("memperhatikan"),
        "timbang": bernomor("pertimbangan"),
        "pengantar_rincian": teks("maka"),
        "rincian": _rincian(ba),
        "subjek": teks("menyepakati"),
        "diktum": kepala.alinea(ba.diktum, m, istilah) or bernomor("diktum"),
        "penutup": teks("penutup"),
        "pimpinan": kepala.tanda_tangan(ba.penandatangan, ba.atas_nama, kode=KUNCI),
        "wakil": [_wakil(w) for w in ba.wakil],
        "tembusan": kepala.baris(ba.tembusan),
        "diakomodir": diakomodir,
        "tidak": tidak,
    }


def _istilah(ba: BeritaAcaraSidang, diakomodir: list[UsulanSidang], tidak: list[UsulanSidang]) -> dict[str, str]:
    """What the texts of this paper may name besides; models/pengaturan.py has the closed list."""
    hari = lokal(ba.rapat.mulai).date()
    anggaran = sum(u["anggaran"] for u in diakomodir)
    return {
        "kelompok": ba.kelompok_sidang.nama,
        "tempat": notulen.tempat(ba.rapat),
        "tanggal_huruf": kata.tanggal_huruf(hari),
        "tanggal_angka": kata.tanggal_angka(hari),
        "dibahas": kata.bilangan(len(diakomodir) + len(tidak)),
        "diakomodir": kata.bilangan(len(diakomodir)),
        "tidak_diakomodir": kata.bilangan(len(tidak)),
        "anggaran": kata.rupiah_sen(anggaran),
        "anggaran_huruf": f"{kata.terbilang(anggaran)} rupiah",
    }


def _rincian(ba: BeritaAcaraSidang) -> list[Rincian]:
    return [
        {"label": "Hari dan tanggal", "isi": kata.hari_tanggal(lokal(ba.rapat.mulai).date())},
        {"label": "Jam", "isi": notulen.waktu(ba.rapat)},
        {"label": "Tempat", "isi": notulen.tempat(ba.rapat)},
    ]


def _wakil(w: WakilSidang) -> Wakil:
    pihak = w.pihak.value if w.pihak is Pihak.BAPPERIDA else w.pihak.value.capitalize()
    return {"pihak": pihak, "instansi": w.instansi, "nama": w.nama, "jabatan": w.jabatan or "", "nip": w.nip or ""}


def _baris(u: dict[str, Any]) -> UsulanSidang:
    diterima = u["hasil"] in usulan.DITERIMA
    catatan = [u["alasan"], u["catatan"]]
    if u["hasil"] is HasilUsulan.DITERIMA_PERUBAHAN and u["pagu_disepakati"] != u["pagu_usulan"]:
        catatan.append(f"Usulan semula {kata.rupiah(u['pagu_usulan'])}")
    return {
        "kode": u["kode"],
        "kecamatan": u["kecamatan"],
        "kamus": u["kamus"] or u["usulan"],
        "permasalahan": u["permasalahan"],
        "lokasi": u["lokasi"],
        "opd": u["opd"],
        "hasil": usulan.hasil(u),
        "anggaran": (u["pagu_disepakati"] or 0) if diterima else u["pagu_usulan"],
        "volume": usulan.volume(u["volume_disepakati"] if diterima else u["volume"], u["satuan"]),
        "catatan": "; ".join(x for x in catatan if x),
    }


# --- rows of the long tables ------------------------------------------------------------------------------------------


def baris(k: Konteks) -> dict[str, list[Baris]]:
    return {
        "wakil": [[str(n), w["instansi"], _orang(w), *tanda_tangan_selang(n)] for n, w in enumerate(k["wakil"], 1)],
        "diakomodir": _lampiran(k["diakomodir"]),
        "tidak": _lampiran(k["tidak"]),
    }


def _orang(w: Wakil) -> str:
    nip = f"NIP {kata.nip(w['nip'])}" if w["nip"] else ""
    return "\n".join(x for x in (w["nama"], w["jabatan"], nip) if x)


def _lampiran(isi: list[UsulanSidang]) -> list[Baris]:
    """By kecamatan, each with its sum, numbered through."""
    hasil: list[Baris] = []
    nomor = 0
    for kecamatan, milik in menurut(isi, "kecamatan"):
        hasil.append({"grup": _sebut(kecamatan).upper()})
        for u in milik:
            nomor += 1
            teks = [u[x] for x in ("kode", "kecamatan", "kamus", "permasalahan", "lokasi", "opd", "hasil")]
            hasil.append([str(nomor), *teks, kata.rupiah(u["anggaran"]), u["volume"], u["catatan"]])
        hasil.append({"jumlah": [f"Jumlah {_sebut(kecamatan)}", *_jumlah(milik)]})
    if hasil:
        hasil.append({"jumlah_semua": ["JUMLAH SELURUHNYA", *_jumlah(isi)]})
    return hasil


def _sebut(kecamatan: str) -> str:
    return kecamatan if kecamatan == usulan.LINTAS else f"Kecamatan {kecamatan}"


def _jumlah(isi: list[UsulanSidang]) -> tuple[str, str]:
    return kata.rupiah(sum(u["anggaran"] for u in isi)), f"{kata.bilangan(len(isi))} usulan"
