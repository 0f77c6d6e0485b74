"""Proposals: what citizens and agencies ask for, where, and what the Musrenbang made of it.

Proposed volume and budget are never overwritten: the agreed ones stand in columns of their own (domain README 3.1).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Numeric, String, and_, inspect, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Panjang, Record, Rupiah, UTCDateTime, db, label, pilihan, terisi, unik_hidup, urut_hidup
from models.berita_acara import BeritaAcara
from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.perangkat_daerah import PerangkatDaerah
from models.perencanaan import Prioritas, SubKegiatan
from models.pesan import Pesan
from models.waktu import sekarang
from models.wilayah import Tingkat, Wilayah


class AsalUsulan(enum.StrEnum):
    MASYARAKAT = "masyarakat"
    POKIR = "pokok pikiran DPRD"
    FORUM_PD = "Forum Perangkat Daerah"
    LAINNYA = "lainnya"


class StatusUsulan(enum.StrEnum):
    DRAF = "draf"
    DIAJUKAN = "diajukan"
    DIKEMBALIKAN = "dikembalikan"
    DIVERIFIKASI = "diverifikasi"
    DIPUTUSKAN = "diputuskan"
    FINAL = "final"
    BATAL = "batal"


class HasilUsulan(enum.StrEnum):
    DITERIMA = "diterima"
    DITERIMA_PERUBAHAN = "diterima dengan perubahan"
    DITUNDA = "ditunda"
    DITOLAK = "ditolak"


class Kesiapan(enum.StrEnum):
    BELUM = "belum"
    SEBAGIAN = "sebagian"
    SIAP = "siap"


# The columns of the list; an index gives each of them in order, so that a million rows are paged like a thousand.
DIURUTKAN = (
    *("usulan", "asal", "kelompok_sidang_id", "wilayah_id", "kecamatan_id", "volume", "satuan", "pagu_usulan"),
    *("opd_pengampu_id", "status", "hasil", "pagu_disepakati"),
)


class MasukRkpd(enum.StrEnum):
    """What the RKPD made of a decided usulan; the answer to "usulan saya jadi apa?"."""

    BELUM = "belum diketahui"
    YA = "ya"
    SEBAGIAN = "sebagian"
    TIDAK = "tidak"


class Usulan(Record):
    __tablename__ = "usulan"
    __table_args__ = (
        unik_hidup("musrenbang_id", "kode"),
        CheckConstraint("pagu_usulan >= 0", name="pagu_usulan_tidak_negatif"),
        CheckConstraint("pagu_disepakati IS NULL OR pagu_disepakati >= 0", name="pagu_disepakati_tidak_negatif"),
        CheckConstraint("volume >= 0", name="volume_tidak_negatif"),
        CheckConstraint(
            "hasil IS NULL OR hasil NOT IN ('ditolak', 'ditunda') OR alasan_id IS NOT NULL", name="alasan_bila_ditolak"
        ),
        CheckConstraint("status NOT IN ('diputuskan', 'final') OR hasil IS NOT NULL", name="putusan_berhasil"),
        *(urut_hidup("musrenbang_id", *key, "id") for key in ((), *((k,) for k in DIURUTKAN))),
        *(terisi(k) for k in ("digabung_ke_id", "asal_usulan_id")),
    )
    JUDUL = "Usulan"
    NAMA = "usulan"
    BUKAN_SEL = ("kode",)  # papers and SIPD know the usulan by it

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), info=label("Musrenbang", bagian="Yang diusulkan", saring=True)
    )
    kode: Mapped[str] = mapped_column(
        String(40), default="", info=label("Kode", daftar=True, cari=True, bantuan="Kosong: dibuat sendiri")
    )
    usulan: Mapped[str] = mapped_column(String(500), info=label("Usulan", daftar=True, cari=True))
    permasalahan: Mapped[str] = mapped_column(
        Panjang(4000),
        info=label("Permasalahan", bantuan="Apa masalahnya, di mana tepatnya, dan siapa yang terkena", cari=True),
    )
    asal: Mapped[AsalUsulan] = mapped_column(
        pilihan(AsalUsulan), info=label("Asal", bagian="Asal usulan", daftar=True, saring=True)
    )
    pengusul: Mapped[str] = mapped_column(
        String(200),
        info=label("Pengusul", bantuan="Orang, RW, kelurahan, lembaga atau fraksi yang mengusulkan", cari=True),
    )
    kelompok_sidang_id: Mapped[int] = mapped_column(
        ForeignKey("kelompok_sidang.id"),
        info=label(
            "Kelompok sidang", bantuan="Yang membahas usulan ini pada sidang kelompok", daftar=True, saring=True
        ),
    )
    wilayah_id: Mapped[int] = mapped_column(
        ForeignKey("wilayah.id"), info=label("Kelurahan/wilayah", bagian="Lokasi", daftar=True, saring=True)
    )
    kecamatan_id: Mapped[int | None] = mapped_column(
        ForeignKey("wilayah.id"), info=label("Kecamatan", daftar=True, saring=True, isian=False)
    )
    alamat: Mapped[str | None] = mapped_column(String(300), info=label("Alamat lokasi", cari=True))
    rt: Mapped[str | None] = mapped_column(String(5), info=label("RT"))
    rw: Mapped[str | None] = mapped_column(String(5), info=label("RW"))
    volume: Mapped[Decimal] = mapped_column(
        Numeric(16, 2),
        default=0,
        info=label(
            "Volume usulan",
            bantuan="Angka saja; pecahan memakai koma, misalnya 1,5",
            bagian="Volume dan pagu",
            daftar=True,
        ),
    )
    satuan: Mapped[str] = mapped_column(
        String(60), info=label("Satuan", bantuan="Misalnya: meter, unit, paket", daftar=True)
    )
    pagu_usulan: Mapped[int] = mapped_column(
        Rupiah,
        default=0,
        info=label("Pagu usulan", bantuan="Perkiraan biaya dalam rupiah; 0 bila belum diketahui", daftar=True),
    )
    opd_awal_id: Mapped[int | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"),
        info=label(
            "OPD tujuan awal",
            bantuan="Perangkat daerah yang dituju pengusul",
            bagian="Perangkat daerah dan rencana",
            saring=True,
        ),
    )
    opd_pengampu_id: Mapped[int | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"),
        info=label("OPD pengampu", daftar=True, saring=True, bantuan="Kosong: sama dengan OPD tujuan awal"),
    )
    prioritas_id: Mapped[int | None] = mapped_column(
        ForeignKey("prioritas.id"), info=label("Misi/prioritas", saring=True)
    )
    sub_kegiatan_id: Mapped[int | None] = mapped_column(ForeignKey("sub_kegiatan.id"), info=label("Sub kegiatan"))
    kamus_usulan_id: Mapped[int | None] = mapped_column(ForeignKey("kamus_usulan.id"), info=label("Kamus usulan"))
    kesiapan_lahan: Mapped[Kesiapan] = mapped_column(
        pilihan(Kesiapan),
        default=Kesiapan.BELUM,
        info=label(
            "Kesiapan lahan", bantuan="Siap: jelas pemiliknya dan boleh dipakai", bagian="Kesiapan", saring=True
        ),
    )
    kesiapan_rincian: Mapped[Kesiapan] = mapped_column(
        pilihan(Kesiapan, nama="kesiapan_rincian"),
        default=Kesiapan.BELUM,
        info=label("Kesiapan rincian teknis (DED/RAB)"),
    )
    berkas_id: Mapped[int | None] = mapped_column(
        ForeignKey("berkas.id"), info=label("Berkas pendukung", pindaian=True)
    )
    status: Mapped[StatusUsulan] = mapped_column(
        pilihan(StatusUsulan), default=StatusUsulan.DRAF, info=label("Status", daftar=True, isian=False, saring=True)
    )
    hasil: Mapped[HasilUsulan | None] = mapped_column(
        pilihan(HasilUsulan), info=label("Hasil", daftar=True, isian=False, saring=True)
    )
    volume_disepakati: Mapped[Decimal | None] = mapped_column(
        Numeric(16, 2), info=label("Volume disepakati", isian=False)
    )
    pagu_disepakati: Mapped[int | None] = mapped_column(Rupiah, info=label("Pagu disepakati", daftar=True, isian=False))
    alasan_id: Mapped[int | None] = mapped_column(
        ForeignKey("alasan_penolakan.id"), info=label("Alasan", isian=False, saring=True)
    )
    catatan: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Catatan putusan", isian=False))
    # The aspiration lives on in another usulan that asks for the same (bulk/gabung.py).
    digabung_ke_id: Mapped[int | None] = mapped_column(
        ForeignKey("usulan.id"), info=label("Digabungkan ke", isian=False)
    )
    masuk_rkpd: Mapped[MasukRkpd] = mapped_column(
        pilihan(MasukRkpd),
        default=MasukRkpd.BELUM,
        server_default=MasukRkpd.BELUM.value,
        info=label("Masuk RKPD", isian=False, saring=True),
    )
    rkpd_keterangan: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Keterangan RKPD", isian=False))
    asal_usulan_id: Mapped[int | None] = mapped_column(
        ForeignKey("usulan.id"), info=label("Lanjutan dari usulan", isian=False)
    )
    # Typed into SIPD, which has no door for programs, and read back from its export.
    sipd_disalin_pada: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("Disalin ke SIPD", isian=False, saring=True)
    )
    sipd_disalin_oleh_id: Mapped[int | None] = mapped_column(
        ForeignKey("pengguna.id"), info=label("Disalin ke SIPD oleh", isian=False)
    )
    sipd_status: Mapped[str | None] = mapped_column(String(120), info=label("Status di SIPD", isian=False))
    sipd_volume: Mapped[Decimal | None] = mapped_column(Numeric(16, 2), info=label("Volume di SIPD", isian=False))
    sipd_pagu: Mapped[int | None] = mapped_column(Rupiah, info=label("Pagu di SIPD", isian=False))
    sipd_dibaca_pada: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("SIPD dibaca", isian=False, saring=True)
    )

    musrenbang: Mapped[Musrenbang] = relationship()
    kelompok_sidang: Mapped[KelompokSidang] = relationship()
    wilayah: Mapped[Wilayah] = relationship(foreign_keys=[wilayah_id])
    kecamatan: Mapped[Wilayah | None] = relationship(foreign_keys=[kecamatan_id])
    opd_awal: Mapped[PerangkatDaerah | None] = relationship(foreign_keys=[opd_awal_id])
    opd_pengampu: Mapped[PerangkatDaerah | None] = relationship(foreign_keys=[opd_pengampu_id])
    prioritas: Mapped[Prioritas | None] = relationship()
    sub_kegiatan: Mapped[SubKegiatan | None] = relationship()
    alasan: Mapped[AlasanPenolakan | None] = relationship()
    digabung_ke: Mapped[Usulan | None] = relationship(remote_side="Usulan.id", foreign_keys=[digabung_ke_id])
    asal_usulan: Mapped[Usulan | None] = relationship(remote_side="Usulan.id", foreign_keys=[asal_usulan_id])

    def lengkapi(self) -> None:
        if self.berubah("wilayah_id") and (tempat := self.wilayah) is not None:
            self.kecamatan_id = {Tingkat.KELURAHAN: tempat.induk_id, Tingkat.KECAMATAN: tempat.id}.get(tempat.tingkat)
        if self.opd_pengampu_id is None:
            self.opd_pengampu_id = self.opd_awal_id
        if self.deleted_at is None and self.digabung_ke_id is not None:
            self.digabung_ke_id = None  # who lives again leads to no other
        if not self.kode:
            sekalian = (u.kode for u in db.session.new if isinstance(u, Usulan) and u.musrenbang is self.musrenbang)
            self.kode = next(KodeUsulan(self.musrenbang).berikut(frozenset(sekalian)))

    @classmethod
    def belum_lengkap(cls) -> ColumnElement[bool]:
        return or_(and_(cls.opd_pengampu_id.is_(None), cls.opd_awal_id.is_not(None)), cls.kode == "")

    def periksa(self) -> list[tuple[str, Pesan]]:
        if self._menyusul():
            sebab = "Berita acara Musrenbang ini sudah ditandatangani; usulan baru dicatat pada Musrenbang berikutnya."
            return [("musrenbang_id", Pesan(sebab))]
        angka = (("volume", self.volume), ("pagu_usulan", self.pagu_usulan))
        return [(kolom, Pesan("Tidak boleh kurang dari nol.")) for kolom, n in angka if n is not None and n < 0]

    def _menyusul(self) -> bool:
        """Does the row come into a Musrenbang (new, restored, moved there, void no more) whose berita acara is signed?

        It would be in no lampiran, could not be decided any more, and so the aspiration would be lost in silence.
        """
        datang = self.id is None or self.berubah("deleted_at") or self.berubah("musrenbang_id") or self._hidup_lagi()
        if self.deleted_at or not datang:
            return False
        bertanda = (StatusNaskah.MENUNGGU_NOMOR, StatusNaskah.TERBIT)
        kueri = db.select(BeritaAcara.id).where(
            BeritaAcara.musrenbang_id == self.musrenbang_id,
            BeritaAcara.status.in_(bertanda),
            BeritaAcara.deleted_at.is_(None),
        )
        return db.session.scalar(kueri.limit(1)) is not None

    def _hidup_lagi(self) -> bool:
        """No move leads out of BATAL, only the undo of the one that led there."""
        dulu: Any = inspect(self).committed_state.get("status")
        return dulu is StatusUsulan.BATAL and self.status is not StatusUsulan.BATAL

    def __str__(self) -> str:
        return f"{self.kode} {self.usulan}"


class BukanGanda(Base):
    """Two usulan that somebody looked at side by side and found to be two; `kecil_id` is the smaller id."""

    __tablename__ = "bukan_ganda"

    kecil_id: Mapped[int] = mapped_column(ForeignKey("usulan.id"), primary_key=True)
    besar_id: Mapped[int] = mapped_column(ForeignKey("usulan.id"), primary_key=True)
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"))
    pada: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang)


class KodeUsulan:
    """The local codes of a year, `U-2027-00001` and on; the Musrenbang is locked, so two savers get two codes."""

    def __init__(self, musrenbang: Musrenbang) -> None:
        db.session.execute(db.select(Musrenbang.id).where(Musrenbang.id == musrenbang.id).with_for_update())
        self.musrenbang_id, self.awalan = musrenbang.id, f"U-{musrenbang.tahun}-"

    def berikut(self, terpakai: frozenset[str]) -> Iterator[str]:
        """Free codes in their order, after the last one of the database; `terpakai`: what is about to be stored."""
        milik = (k.removeprefix(self.awalan) for k in (*self._terakhir(), *terpakai) if k)
        akhir = max((int(n) for n in milik if 5 <= len(n) <= 7 and n.isdigit()), default=0)
        return (f"{self.awalan}{n:05d}" for n in count(akhir + 1))

    def _terakhir(self) -> list[str | None]:
        """The largest code of each length: from the hundred thousandth on there are six digits."""
        kueri = db.select(db.func.max(Usulan.kode)).where(
            Usulan.musrenbang_id == self.musrenbang_id,
            Usulan.kode.between(self.awalan, self.awalan + "9999999"),
        )
        return [db.session.scalar(kueri.where(Usulan.kode.like(self.awalan + "_" * n))) for n in (5, 6, 7)]
