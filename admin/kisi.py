"""The grid: a page of a list as a sheet of cells, edited in place, pasted from a spreadsheet and saved together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Response, jsonify, request
from flask_admin import expose
from sqlalchemy.exc import DataError, IntegrityError, StatementError
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from admin import borang, daftar, galat, isian
from admin.from_labels import FromLabels
from admin.masuk import saya
from bulk import akses_pribadi
from documents import tulisan
from models.base import Record, db
from models.pesan import N_, Ditolak, Keliru, Pesan, SopError, rangkai
from models.waktu import WIB
from sop.access import Verb, explain

SEL_TERBANYAK = 5_000
BERTABRAKAN = "Sel ini sudah diubah orang lain."
TIDAK_DIKENAL = N_("Kiriman kisi ini tidak dikenal. Muat ulang halamannya, lalu coba lagi.")


@dataclass(frozen=True)
class Kolom:
    """A column of the grid; `jenis` is that of its form field, "" for one that is only read."""

    kunci: str
    judul: str
    jenis: str = ""
    css: str = ""
    pilihan: list[str] = field(default_factory=list)
    cari: bool = False
    wajib: bool = False


@dataclass(frozen=True)
class Baris:
    """A row: the text of each cell, and why it cannot be changed if it cannot."""

    id: int
    version: int
    nama: str
    sel: list[str]
    terkunci: str


@dataclass
class Masalah:
    """What stopped a cell: a sentence, and the stored text if another person has changed it meanwhile."""

    id: int
    kolom: str
    pesan: str
    kini: str | None = None


class GridRoutes(FromLabels):
    """The part of PanelView that shows a page of the list as a grid and saves its changed cells."""

    @expose("/kisi/")
    def grid_view(self) -> str:
        actor = saya()
        if not self.grid_offered():
            raise Ditolak("Anda tidak dapat mengubah {judul} sebagai kisi.", judul=self.model.JUDUL)
        page = daftar.page(self.model, actor, request.args, view=self)
        records = _records(self.model, [row.id for row in page.baris])
        form = borang.open_form(self._edit_form_class, self.model, actor, records[0] if records else None)  # type: ignore[attr-defined]
        hidden = akses_pribadi.columns(self.model)  # never in a sheet of cells
        columns = [_column(k.kunci, k.judul, k.css, form, hidden.union(self.model.BUKAN_SEL)) for k in page.kolom]
        rows = [self._row(record, columns, form, hidden) for record in records]
        return self.render(  # type: ignore[attr-defined,no-any-return]
            "admin/kisi.html", model=self.model, halaman=page, kolom=columns, baris=rows, kembali=self._list_address()
        )

    def grid_offered(self) -> bool:
        return self.fillable and self.allowed(Verb.UBAH)

    @expose("/kisi/simpan/", methods=("POST",))
    def grid_save(self) -> Any:
        """All changed cells or none: {"baris": [{"id", "version", "sel": {column: [text before, text now]}}]}."""
        if not self.grid_offered():
            raise Ditolak("Anda tidak dapat mengubah {judul} sebagai kisi.", judul=self.model.JUDUL)
        rows = _sent(request.get_json(silent=True))
        wrong: list[Masalah] = []
        done: list[tuple[Record, borang.Borang]] = []
        try:
            for id_, version, cells in rows:  # what is read for a row sends the one before to the database
                record, form = self._fill_row(id_, version, cells, wrong)
                if form is not None:
                    done.append((record, form))
            if not wrong:
                db.session.commit()
                for record, form in done:
                    self.after_model_change(form, record, False)  # type: ignore[attr-defined]
        except (IntegrityError, DataError, StatementError) as error:
            sentence, status = galat.explain(error)
            if status == 500:
                raise
            db.session.rollback()
            return jsonify(pesan=sentence, sel=[]), status
        if wrong:
            return _refusal(wrong)
        saved = {
            r.id: {"version": r.version, "sel": {key: text_of(form[key], getattr(r, key)) for key in cells}}
            for (_, _, cells), (r, form) in zip(rows, done, strict=True)
        }
        return jsonify(pesan=_saved_words(rows), baris=saved)

    def _fill_row(
        self, id_: int, version: int, cells: Mapping[str, tuple[str, str]], wrong: list[Masalah]
    ) -> tuple[Record, borang.Borang | None]:
        """The same beats as the form: policy, lock, version, fields, rules; what is wrong is named cell by cell."""
        record: Record = self.get_for(Verb.UBAH, str(id_))  # type: ignore[attr-defined]
        db.session.refresh(record, with_for_update=True)
        form_class, hidden = self.form_of(record), akses_pribadi.columns(self.model)  # type: ignore[attr-defined]
        whole = borang.open_form(form_class, self.model, saya(), record, hidden=hidden)
        typed = (f for f in whole.isian() if f.name not in self.model.BUKAN_SEL)
        fields = {f.name: f for f in typed if not isinstance(f, isian.IsianBerkas)}
        if unknown := [key for key in cells if key not in fields]:
            raise Ditolak("Kolom “{kolom}” tidak dapat diubah.", kolom=unknown[0][:40])

        for key, (before, after) in cells.items():
            now = text_of(fields[key], getattr(record, key))
            if version != record.version and now not in (before, after):
                wrong.append(Masalah(id_, key, BERTABRAKAN, now))
        sent = MultiDict({key: to_sent(fields[key], after) for key, (_, after) in cells.items()})
        form = borang.open_form(form_class, self.model, saya(), record, sent, hidden=hidden)
        for f in form.isian():
            if f.name not in cells:
                del form[f.name]
        sentence, first = self._checked(form, whole, record), next(iter(cells))
        for f in form.isian():
            if f.errors:
                wrong.append(Masalah(id_, f.name if f.name in cells else first, rangkai(" ", f.errors)))
        if sentence:
            wrong.append(Masalah(id_, first, sentence))
        return record, None if wrong else form

    def _row(self, record: Record, columns: list[Kolom], form: borang.Borang, hidden: frozenset[str]) -> Baris:
        cells = []
        for column in columns:
            f = form._fields.get(column.kunci)
            if column.jenis and f is not None:
                cells.append(text_of(f, getattr(record, column.kunci)))
            else:
                cells.append(tulisan.TERTUTUP if column.kunci in hidden else self.text(record, column.kunci))
        refused = explain(saya(), Verb.UBAH, record)
        return Baris(record.id, record.version, str(record), cells, refused or "")

    def _checked(self, form: borang.Borang, whole: borang.Borang, record: Record) -> str:
        """Fill and ask the rules; a sentence that belongs to no field, or none.

        Only the changed fields are judged and written; a class that asks for the others finds them as they are stored.
        """
        if not form.validate():
            return ""
        try:
            form.populate_obj(record)
            borang.put_back(form, whole)
            self._on_model_change(form, record, False)  # type: ignore[attr-defined]
        except SopError as error:
            return error.pesan
        except ValidationError as error:
            return str(error)
        return ""

    def _list_address(self) -> str:
        query = request.query_string.decode()
        return self.url_of() + (f"?{query}" if query else "")  # type: ignore[attr-defined,no-any-return]


def _records(model: type[Record], ids: list[int]) -> list[Record]:
    found = {r.id: r for r in db.session.scalars(db.select(model).where(model.id.in_(ids)))}
    return [found[i] for i in ids if i in found]


def _column(key: str, title: str, css: str, form: borang.Borang, hidden: frozenset[str]) -> Kolom:
    f = form._fields.get(key)
    if f is None or key in hidden or not isinstance(f, isian.Isian) or isinstance(f, isian.IsianBerkas):
        return Kolom(key, title, css=css)
    words = [name for _, name in f.pilihan] if getattr(f, "pilihan", None) else []
    words = ["Ya", "Tidak"] if isinstance(f, isian.IsianCentang) else words
    lookup = isinstance(f, isian.IsianAcuan) and f.pilihan is None
    return Kolom(key, title, f.jenis, css, words, lookup, f.wajib)


def text_of(f: isian.Isian, value: Any) -> str:
    """A value as it stands in a cell and as a spreadsheet would hold it; `to_sent` reads it back."""
    if value is None or value == "":
        return ""
    if isinstance(f, isian.IsianPilih | isian.IsianAcuan | isian.IsianCentang):
        return f.show(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(WIB):%d-%m-%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return f.write(value)


def to_sent(f: isian.Isian, text: str) -> str:
    """The text of a cell as the field of the form expects it: a name in a list becomes its value."""
    text = text.strip() if not isinstance(f, isian.IsianPanjang) else text
    options = getattr(f, "pilihan", None)
    if isinstance(f, isian.IsianCentang):
        return "1" if text.lower() in ("ya", "1", "benar", "true") else ""
    if options:
        return next((value for value, name in options if text.lower() in (name.lower(), value.lower())), text)
    return text


def _sent(body: Any) -> list[tuple[int, int, dict[str, tuple[str, str]]]]:
    """The rows of the body, or a sentence: nothing else than what the grid sends is understood."""
    try:
        rows = [
            (int(r["id"]), int(r["version"]), {str(k): _pair(v) for k, v in r["sel"].items()}) for r in body["baris"]
        ]
    except (TypeError, KeyError, ValueError, AttributeError):
        raise Keliru(TIDAK_DIKENAL) from None
    rows = [r for r in rows if r[2]]
    if not rows:
        raise Keliru("Belum ada sel yang diubah. Ubah dahulu selnya, lalu simpan.")
    if sum(len(r[2]) for r in rows) > SEL_TERBANYAK or len({r[0] for r in rows}) != len(rows):
        raise Keliru(TIDAK_DIKENAL)
    return rows


def _pair(value: Any) -> tuple[str, str]:
    before, after = value
    if not isinstance(before, str) or not isinstance(after, str):
        raise TypeError
    return before, after


def _refusal(wrong: list[Masalah]) -> tuple[Response, int]:
    db.session.rollback()
    clash = sum(m.kini is not None for m in wrong)
    words = Pesan("Belum ada yang disimpan: {n} sel perlu diperiksa.", n=len(wrong))
    words += Pesan(" {n} di antaranya sudah diubah orang lain.", n=clash) if clash else ""
    cells = [{"id": m.id, "kolom": m.kolom, "pesan": m.pesan, "kini": m.kini} for m in wrong]
    return jsonify(pesan=words, sel=cells), 409 if clash else 400


def _saved_words(rows: list[tuple[int, int, dict[str, tuple[str, str]]]]) -> str:
    return Pesan("Tersimpan: {n} sel pada {baris} baris.", n=sum(len(r[2]) for r in rows), baris=len(rows))
