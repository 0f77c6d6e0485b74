"""Settings and texts that an administrator edits, and the classes of papers with their number pattern."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models import teks
from models.base import Panjang, Record, db, label, pilihan, unik_hidup
from models.pesan import Pesan, SopError


class Pengaturan(Record):
    __tablename__ = "pengaturan"
    __table_args__ = (unik_hidup("kunci"),)
    JUDUL = "Pengaturan"
    NAMA = "judul"
    URUT = ("kunci", False)

    kunci: Mapped[str] = mapped_column(String(80), info=label("Kunci", daftar=True, cari=True))
    judul: Mapped[str] = mapped_column(String(200), info=label("Nama", daftar=True, cari=True))
    nilai: Mapped[str] = mapped_column(Panjang(8000), default="", info=label("Nilai", daftar=True, cari=True))
    keterangan: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Keterangan"))
    asal: Mapped[str | None] = mapped_column(String(200), info=label("Asal nilai", bantuan="Sumber nilai bawaan"))

    def periksa(self) -> list[tuple[str, Pesan]]:
        if self.id and self.berubah("kunci"):
            return [("kunci", Pesan("Kunci pengaturan tidak dapat diubah; program mencarinya dengan nama itu."))]
        if self.deleted_at and self.sumber:
            return [("kunci", Pesan("Pengaturan bawaan tidak dapat dihapus; kosongkan nilainya."))]
        pesan = next(
            (p for awalan, aturan in ATURAN if (self.kunci or "").startswith(awalan) and (p := aturan(self))), None
        )
        return [("nilai", pesan)] if pesan else []


def _dalam(paling_kecil: float, paling_besar: float) -> Callable[[Pengaturan], Pesan | None]:
    """A number within bounds; an empty value is the built-in one."""

    def periksa(p: Pengaturan) -> Pesan | None:
        try:
            if not p.nilai or paling_kecil <= float(p.nilai.replace(",", ".")) <= paling_besar:
                return None
        except ValueError:
            pass
        return Pesan("Isi bilangan dari {a} sampai {z}.", a=f"{paling_kecil:g}", z=f"{paling_besar:g}")

    return periksa


def _tanggal(p: Pengaturan) -> Pesan | None:
    try:
        date.fromisoformat(f"2024-{p.nilai}")
    except ValueError:
        return Pesan("Tulis bulan dan hari, misalnya 03-31.")
    return None


def _warna(p: Pengaturan) -> Pesan | None:
    if not p.nilai or re.fullmatch(r"#[0-9A-Fa-f]{6}", p.nilai):
        return None
    return Pesan("Tulis warna sebagai # dan enam angka heksadesimal, misalnya #1F4E79.")


# The grid of labels and cards, in mm; whether it fits its sheet is asked when it is printed.
KISI = ("kolom", "baris", "lebar", "tinggi", "sela_", "margin_")


# What every text may name, and what some may name besides.
ISTILAH = ("tahun_rencana", "tahun_pelaksanaan", "nama_musrenbang")
ISTILAH_LAIN = {
    "berita_acara.pembuka": ("tempat", "tanggal_huruf", "tanggal_angka"),
    "berita_acara.pertimbangan.": ("pemberi_sambutan", "pemateri"),
}


def _teks(p: Pengaturan) -> Pesan | None:
    """A misspelt `{nama}` is told to the administrator who typed it, not weeks later to the one who prints."""
    lain = next((x for awalan, x in ISTILAH_LAIN.items() if p.kunci.startswith(awalan)), ())
    try:
        teks.isi(p.nilai or "", dict.fromkeys((*ISTILAH, *lain), ""))
    except SopError as galat:
        return galat.pesan
    return None


# Key (or how it begins) and what its value must be; the first that objects speaks.
ATURAN: tuple[tuple[str, Callable[[Pengaturan], Pesan | None]], ...] = (
    ("kertas.margin_", _dalam(0, 60)),
    ("kertas.ukuran_huruf", _dalam(8, 16)),
    ("kertas.spasi", _dalam(1, 2)),
    ("sop.toleransi_menit_persen", _dalam(0, 100)),
    ("musrenbang.batas_tanggal", _tanggal),
    *((f"{lembar}.{ukuran}", _dalam(0, 500)) for lembar in ("label", "kartu") for ukuran in KISI),
    ("daftar_hadir.baris_kosong", _dalam(1, 500)),
    ("poster.warna", _warna),
    ("", _teks),
)


def nilai(kunci: str, bawaan: str = "") -> str:
    """The text of one setting, or `bawaan` when nobody has set it."""
    found = db.session.scalar(db.select(Pengaturan.nilai).filter_by(kunci=kunci, deleted_at=None))
    return bawaan if found is None else found


ISIAN_POLA = ("{kode}", "{urut}", "{unit}", "{tahun}", "{bulan_romawi}")


class Penomoran(enum.StrEnum):
    OTOMATIS = "otomatis"
    DIKETIK = "diketik"


class UrutanTerbit(enum.StrEnum):
    """When number and date are given, seen from the signature."""

    SETELAH = "setelah tanda tangan"
    SEBELUM = "sebelum tanda tangan"
    BERSAMA = "bersama tanda tangan"


class Kertas(enum.StrEnum):
    F4 = "F4"
    A4 = "A4"


class KelasNaskah(Record):
    __tablename__ = "kelas_naskah"
    __table_args__ = (unik_hidup("kode"),)
    JUDUL = "Kelas naskah"
    URUT = ("kode", False)

    kode: Mapped[str] = mapped_column(String(40), info=label("Kode", daftar=True))
    nama: Mapped[str] = mapped_column(String(150), info=label("Nama", daftar=True, cari=True))
    pola_nomor: Mapped[str] = mapped_column(
        String(120),
        info=label("Pola nomor", daftar=True, bantuan="Boleh memakai {kode}, {urut}, {unit}, {tahun}, {bulan_romawi}"),
    )
    unit: Mapped[str] = mapped_column(String(40), default="", info=label("Kode unit", daftar=True))
    kode_klasifikasi_id: Mapped[int | None] = mapped_column(
        ForeignKey("kode_klasifikasi.id"), info=label("Kode klasifikasi", daftar=True)
    )
    kertas: Mapped[Kertas] = mapped_column(pilihan(Kertas), default=Kertas.F4, info=label("Kertas", daftar=True))
    penomoran: Mapped[Penomoran] = mapped_column(
        pilihan(Penomoran), default=Penomoran.OTOMATIS, info=label("Penomoran", daftar=True)
    )
    urutan_terbit: Mapped[UrutanTerbit] = mapped_column(
        pilihan(UrutanTerbit), default=UrutanTerbit.SETELAH, info=label("Nomor diberikan", daftar=True)
    )

    def periksa(self) -> list[tuple[str, Pesan]]:
        return [("pola_nomor", pesan) for pesan in [*_periksa_pola(self.pola_nomor or ""), *self._kembar()][:1]]

    def _kembar(self) -> list[Pesan]:
        """Two automatic series of one form would give the same number twice."""
        if self.deleted_at or self.penomoran is Penomoran.DIKETIK:
            return []
        kembar = db.session.scalar(
            db.select(KelasNaskah.nama)
            .filter_by(
                pola_nomor=self.pola_nomor,
                unit=self.unit,
                kode_klasifikasi_id=self.kode_klasifikasi_id,
                penomoran=Penomoran.OTOMATIS,
                deleted_at=None,
            )
            .where(KelasNaskah.id != (self.id or 0))
            .limit(1)
        )
        if kembar is None:
            return []
        return [Pesan("Pola nomor ini sama dengan kelas {nama}, sehingga nomornya akan kembar.", nama=kembar)]


def _periksa_pola(pola: str) -> list[Pesan]:
    """A pattern that could not be filled would stop the first issue, and one without {urut} the second."""
    asing = [x for x in re.findall(r"\{[^{}]*\}?|\}", pola) if x not in ISIAN_POLA]
    if asing:
        boleh = ", ".join(ISIAN_POLA)
        return [Pesan("Isian {isian} tidak dikenal. Yang boleh dipakai: {boleh}.", isian=asing[0], boleh=boleh)]
    return [] if "{urut}" in pola else [Pesan("Pola nomor harus memuat {apa}.", apa="{urut}")]
