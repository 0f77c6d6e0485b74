"""Moves on the screen: the buttons of a record, and the page that asks for what a move needs."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask_admin import expose
from flask_admin.helpers import get_form_data

from admin import borang, isian, kabar, konfirmasi
from admin.bahasa import flash
from admin.masuk import saya
from admin.tujuan import own_path
from documents import kata, numbering, tulisan
from documents.issue import perform
from models.base import Record, db, kinds, slug
from models.pesan import Keliru, Pesan, SopError
from models.waktu import hari_ini
from sop import lifecycle, workflow
from sop.access import Actor
from sop.konteks import Isian
from sop.lifecycle import Ingatkan, Terbit
from sop.peringatan import peringatan_gerak
from sop.workflow import Offer


@dataclass(frozen=True)
class Tombol:
    """A move as a button. `langsung`: nothing has to be asked, the button does it."""

    aksi: str
    judul: str
    gaya: str
    url: str
    langsung: bool
    alasan: str | None
    atas_nama: bool = False  # done on paper by another person, written down here


def offers(record: Record, actor: Actor) -> list[Tombol]:
    """The buttons of the details page."""
    return [_button(record, offer) for offer in workflow.moves(record, actor)]


def _button(record: Record, offer: Offer) -> Tombol:
    asks = offer.isian or offer.catatan_wajib or offer.atas_nama or konfirmasi.due(offer)
    simple = not asks and offer.gaya != "bahaya"
    # What should be read first needs the move's page.
    simple = simple and not peringatan_gerak(offer.gerak, _itself(record))
    url = f"/{slug(record.kind)}/move/{offer.aksi}/?id={record.id}"
    reason = offer.alasan or None
    return Tombol(offer.aksi, offer.judul, offer.gaya, url, simple, reason, offer.atas_nama)


def title_of(kind: str, aksi: str) -> str:
    """The words of a move in the diary: "diajukan" is said by its title."""
    return next((g.judul for g in lifecycle.GERAK if g.kind == kind and g.aksi == aksi), tulisan.word(aksi))


def form_of(
    asked: Sequence[Isian], actor: Actor, musrenbang_id: int | None, sent: Any = None, start: Any = None
) -> borang.Borang:
    """The form of a move, from the values that it asks for."""
    cls = type("BorangGerak", (borang.Borang,), {one.nama: _field(one) for one in asked})
    form: borang.Borang = cls()
    for field in form.isian():
        if isinstance(field, isian.IsianAcuan):
            field.prepare(actor, musrenbang_id)
    first = {one.nama: hari_ini() if one.bawaan == "hari ini" else one.bawaan for one in asked if one.bawaan}
    form.process(formdata=sent, data={**first, **(start or {})})
    return form


def _field(asked: Isian) -> Any:
    kind, _, target = asked.jenis.partition(":")
    common: dict[str, Any] = {"label": asked.judul, "bantuan": asked.bantuan, "wajib": asked.wajib}
    if kind == "pilihan":
        return isian.IsianAcuan(**common, kind=target)
    if kind == "banyak":
        return isian.IsianBanyak(**common, kind=target)
    if kind in ("kata", "kata-kata"):
        words = _words(target)
        options = {"pilihan": [(str(w.value), tulisan.word(w)) for w in words], "member": words}
        return (isian.IsianPilih if kind == "kata" else isian.IsianPilihBanyak)(**common, **options)
    if kind == "desimal":
        return isian.IsianDesimal(**common)
    make = {
        "panjang": isian.IsianPanjang,
        "tanggal": isian.IsianTanggal,
        "bilangan": isian.IsianAngka,
        "rupiah": isian.IsianRupiah,
        "jam": isian.IsianJam,
        "berkas": isian.IsianBerkas,
    }.get(kind)
    return make(**common) if make else isian.Isian(**common, maks=300)


def _words(target: str) -> type[enum.Enum]:
    """The closed list of a column: `pemangku_kepentingan.unsur`."""
    kind, _, column = target.partition(".")
    found: type[enum.Enum] = kinds()[kind].__table__.c[column].type.enum_class
    return found


def _proposed(asked: Isian) -> str | None:
    """A word that a link proposes (`?cara=WhatsApp`); it is shown in the form before anything is done."""
    return request.args.get(asked.nama) if asked.jenis.startswith("kata:") else None


def values_of(form: borang.Borang) -> dict[str, Any]:
    """What was typed, files stored."""
    return {f.name: borang.stored(f) if isinstance(f, isian.IsianBerkas) else f.data for f in form.isian()}


def note_of(text: str) -> str:
    note = text.replace("\0", "").strip()
    if len(note) > 2000:
        raise Keliru(
            "Catatan paling panjang 2.000 huruf; catatan ini {n} huruf. Ringkaslah, lalu kirim lagi.",
            n=kata.bilangan(len(note)),
        )
    return note


def _itself(record: Record) -> Any:
    return db.select(type(record).id).where(type(record).id == record.id)


def _number_to_come(record: Any, offer: Offer) -> str | None:
    gives = offer.gerak.terbit in (Terbit.NOMOR, Terbit.NOMOR_DAN_BEKU)
    return numbering.perkiraan(record, hari_ini()) if gives else None


def unread(offer: Offer, rows: Any) -> str | None:
    """What stands in the way of a move whose page was opened before there was something to read first."""
    if offer.gerak.ingatkan is not Ingatkan.SUREL or "dibaca" in request.form:
        return None
    return (
        Pesan("Baca dahulu peringatan di bawah ini, lalu lanjutkan.") if peringatan_gerak(offer.gerak, rows) else None
    )


class MoveRoutes:
    """The part of PanelView that makes moves; every one of them through `documents.issue.perform`."""

    @expose("/move/<aksi>/", methods=("GET", "POST"))
    def move_view(self, aksi: str) -> Any:
        """GET asks for what the move needs; POST makes it."""
        record = self.get_or_404(request.args.get("id") or request.form.get("id"))  # type: ignore[attr-defined]
        if record.deleted_at is not None:
            raise SopError("Data ini sudah dihapus. Pulihkan dahulu.")
        offer = workflow.offered(record, aksi, saya())
        posted = request.method == "POST"
        sent = get_form_data() if posted else None  # type: ignore[attr-defined]
        start = {} if posted else {one.nama: _proposed(one) or getattr(record, one.nama, None) for one in offer.isian}
        form = form_of(
            offer.isian, saya(), getattr(record, "musrenbang_id", None), sent, {k: v for k, v in start.items() if v}
        )
        form.version.data = request.form.get("version") if posted else record.version
        if not posted:
            return self._move_page(record, offer, form)
        return self._make_move(record, offer, form)

    def _make_move(self, record: Record, offer: Offer, form: borang.Borang) -> Any:
        note = request.form.get("catatan", "")
        if not offer.gerak.berjalan and str(form.version.data) != str(record.version):
            advice = Pesan(". Periksa keadaannya sekarang, lalu lakukan lagi.")
            wrong = kabar.stale(record, saya(), advice)
            form.version.data = record.version
            return self._move_page(record, offer, form, wrong, note, 409)
        if not form.validate():
            return self._move_page(record, offer, form, None, note, 400)
        if offer.catatan_wajib and not note.strip():
            return self._move_page(record, offer, form, "Catatan wajib diisi untuk tindakan ini.", note, 400)
        if (wrong := unread(offer, _itself(record))) is not None:
            return self._move_page(record, offer, form, wrong, note, 409)
        id_, seen = record.id, None if offer.gerak.berjalan else record.version
        if unproved := konfirmasi.refused(offer):
            record = self.get_or_404(id_)  # type: ignore[attr-defined]
            return self._move_page(record, offer, form, unproved, note, 400)
        try:
            # The version that the person saw: on PostgreSQL another may commit before the row is locked.
            said = perform(record, offer.aksi, saya(), note_of(note), values_of(form), seen)
        except SopError as error:
            db.session.rollback()
            record = self.get_or_404(id_)  # type: ignore[attr-defined]
            column = getattr(error, "kolom", None)
            beside = column is not None and form.add_error(column, error.pesan)
            return self._move_page(record, offer, form, None if beside else error.pesan, note, error.status)
        back = request.form.get("kembali")  # pressed on the start page, where the next task stands
        flash(kabar.moved(said, record, saya(), bool(back)), "baik")
        if back:
            return redirect(own_path(back))
        return redirect(self.url_of("details/", id=id_))  # type: ignore[attr-defined]

    def _move_page(
        self,
        record: Record,
        offer: Offer,
        form: borang.Borang,
        wrong: str | None = None,
        note: str = "",
        status: int = 200,
    ) -> Any:
        form.version.data = form.version.data or record.version
        context = {
            "record": record,
            "tawaran": offer,
            "borang": form,
            "galat": wrong,
            "catatan": note,
            "konfirmasi": konfirmasi.due(offer),
            "model": type(record),
            "peringatan": peringatan_gerak(offer.gerak, _itself(record)),
            "nomor": _number_to_come(record, offer),
        }
        return self.render("admin/gerak.html", **context, batal=self.url_of("details/", id=record.id)), status  # type: ignore[attr-defined]
