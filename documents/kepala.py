"""What every paper takes from the settings: letterhead, paper, signature block, marks of draft and verification."""

from __future__ import annotations

import base64
import re
from datetime import date
from typing import Any, cast

from documents.konteks import Halaman, Kop, Naskah, TandaTangan, Verifikasi
from documents.templat import isi_teks
from models.base import db
from models.berkas import Berkas
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.pejabat import Pejabat, Sebagai
from models.pengaturan import Pengaturan
from sop import aturan


class Setelan(dict[str, str]):
    """All settings read once for one paper; a missing one is the empty text."""

    def __missing__(self, kunci: str) -> str:
        return ""


def setelan() -> Setelan:
    kueri = db.select(Pengaturan.kunci, Pengaturan.nilai).where(Pengaturan.deleted_at.is_(None))
    return Setelan(db.session.execute(kueri).tuples().all())


def teks(s: Setelan, kunci: str, musrenbang: Musrenbang, **lain: str) -> str:
    """A text of the settings with its `{nama}` filled in from the closed list of this paper."""
    return isi_teks(s[kunci], {**istilah(musrenbang), **lain})


def istilah(m: Musrenbang) -> dict[str, str]:
    """The names that every text may use."""
    return {"tahun_rencana": str(m.tahun), "tahun_pelaksanaan": str(m.tahun - 1), "nama_musrenbang": m.nama}


def naskah(s: Setelan, kind: str, tanda: str, tanggal: date | None) -> Naskah:
    """The part that all papers share."""
    return {
        "kop": kop(s),
        "halaman": halaman(s, kind),
        "tanda": cast(Any, tanda),
        "verifikasi": Verifikasi(kode="", alamat="", sha256=""),
        "tempat": s["surat.tempat"] or "Bogor",
        "tanggal": tanggal.isoformat() if tanggal else "",
    }


def kop(s: Setelan) -> Kop:
    telepon = f"Telepon {s['kop.telepon']}" if s["kop.telepon"] else ""
    situs = f"Situs web {s['kop.situs']}" if s["kop.situs"] else ""
    surel = f"Surel {s['kop.surel']}" if s["kop.surel"] else ""
    kontak = [s["kop.alamat"], telepon, ", ".join(x for x in (situs, surel) if x)]
    return {
        "pemda": s["kop.pemerintah"],
        "instansi": s["kop.instansi"],
        "kontak": [x for x in kontak if x],
        "logo": logo(s),
    }


def logo(s: Setelan) -> str:
    """The city's arms as a data address, or "" for the neutral placeholder."""
    if not s["kop.logo"].isdigit():
        return ""
    berkas = db.session.get(Berkas, int(s["kop.logo"]))
    if berkas is None or not berkas.mime.startswith("image/"):
        return ""
    return f"data:{berkas.mime};base64,{base64.b64encode(berkas.isi).decode()}"


def halaman(s: Setelan, kind: str) -> Halaman:
    kelas = aturan.kelas(kind)

    def mm(kunci: str, bawaan: float) -> float:
        try:
            return float(s[kunci].replace(",", "."))
        except ValueError:
            return bawaan

    return {
        "kertas": cast(Any, kelas.kertas.value if kelas else "F4"),
        "kiri": mm("kertas.margin_kiri", 30),
        "kanan": mm("kertas.margin_kanan", 20),
        "atas": mm("kertas.margin_atas", 30),
        "bawah": mm("kertas.margin_bawah", 25),
        "kop_atas": mm("kertas.margin_kop", 15),
        "huruf": s["kertas.huruf"] or "Arial",
        "ukuran": mm("kertas.ukuran_huruf", 12),
        "spasi": mm("kertas.spasi", 1.15),
    }


def tanda_tangan(pejabat: Pejabat | None, atas_nama: str | None = None, *, jabatan: str = "") -> TandaTangan:
    """The block of one signer; an empty one leaves room on a draft that has no signer yet."""
    if pejabat is None:
        return TandaTangan(atas_nama=[], sebagai="", jabatan=jabatan, nama="", pangkat="", nip="")
    sebagai = "" if pejabat.sebagai is Sebagai.DEFINITIF else pejabat.sebagai.value
    return TandaTangan(
        atas_nama=[x.strip() for x in (atas_nama or "").split("\n") if x.strip()],
        sebagai=sebagai,
        jabatan=pejabat.jabatan,
        nama=pejabat.nama,
        pangkat=pejabat.pangkat or "",
        nip=pejabat.nip or "",
    )


def tanda(status: Any) -> str:
    """KONSEP until signed and numbered; DIBATALKAN when voided."""
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
