"""The addresses that are not the same for every kind: single screens, pages of no kind, papers, bulk moves.

Written by hand like tests/matriks/harapan.py, whose letters it uses. `*`: open to anybody, signed in or not.
"""

from __future__ import annotations

from tests.matriks.harapan import LINGKUP, SEMUA, Baris

B = Baris
ID = {"id": "{id}"}
SEL = {"id": "{id}", "version": "0"}
SIAPAPUN = "*"
# (kind, function) → how it is asked; it replaces the row of UMUM.
KHUSUS: dict[tuple[str, str], tuple[Baris, ...]] = {
    ("musrenbang", "dossier"): (
        B("POST", "dossier/{id}", f"={SEMUA}", {"bentuk": "tidak-ada"}),
        B("POST", "dossier/{id}", "=BAPTKSt", {"bentuk": "berkas"}),  # all scans and the diary
    ),
    ("musrenbang", "pagu_view"): (B("GET", "pagu/?id={id}", f"={SEMUA}"),),
    ("musrenbang", "sipd_view"): (
        B("GET", "sipd/?id={id}", f"={SEMUA}"),
        B("POST", "sipd/?id={id}", "=DFTSIt"),
        B("POST", "sipd/?id={id}", "=DFTSI", {}, ("lain",)),
    ),
    ("musrenbang", "new_year_view"): (
        B("GET", "tahun-baru/?id={id}", "=TSt"),
        B("POST", "tahun-baru/?id={id}", "=TSt", {"tahun": "1"}),
    ),
    ("pengaturan", "preview_view"): (B("POST", "pratinjau/?id={id}", "=A"),),
    ("kelas_naskah", "preview_view"): (B("POST", "pratinjau/?id={id}", "=A"),),
    ("pengguna", "end_sessions"): (B("POST", "keluarkan/", "=A", ID),),
    ("pengguna", "give_link"): (B("POST", "tautan/", "=A", ID),),
    ("pengguna", "reset_factor"): (B("POST", "faktor/", "=A", ID),),
    ("dokumen", "sign_view"): (  # signed by its signer only; kept or taken back by who records
        B("GET", "tanda-tangan/bubuhkan/?id={id}", "=B"),
        B("POST", "tanda-tangan/bubuhkan/?id={id}", "=B"),
        B("GET", "tanda-tangan/unggah/?id={id}", "=BTKSFt"),
        B("POST", "tanda-tangan/unggah/?id={id}", "=BTKSFt"),
        B("GET", "tanda-tangan/pindaian/?id={id}", "=BTKSFt"),
        B("POST", "tanda-tangan/pindaian/?id={id}", "=BTKSFt"),
        B("GET", "tanda-tangan/unggah/?id={id}", "=TKSF", {}, ("lain",)),
        B("POST", "tanda-tangan/unggah/?id={id}", "=TKSF", {}, ("lain",)),
        B("GET", "tanda-tangan/tidak-ada/?id={id}", "="),
    ),
    ("dokumen", "file_view"): (B("GET", "file/berkas_id/?id={id}", f"={SEMUA}"),),
    ("tanda_tangan_elektronik", "withdraw_view"): (
        B("GET", "tarik/?id={id}", "=BTKSFt"),
        B("POST", "tarik/?id={id}", "=BTKSFt"),
        B("GET", "tarik/?id={id}", "=TKSF", {}, ("lain",)),
        B("POST", "tarik/?id={id}", "=TKSF", {}, ("lain",)),
    ),
    ("kiriman", "test_view"): (B("GET", "uji/", "=A"), B("POST", "uji/", "=A")),
    ("pemangku_kepentingan", "action_view"): (
        B("POST", "action/", "=DFTSKIt", {"rowid": "{id}", "aksi": "ke_undangan"}),
        B("POST", "action/", "jenis", {"rowid": "{id}", "aksi": "hapus"}),
        B("POST", "action/", "massal", {"rowid": "{id}", "aksi": "ubah"}),
        B("POST", "action/", "=", {"rowid": "{id}", "aksi": "tidak-ada"}),
    ),
    ("usulan", "template_view"): (B("GET", "templat/", "=DFTSIt"),),
    ("pemangku_kepentingan", "template_view"): (B("GET", "templat/", "=DFTSKIt"),),
    ("daftar_hadir", "template_view"): (B("GET", "templat/", "=DFTSIt"),),
    ("pejabat", "template_view"): (B("GET", "templat/", "=KA"),),
    ("usulan", "grid_save"): (
        B("POST", "kisi/simpan/", "kisi", {"baris": []}, json=True),
        B("POST", "kisi/simpan/", "tulis", {"baris": [{**SEL, "sel": {"usulan": ["salah", "X"]}}]}, LINGKUP, True),
    ),
    ("nota_dinas", "grid_save"): (
        B("POST", "kisi/simpan/", "tulis", {"baris": [{**SEL, "sel": {"perihal": ["salah", "X"]}}]}, LINGKUP, True),
    ),
    # What a person began is that person's; the supervision reads it.
    ("operasi", "details_view"): (B("GET", "details/?id={id}", "baca", {}, ("milik", "lain")),),
    ("operasi", "progress_view"): (B("GET", "kemajuan/?id={id}", "baca", {}, ("milik", "lain")),),
    ("operasi", "report_view"): (B("GET", "laporan/?id={id}", "baca", {}, ("milik", "lain")),),
    ("operasi", "review_view"): (B("GET", "tinjau/?id={id}", "baca", {}, ("milik", "lain")),),
    ("operasi", "agree_view"): (B("POST", "terapkan/", "=T", {"id": "{id}", "bila": "lewati"}),),
    ("operasi", "drop_view"): (B("POST", "buang/", "=T", ID),),
    ("operasi", "undo_view"): (B("POST", "urungkan/", "=TP", ID),),  # to whoever only reads it a sentence says no
    ("impor", "start_view"): (
        B("GET", "mulai/?kind=usulan", "=DFTSIt"),
        B("POST", "mulai/?kind=usulan", "=DFTSIt"),
        B("GET", "mulai/?kind=pemangku_kepentingan", "=DFTSKIt"),
        B("POST", "mulai/?kind=pemangku_kepentingan", "=DFTSKIt"),
        B("POST", "mulai/?kind=pejabat", "=KA"),
    ),
    ("impor", "details_view"): (B("GET", "details/?id={id}", "baca", {}, ("milik", "lain")),),
    ("impor", "map_view"): (B("GET", "petakan/?id={id}", "=T"), B("POST", "petakan/?id={id}", "=T")),
    ("impor", "sheet_view"): (B("POST", "lembar/?id={id}", "=T"),),
    ("impor", "apply_view"): (B("POST", "terapkan/?id={id}", "=T"),),
    ("impor", "cancel_view"): (B("POST", "batal/?id={id}", "=T"),),
    ("impor", "wrong_rows_view"): (B("GET", "salah/?id={id}", "=T"),),
    ("impor", "file_view"): (B("GET", "file/berkas_id/?id={id}", "="),),
}
# What belongs to no kind: endpoint → how it is asked. "{rapat}" and "{kelompok}" are ids.
HALAMAN: dict[str, tuple[Baris, ...]] = {
    "data_orang.index": (B("GET", "/data-orang/", "AK"), B("POST", "/data-orang/", "AK", {"q": "KNR-tidak-ada"})),
    "data_orang.file": (B("POST", "/data-orang/berkas/", "AK"),),
    "perisai.report": (B("POST", "/csp/", SIAPAPUN),),
    "static": (B("GET", "/static/panel.js", SIAPAPUN),),
    "beranda.index": (B("GET", "/", SEMUA),),
    "bantuan.index": (B("GET", "/bantuan/", SEMUA),),
    "gambaran.index": (B("GET", "/gambaran/", SEMUA),),
    "sambung.index": (B("GET", "/sambung/", "DFTSKAIt"),),
    "keadaan.index": (B("GET", "/keadaan/", "AP"),),
    "riwayat.index": (B("GET", "/riwayat/", "BAP"), B("GET", "/riwayat/?kind=usulan", "BAP")),
    "akun.index": (B("GET", "/akun/", SEMUA),),
    "akun.end_one": (B("POST", "/akun/keluar/", "", {"id": "0"}),),
    "akun.end_all": (B("POST", "/akun/keluar-semua/", SEMUA),),
    "cari.index": (B("GET", "/cari/?q=KNR", SEMUA),),
    "cari.suggest": (B("GET", "/cari/saran/?q=KNR", SEMUA),),
    "faktor.index": (B("GET", "/akun/faktor/", SEMUA),),
    "faktor.begin": (B("POST", "/akun/faktor/aplikasi/", SEMUA),),
    "faktor.confirm": (B("POST", "/akun/faktor/aplikasi/sahkan/", ""),),
    "faktor.begin_key": (B("POST", "/akun/faktor/kunci/mulai/", SEMUA),),
    "faktor.add_key": (B("POST", "/akun/faktor/kunci/daftar/", SEMUA),),
    "faktor.recovery": (B("POST", "/akun/faktor/pemulihan/", SEMUA),),
    "faktor.remove": (B("POST", "/akun/faktor/hapus/", SEMUA),),
    "faktor_masuk.code": (B("GET", "/masuk/kode/", SIAPAPUN), B("POST", "/masuk/kode/", SIAPAPUN)),
    "faktor_masuk.key": (B("POST", "/masuk/kunci/", SIAPAPUN),),
    "hadir.card": (B("GET", "/hadir/TIDAK-ADA", SIAPAPUN),),
    "kalender.index": (B("GET", "/kalender/", SEMUA),),
    "kalender.make": (B("POST", "/kalender/buat/", SEMUA),),
    "kalender.revoke": (B("POST", "/kalender/cabut/", SEMUA),),
    "kalender.download": (B("GET", "/kalender/jadwal.ics", SEMUA),),
    "kalender.feed": (B("GET", "/kalender/tidak-ada.ics", SIAPAPUN),),
    "kata_sandi.change": (B("GET", "/sandi/", SEMUA), B("POST", "/sandi/", SEMUA)),
    "kata_sandi.choose": (B("GET", "/sandi-baru/tidak-ada", SIAPAPUN), B("POST", "/sandi-baru/tidak-ada", SIAPAPUN)),
    "kesehatan.process": (B("GET", "/healthz", SIAPAPUN),),
    "kesehatan.ready": (B("GET", "/readyz", SIAPAPUN),),
    "kesehatan.metrics": (B("GET", "/metrics", SIAPAPUN),),
    "kuki.tema": (B("POST", "/tema/", SEMUA),),
    "kuki.bahasa": (B("POST", "/bahasa/", SEMUA),),
    "masuk.login": (B("GET", "/login", SIAPAPUN), B("POST", "/login", SIAPAPUN, {"nama_pengguna": "x", "sandi": "y"})),
    "masuk.logout": (B("POST", "/logout", SEMUA),),
    "meja.index": (B("GET", "/meja/", SEMUA),),
    "meja.desk": (B("GET", "/meja/{rapat}/", SEMUA),),
    "meja.rows": (B("GET", "/meja/{rapat}/daftar/", SEMUA),),
    "meja.counts": (B("GET", "/meja/{rapat}/hitungan/", SEMUA),),
    "meja.mark": (
        B("POST", "/meja/{rapat}/tandai/", "DFTSKIt", {"id": "{daftar_hadir}"}),
        B("POST", "/meja/{rapat_lain}/tandai/", "DFTSKI", {"id": "{daftar_hadir_lain}"}),
    ),
    "meja.take_back": (
        B("POST", "/meja/{rapat}/urung/", "DFTSKIt", {"id": "{daftar_hadir}", "version": "1"}),
        B("POST", "/meja/{rapat_lain}/urung/", "DFTSKI", {"id": "{daftar_hadir_lain}", "version": "1"}),
    ),
    "meja.stand_in": (
        B("GET", "/meja/{rapat}/wakil/?tamu={daftar_hadir}", SEMUA),
        B("POST", "/meja/{rapat}/wakil/", "DFTSKIt", {"id": "{daftar_hadir}", "diwakili_oleh": "Y", "version": "1"}),
    ),
    "meja.walk_in": (
        B("GET", "/meja/{rapat}/tamu/", SEMUA),
        B("POST", "/meja/{rapat}/tamu/", "DFTSKIt", {"nama": "Tamu (Demo)"}),
        B("POST", "/meja/{rapat_lain}/tamu/", "DFTSKI", {"nama": "Tamu (Demo)"}),
    ),
    "meja.paper": (B("GET", "/meja/{rapat}/kertas/", "DFTSKIt"), B("POST", "/meja/{rapat}/kertas/", "DFTSKIt")),
    "papan.index": (B("GET", "/papan/", SEMUA),),
    "papan.add": (B("GET", "/papan/tambah/", SEMUA),),
    "papan.clash": (B("GET", "/papan/bentrok/", ""),),
    "pengenal.remember": (B("POST", "/bantuan/kenal/", SEMUA),),
    "periksa.start": (B("GET", "/periksa/", SIAPAPUN), B("POST", "/periksa/", SIAPAPUN)),
    "periksa.paper": (B("GET", "/periksa/TIDAKADA", SIAPAPUN), B("POST", "/periksa/TIDAKADA", SIAPAPUN)),
    "sidang.index": (B("GET", "/sidang/", SEMUA),),
    "sidang.layar": (B("GET", "/sidang/{kelompok}/", SEMUA),),
    "sidang.putuskan": (
        B("POST", "/sidang/{kelompok}/putuskan/", SEMUA, {"usulan": "{usulan}", "aksi": "terima"}),  # says why not: 409
        B("POST", "/sidang/{kelompok}/putuskan/", SEMUA, {"usulan": "{usulan_lain}", "aksi": "terima"}),
    ),
    "sidang.tarik": (B("POST", "/sidang/{kelompok}/tarik/", SEMUA, {"usulan": "{usulan}"}),),
    # The roles of the decisions; with no usulan that waits, the SOP's choice among them is not asked.
    "sidang.lembar": (
        B("GET", "/sidang/{kelompok}/lembar/", "BDFTSIt"),
        B("POST", "/sidang/{kelompok}/lembar/", "BDFTSIt", {"usulan": "{usulan}", "putusan": "T", "version": "0"}),
    ),
    "sidang.kabar": (B("GET", "/sidang/{kelompok}/kabar/", SEMUA),),
    "sidang.hasil_semua": (B("GET", "/sidang/hasil/", SEMUA),),
    "sidang.hasil": (B("GET", "/sidang/{kelompok}/hasil/", SEMUA),),
    "sidang.kabar_hasil": (B("GET", "/sidang/hasil/kabar/", SEMUA),),
    "uraian.preview": (B("POST", "/pratinjau/", "", {"isi": "x"}),),
    "usulan_ganda.index": (B("GET", "/usulan-ganda/", "DFTSIt"),),
    "usulan_ganda.decide": (
        B("POST", "/usulan-ganda/putuskan/", "DFTSIt"),
        B("POST", "/usulan-ganda/putuskan/", "DFTS", {"utama": "{usulan}", "ids": ["{usulan}", "{usulan_lain}"]}),
    ),
}
# The papers of a kind; whoever reads the record prints it.
KERTAS: dict[str, tuple[str, ...]] = {
    "undangan": ("undangan", "undangan_perorangan", "daftar_undangan", "label_undangan", "amplop_undangan",
                 "kartu_undangan", "bukti_distribusi"),
    "penetapan_ruang": ("penetapan_ruang",),
    "jadwal": ("jadwal",),
    "bahan": ("poster_a4", "poster_a3"),
    "notulen": ("notulen",),
    "rapat": ("daftar_hadir", "daftar_hadir_kosong"),
    "berita_acara": ("berita_acara",),
    "berita_acara_sidang": ("berita_acara_sidang",),
    "musrenbang": ("daftar_usulan_kelompok", "daftar_usulan_opd", "daftar_usulan_kecamatan", "lembar_sipd",
                   "buku_ekspedisi", "daftar_isi_berkas", "daftar_retensi"),
    "usulan": ("jawaban_usulan",),
    "laporan": ("laporan", "bukti_distribusi"),
    "tim": ("sk_tim",),
    "nota_dinas": ("nota_dinas",),
    "surat_masuk": ("lembar_disposisi",),
    "disposisi": ("lembar_disposisi",),
    "monitoring_sop": ("monitoring_sop",),
    "sop_revisi": ("sop",),
    "distribusi": ("surat_pengantar", "tanda_terima"),
}  # fmt: skip
# Tools of the desk that show what is masked on the screen: printed by whoever may see it of that kind.
KERTAS_PRIBADI = {
    ("undangan", "label_undangan"): "pemangku_kepentingan",
    ("undangan", "amplop_undangan"): "pemangku_kepentingan",
}
# Moves that are made on one record only, or that no person makes: in no menu over a selection.
TUNGGAL = frozenset(
    {
        *(f"{kind}.koreksi" for kind in ("tim", "nota_dinas", "undangan", "laporan")),
        *(f"{kind}.koreksi" for kind in ("berita_acara", "berita_acara_sidang")),
        *("daftar_hadir.tandai_hadir", "daftar_hadir.tandai_diwakili", "musrenbang.ambil_alih"),
        *("rapat.tambah_hadirin", "sop_revisi.buat_revisi"),
    }
)
# The page over a selection opens to whomever any step, or the table where no step claims the move, names; each of its
# rows is asked again, and for these people it says that none of them would be moved.
MASSAL_JUGA = {
    "berita_acara.ajukan": "FS", "berita_acara_sidang.ajukan": "FS", "undangan.ajukan": "D", "laporan.ajukan": "T",
    "berita_acara.batalkan": "BKT", "penandatangan.catat_tanda_tangan": "FS", "wakil_sidang.catat_tanda_tangan": "FS",
    "penetapan_ruang.tetapkan": "D", "jadwal.tetapkan": "DT", "arsip.arsipkan": "DF",
    **{f"distribusi.{a}": "DFK" for a in ("terima", "ingatkan", "kirim", "kirim_surel", "lengkapi_bukti")},
    **{f"usulan.{a}": "FS" for a in ("terima", "terima_perubahan", "tolak", "tolak_data_kurang", "tunda")},
    "pelaksanaan_langkah.catat_susulan": "BDFST", "pelaksanaan_langkah.kembalikan": "DFST",
    "pelaksanaan_langkah.mulai": "DFST", "pelaksanaan_langkah.selesaikan": "DFST", "operasi.batalkan": SEMUA,
}  # fmt: skip
