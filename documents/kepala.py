"""What every paper takes from the settings: letterhead, paper, signature block, marks of draft and verification."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from documents import huruf, kata
from documents.konteks import Halaman, Kop, Naskah, TandaTangan, Verifikasi
from documents.templat import isi_teks
from models.base import db
from models.berkas import Berkas
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.pejabat import Pejabat, Sebagai
from models.pengaturan import KELAS, PARAF_TERBANYAK, JenisKop, KelasNaskah, KeluargaHuruf, Pengaturan, kelas


class Setelan(dict[str, str]):
    """All settings read once for one paper; a missing one is the empty text."""

    def __missing__(self, kunci: str) -> str:
        return ""


def setelan() -> Setelan:
    """Rows, not columns: a preview sees what the person has typed and not saved (documents/pratinjau.py)."""
    rows = db.session.scalars(db.select(Pengaturan).where(Pengaturan.deleted_at.is_(None)))
    return Setelan({row.kunci: row.nilai for row in rows})


def teks(s: Setelan, kunci: str, musrenbang: Musrenbang, **lain: str) -> str:
    """A text of the settings with its `{nama}` filled in from the closed list of this paper."""
    return isi_teks(s[kunci], {**istilah(musrenbang), **lain})


def istilah(m: Musrenbang) -> dict[str, str]:
    """The names that every text may use."""
    return {"tahun_rencana": str(m.tahun), "tahun_pelaksanaan": str(m.tahun - 1), "nama_musrenbang": m.nama}


def naskah(s: Setelan, kode: str, tanda: str, tanggal: date | None) -> Naskah:
    """The part that all papers share; `kode` is a kind of record, a paper of the catalog or a class."""
    return {
        "kop": kop(s, jenis_kop(kode)),
        "halaman": halaman(s, kode),
        "tanda": cast(Any, tanda),
        "verifikasi": Verifikasi(kode="", alamat="", sha256=""),
        "tempat": s["surat.tempat"] or "Bogor",
        "tanggal": tanggal.isoformat() if tanggal else "",
    }


def jenis_kop(kode: str) -> JenisKop:
    found = kelas(kode)
    return found.kop if found and found.kop else JenisKop.INSTANSI


def kop(s: Setelan, jenis: JenisKop = JenisKop.INSTANSI) -> Kop:
    """The letterhead of the office, of the Wali Kota (Garuda, contact in the page foot), or none."""
    if jenis is JenisKop.WALI_KOTA:
        return {
            "pemda": s["kop.walikota"],
            "instansi": "",
            "kontak": baris(s["kop.walikota_kontak"]),
            "logo": logo(s, "kop.garuda"),
            "jenis": "wali kota",
        }
    telepon = f"Telepon {s['kop.telepon']}" if s["kop.telepon"] else ""
    situs = f"Situs web {s['kop.situs']}" if s["kop.situs"] else ""
    surel = f"Surel {s['kop.surel']}" if s["kop.surel"] else ""
    kontak = [*baris(s["kop.alamat"]), telepon, ", ".join(x for x in (situs, surel) if x)]
    return {
        "pemda": s["kop.pemerintah"],
        "instansi": s["kop.instansi"],
        "kontak": [x for x in kontak if x],
        "logo": logo(s),
        "jenis": "tanpa kop" if jenis is JenisKop.TANPA else "instansi",
    }


def logo(s: Setelan, kunci: str = "kop.logo") -> str:
    """An image of the letterhead as a data address, or "" for the neutral placeholder."""
    if s[kunci].startswith("data:image/"):  # a preview of what is not stored yet; no such value can be saved
        return s[kunci]
    berkas = db.session.get(Berkas, int(s[kunci])) if s[kunci].isdecimal() else None
    if berkas is None or not berkas.mime.startswith("image/"):
        return ""
    return f"data:{berkas.mime};base64,{base64.b64encode(berkas.isi).decode()}"


# Where neither the class nor the settings say anything.
BAWAAN = {"margin_kiri": 30.0, "margin_kanan": 20.0, "margin_atas": 30.0, "margin_bawah": 25.0, "margin_kop": 15.0,
          "ukuran_huruf": 12.0, "spasi": 1.15}  # fmt: skip


def halaman(s: Setelan, kode: str) -> Halaman:
    """Page and type of a paper: what its class says, else the settings, else the city's rule."""
    k = kelas(kode)

    def ukuran(nama: str) -> float:
        sendiri = getattr(k, nama, None)
        if sendiri is not None:
            return float(sendiri)
        try:
            return float(s[f"kertas.{nama}"].replace(",", "."))
        except ValueError:
            return BAWAAN[nama]

    return {
        "kertas": cast(Any, k.kertas.value if k else "F4"),
        "kiri": ukuran("margin_kiri"),
        "kanan": ukuran("margin_kanan"),
        "atas": ukuran("margin_atas"),
        "bawah": ukuran("margin_bawah"),
        "kop_atas": ukuran("margin_atas" if k and k.kop is JenisKop.TANPA else "margin_kop"),
        "huruf": _keluarga(k.huruf if k else None, s["kertas.huruf"]),
        "ukuran": ukuran("ukuran_huruf"),
        "spasi": ukuran("spasi"),
        "paraf": baris(s["surat.paraf"])[:PARAF_TERBANYAK] if k and k.paraf else [],
    }


