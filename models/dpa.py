"""The budget document (DPA) that pays for the Musrenbang: kelengkapan of SOP step 1."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, Rupiah, label


class Dpa(Record):
    __tablename__ = "dpa"
    __table_args__ = (CheckConstraint("pagu >= 0", name="pagu_tidak_negatif"),)
    JUDUL = "DPA"
    NAMA = "nomor"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True)
    )
    nomor: Mapped[str] = mapped_column(String(120), info=label("Nomor DPA", daftar=True, cari=True))
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal", daftar=True))
    sub_kegiatan: Mapped[str] = mapped_column(
        String(300),
        info=label(
            "Sub kegiatan",
            daftar=True,
            cari=True,
            bantuan="Misalnya 5.01.02.2.01.0005 Pelaksanaan Musrenbang Kabupaten/Kota",
        ),
    )
    pagu: Mapped[int] = mapped_column(
        Rupiah, default=0, info=label("Pagu", bantuan="Rupiah bulat, tanpa sen", daftar=True)
    )
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), info=label("Berkas DPA"))
