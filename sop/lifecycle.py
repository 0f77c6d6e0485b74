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


@dataclass(frozen=True)
class Gerak:
    """One move. `ke` None leaves the status as it is; `bila` hides the move from records it is not meant for.

    `himpun`: its rules look at nothing of the row but state, scope and whether these columns are empty, and its effects
    are values (`Nilai`); so one row can be asked for all that are alike (sop/golongan.py). None: row by row.
    `awal`: rules of the state that it starts from, where `dari` cannot say it; an undo comes from the other side.
    """

    kind: str
    aksi: str
    judul: str
    dari: frozenset[str]
    ke: str | None
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


@dataclass(frozen=True)
class Urutan:
    """A `bila` that asks nothing of the record: the class of the paper signs and numbers in this order."""

    kind: str
    nilai: UrutanTerbit

    def __call__(self, record: Any) -> bool:
        return aturan.urutan_terbit(self.kind) is self.nilai


def _dari(*status: str) -> frozenset[str]:
    return frozenset(str(s) for s in status)


TANGGAL_NASKAH = Isian("tanggal", "Tanggal naskah", "tanggal", wajib=True, bawaan="hari ini")
NOMOR = Isian(
    "nomor",
    "Nomor",
    "teks",
    bantuan="Nomor register Surat Keluar (boleh sisipan, misalnya 015.a). Kosong: nomor otomatis",
)
MENIT = Isian(
    "menit", "Menit kerja", "bilangan", wajib=True, bantuan="Waktu kerja sesungguhnya, dibandingkan dengan norma SOP"
)
ALASAN = Isian("alasan_id", "Alasan", "pilihan:alasan_penolakan", wajib=True)
PERUBAHAN = (
    Isian("volume_disepakati", "Volume disepakati", "desimal", bantuan="Kosong: seperti usulan"),
    Isian("pagu_disepakati", "Pagu disepakati", "rupiah", bantuan="Kosong: seperti usulan"),
    Isian("opd_pengampu_id", "OPD pengampu", "pilihan:perangkat_daerah", bantuan="Kosong: tidak berubah"),
)

TAMBAHAN = Isian("tambahan", "Kalimat tambahan", "panjang", bantuan="Pada {tambahan} di isi surel dari pengaturan")
BUKTI = Isian("bukti_id", "Bukti (pindaian tanda terima)", "berkas", wajib=True)

RKPD = Isian(
    "masuk_rkpd",
    "Masuk RKPD",
    "kata:usulan.masuk_rkpd",
    wajib=True,
    bantuan="Tidak atau sebagian: tulis alasannya pada catatan; pengusul membacanya pada lembar jawaban",
)

S, N, K = StatusUsulan, StatusNaskah, StatusKetetapan
PUTUS = _dari(S.DIPUTUSKAN, S.FINAL)


