"""Materials taken to the Musrenbang and publication for the press (SOP step 5)."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Panjang, Record, label, pilihan
from models.naskah import StatusKetetapan


class JenisBahan(enum.StrEnum):
    MATERI = "materi"
    PUBLIKASI = "bahan publikasi"


class Bahan(Record):
    __tablename__ = "bahan"
    JUDUL = "Bahan dan materi"
    NAMA = "judul"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True)
    )
    jenis: Mapped[JenisBahan] = mapped_column(pilihan(JenisBahan), info=label("Jenis", daftar=True, saring=True))
    judul: Mapped[str] = mapped_column(String(250), info=label("Judul", daftar=True, cari=True))
    penyaji: Mapped[str | None] = mapped_column(String(200), info=label("Penyaji atau media", daftar=True))
    isi: Mapped[str | None] = mapped_column(Panjang(8000), info=label("Isi ringkas"))
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), info=label("Berkas"))
    status: Mapped[StatusKetetapan] = mapped_column(
        pilihan(StatusKetetapan),
        default=StatusKetetapan.DRAF,
        info=label("Status", daftar=True, isian=False, saring=True),
    )
