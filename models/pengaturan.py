"""Settings and texts that an administrator edits, and the classes of papers with their number pattern."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from models import kontak, teks
from models.base import Panjang, Record, db, label, pilihan, unik_hidup
from models.pejabat import periksa_atas_nama
from models.peran import JUDUL_PERAN, Peran
from models.pesan import Pesan, SopError
from models.sandi import ProfilSandi


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

    def tetap(self) -> Pesan | None:
        """Why this row stays: the program looks for it."""
        return Pesan("Pengaturan bawaan tidak dapat dihapus; kosongkan nilainya.") if self.sumber else None

    def periksa(self) -> list[tuple[str, Pesan]]:
        if self.id and self.berubah("kunci"):
            return [("kunci", Pesan("Kunci pengaturan tidak dapat diubah; program mencarinya dengan nama itu."))]
        if self.deleted_at and (pesan := self.tetap()):
            return [("kunci", pesan)]
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


# Each margin: the one that faces it, what it is when nobody has set it, and the least that the two must leave, in mm
# (the columns of a table; the letterhead with a signature).
MARGIN = {
    "kiri": ("kanan", 30, 145),
    "kanan": ("kiri", 20, 145),
    "atas": ("bawah", 30, 150),
    "bawah": ("atas", 25, 150),
}


def _margin(p: Pengaturan) -> Pesan | None:
    """Within bounds, and together with the one that faces it; judged on the smallest paper, A4."""
    sisi = p.kunci.removeprefix("kertas.margin_")
    if (pesan := _dalam(0, 60)(p)) or sisi not in MARGIN:
        return pesan
    seberang, bawaan, ruang = MARGIN[sisi]
    jumlah = _mm(p.nilai, bawaan) + _mm(nilai(f"kertas.margin_{seberang}"), MARGIN[seberang][1])
    return _terlalu_lebar(jumlah, sisi, seberang, (210 if "kiri" in (sisi, seberang) else 297) - ruang)


def _mm(teks_: object, bawaan: float) -> float:
    try:
        return float(str(teks_).replace(",", "."))
    except ValueError:
        return bawaan


def _terlalu_lebar(jumlah: float, sisi: str, seberang: str, paling_banyak: float) -> Pesan | None:
    if jumlah <= paling_banyak:
        return None
    return Pesan(
        "Margin {sisi} dan {seberang} bersama paling banyak {n} mm; tabel naskah tidak muat lagi.",
        sisi=sisi,
        seberang=seberang,
        n=f"{paling_banyak:g}",
    )


def _tanggal(p: Pengaturan) -> Pesan | None:
    try:
        date.fromisoformat(f"2024-{p.nilai}")
    except ValueError:
        return Pesan("Tulis bulan dan hari, misalnya 03-31.")
    return None


def _gambar(p: Pengaturan) -> Pesan | None:
    """The id of a file that an upload has put there; anything else would print the placeholder without a word."""
    return None if not p.nilai or p.nilai.isdecimal() else Pesan("Unggah berkas gambarnya, PNG atau JPG.")


def _huruf(p: Pengaturan) -> Pesan | None:
    if not p.nilai or p.nilai in list(KeluargaHuruf):
        return None
    return Pesan("Pilih salah satu: {daftar}.", daftar=", ".join(KeluargaHuruf))


def _paraf(p: Pengaturan) -> Pesan | None:
    banyak = len([x for x in (p.nilai or "").splitlines() if x.strip()])
    return (
        Pesan("Paraf paling banyak {n}, satu jabatan per baris.", n=PARAF_TERBANYAK)
        if banyak > PARAF_TERBANYAK
        else None
    )


def _surel(p: Pengaturan) -> Pesan | None:
    return kontak.keliru(kontak.surel, p.nilai)


def _peladen(p: Pengaturan) -> Pesan | None:
    if not p.nilai or kontak.nama_peladen(p.nilai):
        return None
    return Pesan("Tulis nama atau alamat peladen saja, misalnya smtp.contoh.go.id.")


def _bulat(paling_kecil: int, paling_besar: int) -> Callable[[Pengaturan], Pesan | None]:
    """A whole number within bounds; an empty value is the built-in one."""

    def periksa(p: Pengaturan) -> Pesan | None:
        if not p.nilai or (p.nilai.isdecimal() and paling_kecil <= int(p.nilai) <= paling_besar):
            return None
        return Pesan("Isi bilangan bulat dari {a} sampai {z}.", a=paling_kecil, z=paling_besar)

    return periksa


def _salah_satu(*kata: str) -> Callable[[Pengaturan], Pesan | None]:
    def periksa(p: Pengaturan) -> Pesan | None:
        return None if not p.nilai or p.nilai in kata else Pesan("Isi salah satu dari: {kata}.", kata=", ".join(kata))

    return periksa


def _sebaris(p: Pengaturan) -> Pesan | None:
    """A subject or a name becomes a line of the head of a message: there is no second line."""
    if len(p.nilai.splitlines()) > 1 or len(p.nilai) > 200:
        return Pesan("Tulis dalam satu baris, paling panjang 200 huruf.")
    return _teks(p)


def _warna(p: Pengaturan) -> Pesan | None:
    if not p.nilai or re.fullmatch(r"#[0-9A-Fa-f]{6}", p.nilai):
        return None
    return Pesan("Tulis warna sebagai # dan enam angka heksadesimal, misalnya #1F4E79.")


# The grid of labels and cards, in mm; whether it fits its sheet is asked when it is printed.
KISI = ("kolom", "baris", "lebar", "tinggi", "sela_", "margin_")


# What every text may name, what some may name besides, and what is printed as it stands and names nothing.
ISTILAH = ("tahun_rencana", "tahun_pelaksanaan", "nama_musrenbang")
ISTILAH_KIRIM = ("penerima", "naskah", "nomor", "hal", "tanggal_surat", "instansi")
ISTILAH_ACARA = ("acara", "hari_tanggal", "pukul", "tempat")
ISTILAH_LAIN = {
    "berita_acara.pembuka": ("tempat", "tanggal_huruf", "tanggal_angka"),
    "berita_acara.pertimbangan.": ("pemberi_sambutan", "pemateri"),
    "sk.": ("penetap", "hal"),
    "berita_acara_sidang.": (
        *("kelompok", "tempat", "tanggal_huruf", "tanggal_angka", "dibahas"),
        *("diakomodir", "tidak_diakomodir", "anggaran", "anggaran_huruf"),
    ),
    "surel.undangan.": (*ISTILAH_KIRIM, *ISTILAH_ACARA, "tambahan"),
    "whatsapp.undangan": (*ISTILAH_KIRIM, *ISTILAH_ACARA),
    "surel.laporan.": (*ISTILAH_KIRIM, "tambahan"),
    "whatsapp.laporan": ISTILAH_KIRIM,
    "surel.pengingat.": (*ISTILAH_KIRIM, "dikirim_pada", "tambahan"),
}
POLOS = ("kop.", "surat.", "sop.")


def istilah(kunci: str) -> tuple[str, ...]:
    """The `{nama}` that the text of this setting may use."""
    if kunci.startswith(POLOS):
        return ()
    lain = next((x for awalan, x in ISTILAH_LAIN.items() if kunci.startswith(awalan)), ())
    return (*ISTILAH, *lain)


def _teks(p: Pengaturan) -> Pesan | None:
    """A misspelt `{nama}` is told to the administrator who typed it, not weeks later to the one who prints."""
    try:
        teks.isi(p.nilai or "", dict.fromkeys(istilah(p.kunci), ""))
    except SopError as galat:
        return galat.pesan
    return None


PARAF_TERBANYAK = 3
# Key (or how it begins) and what its value must be; the first that objects speaks.
ATURAN: tuple[tuple[str, Callable[[Pengaturan], Pesan | None]], ...] = (
    ("kertas.margin_", _margin),
    ("kertas.ukuran_huruf", _dalam(8, 16)),
    ("kertas.spasi", _dalam(1, 2)),
    ("kertas.huruf", _huruf),
    ("kop.logo", _gambar),
    ("kop.garuda", _gambar),
    ("surat.paraf", _paraf),
    ("sop.toleransi_menit_persen", _dalam(0, 100)),
    ("musrenbang.batas_tanggal", _tanggal),
    ("distribusi.ingatkan_hari", _bulat(0, 365)),
    ("surel.server", _peladen),
    ("surel.port", _bulat(1, 65535)),
    ("surel.keamanan", _salah_satu("starttls", "ssl", "tanpa")),
    ("surel.dari", _surel),
    ("surel.nama_dari", _sebaris),
    ("surel.undangan.subjek", _sebaris),
    ("surel.laporan.subjek", _sebaris),
    ("surel.pengingat.subjek", _sebaris),
    *((f"{lembar}.{ukuran}", _dalam(0, 500)) for lembar in ("label", "kartu") for ukuran in KISI),
    ("undangan.sifat", _salah_satu("Biasa", "Penting", "Segera", "Amat segera")),
    ("daftar_hadir.baris_kosong", _dalam(1, 500)),
    ("poster.warna", _warna),
    ("akun.profil_sandi", _salah_satu(*ProfilSandi)),
    ("akun.wajib_faktor_kedua", _salah_satu("ya", "tidak")),
    ("akun.konfirmasi_tanda_tangan", _salah_satu("ya", "tidak")),
    ("akun.sesi_diam_menit", _bulat(10, 720)),
    ("akun.sesi_paling_lama_jam", _bulat(1, 24)),
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
    TANPA = "tanpa nomor"


class UrutanTerbit(enum.StrEnum):
    """When number and date are given, seen from the signature."""

    SETELAH = "setelah tanda tangan"
    SEBELUM = "sebelum tanda tangan"
    BERSAMA = "bersama tanda tangan"


class Kertas(enum.StrEnum):
    F4 = "F4"
    A4 = "A4"
    A3 = "A3"


UKURAN = {Kertas.F4: (215, 330), Kertas.A4: (210, 297), Kertas.A3: (297, 420)}  # mm


class JenisKop(enum.StrEnum):
    """Whose letterhead a paper begins with."""

    INSTANSI = "instansi"
    WALI_KOTA = "wali kota"
    TANPA = "tanpa kop"


class KeluargaHuruf(enum.StrEnum):
    """The families of documents.huruf.KELUARGA, as the regulation writes them."""

    ARIAL = "Arial"
    BOOKMAN = "Bookman Old Style"
    TIMES = "Times New Roman"


# The class of a kind of record, or of a paper of the catalog, that does not bear the name of its class.
KELAS = {
    "tim": "sk",
    "sk_tim": "sk",
    "rapat": "daftar_hadir",
    "daftar_hadir_kosong": "daftar_hadir",
    "daftar_usulan_kelompok": "daftar_usulan",
    "daftar_usulan_opd": "daftar_usulan",
    "daftar_usulan_kecamatan": "daftar_usulan",
    "lembar_sipd": "daftar_usulan",
    "undangan_perorangan": "undangan",
    "distribusi": "surat_pengantar",
}


def kelas(kode: str) -> KelasNaskah | None:
    """The class of a kind of record or of a paper; it decides number, page, letterhead and signature."""
    found: KelasNaskah | None = db.session.scalar(
        db.select(KelasNaskah).filter_by(kode=KELAS.get(kode, kode), deleted_at=None)
    )
    return found


# What a class may set for itself; empty is what the settings `kertas.*` say for all. Column → bounds.
BATAS_HALAMAN = {
    "ukuran_huruf": (8, 16),
    "spasi": (1, 2),
    "margin_kiri": (0, 60),
    "margin_kanan": (0, 60),
    "margin_atas": (0, 60),
    "margin_bawah": (0, 60),
}


def _ukuran(judul: str, digit: int = 1) -> Mapped[Decimal | None]:
    return mapped_column(Numeric(4, digit), info=label(judul, bantuan="Kosong: menurut pengaturan"))


class KelasNaskah(Record):
    """How the papers of one class look, who signs them and how they are numbered."""

    __tablename__ = "kelas_naskah"
    __table_args__ = (unik_hidup("kode"),)
    JUDUL = "Kelas naskah"
    URUT = ("kode", False)

    kode: Mapped[str] = mapped_column(String(40), info=label("Kode", daftar=True))
    nama: Mapped[str] = mapped_column(String(150), info=label("Nama", bagian="Naskah", daftar=True, cari=True))
    penomoran: Mapped[Penomoran] = mapped_column(
        pilihan(Penomoran), default=Penomoran.OTOMATIS, info=label("Penomoran", bagian="Nomor", daftar=True)
    )
    pola_nomor: Mapped[str] = mapped_column(
        String(120),
        default="",
        info=label(
            "Pola nomor",
            daftar=True,
            bantuan="Boleh memakai {kode}, {urut}, {unit}, {tahun}, {bulan_romawi}. Kosong hanya bila tanpa nomor",
        ),
    )
    unit: Mapped[str] = mapped_column(String(40), default="", info=label("Kode unit"))
    kode_klasifikasi_id: Mapped[int | None] = mapped_column(
        ForeignKey("kode_klasifikasi.id"), info=label("Kode klasifikasi")
    )
    urutan_terbit: Mapped[UrutanTerbit] = mapped_column(
        pilihan(UrutanTerbit), default=UrutanTerbit.SETELAH, info=label("Nomor diberikan")
    )
    kertas: Mapped[Kertas] = mapped_column(
        pilihan(Kertas), default=Kertas.F4, info=label("Kertas", bagian="Kertas dan huruf", daftar=True)
    )
    kop: Mapped[JenisKop] = mapped_column(
        pilihan(JenisKop), default=JenisKop.INSTANSI, info=label("Kop surat", daftar=True)
    )
    huruf: Mapped[KeluargaHuruf | None] = mapped_column(
        pilihan(KeluargaHuruf), info=label("Huruf", daftar=True, bantuan="Kosong: menurut pengaturan")
    )
    ukuran_huruf: Mapped[Decimal | None] = _ukuran("Ukuran huruf (pt)")
    spasi: Mapped[Decimal | None] = _ukuran("Spasi baris", 2)
    margin_kiri: Mapped[Decimal | None] = _ukuran("Margin kiri (mm)")
    margin_kanan: Mapped[Decimal | None] = _ukuran("Margin kanan (mm)")
    margin_atas: Mapped[Decimal | None] = _ukuran("Margin atas (mm)")
    margin_bawah: Mapped[Decimal | None] = _ukuran("Margin bawah (mm)")
    penandatangan_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"),
        info=label(
            "Penanda tangan bawaan",
            bagian="Tanda tangan",
            bantuan="Diisikan pada naskah baru selama pejabatnya masih menjabat",
        ),
    )
    atas_nama: Mapped[str | None] = mapped_column(
        Panjang(500), info=label("Atas nama bawaan", bantuan="Satu baris per jabatan. Kosong: tanda tangan sendiri")
    )
    berwenang: Mapped[str | None] = mapped_column(
        Panjang(500),
        info=label(
            "Peran yang lazim menandatangani",
            bantuan="Satu per baris, misalnya Kepala Badan. Yang lain menimbulkan peringatan. Kosong: siapa saja",
        ),
    )
    cetak_nip: Mapped[bool] = mapped_column(default=True, info=label("NIP dan pangkat dicetak di bawah nama"))
    paraf: Mapped[bool] = mapped_column(default=False, info=label("Kotak paraf hierarki pada konsep"))

    def periksa(self) -> list[tuple[str, Pesan]]:
        salah = [("pola_nomor", pesan) for pesan in [*self._periksa_pola(), *self._kembar()][:1]]
        for kolom, (kecil, besar) in BATAS_HALAMAN.items():
            if (angka := getattr(self, kolom)) is not None and not kecil <= angka <= besar:
                salah.append((kolom, Pesan("Isi bilangan dari {a} sampai {z}.", a=kecil, z=besar)))
        salah += self._periksa_ruang()
        if pesan := periksa_atas_nama(self.atas_nama):
            salah.append(("atas_nama", pesan))
        asing = [x for x in self.yang_berwenang if x not in JUDUL_PERAN.values()]
        if asing:
            boleh = ", ".join(JUDUL_PERAN.values())
            salah.append(("berwenang", Pesan("Peran “{x}” tidak dikenal. Yang ada: {boleh}.", x=asing[0], boleh=boleh)))
        return salah

    def _periksa_ruang(self) -> list[tuple[str, Pesan]]:
        """The page that its margins leave; an empty one is that of the settings."""
        salah = []
        for sisi, ukuran in zip(("kiri", "atas"), UKURAN[self.kertas or Kertas.F4], strict=True):
            seberang, _, ruang = MARGIN[sisi]
            jumlah = sum(
                _mm(getattr(self, f"margin_{x}"), _mm(nilai(f"kertas.margin_{x}"), MARGIN[x][1]))
                for x in (sisi, seberang)
            )
            if pesan := _terlalu_lebar(jumlah, sisi, seberang, ukuran - ruang):
                salah.append((f"margin_{sisi}", pesan))
        return salah

    def boleh_menandatangani(self, peran: Peran | None) -> bool:
        """Does the rule of this class expect such a signer? Whoever holds no role of the SOP is not judged by it."""
        return peran is None or not self.yang_berwenang or peran.judul in self.yang_berwenang

    @property
    def yang_berwenang(self) -> list[str]:
        """The roles by their words."""
        return [x.strip() for x in re.split(r"[\n;]", self.berwenang or "") if x.strip()]

    def _periksa_pola(self) -> list[Pesan]:
        pola = self.pola_nomor or ""
        return [] if self.penomoran is Penomoran.TANPA and not pola else _periksa_pola(pola)

    def _kembar(self) -> list[Pesan]:
        """Two automatic series of one form would give the same number twice."""
        if self.deleted_at or self.penomoran in (Penomoran.DIKETIK, Penomoran.TANPA):
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
