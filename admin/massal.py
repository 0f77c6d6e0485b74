"""A selection of a list: the menu of moves and papers, one page that says what it would do, a durable operation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request
from flask_admin import expose

from admin import borang, cetak, gerak, konfirmasi, ubah
from admin.masuk import saya
from admin.tujuan import own_path
from bulk import operasi, perubahan, pratinjau
from bulk.daftar import acuan, alamat, halaman, saring
from bulk.pilihan import Pilihan
from documents import kata, tulisan
from models import ingatan
from models.baca import read_id
from models.base import Record, db, slug
from models.operasi import JenisOperasi
from models.pesan import Ditolak, Keliru, Pesan
from sop import workflow
from sop.access import Verb, may
from sop.peringatan import peringatan_gerak
from sop.workflow import Offer

BATAS = 20_000  # rows that may be named one by one
TERPANJANG = 2000  # letters of an address that is kept
KOSONG = "Belum ada baris yang dipilih. Centang dahulu barisnya, lalu pilih tindakan."
HAPUS = "hapus"
SUMBER_TINDAKAN = ("musrenbang", "sop_revisi", "langkah", "langkah_pelaksana")  # what the menu of moves follows from
DITOLAK = "Tindakan ini tidak ada, atau tidak dapat Anda lakukan pada data ini."
CATATAN_WAJIB = "Catatan wajib diisi untuk tindakan ini."


@dataclass(frozen=True)
class Penghapusan:
    """Deleting a selection asks on the same page as a move."""

    aksi: str = HAPUS
    judul: str = "Hapus"
    gaya: str = "bahaya"
    isian: tuple[()] = ()
    gerak: None = None


PENGHAPUSAN = Penghapusan()


class BulkRoutes:
    """The part of PanelView that works on a selection."""

    model: type[Record]

    def bulk_offers(self, deleted: bool = False) -> list[tuple[str, str]]:
        """(aksi, title) of the menu over a list, or over the list of the deleted ones."""
        kind, actor = self.model.__tablename__, saya()

        def read() -> list[tuple[str, str]]:
            deletes = may(actor, Verb.HAPUS, self.model)
            if deleted:
                return [(ubah.PULIHKAN, Pesan("Pulihkan…"))] if deletes else []
            moves = [(o.aksi, o.judul) for o in workflow.moves_of_kind(kind, actor)]
            edit = [(ubah.UBAH, Pesan("Ubah isian…"))] if perubahan.may_edit_many(actor, self.model) else []
            return [*moves, *edit, *([(HAPUS, Pesan("Hapus"))] if deletes else [])]

        # Only a menu: who chooses from it is asked for the right again, by the tables themselves.
        return ingatan.ingat(SUMBER_TINDAKAN, ("tindakan", kind, deleted, actor.peran), read)

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
        offers = workflow.moves_of_kind(self.model.__tablename__, saya())
        offer = next((o for o in offers if o.aksi == aksi), None)
        if offer is None:
            raise Ditolak(DITOLAK)

        sent = self._sent() if "lanjut" in request.form else None  # type: ignore[attr-defined]
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
        if not may(saya(), Verb.HAPUS, self.model):
            raise Ditolak(DITOLAK)
        if "lanjut" not in request.form:
            form = gerak.form_of((), saya(), None)
            return self._bulk_page(PENGHAPUSAN, chosen, pratinjau.hapus(chosen, saya()), form, "", None, 200)
        return self._start(JenisOperasi.HAPUS, "Hapus", chosen, HAPUS)

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
        offer: Offer | Penghapusan,
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
            return Pilihan(self.model, saringan=query, kecuali=without, dihapus=deleted)
        ids = _ids(request.form.getlist("rowid"))
        if not ids:
            raise Keliru(KOSONG)
        return Pilihan(self.model, ids=tuple(dict.fromkeys(ids)))

    def _chosen(self) -> list[int]:
        """The ids of the selection in the order of the list, for work that has to hold them; at most BATAS."""
        chosen = self._selection()
        if chosen.ids is not None:
            return list(chosen.ids)
        ids = halaman.ordered_ids(self.model, saya(), chosen.saringan, BATAS + len(chosen.kecuali) + 1)
        found = [i for i in ids if i not in chosen.kecuali]
        if len(found) > BATAS:
            raise Keliru("Paling banyak {n} baris sekaligus; persempit saringannya.", n=kata.bilangan(BATAS))
        return found

    def _own_list(self) -> str:
        """Back to the list as it was, if the form says where that is and it is this list."""
        home = f"/{slug(self.model.__tablename__)}/"
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
