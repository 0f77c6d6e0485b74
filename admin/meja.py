"""The registration desk on a phone: look for a name or scan a card, one tap, and the counts of all phones.

Every page works without JavaScript; static/meja.js searches while one types, sends a tap without leaving the page and
asks for the counts. Reading is open to whoever reads the rapat; each act is a move, which asks for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, request, session
from flask_admin import expose
from flask_login import current_user

from admin import lembar_hadir, sambung
from admin.bahasa import flash
from admin.masuk import saya
from admin.page import PageView
from admin.papan import BerwaktuView
from bulk import meja
from bulk.daftar import acuan
from documents import kata
from documents.naskah import notulen
from models import cari, kode_hadir
from models.baca import TIDAK_ADA, read_id
from models.base import db
from models.pemangku_kepentingan import Unsur
from models.pesan import Keliru, Pesan, SopError, TidakAda, rangkai
from models.rapat import Rapat
from models.waktu import hari_ini, lokal
from sop import kehadiran
from sop.access import Verb, may, scope

RAPAT_TERBANYAK = 60
UNSUR = [(u.value, u.value[:1].upper() + u.value[1:]) for u in Unsur]


class RapatView(BerwaktuView):
    """A rapat with the way to its desk."""

    details_template = "admin/rapat.html"

    def details_extra(self, record: Any) -> dict[str, Any]:
        return {"meja_url": f"/meja/{record.id}/", "boleh_meja": meja.boleh(record, saya())}


class MejaView(PageView):
    """`/meja/`: which rapat; `/meja/7/`: its desk."""

    name, url = "Meja pendaftaran", "/meja"

    @expose("/")
    def index(self) -> str:
        """The rapat of today first, then those to come and those that were; `?kode=` goes along to the desk."""
        kode, galat, milik = request.args.get("kode", "")[:40], "", None
        if kode:
            try:
                milik = meja.pemilik(kode)[1].musrenbang_id
            except SopError as error:
                galat, kode = error.pesan, ""
        today, coming, past = _rapat(milik)
        context = {"kini": today, "nanti": coming, "lewat": past, "kode": kode, "galat": galat, "saat": kata.saat}
        context["boleh_sambung"] = sambung.allowed()
        return self.render("admin/meja_pilih.html", **context)  # type: ignore[no-any-return]

    @expose("/<rapat_id>/")
    def desk(self, rapat_id: str) -> Any:
        rapat = fetch(rapat_id)
        session["meja"] = rapat.id  # a card that the phone's camera opens comes back to this desk
        typed = request.args.get("q", "")[: cari.TERPANJANG].strip()
        code = kode_hadir.baca(request.args.get("kode", "") or typed)
        if code is not None and request.args.get("kode") is None:
            try:
                meja.kartu(rapat, code)
            except Keliru:
                if "/" not in typed and meja.daftar(rapat.id, typed)[1]:
                    code = None  # a name with a hyphen that only looks like a code
            except SopError:
                pass
        return _page(rapat, code=code, typed="" if code else typed)

    @expose("/<rapat_id>/daftar/")
    def rows(self, rapat_id: str) -> str:
        """The part of the page that changes; with `?ids=` only these rows, as they are now."""
        rapat = fetch(rapat_id)
        if ids := request.args.get("ids"):
            wanted = [read_id(i) for i in ids.split(",")[:200]]
            return self.render(  # type: ignore[no-any-return]
                "admin/_meja_baris.html",
                tamu=meja.beberapa(rapat.id, wanted),
                rapat=rapat,
                boleh=_may_write(rapat),
            )
        context = _list(rapat, request.args.get("q", "")[: cari.TERPANJANG].strip())
        return self.render("admin/_meja_hasil.html", **context)  # type: ignore[no-any-return]

    @expose("/<rapat_id>/hitungan/")
    def counts(self, rapat_id: str) -> Any:
        """What `meja.hitungan` counts, under an ETag: nothing new costs one query and an empty answer."""
        isi = meja.hitungan(fetch(rapat_id))
        answer: Response = jsonify(isi)
        answer.set_etag(str(isi["cap"]))
        return answer.make_conditional(request)

    # --- acts ---------------------------------------------------------------------------------------------------------

    @expose("/<rapat_id>/tandai/", methods=("POST",))
    def mark(self, rapat_id: str) -> Any:
        rapat, kode = fetch(rapat_id), request.form.get("kode", "")[: cari.TERPANJANG].strip()
        if not kode:
            return _act(rapat, lambda: meja.tandai(rapat, read_id(request.form.get("id")), saya()))
        return _act(rapat, lambda: meja.tandai_kartu(rapat, _code(kode), saya()))

    @expose("/<rapat_id>/urung/", methods=("POST",))
    def take_back(self, rapat_id: str) -> Any:
        rapat, id_ = fetch(rapat_id), read_id(request.form.get("id"))
        return _act(rapat, lambda: meja.urungkan(rapat, id_, saya(), _version()))

    @expose("/<rapat_id>/wakil/", methods=("GET", "POST"))
    def stand_in(self, rapat_id: str) -> Any:
        """Who came instead: name and jabatan."""
        rapat = fetch(rapat_id)
        id_ = read_id(request.form.get("id") or request.args.get("tamu"))
        nama, jabatan = _typed("diwakili_oleh"), _typed("jabatan_wakil")
        wrong, status = "", 200
        if request.method == "POST":
            try:
                meja.wakilkan(rapat, id_, saya(), nama, jabatan, _version())
                return redirect(_desk(rapat_id, baru=id_))
            except SopError as error:
                wrong, status = error.pesan, error.status
                db.session.rollback()
                rapat = fetch(rapat_id)
        row = meja.baris(rapat, id_)
        (tamu,) = meja.beberapa(rapat.id, [id_])
        if request.method == "GET":
            nama, jabatan = row.diwakili_oleh or "", row.jabatan_wakil or ""
        context = {"rapat": rapat, "tamu": tamu, "nama": nama, "jabatan": jabatan, "galat": wrong}
        return self.render("admin/meja_wakil.html", **context), status

    @expose("/<rapat_id>/tamu/", methods=("GET", "POST"))
    def walk_in(self, rapat_id: str) -> Any:
        """A guest without undangan: onto the list and present."""
        rapat = fetch(rapat_id)
        isian = {"nama": _typed("nama") or request.args.get("nama", "")[:200], "lembaga": _typed("lembaga")}
        isian["unsur"] = _typed("unsur") if _typed("unsur") in set(Unsur) else ""
        wrong, status = "", 200
        if request.method == "POST":
            try:
                return redirect(_desk(rapat_id, baru=meja.tambah(rapat, saya(), isian)))
            except SopError as error:
                wrong, status = error.pesan, error.status
                db.session.rollback()
                rapat = fetch(rapat_id)
        closed = kehadiran.tertutup(rapat)
        return self.render(
            "admin/meja_tamu.html", rapat=rapat, isian=isian, unsur=UNSUR, galat=wrong or closed or ""
        ), status

    @expose("/<rapat_id>/kertas/", methods=("GET", "POST"))
    def paper(self, rapat_id: str) -> Any:
        """A paper sheet, keyed in line by line."""
        return lembar_hadir.page(fetch(rapat_id), UNSUR)


def fetch(rapat_id: str) -> Rapat:
    """The rapat through the scope; what may not be read does not exist."""
    rapat = acuan.fetch(Rapat, saya(), read_id(rapat_id))
    if rapat is None or rapat.deleted_at is not None or not may(saya(), Verb.BACA, rapat):
        raise TidakAda(TIDAK_ADA)
    return rapat  # type: ignore[no-any-return]


def _may_write(rapat: Rapat) -> bool:
    return kehadiran.tertutup(rapat) is None and meja.boleh(rapat, saya())


def _desk(rapat_id: Any, **args: Any) -> str:
    query = urlencode({k: v for k, v in args.items() if v not in (None, "")})
    return f"/meja/{rapat_id}/" + (f"?{query}" if query else "")


def _typed(name: str) -> str:
    return " ".join(request.form.get(name, "").replace("\0", "").split())[:200]


def _version() -> int:
    sent = request.form.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def _code(typed: str) -> str:
    code = kode_hadir.baca(typed)
    if code is None and meja.kode_naskah(typed):
        raise Keliru(meja.KODE_SURAT)
    if code is None:
        raise Keliru(meja.KODE_LAIN, kode=typed[:40])
    return code


def _act(rapat: Rapat, do: Callable[[], Any]) -> Any:
    """A tap: the desk again with what was done on top of it; a refusal stands there as a sentence."""
    id_, as_json = rapat.id, request.accept_mimetypes.best == "application/json"
    try:
        done = do()
    except SopError as error:
        if as_json:
            raise
        db.session.rollback()
        return _page(fetch(str(id_)), galat=error.pesan, status=error.status)
    if as_json:
        return jsonify(baru=done if isinstance(done, int) else None, pesan=_taken_back(done))
    if not isinstance(done, int):
        flash(_taken_back(done), "baik")
    return redirect(_desk(id_, baru=done if isinstance(done, int) else None))


def _taken_back(done: Any) -> str:
    return "" if isinstance(done, int) else Pesan("{done} tidak lagi ditandai hadir.", done=done)


# --- pages ------------------------------------------------------------------------------------------------------------


def _list(rapat: Rapat, typed: str) -> dict[str, Any]:
    """What templates/admin/_meja_hasil.html shows: the guest of the last tap, then the names."""
    show = request.args.get("tampil", "")
    show = show if show in meja.TAMPIL else "belum"
    start = request.args.get("dari", "")
    start_at = min(int(start), 100_000) if start.isdecimal() and len(start) < 7 else 0
    rows, total = meja.daftar(rapat.id, typed, show, start_at)
    newest = request.args.get("baru", "")
    marked = meja.beberapa(rapat.id, [read_id(newest)]) if newest.isdecimal() else []
    return {
        "rapat": rapat,
        "boleh": _may_write(rapat),
        "tamu": rows,
        "total": total,
        "q": typed,
        "tampil": show,
        "dari": start_at,
        "lanjut": start_at + len(rows) if total > start_at + len(rows) else None,
        "baru": marked[0] if marked and marked[0].hadir else None,
        "kode_surat": bool(typed) and meja.kode_naskah(typed),
    }


def _page(rapat: Rapat, code: str | None = None, typed: str = "", galat: str = "", status: int = 200) -> Any:
    card = None
    if code is not None:
        try:
            card = meja.kartu(rapat, code)
        except SopError as error:
            galat, status = error.pesan, error.status
    mulai = lokal(rapat.mulai)
    html = render_template(
        "admin/meja.html",
        **_list(rapat, typed),
        hitung=meja.hitungan(rapat),
        kartu=card,
        galat=galat,
        hak=meja.boleh(rapat, saya()),
        tertutup=kehadiran.tertutup(rapat),
        kapan=rangkai(", ", (kata.hari_tanggal(mulai.date()), notulen.waktu(rapat))),
        tempat=notulen.tempat(rapat),
    )
    return html, status


def _rapat(musrenbang_id: int | None) -> tuple[list[Rapat], list[Rapat], list[Rapat]]:
    """(today, to come, past) of what this person reads."""
    stmt = scope(db.select(Rapat), saya(), Rapat).where(Rapat.deleted_at.is_(None))
    if musrenbang_id:
        stmt = stmt.where(Rapat.musrenbang_id == musrenbang_id)
    rows = list(db.session.scalars(stmt.order_by(Rapat.mulai.desc()).limit(RAPAT_TERBANYAK)))
    day = hari_ini()
    today = [r for r in rows if lokal(r.mulai).date() == day]
    coming = [r for r in rows if lokal(r.mulai).date() > day]
    return today[::-1], coming[::-1], [r for r in rows if lokal(r.mulai).date() < day]


# --- the address on a card --------------------------------------------------------------------------------------------

blueprint = Blueprint("hadir", __name__, url_prefix="/hadir")


@blueprint.route("/<kode>")
def card(kode: str) -> Any:
    """Who is signed in comes to the desk with this guest; the guest himself is told to show the card."""
    if not current_user.is_authenticated:
        return render_template("admin/hadir.html", kode=kode[:40])
    code = kode_hadir.baca(kode) or kode[:40]
    try:
        milik = meja.pemilik(code)[1].musrenbang_id
    except SopError:
        milik = None
    chosen = db.session.get(Rapat, session.get("meja") or 0)
    if chosen is None or chosen.deleted_at is not None or (milik is not None and chosen.musrenbang_id != milik):
        today, coming, past = _rapat(milik)
        open_ = [r for r in (today or [*coming, *past]) if r.hadir_ditutup_pada is None]
        if milik is None or len(open_) != 1:
            return redirect("/meja/?" + urlencode({"kode": code}))
        chosen = open_[0]
    return redirect(_desk(chosen.id, kode=code))


def pasang(app: Flask) -> None:
    app.register_blueprint(blueprint)
