"""A selection of a list: the menu of moves and papers, one page that says what it would do, a durable operation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from flask import g, redirect, request
from flask_admin import expose
from flask_admin.helpers import get_form_data

from admin import borang, cetak, gerak, konfirmasi, ubah
from admin.bahasa import flash
from admin.from_labels import FromLabels
from admin.masuk import saya
from admin.tujuan import own_path
from bulk import operasi, perubahan, pratinjau
from bulk.daftar import acuan, alamat, halaman, saring
from bulk.pilihan import Pilihan
from documents import kata, tulisan
from models import ingatan
from models.baca import read_id
from models.base import db
from models.operasi import JenisOperasi
from models.pesan import N_, Ditolak, Keliru, Pesan
from sop import workflow
from sop.access import Verb, explain
from sop.peringatan import peringatan_gerak
from sop.workflow import Offer

BATAS = 20_000  # rows that may be named one by one
TERPANJANG = 2000  # letters of an address that is kept
KOSONG = "Belum ada baris yang dipilih. Centang dahulu barisnya, lalu pilih tindakan."
HAPUS = "hapus"
SUMBER_TINDAKAN = ("musrenbang", "sop_revisi", "langkah", "langkah_pelaksana")  # what the menu of moves follows from
DITOLAK = N_("Tindakan ini tidak ada, atau tidak dapat Anda lakukan pada data ini.")
CATATAN_WAJIB = "Catatan wajib diisi untuk tindakan ini."


@dataclass(frozen=True)
class Tindakan:
    """A deletion, or an `@action` of Flask-Admin's: it asks its question (`tanya`) on the page of a move."""

    aksi: str
    judul: str
    tanya: str
    gaya: str = ""
    isian: tuple[()] = ()
    gerak: None = None


PENGHAPUSAN = Tindakan(HAPUS, "Hapus", Pesan("Data yang dihapus dapat dipulihkan."), "bahaya")


