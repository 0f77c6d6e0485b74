"""Forms from labels: which field a column gets, what it starts with, and how a filled form becomes a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Integer, Numeric, String, Time
from wtforms import Form, HiddenField

from admin import isian
from bulk.daftar import saring
from documents import tulisan
from models import bawaan, berkas, kolom, riwayat
from models.base import Label, Panjang, Record, Rupiah, UTCDateTime, db
from models.pesan import Keliru, Pesan, SopError
from models.teks_baku import NamaIsian, sasaran
from sop.access import Actor


class Borang(Form):  # type: ignore[misc]
    """`version` is the version of the record that the person saw; an older one is refused when saving."""

    version = HiddenField()

    def isian(self) -> list[isian.Isian]:
        return [field for field in self if isinstance(field, isian.Isian)]

    def others(self) -> list[Any]:
        """Fields of WTForms' own that a class has added to its form; they stand below the rest."""
        return [field for field in self if not isinstance(field, isian.Isian) and field is not self.version]

    def populate_obj(self, obj: Any) -> None:
        with db.session.no_autoflush:
            fill(self, obj)
            for field in self.others():
                field.populate_obj(obj, field.name)

    def bagian(self) -> list[tuple[str, list[isian.Isian]]]:
        """(title, fields) of each section in the order of the form; one without a title has ""."""
        return [(title, list(fields)) for title, fields in groupby(self.isian(), key=lambda f: f.bagian)]

    @property
    def salah(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) of everything that is wrong, for the top of the page."""
        named = [(f, f.judul) for f in self.isian()] + [(f, f.label.text) for f in self.others()]
        return [(f.id, Pesan("{a}: {b}", a=name, b=error)) for f, name in named for error in f.errors]

    def add_error(self, column: str | None, sentence: str) -> bool:
        """Put a sentence beside its field; False if the form has no such field."""
        field = self._fields.get(column or "")
        if field is None:
            return False
        field.errors = [*field.errors, sentence]
        return True


def scaffold(
    model: type[Record],
    columns: Mapping[str, tuple[Column[Any], Label]] | None = None,
    args: Mapping[str, Mapping[str, Any]] | None = None,
    base: type[Borang] = Borang,
) -> type[Borang]:
    """The form class of a kind: one field for each of these columns, or for all that people fill.

    `args`: what Flask-Admin's `form_args` say of a field, laid over what its label says.
    """
    labelled, sections = kolom.labelled(model), {}
    section: str = ""
    for key, (_, label) in labelled.items():
        sections[key] = section = label.bagian or section
    fields: dict[str, Any] = {}
    for key, (column, label) in (labelled if columns is None else columns).items():
        if label.isian and (field := field_of(column, label)) is not None:
            given = {_WORDS.get(k, k): v for k, v in ((args or {}).get(key) or {}).items()}
            field.kwargs |= {"bagian": sections[key], "pribadi": label.pribadi, "uraian": label.uraian, **given}
            fields[key] = field
    return type(f"Borang{model.__name__}", (base,), fields)


_WORDS = {"description": "bantuan"}  # what WTForms calls it, and a field of ours


@cache
def has_fields(cls: type[Borang]) -> bool:
    """Whether people can fill anything in it; asked by every list, so answered once."""
    return bool(cls().isian())


def field_of(column: Column[Any], label: Label) -> Any:
    """The field for a column, by its type; None for a type that no form can fill (JSON, bytes)."""
    kind = column.type
    wajib = not column.nullable and column.default is None and column.server_default is None
    common: dict[str, Any] = {"label": label.teks, "bantuan": label.bantuan, "wajib": wajib}
    if target := kolom.target_of(column):
        return isian.IsianBerkas(**common) if target == "berkas" else isian.IsianAcuan(**common, kind=target)
    if isinstance(kind, Enum):
        words = [(str(m.value), tulisan.word(m)) for m in kind.enum_class or ()]
        return isian.IsianPilih(**common, pilihan=words, member=kind.enum_class)
    if isinstance(kind, NamaIsian):
        return isian.IsianPilih(**common, pilihan=[(k, str(words)) for k, words in sasaran().items()])
    if isinstance(kind, Boolean):
        if not column.nullable:
            return isian.IsianCentang(label=label.teks, bantuan=label.bantuan)
        return isian.IsianPilih(**common, pilihan=[("ya", "Ya"), ("tidak", "Tidak")], member=lambda text: text == "ya")
    if isinstance(kind, Numeric):
        return isian.IsianDesimal(**common, angka=kind.precision or 16, pecahan=kind.scale or 0)
    for python_type, make in _BY_TYPE.items():
        if isinstance(kind, python_type):
            return make(**common)
    if isinstance(kind, Panjang):
        return isian.IsianPanjang(**common, maks=kind.impl.length or 20_000)  # type: ignore[attr-defined]
    return isian.Isian(**common, maks=kind.length or 0) if isinstance(kind, String) else None


_BY_TYPE: dict[type[Any], Callable[..., Any]] = {
    Rupiah: isian.IsianRupiah,
    UTCDateTime: isian.IsianSaat,
    Date: isian.IsianTanggal,
    Time: isian.IsianJam,
    Integer: isian.IsianAngka,
}


def open_form(
    cls: type[Borang],
    model: type[Record],
    actor: Actor,
    record: Record | None = None,
    sent: Any = None,
    given: Mapping[str, str] | None = None,
    hidden: frozenset[str] = frozenset(),
) -> Borang:
    """A form that shows `record` or a new one, filled with what was sent. `given`: from the address (`?tim_id=3`)."""
    form = cls()
    for key in hidden & set(form._fields):
        del form[key]
    start = _start(form, model, record, given or {})
    musrenbang_id = start.get("musrenbang_id") or getattr(record, "musrenbang_id", None)
    for field in form.isian():
        if isinstance(field, isian.IsianAcuan):
            field.prepare(actor, musrenbang_id, start.get(field.name))
    form.process(formdata=sent, data={"version": record.version if record else None, **start})
    return form


def put_back(form: Borang, whole: Borang) -> None:
    """The fields that were taken out of `form`, as they stand in `whole`."""
    for name, field in whole._fields.items():
        if name not in form._fields:
            form._fields[name] = field
            setattr(form, name, field)


def _start(form: Borang, model: type[Record], record: Record | None, given: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the fields before anybody types."""
    if record is not None:
        return {f.name: getattr(record, f.name) for f in form.isian()}
    start: dict[str, Any] = {k: v for k, v in model.awal().items() if k in form._fields}
    usual: dict[str, Any] = {}  # of the column itself; what is known of this row goes before it
    for field in form.isian():
        default = model.__mapper__.columns[field.name].default
        if field.default is not None:
            usual[field.name] = field.default() if callable(field.default) else field.default
        elif default is not None and default.is_scalar:
            usual[field.name] = default.arg
        text = given.get(field.name, "")
        if text.isdecimal() and len(text) < 10 and isinstance(field, isian.IsianAcuan | isian.IsianAngka):
            start[field.name] = int(text)
        elif text and isinstance(field, isian.IsianPilih) and text in dict(field.pilihan):
            start[field.name] = field.member(text)
        elif text and isinstance(field, isian.IsianSaat):
            with suppress(SopError):
                start[field.name] = field.read(text)
    # Of a part (a role of an account) it is a limit, which nobody should get without having asked for it.
    if "musrenbang_id" in form._fields and "musrenbang_id" not in start and not model.INDUK:
        start["musrenbang_id"] = saring.newest_running()
    known = bawaan.dari(model.__tablename__, usual | start)
    return {**usual, **{k: v for k, v in known.items() if k in form._fields}, **start}


