"""Trusted roots: the administrator uploads a PEM file, sees whose it is and how long it holds, and may take it back."""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin.bahasa import flash
from admin.masuk import saya
from admin.panel import TOLAK, PanelView
from documents import sertifikat
from models.base import db
from models.pesan import Ditolak, Keliru
from models.tanda_tangan import SertifikatTepercaya
from sop.access import Verb, may


class SertifikatView(PanelView):
    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Any:
        if not may(saya(), Verb.BUAT, self.model):
            raise Ditolak(TOLAK, judul=self.model.JUDUL)
        typed = request.form.get("keterangan", "").replace("\0", "").strip()
        if request.method == "GET":
            return self._upload_page("")
        try:
            if len(typed) > 300:
                raise Keliru("Keterangan paling panjang 300 huruf. Ringkaslah, lalu simpan lagi.")
            record = self._keep(typed)
        except Keliru as error:
            db.session.rollback()
            return self._upload_page(typed, error.pesan), error.status
        flash("Sertifikat tepercaya disimpan. Cocokkan sidik jarinya dengan yang diumumkan penerbitnya.", "baik")
        return redirect(self.url_of("details/", id=record.id))

    def _keep(self, typed: str) -> SertifikatTepercaya:
        file = request.files.get("pem")
        columns = sertifikat.baca(file.stream.read(sertifikat.TERBESAR + 1) if file else b"")
        if db.session.scalar(db.select(SertifikatTepercaya.id).filter_by(sidik=columns["sidik"], deleted_at=None)):
            raise Keliru("Sertifikat ini sudah tersimpan.")
        record = SertifikatTepercaya(**columns, keterangan=typed or None)
        db.session.add(record)
        db.session.commit()
        return record

    def _upload_page(self, typed: str, wrong: str | None = None) -> Any:
        return self.render(
            "admin/sertifikat.html", model=self.model, keterangan=typed, galat=wrong, batal=self.url_of()
        )
