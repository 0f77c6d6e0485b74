"""Errors as people see them: a sentence, a status, and for the unexpected a reference number instead of a trace.

What fails while an error is told (the page reads the database too) is told by the page that asks nothing (`plain`).
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, current_app, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from admin import bahasa, jejak
from admin.bahasa import terjemah
from admin.masuk import saya, way_back
from bulk.daftar import acuan, alamat
from documents import tulisan
from models import batas, kolom
from models.base import db, kinds, label_of, slug
from models.pesan import Pesan, SopError
from models.putus import SAAT_COMMIT, tak_diketahui
from sop.access import Verb, may

log = logging.getLogger("musrenbang")
Jawaban = tuple[str, int] | tuple[str, int, dict[str, str]]
JUDUL = {
    400: Pesan("Permintaan tidak dapat diterima"),
    401: Pesan("Silakan masuk dahulu"),
    403: Pesan("Tidak dapat dilakukan"),
    404: Pesan("Tidak ditemukan"),
    405: Pesan("Cara membuka halaman ini keliru"),
    409: Pesan("Tidak dapat dilakukan sekarang"),
    413: Pesan("Kiriman terlalu besar"),
    429: Pesan("Terlalu sering"),
    503: Pesan("Belum dapat dilayani"),
    507: Pesan("Disk penuh"),
}
UNEXPECTED = Pesan("Terjadi kesalahan")
KALIMAT = {
    400: Pesan("Alamat atau isian yang dikirim tidak lengkap atau tidak dikenal."),
    401: Pesan(
        "Sesi Anda sudah berakhir, jadi belum ada yang disimpan. Masuklah kembali: ketikan Anda dijaga di peramban "
        "ini dan ditawarkan lagi pada formulirnya."
    ),
    403: Pesan("Anda tidak berwenang melakukan ini. Bila perlu, mintalah peran yang sesuai kepada administrator."),
    404: Pesan("Halaman atau data ini tidak ada, sudah dihapus, atau tidak dapat Anda baca."),
    405: Pesan("Halaman ini hanya dapat dibuka melalui tombolnya."),
    413: Pesan("Berkas atau isian melebihi batas 25 MB. Perkecil berkasnya, lalu coba lagi."),
    503: Pesan("Basis data sedang dipakai orang lain. Tidak ada yang berubah; cobalah beberapa saat lagi."),
}
# What to do, where the sentence itself names only what happened.
LANJUT = {
    400: Pesan("Kembalilah ke halaman sebelumnya, perbaiki isiannya, lalu kirim lagi."),
    403: Pesan("Bila menurut Anda ini memang tugas Anda, tanyakan perannya kepada administrator."),
    404: Pesan("Periksa alamatnya, atau cari datanya lewat kotak pencarian di kepala halaman."),
    409: Pesan("Lihat dahulu keadaan datanya sekarang, lalu ulangi bila masih perlu."),
    500: Pesan("Cobalah sekali lagi; ketikan pada formulir dijaga di peramban ini."),
}
# The head of a page that nobody is signed in to has no box to search in.
LANJUT_TAMU = {404: Pesan("Periksa alamatnya, atau masuklah dahulu.")}
KEDALUWARSA = Pesan(
    "Formulir ini sudah tidak berlaku (sesi berganti atau formulir dikirim dari tempat lain). "
    "Tidak ada yang berubah. Muat ulang halamannya, lalu kirim lagi."
)
# What happens to the database beneath the panel, by its words on SQLite and PostgreSQL: (words, status, sentence).
# The words of what broke off within a COMMIT begin with that.
GANGGUAN: tuple[tuple[str, int, Pesan], ...] = (
    (
        f"^{SAAT_COMMIT}",
        503,
        Pesan(
            "Basis data terputus tepat ketika menyimpan, jadi belum diketahui apakah isian ini tersimpan. Lihat dahulu "
            "datanya sebelum mengirim lagi, supaya tidak tersimpan dua kali."
        ),
    ),
    ("locked|busy|lock timeout|deadlock|could not serialize|QueuePool limit|too many clients", 503, KALIMAT[503]),
    (
        "disk is full|No space left|disk I/O error",
        507,
        Pesan(
            "Tempat pada disk peladen habis, jadi isian ini tidak disimpan dan tidak ada yang berubah. Beri tahu "
            "administrator; data yang ada tetap dapat dibaca."
        ),
    ),
    (
        "readonly database|read-only",
        503,
        Pesan(
            "Basis data sedang hanya dapat dibaca, jadi isian ini tidak disimpan dan tidak ada yang berubah. Beri tahu "
            "administrator."
        ),
    ),
    (
        "connection|starting up|shutting down|unable to open database|timeout",
        503,
        Pesan("Basis data tidak menjawab, barangkali sedang dimulai ulang. Tidak ada yang berubah; cobalah lagi."),
    ),
    (
        "malformed|not a database|invalid page",
        503,
        Pesan("Berkas basis data rusak. Tidak ada yang disimpan. Beri tahu administrator supaya cadangan dipulihkan."),
    ),
)
# Never shown back: passwords, and what proves a second factor. Elsewhere `kode` is the code of a record, typed by hand.
LEWAT = {"csrf_token", "version", "konfirmasi", "sandi", "lama", "baru", "ulang", "kredensial"}
# Choices whose names anybody may know, for this page is also shown to whoever is not signed in (any more).
UMUM = {"wilayah", "kelompok_sidang", "perangkat_daerah", "unit_kerja", "ruang", "prioritas", "alasan_penolakan"}
FAKTOR = {"faktor_masuk", "faktor"}  # the blueprints where `kode` opens an account


def reference(error: BaseException) -> str:
    """Log the unexpected under a number that people can tell the administrator."""
    number = jejak.nomor()
    log.error("Acuan %s: %s %s", number, request.method, jejak.rute(), exc_info=error)
    return number


def page(status: int, sentence: str, number: str | None = None, back: tuple[str, str] | None = None) -> Jawaban:
    """The error page; what was typed stands on it to be copied, so that nothing is lost. A script gets the sentence.

    `back`: (address, word) of the way on, where that is not simply the list.
    """
    db.session.rollback()
    if request.accept_mimetypes.best == "application/json":
        return json.dumps({"pesan": terjemah(sentence)}), status, {"Content-Type": "application/json"}
    typed = _typed() if status != 413 else []
    if request.method == "GET" and status == 400:  # only what somebody wrote: numbers stand in the address anyway
        typed = [(_label(k), v) for k, v in request.args.items(multi=True) if len(v.split()) > 1]
    title = Pesan("Alamat daftar ini tidak dikenal") if back else JUDUL.get(status, UNEXPECTED)
    html = render_template(
        "admin/galat.html",
        judul=title,
        kalimat=sentence,
        lanjut="" if back or sentence in (*KALIMAT.values(), KEDALUWARSA) else _next(status),
        acuan=number,
        rujukan=jejak.nomor(),
        diketik=typed,
        status=status,
        kembali=back[0] if back else _own_list(),
        kata_kembali=back[1] if back else Pesan("Kembali ke daftar"),
        masuk=_sign_in(),
    )
    return html, status


def _next(status: int) -> str:
    guest = {} if current_user.is_authenticated else LANJUT_TAMU
    return guest.get(status) or LANJUT.get(status, "")


def _typed(names: bool = True) -> list[tuple[str, str]]:
    hidden = LEWAT | {"kode"} if request.blueprint in FAKTOR else LEWAT
    typed = [(k, v) for k, v in request.form.items(multi=True) if k not in hidden and v.strip()]
    return [(_label(k), _words(k, v) if names else v) for k, v in typed]


def _words(name: str, value: str) -> str:
    """What was chosen, by its name: its number would say nothing to whoever fills the form anew."""
    model = kinds().get(request.blueprint or "")
    column = model.__table__.columns.get(name) if model else None
    target = kolom.target_of(column) if column is not None else None
    if target not in UMUM or not re.fullmatch(r"[0-9]{1,9}", value):
        return value
    return acuan.names(target, [int(value)]).get(int(value), value)


def plain(status: int, sentence: str, way_on: tuple[str, str] | None = None) -> Jawaban:
    """The error page while the database itself is in trouble: nothing of it is asked, not even who sits here.

    `way_on`: (address, word) of where to look next.
    """
    with contextlib.suppress(SQLAlchemyError):
        db.session.rollback()
    text = terjemah(sentence)
    after = {"Retry-After": "5"}
    if request.accept_mimetypes.best == "application/json":
        return (
            json.dumps({"pesan": text, **({"lihat": way_on[0]} if way_on else {})}),
            status,
            {"Content-Type": "application/json", **after},
        )
    template = current_app.jinja_env.get_template("admin/galat_polos.html")
    title, number = terjemah(JUDUL.get(status, UNEXPECTED)), jejak.nomor()
    log.error("Acuan %s: %s %s: %s", number, request.method, jejak.rute(), sentence)
    return (
        template.render(
            judul=title,
            kalimat=text,
            status=status,
            rujukan=number,
            diketik=[] if way_on or status == 413 else _typed(names=False),
            bahasa=bahasa.kini(),
            lanjut=(way_on[0], terjemah(way_on[1])) if way_on else None,
        ),
        status,
        after,
    )


def _sign_in() -> str:
    """The sign-in page, which leads back to the form that was sent."""
    came = urlsplit(request.referrer or "")
    here = came.netloc == request.host and came.path != "/login"
    return f"/login?next={quote(way_back(came.path, came.query), safe='/')}" if here else "/login"


def _own_list() -> str | None:
    """The list of the kind whose page was asked for."""
    model = kinds().get(request.blueprint or "")
    readable = model is not None and current_user.is_authenticated and may(saya(), Verb.BACA, model)
    return f"/{slug(model.__tablename__)}/" if model and readable else None


def _label(name: str) -> str:
    """The word of a field on the screen where it was typed."""
    model = kinds().get(request.blueprint or "")
    label = label_of(model.__table__.columns.get(name)) if model else None
    return label.teks if label else tulisan.capital(name.replace("_", " "))


def _first_page(without: str) -> tuple[str, str] | None:
    """The list that was asked for from its first row on, with the filters that it knows."""
    model, own = kinds().get(request.blueprint or ""), _own_list()
    if model is None or own is None:
        return None
    return own + alamat.first_page(kolom.labelled(model), request.args, without), Pesan("Ke halaman pertama daftar ini")


def on_sop_error(error: SopError) -> Jawaban:
    unknown = isinstance(error, alamat.TakDikenal)
    return page(error.status, error.pesan, back=_first_page(error.parameter) if unknown else None)


def on_http_error(error: HTTPException) -> Jawaban | HTTPException:
    code = error.code or 500
    if code < 400:
        return error  # a redirect
    if code >= 500:
        return on_unexpected(error)
    return page(code, KALIMAT.get(code, KALIMAT[400]))


def on_csrf_error(_error: CSRFError) -> Jawaban:
    anyone = request.endpoint == "masuk.login" or request.blueprint == "periksa"
    known = anyone or current_user.is_authenticated
    return page(400, KEDALUWARSA) if known else page(401, KALIMAT[401])


def on_database_error(error: Exception) -> Jawaban:
    sentence, status = explain(error)
    if status == 500:
        return on_unexpected(error)
    if status < 500:
        return page(status, sentence)
    # Its words are for the administrator; a statement and its values, which may be somebody's data, are not among them.
    log.error("Acuan %s: %s", jejak.nomor(), str(getattr(error, "orig", error)).splitlines()[0][:300])
    return plain(status, sentence)


FAILED = Pesan("Program tidak dapat menyelesaikan permintaan ini. Tidak ada yang berubah.")


def on_unexpected(error: Exception) -> Jawaban:
    number = reference(error)
    return page(500, FAILED, number)


def told(handler: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What fails while the error is told becomes the page that asks the database nothing."""

    @wraps(handler)
    def tell(error: Any) -> Any:
        try:
            return handler(error)
        except Exception as second:
            sentence, status = explain(second)
            number = reference(second)
            log.error("Acuan %s: halaman galat tidak dapat disusun", number)
            return plain(status, sentence) if status > 500 else plain(500, FAILED)

    return tell


