"""Taking a list out: CSV or XLSX while it is read, and the blank sheet of a kind."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from flask import Flask, Response, current_app, request
from flask_admin import expose

from admin import daftar, tampil
from admin.from_labels import FromLabels
from admin.masuk import saya
from bulk import akses_pribadi, lembar_kerja
from bulk.daftar import alamat
from bulk.ekspor import csv, isi, lajur, templat, xlsx
from bulk.pilihan import Pilihan
from documents import kata
from models.akses_pribadi import CaraAkses
from models.baca import read_id
from models.base import db, slug
from models.pesan import N_, Ditolak, Keliru, TidakAda
from models.transaksi import membaca
from models.waktu import WIB, sekarang
from sop.access import Verb, may

log = logging.getLogger("musrenbang")
SEMUA_KOLOM = "semua_kolom"  # the one parameter that a list does not have
PRIBADI = "pribadi"  # personal columns too; never in an address
TERLALU_BESAR = N_(
    "Data ini ({n} baris × {m} kolom) terlalu besar untuk satu lembar kerja Excel. Persempit saringannya, "
    "kurangi kolomnya, atau unduh sebagai CSV."
)


class ExportRoutes(FromLabels):
    """The part of PanelView that lets rows out: those that the person may read, in the columns that he may see."""

    @expose("/export/<export_type>/", methods=("GET", "POST"))
    def export(self, export_type: str) -> Any:
        """GET with the address of a list; POST of ticked rows, or of all that match the list in `kembali`.

        Where nothing is ticked the list itself is meant: what one sees is what one gets.
        """
        if export_type not in self.export_types:  # type: ignore[attr-defined]
            raise TidakAda("Bentuk unduhan ini tidak dikenal; pilih csv atau xlsx.")
        ticked = request.method == "POST" and request.form.get("semua") != "1" and bool(request.form.get("rowid"))
        given = alamat.read(request.args if request.method == "GET" else urlsplit(self._own_list()).query)  # type: ignore[attr-defined]
        everything = bool(given.pop(SEMUA_KOLOM, None)) or SEMUA_KOLOM in request.form
        columns = self._columns_of_export(given, everything)
        ids: Sequence[int] = self._chosen() if ticked else self._all_but_taken_out(given)  # type: ignore[attr-defined]
        if ticked:
            mine = set(db.session.scalars(Pilihan(self.model, ids=tuple(ids), spec=self.spec).rows(saya())))
            ids = [id_ for id_ in ids if id_ in mine]
        if ticked and not ids:
            raise Keliru("Belum ada baris yang dipilih. Centang dahulu barisnya, lalu unduh.")
        if export_type == "xlsx" and (len(ids) > xlsx.BARIS or len(ids) * len(columns) > xlsx.SEL):
            raise Keliru(TERLALU_BESAR, n=kata.bilangan(len(ids)), m=len(columns))
        self._write_down(ids, columns, urlsplit(self._own_list()).query)  # type: ignore[attr-defined]
        log.info(
            "Ekspor %s %s oleh pengguna %s: %s baris, kolom %s",
            *(self.model.__tablename__, export_type, saya().pengguna_id, len(ids), ",".join(x.kunci for x in columns)),
        )
        return self._sent_while_read(export_type, ids, columns)

    def _all_but_taken_out(self, given: alamat.Alamat) -> Sequence[int]:
        ids = isi.numbers(self.model, saya(), given, self.spec)
        without = {read_id(part) for part in request.form.get("kecuali", "").split(",") if part}
        return array("l", (id_ for id_ in ids if id_ not in without)) if without else ids

    def _columns_of_export(self, given: alamat.Alamat, everything: bool) -> list[lajur.Lajur]:
        view: Any = self
        keys = daftar.keys_shown(self.model, saya(), given, self.spec)
        if view.column_export_list and not alamat.columns(given):
            keys = [key for key, _ in view._export_columns]
        own = self.texts(self.columns if everything else keys, "_export")
        return lajur.choose(self.model, saya(), keys, everything, PRIBADI in request.form, self.spec, own)

    def _write_down(self, ids: Sequence[int], columns: list[lajur.Lajur], query: str) -> None:
        """Personal columns leave by a POST only, and leave a line behind."""
        if personal := [x.kunci for x in columns if x.kunci in akses_pribadi.columns(self.model)]:
            akses_pribadi.of_many(saya(), CaraAkses.EKSPOR, self.model, len(ids), unquote_plus(query), personal)
            db.session.commit()

    def personal_export(self) -> bool:
        """Is there anything personal in this kind that this person may take out?"""
        return bool(akses_pribadi.columns(self.model)) and may(saya(), Verb.PRIBADI, self.model)

    def personal_columns(self) -> str:
        """What is left out of every download that does not ask for it, in words."""
        return akses_pribadi.titles(self.model)

    def who_sees_personal(self) -> str:
        return tampil.covered(self.model)

    def _sent_while_read(self, form: str, ids: Sequence[int], columns: list[lajur.Lajur]) -> Response:
        chunks = isi.columns(self.model, saya(), ids, columns)
        made = csv.write(columns, chunks) if form == "csv" else xlsx.write(self.model.JUDUL, columns, chunks)
        name = f"{slug(self.model.__tablename__)}-{sekarang().astimezone(WIB):%Y%m%d-%H%M}.{form}"
        return sent_in_chunks(made, (csv if form == "csv" else xlsx).MIME, name)

    def fillable_sheet(self) -> bool:
        """Is there a blank sheet that this person may fill in?"""
        return self.model.__tablename__ in lembar_kerja.DAPAT_DIISI and may(saya(), Verb.BUAT, self.model)

    @expose("/templat/")
    def template_view(self) -> Response:
        """A sheet to fill in and to import."""
        if self.model.__tablename__ not in lembar_kerja.DAPAT_DIISI:
            raise TidakAda("Untuk jenis data ini tidak ada lembar isian.")
        if not may(saya(), Verb.BUAT, self.model):
            raise Ditolak("Peran Anda tidak memberi hak untuk menambah data ini.")
        response = Response(templat.make(self.model, saya()), mimetype=xlsx.MIME)
        return named(response, f"templat-{slug(self.model.__tablename__)}.xlsx")


def sent_in_chunks(made: Iterator[bytes], mime: str, name: str) -> Response:
    """A file that is written while it is read."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return named(Response(_each_by_itself(app, made), mimetype=mime), name)


def named(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _each_by_itself(app: Flask, made: Iterator[bytes]) -> Iterator[bytes]:
    """Each chunk in a context of its own, so the session and its read transaction end before the chunk is sent.

    An error ends the connection before the closing chunk, so the browser shows a broken download, not a short file.
    """
    while True:
        with app.app_context(), membaca():
            chunk = next(made, None)
        if chunk is None:
            return
        if chunk:
            yield chunk
