"""What people see. To add a screen, add its kind to MENU; a class of its own (VIEWS) only if labels do not suffice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_admin import Admin
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from admin import (
    bahasa,
    bantuan,
    data_orang,
    faktor,
    fallback,
    galat,
    hanya_baca,
    inang,
    jejak,
    kata_sandi,
    kesehatan,
    kuki,
    laju,
    masuk,
    meja,
    periksa,
    perisai,
    unfinished,
    uraian,
    wajah,
)
from admin.akun import AkunView
from admin.aturan_alamat import AturanAlamat
from admin.beranda import Beranda
from admin.cari import CariView
from admin.data_orang import DataOrangView
from admin.distribusi import DistribusiView, KirimanView, PemangkuKepentinganView
from admin.dokumen import DokumenView, TandaTanganView
from admin.gambaran import GambaranView
from admin.impor import ImporView
from admin.kalender import KalenderView
from admin.keadaan import KeadaanView
from admin.kembar import KembarView
from admin.meja import MejaView, RapatView
from admin.musrenbang import MusrenbangView
from admin.operasi import OperasiView
from admin.panel import PanelView
from admin.papan import BerjadwalView, BerwaktuView, PapanView
from admin.pengaturan import KelasNaskahView, PengaturanView
from admin.pengguna import HakView, PenggunaView
from admin.riwayat import RiwayatView
from admin.sambung import SambungView
from admin.sertifikat import SertifikatView
from admin.sidang import KelompokSidangView, SidangView
from admin.sop_revisi import SopRevisiView
from admin.usulan import UsulanView
from models import setelan
from models.base import kinds, slug
from models.pesan import Pesan
from models.transaksi import membaca
from models.waktu import sekarang
from sop.access import Verb, may, may_kind

VIEWS: dict[str, type[PanelView]] = {
    "musrenbang": MusrenbangView,
    "usulan": UsulanView,
    "rapat": RapatView,
    "sop_revisi": SopRevisiView,
    "pengguna": PenggunaView,
    "peran_pengguna": HakView,
    "operasi": OperasiView,
    "impor": ImporView,
    "pengaturan": PengaturanView,
    "kelas_naskah": KelasNaskahView,
    "dokumen": DokumenView,
    "tanda_tangan_elektronik": TandaTanganView,
    "sertifikat_tepercaya": SertifikatView,
    "distribusi": DistribusiView,
    "kiriman": KirimanView,
    "pemangku_kepentingan": PemangkuKepentinganView,
    "pemakaian_ruang": BerwaktuView,
    "acara": BerwaktuView,
    "jadwal": BerjadwalView,
    "penetapan_ruang": BerjadwalView,
    "kelompok_sidang": KelompokSidangView,
}
# (group, kinds in their order). A kind in brackets has a screen but no line in the menu: it is reached from its whole.
MENU: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Musrenbang",
        ("musrenbang", "pelaksanaan_langkah", "tenggat_langkah", "dpa", "nota_dinas", "tim", "(anggota_tim)"),
    ),
    ("Persiapan", ("surat_masuk", "(disposisi)", "rapat", "(daftar_hadir)", "notulen", "ruang", "penetapan_ruang")),
    (
        "Persiapan",
        ("(pemakaian_ruang)", "jadwal", "(acara)", "pemangku_kepentingan", "undangan", "(penerima_undangan)", "bahan"),
    ),
    ("Usulan dan hasil", ("usulan", "hasil_rakor_opd", "dokumen_rkpd", "berita_acara", "(diktum)", "(penandatangan)")),
    ("Usulan dan hasil", ("berita_acara_sidang", "(wakil_sidang)")),
    ("Usulan dan hasil", ("(koreksi_berita_acara)", "laporan", "distribusi", "kiriman", "arsip")),
    ("Musrenbang", ("monitoring_sop", "(butir_monitoring)")),
    ("Naskah dan nomor", ("dokumen", "(tanda_tangan_elektronik)", "nomor_surat", "kelas_naskah", "kode_klasifikasi")),
    ("Acuan", ("wilayah", "(wilayah_alias)", "perangkat_daerah", "pagu_opd", "unit_kerja", "(unit_kerja_kelompok)")),
    ("Acuan", ("kelompok_sidang", "pejabat", "prioritas", "sub_kegiatan", "kamus_usulan", "alasan_penolakan")),
    (
        "Pengaturan",
        (
            "sop_revisi",
            "(langkah)",
            "(langkah_pelaksana)",
            "pengaturan",
            "teks_baku",
            "pengguna",
            "(peran_pengguna)",
            "operasi",
            "impor",
            "akses_pribadi",
        ),
    ),
    (
        "Pengaturan",
        ("sertifikat_tepercaya",),
    ),
)
# Pages of no kind of their own: (group, after how many of its lines, title, address, the kind whose readers see it).
HALAMAN: tuple[tuple[str, int, str, str, str], ...] = (
    ("Musrenbang", 1, "Gambaran", "/gambaran/", "musrenbang"),
    ("Persiapan", 2, "Meja pendaftaran", "/meja/", "rapat"),
    ("Persiapan", 4, "Papan jadwal", "/papan/", "ruang"),
    ("Pengaturan", 4, "Keadaan sistem", "/keadaan/", "pengguna"),
    ("Usulan dan hasil", 1, "Sidang kelompok", "/sidang/", "usulan"),
)
# Pages that are about no kind, for those who have a right of their own: (title, address, right).
TANPA_JENIS: tuple[tuple[str, str, str], ...] = (
    ("Data seseorang", "/data-orang/", "data_orang"),
    ("Riwayat", "/riwayat/", "riwayat"),
)
csrf = CSRFProtect()


@dataclass(frozen=True)
class Tautan:
    judul: str
    url: str
    ikon: str


def screens() -> list[tuple[str, str, bool]]:
    """(group, kind, shown in the menu) for every screen."""
    return [(group, kind.strip("()"), not kind.startswith("(")) for group, row in MENU for kind in row]


def menu() -> dict[str, list[Tautan]]:
    """The groups with what this person may read."""
    groups: dict[str, list[Tautan]] = {}
    if not current_user.is_authenticated:
        return groups
    known, actor = kinds(), masuk.saya()
    for group, kind, shown in screens():
        if shown and may(actor, Verb.BACA, known[kind]):
            link = Tautan(known[kind].JUDUL, f"/{slug(kind)}/", wajah.ikon(kind))
            groups.setdefault(Pesan(group), []).append(link)
    for group, place, title, url, kind in HALAMAN:
        if may(actor, Verb.BACA, known[kind]):
            groups.setdefault(Pesan(group), []).insert(
                place, Tautan(Pesan(title), url, wajah.ikon(url.strip("/"), kind))
            )
    for title, url, right in TANPA_JENIS:
        if may_kind(actor, Verb.BACA, right):
            groups.setdefault(Pesan("Pengaturan"), []).append(Tautan(Pesan(title), url, wajah.ikon(right)))
    return groups


def pasang(app: Flask) -> None:
    """Everything that makes the application a panel. Order counts: the token is checked before the person is loaded,
    so that a large form has been read before a transaction begins."""
    app.url_rule_class = AturanAlamat
    inang.pasang(app)
    bahasa.pasang(app)
    jejak.pasang(app)
    csrf.init_app(app)
    masuk.pasang(app)
    kata_sandi.pasang(app)
    faktor.pasang(app)
    periksa.pasang(app)
    meja.pasang(app)
    uraian.pasang(app)
    wajah.pasang(app)
    bantuan.pasang(app)
    galat.pasang(app)
    hanya_baca.pasang(app)
    unfinished.pasang(app)
    kesehatan.pasang(app)
    data_orang.pasang(app)
    laju.pasang(app)
    perisai.pasang(app, csrf)
    app.context_processor(_context)
    app.wsgi_app = _head(_reading(app.wsgi_app))  # type: ignore[method-assign]

    admin = Admin(
        app,
        name="Panel Musrenbang",
        index_view=Beranda(),
        theme=wajah.PanelTheme(),
    )
    known = kinds()
    admin.add_view(RiwayatView())
    admin.add_view(DataOrangView())
    admin.add_view(KembarView())
    admin.add_view(GambaranView())
    admin.add_view(PapanView())
    admin.add_view(KalenderView())
    admin.add_view(KeadaanView())
    admin.add_view(AkunView())
    admin.add_view(faktor.FaktorView())
    admin.add_view(SidangView())
    admin.add_view(MejaView())
    admin.add_view(SambungView())
    admin.add_view(bantuan.BantuanView(screens()))
    admin.add_view(CariView([kind for _, kind, _ in screens()]))
    for group, kind, _ in screens():
        admin.add_view(VIEWS.get(kind, PanelView)(known[kind], category=group))
    fallback.guard(app)


def _reading(wsgi: Callable[..., Any]) -> Callable[..., Any]:
    """GET requests read, and so does a preview: on SQLite they never take the one write lock."""

    def call(environ: dict[str, Any], start_response: Any) -> Any:
        reading = environ["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS")
        if not reading and not environ["PATH_INFO"].endswith("/pratinjau/"):
            return wsgi(environ, start_response)
        with membaca():
            return wsgi(environ, start_response)

    return call


def _head(wsgi: Callable[..., Any]) -> Callable[..., Any]:
    """HEAD is answered as GET, without the body: no page need know of it."""

    def call(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] != "HEAD":
            return wsgi(environ, start_response)
        body = wsgi({**environ, "REQUEST_METHOD": "GET"}, start_response)
        if hasattr(body, "close"):
            body.close()
        return []

    return call


def _context() -> dict[str, Any]:
    """What the base template needs on every page."""
    return {
        "menu": menu,
        "mode_demo": setelan.kini().mode == "demo",
        "tanpa_sandi": masuk.unprotected(),
        "alamat_sendiri": request.path,
        "alamat_penuh": request.full_path.rstrip("?") if request.method == "GET" else "/",
        "kini_waktu": sekarang,
        "kuki": kuki.kini,
        "pilihan_kuki": kuki.PILIHAN.values(),
        "remah": wajah.remah,
        "peran_saya": lambda: masuk.saya().peran,
        "sebutan": lambda: masuk.saya().sebutan,
    }
