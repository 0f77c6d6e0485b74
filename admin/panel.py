"""PanelView: the one base of every screen. Policy, row scope, version check, clean errors and the form of each kind."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, g, jsonify, redirect, request
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from flask_admin.helpers import get_form_data, is_form_submitted
from sqlalchemy.exc import StatementError
from sqlalchemy.orm.exc import StaleDataError
from wtforms import ValidationError

from admin import borang, cetak, daftar, galat, isian, kabar, rincian, teks_baku, unggah
from admin.bahasa import flash
from admin.cetak import PrintRoutes
from admin.ekspor import ExportRoutes
from admin.from_labels import FromLabels
from admin.gerak import MoveRoutes
from admin.kisi import GridRoutes
from admin.massal import BulkRoutes
from admin.masuk import saya
from admin.page import PageView
from admin.saringan import FilterRoutes, twins_url
from admin.ubah import EditManyRoutes
from bulk import akses_pribadi, pulih
from bulk.daftar import acuan
from bulk.impor import siap
from models import kolom
from models.akses_pribadi import CaraAkses
from models.baca import TIDAK_ADA, read_id
from models.base import Record, db, kinds, slug
from models.berkas import Berkas, utuh
from models.pesan import N_, Ditolak, Keliru, Pesan, SopError, TidakAda
from models.usulan import Usulan
from models.waktu import sekarang
from sop import petunjuk
from sop.access import Verb, explain, may, peran_dengan

OWN_FILES = {"dokumen", "operasi"}  # kinds whose files the panel writes, besides their scans
TOLAK = N_("Anda tidak berwenang melakukan ini pada {judul}.")
BENTROK = Pesan(
    ", jadi isian Anda belum disimpan. Di bawah tiap isian yang berbeda tertulis nilainya sekarang. Periksa, lalu "
    "simpan lagi."
)


PAGES = {"details_view": "can_view_details", "export": "can_export"}  # Flask-Admin's switches of a page
# What a person can mend, or has to be told; everything else is an error of the program.
REFUSALS = (Keliru, Ditolak, StaleDataError, StatementError)


class PanelView(  # type: ignore[misc]
    MoveRoutes, BulkRoutes, EditManyRoutes, PrintRoutes, GridRoutes, FilterRoutes, ExportRoutes, FromLabels, ModelView
):
    """One kind of record on the screen. A kind that needs more than its labels say has a class in a file of its own.

    It is Flask-Admin's ModelView: attributes and methods of its manual hold here, within policy, diary and clash check
    (the table in ARCHITECTURE.md).
    """

    fast_mass_delete = True  # as an operation; else row by row through delete_model
    details_template = "admin/rincian.html"
    list_template = "admin/daftar.html"
    form_template = "admin/borang.html"

    def __init__(self, model: type[Record], category: str | None = None, endpoint: str = "") -> None:
        endpoint = endpoint or model.__tablename__
        super().__init__(model, db, name=model.JUDUL, category=category, endpoint=endpoint, url=f"/{slug(endpoint)}")

    def scaffold_auto_joins(self) -> list[Any]:
        return []  # lists read columns, and names by one query a page

    _run_view = PageView._run_view

    def is_accessible(self) -> bool:
        return may(saya(), Verb.BACA, self.model)

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        raise Ditolak(TOLAK, judul=self.model.JUDUL)

    def _handle_view(self, name: str, **kwargs: Any) -> Any:
        if name in PAGES and not getattr(self, PAGES[name]):
            return self.inaccessible_callback(name)
        return super()._handle_view(name, **kwargs)

    def url_of(self, page: str = "", **args: Any) -> str:
        """An address of this kind: `url_of("details/", id=3)`."""
        query = "?" + urlencode({k: v for k, v in args.items() if v not in (None, "")}) if args else ""
        return f"{self.url}/{page}{query}"

    # --- fetching is the permission check -----------------------------------------------------------------------------

    def get_one(self, id: Any) -> Record | None:
        """The row that `get_query` reaches; a wrong, foreign or unreadable id does not exist."""
        id_ = read_id(str(id) if id is not None else None)
        return self.get_query().where(self.model.id == id_).first()  # type: ignore[no-any-return]

    def get_or_404(self, id: Any) -> Record:
        """The row of `get_one`, if this person may read it."""
        record = self.get_one(id)
        if record is None or not may(saya(), Verb.BACA, record):
            raise TidakAda(TIDAK_ADA)
        return record

    def get_for(self, verb: Verb, id: Any) -> Record:
        """The row if this person may do `verb` with it; the refusal says why."""
        record = self.get_or_404(id)
        if not may(saya(), verb, record) or not self.switched_on(verb):
            raise Ditolak(explain(saya(), verb, record) or TOLAK, judul=self.model.JUDUL)
        if record.deleted_at is not None and verb is Verb.UBAH:
            raise SopError("Data ini sudah dihapus. Pulihkan dahulu sebelum mengubahnya.")
        return record

    def get_list(
        self,
        page: int | str | None,
        sort_column: str | None,
        sort_desc: bool,
        search: str | None,
        filters: Any,
        execute: bool = True,
        page_size: int | None = None,
    ) -> tuple[int, Any]:
        """(how many rows match, those of the page). `page` is the place that an address names, or a number from 0."""
        return daftar.listed(self.model, saya(), self.spec, page, sort_column, sort_desc, search, filters, page_size)

    # --- list ---------------------------------------------------------------------------------------------------------

    @expose("/")
    def index_view(self) -> Any:
        actor = saya()
        page = daftar.page(self.model, actor, request.args, lenient=True, view=self)
        html = self.render(
            self.list_template,
            model=self.model,
            halaman=page,
            tindakan=[*self.bulk_offers(page.dihapus), *self.action_offers(page.dihapus)] if page.baris else [],
            cetakan=cetak.offers(self.model, saya()) if page.baris and not page.dihapus else [],
            boleh_buat=self.fillable and self.allowed(Verb.BUAT),
            boleh_kisi=not page.dihapus and self.grid_offered(),
            impor_url=self.can_create and siap.alamat(self.model.__tablename__, actor, page.saringan.tetap),
            ganda_url=twins_url(page) if self.model is Usulan and may(actor, Verb.UBAH, Usulan) else None,
            kini=request.full_path,
            **({} if page.baris else self._how_to_fill()),
            **self.filter_context(page),
        )
        return html, 400 if page.galat or page.saringan.salah else 200

    def _how_to_fill(self) -> dict[str, Any]:
        """For an empty list: the step of the SOP, and who writes here."""
        writers = [role.judul for role in peran_dengan(Verb.BUAT, self.model)] if self.fillable else []
        return {"petunjuk": petunjuk.untuk(self.model), "pengisi": writers}

    @expose("/ajax/lookup/")
    def ajax_lookup(self) -> Response:
        """At most 20 rows of this kind, or of the kind its column `field` refers to: {"hasil": [{"id", "teks"}]}."""
        target: type[Record] | None = self.model
        if name := request.args.get("field"):
            found = kolom.labelled(self.model).get(name)
            target = kinds().get(kolom.target_of(found[0]) or "") if found else None
        if target is None:
            raise TidakAda(TIDAK_ADA)
        if not may(saya(), Verb.BACA, target):
            raise Ditolak(TOLAK, judul=target.JUDUL)
        rows = acuan.look_up(target, saya(), request.args.get("q", "")[:100])
        return jsonify(hasil=[{"id": id_, "teks": f"{name} (#{id_})"} for id_, name in rows])

    @expose("/ajax/update/", methods=("POST",))
    def ajax_update(self) -> Any:
        """No column is changed in a list, the grid is for that; Flask-Admin's own would ask for no right."""
        raise TidakAda("Kolom ini tidak dapat diubah langsung dari daftar.")

    # --- create and edit ----------------------------------------------------------------------------------------------

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Any:
        if not self.allowed(Verb.BUAT):
            raise Ditolak(TOLAK, judul=self.model.JUDUL)
        form = self.create_form()
        if not is_form_submitted():
            self._check_parent(form)
            return self._show_form(form, None)
        record = self.create_model(form) if self.validate_form(form) else None
        if not record:
            return self._show_form(form, None, self._status_of(form))
        flash(kabar.one_more(record) if "lagi" in request.form else kabar.saved(record, saya(), True), "baik")
        if "lagi" in request.form:
            return redirect(self.url_of("new/", **request.args.to_dict()))
        return redirect(self.get_save_return_url(record, is_created=True))

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> Any:
        record = self.get_for(Verb.UBAH, request.args.get("id"))
        form, id_ = self.edit_form(record), record.id
        if not is_form_submitted():
            self.on_form_prefill(form, id_)
            return self._show_form(form, record)
        stale = self._is_stale(form, record)
        if stale or not self.validate_form(form):
            return self._show_form(form, record, 409 if stale else 400, stale)
        if not self.update_model(form, record):
            stale = isinstance(g.get("refusal"), StaleDataError)  # saved by another between our reading and our writing
            return self._show_form(form, self.get_or_404(id_), 409 if stale else self._status_of(form), stale)
        flash(kabar.saved(record, saya(), False), "baik")
        return redirect(self.get_save_return_url(record))

    def create_form(self, obj: Any = None) -> borang.Borang:
        cls, hidden = self._create_form_class, self._hidden(None)
        return borang.open_form(cls, self.model, saya(), None, get_form_data(), request.args, hidden)

    def edit_form(self, obj: Any = None) -> borang.Borang:
        return borang.open_form(self.form_of(obj), self.model, saya(), obj, get_form_data(), hidden=self._hidden(obj))

    def form_of(self, record: Record | None) -> type[borang.Borang]:
        """The form of a row; a kind whose rows differ in what they hold has more than one."""
        return self._edit_form_class  # type: ignore[no-any-return]

    def form_extra(self, record: Any) -> dict[str, Any]:
        """What stands beside the form of a kind."""
        return {}

    # create_model and update_model are Flask-Admin's: fill the form in, ask what follows here, commit, tell afterwards.

    def _on_model_change(self, form: Any, model: Record, is_created: bool) -> None:
        """What a class does on a change, and around it the policy and the rules of the record; an error undoes all."""
        with db.session.no_autoflush:
            if is_created:
                db.session().enable_relationship_loading(model)
            super()._on_model_change(form, model, is_created)
            if reason := explain(saya(), Verb.BUAT if is_created else Verb.UBAH, model):
                raise Ditolak(reason)
            borang.check(form, model)

    def delete_model(self, model: Record) -> bool:
        """Marks the record as deleted: the diary keeps it, and it can be brought back."""
        try:
            self.on_model_delete(model)
            model.deleted_at = sekarang()
            db.session.commit()
        except Exception as error:
            if not self.handle_view_exception(error):
                raise
            db.session.rollback()
            return False
        self.after_model_delete(model)
        return True

    def handle_view_exception(self, exc: Exception) -> bool:
        """What a person can mend is kept for the answer (`_status_of`); anything else is raised."""
        exc = Keliru(str(exc)) if isinstance(exc, ValidationError) else exc
        if not isinstance(exc, REFUSALS):
            raise exc
        g.refusal = exc
        return True

    def _status_of(self, form: borang.Borang) -> int:
        """The status of a form that was not stored; the sentence stands beside its field, or above the form."""
        error = g.pop("refusal", None)
        if error is None:
            return 400
        sentence, status = (error.pesan, error.status) if isinstance(error, SopError) else galat.explain(error)
        if status == 500:
            raise error
        if not form.add_error(getattr(error, "kolom", None), sentence) and sentence:
            flash(sentence, "salah")
        return status

    def get_save_return_url(self, model: Any, is_created: bool = False) -> str:
        """Where one goes after saving: a part leads back to the whole."""
        if model.INDUK:
            column = self.model.__mapper__.columns[model.INDUK]
            return f"/{slug(kolom.target_of(column) or '')}/details/?id={getattr(model, model.INDUK)}"
        return self.url_of("details/", id=model.id) if self.can_view_details else self.url_of()

    def _check_parent(self, form: borang.Borang) -> None:
        """No form for a part that its whole cannot take any more: better said before the typing than after."""
        parent = self.model.INDUK
        if parent and request.args.get(parent) and form[parent].data:
            reason = explain(saya(), Verb.BUAT, self.model(**{parent: form[parent].data}))
            if reason:
                raise Ditolak(reason)

    def _hidden(self, record: Record | None) -> frozenset[str]:
        """Fields that are not in the form, so they keep what they hold: personal ones without the right to them, and
        those of a stored record that hold something, as long as they were not opened for this form."""
        personal = akses_pribadi.columns(self.model)
        if not may(saya(), Verb.PRIBADI, record or self.model):
            return personal
        held = {key for key in personal if record is not None and getattr(record, key) not in (None, "")}
        return frozenset(held - set(request.form))

    def _is_stale(self, form: borang.Borang, record: Record) -> bool:
        return str(form.version.data) != str(record.version)

    def _show_form(
        self, form: borang.Borang, record: Record | None, status: int = 200, stale: bool = False, shown: bool = False
    ) -> Any:
        latest = clash = None
        if stale and record is not None:
            form.validate()
            form.version.data = record.version
            for field in form.isian():
                if field.pribadi:
                    continue  # what another person wrote meanwhile is shown on the record's page, and that is logged
                if field.data != getattr(record, field.name) and not isinstance(field, isian.IsianBerkas):
                    field.kini = field.show(getattr(record, field.name))
            latest, clash = kabar.last_change(record), kabar.stale(record, saya(), BENTROK)
        teks_baku.attach(form, self.model, record)
        context = {"model": self.model, "borang": form, "record": record, "bentrok": clash}
        context["petunjuk"] = petunjuk.untuk(self.model)
        held = () if record is None or shown else self._hidden(record)
        covered = [key for key in held if key in self._edit_form_class()._fields]
        if covered and may(saya(), Verb.PRIBADI, record or self.model):
            context["tertutup"] = akses_pribadi.titles(self.model, covered)
        if shown:  # this page has the address of the revealing, and saves at that of the form
            context["aksi"] = self.url_of("edit/", id=getattr(record, "id", None))
        context |= {"terakhir": latest, "batal": self._back(record), **self.form_extra(record)}
        html = self.render(self.form_template, **context)
        return html, status

    def _back(self, record: Record | None) -> str:
        if record is not None and self.can_view_details:
            return self.url_of("details/", id=record.id)
        parent = self.model.INDUK
        if parent and request.args.get(parent, "").isdecimal():
            kind = kolom.target_of(self.model.__mapper__.columns[parent]) or ""
            return f"/{slug(kind)}/details/?id={request.args[parent]}"
        return self.url_of()

    # --- details, delete, restore, files ------------------------------------------------------------------------------

    @expose("/details/")
    def details_view(self) -> str:
        return self._show_details(self.get_or_404(request.args.get("id")))

    def _show_details(self, record: Record, shown: bool = False, **more: Any) -> str:
        context = {**rincian.context(record, saya(), shown, self), **self.details_extra(record), **more}
        return self.render(self.details_template, record=record, model=self.model, **context)  # type: ignore[no-any-return]

    @expose("/pribadi/", methods=("POST",))
    def reveal_view(self) -> Any:
        """The personal values of one record, on its page or in its form (`ke`): a deliberate act, written down."""
        record = self.get_for(Verb.PRIBADI, request.form.get("id"))
        to_edit = request.form.get("ke") == "ubah"
        if to_edit:
            self.get_for(Verb.UBAH, record.id)
        akses_pribadi.of_one(saya(), CaraAkses.UBAH if to_edit else CaraAkses.TAMPIL, record)
        db.session.commit()
        if not to_edit:
            return self._show_details(record, shown=True)
        return self._show_form(borang.open_form(self.form_of(record), self.model, saya(), record), record, shown=True)

    def details_extra(self, record: Any) -> dict[str, Any]:
        """What a kind with a page of its own adds to the details."""
        return {}

    @expose("/delete/", methods=("POST",))
    def delete_view(self) -> Any:
        record = self.get_for(Verb.HAPUS, request.form.get("id"))
        if request.form.get("version") != str(record.version):
            advice = Pesan(". Periksa dahulu sebelum menghapusnya.")
            raise SopError(kabar.stale(record, saya(), advice))
        id_ = record.id
        if not self.delete_model(record):
            if error := g.pop("refusal", None):
                raise error
            return redirect(self.url_of("details/", id=id_))
        flash(kabar.deleted(record), "baik")
        return redirect(self.get_save_return_url(record) if record.INDUK else self.url_of())

    def unproven(self) -> Pesan | None:
        """Why whoever sits here may not give what this kind gives; None: nothing is asked of them first."""
        return None

    @expose("/restore/", methods=("POST",))
    def restore_view(self) -> Any:
        record = self.get_for(Verb.HAPUS, request.form.get("id"))
        if record.deleted_at is None:
            raise SopError("Data ini tidak dihapus, jadi tidak ada yang perlu dipulihkan.")
        if wrong := self.unproven():
            return self._show_details(self.get_for(Verb.HAPUS, record.id), galat=wrong), 400
        pulih.restore(record, saya())
        db.session.commit()
        flash(kabar.restored(record, saya()), "baik")
        return redirect(self.url_of("details/", id=record.id))

    @expose("/file/<column>/")
    def file_view(self, column: str) -> Response:
        """A file through the record that it belongs to, so that the record's rights guard it."""
        record = self.get_or_404(request.args.get("id"))
        found = kolom.labelled(self.model).get(column)
        if found is None or kolom.target_of(found[0]) != "berkas" or getattr(record, column) is None:
            raise TidakAda(TIDAK_ADA)
        if found[1].pribadi and not may(saya(), Verb.PRIBADI, record):
            raise Ditolak(TOLAK, judul=self.model.JUDUL)
        row = db.session.get_one(Berkas, getattr(record, column))
        name, mime, isi = row.nama, row.mime, utuh(row, getattr(record, "sha256", None))
        akses_pribadi.opened(saya(), record, column)
        own = record.kind in OWN_FILES and not found[1].pindaian
        return unggah.serve(name, mime, isi, "unduh" in request.args, own=own)
