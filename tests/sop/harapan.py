"""Who may make which move once every step is reached, written by hand from the SOP and the rules of the office.

B Kepala Badan, D Kepala Bidang, F Fungsional Perencana, T Tim Musrenbang, S Sub Koordinator, K Sekretariat, P Pengawas,
A Administrator. Behind the bar: who may record the act when it was done on paper.
"""

from __future__ import annotations

HURUF = {
    "B": "kepala_badan",
    "D": "kepala_bidang",
    "F": "fungsional_perencana",
    "T": "tim_musrenbang",
    "S": "sub_koordinator",
    "K": "sekretariat",
    "P": "pengawas",
    "A": "administrator",
}
NASKAH = {"kembalikan": "B", "tanda_tangani": "B|TKSF", "beri_nomor": "K", "terbitkan": "K", "gagal_terbit": ""}
AJUKAN = {
    "tim": "DFTS", "nota_dinas": "DFTS", "undangan": "TFS", "berita_acara": "TD", "berita_acara_sidang": "TBD",
    "laporan": "SFD",
}  # fmt: skip

BOLEH = {
    **{f"{kind}.{aksi}": siapa for kind in AJUKAN for aksi, siapa in NASKAH.items()},
    **{f"{kind}.ajukan": siapa for kind, siapa in AJUKAN.items()},
    **{f"{kind}.batalkan": "BKT" for kind in AJUKAN},
    "berita_acara.batalkan": "",  # only a correction undoes it
    **{f"{kind}.koreksi": "BKT" for kind in AJUKAN},
    "berita_acara.koreksi": "BT",
    "penandatangan.catat_tanda_tangan": "TD",
    "berita_acara_sidang.kembalikan": "BT",  # its signer may be outside Bapperida, without an account
    "berita_acara_sidang.isi_wakil": "DFTS",
    "wakil_sidang.catat_tanda_tangan": "TBD",
    "undangan.isi_penerima": "DFTSK",
    "undangan.isi_kelompok": "DFTSK",
    "rapat.isi_daftar_hadir": "DFTSK",
    **{f"rapat.{aksi}": "DFTSK" for aksi in ("tambah_hadirin", "tutup_daftar_hadir", "buka_daftar_hadir")},
    **{f"daftar_hadir.tandai_{apa}": "DFTSK" for apa in ("hadir", "diwakili", "tidak_hadir")},
    "daftar_hadir.catat_hadir": "DFTSK",
    "berita_acara.isi_diktum": "DFTS",
    "tim.isi_naskah": "DFTS",
    "monitoring_sop.isi_butir": "DFS",
    "monitoring_sop.selesai": "DFS",
    "monitoring_sop.buka_kembali": "DFS",
    "penetapan_ruang.tetapkan": "STF",
    "jadwal.tetapkan": "FS",
    "notulen.sahkan": "BDFTS",
    "bahan.siapkan": "DFTS",
    **{f"{kind}.buka_kembali": "DFTS" for kind in ("penetapan_ruang", "jadwal", "notulen", "bahan")},
    **{f"usulan.{aksi}": "DFTS" for aksi in ("ajukan", "verifikasi", "kembalikan", "batalkan")},
    **{f"usulan.{aksi}": "TBD" for aksi in ("terima", "terima_perubahan", "tunda", "tolak", "tolak_data_kurang")},
    **{f"usulan.{aksi}": "DFTS" for aksi in ("catat_rkpd", "tandai_tersalin", "batal_tersalin")},
    "distribusi.kirim": "TS",
    "distribusi.kirim_surel": "TS",
    "distribusi.terkirim_surel": "",  # by the system, when the mail server has taken it
    "distribusi.ingatkan": "TS",
    "distribusi.terima": "TS",
    "distribusi.beri_nomor_pengantar": "K",
    "distribusi.lengkapi_bukti": "TS",
    "kiriman.batalkan": "DFTSK",
    "kiriman.ulangi": "DFTSK",
    "kiriman.catat_sudah": "DFTSK",
    "arsip.arsipkan": "ST",
    "musrenbang.susun_arsip": "DFTSK",
    "musrenbang.mulai": "BDFTS",
    "musrenbang.ambil_alih": "BDFTS",
    "musrenbang.ganti_revisi": "BDS",
    "musrenbang.batalkan": "B",
    "sop_revisi.buat_revisi": "A",
    "sop_revisi.berlakukan": "A",
    "operasi.batalkan": "",  # of another; one's own anybody may stop
    # The rows of step 6 and 10; tests/sop/test_langkah.py asks the other steps.
    "pelaksanaan_langkah.mulai": "B",
    "pelaksanaan_langkah.selesaikan": "B|TKSF",
    "pelaksanaan_langkah.kembalikan": "B",
    "pelaksanaan_langkah.catat_susulan": "|TKSFB",
}


