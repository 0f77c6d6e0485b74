"""What Flask-Admin's manual promises of a ModelView holds for a PanelView: one test for each hook, from the manual."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, flash
from flask_admin import expose
from flask_admin.actions import action
from flask_admin.contrib.sqla import ModelView, filters
from markupsafe import Markup
from wtforms import StringField, ValidationError
from wtforms.validators import Length

from admin import massal
from admin.panel import PanelView
from models.base import db
from models.pesan import Pesan
from models.ruang import Ruang
from models.transaksi import membaca
from sop import access
from tests.admin.layar import Layar, baris, salah, tabel, teks
from tests.conftest import AKAR

KABAR: list[tuple[Any, ...]] = []  # what a hook was told


class Kolom(PanelView):
    column_list = ("gedung", "nama", "muat")
    column_labels = {"nama": "Sebutan"}
    column_descriptions = {"nama": "Seperti pada pintunya"}
    column_formatters = {
        "nama": lambda view, context, model, name: Markup(f"<b>{model.nama}</b>"),
        "muat": lambda view, context, model, name: f"{model.kapasitas} kursi <{name}>",
    }


class Cari(PanelView):
    column_filters = ("gedung", filters.FilterLike(column=Ruang.alamat, name="Alamat memuat"))
    column_searchable_list = ("alamat",)
    column_sortable_list = ("kapasitas", ("gedung", "alamat"))
    column_default_sort = ("kapasitas", True)
    page_size = 2
    page_size_options = (2, 3)


class Isian(PanelView):
    form_columns = ("kapasitas", "nama")
    form_args = {
        "nama": {"label": "Sebutan ruang", "description": "Satu kata", "validators": [Length(max=5, message="Lima!")]},
        "kapasitas": {"default": 40},
    }


class IsianSendiri(PanelView):
    form_excluded_columns = ("alamat",)

    def scaffold_form(self) -> Any:
        form = super().scaffold_form()
        form.catatan = StringField("Catatan bebas")
        return form

    def on_model_change(self, form: Any, model: Any, is_created: bool) -> None:
        model.peralatan = form.catatan.data


class Tertutup(PanelView):
    can_create = can_edit = can_delete = can_view_details = can_export = False


class Sempit(PanelView):
    def get_query(self) -> Any:
        return super().get_query().filter(Ruang.gedung == "A")


class SatuSatu(PanelView):
    def get_one(self, id: Any) -> Any:
        KABAR.append(("get_one", id))
        found = super().get_one(id)
        return None if found is not None and found.gedung == "B" else found


class DaftarSendiri(PanelView):
    page_size = 2
    can_set_page_size = False

    def get_list(
        self, page: Any, sort_field: Any, sort_desc: Any, search: Any, filters: Any, page_size: Any = None
    ) -> Any:
        KABAR.append(("get_list", page, sort_field, sort_desc, search, list(filters), page_size))
        return 5, [Ruang(id=90 + (page or 0), nama=f"Halaman {page or 0}", version=1)]


class DaftarTersaring(PanelView):
    def get_list(self, *args: Any, **kwargs: Any) -> Any:
        count, data = super().get_list(*args, **kwargs)
        return count, [model for model in data if model.kapasitas > 20]


class Kait(PanelView):
    fast_mass_delete = False

    def on_model_change(self, form: Any, model: Any, is_created: bool) -> None:
        if form.nama.data == "Terlarang":
            raise ValidationError("Nama ini tidak dipakai.")
        if form.nama.data == "Rusak":
            raise RuntimeError("kait yang rusak")
        KABAR.append(("on_model_change", form.nama.data, model.id, is_created))
        model.gedung = "Diisi kait"

    def after_model_change(self, form: Any, model: Any, is_created: bool) -> None:
        KABAR.append(("after_model_change", tersimpan(model.id).gedung, is_created))

    def on_model_delete(self, model: Any) -> None:
        if model.nama == "Tetap":
            raise ValidationError("Ruang ini tetap ada.")
        KABAR.append(("on_model_delete", model.deleted_at))

    def after_model_delete(self, model: Any) -> None:
        KABAR.append(("after_model_delete", tersimpan(model.id).deleted_at is not None))


class Keras(PanelView):
    column_exclude_list = ("gedung",)

    def on_form_prefill(self, form: Any, id: Any) -> None:
        form.peralatan.data = f"Diisi untuk {id}"

    def validate_form(self, form: Any) -> bool:
        return form.nama.data != "Tidak sah" and super().validate_form(form)

    def on_model_change(self, form: Any, model: Any, is_created: bool) -> None:
        if form.nama.data == "Penuh":
            model.kapasitas = 9_000


class Model(PanelView):
    def create_model(self, form: Any) -> Any:
        KABAR.append(("create_model", form.nama.data))
        model = super().create_model(form)
        KABAR.append(("jawab", model and model.nama))
        return model

    def update_model(self, form: Any, model: Any) -> Any:
        KABAR.append(("update_model", form.nama.data, model.nama))
        answer = super().update_model(form, model)
        KABAR.append(("jawab", answer))
        return answer

    def delete_model(self, model: Any) -> Any:
        KABAR.append(("delete_model", model.nama))
        answer = super().delete_model(model)
        KABAR.append(("jawab", answer))
        return answer


class Tindakan(PanelView):
    action_disallowed_list = ("tutup",)

    @action("pindah", "Pindah gedung", "Yakin memindahkan ruang ini?")
    def action_pindah(self, ids: Any) -> None:
        KABAR.append(("pindah", ids))
        for room in Ruang.query.filter(Ruang.id.in_([int(i) for i in ids])):
            room.gedung = "Baru"
        flash("Sudah dipindah.")

    @action("langsung", "Tanpa tanya")
    def action_langsung(self, ids: Any) -> str:
        KABAR.append(("langsung", ids))
        return "jawaban sendiri"

    @action("tutup", "Tutup")
    def action_tutup(self, ids: Any) -> None:
        KABAR.append(("tutup", ids))

    @action("gagal", "Gagal")
    def action_gagal(self, ids: Any) -> None:
        try:
            db.session.get(Ruang, int(ids[0])).gedung = "Setengah jadi"
            raise ValidationError("Tidak dapat sekarang.")
        except ValidationError as error:
            if not self.handle_view_exception(error):
                raise

    @expose("/sapa/<nama>/")
    def sapa(self, nama: str) -> str:
        return f"Halo {nama}, {self.model.JUDUL}"


LAYAR = (
    Kolom,
    Cari,
    Isian,
    IsianSendiri,
    Tertutup,
    Sempit,
    SatuSatu,
    DaftarSendiri,
    DaftarTersaring,
    Kait,
    Keras,
    Model,
    Tindakan,
)


def alamat(view: type[PanelView], halaman: str = "") -> str:
    return f"/uji-{view.__name__.lower()}/{halaman}"


class Panel(dict[str, Flask]):
    """Every panel that is built for this file has its screens."""

    def __setitem__(self, url: str, app: Flask) -> None:
        for view in LAYAR:
            app.extensions["admin"][0].add_view(view(Ruang, endpoint=f"uji_{view.__name__.lower()}"))
        super().__setitem__(url, app)


@pytest.fixture(scope="module")
def panel() -> dict[str, Flask]:
    return Panel()


@pytest.fixture(autouse=True)
def _kabar() -> None:
    KABAR.clear()


@pytest.fixture
def ruang(tulis: Callable[..., list[int]]) -> list[int]:
    """Three rooms, apart from those that the first data may bring: of 10, 20 and 30 seats, in the buildings A, B, A."""
    sifat = {"nama": lambda i: f"Ruang {'abc'[i]}", "gedung": lambda i: "ABA"[i], "alamat": lambda i: f"Jalan {3 - i}"}
    return tulis(Ruang, 3, **sifat, kapasitas=lambda i: 10 * (i + 1))


def tersimpan(id_: int) -> Any:
    """The row as another transaction sees it."""
    with membaca(), db.engine.connect() as koneksi:
        return koneksi.execute(db.select(Ruang.__table__).where(Ruang.__table__.c.id == id_)).one()


def kepala(halaman: str) -> list[str]:
    return [teks(th).strip(" ↑↓") for th in re.findall(r"<th scope=\"col\".*?</th>", tabel(halaman), re.S)]


# --- the list ---------------------------------------------------------------------------------------------------------


def test_column_list_names_the_columns_of_the_list_in_their_order(tim: Layar, ruang: list[int]) -> None:
    assert kepala(tim.buka(alamat(Kolom))) == ["Gedung", "Sebutan", "Muat"]


def test_column_labels_are_the_words_for_a_column_wherever_it_is_shown(tim: Layar, ruang: list[int]) -> None:
    for halaman in ("", f"details/?id={ruang[0]}", "new/", f"edit/?id={ruang[0]}"):
        halaman = tim.buka(alamat(Kolom, halaman))
        assert "Sebutan" in halaman
        assert "Nama ruang" not in halaman
    assert tim.client.get(alamat(Kolom, "export/csv/")).text.lstrip("\ufeff").startswith("Gedung;Sebutan;Muat")


def test_column_descriptions_stand_at_the_heading_and_beside_the_field(tim: Layar, ruang: list[int]) -> None:
    assert 'title="Seperti pada pintunya"' in tabel(tim.buka(alamat(Kolom)))
    assert "Seperti pada pintunya" in teks(tim.buka(alamat(Kolom, "new/")))


def test_column_formatters_write_the_cells_of_list_details_and_export(tim: Layar, ruang: list[int]) -> None:
    daftar = tabel(tim.buka(alamat(Kolom)))
    assert "<b>Ruang a</b></a>" in daftar
    assert "10 kursi &lt;muat&gt;" in daftar
    assert "<b>Ruang a</b>" in tim.buka(alamat(Kolom, f"details/?id={ruang[0]}"))
    assert "30 kursi <muat>" in tim.client.get(alamat(Kolom, "export/csv/")).text


def test_every_column_has_a_formatter_that_writes_what_the_panel_shows(
    app: Flask, tim: Layar, ruang: list[int]
) -> None:
    view = next(v for v in app.extensions["admin"][0]._views if v.endpoint == "ruang")
    with app.app_context():
        room = db.session.get(Ruang, ruang[0])
        room.aktif = True
        assert view.column_formatters["aktif"](view, None, room, "aktif") == "Ya"


def test_the_attributes_are_the_labels_words_where_a_class_is_silent_and_may_be_changed_later(app: Flask) -> None:
    view = PanelView(Ruang, endpoint="belum_dipasang")
    assert view.column_list == ["nama", "gedung", "kapasitas", "aktif"]
    assert view.column_labels["kapasitas"] == "Kapasitas (orang)"
    assert view.column_searchable_list == ("nama", "gedung")
    assert view.column_filters == ["kapasitas", "aktif"]
    assert view.form_columns == ["nama", "gedung", "alamat", "kapasitas", "peralatan", "aktif"]
    assert view.form_args["nama"]["label"] == "Nama ruang"
    assert (view.page_size, view.can_create, view.can_view_details, view.can_export) == (25, True, True, True)
    view.column_list, view.column_labels = [Ruang.gedung], {"gedung": "Bangunan"}
    view._refresh_cache()
    view._refresh_cache()
    assert view.spec.shown == ("gedung",)
    assert view.columns["gedung"][1].teks == view.form_args["gedung"]["label"] == "Bangunan"
    assert view.column_labels["nama"] == "Nama ruang"


def test_column_filters_names_what_may_be_filtered_by(tim: Layar, ruang: list[int]) -> None:
    panel = tim.buka(alamat(Cari, "saringan/"))
    assert 'name="gedung"' in panel
    assert 'name="aktif"' not in panel
    assert baris(tim.buka(alamat(Cari, "?gedung=A"))) == [ruang[2], ruang[0]]


def test_column_filters_takes_filters_that_a_class_has_made_itself(tim: Layar, ruang: list[int]) -> None:
    assert "Alamat memuat" in tim.buka(alamat(Cari, "saringan/"))
    assert baris(tim.buka(alamat(Cari, "?flt0=Jalan 2"))) == [ruang[1]]


def test_column_searchable_list_names_what_the_search_box_looks_into(tim: Layar, ruang: list[int]) -> None:
    assert baris(tim.buka(alamat(Cari, "?q=jalan+3"))) == [ruang[0]]
    assert baris(tim.buka(alamat(Cari, "?q=Ruang+a"))) == []


def test_column_sortable_list_names_what_a_list_is_sorted_by(tim: Layar, ruang: list[int]) -> None:
    halaman = tim.buka(alamat(Cari, "?urut=gedung&per=3&q=jalan"))
    assert baris(halaman) == ruang[::-1], "gedung is sorted by alamat"
    assert "urut=-gedung" in halaman
    assert "urut=nama" not in halaman
    assert tim.client.get(alamat(Cari, "?urut=nama")).status_code == 400


def test_column_default_sort_orders_the_list_that_nobody_sorted(tim: Layar, ruang: list[int]) -> None:
    assert baris(tim.buka(alamat(Cari, "?q=jalan&per=3"))) == ruang[::-1]


def test_page_size_is_the_number_of_rows_and_page_size_options_the_choices(tim: Layar, ruang: list[int]) -> None:
    assert len(baris(tim.buka(alamat(Cari, "?q=jalan")))) == 2
    assert len(baris(tim.buka(alamat(Cari, "?q=jalan&per=3")))) == 3
    assert "2 atau 3" in teks(tim.client.get(alamat(Cari, "?per=25")).text)


# --- the form ---------------------------------------------------------------------------------------------------------


def test_form_columns_names_the_fields_in_their_order(tim: Layar) -> None:
    borang = tim.buka(alamat(Isian, "new/"))
    assert re.findall(r'class="isian.*? name="(\w+)"', borang, re.S) == ["kapasitas", "nama"]


def test_form_args_give_label_description_default_and_validators(tim: Layar) -> None:
    borang = tim.buka(alamat(Isian, "new/"))
    assert "Sebutan ruang" in borang
    assert "Satu kata" in borang
    assert re.search(r'name="kapasitas"[^>]*value="40"', borang)
    jawab = tim.kirim(alamat(Isian, "new/"), nama="Terlalu panjang", kapasitas="5")
    assert jawab.status_code == 400
    assert "Lima!" in salah(jawab.text)
    tim.simpan(alamat(Isian, "new/"), nama="Cukup", kapasitas="5")


def test_scaffold_form_may_add_a_field_and_on_model_change_reads_it(app: Flask, tim: Layar) -> None:
    borang = tim.buka(alamat(IsianSendiri, "new/"))
    assert "Catatan bebas" in borang
    assert 'name="alamat"' not in borang
    id_ = tim.simpan(alamat(IsianSendiri, "new/"), nama="Baru", aktif="1", catatan="Dua proyektor")
    with app.app_context():
        assert tersimpan(id_).peralatan == "Dua proyektor"


# --- what is allowed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sakelar", "halaman"),
    [
        ("can_create", "new/"),
        ("can_edit", "edit/?id={id}"),
        ("can_edit", "kisi/"),
        ("can_view_details", "details/?id={id}"),
        ("can_export", "export/csv/"),
    ],
)
def test_what_can_is_false_for_has_neither_route_nor_button(
    tim: Layar, ruang: list[int], sakelar: str, halaman: str
) -> None:
    assert getattr(Tertutup, sakelar) is False
    halaman = halaman.format(id=ruang[0])
    assert tim.client.get(alamat(Tertutup, halaman)).status_code == 403
    assert tim.client.get("/ruang/" + halaman).status_code == 200, "the kind's own screen has it"
    daftar = tim.buka(alamat(Tertutup))
    assert alamat(Tertutup, halaman.partition("?")[0]) not in daftar


def test_can_delete_false_deletes_nothing(app: Flask, tim: Layar, ruang: list[int]) -> None:
    assert 'value="hapus"' not in tim.buka(alamat(Tertutup))
    for halaman, isian in (
        ("delete/", {"id": ruang[0], "version": "1"}),
        ("action/", {"aksi": "hapus", "rowid": ruang[0]}),
    ):
        jawab = tim.kirim(alamat(Tertutup, halaman), dari=alamat(Tertutup), **{k: str(v) for k, v in isian.items()})
        assert jawab.status_code == 403
    with app.app_context():
        assert tersimpan(ruang[0]).deleted_at is None


def test_the_policy_stands_before_what_can_be_done(layar: Callable[[str], Layar], ruang: list[int]) -> None:
    pengawas = layar("pengawas")
    assert "Tambah" not in teks(pengawas.buka(alamat(Kait)))
    assert pengawas.client.get(alamat(Kait, "new/")).status_code == 403
    assert pengawas.client.get(alamat(Kait, f"edit/?id={ruang[0]}")).status_code == 403


# --- the rows ---------------------------------------------------------------------------------------------------------


def test_get_query_narrows_list_details_export_and_selection(app: Flask, tim: Layar, ruang: list[int]) -> None:
    assert baris(tim.buka(alamat(Sempit))) == [ruang[0], ruang[2]]
    assert tim.client.get(alamat(Sempit, f"details/?id={ruang[1]}")).status_code == 404
    assert "Ruang b" not in tim.client.get(alamat(Sempit, "export/csv/")).text
    jawab = tim.kirim(alamat(Sempit, "export/csv/"), dari=alamat(Sempit), rowid=[str(i) for i in ruang])
    assert "Ruang b" not in jawab.text
    assert "Ruang c" in jawab.text
    assert '"jumlah":"2"' in tim.client.get(alamat(Sempit, "jumlah/")).text.replace(" ", "")


def test_get_one_fetches_the_row_of_every_page_and_none_is_not_found(tim: Layar, ruang: list[int]) -> None:
    for halaman in ("details", "edit"):
        KABAR.clear()
        assert tim.client.get(alamat(SatuSatu, f"{halaman}/?id={ruang[0]}")).status_code == 200
        assert [("get_one", str(ruang[0]))] == KABAR
        assert tim.client.get(alamat(SatuSatu, f"{halaman}/?id={ruang[1]}")).status_code == 404


def test_get_list_is_asked_for_the_rows_with_page_order_search_filters_and_size(tim: Layar) -> None:
    halaman = tim.buka(alamat(DaftarSendiri, "?urut=-nama&q=kata&aktif=ya"))
    assert KABAR == [("get_list", None, "nama", True, "kata", [(0, "aktif", "ya")], 2)]
    assert "Halaman 0" in tabel(halaman)
    berikut = re.search(r'href="(\?[^"]*kursor=hal\.1)"', halaman)
    assert berikut
    assert "Halaman 1" in tabel(tim.buka(alamat(DaftarSendiri, berikut[1].replace("&amp;", "&"))))
    assert KABAR[-1][1] == 1
    akhir = tim.buka(alamat(DaftarSendiri, "?kursor=hal.2"))
    assert "kursor=hal.1" in akhir
    assert "kursor=hal.3" not in akhir


def test_get_list_of_the_panel_answers_a_count_and_models(tim: Layar, ruang: list[int]) -> None:
    assert baris(tim.buka(alamat(DaftarTersaring))) == [ruang[2]]


# --- create, update, delete -------------------------------------------------------------------------------------------


def test_on_model_change_comes_before_the_commit_and_after_model_change_after_it(tim: Layar) -> None:
    id_ = tim.simpan(alamat(Kait, "new/"), nama="Ruang baru", aktif="1")
    assert KABAR == [("on_model_change", "Ruang baru", None, True), ("after_model_change", "Diisi kait", True)]
    KABAR.clear()
    tim.simpan(alamat(Kait, f"edit/?id={id_}"), nama="Ruang lama", aktif="1")
    assert [("on_model_change", "Ruang lama", id_, False), ("after_model_change", "Diisi kait", False)] == KABAR


def test_what_on_model_change_writes_stands_in_the_diary(tim: Layar) -> None:
    id_ = tim.simpan(alamat(Kait, "new/"), nama="Ruang baru", aktif="1")
    halaman = teks(tim.buka(alamat(Kait, f"details/?id={id_}")))
    assert "Diisi kait" in halaman
    assert "Dibuat" in halaman


def test_a_validation_error_in_on_model_change_stores_nothing_and_is_shown(app: Flask, tim: Layar) -> None:
    jawab = tim.kirim(alamat(Kait, "new/"), nama="Terlarang", aktif="1")
    assert jawab.status_code == 400
    assert "Nama ini tidak dipakai." in teks(jawab.text)
    assert KABAR == []
    with app.app_context():
        assert db.session.scalar(db.select(Ruang.id).filter_by(nama="Terlarang")) is None


def test_an_error_of_the_program_in_a_hook_is_no_sentence_of_the_form(app: Flask, tim: Layar) -> None:
    jawab = tim.kirim(alamat(Kait, "new/"), nama="Rusak", aktif="1")
    assert jawab.status_code == 500
    assert "kait yang rusak" not in jawab.text
    with app.app_context():
        assert db.session.scalar(db.select(Ruang.id).filter_by(nama="Rusak")) is None


def test_the_rules_are_asked_of_what_on_model_change_has_made(
    app: Flask, tim: Layar, ruang: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(room: Any) -> list[tuple[str, Pesan]]:
        return [("kapasitas", Pesan("Terlalu banyak kursi."))] if (room.kapasitas or 0) > 999 else []

    monkeypatch.setattr(Ruang, "periksa", too_many)
    for halaman in ("new/", f"edit/?id={ruang[0]}"):
        jawab = tim.kirim(alamat(Keras, halaman), nama="Penuh", kapasitas="10", aktif="1", version="1")
        assert (jawab.status_code, "Terlalu banyak kursi." in jawab.text) == (400, True), halaman
    with app.app_context():
        assert db.session.scalar(db.select(Ruang.id).filter_by(nama="Penuh")) is None


def test_validate_form_may_refuse_a_new_record_and_a_changed_one(app: Flask, tim: Layar, ruang: list[int]) -> None:
    for halaman in ("new/", f"edit/?id={ruang[0]}"):
        assert tim.kirim(alamat(Keras, halaman), nama="Tidak sah", aktif="1", version="1").status_code == 400, halaman
    with app.app_context():
        assert db.session.scalar(db.select(Ruang.id).filter_by(nama="Tidak sah")) is None


def test_on_form_prefill_fills_the_form_of_a_record(tim: Layar, ruang: list[int]) -> None:
    assert f"Diisi untuk {ruang[0]}" in tim.buka(alamat(Keras, f"edit/?id={ruang[0]}"))


def test_column_exclude_list_leaves_columns_out_of_the_list(tim: Layar, ruang: list[int]) -> None:
    assert "Gedung" in kepala(tim.buka(alamat(Kait)))
    assert "Gedung" not in kepala(tim.buka(alamat(Keras)))


def test_on_model_delete_comes_before_and_after_model_delete_after(app: Flask, tim: Layar, ruang: list[int]) -> None:
    def hapus(id_: int) -> Any:
        return tim.kirim(alamat(Kait, "delete/"), dari=alamat(Kait, f"details/?id={id_}"), id=str(id_))

    assert hapus(ruang[0]).status_code == 302
    assert KABAR == [("on_model_delete", None), ("after_model_delete", True)]
    assert tim.kirim(alamat(Kait, "restore/"), dari=alamat(Kait), id=str(ruang[0])).status_code == 302
    with app.app_context():
        assert tersimpan(ruang[0]).deleted_at is None, "what is deleted can be brought back"


def test_a_validation_error_in_on_model_delete_keeps_the_row(app: Flask, tim: Layar, tulis: Callable) -> None:
    (id_,) = tulis(Ruang, 1, nama="Tetap")
    jawab = tim.kirim(alamat(Kait, "delete/"), dari=alamat(Kait, f"details/?id={id_}"), id=str(id_))
    assert jawab.status_code == 400
    assert "Ruang ini tetap ada." in teks(jawab.text)
    with app.app_context():
        assert tersimpan(id_).deleted_at is None


def test_without_fast_mass_delete_a_selection_is_deleted_one_by_one(tim: Layar, ruang: list[int]) -> None:
    isian = {"aksi": "hapus", "rowid": [str(i) for i in ruang[:2]], "lanjut": "1"}
    assert tim.kirim(alamat(Kait, "action/"), dari=alamat(Kait), **isian).status_code == 302
    assert [k[0] for k in KABAR] == ["on_model_delete", "after_model_delete"] * 2


def test_create_model_gets_the_form_and_answers_the_model_or_false(tim: Layar) -> None:
    tim.simpan(alamat(Model, "new/"), nama="Ruang baru", aktif="1")
    assert KABAR == [("create_model", "Ruang baru"), ("jawab", "Ruang baru")]
    KABAR.clear()
    assert tim.kirim(alamat(Model, "new/"), nama="Ruang baru", aktif="1").status_code == 409, "the name is taken"
    assert KABAR == [("create_model", "Ruang baru"), ("jawab", False)]


def test_update_model_gets_form_and_model_and_answers_whether_it_is_stored(tim: Layar, ruang: list[int]) -> None:
    tim.simpan(alamat(Model, f"edit/?id={ruang[0]}"), nama="Ruang z", aktif="1")
    assert KABAR == [("update_model", "Ruang z", "Ruang a"), ("jawab", True)]
    KABAR.clear()
    assert tim.kirim(alamat(Model, f"edit/?id={ruang[0]}"), nama="Ruang b", aktif="1").status_code == 409
    assert KABAR[1:] == [("jawab", False)]


def test_a_version_that_another_has_replaced_reaches_no_update_model(tim: Layar, ruang: list[int]) -> None:
    jawab = tim.kirim(alamat(Model, f"edit/?id={ruang[0]}"), nama="Ruang z", aktif="1", version="0")
    assert jawab.status_code == 409
    assert KABAR == []


def test_delete_model_gets_the_model_and_answers_whether_it_is_gone(tim: Layar, ruang: list[int]) -> None:
    tim.kirim(alamat(Model, "delete/"), dari=alamat(Model, f"details/?id={ruang[0]}"), id=str(ruang[0]))
    assert KABAR == [("delete_model", "Ruang a"), ("jawab", True)]


def _grid(tim: Layar, id_: int, **cells: list[str]) -> Any:
    """Cells of one row as the grid sends them: the text before, the text now."""
    token = re.search(r'name="csrf-token" content="([^"]+)"', tim.buka(alamat(Kait, "kisi/")))
    assert token
    isi = {"baris": [{"id": id_, "version": 1, "sel": cells}]}
    return tim.client.post(alamat(Kait, "kisi/simpan/"), json=isi, headers={"X-CSRFToken": token[1]})


def test_the_grid_tells_on_model_change_and_after_model_change_too(tim: Layar, ruang: list[int]) -> None:
    jawab = _grid(tim, ruang[0], nama=["Ruang a", "Ruang k"])
    assert jawab.status_code == 200, jawab.text
    assert [k[0] for k in KABAR] == ["on_model_change", "after_model_change"]


def test_the_grid_gives_on_model_change_the_fields_that_were_not_changed_too(tim: Layar, ruang: list[int]) -> None:
    jawab = _grid(tim, ruang[0], kapasitas=["10", "12"])
    assert jawab.status_code == 200, jawab.text
    assert KABAR[0][:2] == ("on_model_change", "Ruang a")
    assert jawab.json["baris"][str(ruang[0])]["sel"] == {"kapasitas": "12"}


def test_a_validation_error_in_on_model_change_is_told_at_the_cell_of_the_grid(
    app: Flask, tim: Layar, ruang: list[int]
) -> None:
    jawab = _grid(tim, ruang[0], nama=["Ruang a", "Terlarang"])
    assert jawab.status_code == 400, jawab.text
    assert [s["pesan"] for s in jawab.json["sel"]] == ["Nama ini tidak dipakai."]
    with app.app_context():
        assert tersimpan(ruang[0]).nama == "Ruang a"


# --- actions and routes of one's own ----------------------------------------------------------------------------------


def test_an_action_stands_in_the_menu_of_the_list_unless_it_is_disallowed(tim: Layar, ruang: list[int]) -> None:
    halaman = tim.buka(alamat(Tindakan))
    assert '<option value="pindah">Pindah gedung</option>' in halaman
    assert 'value="tutup"' not in halaman
    isian = {"aksi": "tutup", "rowid": str(ruang[0])}
    assert tim.kirim(alamat(Tindakan, "action/"), dari=alamat(Tindakan), **isian).status_code == 403
    assert KABAR == []


def test_an_action_asks_its_question_and_gets_the_ids_as_texts(app: Flask, tim: Layar, ruang: list[int]) -> None:
    isian = {"aksi": "pindah", "rowid": [str(i) for i in ruang[:2]]}
    tanya = tim.kirim(alamat(Tindakan, "action/"), dari=alamat(Tindakan), **isian)
    assert "Yakin memindahkan ruang ini?" in teks(tanya.text)
    assert KABAR == []
    assert tim.kirim(alamat(Tindakan, "action/"), dari=alamat(Tindakan), **isian, lanjut="1").status_code == 302
    assert [("pindah", [str(i) for i in ruang[:2]])] == KABAR
    with app.app_context():
        assert [tersimpan(i).gedung for i in ruang] == ["Baru", "Baru", "A"]
    assert "Baru" in teks(tim.buka(alamat(Tindakan, f"details/?id={ruang[0]}")).partition('id="riwayat"')[2]), "diary"


def test_an_action_without_a_question_runs_at_once_and_its_answer_is_the_answer(tim: Layar, ruang: list[int]) -> None:
    isian = {"aksi": "langsung", "semua": "1", "kembali": alamat(Tindakan, "?q=Ruang+b")}
    assert tim.kirim(alamat(Tindakan, "action/"), dari=alamat(Tindakan), **isian).text == "jawaban sendiri"
    assert [("langsung", [str(ruang[1])])] == KABAR


def test_an_action_that_gives_an_error_to_handle_view_exception_changes_nothing(
    app: Flask, tim: Layar, ruang: list[int]
) -> None:
    isian = {"aksi": "gagal", "rowid": str(ruang[0])}
    jawab = tim.kirim(alamat(Tindakan, "action/"), dari=alamat(Tindakan), **isian)
    assert jawab.status_code == 400
    assert "Tidak dapat sekarang." in teks(jawab.text)
    with app.app_context():
        assert tersimpan(ruang[0]).gedung == "A"


def test_an_action_is_for_those_who_may_change_the_rows(layar: Callable[[str], Layar], ruang: list[int]) -> None:
    pengawas = layar("pengawas")
    assert "Pindah gedung" not in pengawas.buka(alamat(Tindakan))
    isian = {"aksi": "langsung", "rowid": str(ruang[0])}
    assert pengawas.kirim(alamat(Tindakan, "action/"), dari="/akun/", **isian).status_code == 403
    assert KABAR == []


def test_an_action_is_not_given_the_rows_that_this_person_may_not_change(
    tim: Layar, ruang: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def but_the_second(actor: Any, verb: Any, row: Any) -> Any:
        return "Bukan yang ini." if row.id == ruang[1] else access.explain(actor, verb, row)

    monkeypatch.setattr(massal, "explain", but_the_second)
    isian = {"aksi": "langsung", "rowid": [str(i) for i in ruang[:2]]}
    assert tim.kirim(alamat(Tindakan, "action/"), dari=alamat(Tindakan), **isian).status_code == 200
    assert [("langsung", [str(ruang[0])])] == KABAR


def test_expose_gives_a_screen_a_route_of_its_own(tim: Layar, client: Any) -> None:
    assert tim.buka(alamat(Tindakan, "sapa/Ani/")) == "Halo Ani, Ruang"
    assert client.get(alamat(Tindakan, "sapa/Ani/")).status_code == 302, "behind the sign-in like every page"


# --- the table in ARCHITECTURE ----------------------------------------------------------------------------------------

HARUS = """column_list column_labels column_descriptions column_filters column_searchable_list column_sortable_list
    column_formatters form_columns form_args can_create can_edit can_delete can_view_details can_export page_size
    scaffold_form get_query get_one get_list create_model update_model delete_model on_model_change after_model_change
    on_model_delete @action @expose index_view create_view edit_view details_view delete_view"""


def tercatat() -> list[str]:
    """The hooks of the table, in its order."""
    naskah = (AKAR / "ARCHITECTURE.md").read_text(encoding="utf-8")
    bagian = naskah.partition("## Flask-Admin's words")[2].partition("\n## ")[0]
    return [n for row in re.findall(r"^\| (`.*?) \|", bagian, re.M) for n in re.findall(r"`(@?\w+)`", row)]


def test_the_table_in_architecture_names_every_hook_once_and_none_that_is_not() -> None:
    kait = tercatat()
    assert set(HARUS.split()) <= set(kait)
    assert len(kait) == len(set(kait))
    assert [n for n in kait if not n.startswith("@") and not hasattr(PanelView, n)] == []


def test_what_the_panel_replaces_of_flask_admin_stands_in_the_table() -> None:
    """Names that both have, but for those by which Flask-Admin calls the panel's own parts."""
    dasar = {"list_template", "details_template", "is_accessible", "inaccessible_callback", "scaffold_auto_joins"}
    kelas = [k for k in PanelView.__mro__ if k.__module__.startswith("admin.")]
    ganti = {n for k in kelas for n in vars(k) if not n.startswith("_") and hasattr(ModelView, n)}
    assert ganti - dasar - set(tercatat()) == {"action_delete", "export_types", "get_filters"}


