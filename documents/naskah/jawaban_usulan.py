"""The answer to "usulan saya jadi apa?": what was asked, what the Musrenbang decided, what the RKPD made of it."""

from __future__ import annotations

from typing import TypedDict

from documents import kata, kepala
from documents.konteks import Naskah, Rincian
from documents.naskah import usulan as daftar
from models.base import db
from models.musrenbang import Musrenbang
from models.usulan import HasilUsulan, MasukRkpd, StatusUsulan, Usulan

BELUM_TETAP = "Putusan ini belum ditetapkan dengan berita acara, jadi masih dapat berubah."
JAWABAN_RKPD = {
    MasukRkpd.BELUM: "Belum diketahui: RKPD belum ditetapkan, atau hasilnya belum dicatat.",
    MasukRkpd.YA: "Ya, masuk RKPD.",
    MasukRkpd.SEBAGIAN: "Sebagian masuk RKPD.",
    MasukRkpd.TIDAK: "Tidak masuk RKPD.",
}


class Tahap(TypedDict):
    """One station of the way: its name, what it said, and why."""

    nama: str
    jawaban: str
    keterangan: str


class Konteks(Naskah):
    judul: list[str]
    keadaan: str  # the moment of which the sheet speaks
    rincian: list[Rincian]
    tahap: list[Tahap]
    catatan: str  # "" or that the decision is not signed yet


def isi(u: Usulan) -> Konteks:
    m = db.session.get_one(Musrenbang, u.musrenbang_id)
    baris = daftar.semua(u.musrenbang_id, Usulan.id == u.id)
    tempat = baris[0]["lokasi"] if baris else ""
    opd = baris[0]["nama_opd"] if baris else ""
    return {
        **kepala.naskah(kepala.setelan(), "jawaban_usulan", "", None),
        "judul": ["LEMBAR JAWABAN USULAN", m.nama.upper()],
        "keadaan": kata.saat(u.updated_at),
        "rincian": [
            {
                "label": "Kode usulan",
                "isi": u.kode + (f" (ID di sumber: {u.kode_eksternal})" if u.kode_eksternal else ""),
            },
            {"label": "Usulan", "isi": u.usulan},
            {"label": "Permasalahan", "isi": u.permasalahan},
            {"label": "Pengusul", "isi": f"{u.pengusul} ({u.asal.value})"},
            {"label": "Lokasi", "isi": tempat},
            {"label": "Volume diusulkan", "isi": daftar.volume(u.volume, u.satuan)},
            {"label": "Perkiraan biaya", "isi": kata.rupiah(u.pagu_usulan)},
            {"label": "Perangkat daerah", "isi": opd},
        ],
        "tahap": [_musrenbang(u, m), _rkpd(u, m), *_lanjutan(u)],
        "catatan": BELUM_TETAP if u.status is StatusUsulan.DIPUTUSKAN else "",
    }


def _musrenbang(u: Usulan, m: Musrenbang) -> Tahap:
    nama = f"Musrenbang (rencana tahun {m.tahun})"
    if u.status not in daftar.DIPUTUSKAN or u.hasil is None:
        return {"nama": nama, "jawaban": f"Belum diputuskan; usulan berstatus {u.status.value}.", "keterangan": ""}
    sebab = [u.alasan.nama if u.alasan else "", u.catatan or ""]
    if u.hasil in (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN):
        volume = daftar.volume(u.volume_disepakati, u.satuan)
        sebab.insert(0, f"Disepakati {volume}, {kata.rupiah(u.pagu_disepakati or 0)}.")
    return {"nama": nama, "jawaban": u.hasil.value.capitalize(), "keterangan": "\n\n".join(x for x in sebab if x)}


def _rkpd(u: Usulan, m: Musrenbang) -> Tahap:
    return {
        "nama": f"RKPD tahun {m.tahun}",
        "jawaban": JAWABAN_RKPD[u.masuk_rkpd],
        "keterangan": u.rkpd_keterangan or "",
    }


def _lanjutan(u: Usulan) -> list[Tahap]:
    """Where it came from in an earlier year, and where it was carried on."""
    found: list[Tahap] = []
    if lama := u.asal_usulan:
        found.append({"nama": "Tahun sebelumnya", "jawaban": f"Lanjutan dari usulan {lama.kode}", "keterangan": ""})
    kueri = db.select(Usulan.kode, Musrenbang.nama).join(Musrenbang, Musrenbang.id == Usulan.musrenbang_id)
    kueri = kueri.where(Usulan.asal_usulan_id == u.id, Usulan.deleted_at.is_(None)).order_by(Usulan.id)
    for kode, nama in db.session.execute(kueri):
        found.append({"nama": "Tahun berikutnya", "jawaban": f"Dibawa ke {nama}", "keterangan": f"Dengan kode {kode}."})
    return found