def siapa(nama: str) -> tuple[set[str], set[str]]:
    """(who acts, who records for another) as account names."""
    langsung, _, kertas = BOLEH[nama].partition("|")
    return {HURUF[h] for h in langsung}, {HURUF[h] for h in kertas}


SEMUA = "BDFTSKPA"
# kind: (baca and cetak, buat/ubah/hapus, catat, pribadi)
HAK: dict[str, tuple[str, str, str, str]] = {
    "musrenbang": (SEMUA, "TS", "", ""),
    "tenggat_langkah": (SEMUA, "TS", "", ""),
    "tim": (SEMUA, "DFST", "TKSF", ""),
    "anggota_tim": (SEMUA, "DFST", "TKSF", ""),
    "nota_dinas": (SEMUA, "DFSTK", "TKSF", ""),
    "undangan": (SEMUA, "DFSTK", "TKSF", ""),
    "penerima_undangan": (SEMUA, "DFSTK", "TKSF", ""),
    "berita_acara": (SEMUA, "DFST", "TKSF", "TKS"),
    "diktum": (SEMUA, "DFST", "TKSF", "TKS"),
    "penandatangan": (SEMUA, "DFST", "TKSF", "TKS"),
    "koreksi_berita_acara": (SEMUA, "DFST", "TKSF", "TKS"),
    "berita_acara_sidang": (SEMUA, "DFST", "TKSF", ""),
    "wakil_sidang": (SEMUA, "DFST", "TKSF", ""),
    "laporan": (SEMUA, "DFSTK", "TKSF", ""),
    **{
        kind: (SEMUA, "DFST", "TKSF", "")
        for kind in ("dpa", "hasil_rakor_opd", "dokumen_rkpd", "penetapan_ruang", "pemakaian_ruang", "jadwal", "acara",
                     "bahan", "notulen")
    },
    "rapat": (SEMUA, "DFST", "TKSF", "TKS"),
    "daftar_hadir": (SEMUA, "DFST", "TKSF", "TKS"),
    "arsip": (SEMUA, "DFSTK", "TKSF", ""),
    **{
        kind: (SEMUA, "DFSTK", "", "TKS")
        for kind in ("surat_masuk", "disposisi", "distribusi", "pemangku_kepentingan")
    },
    "monitoring_sop": (SEMUA, "DFS", "", ""),
    "butir_monitoring": (SEMUA, "DFS", "", ""),
    "usulan": (SEMUA, "DFST", "", ""),
    "ruang": (SEMUA, "DFSTK", "", ""),
    "pejabat": (SEMUA, "KA", "", ""),
    **{
        kind: (SEMUA, "A", "", "")
        for kind in ("wilayah", "wilayah_alias", "perangkat_daerah", "unit_kerja", "unit_kerja_kelompok",
                     "kelompok_sidang", "kode_klasifikasi", "alasan_penolakan", "pengaturan", "kelas_naskah",
                     "sertifikat_tepercaya", "teks_baku", "sop_revisi", "langkah", "langkah_pelaksana")
    },
    **{kind: (SEMUA, "FSA", "", "") for kind in ("prioritas", "sub_kegiatan", "kamus_usulan", "pagu_opd")},
    "pelaksanaan_langkah": (SEMUA, "", "TKSF", ""),
    **{kind: (SEMUA, "", "", "") for kind in ("nomor_surat", "berkas", "operasi", "impor")},
    **{kind: (SEMUA, "", "TKSF", "") for kind in ("dokumen", "tanda_tangan_elektronik")},
    "kiriman": (SEMUA, "", "", "TKS"),
    "pengguna": ("AP", "A", "", ""),
    "peran_pengguna": ("AP", "A", "", ""),
    "akses_pribadi": ("AP", "", "", ""),
}  # fmt: skip
# Written by the system: whoever could otherwise make one gets told so.
HANYA_SISTEM = {"koreksi_berita_acara"}
