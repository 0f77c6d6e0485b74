"""Every move of every record. To add one, add a row; to bind it to a step, name it in the step's `tindakan` (seed/sop).

A move that a step claims is made by the step's pelaksana in the revision the Musrenbang is pinned to; `peran` counts
where no step claims it, or always when `tetap` (signing of SK, undangan, berita acara, laporan; numbers).
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from models.arsip import StatusArsip
from models.base import Record
from models.distribusi import StatusDistribusi
from models.kiriman import StatusKiriman
from models.monitoring_sop import StatusMonitoring
from models.musrenbang import StatusMusrenbang, StatusPelaksanaan
from models.naskah import StatusKetetapan, StatusNaskah
from models.operasi import StatusOperasi
from models.pengaturan import UrutanTerbit
from models.peran import Peran
from models.pesan import Pesan
from models.sop import StatusSop
from models.usulan import StatusUsulan
from sop import akhir_tahun, akibat, akibat_arsip, akibat_kirim, aturan, kehadiran, koreksi, monitoring, sidang
from sop.konteks import Akibat, Aturan, Isian

KERJA = frozenset({Peran.KEPALA_BIDANG, Peran.FUNGSIONAL_PERENCANA, Peran.TIM_MUSRENBANG, Peran.SUB_KOORDINATOR})
PIMPINAN = frozenset({Peran.KEPALA_BADAN})
TIM = frozenset({Peran.TIM_MUSRENBANG})
SEKRETARIAT = frozenset({Peran.SEKRETARIAT})
ADMIN = frozenset({Peran.ADMINISTRATOR})
PENILAI = frozenset({Peran.KEPALA_BIDANG, Peran.FUNGSIONAL_PERENCANA, Peran.SUB_KOORDINATOR})  # of the SOP's use


class Saat(enum.Enum):
    """When a move that a step claims may be made."""

    SEJAK = "sejak langkahnya dicapai"
    BEBAS = "kapan saja"


class Terbit(enum.Enum):
    """What the floor of papers has to do beside the move."""

    TIDAK = 0
    NOMOR = 1  # take a number
    BEKU = 2  # freeze the paper
    NOMOR_DAN_BEKU = 3
    BATAL = 4  # void number and paper
    ISI = 5  # fix the content: it is signed and waits for its number
    GANTI = 6  # void the number; a next version supersedes the paper


class Ingatkan(enum.Enum):
    """What whoever makes the move should read first; sop/peringatan.py says it."""

    PENANDA_TANGAN = "penanda tangan yang tidak dapat menandatangani"
    PAGU = "pagu yang terlampaui"
    SUREL = "surel yang masih menunggu"


@dataclass(frozen=True, kw_only=True)
class Gerak:
    """One move, from `dari` (empty: any state) to `ke` (None: the state stays).

    `bila` hides the move from records it is not meant for.

    `himpun`: its rules look at nothing of the row but state, scope and whether these columns are empty, and its effects
    are values (`Nilai`); so one row can be asked for all that are alike (sop/golongan.py). None: row by row.
    `awal`: rules of the state that it starts from, where `dari` cannot say it; an undo comes from the other side.
    """

    kind: str
    aksi: str
    judul: str
    dari: frozenset[str] = frozenset()
    ke: str | None = None
    peran: frozenset[Peran] = KERJA
    tetap: bool = False
    gaya: str = "biasa"
    catatan: bool = False
    isian: tuple[Isian, ...] = ()
    awal: tuple[Aturan, ...] = ()
    periksa: tuple[Aturan, ...] = ()
    akibat: tuple[Akibat, ...] = ()
    saat: Saat = Saat.SEJAK
    di_kertas: bool = False  # may be recorded for another with date and scan
    susulan: bool = False  # was done on paper, whoever writes it down: always with real date and scan
    luar: bool = False  # on paper, also by a pejabat without a role in the SOP: the rules say by whom
    terbit: Terbit = Terbit.TIDAK
    massal: bool = True
    urung: bool = False  # may be taken back: it changes nothing but the record itself, and nothing leaves the house
    himpun: tuple[str, ...] | None = None
    ingatkan: Ingatkan | None = None
    berjalan: bool = False  # its row changes while it runs, so it is made whatever version the person saw
    konfirmasi: bool = False  # whoever makes it proves again who it is (admin/konfirmasi.py)
    bila: Callable[[Any], bool] = field(default=lambda record: True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "judul", Pesan(self.judul))

    @property
    def nama(self) -> str:
        return f"{self.kind}.{self.aksi}"

    @property
    def bernomor(self) -> bool:
        """Does it take a number from the register?"""
        return self.terbit in (Terbit.NOMOR, Terbit.NOMOR_DAN_BEKU)


@dataclass(frozen=True)
class Urutan:
    """A `bila` that asks nothing of the record: the class of the paper signs and numbers in this order."""

    kind: str
    nilai: UrutanTerbit

    def __call__(self, record: Any) -> bool:
        return aturan.urutan_terbit(self.kind) is self.nilai


def _dari(*status: str) -> frozenset[str]:
    return frozenset(str(s) for s in status)


# A row reads as a sentence: what it is called, from where to where and when, who makes it, what it asks for and checks,
# and what it brings.
# fmt: off
TANGGAL_NASKAH = Isian("tanggal", "Tanggal naskah", "tanggal", wajib=True, bawaan="hari ini")
NOMOR = Isian("nomor", "Nomor", "teks",
              bantuan="Nomor register Surat Keluar (boleh sisipan, misalnya 015.a). Kosong: nomor otomatis")
MENIT = Isian("menit", "Menit kerja", "bilangan", wajib=True,
              bantuan="Waktu kerja sesungguhnya, dibandingkan dengan norma SOP")
ALASAN = Isian("alasan_id", "Alasan", "pilihan:alasan_penolakan", wajib=True)
PERUBAHAN = (
    Isian("volume_disepakati", "Volume disepakati", "desimal", bantuan="Kosong: seperti usulan"),
    Isian("pagu_disepakati", "Pagu disepakati", "rupiah", bantuan="Kosong: seperti usulan"),
    Isian("opd_pengampu_id", "OPD pengampu", "pilihan:perangkat_daerah", bantuan="Kosong: tidak berubah"),
)

TAMBAHAN = Isian("tambahan", "Kalimat tambahan", "panjang", bantuan="Pada {tambahan} di isi surel dari pengaturan")
BUKTI = Isian("bukti_id", "Bukti (pindaian tanda terima)", "berkas", wajib=True)

RKPD = Isian("masuk_rkpd", "Masuk RKPD", "kata:usulan.masuk_rkpd", wajib=True,
             bantuan="Tidak atau sebagian: tulis alasannya pada catatan; pengusul membacanya pada lembar jawaban")

S, N, K = StatusUsulan, StatusNaskah, StatusKetetapan
PUTUS = _dari(S.DIPUTUSKAN, S.FINAL)


def _naskah(
    kind: str, *periksa: Aturan, akibat_ttd: tuple[Akibat, ...] = (), akibat_terbit: tuple[Akibat, ...] = (),
    periksa_ttd: tuple[Aturan, ...] = (), luar: bool = False,
) -> tuple[Gerak, ...]:
    """The life of a paper with a number: drafted, submitted, signed, numbered, issued; in the order its class sets.

    `luar`: its signer may be somebody outside Bapperida, who has no account; the Tim may send it back in his stead.
    """

    ttd: dict[str, Any] = {
        "peran": PIMPINAN, "tetap": True, "gaya": "utama", "di_kertas": True, "luar": luar, "konfirmasi": True,
        "periksa": (aturan.ada_penandatangan, aturan.pelaku_penandatangan, aturan.diajukan_orang_lain,
                    aturan.tidak_sebelum_bernomor, *periksa, *periksa_ttd),
    }
    return (
        Gerak(kind=kind, aksi="ajukan", judul="Ajukan untuk ditandatangani", gaya="utama",
              dari=_dari(N.DRAF), ke=N.DIAJUKAN, periksa=(aturan.ada_penandatangan, *periksa),
              akibat=(akibat.hapus_catatan_pengembalian,), ingatkan=Ingatkan.PENANDA_TANGAN),
        Gerak(kind=kind, aksi="kembalikan", judul="Kembalikan untuk diperbaiki",
              dari=_dari(N.DIAJUKAN, N.MENUNGGU_TTD), ke=N.DRAF, peran=PIMPINAN | TIM if luar else PIMPINAN, tetap=True,
              catatan=True, akibat=(akibat.simpan_catatan_pengembalian,)),
        Gerak(kind=kind, aksi="tanda_tangani", judul="Setuju dan tanda tangani",
              dari=_dari(N.DIAJUKAN), ke=N.MENUNGGU_NOMOR, bila=Urutan(kind, UrutanTerbit.SETELAH),
              akibat=(akibat.catat_tanda_tangan, *akibat_ttd), terbit=Terbit.ISI, **ttd),
        Gerak(kind=kind, aksi="tanda_tangani", judul="Setuju, tanda tangani dan terbitkan",
              dari=_dari(N.DIAJUKAN), ke=N.TERBIT, bila=Urutan(kind, UrutanTerbit.BERSAMA),
              isian=(NOMOR, TANGGAL_NASKAH),
              akibat=(akibat.catat_tanda_tangan, *akibat_ttd, akibat.beri_nomor, *akibat_terbit),
              terbit=Terbit.NOMOR_DAN_BEKU, **ttd),
        Gerak(kind=kind, aksi="tanda_tangani", judul="Setuju dan tanda tangani",
              dari=_dari(N.MENUNGGU_TTD), ke=N.TERBIT, bila=Urutan(kind, UrutanTerbit.SEBELUM),
              akibat=(akibat.catat_tanda_tangan, *akibat_ttd, *akibat_terbit), terbit=Terbit.BEKU, **ttd),
        Gerak(kind=kind, aksi="beri_nomor", judul="Beri nomor", gaya="utama",
              dari=_dari(N.DIAJUKAN), ke=N.MENUNGGU_TTD, bila=Urutan(kind, UrutanTerbit.SEBELUM), saat=Saat.BEBAS,
              peran=SEKRETARIAT, tetap=True, isian=(NOMOR, TANGGAL_NASKAH), akibat=(akibat.beri_nomor,),
              terbit=Terbit.NOMOR),
        Gerak(kind=kind, aksi="terbitkan", judul="Beri nomor dan terbitkan", gaya="utama",
              dari=_dari(N.MENUNGGU_NOMOR), ke=N.TERBIT, saat=Saat.BEBAS, peran=SEKRETARIAT, tetap=True,
              isian=(NOMOR, TANGGAL_NASKAH), akibat=(akibat.beri_nomor, *akibat_terbit), terbit=Terbit.NOMOR_DAN_BEKU),
        Gerak(kind=kind, aksi="batalkan", judul="Batalkan", gaya="bahaya",
              dari=_dari(N.DRAF, N.DIAJUKAN, N.MENUNGGU_TTD, N.MENUNGGU_NOMOR, N.TERBIT), ke=N.DIBATALKAN,
              bila=lambda record: kind != "berita_acara", saat=Saat.BEBAS, peran=PIMPINAN | SEKRETARIAT | TIM,
              tetap=True, catatan=True, terbit=Terbit.BATAL),
        *(() if kind == "berita_acara" else (  # which has its own: it reopens usulan
            Gerak(kind=kind, aksi="koreksi", judul="Koreksi: buat versi baru", gaya="bahaya",
                  dari=_dari(N.TERBIT), ke=N.DIBATALKAN, saat=Saat.BEBAS, peran=PIMPINAN | SEKRETARIAT | TIM,
                  tetap=True, catatan=True, akibat=(koreksi.versi_baru,), terbit=Terbit.GANTI, massal=False),
        )),
        # Made by the system alone, when a paper cannot be printed for good.
        Gerak(kind=kind, aksi="gagal_terbit", judul="Kembali menunggu nomor",
              dari=_dari(N.TERBIT), ke=N.MENUNGGU_NOMOR, saat=Saat.BEBAS, peran=frozenset(), tetap=True,
              akibat=(akibat.hapus_nomor,)),
    )


def _ketetapan(
    kind: str, aksi: str, judul: str, *periksa: Aturan, saat: Saat = Saat.SEJAK, akibat: tuple[Akibat, ...] = ()
) -> tuple[Gerak, ...]:
    """The life of what is fixed without a letter number, and opened again with a note."""
    return (
        Gerak(kind=kind, aksi=aksi, judul=judul, gaya="utama",
              dari=_dari(K.DRAF), ke=K.DITETAPKAN, saat=saat, periksa=periksa, akibat=akibat),
        Gerak(kind=kind, aksi="buka_kembali", judul="Buka kembali",
              dari=_dari(K.DITETAPKAN), ke=K.DRAF, saat=Saat.BEBAS, catatan=True),
    )


def _putusan(
    aksi: str, judul: str, *isian: Isian, catatan: bool = False, gaya: str = "biasa", ingatkan: Ingatkan | None = None
) -> Gerak:
    """A decision on a usulan; a decision already made may be changed with a note until the berita acara is signed."""
    return Gerak(kind="usulan", aksi=aksi, judul=judul, gaya=gaya,
                 dari=_dari(S.DIVERIFIKASI, S.DIPUTUSKAN), ke=S.DIPUTUSKAN, catatan=catatan, isian=isian,
                 periksa=(aturan.berita_acara_belum_ditandatangani,), akibat=(akibat.putuskan,), urung=True, himpun=(),
                 ingatkan=ingatkan)


_LANGKAH_TERBUKA = _dari(StatusPelaksanaan.MENUNGGU, StatusPelaksanaan.BERJALAN)

GERAK: tuple[Gerak, ...] = (
    # The Musrenbang itself
    Gerak(kind="musrenbang", aksi="mulai", judul="Mulai Musrenbang", gaya="utama",
          dari=_dari(StatusMusrenbang.DRAF), ke=StatusMusrenbang.BERJALAN, saat=Saat.BEBAS, peran=KERJA | PIMPINAN,
          periksa=(aturan.ada_sop_berlaku,), akibat=(akibat.mulai_musrenbang,)),
    Gerak(kind="musrenbang", aksi="ambil_alih", judul="Ambil alih di tengah jalan",
          dari=_dari(StatusMusrenbang.DRAF), ke=StatusMusrenbang.BERJALAN, saat=Saat.BEBAS, peran=KERJA | PIMPINAN,
          catatan=True,
          isian=(
              Isian("urutan", "Mulai di langkah nomor", "bilangan", wajib=True),
              Isian("pindaian_id", "Pindaian dasar pengambilalihan", "berkas", wajib=True)),
          periksa=(aturan.ada_sop_berlaku, aturan.urutan_langkah_ada), akibat=(akibat.ambil_alih,), massal=False),
    Gerak(kind="musrenbang", aksi="ganti_revisi", judul="Pindah ke revisi SOP",
          dari=_dari(StatusMusrenbang.BERJALAN), saat=Saat.BEBAS,
          peran=frozenset({Peran.KEPALA_BADAN, Peran.KEPALA_BIDANG, Peran.SUB_KOORDINATOR}), catatan=True,
          isian=(Isian("sop_revisi_id", "Revisi SOP", "pilihan:sop_revisi", wajib=True),),
          periksa=(aturan.revisi_memuat_langkah,), akibat=(akibat.ganti_revisi,)),
    Gerak(kind="musrenbang", aksi="batalkan", judul="Batalkan Musrenbang", gaya="bahaya",
          dari=_dari(StatusMusrenbang.DRAF, StatusMusrenbang.BERJALAN), ke=StatusMusrenbang.DIBATALKAN, saat=Saat.BEBAS,
          peran=PIMPINAN, tetap=True, catatan=True),
    # Doing a step
    Gerak(kind="pelaksanaan_langkah", aksi="mulai", judul="Mulai mengerjakan",
          dari=_dari(StatusPelaksanaan.MENUNGGU), ke=StatusPelaksanaan.BERJALAN, periksa=(aturan.kelengkapan_ada,),
          akibat=(akibat.catat_mulai,)),
    Gerak(kind="pelaksanaan_langkah", aksi="selesaikan", judul="Selesai, langkah berikutnya boleh dimulai",
          gaya="utama",
          dari=_LANGKAH_TERBUKA, ke=StatusPelaksanaan.SELESAI, isian=(MENIT,),
          periksa=(aturan.kelengkapan_ada, aturan.output_ada), akibat=(akibat.catat_selesai, akibat.majukan),
          di_kertas=True),
    Gerak(kind="pelaksanaan_langkah", aksi="kembalikan", judul="Kembalikan",
          dari=_LANGKAH_TERBUKA, ke=StatusPelaksanaan.DIKEMBALIKAN, bila=lambda row: row.langkah.kembali_ke is not None,
          catatan=True, akibat=(akibat.catat_selesai, akibat.mundurkan)),
    Gerak(kind="pelaksanaan_langkah", aksi="catat_susulan", judul="Catat kemudian",
          dari=_dari(StatusPelaksanaan.DIAMBIL_ALIH), ke=StatusPelaksanaan.SELESAI, isian=(MENIT,),
          akibat=(akibat.catat_selesai,), di_kertas=True, susulan=True),
    # Papers with a number
    *_naskah("tim", aturan.tim_beranggota, aturan.tim_bernaskah),
    *_naskah("nota_dinas"),
    *_naskah("undangan", aturan.undangan_berpenerima, akibat_terbit=(akibat_kirim.siapkan_distribusi_undangan,)),
    *_naskah("berita_acara", aturan.semua_usulan_diputuskan, aturan.berita_acara_berdiktum,
             periksa_ttd=(aturan.semua_bertanda_tangan,), akibat_ttd=(akibat.kunci_usulan,)),
    *_naskah("berita_acara_sidang", sidang.ditandatangani_pimpinan_sidang, sidang.usulan_kelompok_diputuskan,
             periksa_ttd=(sidang.semua_wakil_bertanda_tangan,), luar=True),
    *_naskah("laporan", akibat_terbit=(akibat_kirim.siapkan_distribusi_laporan,)),
    Gerak(kind="berita_acara", aksi="koreksi", judul="Koreksi berita acara", gaya="bahaya",
          dari=_dari(N.MENUNGGU_NOMOR, N.TERBIT), ke=N.DIBATALKAN,
          peran=frozenset({Peran.KEPALA_BADAN, Peran.TIM_MUSRENBANG}), tetap=True, catatan=True,
          isian=(Isian("usulan_id", "Usulan yang dikoreksi", "banyak:usulan", wajib=True),),
          periksa=(aturan.usulan_dalam_berita_acara,), akibat=(akibat.koreksi_berita_acara,), terbit=Terbit.GANTI,
          massal=False),
    Gerak(kind="penandatangan", aksi="catat_tanda_tangan", judul="Catat sudah bertanda tangan", gaya="utama",
          bila=lambda row: row.ditandatangani_pada is None,
          isian=(Isian("tanggal", "Ditandatangani tanggal", "tanggal", wajib=True, bawaan="hari ini"),),
          periksa=(aturan.berita_acara_belum_ditutup,), akibat=(akibat.catat_bertanda_tangan,)),
    Gerak(kind="wakil_sidang", aksi="catat_tanda_tangan", judul="Catat sudah bertanda tangan", gaya="utama",
          bila=lambda row: row.ditandatangani_pada is None,
          isian=(
              Isian("tanggal", "Ditandatangani tanggal", "tanggal", wajib=True, bawaan="hari ini"),
              Isian("nama", "Nama seperti tertulis", "teks", bantuan="Kosong: nama pada daftar")),
          periksa=(sidang.belum_ditutup, sidang.wakil_bernama), akibat=(sidang.catat_wakil,)),
    # Filling a list from what is known already
    Gerak(kind="undangan", aksi="isi_penerima", judul="Tambahkan seluruh buku alamat",
          dari=_dari(N.DRAF), saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT, akibat=(akibat.isi_penerima,)),
    Gerak(kind="undangan", aksi="isi_kelompok", judul="Tambahkan dari buku alamat menurut kelompok",
          dari=_dari(N.DRAF), saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT,
          isian=(
              Isian("unsur", "Unsur", "kata-kata:pemangku_kepentingan.unsur", bantuan="Boleh lebih dari satu. "
                    "Bersama perangkat daerah atau wilayah: hanya unsur ini di antaranya"),
              Isian("perangkat_daerah_id", "Perangkat daerah", "banyak:perangkat_daerah"),
              Isian("wilayah_id", "Kecamatan atau kelurahan", "banyak:wilayah",
                    bantuan="Kecamatan mencakup kelurahan di dalamnya"),
              Isian("orang_id", "Nama tertentu", "banyak:pemangku_kepentingan", bantuan="Selalu ditambahkan")),
          periksa=(aturan.kelompok_dipilih,), akibat=(akibat.isi_penerima,)),
    Gerak(kind="rapat", aksi="isi_daftar_hadir", judul="Isi daftar hadir dari undangan atau buku alamat",
          saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT, periksa=(kehadiran.terbuka,), akibat=(akibat.isi_daftar_hadir,)),
    # The registration desk and the paper sheet: who came
    Gerak(kind="rapat", aksi="tambah_hadirin", judul="Tambah ke daftar hadir",
          saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT, isian=kehadiran.HADIRIN,
          periksa=(kehadiran.terbuka, kehadiran.hadirin_baru), akibat=(kehadiran.tambah_hadirin,), massal=False),
    Gerak(kind="rapat", aksi="tutup_daftar_hadir", judul="Tutup daftar hadir",
          bila=lambda row: row.hadir_ditutup_pada is None, saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT,
          akibat=(kehadiran.tutup,)),
    Gerak(kind="rapat", aksi="buka_daftar_hadir", judul="Buka kembali daftar hadir",
          bila=lambda row: row.hadir_ditutup_pada is not None, saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT, catatan=True,
          akibat=(kehadiran.buka,)),
    Gerak(kind="daftar_hadir", aksi="tandai_hadir", judul="Tandai hadir", gaya="utama",
          saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT, awal=(kehadiran.belum_hadir,), periksa=(kehadiran.terbuka,),
          akibat=(kehadiran.tandai_hadir,), massal=False),
    Gerak(kind="daftar_hadir", aksi="tandai_diwakili", judul="Diwakili oleh",
          saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT, isian=kehadiran.WAKIL, periksa=(kehadiran.terbuka,),
          akibat=(kehadiran.tandai_diwakili,), massal=False),
    Gerak(kind="daftar_hadir", aksi="catat_hadir", judul="Catat hadir dari lembar kertas",
          saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT, isian=(kehadiran.PUKUL, *kehadiran.WAKIL_BILA_ADA),
          awal=(kehadiran.belum_hadir,), periksa=(kehadiran.terbuka,), akibat=(kehadiran.catat_hadir,), urung=True),
    Gerak(kind="daftar_hadir", aksi="tandai_tidak_hadir", judul="Tandai tidak hadir",
          saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT, awal=(kehadiran.sudah_hadir,), periksa=(kehadiran.terbuka,),
          akibat=(kehadiran.tandai_tidak_hadir,), urung=True),
    Gerak(kind="berita_acara", aksi="isi_diktum", judul="Ambil diktum dari pengaturan",
          dari=_dari(N.DRAF), saat=Saat.BEBAS, akibat=(akibat.isi_diktum,)),
    Gerak(kind="tim", aksi="isi_naskah", judul="Ambil teks dari pengaturan",
          dari=_dari(N.DRAF), saat=Saat.BEBAS, akibat=(akibat.isi_naskah_tim,)),
    Gerak(kind="monitoring_sop", aksi="isi_butir", judul="Isi dari pelaksanaan langkah",
          dari=_dari(StatusMonitoring.DRAF), saat=Saat.BEBAS, peran=PENILAI, akibat=(monitoring.isi_butir,)),
    Gerak(kind="berita_acara_sidang", aksi="isi_wakil", judul="Siapkan baris wakil",
          dari=_dari(N.DRAF), saat=Saat.BEBAS, akibat=(sidang.isi_wakil,)),
    # What is fixed without a number
    *_ketetapan("penetapan_ruang", "tetapkan", "Tetapkan ruang", aturan.ruang_dipilih, akibat=(akibat.isi_tanggal,)),
    *_ketetapan("jadwal", "tetapkan", "Tetapkan jadwal", aturan.jadwal_beracara, akibat=(akibat.isi_tanggal,)),
    *_ketetapan("notulen", "sahkan", "Sahkan notulen", aturan.notulen_lengkap),
    *_ketetapan("bahan", "siapkan", "Nyatakan siap", aturan.bahan_berisi, saat=Saat.BEBAS),
    # Usulan
    Gerak(kind="usulan", aksi="ajukan", judul="Ajukan", gaya="utama",
          dari=_dari(S.DRAF, S.DIKEMBALIKAN), ke=S.DIAJUKAN, saat=Saat.BEBAS, urung=True, himpun=()),
    Gerak(kind="usulan", aksi="verifikasi", judul="Nyatakan lengkap", gaya="utama",
          dari=_dari(S.DIAJUKAN), ke=S.DIVERIFIKASI, saat=Saat.BEBAS, periksa=(aturan.usulan_ber_opd,), urung=True,
          himpun=("opd_pengampu_id",)),
    Gerak(kind="usulan", aksi="kembalikan", judul="Kembalikan karena kurang lengkap",
          dari=_dari(S.DIAJUKAN, S.DIVERIFIKASI), ke=S.DIKEMBALIKAN, saat=Saat.BEBAS, catatan=True,
          akibat=(akibat.simpan_catatan,), urung=True, himpun=()),
    _putusan("terima", "Terima", gaya="utama", ingatkan=Ingatkan.PAGU),
    _putusan("terima_perubahan", "Terima dengan perubahan", *PERUBAHAN, catatan=True, ingatkan=Ingatkan.PAGU),
    _putusan("tunda", "Tunda", ALASAN),
    _putusan("tolak", "Tolak", ALASAN, gaya="bahaya"),
    Gerak(kind="usulan", aksi="tolak_data_kurang", judul="Tolak: data kurang", gaya="bahaya",
          dari=_dari(S.DRAF, S.DIAJUKAN, S.DIKEMBALIKAN), ke=S.DIPUTUSKAN, catatan=True,
          periksa=(aturan.berita_acara_belum_ditandatangani,), akibat=(akibat.putuskan,), urung=True, himpun=()),
    Gerak(kind="usulan", aksi="batalkan", judul="Batalkan (dicabut pengusul)", gaya="bahaya",
          dari=_dari(S.DRAF, S.DIAJUKAN, S.DIKEMBALIKAN), ke=S.BATAL, saat=Saat.BEBAS, catatan=True,
          akibat=(akibat.simpan_catatan,), urung=True, himpun=()),
    # What became of it: known long after the berita acara is signed
    Gerak(kind="usulan", aksi="catat_rkpd", judul="Catat hasil RKPD",
          dari=PUTUS, saat=Saat.BEBAS, isian=(RKPD,), periksa=(akhir_tahun.beralasan,),
          akibat=(akhir_tahun.catat_rkpd,), urung=True, himpun=()),
    Gerak(kind="usulan", aksi="tandai_tersalin", judul="Tandai sudah disalin ke SIPD",
          dari=PUTUS, bila=lambda row: row.sipd_disalin_pada is None, saat=Saat.BEBAS,
          akibat=(akhir_tahun.tandai_tersalin,), urung=True, himpun=("sipd_disalin_pada",)),
    Gerak(kind="usulan", aksi="batal_tersalin", judul="Hapus tanda salinan SIPD",
          dari=PUTUS, bila=lambda row: row.sipd_disalin_pada is not None, saat=Saat.BEBAS,
          akibat=(akhir_tahun.batal_tersalin,), urung=True, himpun=("sipd_disalin_pada",)),
    # The monitoring of the SOP
    Gerak(kind="monitoring_sop", aksi="selesai", judul="Nyatakan selesai", gaya="utama",
          dari=_dari(StatusMonitoring.DRAF), ke=StatusMonitoring.SELESAI, saat=Saat.BEBAS, peran=PENILAI,
          periksa=(aturan.monitoring_dinilai,)),
    Gerak(kind="monitoring_sop", aksi="buka_kembali", judul="Buka kembali",
          dari=_dari(StatusMonitoring.SELESAI), ke=StatusMonitoring.DRAF, saat=Saat.BEBAS, peran=PENILAI, catatan=True),
    # Distribution and archive
    Gerak(kind="distribusi", aksi="kirim", judul="Catat dikirim", gaya="utama",
          dari=_dari(StatusDistribusi.DISIAPKAN), ke=StatusDistribusi.DIKIRIM, peran=KERJA | SEKRETARIAT,
          isian=(
              Isian("tanggal", "Dikirim tanggal", "tanggal", wajib=True, bawaan="hari ini"),
              Isian("cara", "Cara kirim", "kata:distribusi.cara", bantuan="Kosong: seperti tertulis pada datanya")),
          periksa=(aturan.bukan_surel_panel,), akibat=(akibat_kirim.catat_kirim,), ingatkan=Ingatkan.SUREL),
    Gerak(kind="distribusi", aksi="kirim_surel", judul="Kirim lewat surel",
          dari=_dari(StatusDistribusi.DISIAPKAN), peran=KERJA | SEKRETARIAT, isian=(TAMBAHAN,),
          periksa=(aturan.dapat_disurel,), akibat=(akibat_kirim.antrekan_naskah,)),
    # Made by the system alone, when the mail server has taken the message.
    Gerak(kind="distribusi", aksi="terkirim_surel", judul="Terkirim lewat surel",
          dari=_dari(StatusDistribusi.DISIAPKAN), ke=StatusDistribusi.DIKIRIM, saat=Saat.BEBAS, peran=frozenset(),
          tetap=True, akibat=(akibat_kirim.catat_terkirim_surel,)),
    Gerak(kind="distribusi", aksi="ingatkan", judul="Ingatkan lewat surel",
          dari=_dari(StatusDistribusi.DIKIRIM), peran=KERJA | SEKRETARIAT, isian=(TAMBAHAN,),
          periksa=(aturan.belum_berbukti, aturan.dapat_disurel, aturan.belum_diingatkan),
          akibat=(akibat_kirim.antrekan_pengingat,)),
    Gerak(kind="distribusi", aksi="terima", judul="Catat diterima",
          dari=_dari(StatusDistribusi.DISIAPKAN, StatusDistribusi.DIKIRIM), ke=StatusDistribusi.DITERIMA,
          peran=KERJA | SEKRETARIAT,
          isian=(
              Isian("tanggal", "Diterima tanggal", "tanggal", wajib=True, bawaan="hari ini"),
              Isian("diterima_jam", "Diterima pukul", "jam"),
              Isian("diterima_oleh", "Diterima oleh", "teks", bantuan="Kosong: penerima sendiri"),
              Isian("bukti_id", "Bukti (pindaian tanda terima)", "berkas")),
          periksa=(aturan.sesudah_dikirim,), akibat=(akibat_kirim.catat_terima,), ingatkan=Ingatkan.SUREL),
    Gerak(kind="distribusi", aksi="beri_nomor_pengantar", judul="Beri nomor surat pengantar",
          dari=_dari(StatusDistribusi.DISIAPKAN, StatusDistribusi.DIKIRIM), bila=lambda row: row.nomor is None,
          saat=Saat.BEBAS, peran=SEKRETARIAT, tetap=True, isian=(NOMOR, TANGGAL_NASKAH),
          akibat=(akibat.beri_nomor_pengantar,), terbit=Terbit.NOMOR),
    Gerak(kind="distribusi", aksi="lengkapi_bukti", judul="Lampirkan bukti",
          dari=_dari(StatusDistribusi.DIKIRIM, StatusDistribusi.DITERIMA), peran=KERJA | SEKRETARIAT, isian=(BUKTI,),
          periksa=(aturan.belum_berbukti,), akibat=(akibat_kirim.catat_bukti,)),
    Gerak(kind="kiriman", aksi="batalkan", judul="Batalkan", gaya="bahaya",
          dari=_dari(StatusKiriman.ANTRE), ke=StatusKiriman.DIBATALKAN, saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT),
    Gerak(kind="kiriman", aksi="ulangi", judul="Kirim ulang",
          dari=_dari(StatusKiriman.GAGAL), ke=StatusKiriman.ANTRE, saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT,
          periksa=(aturan.boleh_dikirim_ulang,), akibat=(akibat_kirim.antrekan_lagi,)),
    # The way out where nobody could tell: whoever asked the addressee says how it is known.
    Gerak(kind="kiriman", aksi="catat_sudah", judul="Catat sudah terkirim",
          dari=_dari(StatusKiriman.GAGAL), ke=StatusKiriman.TERKIRIM, saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT,
          catatan=True, akibat=(akibat_kirim.catat_sudah_terkirim,)),
    Gerak(kind="musrenbang", aksi="susun_arsip", judul="Susun arsip dari naskah terbit",
          dari=_dari(StatusMusrenbang.BERJALAN, StatusMusrenbang.SELESAI), saat=Saat.BEBAS, peran=KERJA | SEKRETARIAT,
          isian=(
              Isian("lokasi", "Lokasi (rak/boks/folder)", "teks",
                    bantuan="Untuk semua baris baru; boleh diisi kemudian"),),
          akibat=(akibat_arsip.susun_arsip,)),
    Gerak(kind="arsip", aksi="arsipkan", judul="Arsipkan", gaya="utama",
          dari=_dari(StatusArsip.DRAF), ke=StatusArsip.DIARSIPKAN, periksa=(aturan.arsip_lengkap,),
          akibat=(akibat_arsip.hitung_retensi,)),
    # The SOP itself, and running work
    Gerak(kind="sop_revisi", aksi="buat_revisi", judul="Buat revisi baru",
          dari=_dari(StatusSop.BERLAKU), saat=Saat.BEBAS, peran=ADMIN, catatan=True, akibat=(akibat.salin_revisi,),
          massal=False),
    Gerak(kind="sop_revisi", aksi="berlakukan", judul="Berlakukan revisi", gaya="utama",
          dari=_dari(StatusSop.DRAF), ke=StatusSop.BERLAKU, saat=Saat.BEBAS, peran=ADMIN, catatan=True,
          periksa=(aturan.langkah_berpelaksana,), akibat=(akibat.gantikan_revisi,)),
    Gerak(kind="operasi", aksi="batalkan", judul="Hentikan", gaya="bahaya",
          dari=_dari(StatusOperasi.ANTRE, StatusOperasi.BERJALAN, StatusOperasi.DITINJAU), ke=StatusOperasi.DIBATALKAN,
          saat=Saat.BEBAS, peran=frozenset(Peran), berjalan=True),
)
# fmt: on

NAMA_GERAK = frozenset(g.nama for g in GERAK)

# In which states a record may be edited or deleted; a kind that is not named has no state that locks it.
TERBUKA: dict[str, frozenset[str]] = {
    **{kind: _dari(N.DRAF) for kind in ("tim", "nota_dinas", "undangan", "berita_acara", "laporan")},
    "berita_acara_sidang": _dari(N.DRAF),
    **{kind: _dari(K.DRAF) for kind in ("penetapan_ruang", "jadwal", "notulen", "bahan")},
    "usulan": _dari(S.DRAF, S.DIAJUKAN, S.DIKEMBALIKAN, S.DIVERIFIKASI),
    "distribusi": _dari(StatusDistribusi.DISIAPKAN),
    "arsip": _dari(StatusArsip.DRAF),
    "monitoring_sop": _dari(StatusMonitoring.DRAF),
    "musrenbang": _dari(StatusMusrenbang.DRAF, StatusMusrenbang.BERJALAN),
    "sop_revisi": _dari(StatusSop.DRAF),
}


# What another record has closed without this one being in another state itself; asked for new ones and old ones.
TERTUTUP: dict[str, Callable[[Any], Pesan | None]] = {
    "daftar_hadir": kehadiran.tertutup,
    "rapat": kehadiran.berakhir,
}

# Deleting takes more away than editing: of a Musrenbang under way it would take everything.
HAPUS_HANYA: dict[str, frozenset[str]] = {"musrenbang": _dari(StatusMusrenbang.DRAF)}


def gerak_dari(kind: str) -> tuple[Gerak, ...]:
    return tuple(gerak for gerak in GERAK if gerak.kind == kind)


def status(record: Record) -> str:
    """The state as its word; a kind without one answers with the empty string."""
    return str(getattr(record, "status", "") or "")
