"""The rows of a list as finished markup: a template that prints six hundred cells takes longer than the database.

Everything is escaped here, once per cell; what depends on the column alone is made once per column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from sqlalchemy import Boolean, Column, Enum, Integer

from admin import bahasa, tampil
from admin.from_labels import FromLabels
from bulk.daftar import acuan
from documents import tulisan
from models import cari, kolom
from models.base import Label, Record, kinds, slug


@dataclass(frozen=True, slots=True)
class Baris:
    """One row: `isi` are its cells."""

    id: int
    nama: str
    isi: Markup
    dihapus: bool
    version: int


def rows_of(
    model: type[Record],
    columns: Mapping[str, tuple[Column[Any], Label]],
    rows: list[Any],
    mark: Callable[[str], str] = str,
    view: FromLabels | None = None,
) -> list[Baris]:
    """`rows` as `halaman.columns_of` gives them; `mark` may put marks into the text of a cell.

    `view`: the screen that shows them, which may write a column in a way of its own.
    """
    if not rows:
        return []
    values = dict(zip(rows[0]._fields, zip(*rows, strict=True), strict=True))
    ids = values["k_id"]
    link = model.NAMA if model.NAMA in columns else next((k for k in columns if k != "urutan"), "")
    href, searched, own = f"/{slug(model.__tablename__)}/details/?id=", cari.dicari(model), {}
    if view is not None:
        own, href = view.texts(columns), f"{view.url}/details/?id="
        link = link if view.can_view_details else ""
        searched = view.spec.search if view.spec.search is not None else searched
    cells = []
    for key, (column, label) in columns.items():
        links = (f'<a href="{href}{id_}">' for id_ in ids) if key == link else None
        if key in own:
            cells.append(_own(column, label, own[key](ids), links))
            continue
        write = _writer(column, label, values[f"k_{key}"])
        marked = mark if key in searched else str  # a number that nobody searched for is no hit
        cells.append(_cells(key, column, label, values[f"k_{key}"], write, marked, links))
    joined = map("".join, zip(*cells, strict=True))
    names = _names(model, values)
    kept = zip(ids, names, joined, values["k_deleted_at"], values["k_version"], strict=True)
    return [Baris(id_, name, Markup(html), gone is not None, version) for id_, name, html, gone, version in kept]  # noqa: S704


def _own(column: Any, label: Label, texts: Sequence[Any], links: Iterator[str] | None) -> list[str]:
    """The cells of a column that a screen writes in its own way; what is not marked as safe is escaped."""
    begin = f'<td class="{tampil.css_of(column)}" data-l="{escape(bahasa.terjemah(label.teks))}">'
    html = [escape(tulisan.KOSONG if text is None or text == "" else text) for text in texts]
    if links is None:
        return [f"{begin}{one}</td>" for one in html]
    return [f"{begin}{next(links)}{one}</a></td>" for one in html]


def body(rows: list[Baris], choose: str) -> Markup:
    """The rows of a table; with `choose` (the word for it) each begins with a box to tick."""
    word, found = escape(bahasa.terjemah(choose)), []
    for row, name in zip(rows, _escaped([row.nama for row in rows]), strict=True):
        begin = '<tr class="dihapus">' if row.dihapus else "<tr>"
        if choose:
            label = f'aria-label="{word} {name}"'
            begin += f'<td class="pilih"><input type="checkbox" name="rowid" value="{row.id}" {label}></td>'
        found.append(f"{begin}{row.isi}</tr>")
    return Markup("".join(found))  # noqa: S704  # every piece is escaped


def _escaped(texts: list[str]) -> list[str]:
    """Each text escaped: a whole column by one call, unless a text holds the separator."""
    parts = str(escape(PISAH.join(texts))).split(PISAH) if texts else []
    return parts if len(parts) == len(texts) else [str(escape(text)) for text in texts]


def _cells(
    key: str,
    column: Column[Any],
    label: Label,
    values: tuple[Any, ...],
    write: Callable[[Any], str],
    mark: Callable[[str], str],
    links: Iterator[str] | None,
) -> list[str]:
    """The cells of one column; what many rows share is written once."""
    if links is None and isinstance(column.type, BERULANG):
        several = list(set(values))
        once = dict(zip(several, _written(key, column, label, several, write, mark), strict=True))
        return [once[value] for value in values]
    return _written(key, column, label, values, write, mark, links)


def _written(
    key: str,
    column: Column[Any],
    label: Label,
    values: Sequence[Any],
    write: Callable[[Any], str],
    mark: Callable[[str], str],
    links: Iterator[str] | None = None,
) -> list[str]:
    css, title = tampil.css_of(column), escape(bahasa.terjemah(label.teks))
    full, bare = (f'<td class="{c}" data-l="{title}">' for c in (css, f"{css} hampa"))
    empty = f"{bare}{tulisan.KOSONG}</td>"
    texts = [tulisan.KOSONG if value is None or value == "" else write(value) for value in values]
    safe = _escaped(texts) if mark is str else [str(escape(mark(text))) for text in texts]
    pairs = zip(texts, safe, strict=True)
    if label.pribadi:
        why = escape(bahasa.terjemah(tampil.covered(kinds()[column.table.name])))
        return [empty if t == tulisan.KOSONG else f'{full[:-1]} title="{why}">{html}</td>' for t, html in pairs]
    if links is not None:
        return [f"{full if t != tulisan.KOSONG else bare}{next(links)}{html}</a></td>" for t, html in pairs]
    if key in tampil.STATUS:
        tones = [tampil.tone(value) if value else "" for value in values]
        safe = [f'<span class="lencana {t}">{html}</span>' if t else html for t, html in zip(tones, safe, strict=True)]
        pairs = zip(texts, safe, strict=True)
    return [empty if text == tulisan.KOSONG else f"{full}{html}</td>" for text, html in pairs]


PISAH = "\0"  # no text of the database holds it
BERULANG = (Enum, Boolean, Integer)  # types whose values recur down a column: states, names of references, counts


def _writer(column: Column[Any], label: Label, values: tuple[Any, ...]) -> Callable[[Any], str]:
    if label.pribadi:  # in lists for everybody: it is shown record by record, and that is written down
        return lambda _value: tulisan.TERTUTUP
    if kind := kolom.target_of(column):
        known = acuan.names(kind, values)
        return lambda value: known.get(value, tulisan.KOSONG)
    write = tulisan.formatter(column)
    if bahasa.kini() == bahasa.BAWAAN:
        return write
    return lambda value: bahasa.terjemah(write(value))


def _names(model: type[Record], values: Mapping[str, tuple[Any, ...]]) -> list[str]:
    """What each row is called."""
    column = model.__table__.c.get(model.NAMA)
    write = tulisan.formatter(column) if column is not None else str
    found = values.get(f"k_{model.NAMA}") if model.NAMA != "id" else None
    ids = values["k_id"]
    if found is None:
        return [f"{model.JUDUL} {id_}" for id_ in ids]
    return [f"{model.JUDUL} {i}" if name is None else write(name) for i, name in zip(ids, found, strict=True)]
