"""The Tim Musrenbang: its SK and its members."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, label, pilihan
from models.kelompok_sidang import KelompokSidang
from models.naskah import Naskah
from models.pejabat import Pejabat
from models.pesan import Pesan


class JenisSk(enum.StrEnum):
    KEPALA_BADAN = "Keputusan Kepala Badan"
    WALI_KOTA = "Keputusan Wali Kota"


class Tim(Naskah):
    """SK is drafted at step 1, members are filled in at step 2, signed at the end of step 2."""

    __tablename__ = "tim"
    JUDUL = "Tim (SK)"
    ANAK = ("anggota_tim",)

    jenis_sk: Mapped[JenisSk] = mapped_column(
        pilihan(JenisSk), default=JenisSk.KEPALA_BADAN, info=label("Jenis SK", daftar=True)
    )
    menimbang: Mapped[str | None] = mapped_column(
        Panjang(4000), info=label("Menimbang", bagian="Konsiderans", bantuan="Satu butir per baris")
    )
    mengingat: Mapped[str | None] = mapped_column(
        Panjang(6000), info=label("Mengingat", bantuan="Satu butir per baris")
    )
    memperhatikan: Mapped[str | None] = mapped_column(
        Panjang(4000), info=label("Memperhatikan", bantuan="Satu butir per baris; boleh kosong")
    )
    memutuskan: Mapped[str | None] = mapped_column(
        Panjang(6000), info=label("Memutuskan", bagian="Putusan", bantuan="Satu diktum per baris")
    )

    anggota: Mapped[list[AnggotaTim]] = relationship(
        viewonly=True,
        primaryjoin="and_(AnggotaTim.tim_id == Tim.id, AnggotaTim.deleted_at.is_(None))",
        order_by="AnggotaTim.urutan, AnggotaTim.id",
    )

    def periksa(self) -> list[tuple[str, Pesan]]:
        diktum = [x for x in (self.memutuskan or "").splitlines() if x.strip()]
        if len(diktum) <= 10:
            return []
        return [("memutuskan", Pesan("Paling banyak 10 diktum (KESATU sampai KESEPULUH)."))]


class AnggotaTim(Record):
    __tablename__ = "anggota_tim"
    JUDUL = "Anggota tim"
    INDUK = "tim_id"
    URUT = ("urutan", False)

    tim_id: Mapped[int] = mapped_column(ForeignKey("tim.id"), index=True, info=label("Tim", daftar=True, saring=True))
    urutan: Mapped[int] = mapped_column(default=1, info=label("Urutan", daftar=True))
    pejabat_id: Mapped[int | None] = mapped_column(ForeignKey("pejabat.id"), info=label("Pejabat", daftar=True))
    nama: Mapped[str] = mapped_column(
        String(200),
        default="",
        info=label("Nama atau jabatan dalam dinas", daftar=True, cari=True, bantuan="Kosong: dari pejabat"),
    )
    kedudukan: Mapped[str] = mapped_column(String(150), info=label("Kedudukan dalam tim", daftar=True, cari=True))
    kelompok_sidang_id: Mapped[int | None] = mapped_column(
        ForeignKey("kelompok_sidang.id"), info=label("Kelompok sidang", daftar=True, saring=True)
    )

    pejabat: Mapped[Pejabat | None] = relationship()
    kelompok_sidang: Mapped[KelompokSidang | None] = relationship()

    def lengkapi(self) -> None:
        if not self.nama and self.pejabat:
            self.nama = self.pejabat.nama

    def periksa(self) -> list[tuple[str, Pesan]]:
        """A line of the SK without anybody in it names nobody."""
        if self.nama or not (self.berubah("nama") or self.berubah("pejabat_id") or self.id is None):
            return []
        return [("nama", Pesan("Isi nama atau jabatannya, atau pilih pejabatnya."))]
