"""Kota, kecamatan and kelurahan with their Kemendagri codes, and the spellings under which they also occur."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, label, pilihan, unik_hidup
from models.pesan import Pesan


class Tingkat(enum.StrEnum):
    KOTA = "kota"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"


class Wilayah(Record):
    __tablename__ = "wilayah"
    __table_args__ = (
        unik_hidup("kode"),
        unik_hidup("peta_kolom", "peta_baris"),
        CheckConstraint("peta_kolom BETWEEN 1 AND 30 AND peta_baris BETWEEN 1 AND 30", name="petak_di_peta"),
    )
    JUDUL = "Wilayah"
    URUT = ("kode", False)
    ANAK = ("wilayah_alias",)
    PEMBEDA = "tingkat"  # Tanah Sareal is a kecamatan and a kelurahan

    kode: Mapped[str] = mapped_column(String(13), info=label("Kode Kemendagri", daftar=True, cari=True))
    nama: Mapped[str] = mapped_column(String(100), info=label("Nama", daftar=True, cari=True))
    tingkat: Mapped[Tingkat] = mapped_column(pilihan(Tingkat), info=label("Tingkat", daftar=True, saring=True))
    induk_id: Mapped[int | None] = mapped_column(
        ForeignKey("wilayah.id"), info=label("Induk", daftar=True, saring=True)
    )
    # Its tile on the schematic map, or for a kecamatan where its name is written; the grid counts from the north-west.
    peta_kolom: Mapped[int | None] = mapped_column(
        info=label("Petak peta: kolom", bantuan="Dari barat (1) ke timur; kosong: tidak digambar pada peta petak")
    )
    peta_baris: Mapped[int | None] = mapped_column(info=label("Petak peta: baris", bantuan="Dari utara (1) ke selatan"))

    def periksa(self) -> list[tuple[str, Pesan]]:
        letak = {"peta_kolom": self.peta_kolom, "peta_baris": self.peta_baris}
        kosong = [k for k, n in letak.items() if n is None]
        if len(kosong) == 1:
            return [(kosong[0], Pesan("Petak pada peta memerlukan kolom dan baris; isi keduanya, atau kosongkan."))]
        sebab = Pesan("Petak pada peta bernomor 1 sampai 30.")
        return [(k, sebab) for k, n in letak.items() if n is not None and not 1 <= n <= 30]


class WilayahAlias(Record):
    __tablename__ = "wilayah_alias"
    __table_args__ = (unik_hidup("wilayah_id", "nama"),)
    JUDUL = "Ejaan lain"
    INDUK = "wilayah_id"

    wilayah_id: Mapped[int] = mapped_column(ForeignKey("wilayah.id"), index=True, info=label("Wilayah", daftar=True))
    nama: Mapped[str] = mapped_column(String(100), info=label("Ejaan", daftar=True, cari=True))
    keterangan: Mapped[str | None] = mapped_column(String(200), info=label("Keterangan", daftar=True))
