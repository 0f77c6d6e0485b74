"""Incoming letters with their agenda number, disposisi and the reply who will attend."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, label, pilihan, unik_hidup
from models.naskah import Sifat
from models.pejabat import Pejabat


class SuratMasuk(Record):
    __tablename__ = "surat_masuk"
    __table_args__ = (unik_hidup("musrenbang_id", "agenda"),)
    JUDUL = "Surat masuk"
    NAMA = "perihal"
    ANAK = ("disposisi",)

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", bagian="Penerimaan", daftar=True, saring=True)
    )
    agenda: Mapped[str] = mapped_column(
        String(60), info=label("Nomor agenda", bantuan="Nomor pada buku agenda surat masuk", daftar=True, cari=True)
    )
    diterima: Mapped[date] = mapped_column(info=label("Diterima tanggal", daftar=True, saring=True))
    asal: Mapped[str] = mapped_column(String(200), info=label("Surat dari", bagian="Surat", daftar=True, cari=True))
    nomor: Mapped[str | None] = mapped_column(String(120), info=label("Nomor surat", daftar=True, cari=True))
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal surat"))
    perihal: Mapped[str] = mapped_column(String(300), info=label("Perihal", daftar=True, cari=True))
    sifat: Mapped[Sifat] = mapped_column(pilihan(Sifat), default=Sifat.BIASA, info=label("Sifat", saring=True))
    jawaban_hadir: Mapped[bool | None] = mapped_column(
        info=label(
            "Jawaban: akan hadir",
            bantuan="Diisi bila surat ini menjawab undangan",
            bagian="Jawaban dan pindaian",
            saring=True,
        )
    )
    diwakili_oleh: Mapped[str | None] = mapped_column(
        String(200), info=label("Diwakili oleh", bantuan="Nama dan jabatan yang hadir mewakili")
    )
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), info=label("Pindaian surat", pindaian=True))

    disposisi: Mapped[list[Disposisi]] = relationship(
        viewonly=True,
        order_by="Disposisi.tanggal, Disposisi.id",
        primaryjoin="and_(Disposisi.surat_masuk_id == SuratMasuk.id, Disposisi.deleted_at.is_(None))",
    )


class Disposisi(Record):
    __tablename__ = "disposisi"
    JUDUL = "Disposisi"
    NAMA = "isi"
    INDUK = "surat_masuk_id"

    surat_masuk_id: Mapped[int] = mapped_column(
        ForeignKey("surat_masuk.id"), index=True, info=label("Surat masuk", daftar=True)
    )
    dari_id: Mapped[int | None] = mapped_column(ForeignKey("pejabat.id"), info=label("Dari", daftar=True))
    unit_kerja_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit_kerja.id"), info=label("Diteruskan kepada", daftar=True, saring=True)
    )
    tanggal: Mapped[date] = mapped_column(info=label("Tanggal", daftar=True))
    harap: Mapped[str | None] = mapped_column(String(200), info=label("Dengan hormat harap", daftar=True))
    isi: Mapped[str] = mapped_column(Panjang(1000), info=label("Catatan disposisi", daftar=True, cari=True))

    surat_masuk: Mapped[SuratMasuk] = relationship()
    dari: Mapped[Pejabat | None] = relationship()
