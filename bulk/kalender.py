"""The schedule as a calendar program reads it: every acara, and the meetings that no acara stands for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bulk.papan import LAMA_TANPA_SELESAI, awal_hari
from documents.kalender import Kejadian
from models.base import db, slug
from models.jadwal import Acara, Jadwal
from models.kelompok_sidang import KelompokSidang
from models.musrenbang import Musrenbang
from models.naskah import StatusKetetapan
from models.rapat import Rapat
from models.ruang import Ruang
from sop.access import Actor, Verb, may, scope

TERBANYAK = 3_000
HOST = "panel-musrenbang.kotabogor"  # of the uid: it must never change, or every program would show everything twice


def kejadian(actor: Actor, dari: date, dasar: str) -> list[Kejadian]:
    """The acara of every schedule since a day, and the meetings that no acara stands for.

    `dasar` is the address of the panel, for the links; the uid does not depend on it.
    """
    nama_ruang = dict(db.session.execute(db.select(Ruang.id, Ruang.nama)).tuples().all())
    kelompok = dict(db.session.execute(db.select(KelompokSidang.id, KelompokSidang.nama)).tuples().all())
    hasil, terisi = [], []
    if may(actor, Verb.BACA, Acara):
        stmt = scope(db.select(Acara, Jadwal.status, Musrenbang.nama), actor, Acara)
        stmt = stmt.join(Jadwal, Jadwal.id == Acara.jadwal_id).join(Musrenbang, Musrenbang.id == Jadwal.musrenbang_id)
        stmt = stmt.where(Acara.deleted_at.is_(None), Jadwal.deleted_at.is_(None), Musrenbang.deleted_at.is_(None))
        stmt = stmt.where(Acara.mulai >= awal_hari(dari)).order_by(Acara.mulai, Acara.id).limit(TERBANYAK)
        for a, status, m in db.session.execute(stmt):
            terisi.append(a)
            uraian = [
                m,
                f"Kelompok sidang {kelompok[a.kelompok_sidang_id]}" if a.kelompok_sidang_id in kelompok else "",
                f"Narasumber atau pimpinan: {a.narasumber}" if a.narasumber else "",
                "" if status is not StatusKetetapan.DRAF else "Jadwal ini masih draf.",
            ]
            hasil.append(_kejadian(a, a.nama, a.selesai, nama_ruang.get(a.ruang_id, ""), uraian, dasar, status))
    if may(actor, Verb.BACA, Rapat):
        stmt = scope(db.select(Rapat, Musrenbang.nama), actor, Rapat)
        stmt = stmt.join(Musrenbang, Musrenbang.id == Rapat.musrenbang_id)
        stmt = stmt.where(Rapat.deleted_at.is_(None), Musrenbang.deleted_at.is_(None), Rapat.mulai >= awal_hari(dari))
        for r, m in db.session.execute(stmt.order_by(Rapat.mulai, Rapat.id).limit(TERBANYAK)):
            selesai = r.selesai or r.mulai + LAMA_TANPA_SELESAI
            if any(a.ruang_id == r.ruang_id and a.mulai < selesai and a.selesai > r.mulai for a in terisi):
                continue
            tempat = nama_ruang.get(r.ruang_id or 0, "") or r.tempat or ""
            hasil.append(_kejadian(r, r.judul, selesai, tempat, [m, r.acara or ""], dasar))
    return sorted(hasil, key=lambda k: (k.mulai, k.uid))


def _kejadian(
    row: Any,
    judul: str,
    selesai: datetime,
    tempat: str,
    uraian: Sequence[str],
    dasar: str,
    status: StatusKetetapan = StatusKetetapan.DITETAPKAN,
) -> Kejadian:
    return Kejadian(
        uid=f"{row.kind}-{row.id}@{HOST}",
        judul=judul,
        mulai=row.mulai,
        selesai=selesai,
        diubah=row.updated_at,
        urutan=row.version - 1,
        tempat=tempat,
        uraian="\n".join(x for x in uraian if x),
        alamat=f"{dasar}/{slug(row.kind)}/details/?id={row.id}",
        pasti=status is not StatusKetetapan.DRAF,
    )