def explain(error: Exception) -> tuple[str, int]:
    """What the database refused, in words; never SQL. Status 500: not something the operator can mend."""
    if isinstance(error, StaleDataError):
        return Pesan("Data ini baru saja diubah orang lain. Muat ulang halamannya, lalu coba lagi."), 409
    if isinstance(error, IntegrityError):
        number = jejak.nomor()
        # Without trace and parameters: it is no fault of the program, and personal data stay out of the log.
        log.warning("Acuan %s: %s %s: %s", number, request.method, jejak.rute(), str(error.orig).splitlines()[0])
        return Pesan("{kalimat} (acuan {nomor})", kalimat=batas.sentence(str(error.orig)), nomor=number), 409
    if isinstance(error, DataError) or (isinstance(error, StatementError) and isinstance(error.orig, ValueError)):
        return Pesan(
            "Ada nilai yang terlalu besar atau tidak dapat disimpan (acuan {reference}).", reference=reference(error)
        ), 400
    trouble = isinstance(error, DatabaseError | PoolTimeout)
    words = f"{SAAT_COMMIT if tak_diketahui(error) else ''}{getattr(error, 'orig', error)}"
    found = (row for row in GANGGUAN if trouble and re.search(row[0], words))
    return next(((sentence, status) for _, status, sentence in found), ("", 500))


def _close(_error: BaseException | None) -> None:
    """A database that went away meanwhile must not spoil an answer that is ready; its connection is thrown away."""
    try:
        db.session.remove()
    except DatabaseError as error:
        db.session.registry.clear()
        log.warning("sambungan basis data putus di akhir permintaan: %s", str(error.orig).splitlines()[0])


def pasang(app: Flask) -> None:
    app.teardown_appcontext(_close)
    app.register_error_handler(SopError, told(on_sop_error))
    app.register_error_handler(CSRFError, told(on_csrf_error))
    app.register_error_handler(HTTPException, told(on_http_error))
    for kind in (IntegrityError, StatementError, StaleDataError, PoolTimeout):
        app.register_error_handler(kind, told(on_database_error))
    app.register_error_handler(Exception, told(on_unexpected))