def fill(form: Borang, record: Record) -> None:
    """Write the form into the record. Files first: storing them flushes, and no record may be half filled then."""
    for field in form.isian():
        if isinstance(field, isian.IsianBerkas):
            field.data = field.keep(stored(field))
    for field in form.isian():
        column = record.__mapper__.columns[field.name]
        value = field.data
        if value is None and not column.nullable:
            if column.default is not None and not column.default.is_scalar:
                continue  # the model computes it when it is first saved
            value = column.default.arg if column.default is not None else ""
        if getattr(record, field.name) != value:
            setattr(record, field.name, value)


def stored(field: isian.IsianBerkas) -> int | None:
    """The id of the file of this field, stored if it was just sent."""
    if field.unggahan is None:
        return field.data  # type: ignore[no-any-return]
    row = berkas.simpan(*field.unggahan)
    with db.session.no_autoflush:
        db.session.add(row)
    db.session.flush([row])
    return row.id


def check(form: Borang, record: Record) -> None:
    """The record's own rules, beside the fields they speak of; all of them, not only the first."""
    with db.session.no_autoflush:
        record.lengkapi()
        wrong = riwayat.salah(record)
    general = [sentence for column, sentence in wrong if not form.add_error(column, sentence)]
    if wrong:
        raise Keliru(general[0] if general else "")
