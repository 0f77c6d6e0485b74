"""Help: what the page is in the words of the SOP, the keys that it knows, and the way around for a first visit.

To add a key, add a row to PINTAS; a page whose keys only it knows may instead say `data-pintas="Tombol: arti; …"`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, redirect, request
from flask_admin import expose
from flask_admin.helpers import get_current_view
from flask_login import current_user
from werkzeug.wrappers import Response

from admin import kalimat, kuki
from admin.page import PageView
from admin.tujuan import own_path
from documents import tulisan
from models.base import Record, kinds
from models.pesan import Pesan
from sop import bantuan
from sop.lifecycle import status

_ = Pesan
KENAL = "kenal"  # the cookie that names the accounts which know the way around in this browser
TERBANYAK = 20  # accounts that one browser remembers

# (heading, what a page with these keys holds as a selector, ((keys, what they do), …)); no selector: every page.
PINTAS: tuple[tuple[Pesan, str, tuple[tuple[str, Pesan], ...]], ...] = (
    (
        _("Di mana saja"),
        "",
        (
            ("/", _("Mencari di semua data")),
            ("?", _("Membuka daftar tombol ini")),
            ("Esc", _("Menutup menu, dialog, atau saran")),
            ("Tab", _("Ke isian atau tombol berikutnya; dengan Shift ke sebelumnya")),
        ),
    ),
    (
        _("Daftar"),
        "form.massal [name=rowid]",
        (
            (_("Spasi"), _("Mencentang baris")),
            (_("Shift + klik"), _("Mencentang semua baris di antaranya")),
        ),
    ),
    (
        _("Kisi"),
        "[role=grid]",
        (
            ("← ↑ ↓ →", _("Berpindah sel; dengan Shift menandai beberapa sel")),
            ("Enter, F2", _("Menyunting sel; mengetik langsung mengganti isinya")),
            ("Home, End", _("Ke awal atau akhir baris; dengan Ctrl ke awal atau akhir kisi")),
            ("Delete", _("Mengosongkan sel")),
            ("Ctrl + C, Ctrl + V", _("Menyalin dan menempel, juga dari lembar sebar")),
            ("Ctrl + Z", _("Mengurungkan yang terakhir")),
            ("Ctrl + S", _("Menyimpan kisi")),
            ("Tab", _("Ke sel berikutnya; di sel terakhir keluar dari kisi")),
        ),
    ),
    (
        _("Isian dengan saran"),
        "input[data-cari], .kombo input",
        (
            ("↓ ↑", _("Memilih saran")),
            ("Enter", _("Memakai saran yang dipilih")),
            ("Esc", _("Menutup saran")),
        ),
    ),
    (
        _("Isian uraian"),
        "textarea[data-uraian]",
        (
            ("Enter", _("Meneruskan butir atau nomor")),
            ("Tab", _("Menjorokkan butir; dengan Shift mengembalikannya")),
            ("Esc, Tab", _("Keluar dari isian")),
        ),
    ),
    (
        _("Sidang kelompok"),
        "[data-sidang]",
        (
            ("T", _("Terima")),
            ("U", _("Terima dengan perubahan")),
            ("D", _("Tunda")),
            ("X", _("Tolak, dengan alasan dari daftar")),
            ("Z", _("Menarik kembali putusan terakhir")),
            ("← →", _("Usulan sebelumnya dan berikutnya")),
        ),
    ),
    (
        _("Meja pendaftaran"),
        "[data-meja]",
        (
            ("Enter", _("Mencari, atau menandai hadir pemilik kode yang dipindai")),
            ("Tab", _("Ke nama berikutnya")),
        ),
    ),
)

# The way around: (id of what is shown, heading, sentence). Without JavaScript these stand on /bantuan/.
KELILING: tuple[tuple[str, Pesan, Pesan], ...] = (
    (
        ".pokok > .kartu",
        _("Yang menunggu Anda"),
        _("Tugas Anda berdiri paling atas, yang terlama dahulu, dengan tombolnya. Kerjakan dari atas ke bawah."),
    ),
    (
        ".sekarang",
        _("Di mana SOP berdiri"),
        _("Baris ini menyebut langkah sekarang dan giliran siapa. Bagan SOP di bawah menunjukkan mana yang selesai, "
          "berjalan, dan terlambat."),
    ),
    (
        "#cari-semua",
        _("Mencari"),
        _("Tekan / lalu ketik kode, nama atau kata. Hasilnya dari semua data yang boleh Anda baca."),
    ),
    (
        "#menu, .buka-menu",
        _("Menu"),
        _("Menu mengikuti urutan SOP, dari persiapan sampai arsip. Di ponsel menu ada di kiri atas."),
    ),
    (
        ".saya",
        _("Bantuan"),
        _("Setiap halaman mempunyai Bantuan di atas judulnya, dan tanda ? membuka tombol pintas. Anda dapat mengulang "
          "perkenalan ini dari sana."),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Isi:
    """What the disclosure of a page says; `sop` for a record only, `kini` and `berikut` for one with a state."""

    kalimat: str
    judul: str
    sop: bantuan.Bantuan | None = None
    kini: str = ""
    berikut: tuple[bantuan.GerakBantuan, ...] = ()


blueprint = Blueprint("pengenal", __name__)


def isi(view: Any, record: Any) -> Isi | None:
    """The help of a page; None where nobody is signed in or nothing is known of it."""
    if not current_user.is_authenticated:
        return None
    model = getattr(view, "model", None)
    if model is None:
        view = view or get_current_view()  # pages that several views share are rendered by none of them
        known = kalimat.HALAMAN.get(getattr(view, "endpoint", ""))
        return Isi(known, Pesan(view.name)) if known else None
    kind = model.__tablename__
    told = bantuan.untuk(kind)
    state = status(record) if isinstance(record, Record) and record.id else ""
    return Isi(
        kalimat.JENIS.get(kind, model.JUDUL),
        model.JUDUL,
        told,
        tulisan.word(state) if state else "",
        told.berikut(state),
    )


def kenal() -> bool:
    """Has this person been shown around in this browser, or declined it?"""
    return str(current_user.pengguna.id) in request.cookies.get(KENAL, "").split(".")


@blueprint.post("/bantuan/kenal/")
def remember() -> Response:
    """Never offer the way around to this person again; it stays on /bantuan/."""
    known = [n for n in request.cookies.get(KENAL, "").split(".") if n.isdecimal()][-TERBANYAK:]
    me = str(current_user.pengguna.id)
    answer = redirect(own_path(request.form.get("kembali")))
    value = ".".join([*(n for n in known if n != me), me])
    return kuki.simpan(answer, KENAL, value)


class BantuanView(PageView):
    """`/bantuan/`: all of it on one page."""

    name, url = "Bantuan", "/bantuan"

    def __init__(self, layar: list[tuple[str, str, bool]]) -> None:
        super().__init__()
        self.layar = layar

    @expose("/")
    def index(self) -> str:
        known = kinds()
        groups: dict[str, list[tuple[str, str]]] = {}
        for group, kind, _shown in self.layar:
            groups.setdefault(Pesan(group), []).append((known[kind].JUDUL, kalimat.JENIS[kind]))
        return self.render("admin/bantuan.html", golongan=groups, halaman_lain=kalimat.HALAMAN)


def pasang(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.filters["kata"] = tulisan.word
    app.context_processor(lambda: {"bantuan": isi, "kenal": kenal, "pintas": PINTAS, "keliling": KELILING})
