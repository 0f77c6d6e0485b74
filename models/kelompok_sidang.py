"""The four groups of the Musrenbang and who leads each (SOP step 8); never called bidang."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, label, unik_hidup


class KelompokSidang(Record):
    __tablename__ = "kelompok_sidang"
    __table_args__ = (unik_hidup("kode"), unik_hidup("nama"))
    JUDUL = "Kelompok sidang"
    URUT = ("urutan", False)

    kode: Mapped[str] = mapped_column(String(20), info=label("Kode", daftar=True))
    nama: Mapped[str] = mapped_column(String(100), info=label("Nama", daftar=True, cari=True))
    pimpinan_jabatan: Mapped[str] = mapped_column(
        String(150), info=label("Dipimpin oleh", daftar=True, bantuan="Jabatan pimpinan sidang menurut SOP langkah 8")
    )
    pimpinan_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"), info=label("Pejabat pimpinan", daftar=True)
    )
    urutan: Mapped[int] = mapped_column(default=0, info=label("Urutan"))
