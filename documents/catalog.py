"""Every paper that the panel prints. To add one: a row, what it is printed from, and its template.

A paper of one kind of record bears one code; the same code may stand for several kinds, then they share the template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from documents import templat
from documents.bidang import SuratMassal
from documents.naskah import (
    arsip,
    baris,
    berita_acara,
    berita_acara_sidang,
    daftar_hadir,
    daftar_usulan,
    ekspedisi,
    jadwal,
    jawaban_usulan,
    kartu_undangan,
    laporan,
    lembar_disposisi,
    lembar_sipd,
    monitoring_sop,
    nota_dinas,
    notulen,
    penerima,
    penetapan_ruang,
    poster,
    sk_tim,
    sop,
    surat_pengantar,
    undangan,
)
from documents.templat import Tabel
from models.base import Record, db
from models.musrenbang import Musrenbang
from models.pesan import Pesan
from models.usulan import Usulan

BANYAK = 300  # rows from which a paper is made as a job with progress


@dataclass(frozen=True)
class Kertas:
    """One paper: its code (= template), of which kind of record, and how its context is built.

    `isi(record)` answers the context: plain JSON-able values, see documents/konteks.py. `baris(context)` answers the
    rows of its long tables. `bila(record)`: has this record such a paper? `terbit`: the paper that is frozen when the
    record is issued. `panjang(record)` counts the rows that make it long. `banyak(context)` makes of the context one
    letter to each addressee; `sumber` is the issued paper from whose frozen context such letters are printed.
    `alat`: a tool of the desk (label, envelope, receipt, empty form), below the others on the card of its record and
    not part of the archive. `pribadi`: the kind and the columns of it that are personal and stand on the paper,
    of so many people as `orang(record)` says.
    `jangkar`: an agreement of many, whose foot carries the head of the diary's chain: its copies, in many hands, anchor
    it, and a backup is made as soon as it is signed.
    """

    kode: str
    judul: str
    kind: str
    isi: Callable[[Any], Mapping[str, Any]]
    baris: Callable[[Any], Tabel] = lambda konteks: {}
    bila: Callable[[Any], bool] = lambda record: True
    terbit: bool = False
    panjang: Callable[[Any], int] = lambda record: 0
    banyak: Callable[[Mapping[str, Any]], SuratMassal] | None = None
    sumber: str = ""
    alat: bool = False
    pribadi: tuple[str, ...] = ()
    orang: Callable[[Any], int] = lambda record: 1
    jangkar: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "judul", Pesan(self.judul))


def _jumlah_usulan(record: Any) -> int:
    """How many usulan a paper of this record may list: those of its Musrenbang, of its kelompok where it has one."""
    milik = {"musrenbang_id": record.id if record.kind == "musrenbang" else record.musrenbang_id, "deleted_at": None}
    if kelompok := getattr(record, "kelompok_sidang_id", None):
        milik["kelompok_sidang_id"] = kelompok
    return int(db.session.scalar(db.select(db.func.count(Usulan.id)).filter_by(**milik)) or 0)


# A row reads as a row:
# fmt: off
KATALOG: tuple[Kertas, ...] = (
    Kertas("undangan", "Surat undangan", "undangan", undangan.isi, baris.undangan, terbit=True,
           panjang=lambda r: len(r.penerima)),
    Kertas("undangan_perorangan", "Surat undangan, satu per penerima", "undangan", undangan.isi,
           bila=lambda r: len(r.penerima) > 1, banyak=undangan.perorangan, sumber="undangan",
           panjang=lambda r: len(r.penerima) // 5, alat=True),
    Kertas("penetapan_ruang", "Penetapan ruang", "penetapan_ruang", penetapan_ruang.isi, penetapan_ruang.baris),
    Kertas("jadwal", "Jadwal pelaksanaan", "jadwal", jadwal.isi, jadwal.baris),
    Kertas("daftar_undangan", "Daftar undangan", "undangan", penerima.daftar, penerima.baris_daftar,
           panjang=penerima.jumlah),
    Kertas("label_undangan", "Label alamat", "undangan", penerima.label, penerima.baris_alamat,
           bila=penerima.ada_penerima, panjang=penerima.jumlah, alat=True,
           pribadi=("pemangku_kepentingan", "alamat"), orang=penerima.jumlah),
    Kertas("amplop_undangan", "Amplop", "undangan", penerima.amplop, penerima.baris_alamat,
           bila=penerima.ada_penerima, panjang=penerima.jumlah, alat=True,
           pribadi=("pemangku_kepentingan", "alamat"), orang=penerima.jumlah),
    Kertas("kartu_undangan", "Kartu undangan ber-QR", "undangan", kartu_undangan.isi, kartu_undangan.baris,
           bila=penerima.ada_penerima, panjang=penerima.jumlah, alat=True),
    Kertas("poster_a4", "Poster A4", "bahan", poster.a4, bila=poster.publikasi),
    Kertas("poster_a3", "Poster A3", "bahan", poster.a3, bila=poster.publikasi),
    Kertas("notulen", "Notulen", "notulen", notulen.isi, notulen.baris),
    Kertas("daftar_hadir", "Daftar hadir", "rapat", daftar_hadir.isi, baris.daftar_hadir,
           panjang=lambda r: len(r.hadir)),
    Kertas("daftar_hadir_kosong", "Daftar hadir kosong", "rapat", daftar_hadir.kosong, baris.daftar_hadir, alat=True),
    Kertas("berita_acara", "Berita acara kesepakatan", "berita_acara", berita_acara.isi, baris.berita_acara,
           terbit=True, panjang=_jumlah_usulan, pribadi=("penandatangan", "alamat"),
           orang=lambda r: len(r.para_penandatangan), jangkar=True),
    Kertas("berita_acara_sidang", "Berita acara sidang kelompok", "berita_acara_sidang", berita_acara_sidang.isi,
           berita_acara_sidang.baris, terbit=True, panjang=_jumlah_usulan, jangkar=True),
    Kertas("daftar_usulan_kelompok", "Daftar usulan per kelompok", "musrenbang", daftar_usulan.isi_kelompok,
           daftar_usulan.baris, panjang=_jumlah_usulan),
    Kertas("daftar_usulan_opd", "Daftar usulan per perangkat daerah", "musrenbang", daftar_usulan.isi_opd,
           daftar_usulan.baris, panjang=_jumlah_usulan),
    Kertas("daftar_usulan_kecamatan", "Daftar usulan per kecamatan", "musrenbang", daftar_usulan.isi_kecamatan,
           daftar_usulan.baris, panjang=_jumlah_usulan),
    Kertas("lembar_sipd", "Lembar entri SIPD", "musrenbang", lembar_sipd.isi, lembar_sipd.baris, panjang=_jumlah_usulan,
           alat=True),
    Kertas("jawaban_usulan", "Lembar jawaban usulan", "usulan", jawaban_usulan.isi, alat=True),
    Kertas("laporan", "Laporan Musrenbang", "laporan", laporan.isi, laporan.baris, terbit=True),
    Kertas("sk_tim", "SK tim", "tim", sk_tim.isi, sk_tim.baris, terbit=True),
    Kertas("nota_dinas", "Nota dinas", "nota_dinas", nota_dinas.isi, terbit=True),
    Kertas("lembar_disposisi", "Lembar disposisi", "surat_masuk", lembar_disposisi.isi_surat),
    Kertas("lembar_disposisi", "Lembar disposisi", "disposisi", lembar_disposisi.isi_disposisi),
    Kertas("monitoring_sop", "Lembar monitoring SOP", "monitoring_sop", monitoring_sop.isi, monitoring_sop.baris),
    Kertas("sop", "SOP", "sop_revisi", sop.isi, sop.baris),
    Kertas("surat_pengantar", "Surat pengantar", "distribusi", surat_pengantar.surat_pengantar, alat=True),
    Kertas("tanda_terima", "Tanda terima", "distribusi", surat_pengantar.tanda_terima, alat=True),
    Kertas("bukti_distribusi", "Bukti distribusi", "undangan", ekspedisi.bukti, ekspedisi.baris_bukti,
           bila=ekspedisi.terbit, panjang=penerima.jumlah),
    Kertas("bukti_distribusi", "Bukti distribusi", "laporan", ekspedisi.bukti, ekspedisi.baris_bukti,
           bila=ekspedisi.terbit),
    Kertas("buku_ekspedisi", "Buku ekspedisi", "musrenbang", ekspedisi.buku, ekspedisi.baris_buku,
           panjang=ekspedisi.banyak),
    Kertas("daftar_isi_berkas", "Daftar isi berkas arsip", "musrenbang", arsip.daftar_isi, arsip.baris_daftar_isi),
    Kertas("daftar_retensi", "Daftar retensi arsip (semua tahun)", "musrenbang", arsip.daftar_retensi,
           arsip.baris_retensi, panjang=arsip.banyak_retensi),
)
# fmt: on
BERJANGKAR = tuple(k.kode for k in KATALOG if k.jangkar)


def susun(kode: str, konteks: Mapping[str, Any]) -> tuple[str, Tabel]:
    """HTML and rows of a stored context, for `documents.pdf.render`. Raises PrintError that names what is missing."""
    return templat.susun(kode, konteks, next(k.baris for k in KATALOG if k.kode == kode))


def kertas(kode: str, kind: str) -> Kertas | None:
    return next((k for k in KATALOG if k.kode == kode and k.kind == kind), None)


def for_record(record: Record) -> list[Kertas]:
    """The papers of a record, in the order of the catalog."""
    return [k for k in KATALOG if k.kind == record.kind and k.bila(record)]


def kertas_terbit(kind: str) -> Kertas | None:
    """The paper that is frozen when a record of this kind is issued."""
    return next((k for k in KATALOG if k.kind == kind and k.terbit), None)


def judul_berkas(kertas: Kertas, record: Record) -> str:
    """The title in the PDF's metadata and the stem of its file name."""
    m = db.session.get(Musrenbang, getattr(record, "musrenbang_id", 0) or 0)
    return f"{kertas.judul} {record}" + (f" – {m.nama}" if m and m.nama not in str(record) else "")
