"""What each paper is printed from: plain JSON-able dicts, stored with the paper so that it can be printed again.

Dates are ISO texts ("2026-03-23") or "" where they are not given yet, money is whole rupiah, long texts are paragraphs
separated by an empty line. Nothing here is HTML: templates escape every text.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Kop(TypedDict):
    """The letterhead. `logo` is a data: address of an image ("data:image/png;base64,…") or "" for the placeholder.

    `jenis` is what the class asks for; papers stored before there was a choice do without it and are "instansi".
    """

    pemda: str  # "PEMERINTAH DAERAH KOTA BOGOR", for the Wali Kota "WALI KOTA BOGOR"; each line is printed as one
    instansi: str  # "BADAN PERENCANAAN PEMBANGUNAN, RISET DAN INOVASI DAERAH"; each line is printed as one
    kontak: list[str]  # address, telephone, site: one line each; for the Wali Kota in the foot of the first page
    logo: str
    jenis: NotRequired[Literal["instansi", "wali kota", "tanpa kop"]]


class Halaman(TypedDict):
    """Paper and type from the settings; margins in mm, sizes in points.

    `atas` is the top margin of pages without letterhead; the letterhead itself begins at `kop_atas`.
    """

    kertas: Literal["F4", "A4", "A3", "F4 setengah", "F4/2"]
    kiri: float
    kanan: float
    atas: float
    bawah: float
    kop_atas: float
    huruf: str  # a family of documents.huruf.KELUARGA
    ukuran: float
    spasi: float
    paraf: NotRequired[list[str]]  # offices of the boxes left of the signature on a draft, at most three


class TandaTangan(TypedDict):
    """A signature block. Printed: `atas_nama` lines, then `sebagai` + `jabatan`, room to sign, name, pangkat, NIP."""

    atas_nama: list[str]  # [] or ["a.n. WALI KOTA BOGOR"] or ["a.n. WALI KOTA BOGOR", "SEKRETARIS DAERAH,", "u.b."]
    sebagai: str  # "", "Plt.", "Plh.", "Pj."
    jabatan: str
    nama: str  # with titles, as in the personnel file; the print sets the name in capitals
    pangkat: str
    nip: str  # 18 digits, or "" where there is none


class Verifikasi(TypedDict):
    """Stands in the foot of an issued paper; all three "" on a draft."""

    kode: str
    alamat: str  # the address without the code, e.g. "https://…/periksa"
    sha256: str  # of the stored context


class Naskah(TypedDict):
    """What every paper has; documents/potret.py adds `catatan_pengembalian` and `keterangan` (the foot) at print."""

    kop: Kop
    halaman: Halaman
    tanda: Literal["", "KONSEP", "DIBATALKAN", "DIGANTI"]
    verifikasi: Verifikasi
    tempat: str  # of signing: "Bogor"
    tanggal: str  # of signing, ISO, or "" while open
    menggantikan: NotRequired[str]  # in the foot of a corrected paper: "Versi 2, menggantikan nomor …"


class Rincian(TypedDict):
    """One line of a block of particulars: "Hari : Senin"."""

    label: str
    isi: str


class Penerima(TypedDict):
    nama: str  # "Camat Bogor Tengah"
    tempat: str  # "Bogor"; printed as "di Bogor"
    qr: NotRequired[str]  # an address of this addressee alone, as a QR code beside the signature


class Undangan(Naskah):
    """One addressee stands on the letter; several become "Yth. (daftar terlampir)" and a LAMPIRAN, signed again."""

    nomor: str  # spaces are kept, so a draft shows its slot: "000.7.1.3/      -P2EPD/2026"
    sifat: str
    lampiran: str  # "1 (satu) berkas", "-"
    hal: str
    penerima: list[Penerima]
    pembuka: str
    rincian: list[Rincian]  # Hari, Tanggal, Pukul, Tempat, Acara
    penutup: str
    penanda_tangan: TandaTangan
    tembusan: list[str]


class Bagian(TypedDict):
    """A heading with paragraphs and a numbered list; either may be empty."""

    judul: str
    isi: str
    butir: list[str]


class HasilSidang(TypedDict):
    """What a sidang kelompok decided: one row for each kind of decision."""

    hasil: str
    jumlah: int
    pagu: int


class Notulen(Naskah):
    """Notulen format 2: the chair on the left (Mengetahui), the note taker on the right.

    `hasil_sidang` is [] for a meeting that decides no usulan.
    """

    judul: list[str]  # the lines below NOTULEN: what kind of meeting, of whom
    hasil_sidang: list[HasilSidang]
    rincian: list[Rincian]  # Sidang/Rapat, Hari/Tanggal, Waktu Panggilan, Waktu Sidang/Rapat, Acara, Tempat
    pimpinan: str
    pencatat: str
    peserta: list[str]
    kegiatan: list[Bagian]  # Kata Pembukaan, Pembahasan, Keputusan
    ttd_pimpinan: TandaTangan
    ttd_pencatat: TandaTangan


class Hadirin(TypedDict):
    nama: str
    lembaga: str
    alamat: str  # and telephone; "" where the right to see it is missing
    keterangan: str  # "hadir 08.45 WIB", "diwakili"


class DaftarHadir(Naskah):
    """`baris_kosong` adds numbered empty rows to write in by hand."""

    rincian: list[Rincian]  # Hari, Tanggal, Waktu, Tempat, Acara
    peserta: list[Hadirin]
    baris_kosong: int
    penanda_tangan: TandaTangan


class Wakil(TypedDict):
    """Who signs a berita acara for an element of the participants."""

    nama: str
    unsur: str
    alamat: str


class UsulanSepakat(TypedDict):
    """A row of lampiran II; rows of one kelompok and OPD need not stand together, the print groups them."""

    kelompok: str
    opd: str
    kode: str
    usulan: str
    permasalahan: str
    lokasi: str
    volume: str  # with its unit: "120 m"
    pagu: int
    asal: str
    keterangan: str


class UsulanBelum(TypedDict):
    """A row of lampiran III."""

    kelompok: str
    opd: str
    usulan: str
    lokasi: str
    volume: str
    biaya: int
    asal: str
    alasan: str


class HasilUsulan(TypedDict):
    """A row of lampiran IV."""

    kode: str
    usulan: str
    lokasi: str
    opd: str
    hasil: str  # "disepakati", "ditolak", … as people read it
    pagu: int
    catatan: str


class HasilKelompok(TypedDict):
    nama: str  # "Pemerintahan"
    pimpinan: str
    hasil: list[HasilUsulan]


class Kesepakatan(Naskah):
    """What a berita acara says before its lampiran. `nomor` as in Undangan; `diktum` at most ten."""

    judul: list[str]  # the lines below BERITA ACARA
    nomor: str
    pembuka: str
    pengantar_timbang: str  # "Setelah memperhatikan, mendengar dan mempertimbangkan:"
    timbang: list[str]
    pengantar_rincian: str  # "maka pada:"
    rincian: list[Rincian]  # Hari dan tanggal, Jam, Tempat
    subjek: str  # "seluruh peserta Musrenbang"
    diktum: list[str]
    penutup: str
    pimpinan: TandaTangan
    tembusan: list[str]


class BeritaAcara(Kesepakatan):
    """Berita acara kesepakatan with lampiran I–IV."""

    wakil: list[Wakil]
    hadirin: list[Hadirin]
    sepakat: list[UsulanSepakat]
    belum: list[UsulanBelum]
    kelompok: list[HasilKelompok]


class Bab(TypedDict):
    """A chapter of the laporan; `sub` are its parts A, B, C."""

    judul: str
    isi: str
    butir: list[str]
    sub: list[Bagian]


class Rekap(TypedDict):
    """A small table of figures in the laporan: one row for each kelompok, the print adds the total."""

    kelompok: str
    dibahas: int
    sepakat: int
    belum: int
    pagu: int


class Laporan(Naskah):
    """Laporan I–V; `rekap` is printed at the end of chapter III (the third of `bab`) when it has rows."""

    judul: str
    nomor: str  # "" when reports bear none
    bab: list[Bab]
    rekap: list[Rekap]
    penutup: str  # the sentence kept together with the signature
    penanda_tangan: TandaTangan
    tembusan: list[str]


Konteks = Undangan | Notulen | DaftarHadir | BeritaAcara | Laporan
