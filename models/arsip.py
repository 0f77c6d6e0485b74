"""The archived file of a Musrenbang with its classification and retention (SOP step 11, SOP Pengendalian Arsip)."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import Enum, ForeignKey, String, bindparam, case, literal
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Record, hitungan, label, pilihan
from models.kode_klasifikasi import KodeKlasifikasi
from models.waktu import hari_ini


class StatusArsip(enum.StrEnum):
    DRAF = "draf"
    DIARSIPKAN = "diarsipkan"


class TingkatPerkembangan(enum.StrEnum):
    ASLI = "asli"
    SALINAN = "salinan"
    KOPI = "kopi"


class Retensi(enum.StrEnum):
    """How far an archived file has come in its retention. Nothing is ever destroyed by the program."""

    BELUM = "belum diarsipkan"
    TANPA = "tanpa jadwal retensi"
    AKTIF = "aktif"
    INAKTIF = "inaktif"
    HABIS = "habis: menunggu penilaian"


_RETENSI = Enum(Retensi, native_enum=False, values_callable=lambda e: [m.value for m in e])


class Arsip(Record):
    __tablename__ = "arsip"
    JUDUL = "Arsip"
    NAMA = "uraian"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True)
    )
    kode_klasifikasi_id: Mapped[int] = mapped_column(
        ForeignKey("kode_klasifikasi.id"), info=label("Kode klasifikasi", daftar=True, saring=True)
    )
    uraian: Mapped[str] = mapped_column(String(300), info=label("Uraian berkas", daftar=True, cari=True))
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal berkas", daftar=True))
    jumlah: Mapped[str | None] = mapped_column(
        String(60), info=label("Jumlah", daftar=True, bantuan="Misalnya: 1 berkas, 214 lembar")
    )
    tingkat: Mapped[TingkatPerkembangan] = mapped_column(
        pilihan(TingkatPerkembangan), default=TingkatPerkembangan.ASLI, info=label("Tingkat perkembangan", daftar=True)
    )
    dokumen_id: Mapped[int | None] = mapped_column(ForeignKey("dokumen.id"), info=label("Naskah terbit", isian=False))
    lokasi: Mapped[str | None] = mapped_column(
        String(150),
        info=label("Lokasi (rak/boks/folder)", bantuan="Ruang, lemari atau boks tempat berkas disimpan", daftar=True),
    )
    aktif_sampai: Mapped[date | None] = mapped_column(info=label("Aktif sampai", daftar=True, isian=False))
    inaktif_sampai: Mapped[date | None] = mapped_column(info=label("Inaktif sampai", daftar=True, isian=False))
    nasib: Mapped[str | None] = mapped_column(String(60), info=label("Nasib akhir", daftar=True, isian=False))
    status: Mapped[StatusArsip] = mapped_column(
        pilihan(StatusArsip), default=StatusArsip.DRAF, info=label("Status", daftar=True, isian=False, saring=True)
    )

    # The day is asked when the query runs, so the state is that of today without anybody updating rows.
    retensi: Mapped[Retensi] = hitungan(
        case(
            (status != StatusArsip.DIARSIPKAN, literal(Retensi.BELUM, _RETENSI)),
            (aktif_sampai.is_(None), literal(Retensi.TANPA, _RETENSI)),
            (aktif_sampai >= bindparam("hari_ini", callable_=hari_ini), literal(Retensi.AKTIF, _RETENSI)),
            (inaktif_sampai >= bindparam("hari_ini", callable_=hari_ini), literal(Retensi.INAKTIF, _RETENSI)),
            else_=literal(Retensi.HABIS, _RETENSI),
        ),
        "Retensi",
        daftar=True,
        saring=True,
    )

    kode_klasifikasi: Mapped[KodeKlasifikasi] = relationship()