def _naskah(
    kind: str,
    *periksa: Aturan,
    akibat_ttd: tuple[Akibat, ...] = (),
    akibat_terbit: tuple[Akibat, ...] = (),
    periksa_ttd: tuple[Aturan, ...] = (),
    luar: bool = False,
) -> tuple[Gerak, ...]:
    """The life of a paper with a number: drafted, submitted, signed, numbered, issued; in the order its class sets.

    `luar`: its signer may be somebody outside Bapperida, who has no account; the Tim may send it back in his stead.
    """

    def urutan(nilai: UrutanTerbit) -> Urutan:
        return Urutan(kind, nilai)

    ttd: dict[str, Any] = {
        "peran": PIMPINAN,
        "tetap": True,
        "gaya": "utama",
        "di_kertas": True,
        "luar": luar,
        "konfirmasi": True,
        "periksa": (
            aturan.ada_penandatangan,
            aturan.pelaku_penandatangan,
            aturan.diajukan_orang_lain,
            aturan.tidak_sebelum_bernomor,
            *periksa,
            *periksa_ttd,
        ),
    }
    # fmt: off
    return (
        Gerak(kind, "ajukan", "Ajukan untuk ditandatangani", _dari(N.DRAF), N.DIAJUKAN, gaya="utama",
              periksa=(aturan.ada_penandatangan, *periksa), akibat=(akibat.hapus_catatan_pengembalian,),
              ingatkan=Ingatkan.PENANDA_TANGAN),
        Gerak(kind, "kembalikan", "Kembalikan untuk diperbaiki", _dari(N.DIAJUKAN, N.MENUNGGU_TTD), N.DRAF,
              PIMPINAN | TIM if luar else PIMPINAN, True, catatan=True,
              akibat=(akibat.simpan_catatan_pengembalian,)),
        Gerak(kind, "tanda_tangani", "Setuju dan tanda tangani", _dari(N.DIAJUKAN), N.MENUNGGU_NOMOR,
              akibat=(akibat.catat_tanda_tangan, *akibat_ttd), terbit=Terbit.ISI, bila=urutan(UrutanTerbit.SETELAH),
              **ttd),
        Gerak(kind, "tanda_tangani", "Setuju, tanda tangani dan terbitkan", _dari(N.DIAJUKAN), N.TERBIT,
              akibat=(akibat.catat_tanda_tangan, *akibat_ttd, akibat.beri_nomor, *akibat_terbit),
              terbit=Terbit.NOMOR_DAN_BEKU, isian=(NOMOR, TANGGAL_NASKAH), bila=urutan(UrutanTerbit.BERSAMA), **ttd),
        Gerak(kind, "tanda_tangani", "Setuju dan tanda tangani", _dari(N.MENUNGGU_TTD), N.TERBIT,
              akibat=(akibat.catat_tanda_tangan, *akibat_ttd, *akibat_terbit), terbit=Terbit.BEKU,
              bila=urutan(UrutanTerbit.SEBELUM), **ttd),
        Gerak(kind, "beri_nomor", "Beri nomor", _dari(N.DIAJUKAN), N.MENUNGGU_TTD, SEKRETARIAT, True, "utama",
              isian=(NOMOR, TANGGAL_NASKAH), akibat=(akibat.beri_nomor,), terbit=Terbit.NOMOR, saat=Saat.BEBAS,
              bila=urutan(UrutanTerbit.SEBELUM)),
        Gerak(kind, "terbitkan", "Beri nomor dan terbitkan", _dari(N.MENUNGGU_NOMOR), N.TERBIT, SEKRETARIAT, True,
              "utama", isian=(NOMOR, TANGGAL_NASKAH), akibat=(akibat.beri_nomor, *akibat_terbit),
              terbit=Terbit.NOMOR_DAN_BEKU, saat=Saat.BEBAS),
        Gerak(kind, "batalkan", "Batalkan", _dari(N.DRAF, N.DIAJUKAN, N.MENUNGGU_TTD, N.MENUNGGU_NOMOR, N.TERBIT),
              N.DIBATALKAN, PIMPINAN | SEKRETARIAT | TIM, True, "bahaya", catatan=True,
              terbit=Terbit.BATAL, saat=Saat.BEBAS, bila=lambda record: kind != "berita_acara"),
        *(() if kind == "berita_acara" else (  # which has its own: it reopens usulan
            Gerak(kind, "koreksi", "Koreksi: buat versi baru", _dari(N.TERBIT), N.DIBATALKAN,
                  PIMPINAN | SEKRETARIAT | TIM, True, "bahaya", catatan=True, akibat=(koreksi.versi_baru,),
                  terbit=Terbit.GANTI, saat=Saat.BEBAS, massal=False),
        )),
        # Made by the system alone, when a paper cannot be printed for good.
        Gerak(kind, "gagal_terbit", "Kembali menunggu nomor", _dari(N.TERBIT), N.MENUNGGU_NOMOR, frozenset(),
              True, akibat=(akibat.hapus_nomor,), saat=Saat.BEBAS),
    )
    # fmt: on


def _ketetapan(
    kind: str, aksi: str, judul: str, *periksa: Aturan, saat: Saat = Saat.SEJAK, akibat: tuple[Akibat, ...] = ()
) -> tuple[Gerak, ...]:
    """The life of what is fixed without a letter number, and opened again with a note."""
    return (
        Gerak(kind, aksi, judul, _dari(K.DRAF), K.DITETAPKAN, gaya="utama", periksa=periksa, saat=saat, akibat=akibat),
        Gerak(kind, "buka_kembali", "Buka kembali", _dari(K.DITETAPKAN), K.DRAF, catatan=True, saat=Saat.BEBAS),
    )


