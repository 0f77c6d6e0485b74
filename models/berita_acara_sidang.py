"""Berita acara of one sidang kelompok, and who signed it for kecamatan, Bapperida and perangkat daerah."""

from __future__ import annotations

import enum
import re
from datetime import date

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import teks
from models.base import Panjang, Record, db, label, pilihan
from models.kelompok_sidang import KelompokSidang
from models.naskah import Naskah, StatusNaskah
from models.pejabat import JenisPegawai, periksa_nip
from models.pengaturan import ISTILAH, ISTILAH_LAIN
from models.pesan import Pesan, SopError
from models.rapat import JenisRapat, Rapat

BERLAKU = text("deleted_at IS NULL AND status <> 'dibatalkan'")


class BeritaAcaraSidang(Naskah):
    """Takes its Musrenbang, kelompok, time and place from the sidang; a voided one makes room for another."""

    __tablename__ = "berita_acara_sidang"
    __table_args__ = (
        Index(
            "uq_berita_acara_sidang_rapat_id", "rapat_id", unique=True, sqlite_where=BERLAKU, postgresql_where=BERLAKU
        ),
    )
    JUDUL = "Berita acara sidang"
    ANAK = ("wakil_sidang",)

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True, isian=False)
    )
    rapat_id: Mapped[int] = mapped_column(
        ForeignKey("rapat.id"), info=label("Sidang kelompok", daftar=True, bantuan="Kelompok, waktu dan tempat darinya")
    )
    perihal: Mapped[str] = mapped_column(
        String(300), default="", info=label("Hal", daftar=True, cari=True, bantuan="Kosong: dari nama kelompoknya")
    )
    penandatangan_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"),
        info=label("Penanda tangan", daftar=True, bantuan="Pimpinan sidang. Kosong: pejabat pimpinan kelompoknya"),
    )
    kelompok_sidang_id: Mapped[int] = mapped_column(
        ForeignKey("kelompok_sidang.id"), index=True, info=label("Kelompok sidang", saring=True, isian=False)
    )
    diktum: Mapped[str | None] = mapped_column(
        Panjang(8000),
        info=label("Diktum", bantuan="Satu diktum per alinea, dipisah baris kosong. Kosong: dari pengaturan"),
    )
    tembusan: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Tembusan", bantuan="Satu per baris"))

    rapat: Mapped[Rapat] = relationship()
    kelompok_sidang: Mapped[KelompokSidang] = relationship()
    wakil: Mapped[list[WakilSidang]] = relationship(
        viewonly=True,
        order_by="WakilSidang.urutan, WakilSidang.id",
        primaryjoin="and_(WakilSidang.berita_acara_sidang_id == BeritaAcaraSidang.id, "
        "WakilSidang.deleted_at.is_(None))",
    )

    def lengkapi(self) -> None:
        """What the sidang knows already; its chair signs unless another is chosen."""
        rapat = self.rapat
        if not (rapat and rapat.kelompok_sidang):
            return
        self.musrenbang_id, self.kelompok_sidang_id = rapat.musrenbang_id, rapat.kelompok_sidang.id
        self.perihal = self.perihal or f"Berita acara sidang kelompok {rapat.kelompok_sidang.nama}"
        self.penandatangan_id = self.penandatangan_id or rapat.kelompok_sidang.pimpinan_id

    def periksa(self) -> list[tuple[str, Pesan]]:
        return [*self._periksa_sidang(), *self._periksa_diktum()]

    def _periksa_diktum(self) -> list[tuple[str, Pesan]]:
        """A dictum that could not be printed is told to whoever typed it."""
        nama = (*ISTILAH, *ISTILAH_LAIN["berita_acara_sidang."])
        try:
            teks.isi(self.diktum or "", dict.fromkeys(nama, ""))
        except SopError as galat:
            return [("diktum", galat.pesan)]
        banyak = len([x for x in re.split(r"\r?\n\s*\n", self.diktum or "") if x.strip()])
        return [("diktum", Pesan("Paling banyak 10 diktum."))] if banyak > 10 else []

    def _periksa_sidang(self) -> list[tuple[str, Pesan]]:
        if self.rapat and self.rapat.jenis is not JenisRapat.SIDANG_KELOMPOK:
            return [("rapat_id", Pesan("Pilih sidang kelompok, bukan {jenis}.", jenis=self.rapat.jenis.value))]
        kembar = db.select(BeritaAcaraSidang.id).where(
            BeritaAcaraSidang.rapat_id == self.rapat_id,
            BeritaAcaraSidang.id != (self.id or 0),
            BeritaAcaraSidang.deleted_at.is_(None),
            BeritaAcaraSidang.status != StatusNaskah.DIBATALKAN,
        )
        if self.deleted_at or self.status is StatusNaskah.DIBATALKAN or db.session.scalar(kembar.limit(1)) is None:
            return []
        return [("rapat_id", Pesan("Sidang ini sudah mempunyai berita acara; batalkan yang lama lebih dahulu."))]


class Pihak(enum.StrEnum):
    """Whom a wakil signs for, in the order of the form."""

    BAPPERIDA = "Bapperida"
    PERANGKAT_DAERAH = "perangkat daerah"
    KECAMATAN = "kecamatan"


class WakilSidang(Record):
    """A wet signature on the berita acara of a sidang; the name may be written by hand on the sheet."""

    __tablename__ = "wakil_sidang"
    JUDUL = "Wakil yang menandatangani"
    INDUK = "berita_acara_sidang_id"
    URUT = ("urutan", False)

    berita_acara_sidang_id: Mapped[int] = mapped_column(
        ForeignKey("berita_acara_sidang.id"), index=True, info=label("Berita acara sidang", daftar=True)
    )
    urutan: Mapped[int] = mapped_column(default=1, info=label("No", daftar=True))
    pihak: Mapped[Pihak] = mapped_column(pilihan(Pihak), info=label("Mewakili", daftar=True, saring=True))
    instansi: Mapped[str] = mapped_column(String(200), info=label("Instansi", daftar=True, cari=True))
    nama: Mapped[str] = mapped_column(
        String(200),
        default="",
        info=label("Nama", daftar=True, cari=True, bantuan="Kosong: ditulis tangan pada lembar"),
    )
    jabatan: Mapped[str | None] = mapped_column(String(200), info=label("Jabatan", daftar=True))
    nip: Mapped[str | None] = mapped_column(String(18), info=label("NIP", bantuan="18 angka tanpa spasi"))
    ditandatangani_pada: Mapped[date | None] = mapped_column(
        info=label("Ditandatangani tanggal", daftar=True, isian=False)
    )
    pencatat_id: Mapped[int | None] = mapped_column(
        ForeignKey("pengguna.id"), info=label("Dicatat oleh", daftar=True, isian=False)
    )

    berita_acara_sidang: Mapped[BeritaAcaraSidang] = relationship()

    def periksa(self) -> list[tuple[str, Pesan]]:
        pesan = periksa_nip(self.nip, JenisPegawai.LAINNYA) if self.nip else None
        return [("nip", pesan)] if pesan else []

    def __str__(self) -> str:
        return f"{self.nama} ({self.instansi})" if self.nama else self.instansi
