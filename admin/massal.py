"""A selection of a list: the menu of moves and papers, one page that asks, a durable operation that reports by row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request
from flask_admin import expose

from admin import borang, cetak, gerak, ubah
from admin.masuk import saya
from bulk import operasi, perubahan
from bulk.daftar import acuan, halaman, saring
from documents import kata, tulisan
from models import ingatan
from models.baca import read_id
from models.base import Record, slug
from models.operasi import JenisOperasi
from models.pesan import Ditolak, Keliru
from sop import workflow
from sop.access import Verb, may
from sop.workflow import Offer

BATAS = 20_000
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


PENGHAPUSAN = Penghapusan()


class BulkRoutes:
    """The part of PanelView that works on a selection."""

    model: type[Record]

    def bulk_offers(self, deleted: bool = False) -> list[tuple[str, str]]:
        """(aksi, title) of the menu over a list, or over the list of the deleted ones."""
        deletes = may(saya(), Verb.HAPUS, self.model)
        if deleted:
            return [(ubah.PULIHKAN, "Pulihkan…")] if deletes else []
        kind, actor = self.model.__tablename__, saya()

        def read() -> list[tuple[str, str]]:
            return [(o.aksi, str(o.judul)) for o in workflow.moves_of_kind(kind, actor)]

        # Only a menu: who chooses from it is asked for the right again, by the tables themselves.
        moves = ingatan.ingat(SUMBER_TINDAKAN, ("tindakan", kind, actor.peran), read)
        edit = [(ubah.UBAH, "Ubah isian…")] if perubahan.may_edit_many(actor, self.model) else []
        return [*moves, *edit, *([(HAPUS, "Hapus")] if deletes else [])]

    @expose("/action/", methods=("POST",))
    def action_view(self) -> Any:
        """A move over the chosen rows: first what it asks for, then the operation."""
        aksi = request.form.get("aksi", "")
        if aksi == ubah.UBAH:
            return self.edit_many_view()  # type: ignore[attr-defined]
        if aksi == ubah.PULIHKAN:
            return self.restore_many()  # type: ignore[attr-defined]
        ids = self._chosen()
        if not ids:
            raise Keliru("Belum ada baris yang dipilih. Centang dahulu barisnya, lalu pilih tindakan.")
        if aksi.startswith(cetak.AWALAN):
            return cetak.start_selection(self.model, ids, aksi)
        if aksi == HAPUS:
            return self._bulk_delete(ids)
        offers = workflow.moves_of_kind(self.model.__tablename__, saya())
        offer = next((o for o in offers if o.aksi == aksi), None)
        if offer is None:
            raise Ditolak(DITOLAK)

        asks = bool(offer.isian or offer.catatan_wajib or offer.gaya == "bahaya")
        sent = self._sent() if "lanjut" in request.form or not asks else None  # type: ignore[attr-defined]
        form = gerak.form_of(offer.isian, saya(), saring.newest_running(), sent)
        note = request.form.get("catatan", "")
        if sent is None:
            return self._bulk_page(offer, ids, form, note, None, 200)
        wrong = CATATAN_WAJIB if offer.catatan_wajib and not note.strip() else None
        if wrong or not form.validate():
            return self._bulk_page(offer, ids, form, note, wrong, 400)
        return self._start(JenisOperasi.GERAK, offer.judul, ids, aksi, gerak.note_of(note), gerak.values_of(form))

    def _bulk_delete(self, ids: list[int]) -> Any:
        if not may(saya(), Verb.HAPUS, self.model):
            raise Ditolak(DITOLAK)
        if "lanjut" not in request.form:
            return self._bulk_page(PENGHAPUSAN, ids, gerak.form_of((), saya(), None), "", None, 200)
        return self._start(JenisOperasi.HAPUS, "Hapus", ids, HAPUS)

    def _start(
        self, kind: JenisOperasi, title: str, ids: list[int], aksi: str, note: str = "", values: Any = None
    ) -> Any:
        words = f"{title}: {kata.bilangan(len(ids))} {tulisan.small(self.model.JUDUL)}"
        op = operasi.buat(kind, self.model, ids, saya(), judul=words, aksi=aksi, catatan=note, isian=values)
        return redirect(f"/operasi/details/?id={op.id}")

    def _bulk_page(
        self, offer: Offer | Penghapusan, ids: list[int], form: borang.Borang, note: str, wrong: str | None, status: int
    ) -> Any:
        known: Mapping[int, str] = acuan.names(self.model.__tablename__, ids[:12])
        context = {"tawaran": offer, "ids": ids, "nama": [known[i] for i in ids[:12] if i in known], "borang": form}
        context |= {"catatan": note, "galat": wrong, "model": self.model, "kembali": self._own_list()}
        return self.render("admin/massal.html", **context), status  # type: ignore[attr-defined]

    def _chosen(self) -> list[int]:
        """The ticked rows (one by one or parted by commas), or all rows that match the filter of the list."""
        if request.form.get("semua") == "1":
            return self._all_matching()
        parts = [part for text in request.form.getlist("rowid") for part in text.split(",") if part]
        if len(parts) > BATAS:
            raise Keliru("Paling banyak {n} baris sekaligus.", n=kata.bilangan(BATAS))
        if not all(re.fullmatch(r"[0-9]{1,9}", part) for part in parts):
            raise Keliru("Ada baris yang tidak dikenal dalam pilihan ini.")
        return list(dict.fromkeys(read_id(part) for part in parts))

    def _all_matching(self) -> list[int]:
        """All that match but those that were taken out of the selection again."""
        without = {read_id(part) for part in request.form.get("kecuali", "").split(",") if part}
        ids = halaman.ordered_ids(self.model, saya(), urlsplit(self._own_list()).query, BATAS + 1)
        if len(ids) > BATAS:
            raise Keliru("Paling banyak {n} baris sekaligus; persempit saringannya.", n=kata.bilangan(BATAS))
        return [id_ for id_ in ids if id_ not in without]

    def _own_list(self) -> str:
        """Back to the list as it was, if the form says where that is and it is this list."""
        home = f"/{slug(self.model.__tablename__)}/"
        back = request.form.get("kembali", "")
        return back if back.startswith(home + "?") else home
