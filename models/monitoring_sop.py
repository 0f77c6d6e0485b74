"""The six-monthly monitoring of a SOP (PermenPAN-RB 35/2012): each procedure, its use, what to do."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, label, pilihan
from models.musrenbang import Musrenbang
from models.pejabat import Pejabat
from models.pesan import Pesan
from models.sop import Langkah, SopRevisi


class Semester(enum.StrEnum):
    SATU = "I (Januari s.d. Juni)"
    DUA = "II (Juli s.d. Desember)"


class MetodeMonitoring(enum.StrEnum):
    OBSERVASI = "observasi"
    WAWANCARA = "wawancara"
    DISKUSI = "diskusi kelompok"
    PENGARAHAN = "pengarahan"


class PenilaianPenerapan(enum.StrEnum):
    DITERAPKAN = "diterapkan"
    SEBAGIAN = "diterapkan sebagian"
    TIDAK = "tidak diterapkan"
    BELUM = "belum dilaksanakan pada periode ini"


class StatusMonitoring(enum.StrEnum):
    DRAF = "draf"
    SELESAI = "selesai"


class MonitoringSop(Record):
    """Of one revision in one half of a year; `musrenbang_id` narrows it to one Musrenbang."""

    __tablename__ = "monitoring_sop"
    __table_args__ = (CheckConstraint("tahun BETWEEN 2000 AND 2100", name="tahun_wajar"),)
    JUDUL = "Monitoring SOP"
    NAMA = "id"
    ANAK = ("butir_monitoring",)
    URUT = ("tanggal", True)

    sop_revisi_id: Mapped[int] = mapped_column(
        ForeignKey("sop_revisi.id"), index=True, info=label("SOP", daftar=True, saring=True)
    )
    tahun: Mapped[int] = mapped_column(info=label("Tahun", daftar=True, saring=True))
    semester: Mapped[Semester] = mapped_column(
        pilihan(Semester), default=Semester.SATU, info=label("Semester", daftar=True, saring=True)
    )
    musrenbang_id: Mapped[int | None] = mapped_column(
        ForeignKey("musrenbang.id"),
        index=True,
        info=label(
            "Musrenbang",
            bagian="Yang dinilai",
            daftar=True,
            saring=True,
            bantuan="Kosong: semua yang berjalan pada periode itu",
        ),
    )
    penilai_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"), info=label("Penilai", bagian="Penilaian", daftar=True, saring=True)
    )
    tanggal: Mapped[date] = mapped_column(info=label("Tanggal penilaian", daftar=True))
    metode: Mapped[MetodeMonitoring] = mapped_column(
        pilihan(MetodeMonitoring), default=MetodeMonitoring.OBSERVASI, info=label("Metode", daftar=True, saring=True)
    )
    kesimpulan: Mapped[str | None] = mapped_column(Panjang(4000), info=label("Kesimpulan", cari=True))
    status: Mapped[StatusMonitoring] = mapped_column(
        pilihan(StatusMonitoring),
        default=StatusMonitoring.DRAF,
        info=label("Status", daftar=True, isian=False, saring=True),
    )

    sop_revisi: Mapped[SopRevisi] = relationship()
    musrenbang: Mapped[Musrenbang | None] = relationship()
    penilai: Mapped[Pejabat | None] = relationship()
    butir: Mapped[list[ButirMonitoring]] = relationship(
        viewonly=True,
        order_by="ButirMonitoring.urutan, ButirMonitoring.id",
        primaryjoin="and_(ButirMonitoring.monitoring_sop_id == MonitoringSop.id, ButirMonitoring.deleted_at.is_(None))",
    )

    @property
    def periode(self) -> tuple[date, date]:
        """First and last day."""
        if self.semester is Semester.DUA:
            return date(self.tahun, 7, 1), date(self.tahun, 12, 31)
        return date(self.tahun, 1, 1), date(self.tahun, 6, 30)

    def periksa(self) -> list[tuple[str, Pesan]]:
        if self.tahun is not None and not 2000 <= self.tahun <= 2100:
            return [("tahun", Pesan("Tahun harus antara 2000 dan 2100."))]
        return []

    def __str__(self) -> str:
        return f"Monitoring SOP semester {self.semester.value} {self.tahun}"


class ButirMonitoring(Record):
    """One row of the form: a procedure of the SOP and what was found."""

    __tablename__ = "butir_monitoring"
    JUDUL = "Butir monitoring"
    NAMA = "prosedur"
    INDUK = "monitoring_sop_id"
    URUT = ("urutan", False)

    monitoring_sop_id: Mapped[int] = mapped_column(
        ForeignKey("monitoring_sop.id"), index=True, info=label("Monitoring SOP", daftar=True)
    )
    urutan: Mapped[int] = mapped_column(default=1, info=label("No", daftar=True))
    langkah_id: Mapped[int | None] = mapped_column(ForeignKey("langkah.id"), info=label("Langkah SOP"))
    prosedur: Mapped[str] = mapped_column(
        Panjang(2000), default="", info=label("Prosedur", daftar=True, cari=True, bantuan="Kosong: dari langkah SOP")
    )
    penilaian: Mapped[PenilaianPenerapan | None] = mapped_column(
        pilihan(PenilaianPenerapan, 60), info=label("Penilaian terhadap penerapan", daftar=True, saring=True)
    )
    catatan: Mapped[str | None] = mapped_column(
        Panjang(4000), info=label("Catatan hasil penilaian", daftar=True, cari=True)
    )
    tindakan: Mapped[str | None] = mapped_column(
        String(1000), info=label("Tindakan yang harus diambil", daftar=True, cari=True)
    )

    langkah: Mapped[Langkah | None] = relationship()

    def lengkapi(self) -> None:
        if not self.prosedur and self.langkah:
            self.prosedur = self.langkah.aktivitas

    def periksa(self) -> list[tuple[str, Pesan]]:
        return [] if self.prosedur else [("prosedur", Pesan("Isi prosedur, atau pilih langkah SOP."))]
