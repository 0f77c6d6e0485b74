"""What is held about one person: looked up, handed to that person as one file, corrected in the records' own forms.

A name, a telephone number or a NIP is sent by POST only: addresses stay in histories and in the logs of proxies. The
search boxes, whose words stand in the address, refuse what looks like such a number.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from flask_admin import expose

from admin import rincian
from admin.ekspor import named
from admin.masuk import saya
from admin.page import PageView
from bulk import data_orang
from bulk.daftar import acuan
from bulk.ekspor import xlsx
from models import kontak
from models.base import db, slug
from models.pesan import Ditolak, Keliru, Pesan
from sop.access import Verb, may, may_kind

BUKAN_DI_ALAMAT = Pesan(
    "Nomor NIK dan nomor telepon tidak dicari di sini, karena kata yang dicari tertulis pada alamat halaman. Cari "
    "namanya, atau minta sekretariat memakai halaman “Data seseorang”."
)
BELUM_DIPILIH = Pesan("Belum ada data yang dipilih. Centang dahulu yang memang tentang orang ini.")
TOLAK = Pesan("Data seseorang dikumpulkan oleh administrator atau sekretariat, atas permintaan orangnya.")


def _no_numbers_in_addresses() -> None:
    if any(kontak.nomor_pribadi(text) for text in request.args.getlist("q")):
        raise Keliru(BUKAN_DI_ALAMAT)


def _belongs_to(record: Any) -> str:
    """The meeting, the letter, the year that it is a part of: many records of one person bear the same words."""
    if whole := rincian.parent_link(record):
        return whole[0]
    return acuan.name("musrenbang", id_) if (id_ := getattr(record, "musrenbang_id", None)) else ""


class DataOrangView(PageView):
    """`/data-orang/`: for administrator and secretariat, at the person's request."""

    name, url = "Data seseorang", "/data-orang"

    def is_accessible(self) -> bool:
        return may_kind(saya(), Verb.BACA, "data_orang")

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        raise Ditolak(TOLAK)

    @expose("/", methods=("GET", "POST"))
    def index(self) -> Any:
        if request.method == "GET":
            return self.render("admin/data_orang.html")
        return self._found()

    def _found(self, missing: Pesan | None = None) -> Any:
        """The page with what the search has found, and what is still missing to download it."""
        typed, wrong, found = request.form.get("orang", "").strip()[:200], None, []
        try:
            found = data_orang.search(typed)
        except Keliru as error:
            wrong = error.pesan
        rows = [(record, _belongs_to(record), self._form_of(record)) for record in found]
        html = self.render("admin/data_orang.html", dicari=typed, baris=rows, galat=wrong, kurang=missing)
        return html, 400 if wrong or missing else 200

    def _form_of(self, record: Any) -> str:
        """Where it is corrected, for whoever may."""
        return f"/{slug(record.kind)}/edit/?id={record.id}" if may(saya(), Verb.UBAH, record) else ""

    @expose("/berkas/", methods=("POST",))
    def file(self) -> Any:
        records = data_orang.chosen(request.form.getlist("data"))
        if not records:
            return self._found(BELUM_DIPILIH)
        made = data_orang.sheet(records, saya())
        db.session.commit()
        return named(Response(made, mimetype=xlsx.MIME), "data-seseorang.xlsx")


def pasang(app: Flask) -> None:
    app.before_request(_no_numbers_in_addresses)
