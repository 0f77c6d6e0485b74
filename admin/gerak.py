"""Moves on the screen: the buttons of a record, the page that asks for what a move needs, and the bulk menu of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, request
from flask_admin import expose

from admin import acuan, borang, isian, saring, tampil
from admin.baca import TERBESAR_ID, read_id
from admin.masuk import saya
from documents.issue import perform
from models.base import Record, db, slug
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.pesan import Ditolak, Keliru, SopError, TidakAda
from models.sop import Langkah, SopRevisi
from models.waktu import hari_ini, sekarang
from sop import lifecycle, workflow
from sop.access import Actor, Verb, may
from sop.konteks import Isian
from sop.workflow import Offer

BATAS_MASSAL = 1000
HAPUS = "hapus"
DITAWARKAN = "Tindakan ini tidak ada, atau tidak dapat Anda lakukan pada data ini."


@dataclass(frozen=True)
class Tombol:
    """A move as a button. `langsung`: nothing has to be asked, the button does it."""

    aksi: str
    judul: str
    gaya: str
    url: str
    langsung: bool
    alasan: str | None


@dataclass(frozen=True)
class Penghapusan:
    """Deleting a selection asks on the same page as a move."""

    aksi: str = HAPUS
    judul: str = "Hapus"
    gaya: str = "bahaya"


PENGHAPUSAN = Penghapusan()


@dataclass(frozen=True)
class HasilBaris:
    nama: str
    url: str
    berhasil: bool
    pesan: str


def offers(record: Record, actor: Actor) -> list[Tombol]:
    """The buttons of the details page."""
    return [_button(record, offer) for offer in workflow.moves(record, actor)]


def _button(record: Record, offer: Offer) -> Tombol:
    simple = not offer.isian and not offer.catatan_wajib and not offer.atas_nama and offer.gaya != "bahaya"
    url = f"/{slug(record.kind)}/move/{offer.aksi}/?id={record.id}"
    return Tombol(offer.aksi, offer.judul, offer.gaya, url, simple, str(offer.alasan) if offer.alasan else None)


def title_of(kind: str, aksi: str) -> str:
    """The words of a move in the diary: "diajukan" is said by its title."""
    return next((g.judul for g in lifecycle.GERAK if g.kind == kind and g.aksi == aksi), tampil.word(aksi))


def form_of(
    asked: Sequence[Isian], actor: Actor, musrenbang_id: int | None, sent: Any = None, start: Any = None
) -> borang.Borang:
    """The form of a move, from the values that it asks for."""
    cls = type("BorangGerak", (borang.Borang,), {one.nama: _field(one) for one in asked})
    form: borang.Borang = cls()
    for field in form.isian():
        if isinstance(field, isian.IsianAcuan | isian.IsianBanyak):
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
    if kind == "desimal":
        return isian.IsianDesimal(**common)
    make = {
        "panjang": isian.IsianPanjang,
        "tanggal": isian.IsianTanggal,
        "bilangan": isian.IsianAngka,
        "rupiah": isian.IsianRupiah,
        "berkas": isian.IsianBerkas,
    }.get(kind)
    return make(**common) if make else isian.Isian(**common, maks=300)


def values_of(form: borang.Borang) -> dict[str, Any]:
    """What was typed, files stored."""
    return {f.name: borang.stored(f) if isinstance(f, isian.IsianBerkas) else f.data for f in form.isian()}


def note_of(text: str) -> str:
    note = text.replace("\0", "").strip()
    if len(note) > 2000:
        raise Keliru("Catatan paling panjang 2.000 huruf; catatan ini {n} huruf.", n=len(note))
    return note


def preload() -> None:
    """The steps and pelaksana of the running Musrenbang in three queries; the rules would ask for them one by one."""
    steps = db.selectinload(SopRevisi.langkah).selectinload(Langkah.pelaksana)
    stmt = db.select(Musrenbang).where(Musrenbang.status == StatusMusrenbang.BERJALAN, Musrenbang.deleted_at.is_(None))
    # Kept for the request: the session holds its objects only weakly.
    g.berjalan = db.session.scalars(stmt.options(db.selectinload(Musrenbang.sop_revisi).options(steps))).all()


class MoveRoutes:
    """The part of PanelView that makes moves; every one of them through `documents.issue.perform`."""

    @expose("/move/<aksi>/", methods=("GET", "POST"))
    def move_view(self, aksi: str) -> Any:
        """GET asks for what the move needs; POST makes it."""
        record = self.get_one(request.args.get("id") or request.form.get("id"))  # type: ignore[attr-defined]
        if record.deleted_at is not None:
            raise SopError("Data ini sudah dihapus. Pulihkan dahulu.")
        offer = workflow.offered(record, aksi, saya())
        posted = request.method == "POST"
        sent = self._sent() if posted else None  # type: ignore[attr-defined]
        start = {} if posted else {one.nama: getattr(record, one.nama, None) for one in offer.isian}
        form = form_of(
            offer.isian, saya(), getattr(record, "musrenbang_id", None), sent, {k: v for k, v in start.items() if v}
        )
        form.version.data = request.form.get("version") if posted else record.version
        if not posted:
            return self._move_page(record, offer, form)
        return self._make_move(record, offer, form)

    def _make_move(self, record: Record, offer: Offer, form: borang.Borang) -> Any:
        note = request.form.get("catatan", "")
        if str(form.version.data) != str(record.version):
            wrong = "Data ini baru saja diubah orang lain. Periksa keadaannya sekarang, lalu lakukan lagi."
            form.version.data = record.version
            return self._move_page(record, offer, form, wrong, note, 409)
        if not form.validate():
            return self._move_page(record, offer, form, None, note, 400)
        if offer.catatan_wajib and not note.strip():
            return self._move_page(record, offer, form, "Catatan wajib diisi untuk tindakan ini.", note, 400)
        id_ = record.id
        try:
            said = perform(record, offer.aksi, saya(), note_of(note), values_of(form))
        except SopError as error:
            db.session.rollback()
            record = self.get_one(id_)  # type: ignore[attr-defined]
            column = getattr(error, "kolom", None)
            beside = column is not None and form.add_error(column, str(error.pesan))
            return self._move_page(record, offer, form, None if beside else str(error.pesan), note, error.status)
        flash(str(said), "baik")
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
            "model": type(record),
        }
        return self.render("admin/gerak.html", **context, batal=self.url_of("details/", id=record.id)), status  # type: ignore[attr-defined]

    # --- a selection --------------------------------------------------------------------------------------------------

    def bulk_offers(self) -> list[tuple[str, str]]:
        """(aksi, title) of the menu over a list."""
        preload()
        return [(o.aksi, o.judul) for o in workflow.moves_of_kind(self.model.__tablename__, saya())]  # type: ignore[attr-defined]

    @expose("/action/", methods=("POST",))
    def action_view(self) -> Any:
        """A move over the ticked rows: first what it asks for, then the report row by row."""
        ids = _ids(request.form.getlist("rowid"))
        aksi = request.form.get("aksi", "")
        if not ids:
            raise Keliru("Belum ada baris yang dipilih. Centang dahulu barisnya, lalu pilih tindakan.")
        if aksi == HAPUS:
            return self._bulk_delete(ids)
        found = [o for o in workflow.moves_of_kind(self.model.__tablename__, saya()) if o.aksi == aksi]  # type: ignore[attr-defined]
        if not found:
            raise Ditolak(DITAWARKAN)
        offer = found[0]
        asked = bool(offer.isian or offer.catatan_wajib or offer.atas_nama or offer.gaya == "bahaya")
        sent = self._sent() if "lanjut" in request.form or not asked else None  # type: ignore[attr-defined]
        form = form_of(offer.isian, saya(), saring.newest_running(), sent)
        note = request.form.get("catatan", "")
        wrong = (
            "Catatan wajib diisi untuk tindakan ini."
            if sent is not None and offer.catatan_wajib and not note.strip()
            else None
        )
        if sent is None or wrong or not form.validate():
            return self._bulk_page(offer, ids, form, note, wrong, 200 if sent is None else 400)
        values, note = values_of(form), note_of(note)
        if any(isinstance(f, isian.IsianBerkas) for f in form.isian()):
            db.session.commit()  # the scan belongs to every row, and must outlive a row that is refused
        return self._report(
            offer.judul, [self._one(id_, lambda r: perform(r, aksi, saya(), note, values)) for id_ in ids]
        )

    def _one(self, id_: int, make: Any) -> HasilBaris:
        """One row of a selection; a refused one leaves the others alone."""
        model: type[Record] = self.model  # type: ignore[attr-defined]
        url = f"/{slug(model.__tablename__)}/details/?id={id_}"
        name = f"{model.JUDUL} {id_}"
        try:
            record = self.get_one(id_)  # type: ignore[attr-defined]
            name = str(record)
            if record.deleted_at is not None:
                raise TidakAda("Data ini sudah dihapus.")
            return HasilBaris(name, url, True, str(make(record)))
        except SopError as error:
            db.session.rollback()
            return HasilBaris(name, url, False, str(error.pesan))

    def _bulk_delete(self, ids: list[int]) -> Any:
        if "lanjut" not in request.form:
            return self._bulk_page(PENGHAPUSAN, ids, form_of((), saya(), None), "", None, 200)

        def delete(record: Record) -> str:
            if not may(saya(), Verb.HAPUS, record):
                raise Ditolak("Anda tidak berwenang menghapus data ini.")
            record.deleted_at = sekarang()
            db.session.commit()
            return "Dihapus; dapat dipulihkan."

        return self._report("Hapus", [self._one(id_, delete) for id_ in ids])

    def _bulk_page(
        self, offer: Offer | Penghapusan, ids: list[int], form: borang.Borang, note: str, wrong: str | None, status: int
    ) -> Any:
        model: type[Record] = self.model  # type: ignore[attr-defined]
        names: Mapping[int, str] = acuan.names(model.__tablename__, ids[:12])
        context = {"tawaran": offer, "ids": ids, "nama": [names[i] for i in ids[:12] if i in names], "borang": form}
        context |= {"catatan": note, "galat": wrong, "model": model, "kembali": _own_list(model)}
        return self.render("admin/massal.html", **context), status  # type: ignore[attr-defined]

    def _report(self, title: str, rows: list[HasilBaris]) -> Any:
        done = sum(row.berhasil for row in rows)
        context = {
            "judul": title,
            "baris": rows,
            "berhasil": done,
            "model": self.model,
            "kembali": _own_list(self.model),
        }  # type: ignore[attr-defined]
        return self.render("admin/hasil_massal.html", **context), 200 if done else 409  # type: ignore[attr-defined]


def _ids(texts: list[str]) -> list[int]:
    """The ticked rows; they come one by one or as one field parted by commas."""
    parts = [part for text in texts for part in text.split(",") if part]
    if len(parts) > BATAS_MASSAL:
        raise Keliru("Paling banyak {n} baris sekaligus.", n=BATAS_MASSAL)
    if any(not p.isdecimal() or not 0 < int(p) <= TERBESAR_ID for p in parts if len(p) < 12) or any(
        len(p) >= 12 for p in parts
    ):
        raise Keliru("Ada baris yang tidak dikenal dalam pilihan ini.")
    return list(dict.fromkeys(read_id(p) for p in parts))


def _own_list(model: type[Record]) -> str:
    """Back to the list as it was, if the form says where that is and it is this list."""
    home = f"/{slug(model.__tablename__)}/"
    back = request.form.get("kembali", "")
    return back if back.startswith(home + "?") or back == home else home
