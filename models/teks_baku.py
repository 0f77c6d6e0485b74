"""Usual texts that the office writes again and again, offered beside the long field that they are for."""

from __future__ import annotations

from functools import cache

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from models import kolom, teks
from models.base import Panjang, Record, db, kinds, label, unik_hidup
from models.pesan import Pesan, SopError

ISTILAH = ("tahun_rencana", "tahun_pelaksanaan", "nama_musrenbang")
BUKAN = frozenset(
    {"pengaturan", "kelas_naskah", "teks_baku", "sop_revisi", "langkah"}
)  # texts of the settings themselves


class NamaIsian(TypeDecorator[str]):
    """The name of a long field, `kind.kolom`; people choose and read it in words (`sasaran`)."""

    impl = String
    cache_ok = True


@cache
def sasaran() -> dict[str, Pesan]:
    """Every long field that people fill, `kind.kolom` → "Undangan: kalimat penutup"."""
    return {
        f"{kind}.{key}": Pesan("{jenis}: {isian}", jenis=model.JUDUL, isian=found.teks)
        for kind, model in sorted(kinds().items(), key=lambda satu: satu[1].JUDUL)
        if kind not in BUKAN
        for key, (column, found) in kolom.labelled(model).items()
        if found.isian and isinstance(column.type, Panjang)
    }


class TeksBaku(Record):
    """`untuk` is `kind.kolom` of a long field; `isi` may use the names of ISTILAH."""

    __tablename__ = "teks_baku"
    __table_args__ = (unik_hidup("untuk", "judul"),)
    JUDUL = "Teks baku"
    NAMA = "judul"
    URUT = ("untuk", False)

    untuk: Mapped[str] = mapped_column(
        NamaIsian(100), info=label("Untuk isian", daftar=True, cari=True, bantuan="Ditawarkan di samping isian ini")
    )
    judul: Mapped[str] = mapped_column(
        String(120), info=label("Judul", daftar=True, cari=True, bantuan="Nama singkat yang dilihat pemakainya")
    )
    isi: Mapped[str] = mapped_column(
        Panjang(8000),
        info=label(
            "Isi",
            cari=True,
            bantuan="Boleh memakai {tahun_rencana}, {tahun_pelaksanaan}, {nama_musrenbang}. Pemakainya masih dapat "
            "mengubah teks ini setelah disisipkan",
        ),
    )
    asal: Mapped[str | None] = mapped_column(String(200), info=label("Asal teks", bantuan="Dari mana teks ini diambil"))

    @classmethod
    def untuk_kind(cls, kind: str) -> dict[str, list[TeksBaku]]:
        """The texts for the fields of a kind, by column, in the order of their titles."""
        kueri = db.select(cls).where(cls.untuk.startswith(f"{kind}.", autoescape=True), cls.deleted_at.is_(None))
        hasil: dict[str, list[TeksBaku]] = {}
        for satu in db.session.scalars(kueri.order_by(cls.judul)):
            hasil.setdefault(satu.untuk.partition(".")[2], []).append(satu)
        return hasil

    def periksa(self) -> list[tuple[str, Pesan]]:
        salah = [] if self.untuk in sasaran() else [("untuk", Pesan("Pilih salah satu dari daftar."))]
        try:
            teks.isi(self.isi or "", dict.fromkeys(ISTILAH, ""))
        except SopError as galat:
            salah.append(("isi", galat.pesan))
        return salah
