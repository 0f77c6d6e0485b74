"""Results of the coordination meetings of the perangkat daerah, before and after the sidang (SOP steps 7 and 8)."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Panjang, Record, label, pilihan


class TahapRakor(enum.StrEnum):
    SEBELUM = "sebelum sidang"
    SESUDAH = "sesudah sidang"


class HasilRakorOpd(Record):
    __tablename__ = "hasil_rakor_opd"
    JUDUL = "Hasil rakor OPD"
    NAMA = "ringkasan"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True)
    )
    perangkat_daerah_id: Mapped[int] = mapped_column(
        ForeignKey("perangkat_daerah.id"), info=label("Perangkat daerah", daftar=True, saring=True)
    )
    tahap: Mapped[TahapRakor] = mapped_column(pilihan(TahapRakor), info=label("Tahap", daftar=True, saring=True))
    tanggal: Mapped[date] = mapped_column(info=label("Tanggal", daftar=True))
    ringkasan: Mapped[str] = mapped_column(
        Panjang(5000),
        info=label(
            "Ringkasan hasil",
            bantuan="Usulan dan kesepakatan perangkat daerah dalam beberapa kalimat",
            daftar=True,
            cari=True,
        ),
    )
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), info=label("Berkas"))