# --- a new kind -------------------------------------------------------------------------------------------------------

JENIS_BARU = """
import sys
from pathlib import Path

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, db, label


class Pohon(Record):
    __tablename__ = "pohon"
    JUDUL = "Pohon"

    nama: Mapped[str] = mapped_column(String(80), info=label("Nama pohon", daftar=True, cari=True))
    tinggi: Mapped[int | None] = mapped_column(info=label("Tinggi (m)", daftar=True))


from admin.panel import PanelView
from sop import access
from tests.admin.layar import Layar, baris, tabel
from tests.conftest import buat_app
from tests.orang import Orang

for verb in access.Verb:
    access._HAK["pohon", verb] = (access.Hak(("pohon",), frozenset({verb}), frozenset(access.Peran)),)
app = buat_app(sys.argv[1], Path(sys.argv[2]))
app.extensions["admin"][0].add_view(PanelView(Pohon))
with app.app_context():
    Pohon.__table__.create(db.session.connection())
    db.session.commit()
tim = Layar(Orang(app).masuk("tim_musrenbang"))
id_ = tim.simpan("/pohon/new/", nama="Kenari", tinggi="30")
assert "Kenari" in tabel(tim.buka("/pohon/?q=kena"))
assert "30" in tim.buka(f"/pohon/details/?id={id_}")
tim.simpan(f"/pohon/edit/?id={id_}", nama="Kenari tua", tinggi="31")
assert "Kenari tua;31" in tim.client.get("/pohon/export/csv/").text
assert tim.kirim("/pohon/delete/", dari=f"/pohon/details/?id={id_}", id=str(id_)).status_code == 302
assert baris(tim.buka("/pohon/")) == []
print("jadi")
"""


def test_a_labelled_model_with_its_table_and_rights_is_a_screen_by_add_view(
    cetakan_sqlite: Path, tmp_path: Path
) -> None:
    """In a process of its own: a kind cannot be unmade."""
    shutil.copyfile(cetakan_sqlite, tmp_path / "baru.sqlite3")
    perintah = [sys.executable, "-c", JENIS_BARU, f"sqlite:///{(tmp_path / 'baru.sqlite3').as_posix()}", str(tmp_path)]
    hasil = subprocess.run(perintah, cwd=AKAR, capture_output=True, text=True)
    assert hasil.stdout == "jadi\n", hasil.stderr[-2000:]
