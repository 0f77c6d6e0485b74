"""Nota dinas: the Kepala Badan's assignment to all Bidang or to one (SOP step 1)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, label, pilihan
from models.naskah import Naskah, Sifat
from models.unit_kerja import UnitKerja


class NotaDinas(Naskah):
    __tablename__ = "nota_dinas"
    JUDUL = "Nota dinas"

    unit_kerja_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit_kerja.id"),
        info=label(
            "Kepada Bidang", bagian="Tujuan dan isi", daftar=True, saring=True, bantuan="Kosong: seluruh Bidang"
        ),
    )
    sifat: Mapped[Sifat] = mapped_column(pilihan(Sifat), default=Sifat.PENTING, info=label("Sifat"))
    isi: Mapped[str] = mapped_column(Panjang(8000), info=label("Isi", uraian=True, cari=True))
    lampiran: Mapped[str | None] = mapped_column(
        String(100),
        info=label("Lampiran", bagian="Lampiran dan tembusan", bantuan="Misalnya: 1 (satu) berkas. Kosong: tidak ada"),
    )
    tembusan: Mapped[str | None] = mapped_column(
        String(500), info=label("Tembusan", bantuan="Pisahkan dengan titik koma")
    )

    unit_kerja: Mapped[UnitKerja | None] = relationship()