def _putusan(
    aksi: str,
    judul: str,
    *isian: Isian,
    catatan: bool = False,
    gaya: str = "biasa",
    ingatkan: Ingatkan | None = None,
) -> Gerak:
    """A decision on a usulan; a decision already made may be changed with a note until the berita acara is signed."""
    return Gerak(
        "usulan",
        aksi,
        judul,
        _dari(S.DIVERIFIKASI, S.DIPUTUSKAN),
        S.DIPUTUSKAN,
        isian=isian,
        catatan=catatan,
        gaya=gaya,
        periksa=(aturan.berita_acara_belum_ditandatangani,),
        akibat=(akibat.putuskan,),
        urung=True,
        himpun=(),
        ingatkan=ingatkan,
    )


_LANGKAH_TERBUKA = _dari(StatusPelaksanaan.MENUNGGU, StatusPelaksanaan.BERJALAN)

# A row reads as a row:
# fmt: off
GERAK: tuple[Gerak, ...] = (
    # The Musrenbang itself
    Gerak("musrenbang", "mulai", "Mulai Musrenbang", _dari(StatusMusrenbang.DRAF), StatusMusrenbang.BERJALAN,
          KERJA | PIMPINAN, gaya="utama", periksa=(aturan.ada_sop_berlaku,), akibat=(akibat.mulai_musrenbang,),
          saat=Saat.BEBAS),
    Gerak("musrenbang", "ambil_alih", "Ambil alih di tengah jalan", _dari(StatusMusrenbang.DRAF),
          StatusMusrenbang.BERJALAN, KERJA | PIMPINAN, catatan=True,
          isian=(Isian("urutan", "Mulai di langkah nomor", "bilangan", wajib=True),
          Isian("pindaian_id", "Pindaian dasar pengambilalihan", "berkas", wajib=True)),
          periksa=(aturan.ada_sop_berlaku, aturan.urutan_langkah_ada), akibat=(akibat.ambil_alih,), saat=Saat.BEBAS,
          massal=False),
    Gerak("musrenbang", "ganti_revisi", "Pindah ke revisi SOP", _dari(StatusMusrenbang.BERJALAN), None,
          frozenset({Peran.KEPALA_BADAN, Peran.KEPALA_BIDANG, Peran.SUB_KOORDINATOR}), catatan=True,
          isian=(Isian("sop_revisi_id", "Revisi SOP", "pilihan:sop_revisi", wajib=True),),
          periksa=(aturan.revisi_memuat_langkah,), akibat=(akibat.ganti_revisi,), saat=Saat.BEBAS),
    Gerak("musrenbang", "batalkan", "Batalkan Musrenbang",
          _dari(StatusMusrenbang.DRAF, StatusMusrenbang.BERJALAN), StatusMusrenbang.DIBATALKAN, PIMPINAN, True,
          "bahaya", catatan=True, saat=Saat.BEBAS),
    # Doing a step
    Gerak("pelaksanaan_langkah", "mulai", "Mulai mengerjakan", _dari(StatusPelaksanaan.MENUNGGU),
          StatusPelaksanaan.BERJALAN, periksa=(aturan.kelengkapan_ada,), akibat=(akibat.catat_mulai,)),
    Gerak("pelaksanaan_langkah", "selesaikan", "Selesai, langkah berikutnya boleh dimulai", _LANGKAH_TERBUKA,
          StatusPelaksanaan.SELESAI, gaya="utama", isian=(MENIT,), di_kertas=True,
          periksa=(aturan.kelengkapan_ada, aturan.output_ada), akibat=(akibat.catat_selesai, akibat.majukan)),
    Gerak("pelaksanaan_langkah", "kembalikan", "Kembalikan", _LANGKAH_TERBUKA, StatusPelaksanaan.DIKEMBALIKAN,
          catatan=True, akibat=(akibat.catat_selesai, akibat.mundurkan),
          bila=lambda row: row.langkah.kembali_ke is not None),
    Gerak("pelaksanaan_langkah", "catat_susulan", "Catat kemudian", _dari(StatusPelaksanaan.DIAMBIL_ALIH),
          StatusPelaksanaan.SELESAI, isian=(MENIT,), di_kertas=True, susulan=True, akibat=(akibat.catat_selesai,)),
    # Papers with a number
    *_naskah("tim", aturan.tim_beranggota, aturan.tim_bernaskah),
    *_naskah("nota_dinas"),
    *_naskah("undangan", aturan.undangan_berpenerima, akibat_terbit=(akibat_kirim.siapkan_distribusi_undangan,)),
    *_naskah(
        "berita_acara",
        aturan.semua_usulan_diputuskan,
        aturan.berita_acara_berdiktum,
        periksa_ttd=(aturan.semua_bertanda_tangan,),
        akibat_ttd=(akibat.kunci_usulan,),
    ),
    *_naskah(
        "berita_acara_sidang",
        sidang.ditandatangani_pimpinan_sidang,
        sidang.usulan_kelompok_diputuskan,
        periksa_ttd=(sidang.semua_wakil_bertanda_tangan,),
        luar=True,
    ),
    *_naskah("laporan", akibat_terbit=(akibat_kirim.siapkan_distribusi_laporan,)),
    Gerak("berita_acara", "koreksi", "Koreksi berita acara", _dari(N.MENUNGGU_NOMOR, N.TERBIT), N.DIBATALKAN,
          frozenset({Peran.KEPALA_BADAN, Peran.TIM_MUSRENBANG}), True, "bahaya", catatan=True,
          isian=(Isian("usulan_id", "Usulan yang dikoreksi", "banyak:usulan", wajib=True),),
          periksa=(aturan.usulan_dalam_berita_acara,), akibat=(akibat.koreksi_berita_acara,), terbit=Terbit.GANTI,
          massal=False),
    Gerak("penandatangan", "catat_tanda_tangan", "Catat sudah bertanda tangan", frozenset(), None, gaya="utama",
          isian=(Isian("tanggal", "Ditandatangani tanggal", "tanggal", wajib=True, bawaan="hari ini"),),
          akibat=(akibat.catat_bertanda_tangan,), periksa=(aturan.berita_acara_belum_ditutup,),
          bila=lambda row: row.ditandatangani_pada is None),
    Gerak("wakil_sidang", "catat_tanda_tangan", "Catat sudah bertanda tangan", frozenset(), None, gaya="utama",
          isian=(Isian("tanggal", "Ditandatangani tanggal", "tanggal", wajib=True, bawaan="hari ini"),
          Isian("nama", "Nama seperti tertulis", "teks", bantuan="Kosong: nama pada daftar")),
          akibat=(sidang.catat_wakil,), periksa=(sidang.belum_ditutup, sidang.wakil_bernama),
          bila=lambda row: row.ditandatangani_pada is None),
    # Filling a list from what is known already
    Gerak("undangan", "isi_penerima", "Tambahkan seluruh buku alamat", _dari(N.DRAF), None, KERJA | SEKRETARIAT,
          akibat=(akibat.isi_penerima,), saat=Saat.BEBAS),
    Gerak("undangan", "isi_kelompok", "Tambahkan dari buku alamat menurut kelompok", _dari(N.DRAF), None,
          KERJA | SEKRETARIAT, isian=(
          Isian("unsur", "Unsur", "kata-kata:pemangku_kepentingan.unsur", bantuan="Boleh lebih dari satu. Bersama "
          "perangkat daerah atau wilayah: hanya unsur ini di antaranya"),
          Isian("perangkat_daerah_id", "Perangkat daerah", "banyak:perangkat_daerah"),
          Isian("wilayah_id", "Kecamatan atau kelurahan", "banyak:wilayah",
          bantuan="Kecamatan mencakup kelurahan di dalamnya"),
          Isian("orang_id", "Nama tertentu", "banyak:pemangku_kepentingan", bantuan="Selalu ditambahkan")),
          periksa=(aturan.kelompok_dipilih,), akibat=(akibat.isi_penerima,), saat=Saat.BEBAS),
    Gerak("rapat", "isi_daftar_hadir", "Isi daftar hadir dari undangan atau buku alamat", frozenset(), None,
          KERJA | SEKRETARIAT, periksa=(kehadiran.terbuka,), akibat=(akibat.isi_daftar_hadir,), saat=Saat.BEBAS),
    # The registration desk and the paper sheet: who came
    Gerak("rapat", "tambah_hadirin", "Tambah ke daftar hadir", frozenset(), None, KERJA | SEKRETARIAT,
          isian=kehadiran.HADIRIN, periksa=(kehadiran.terbuka, kehadiran.hadirin_baru),
          akibat=(kehadiran.tambah_hadirin,), saat=Saat.BEBAS, massal=False),
    Gerak("rapat", "tutup_daftar_hadir", "Tutup daftar hadir", frozenset(), None, KERJA | SEKRETARIAT,
          akibat=(kehadiran.tutup,), saat=Saat.BEBAS, bila=lambda row: row.hadir_ditutup_pada is None),
    Gerak("rapat", "buka_daftar_hadir", "Buka kembali daftar hadir", frozenset(), None, KERJA | SEKRETARIAT,
          catatan=True, akibat=(kehadiran.buka,), saat=Saat.BEBAS,
          bila=lambda row: row.hadir_ditutup_pada is not None),
    Gerak("daftar_hadir", "tandai_hadir", "Tandai hadir", frozenset(), None, KERJA | SEKRETARIAT, gaya="utama",
          awal=(kehadiran.belum_hadir,), periksa=(kehadiran.terbuka,), akibat=(kehadiran.tandai_hadir,),
          saat=Saat.BEBAS, massal=False),
    Gerak("daftar_hadir", "tandai_diwakili", "Diwakili oleh", frozenset(), None, KERJA | SEKRETARIAT,
          isian=kehadiran.WAKIL, periksa=(kehadiran.terbuka,), akibat=(kehadiran.tandai_diwakili,), saat=Saat.BEBAS,
          massal=False),
    Gerak("daftar_hadir", "catat_hadir", "Catat hadir dari lembar kertas", frozenset(), None, KERJA | SEKRETARIAT,
          isian=(kehadiran.PUKUL, *kehadiran.WAKIL_BILA_ADA), awal=(kehadiran.belum_hadir,),
          periksa=(kehadiran.terbuka,), akibat=(kehadiran.catat_hadir,), saat=Saat.BEBAS, urung=True),
    Gerak("daftar_hadir", "tandai_tidak_hadir", "Tandai tidak hadir", frozenset(), None, KERJA | SEKRETARIAT,
          awal=(kehadiran.sudah_hadir,), periksa=(kehadiran.terbuka,), akibat=(kehadiran.tandai_tidak_hadir,),
          saat=Saat.BEBAS, urung=True),
    Gerak("berita_acara", "isi_diktum", "Ambil diktum dari pengaturan", _dari(N.DRAF), None,
          akibat=(akibat.isi_diktum,), saat=Saat.BEBAS),
    Gerak("tim", "isi_naskah", "Ambil teks dari pengaturan", _dari(N.DRAF), None, akibat=(akibat.isi_naskah_tim,),
          saat=Saat.BEBAS),
    Gerak("monitoring_sop", "isi_butir", "Isi dari pelaksanaan langkah", _dari(StatusMonitoring.DRAF), None, PENILAI,
          akibat=(monitoring.isi_butir,), saat=Saat.BEBAS),
    Gerak("berita_acara_sidang", "isi_wakil", "Siapkan baris wakil", _dari(N.DRAF), None, akibat=(sidang.isi_wakil,),
          saat=Saat.BEBAS),
    # What is fixed without a number
    *_ketetapan("penetapan_ruang", "tetapkan", "Tetapkan ruang", aturan.ruang_dipilih, akibat=(akibat.isi_tanggal,)),
    *_ketetapan("jadwal", "tetapkan", "Tetapkan jadwal", aturan.jadwal_beracara, akibat=(akibat.isi_tanggal,)),
    *_ketetapan("notulen", "sahkan", "Sahkan notulen", aturan.notulen_lengkap),
    *_ketetapan("bahan", "siapkan", "Nyatakan siap", aturan.bahan_berisi, saat=Saat.BEBAS),
    # Usulan
    Gerak("usulan", "ajukan", "Ajukan", _dari(S.DRAF, S.DIKEMBALIKAN), S.DIAJUKAN, gaya="utama", saat=Saat.BEBAS,
          urung=True, himpun=()),
    Gerak("usulan", "verifikasi", "Nyatakan lengkap", _dari(S.DIAJUKAN), S.DIVERIFIKASI, gaya="utama",
          saat=Saat.BEBAS, periksa=(aturan.usulan_ber_opd,), urung=True,
          himpun=("opd_pengampu_id",)),
    Gerak("usulan", "kembalikan", "Kembalikan karena kurang lengkap", _dari(S.DIAJUKAN, S.DIVERIFIKASI),
          S.DIKEMBALIKAN, catatan=True, akibat=(akibat.simpan_catatan,), saat=Saat.BEBAS, urung=True, himpun=()),
    _putusan("terima", "Terima", gaya="utama", ingatkan=Ingatkan.PAGU),
    _putusan("terima_perubahan", "Terima dengan perubahan", *PERUBAHAN, catatan=True, ingatkan=Ingatkan.PAGU),
    _putusan("tunda", "Tunda", ALASAN),
    _putusan("tolak", "Tolak", ALASAN, gaya="bahaya"),
    Gerak("usulan", "tolak_data_kurang", "Tolak: data kurang", _dari(S.DRAF, S.DIAJUKAN, S.DIKEMBALIKAN),
          S.DIPUTUSKAN, gaya="bahaya", catatan=True, periksa=(aturan.berita_acara_belum_ditandatangani,),
          akibat=(akibat.putuskan,), urung=True, himpun=()),
    Gerak("usulan", "batalkan", "Batalkan (dicabut pengusul)", _dari(S.DRAF, S.DIAJUKAN, S.DIKEMBALIKAN), S.BATAL,
          gaya="bahaya", catatan=True, akibat=(akibat.simpan_catatan,), saat=Saat.BEBAS, urung=True, himpun=()),
    # What became of it: known long after the berita acara is signed
    Gerak("usulan", "catat_rkpd", "Catat hasil RKPD", PUTUS, None, isian=(RKPD,), periksa=(akhir_tahun.beralasan,),
          akibat=(akhir_tahun.catat_rkpd,), saat=Saat.BEBAS, urung=True, himpun=()),
    Gerak("usulan", "tandai_tersalin", "Tandai sudah disalin ke SIPD", PUTUS, None,
          akibat=(akhir_tahun.tandai_tersalin,), saat=Saat.BEBAS, urung=True, himpun=("sipd_disalin_pada",),
          bila=lambda row: row.sipd_disalin_pada is None),
    Gerak("usulan", "batal_tersalin", "Hapus tanda salinan SIPD", PUTUS, None, akibat=(akhir_tahun.batal_tersalin,),
          saat=Saat.BEBAS, urung=True, himpun=("sipd_disalin_pada",),
          bila=lambda row: row.sipd_disalin_pada is not None),
    # The monitoring of the SOP
    Gerak("monitoring_sop", "selesai", "Nyatakan selesai", _dari(StatusMonitoring.DRAF), StatusMonitoring.SELESAI,
          PENILAI, gaya="utama", periksa=(aturan.monitoring_dinilai,), saat=Saat.BEBAS),
    Gerak("monitoring_sop", "buka_kembali", "Buka kembali", _dari(StatusMonitoring.SELESAI), StatusMonitoring.DRAF,
          PENILAI, catatan=True, saat=Saat.BEBAS),
    # Distribution and archive
    Gerak("distribusi", "kirim", "Catat dikirim", _dari(StatusDistribusi.DISIAPKAN), StatusDistribusi.DIKIRIM,
          KERJA | SEKRETARIAT, gaya="utama",
          isian=(Isian("tanggal", "Dikirim tanggal", "tanggal", wajib=True, bawaan="hari ini"),
          Isian("cara", "Cara kirim", "kata:distribusi.cara", bantuan="Kosong: seperti tertulis pada datanya")),
          periksa=(aturan.bukan_surel_panel,), akibat=(akibat_kirim.catat_kirim,), ingatkan=Ingatkan.SUREL),
    Gerak("distribusi", "kirim_surel", "Kirim lewat surel", _dari(StatusDistribusi.DISIAPKAN), None,
          KERJA | SEKRETARIAT, isian=(TAMBAHAN,), periksa=(aturan.dapat_disurel,),
          akibat=(akibat_kirim.antrekan_naskah,)),
    # Made by the system alone, when the mail server has taken the message.
    Gerak("distribusi", "terkirim_surel", "Terkirim lewat surel", _dari(StatusDistribusi.DISIAPKAN),
          StatusDistribusi.DIKIRIM, frozenset(), True, akibat=(akibat_kirim.catat_terkirim_surel,), saat=Saat.BEBAS),
    Gerak("distribusi", "ingatkan", "Ingatkan lewat surel", _dari(StatusDistribusi.DIKIRIM), None,
          KERJA | SEKRETARIAT, isian=(TAMBAHAN,), periksa=(aturan.belum_berbukti, aturan.dapat_disurel,
          aturan.belum_diingatkan), akibat=(akibat_kirim.antrekan_pengingat,)),
    Gerak("distribusi", "terima", "Catat diterima", _dari(StatusDistribusi.DISIAPKAN, StatusDistribusi.DIKIRIM),
          StatusDistribusi.DITERIMA, KERJA | SEKRETARIAT,
          isian=(Isian("tanggal", "Diterima tanggal", "tanggal", wajib=True, bawaan="hari ini"),
          Isian("diterima_jam", "Diterima pukul", "jam"),
          Isian("diterima_oleh", "Diterima oleh", "teks", bantuan="Kosong: penerima sendiri"),
          Isian("bukti_id", "Bukti (pindaian tanda terima)", "berkas")), periksa=(aturan.sesudah_dikirim,),
          akibat=(akibat_kirim.catat_terima,), ingatkan=Ingatkan.SUREL),
    Gerak("distribusi", "beri_nomor_pengantar", "Beri nomor surat pengantar",
          _dari(StatusDistribusi.DISIAPKAN, StatusDistribusi.DIKIRIM), None, SEKRETARIAT, True,
          isian=(NOMOR, TANGGAL_NASKAH), akibat=(akibat.beri_nomor_pengantar,), terbit=Terbit.NOMOR, saat=Saat.BEBAS,
          bila=lambda row: row.nomor is None),
    Gerak("distribusi", "lengkapi_bukti", "Lampirkan bukti", _dari(StatusDistribusi.DIKIRIM, StatusDistribusi.DITERIMA),
          None, KERJA | SEKRETARIAT, isian=(BUKTI,), periksa=(aturan.belum_berbukti,),
          akibat=(akibat_kirim.catat_bukti,)),
    Gerak("kiriman", "batalkan", "Batalkan", _dari(StatusKiriman.ANTRE), StatusKiriman.DIBATALKAN, KERJA | SEKRETARIAT,
          gaya="bahaya", saat=Saat.BEBAS),
    Gerak("kiriman", "ulangi", "Kirim ulang", _dari(StatusKiriman.GAGAL), StatusKiriman.ANTRE, KERJA | SEKRETARIAT,
          periksa=(aturan.boleh_dikirim_ulang,), akibat=(akibat_kirim.antrekan_lagi,), saat=Saat.BEBAS),
    # The way out where nobody could tell: whoever asked the addressee says how it is known.
    Gerak("kiriman", "catat_sudah", "Catat sudah terkirim", _dari(StatusKiriman.GAGAL), StatusKiriman.TERKIRIM,
          KERJA | SEKRETARIAT, catatan=True, akibat=(akibat_kirim.catat_sudah_terkirim,), saat=Saat.BEBAS),
    Gerak("musrenbang", "susun_arsip", "Susun arsip dari naskah terbit",
          _dari(StatusMusrenbang.BERJALAN, StatusMusrenbang.SELESAI), None, KERJA | SEKRETARIAT,
          isian=(Isian("lokasi", "Lokasi (rak/boks/folder)", "teks", bantuan="Untuk semua baris baru; boleh diisi "
          "kemudian"),), akibat=(akibat_arsip.susun_arsip,), saat=Saat.BEBAS),
    Gerak("arsip", "arsipkan", "Arsipkan", _dari(StatusArsip.DRAF), StatusArsip.DIARSIPKAN, gaya="utama",
          periksa=(aturan.arsip_lengkap,), akibat=(akibat_arsip.hitung_retensi,)),
    # The SOP itself, and running work
    Gerak("sop_revisi", "buat_revisi", "Buat revisi baru", _dari(StatusSop.BERLAKU), None, ADMIN, catatan=True,
          akibat=(akibat.salin_revisi,), saat=Saat.BEBAS, massal=False),
    Gerak("sop_revisi", "berlakukan", "Berlakukan revisi", _dari(StatusSop.DRAF), StatusSop.BERLAKU, ADMIN,
          gaya="utama", catatan=True, periksa=(aturan.langkah_berpelaksana,), akibat=(akibat.gantikan_revisi,),
          saat=Saat.BEBAS),
    Gerak("operasi", "batalkan", "Hentikan",
          _dari(StatusOperasi.ANTRE, StatusOperasi.BERJALAN, StatusOperasi.DITINJAU),
          StatusOperasi.DIBATALKAN, frozenset(Peran), gaya="bahaya", saat=Saat.BEBAS, berjalan=True),
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
    return tuple(g for g in GERAK if g.kind == kind)


def status(record: Record) -> str:
    """The state as its word; a kind without one answers with the empty string."""
    return str(getattr(record, "status", "") or "")
