"""The report of the Musrenbang (SOP steps 9 to 11)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Panjang, label
from models.naskah import Naskah


class Laporan(Naskah):
    """Sections I to V of the official form; an empty one is printed from the settings' text and the records."""

    __tablename__ = "laporan"
    JUDUL = "Laporan"
    ANAK = ("distribusi",)

    latar_belakang: Mapped[str | None] = mapped_column(
        Panjang(8000), info=label("I.A Umum/latar belakang", uraian=True, bagian="I Pendahuluan")
    )
    landasan_hukum: Mapped[str | None] = mapped_column(
        Panjang(8000), info=label("I.B Landasan hukum", bantuan="Satu per baris. Kosong: dari SOP")
    )
    maksud_tujuan: Mapped[str | None] = mapped_column(Panjang(8000), info=label("I.C Maksud dan tujuan", uraian=True))
    kegiatan: Mapped[str | None] = mapped_column(
        Panjang(12000), info=label("II Kegiatan yang dilaksanakan", uraian=True, bagian="II sampai V Isi laporan")
    )
    hasil: Mapped[str | None] = mapped_column(Panjang(12000), info=label("III Hasil yang dicapai", uraian=True))
    kesimpulan: Mapped[str | None] = mapped_column(Panjang(8000), info=label("IV Kesimpulan dan saran", uraian=True))
    penutup: Mapped[str | None] = mapped_column(Panjang(4000), info=label("V Penutup", uraian=True))