def _keluarga(kelas: KeluargaHuruf | None, umum: str) -> str:
    return (kelas.value if kelas else "") or umum or huruf.BAWAAN


def keluarga_huruf(kode: Sequence[str], umum: str) -> list[str]:
    """The family that each of these papers is printed in from now on; `umum` is the setting `kertas.huruf`."""
    milik = [KELAS.get(satu, satu) for satu in kode]
    stmt = db.select(KelasNaskah.kode, KelasNaskah.huruf).where(KelasNaskah.kode.in_(milik))
    kelas = dict(db.session.execute(stmt.where(KelasNaskah.deleted_at.is_(None))).tuples().all())
    return [_keluarga(kelas.get(satu), umum) for satu in milik]


def pejabat(pejabat_id: int | None) -> Pejabat | None:
    found: Pejabat | None = db.session.get(Pejabat, pejabat_id or 0)
    return found


def tanda_tangan(pejabat: Pejabat | None, atas_nama: str | None = None, *, kode: str, jabatan: str = "") -> TandaTangan:
    """The block of one signer; an empty one leaves room on a draft that has no signer yet.

    Wali Kota and Wakil sign with their bare name; a class (`kode`) may leave pangkat and NIP out for everybody.
    """
    if pejabat is None:
        return TandaTangan(atas_nama=[], sebagai="", jabatan=jabatan, nama="", pangkat="", nip="")
    k = kelas(kode) if kode else None
    polos = pejabat.kepala_daerah
    tanpa_nip = polos or (k is not None and not k.cetak_nip)
    return TandaTangan(
        atas_nama=baris(atas_nama),
        sebagai="" if pejabat.sebagai is Sebagai.DEFINITIF else pejabat.sebagai.value,
        jabatan=pejabat.jabatan,
        nama=kata.tanpa_gelar(pejabat.nama) if polos else pejabat.nama,
        pangkat="" if tanpa_nip else pejabat.pangkat or "",
        nip="" if tanpa_nip else pejabat.nip or "",
    )


def tanda_tangan_kosong(jabatan: str) -> TandaTangan:
    """The block of one whom the panel does not know: dots to write the name on."""
    return {**tanda_tangan(None, jabatan=jabatan, kode=""), "nama": f"({'.' * 44})"}


def tanda(status: Any) -> str:
    """KONSEP until signed; DIBATALKAN when voided."""
    if status == StatusNaskah.DIBATALKAN:
        return "DIBATALKAN"
    return "" if status == StatusNaskah.TERBIT else "KONSEP"


def baris(teks_panjang: str | None) -> list[str]:
    """One item per line of a text field."""
    return [x.strip() for x in (teks_panjang or "").splitlines() if x.strip()]


def alinea(teks_panjang: str | None, m: Musrenbang, lain: dict[str, str]) -> list[str]:
    """The paragraphs (parted by an empty line) of a text that belongs to one record, its `{nama}` filled in."""
    bagian = re.split(r"\n\s*\n", (teks_panjang or "").replace("\r\n", "\n"))
    return [isi_teks(x.strip(), {**istilah(m), **lain}) for x in bagian if x.strip()]
