"""Flask-Admin's words for a screen, computed from the labels of its kind wherever a class has not set them itself.

Whoever sets `column_list`, `form_args` and their like gets what Flask-Admin's manual says; the list, the form, the
details and the exports read these attributes. ARCHITECTURE.md has the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import func

from admin import bahasa, borang, tampil
from admin.masuk import saya
from bulk.daftar import acuan
from bulk.daftar.spec import UKURAN, VIRTUAL, Filter, ListSpec, of
from documents import tulisan
from models import cari, kolom
from models.base import Label, Record, db
from models.pesan import Keliru, Pesan
from sop.access import Verb, may, peran_dengan, scope

Columns = dict[str, tuple[Any, Label]]
Texts = Callable[[Sequence[int]], list[Any]]


def as_shown(view: Any, context: Any, record: Record, name: str) -> str:
    """The formatter of every column that a class gives none: the value as the panel writes it."""
    column, label = kolom.labelled(type(record))[name]
    value = getattr(record, name)
    if label.pribadi and value not in (None, ""):
        return tulisan.TERTUTUP
    if target := kolom.target_of(column):
        return acuan.name(target, value)
    return bahasa.terjemah(tulisan.cell(column, value))


def in_list(model: type[Record]) -> list[str]:
    """The columns that a list shows by itself."""
    labelled = kolom.labelled(model)
    return states_early([k for k, (_, label) in labelled.items() if label.daftar] or list(labelled)[:3])


def states_early(keys: Iterable[str]) -> list[str]:
    """The state is what people look for: it stands right after the name, not behind the last column."""
    keys = list(keys)
    found = [k for k in keys if k not in tampil.STATUS]
    found[2:2] = [k for k in keys if k in tampil.STATUS]
    return found


def in_form(model: type[Record]) -> list[str]:
    return [key for key, (_, label) in kolom.labelled(model).items() if label.isian]


def named(names: Iterable[Any] | None) -> list[str]:
    """Names, also where a class has written attributes of the model."""
    return [name if isinstance(name, str) else name.key for name in names or ()]


# What a class does not say, the labels do: attribute → what they say of a kind.
LISTS: dict[str, Callable[[type[Record]], Any]] = {
    "column_list": in_list,
    "column_details_list": lambda model: list(kolom.labelled(model)),
    "column_filters": lambda model: [key for key in kolom.labelled(model) if key in of(model).filterable],
    "column_searchable_list": cari.dicari,
    "column_sortable_list": lambda model: list(of(model).sortable),
    "column_default_sort": lambda model: model.URUT,
    "form_columns": in_form,
}
# The same for those that name a value for each column; what a class says of some of them is laid over it.
WORDS: dict[str, Callable[[Label], Any]] = {
    "column_labels": lambda label: label.teks,
    "column_descriptions": lambda label: label.bantuan,
    "column_formatters": lambda _label: as_shown,
    "form_args": lambda label: {"label": label.teks, "description": label.bantuan},
}
# Closed for everybody by a class that says so, or where nobody has the right; the policy then judges the person.
SWITCHES = {Verb.BUAT: "can_create", Verb.UBAH: "can_edit", Verb.HAPUS: "can_delete"}


class FromLabels:
    """The part of PanelView that says in Flask-Admin's words what the labels say of its kind."""

    model: type[Record]
    _computed: dict[str, Any]
    said: Mapping[str, dict[str, Any]] = {}  # what the class itself says, of WORDS
    can_view_details = can_export = can_set_page_size = True
    export_types = ("csv", "xlsx")
    form_base_class = borang.Borang
    page_size, page_size_options = UKURAN[0], UKURAN

    def _refresh_cache(self) -> None:
        view: Any = self
        before = self.__dict__.setdefault("_computed", {})  # what stands there since the last time, no class has said
        given = {name: getattr(view, name) for name in (*LISTS, *WORDS)}
        given = {name: said for name, said in given.items() if said is not None and said is not before.get(name)}
        own = given.keys() & LISTS.keys()
        for name in LISTS.keys() - own:
            before[name] = LISTS[name](self.model)
            setattr(view, name, before[name])
        self.said = {name: dict(given[name]) if name in given else self.said.get(name, {}) for name in WORDS}
        self._word(kolom.labelled(self.model), "column_labels", "column_descriptions", "column_formatters")
        self.columns = self._worded(named([*view.column_list, *view.column_details_list]))
        self._word(self.columns, "form_args")
        super()._refresh_cache()  # type: ignore[misc]
        self.spec = self._spec(own)
        self.fillable = borang.has_fields(view._create_form_class)
        for verb, switch in SWITCHES.items():
            setattr(view, switch, getattr(view, switch) and bool(peran_dengan(verb, self.model)))

    def _word(self, columns: Columns, *names: str) -> None:
        """Give each of these dictionaries what the labels say, with what the class says laid over it."""
        for name in names:
            found = {key: WORDS[name](label) for key, (_, label) in columns.items()}
            for key, word in self.said[name].items():
                found[key] = found.get(key, {}) | word if isinstance(word, dict) else word
            self._computed[name] = found
            setattr(self, name, found)

    def switched_on(self, verb: Verb) -> bool:
        """Flask-Admin's `can_create` and its like; a verb without one is left to the policy."""
        return getattr(self, SWITCHES.get(verb, ""), True)

    def allowed(self, verb: Verb) -> bool:
        """Has this screen the function, and this person the right to it?"""
        return self.switched_on(verb) and may(saya(), verb, self.model)

    def _worded(self, more: list[str]) -> Columns:
        """The columns in the words of this screen; it may show `more` that are no columns, by formatters of its own."""
        view: Any = self
        known = kolom.labelled(self.model)
        virtual = (VIRTUAL, Label(Pesan(""), Pesan(""), isian=False))
        found = {}
        for key in dict.fromkeys([*known, *more]):
            column, label = known.get(key, virtual)
            words = view.column_labels.get(key) or view._prettify_name(key)
            found[key] = (column, replace(label, teks=words, bantuan=view.column_descriptions.get(key, "")))
        return found

    def _spec(self, own: Set[str]) -> ListSpec:
        """What the floors below have to know of this screen; where it says nothing, what the labels say."""
        view: Any = self
        pairs = [named(c if isinstance(c, tuple) else (c, c)) for c in view.column_sortable_list]
        open_ = {key for key, (_, label) in kolom.labelled(self.model).items() if not label.pribadi}
        changes: dict[str, Any] = {
            "columns": self.columns,
            "filterable": frozenset(named(one for one in view.column_filters if not view.is_valid_filter(one))),
            "sortable": {key: by for key, by in pairs if by in open_},
            "filters": {f"flt{n}": self._filter(n, one) for n, one in enumerate(view._filters)},
            "size": view.page_size,
            "sizes": tuple(view.page_size_options) if view.can_set_page_size else (view.page_size,),
        }
        if "column_list" in own or view.column_exclude_list:
            changes["shown"] = tuple(key for key, _ in view._list_columns)
        if "column_searchable_list" in own:
            changes["search"] = tuple(key for key in named(view.column_searchable_list) if key in open_)
        if "column_default_sort" in own:
            first = view.column_default_sort
            first = first[0] if isinstance(first, list) else first
            key, down = first if isinstance(first, tuple) else (first, False)
            changes["order"] = (named([key])[0], down)
        if type(self).get_query is not FromLabels.get_query:
            changes["rows"] = lambda: self.get_query().with_entities(self.model.id).statement
        return replace(of(self.model), **changes)

    # --- filters ------------------------------------------------------------------------------------------------------

    def get_filters(self) -> list[Any]:
        """Those that a class has made itself; the filter of a column is the panel's own."""
        view: Any = self
        return [view.handle_filter(one) for one in view.column_filters if view.is_valid_filter(one)]

    def _filter(self, n: int, one: Any) -> Filter:
        view: Any = self

        def condition(typed: str) -> Any:
            if not one.validate(typed):
                raise Keliru("“{nilai}” bukan pilihan {nama}.", nilai=typed[:40], nama=one.name)
            query, *_ = view._apply_filters(db.session.query(self.model), None, {}, {}, [(n, one.name, typed)])
            return self.model.id.in_(query.with_entities(self.model.id).statement)

        options = one.get_options(view) or ()
        return Filter(one.name, tuple((str(value), str(text)) for value, text in options), condition)

    # --- the form -----------------------------------------------------------------------------------------------------

    def scaffold_form(self) -> type[borang.Borang]:
        """One field for each of `form_columns`, as `form_args` say; what has no label, or is a state, is in no form."""
        view: Any = self
        chosen = [key for key in named(view.form_columns) if key not in (view.form_excluded_columns or ())]
        columns = {key: self.columns[key] for key in chosen if self.columns[key][1].isian}
        return borang.scaffold(self.model, columns, view.form_args, view.form_base_class)

    # --- the rows -----------------------------------------------------------------------------------------------------

    def get_query(self) -> Any:
        """What this person may read of the kind; a class may narrow it for its lists, exports, details and forms."""
        return scope(db.session.query(self.model), saya(), self.model)  # type: ignore[arg-type]

    def get_count_query(self) -> Any:
        return self.get_query().with_entities(func.count(self.model.id))

    # --- cells --------------------------------------------------------------------------------------------------------

    def texts(self, keys: Iterable[str], suffix: str = "") -> dict[str, Texts]:
        """For the columns that a class writes in its own way: their texts, from the ids of rows.

        `suffix`: "", "_detail" or "_export", as Flask-Admin has it. A personal value stays covered.
        """
        formatters = getattr(self, f"column_formatters{suffix}")
        return {key: partial(self._texts, key, suffix) for key in keys if self._own_way(key, formatters)}

    def _own_way(self, key: str, formatters: Mapping[str, Any]) -> bool:
        return not self.columns[key][1].pribadi and (
            formatters.get(key) is not as_shown or key in self.column_choices  # type: ignore[attr-defined]
        )

    def _texts(self, key: str, suffix: str, ids: Sequence[int]) -> list[Any]:
        found = {r.id: r for r in db.session.scalars(db.select(self.model).where(self.model.id.in_(ids)))}
        return [self.text(found[id_], key, suffix) if id_ in found else "" for id_ in ids]

    def text(self, record: Record, key: str, suffix: str = "") -> Any:
        """A value through the formatters of this screen."""
        view: Any = self
        formatters, types = (getattr(view, f"column_{kind}{suffix}") for kind in ("formatters", "type_formatters"))
        return view._get_list_value(None, record, key, formatters, types)
