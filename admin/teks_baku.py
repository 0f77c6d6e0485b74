"""Usual texts beside the long fields of a form, with the names that they use filled in."""

from __future__ import annotations

from admin import borang, isian
from bulk.daftar import saring
from documents import kepala
from models import teks
from models.base import Record, db
from models.musrenbang import Musrenbang
from models.teks_baku import ISTILAH, TeksBaku


def attach(form: borang.Borang, model: type[Record], record: Record | None) -> None:
    """Give each long field its texts: (title, text as it is inserted)."""
    fields = [f for f in form.isian() if isinstance(f, isian.IsianPanjang)]
    found = TeksBaku.untuk_kind(model.__tablename__) if fields else {}
    if not found:
        return
    names = _names(form, record)
    for field in fields:
        field.baku = [(one.judul, teks.isi(one.isi, names)) for one in found.get(field.name, ())]


def _names(form: borang.Borang, record: Record | None) -> dict[str, str]:
    """Of the Musrenbang in the form or of the record; where there is none, the names stand as they are written."""
    field = form._fields.get("musrenbang_id")
    id_ = getattr(field, "data", None) or getattr(record, "musrenbang_id", None) or saring.newest_running()
    found = db.session.get(Musrenbang, id_) if id_ else None
    return kepala.istilah(found) if found else {name: f"{{{name}}}" for name in ISTILAH}
