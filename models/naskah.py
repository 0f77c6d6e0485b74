"""What every paper with a number has in common: signer, number, date, and its life from draf to terbit."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.base import Panjang, Record, db, label, pilihan
from models.pejabat import Pejabat, periksa_atas_nama
from models.pengaturan import kelas
from models.pesan import Keliru, Pesan
from models.waktu import hari_ini


class StatusNaskah(enum.StrEnum):
    DRAF = "draf"
    DIAJUKAN = "diajukan"
    MENUNGGU_TTD = "menunggu tanda tangan"  # number first: an electronic signature
    MENUNGGU_NOMOR = "menunggu nomor"  # signed, waits for the secretariat
    TERBIT = "terbit"
    DIBATALKAN = "dibatalkan"


class Sifat(enum.StrEnum):
    BIASA = "biasa"
    PENTING = "penting"
    SEGERA = "segera"
    AMAT_SEGERA = "amat segera"


class Naskah(Record):
    """Abstract. `nomor`, `tanggal` and `status` are written by moves only."""

    __abstract__ = True
    NAMA = "perihal"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"),
        index=True,
        info=label("Musrenbang", bagian="Pokok naskah", daftar=True, saring=True),
    )
    perihal: Mapped[str] = mapped_column(String(300), info=label("Hal", daftar=True, cari=True))
    penandatangan_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"),
        info=label("Penanda tangan", bagian="Tanda tangan", daftar=True, bantuan="Diperlukan sebelum naskah diajukan"),
    )
    atas_nama: Mapped[str | None] = mapped_column(
        Panjang(500),
        info=label(
            "Atas nama",
            bantuan="Satu baris per jabatan, misalnya: a.n. WALI KOTA BOGOR. Dua tingkat: a.n. WALI KOTA BOGOR, "
            "SEKRETARIS DAERAH, u.b. Kosong: tanda tangan sendiri",
        ),
    )
    nomor: Mapped[str | None] = mapped_column(String(120), info=label("Nomor", daftar=True, isian=False, cari=True))
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal naskah", daftar=True, isian=False, saring=True))
    ditandatangani_pada: Mapped[date | None] = mapped_column(info=label("Ditandatangani tanggal", isian=False))
    pindaian_id: Mapped[int | None] = mapped_column(
        ForeignKey("berkas.id"), info=label("Pindaian bertanda tangan", isian=False, pindaian=True)
    )
    pencatat_id: Mapped[int | None] = mapped_column(
        ForeignKey("pengguna.id"), info=label("Tanda tangan dicatat oleh", isian=False)
    )
    catatan_pengembalian: Mapped[str | None] = mapped_column(
        Panjang(2000), info=label("Catatan pengembalian", isian=False)
    )
    status: Mapped[StatusNaskah] = mapped_column(
        pilihan(StatusNaskah), default=StatusNaskah.DRAF, info=label("Status", daftar=True, isian=False, saring=True)
    )

    versi: Mapped[int] = mapped_column(default=1, info=label("Versi", isian=False))

    @declared_attr
    def menggantikan_id(cls) -> Mapped[int | None]:
        """A corrected paper names the one that it replaces."""
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"), info=label("Menggantikan", isian=False))

    @declared_attr
    def penandatangan(cls) -> Mapped[Pejabat | None]:
        return relationship(Pejabat, foreign_keys=[cls.penandatangan_id])  # type: ignore[list-item]

    def pastikan_tanggal(self, tanggal: date) -> None:
        """Number and date follow the signature (the city's rule); a paper is not dated before it was signed."""
        if self.ditandatangani_pada and tanggal < self.ditandatangani_pada:
            raise Keliru("Tanggal naskah mendahului tanggal tanda tangan.", "tanggal")

    @classmethod
    def awal(cls) -> dict[str, Any]:
        """Signer and atas nama of the class, while the signer holds the office."""
        found = kelas(cls.__tablename__)
        pejabat = db.session.get(Pejabat, found.penandatangan_id or 0) if found else None
        if found is None or pejabat is None or pejabat.deleted_at or not pejabat.menjabat(hari_ini()):
            return {}
        return {"penandatangan_id": pejabat.id, "atas_nama": found.atas_nama}

    def periksa(self) -> list[tuple[str, Pesan]]:
        pesan = periksa_atas_nama(self.atas_nama) if self.berubah("atas_nama") else None
        return [("atas_nama", pesan)] if pesan else []


class StatusKetetapan(enum.StrEnum):
    """The life of a record that is fixed without a letter number (room, schedule, minutes, material)."""

    DRAF = "draf"
    DITETAPKAN = "ditetapkan"


class Ketetapan(Record):
    """Abstract: a record of this life that an official fixes (rooms, schedule)."""

    __abstract__ = True
    NAMA = "judul"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True)
    )
    judul: Mapped[str] = mapped_column(String(200), info=label("Judul", daftar=True, cari=True))
    penandatangan_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"), info=label("Ditetapkan oleh", daftar=True)
    )
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal penetapan", daftar=True))
    catatan: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Catatan"))
    status: Mapped[StatusKetetapan] = mapped_column(
        pilihan(StatusKetetapan),
        default=StatusKetetapan.DRAF,
        info=label("Status", daftar=True, isian=False, saring=True),
    )
