"""The whole diary as a page, for those who look after the office's memory: newest first, by kind, person and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request
from flask_admin import expose
from sqlalchemy import Select

from admin import rincian
from admin.masuk import saya
from admin.page import PageView
from bulk.daftar import acuan
from models.base import db, kinds, slug
from models.pesan import Ditolak, Keliru, Pesan
from models.rantai import SYSTEM
from models.riwayat import Riwayat
from models.waktu import WIB
from sop.access import Verb, may_kind

SEHALAMAN = 50


@dataclass(frozen=True)
class Baris:
    """One entry with the record it speaks of."""

    jenis: str
    url: str
    catatan: rincian.Catatan


class RiwayatView(PageView):
    """`/riwayat/`: read by Pengawas, Administrator and the head; nobody writes here."""

    name, url = "Riwayat", "/riwayat"

    @expose("/")
    def index(self) -> str:
        if not may_kind(saya(), Verb.BACA, "riwayat"):
            raise Ditolak("Peran Anda tidak memberi hak untuk membaca seluruh riwayat.")
        saring = {nama: request.args.get(nama, "").strip() for nama in ("kind", "nama", "dari", "sampai", "sebelum")}
        rows = db.session.scalars(_kueri(saring).order_by(Riwayat.id.desc()).limit(SEHALAMAN + 1)).all()
        return self.render(
            "admin/riwayat.html",
            baris=_baris(rows[:SEHALAMAN]),
            berikut=rows[SEHALAMAN - 1].id if len(rows) > SEHALAMAN else None,
            saring=saring,
            jenis=sorted((kind, model.JUDUL) for kind, model in kinds().items() if model.DIARI),
        )


def _kueri(saring: dict[str, str]) -> Select[Any]:
    stmt = db.select(Riwayat)
    if saring["kind"]:
        if saring["kind"] not in kinds():
            raise Keliru("Jenis data pada saringan tidak dikenal.")
        stmt = stmt.where(Riwayat.kind == saring["kind"])
    if saring["nama"]:
        stmt = stmt.where(Riwayat.nama.icontains(saring["nama"].replace("\0", ""), autoescape=True))
    if saring["dari"]:
        stmt = stmt.where(Riwayat.waktu >= _awal(saring["dari"]))
    if saring["sampai"]:
        stmt = stmt.where(Riwayat.waktu < _awal(saring["sampai"]) + timedelta(days=1))
    if saring["sebelum"]:
        if not saring["sebelum"].isdecimal() or int(saring["sebelum"]) >= 2**31:
            raise Keliru("Penanda halaman pada alamat ini tidak dikenal.")
        stmt = stmt.where(Riwayat.id < int(saring["sebelum"]))
    return stmt


def _awal(teks: str) -> datetime:
    """The first moment of a day in Bogor."""
    try:
        return datetime.combine(date.fromisoformat(teks), time(), WIB)
    except ValueError:
        raise Keliru("Tanggal “{teks}” tidak ada; tulis seperti 2026-03-23.", teks=teks[:20]) from None


def _baris(rows: Sequence[Riwayat]) -> list[Baris]:
    """The entries with the names of their records: one query for each kind on the page."""
    nama = {kind: acuan.names(kind, [r.record_id for r in rows if r.kind == kind]) for kind in {r.kind for r in rows}}
    found = []
    for row in rows:
        if row.kind == SYSTEM:
            found.append(Baris(Pesan("Sistem"), "/keadaan/", rincian.system_entry(row)))
            continue
        model = kinds()[row.kind]
        sebutan = nama[row.kind].get(row.record_id, str(row.record_id))
        url = f"/{slug(row.kind)}/details/?id={row.record_id}"
        found.append(Baris(f"{model.JUDUL}: {sebutan}"[:160], url, rincian.entry(model, row, personal=False)))
    return found
