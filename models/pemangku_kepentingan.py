"""The address book: who is invited, by unsur."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models import kontak
from models.base import Record, label, pilihan
from models.pesan import Pesan


class Unsur(enum.StrEnum):
    """Elements of the participants of a Musrenbang RKPD (domain README 1.1)."""

    PEMERINTAH_KOTA = "pemerintah kota"
    DPRD = "DPRD"
    PERANGKAT_DAERAH = "perangkat daerah"
    KECAMATAN = "kecamatan dan kelurahan"
    PROVINSI_PUSAT = "provinsi dan instansi vertikal"
    PERGURUAN_TINGGI = "perguruan tinggi"
    ORMAS = "LSM dan organisasi masyarakat"
    TOKOH = "tokoh masyarakat"
    PEREMPUAN_ANAK = "perempuan dan anak"
    DISABILITAS = "penyandang disabilitas"
    USAHA = "dunia usaha"
    MEDIA = "media"
    LAINNYA = "lainnya"


class PemangkuKepentingan(Record):
    __tablename__ = "pemangku_kepentingan"
    JUDUL = "Pemangku kepentingan"
    URUT = ("nama", False)

    nama: Mapped[str] = mapped_column(
        String(200),
        info=label(
            "Nama atau jabatan", bagian="Siapa", daftar=True, cari=True, bantuan="Seperti tertulis pada surat: Yth. …"
        ),
    )
    lembaga: Mapped[str | None] = mapped_column(String(200), info=label("Lembaga", daftar=True, cari=True))
    unsur: Mapped[Unsur] = mapped_column(pilihan(Unsur, 60), info=label("Unsur", daftar=True, saring=True))
    alamat: Mapped[str | None] = mapped_column(String(300), info=label("Alamat", bagian="Alamat", pribadi=True))
    tempat: Mapped[str] = mapped_column(String(100), default="Bogor", info=label("di (tempat)"))
    telepon: Mapped[str | None] = mapped_column(
        String(40), info=label("Telepon", bagian="Cara menghubungi", daftar=True, pribadi=True)
    )
    surel: Mapped[str | None] = mapped_column(String(150), info=label("Surel", pribadi=True))
    perangkat_daerah_id: Mapped[int | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), info=label("Perangkat daerah", bagian="Keterkaitan", saring=True)
    )
    wilayah_id: Mapped[int | None] = mapped_column(ForeignKey("wilayah.id"), info=label("Wilayah", saring=True))
    aktif: Mapped[bool] = mapped_column(default=True, info=label("Aktif", daftar=True, saring=True))

    def periksa(self) -> list[tuple[str, Pesan]]:
        salah = kontak.keliru(kontak.surel, self.surel) if self.berubah("surel") else None
        return [("surel", salah)] if salah else []
