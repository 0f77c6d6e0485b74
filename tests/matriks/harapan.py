"""What everybody may do with every address of the panel, written by hand. Nothing here is read from the policy.

A person is a letter: B Kepala Badan, D Kepala Bidang, F Fungsional Perencana, T Tim Musrenbang, S Sub Koordinator,
K Sekretariat, P Pengawas, A Administrator, - nobody has signed in; and two to ask bounds with: I the head of a Bidang
with one kelompok sidang only, t a Tim that is bound to the Musrenbang of 2027.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.sop.harapan import HAK, HURUF

SEMUA = "BDFTSKPAIt"
ORANG = {**HURUF, "I": "kepala_bidang_ik", "t": "tim_terikat"}
SEPERTI = {"I": "D", "t": "T"}  # what binds them besides is said below
LINGKUP = ("milik", "lain", "kunci", "hapus")

# --- rows -------------------------------------------------------------------------------------------------------------

# Bound to a Musrenbang, with their parts: t writes none of another.
SATU_MUSRENBANG = frozenset({
    "musrenbang", "tenggat_langkah", "tim", "anggota_tim", "nota_dinas", "undangan", "penerima_undangan",
    "berita_acara", "diktum", "penandatangan", "koreksi_berita_acara", "berita_acara_sidang", "wakil_sidang",
    "laporan", "dpa", "hasil_rakor_opd", "dokumen_rkpd", "penetapan_ruang", "pemakaian_ruang", "jadwal", "acara",
    "bahan", "rapat", "daftar_hadir", "notulen", "arsip", "usulan",
})  # fmt: skip
# A state in which nothing but a move changes the record.
KUNCI = {
    "tim": "diajukan", "nota_dinas": "diajukan", "undangan": "terbit", "berita_acara": "diajukan", "laporan": "terbit",
    "berita_acara_sidang": "diajukan", "penetapan_ruang": "ditetapkan", "jadwal": "ditetapkan", "notulen": "ditetapkan",
    "bahan": "ditetapkan", "usulan": "batal", "distribusi": "dikirim", "arsip": "diarsipkan",
    "monitoring_sop": "selesai", "musrenbang": "dibatalkan",
}  # fmt: skip
# Parts that are locked with their whole.
TERKUNCI = frozenset({"koreksi_berita_acara", 
    "anggota_tim", "penerima_undangan", "diktum", "penandatangan", "wakil_sidang", "pemakaian_ruang", "acara",
    "butir_monitoring", "daftar_hadir", "rapat",
})  # fmt: skip
TANPA_BORANG = frozenset({"koreksi_berita_acara"})  # written by the system
BERLAKU = frozenset({"sop_revisi", "langkah", "langkah_pelaksana"})  # a revision in force
TIDAK_SEKALIGUS = frozenset({"pengguna", "peran_pengguna", "pengaturan", "sertifikat_tepercaya"})  # no bulk edit

BERSANDI = frozenset({"pengguna", "peran_pengguna"})  # given only with one's own password: in no sheet of cells


def setara(huruf: str) -> str:
    """The letters with those who are bound: I where D is, t where T is."""
    return huruf + "".join(siapa for siapa, induk in SEPERTI.items() if induk in huruf and siapa not in huruf)


def boleh(kind: str, kerja: str, lingkup: str) -> str:
    """Who may do that kind of work with a row of the kind and scope."""
    baca, tulis, _, pribadi = HAK[kind]
    if kerja == "baca" and kind in ("operasi", "impor"):
        return {"milik": "TP", "lain": "KP"}[lingkup]
    if kerja in ("baca", "pribadi"):
        return setara(baca if kerja == "baca" else pribadi)
    if kind in TANPA_BORANG and kerja in ("buat", "kisi", "massal"):
        return ""
    if kerja == "massal" and kind in TIDAK_SEKALIGUS:
        return ""
    if kerja == "kisi" and kind in BERSANDI:
        return ""
    siapa = setara(tulis)
    if kerja in ("buat", "kisi", "massal", "jenis"):  # asked of the kind, not of a row
        return siapa
    if kind in BERLAKU:
        return ""
    if kerja == "hapus" and kind == "pengaturan":  # a delivered one stays
        return ""
    if kerja == "hapus" and kind == "musrenbang":  # only one that has not begun
        return ""
    if lingkup == "kunci" and (kind in KUNCI or kind in TERKUNCI):
        return ""
    if lingkup != "milik" and kind in SATU_MUSRENBANG:
        siapa = siapa.replace("t", "")
    if lingkup == "lain" and kind == "usulan":
        siapa = siapa.replace("I", "")
    return siapa


# --- the addresses of a kind ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Baris:
    """One way to ask an address. `siapa` is a work of `boleh()`, or letters after "="."""

    cara: str
    alamat: str
    siapa: str
    isi: dict[str, Any] = field(default_factory=dict)
    lingkup: tuple[str, ...] = ("milik",)
    json: bool = False


B = Baris
ROW = {"id": "{id}", "rowid": "{id}"}
# The function of a screen → how it is asked. A screen with another function has a row in KHUSUS.
UMUM: dict[str, tuple[Baris, ...]] = {
    "index_view": (B("GET", "", "jenis_baca"), B("GET", "?q=KNR", "jenis_baca"), B("GET", "?dihapus=1", "jenis_baca")),
    "ajax_lookup": (B("GET", "ajax/lookup/?q=KNR", "jenis_baca"),),
    "ajax_update": (B("POST", "ajax/update/", "=", ROW),),  # no column is changed in a list
    "create_view": (B("GET", "new/", "buat"), B("POST", "new/", "buat", {"nama": "x" * 999})),
    "edit_view": (B("GET", "edit/?id={id}", "tulis", {}, LINGKUP), B("POST", "edit/?id={id}", "tulis", {}, LINGKUP)),
    "delete_view": (B("POST", "delete/", "hapus", ROW, LINGKUP),),
    "restore_view": (B("POST", "restore/", "hapus", ROW, ("milik", "lain", "kunci")),),
    "details_view": (B("GET", "details/?id={id}", "baca", {}, LINGKUP),),
    "edit_many_view": (B("POST", "ubah/", "massal", ROW),),
    "action_view": (
        B("POST", "action/", "=", {**ROW, "aksi": "tidak-ada"}),
        B("POST", "action/", "=", {**ROW, "aksi": "cetak:tidak-ada:pdf"}),
        B("POST", "action/", "jenis", {**ROW, "aksi": "hapus"}),
        B("POST", "action/", "massal", {**ROW, "aksi": "ubah"}),
        B("POST", "action/", "jenis", {"aksi": "pulihkan"}),
    ),
    "export": (
        B("GET", "export/csv/", "jenis_baca"),
        B("GET", "export/xlsx/", "jenis_baca"),
        B("POST", "export/csv/", "jenis_baca", {**ROW, "semua_kolom": "1"}, ("milik", "lain")),
        B("GET", "export/json/", "="),
    ),
    "file_view": (B("GET", "file/tidak_ada/?id={id}", "="),),
    "reveal_view": (B("POST", "pribadi/", "pribadi", ROW, ("milik", "lain")),),
    "filter_panel": (B("GET", "saringan/", "jenis_baca"),),
    "filter_save": (B("POST", "saringan/simpan/", "jenis_baca"),),
    "filter_delete": (B("POST", "saringan/hapus/", "=", {"id": "999999"}),),
    "totals_view": (B("GET", "jumlah/", "jenis_baca"),),
    "grid_view": (B("GET", "kisi/", "kisi"),),
    "grid_save": (B("POST", "kisi/simpan/", "kisi", {"baris": []}, json=True),),
    "move_view": (B("GET", "move/tidak-ada/?id={id}", "baca"), B("POST", "move/tidak-ada/?id={id}", "baca")),
    "print_view": (B("GET", "print/tidak-ada/{id}", "="), B("POST", "print/tidak-ada/{id}", "=")),
    "print_all": (B("POST", "print-all/{id}", "baca", {"bentuk": "tidak-ada"}),),
    "template_view": (B("GET", "templat/", "="),),
}