class BulkRoutes(FromLabels):
    """The part of PanelView that works on a selection."""

    def bulk_offers(self, deleted: bool = False) -> list[tuple[str, str]]:
        """(aksi, title) of the menu over a list, or over the list of the deleted ones."""
        kind, actor = self.model.__tablename__, saya()

        def read() -> list[tuple[str, str]]:
            deletes = self.allowed(Verb.HAPUS)
            if deleted:
                return [(ubah.PULIHKAN, Pesan("Pulihkan…"))] if deletes else []
            moves = [(o.aksi, o.judul) for o in workflow.moves_of_kind(kind, actor)]
            edits = self.switched_on(Verb.UBAH) and perubahan.may_edit_many(actor, self.model)
            edit = [(ubah.UBAH, Pesan("Ubah isian…"))] if edits else []
            return [*moves, *edit, *([(HAPUS, Pesan("Hapus"))] if deletes else [])]

        # Only a menu: who chooses from it is asked for the right again, by the tables themselves.
        return ingatan.ingat(SUMBER_TINDAKAN, ("tindakan", self, deleted, actor.peran), read)

    def action_offers(self, deleted: bool) -> list[tuple[str, str]]:
        """The same of the actions that a class has by Flask-Admin's `@action`."""
        return [] if deleted else self.get_actions_list()[0]  # type: ignore[attr-defined,no-any-return]

    def is_action_allowed(self, name: str) -> bool:
        """An action is for those who may change such records; which of the chosen ones is asked when it is done."""
        return super().is_action_allowed(name) and self.allowed(Verb.UBAH)  # type: ignore[misc,no-any-return]

    def action_delete(self, ids: list[str]) -> None:
        """Where `fast_mass_delete` is off: one by one, so that a class is told of each. No action of its own: the menu
        has the panel's deletion."""
        for id_ in ids:
            if not self.delete_model(self.get_for(Verb.HAPUS, id_)):  # type: ignore[attr-defined]
                raise g.pop("refusal", Ditolak(DITOLAK))
        flash(Pesan("{n} data dihapus. Data yang dihapus dapat dipulihkan.", n=kata.bilangan(len(ids))), "baik")

    @expose("/action/", methods=("POST",))
    def action_view(self) -> Any:
        """A move over the chosen rows: first what it would do and what it asks for, then the operation."""
        aksi = request.form.get("aksi", "")
        if aksi == ubah.UBAH:
            return self.edit_many_view()  # type: ignore[attr-defined]
        if aksi == ubah.PULIHKAN:
            return self.restore_many()  # type: ignore[attr-defined]
        chosen = self._selection()
        if aksi.startswith(cetak.AWALAN):
            return cetak.start_selection(self.model, self._chosen(), aksi)
        if aksi == HAPUS:
            return self._bulk_delete(chosen)
        if aksi in self._actions_data:  # type: ignore[attr-defined]
            return self._bulk_action(aksi, chosen)
        offers = workflow.moves_of_kind(self.model.__tablename__, saya())
        offer = next((o for o in offers if o.aksi == aksi), None)
        if offer is None:
            raise Ditolak(DITOLAK)

        sent = get_form_data() if "lanjut" in request.form else None  # type: ignore[attr-defined]
        form = gerak.form_of(offer.isian, saya(), saring.newest_running(), sent)
        note = request.form.get("catatan", "")
        wrong = CATATAN_WAJIB if sent is not None and offer.catatan_wajib and not note.strip() else None
        if sent is None or wrong or not form.validate() or not _sensible(offer, form):
            look = pratinjau.gerak(chosen, offer, saya())
            return self._bulk_page(offer, chosen, look, form, note, wrong, 200 if sent is None else 400)
        if unread := gerak.unread(offer, chosen.rows(saya())):
            return self._bulk_page(offer, chosen, pratinjau.gerak(chosen, offer, saya()), form, note, unread, 409)
        if unproved := konfirmasi.refused(offer):
            return self._bulk_page(offer, chosen, pratinjau.gerak(chosen, offer, saya()), form, note, unproved, 400)
        return self._start(JenisOperasi.GERAK, offer.judul, chosen, aksi, gerak.note_of(note), gerak.values_of(form))

    def _bulk_delete(self, chosen: Pilihan) -> Any:
        if not self.allowed(Verb.HAPUS):
            raise Ditolak(DITOLAK)
        if "lanjut" not in request.form:
            return self._question(PENGHAPUSAN, chosen, pratinjau.hapus(chosen, saya()))
        if not self.fast_mass_delete:  # type: ignore[attr-defined]
            return self._with_each(Verb.HAPUS, self.action_delete)
        return self._start(JenisOperasi.HAPUS, "Hapus", chosen, HAPUS)

    def _bulk_action(self, name: str, chosen: Pilihan) -> Any:
        """An `@action`: asked first if it has a question, then called with the ids of those that may be changed."""
        handler, title, question = self._actions_data[name]  # type: ignore[attr-defined]
        if not self.is_action_allowed(name):
            raise Ditolak(DITOLAK)
        if question and "lanjut" not in request.form:
            return self._question(Tindakan(name, title, question), chosen, pratinjau.hak(chosen, saya(), Verb.UBAH))
        return self._with_each(Verb.UBAH, handler)

    def _with_each(self, verb: Verb, handler: Callable[[list[str]], Any]) -> Any:
        """Call it with the ids (texts, as Flask-Admin has them) of the chosen rows with which `verb` may be done."""
        chosen = Pilihan(self.model, ids=tuple(self._chosen()), spec=self.spec)
        rows = db.session.scalars(db.select(self.model).where(self.model.id.in_(chosen.rows(saya()))))
        known = {row.id: row for row in rows if row.deleted_at is None}
        refused = {id_: reason for id_, row in known.items() if (reason := explain(saya(), verb, row))}
        ids = [str(id_) for id_ in chosen.ids or () if id_ in known and id_ not in refused]
        if not ids:
            raise Ditolak(next(iter(refused.values()), DITOLAK))
        answer = handler(ids)
        if error := g.pop("refusal", None):  # it has asked handle_view_exception
            raise error
        db.session.commit()
        return redirect(self._came_from()) if answer is None else answer

    def _question(self, what: Tindakan, chosen: Pilihan, look: pratinjau.Pratinjau) -> Any:
        return self._bulk_page(what, chosen, look, gerak.form_of((), saya(), None), "", None, 200)

    def _start(
        self, kind: JenisOperasi, title: str, chosen: Pilihan, aksi: str, note: str = "", values: Any = None
    ) -> Any:
        def words(count: int) -> str:
            return f"{title}: {kata.bilangan(count)} {tulisan.small(self.model.JUDUL)}"

        given = {**(values or {}), "kembali": self._came_from()}
        op = operasi.buat(kind, self.model, chosen, saya(), judul=words, aksi=aksi, catatan=note, isian=given)
        return redirect(f"/operasi/details/?id={op.id}")

    def _bulk_page(
        self,
        offer: Offer | Tindakan,
        chosen: Pilihan,
        look: pratinjau.Pratinjau,
        form: borang.Borang,
        note: str,
        wrong: str | None,
        status: int,
    ) -> Any:
        if not look.jumlah and not look.lambat:
            raise Keliru(KOSONG)
        kind = self.model.__tablename__
        examples = [*look.contoh, *(one.contoh for one in look.alasan if one.contoh)]
        readable = db.session.scalars(Pilihan(self.model, ids=tuple(examples)).rows(saya()))  # a forged id has no name
        context = {
            "tawaran": offer,
            "pilihan": chosen,
            "lihat": look,
            "nama": acuan.names(kind, list(readable)),
            "borang": form,
            "catatan": note,
            "galat": wrong,
            "konfirmasi": konfirmasi.due(offer),
            "peringatan": peringatan_gerak(offer.gerak, chosen.rows(saya())),
            "model": self.model,
            "kembali": self._came_from(),
        }
        return self.render("admin/massal.html", **context), status  # type: ignore[attr-defined]

    def _selection(self) -> Pilihan:
        """The ticked rows (one by one or parted by commas), or all rows that match the list but those taken out."""
        if request.form.get("semua") == "1":
            query = urlsplit(self._own_list()).query
            without = frozenset(_ids(request.form.getlist("kecuali")))
            deleted = alamat.first(alamat.read(query), "dihapus") == "1"
            return Pilihan(self.model, saringan=query, kecuali=without, dihapus=deleted, spec=self.spec)
        ids = _ids(request.form.getlist("rowid"))
        if not ids:
            raise Keliru(KOSONG)
        chosen = Pilihan(self.model, ids=tuple(dict.fromkeys(ids)), spec=self.spec)
        if self.spec.rows is None:
            return chosen
        mine = set(db.session.scalars(chosen.rows(saya())))
        return replace(chosen, ids=tuple(id_ for id_ in chosen.ids or () if id_ in mine))

    def _chosen(self) -> list[int]:
        """The ids of the selection in the order of the list, for work that has to hold them; at most BATAS."""
        chosen = self._selection()
        if chosen.ids is not None:
            return list(chosen.ids)
        ids = halaman.ordered_ids(self.model, saya(), chosen.saringan, BATAS + len(chosen.kecuali) + 1, spec=self.spec)
        found = [i for i in ids if i not in chosen.kecuali]
        if len(found) > BATAS:
            raise Keliru("Paling banyak {n} baris sekaligus; persempit saringannya.", n=kata.bilangan(BATAS))
        return found

    def _own_list(self) -> str:
        """Back to the list as it was, if the form says where that is and it is this list."""
        home = self.url_of()  # type: ignore[attr-defined]
        back = request.form.get("kembali", "")
        return back if back.startswith(home + "?") else home

    def _came_from(self) -> str:
        """Where the selection was made: the list as it was, or the page whose button means several rows at once."""
        back = request.form.get("kembali", "")
        known = bool(back) and len(back) <= TERPANJANG and not back.startswith(self._own_list())
        return own_path(back) if known else self._own_list()


def _sensible(offer: Offer, form: borang.Borang) -> bool:
    """What would be refused for every row (minutes below zero, a day to come) is said before any work begins."""
    try:
        workflow.periksa_isian([x for x in offer.isian if x.jenis != "berkas"], {f.name: f.data for f in form.isian()})
    except Keliru as error:
        return not form.add_error(error.kolom, error.pesan)
    return True


def _ids(texts: list[str]) -> list[int]:
    parts = [part for text in texts for part in text.split(",") if part]
    if len(parts) > BATAS:
        raise Keliru("Paling banyak {n} baris sekaligus.", n=kata.bilangan(BATAS))
    if not all(re.fullmatch(r"[0-9]{1,9}", part) for part in parts):
        raise Keliru("Ada baris yang tidak dikenal dalam pilihan ini.")
    return [read_id(part) for part in parts]
