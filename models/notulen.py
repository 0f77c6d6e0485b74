"""Minutes of a meeting (notulen format 2: pimpinan and pencatat sign)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, UTCDateTime, label, pilihan
from models.naskah import StatusKetetapan
from models.pejabat import Pejabat
from models.rapat import Rapat


class Notulen(Record):
    __tablename__ = "notulen"
    JUDUL = "Notulen"
    NAMA = "id"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True, isian=False)
    )
    rapat_id: Mapped[int] = mapped_column(
        ForeignKey("rapat.id"), index=True, info=label("Sidang/rapat", bagian="Rapat", daftar=True, saring=True)
    )
    waktu_panggilan: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("Waktu panggilan", bantuan="Jam peserta diminta hadir, sebelum rapat dimulai")
    )
    pimpinan_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"), info=label("Pimpinan sidang/rapat", daftar=True)
    )
    pencatat_id: Mapped[int | None] = mapped_column(ForeignKey("pejabat.id"), info=label("Pencatat", daftar=True))
    peserta: Mapped[str | None] = mapped_column(
        Panjang(8000), info=label("Peserta", bagian="Isi notulen", bantuan="Satu per baris. Kosong: dari daftar hadir")
    )
    pembukaan: Mapped[str | None] = mapped_column(Panjang(8000), info=label("Kata pembukaan", uraian=True))
    pembahasan: Mapped[str | None] = mapped_column(
        Panjang(20000),
        info=label("Pembahasan", bantuan="Siapa menyampaikan apa, menurut urutannya", uraian=True, cari=True),
    )
    keputusan: Mapped[str | None] = mapped_column(
        Panjang(8000),
        info=label(
            "Keputusan",
            bantuan="Apa yang diputuskan, siapa yang mengerjakan, dan kapan",
            uraian=True,
            daftar=True,
            cari=True,
        ),
    )
    pindaian_id: Mapped[int | None] = mapped_column(
        ForeignKey("berkas.id"), info=label("Pindaian bertanda tangan", bagian="Bukti", pindaian=True)
    )
    status: Mapped[StatusKetetapan] = mapped_column(
        pilihan(StatusKetetapan),
        default=StatusKetetapan.DRAF,
        info=label("Status", daftar=True, isian=False, saring=True),
    )

    rapat: Mapped[Rapat] = relationship()
    pimpinan: Mapped[Pejabat | None] = relationship(foreign_keys=[pimpinan_id])
    pencatat: Mapped[Pejabat | None] = relationship(foreign_keys=[pencatat_id])

    def lengkapi(self) -> None:
        if self.rapat:
            self.musrenbang_id = self.rapat.musrenbang_id

    def __str__(self) -> str:
        return f"Notulen {self.rapat}" if self.rapat else f"Notulen {self.id}"
