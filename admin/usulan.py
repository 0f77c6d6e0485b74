"""Usulan: beside its fields, where it was carried on to and what SIPD says otherwise."""

from __future__ import annotations

from typing import Any

from admin.akhir_tahun import in_words
from admin.panel import PanelView
from models.base import db
from models.musrenbang import Musrenbang
from models.usulan import Usulan
from sop import sipd


class UsulanView(PanelView):
    """The details page names the usulan of the next year, and the differences to SIPD."""

    details_template = "admin/usulan.html"

    def details_extra(self, record: Usulan) -> dict[str, Any]:
        stmt = db.select(Usulan.id, Usulan.kode, Usulan.status, Musrenbang.nama).join(
            Musrenbang, Musrenbang.id == Usulan.musrenbang_id
        )
        stmt = stmt.where(Usulan.asal_usulan_id == record.id, Usulan.deleted_at.is_(None)).order_by(Usulan.id)
        return {
            "lanjutan": db.session.execute(stmt).all(),
            "beda_sipd": [in_words(b, record.satuan) for b in sipd.beda(record)],
        }
