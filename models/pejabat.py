"""Officials who act and sign: NIP, pangkat, jabatan, the SOP role they hold, and from when to when."""

from __future__ import annotations

import enum
import re
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, label, pilihan
from models.peran import Peran
from models.pesan import Pesan


class Sebagai(enum.StrEnum):
    """In what capacity an office is held."""

    DEFINITIF = "definitif"
    PLT = "Plt."
    PLH = "Plh."
    PJ = "Pj."


class JenisPegawai(enum.StrEnum):
    PNS = "PNS"
    PPPK = "PPPK"
    LAINNYA = "lainnya"


def periksa_nip(nip: str, jenis: JenisPegawai) -> Pesan | None:
    """A PNS number: 18 digits, YYYYMMDD birth, YYYYMM entry, 1/2, three more (domain README 2.5)."""
    if not re.fullmatch(r"[0-9]{18}", nip):
        return Pesan("NIP terdiri atas 18 angka tanpa spasi.")
    if jenis is not JenisPegawai.PNS:
        return None
    try:
        lahir = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
        masuk = date(int(nip[8:12]), int(nip[12:14]), 1)
    except ValueError:
        return Pesan("NIP memuat tanggal lahir atau bulan pengangkatan yang tidak ada.")
    if masuk.year - lahir.year < 17 or nip[14] not in "12":
        return Pesan("NIP tidak sesuai susunan: tahun pengangkatan atau angka jenis kelamin keliru.")
    return None


def periksa_atas_nama(teks: str | None) -> Pesan | None:
    """a.n. hands on one level, u.b. a second one below it (tata naskah dinas; domain README 2.4)."""
    baris = [x.strip() for x in (teks or "").splitlines() if x.strip()]
    if not baris:
        return None
    if not baris[0].startswith("a.n. ") or any(x.startswith("a.n.") for x in baris[1:]):
        return Pesan("Mulai dengan satu baris a.n., misalnya: a.n. WALI KOTA BOGOR")
    jabatan_antara = baris[1:-1]
    if len(baris) == 1 or (baris[-1] == "u.b." and jabatan_antara and "u.b." not in jabatan_antara):
        return None
    return Pesan("Dua tingkat ditulis dalam tiga baris: a.n. WALI KOTA BOGOR, lalu SEKRETARIS DAERAH, lalu u.b.")


def periksa_perintah(x: Any) -> list[tuple[str, Pesan]]:
    """Who acts for another (pejabat, penugasan) does so by an order and for a time."""
    if x.sebagai not in (Sebagai.PLT, Sebagai.PLH) or (x.mulai and x.sampai and x.surat_perintah):
        return []
    return [("surat_perintah", Pesan("Plt./Plh. memerlukan surat perintah serta tanggal mulai dan sampai."))]


class Pejabat(Record):
    __tablename__ = "pejabat"
    JUDUL = "Pejabat"
    URUT = ("nama", False)

    nama: Mapped[str] = mapped_column(String(150), info=label("Nama dan gelar", bagian="Orang", daftar=True, cari=True))
    nip: Mapped[str | None] = mapped_column(
        String(18), info=label("NIP", daftar=True, cari=True, bantuan="18 angka tanpa spasi")
    )
    jenis: Mapped[JenisPegawai] = mapped_column(
        pilihan(JenisPegawai), default=JenisPegawai.PNS, info=label("Jenis pegawai")
    )
    pangkat: Mapped[str | None] = mapped_column(
        String(100), info=label("Pangkat", bantuan="Misalnya: Pembina Tingkat I (IV/b)")
    )
    jabatan: Mapped[str] = mapped_column(
        String(200),
        info=label(
            "Jabatan", bantuan="Seperti tercetak di atas tanda tangan", bagian="Jabatan", daftar=True, cari=True
        ),
    )
    peran: Mapped[Peran | None] = mapped_column(
        pilihan(Peran),
        info=label("Peran dalam SOP", daftar=True, saring=True, bantuan="Kosongkan bila bukan pelaksana SOP"),
    )
    sebagai: Mapped[Sebagai] = mapped_column(
        pilihan(Sebagai), default=Sebagai.DEFINITIF, info=label("Sebagai", daftar=True, saring=True)
    )
    surat_perintah: Mapped[str | None] = mapped_column(
        String(150), info=label("Surat perintah Plt./Plh.", bantuan="Nomor dan tanggalnya; wajib untuk Plt. dan Plh.")
    )
    unit_kerja_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit_kerja.id"),
        info=label("Unit kerja Bapperida", bagian="Tempat dan masa jabatan", daftar=True, saring=True),
    )
    perangkat_daerah_id: Mapped[int | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), info=label("Perangkat daerah", saring=True)
    )
    mulai: Mapped[date | None] = mapped_column(info=label("Menjabat sejak"))
    sampai: Mapped[date | None] = mapped_column(info=label("Menjabat sampai"))

    @property
    def kepala_daerah(self) -> bool:
        """Wali Kota and Wakil sign with the bare name: no title, no pangkat, no NIP."""
        return self.jabatan.lower().startswith(("wali kota", "wakil wali kota"))

    def menjabat(self, hari: date) -> bool:
        return (self.mulai is None or self.mulai <= hari) and (self.sampai is None or hari <= self.sampai)

    def periksa(self) -> list[tuple[str, Pesan]]:
        salah = []
        if self.nip and (pesan := periksa_nip(self.nip, self.jenis or JenisPegawai.PNS)):
            salah.append(("nip", pesan))
        if self.mulai and self.sampai and self.sampai < self.mulai:
            salah.append(("sampai", Pesan("Akhir masa jabatan mendahului awalnya.")))
        return salah + periksa_perintah(self)
