"""The page of a Musrenbang: the SOP's rows in the columns of the official form, with what has been done of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import request
from flask_admin import expose

from admin import cetak, gerak, kurang, sidang, tampil
from admin.akhir_tahun import YearRoutes
from admin.masuk import saya
from admin.panel import PanelView
from bulk import berkas_lengkap, keluaran
from documents import kata, tulisan
from models.base import db
from models.musrenbang import Musrenbang, PelaksanaanLangkah, StatusMusrenbang, StatusPelaksanaan, TenggatLangkah
from models.peran import PERAN_SOP, Peran
from models.pesan import Ditolak, Pesan, TidakAda
from models.sop import Langkah
from models.waktu import WIB, hari_ini
from sop import langkah as langkah_sop
from sop import workflow
from sop.access import Actor, Verb, may
from sop.peringatan import peringatan

RAMPUNG = (StatusPelaksanaan.SELESAI, StatusPelaksanaan.DIAMBIL_ALIH)
JUDUL_KOLOM = {Peran.SUB_KOORDINATOR: Pesan("Sub Koordinator Perencanaan & Pendanaan")}


@dataclass(frozen=True)
class Tanda:
    """A mark in one of the five pelaksana columns."""

    utama: bool
    dikonfirmasi: bool
    keterangan: str


@dataclass(frozen=True)
class Pengerjaan:
    """One doing of a step: whose, in which state, who did it, who wrote it down, how long it took."""

    id: int
    unit: str
    putaran: int
    status: str
    nada: str
    pelaku: str
    pencatat: str
    waktu: str
    menit: int | None
    pindaian: str
    catatan: str | None


@dataclass(frozen=True)
class BarisLangkah:
    """One row of the official form."""

    no: int
    kode: str
    aktivitas: str
    pelaksana: list[Tanda | None]
    kelengkapan: list[str]
    waktu: str
    output: list[str]
    keterangan: str
    status: str
    nada: str
    kini: bool
    menit: int | None
    norma: int
    lewat: bool
    tenggat: str
    terlambat: bool
    batas: date | None = None
    rampung: bool = False  # done in its newest round, here or on paper
    selesai: date | None = None  # the last day on which it was done, if known
    naskah: int = 0  # papers that are outputs of this step
    pengerjaan: list[Pengerjaan] = field(default_factory=list)

    @property
    def dikerjakan(self) -> bool:
        """Is there more to tell than that it waits?"""
        return len(self.pengerjaan) > 1 or any(p.pelaku or p.menit is not None for p in self.pengerjaan)


def columns() -> list[str]:
    return [JUDUL_KOLOM.get(peran, peran.judul) for peran in PERAN_SOP]


def steps(case: Musrenbang, papers: bool = True) -> list[BarisLangkah]:
    """Every row of the revision that this Musrenbang is pinned to; the number of queries does not grow with it.

    Without `papers` nobody counts the papers of each step: the start page does not offer to print them.
    """
    rows: dict[int, list[PelaksanaanLangkah]] = {}
    options = [db.joinedload(r) for r in _RELATIONS]
    stmt = db.select(PelaksanaanLangkah).where(PelaksanaanLangkah.musrenbang_id == case.id).options(*options)
    for row in db.session.scalars(stmt.order_by(PelaksanaanLangkah.id)):
        rows.setdefault(row.langkah_id, []).append(row)
    stmt_steps = db.select(Langkah).where(Langkah.sop_revisi_id == case.sop_revisi_id, Langkah.deleted_at.is_(None))
    found = db.session.scalars(stmt_steps.options(db.selectinload(Langkah.pelaksana)).order_by(Langkah.urutan))
    deadlines = {
        t.langkah_id: t
        for t in db.session.scalars(db.select(TenggatLangkah).filter_by(musrenbang_id=case.id, deleted_at=None))
    }
    counted = keluaran.semua_langkah(case) if papers else {}
    return [
        replace(_row(case, step, rows.get(step.id, []), deadlines.get(step.id)), naskah=len(counted.get(step.id, [])))
        for step in found
    ]


_RELATIONS = (
    PelaksanaanLangkah.unit_kerja,
    PelaksanaanLangkah.pelaku,
    PelaksanaanLangkah.pencatat,
)


def _row(
    case: Musrenbang, step: Langkah, rows: list[PelaksanaanLangkah], deadline: TenggatLangkah | None
) -> BarisLangkah:
    minutes, norm = langkah_sop.menit_langkah(rows), step.waktu
    words, colour = _state(case, step, rows)
    last = max((r.tanggal for r in rows if r.tanggal), default=None)
    done = _is_done(rows)
    day = last if done else hari_ini()  # of what was done on paper nobody knows the day yet
    late = deadline is not None and day is not None and day > deadline.batas
    marks = {p.peran: p for p in step.pelaksana}
    return BarisLangkah(
        no=step.urutan,
        kode=step.kode,
        aktivitas=step.aktivitas,
        pelaksana=[_mark(marks.get(peran)) for peran in PERAN_SOP],
        kelengkapan=[str(one.get("teks", "")) for one in step.kelengkapan],
        waktu=step.waktu_teks or Pesan("{waktu} menit", waktu=step.waktu),
        output=[str(one.get("teks", "")) for one in step.output],
        keterangan=step.keterangan or "",
        status=words,
        nada=colour,
        kini=case.langkah_id == step.id and case.status is StatusMusrenbang.BERJALAN,
        menit=minutes,
        norma=norm,
        lewat=minutes is not None and minutes > norm,
        tenggat=kata.tanggal(deadline.batas) if deadline else "",
        terlambat=late,
        batas=deadline.batas if deadline else None,
        rampung=done,
        selesai=last if done else None,
        pengerjaan=[_doing(row) for row in rows],
    )


def _is_done(rows: list[PelaksanaanLangkah]) -> bool:
    """A step that was sent back is not: it will be entered again."""
    newest = max((r.putaran for r in rows), default=0)
    return bool(rows) and all(r.status in RAMPUNG for r in rows if r.putaran == newest)


def _mark(who: Any) -> Tanda | None:
    if who is None:
        return None
    words = Pesan("Pelaksana utama") if who.utama else Pesan("Pelaksana pengganti")
    if not who.dikonfirmasi:
        words += Pesan(", belum dikonfirmasi")
        words += Pesan(" (perkiraan {n}%)", n=who.keyakinan) if who.keyakinan else ""
    return Tanda(who.utama, who.dikonfirmasi, words)


def _state(case: Musrenbang, step: Langkah, rows: list[PelaksanaanLangkah]) -> tuple[str, str]:
    """The state of a step in words, from the states of its doings."""
    if not rows:
        return Pesan("Belum"), "netral"
    newest = max(r.putaran for r in rows)
    states = [r.status for r in rows if r.putaran == newest]
    finished = sum(s is StatusPelaksanaan.SELESAI for s in states)
    if finished == len(states):
        return Pesan("Selesai"), "selesai"
    if finished and len(states) > 1:
        return Pesan("Berjalan ({n} dari {semua} Bidang)", n=finished, semua=len(states)), "jalan"
    if any(s is StatusPelaksanaan.BERJALAN for s in states):
        return Pesan("Berjalan"), "jalan"
    colour = "perhatian" if states[0] in (StatusPelaksanaan.MENUNGGU, StatusPelaksanaan.DIKEMBALIKAN) else "netral"
    return tulisan.word(states[0]), colour


def _doing(row: PelaksanaanLangkah) -> Pengerjaan:
    when = kata.tanggal(row.tanggal) if row.tanggal else ""
    if not when and row.selesai_pada:
        when = kata.tanggal(row.selesai_pada.astimezone(WIB).date())
    writer = row.pencatat.nama if row.pencatat else ""
    actor = row.pelaku.nama if row.pelaku else ("" if row.atas_nama else writer)
    return Pengerjaan(
        id=row.id,
        unit=row.unit_kerja.nama if row.unit_kerja else "",
        putaran=row.putaran,
        status=tulisan.word(row.status),
        nada=tampil.tone(row.status),
        pelaku=actor,
        pencatat=writer if row.atas_nama or (row.pelaku and row.pencatat and row.pelaku.nama != writer) else "",
        waktu=when,
        menit=row.menit,
        pindaian=f"/pelaksanaan-langkah/file/pindaian_id/?id={row.id}" if row.pindaian_id else "",
        catatan=row.catatan,
    )


@dataclass(frozen=True)
class Giliran:
    """A row of the current step and what I may do with it."""

    judul: str
    url: str
    status: str
    nada: str
    tindakan: list[gerak.Tombol]


def current(case: Musrenbang, actor: Actor) -> list[Giliran]:
    """The open rows of the current step with their moves."""
    found = []
    for row in langkah_sop.baris_terbuka(case):
        buttons = gerak.offers(row, actor)
        url = f"/pelaksanaan-langkah/details/?id={row.id}"
        found.append(Giliran(str(row), url, tulisan.word(row.status), tampil.tone(row.status), buttons))
    return found


@dataclass(frozen=True)
class Serentak:
    """A move that every open Bidang of the current step can make: one press for all of them."""

    aksi: str
    judul: str
    gaya: str
    ids: list[int]


def together(case: Musrenbang, actor: Actor) -> list[Serentak]:
    """The moves common to all open rows of a step per Bidang, for this person, where nothing stands against them."""
    rows = langkah_sop.baris_terbuka(case)
    if len(rows) < 2:
        return []
    offers = [{o.aksi: o for o in workflow.moves(row, actor) if not o.alasan and not o.atas_nama} for row in rows]
    ids = [row.id for row in rows]
    return [
        Serentak(o.aksi, o.judul, o.gaya, ids)
        for aksi, o in offers[0].items()
        if o.gerak.massal and all(aksi in other for other in offers[1:])
    ]


class MusrenbangView(YearRoutes, PanelView):
    """The details page shows the official form."""

    details_template = "admin/musrenbang.html"

    @expose("/dossier/<id>", methods=("POST",))
    def dossier(self, id: str) -> Any:
        """The papers of one step (`langkah` is its kode), or without one the whole dossier."""
        case: Musrenbang = self.get_or_404(id)
        if not may(saya(), Verb.CETAK, case):
            raise Ditolak(cetak.DITOLAK)
        code, shape = request.form.get("langkah", ""), request.form.get("bentuk", "")
        if code:
            step = next((x for x in langkah_sop.langkah_sop(case) if x.kode == code), None)
            if step is None:
                raise TidakAda("Langkah ini tidak ada pada SOP Musrenbang ini.")
            title = f"Keluaran langkah {step.urutan} {case.nama}"
            return cetak.start(keluaran.langkah(case, step), title, "pdf" if shape == "pdf" else "zip", case.kind)
        if shape == "berkas" and (reason := berkas_lengkap.halangan(saya(), case)):
            raise Ditolak(reason)
        papers = keluaran.berkas(case)
        return cetak.start(papers, berkas_lengkap.judul(case), shape, case.kind, musrenbang_id=case.id)

    def details_extra(self, record: Musrenbang) -> dict[str, Any]:
        rows = steps(record)
        worked = [r.menit for r in rows if r.menit is not None]
        return {
            "langkah": rows,
            "kolom_pelaksana": columns(),
            "kini": current(record, saya()),
            "serentak": together(record, saya()),
            "ruang_sidang": sidang.rooms(record),
            "kasus_sidang": record,
            "kurang": kurang.missing(record, saya()),
            "peringatan": peringatan(record),
            "jumlah_menit": sum(worked) if worked else None,
            "jumlah_norma": sum(r.norma for r in rows),
            "boleh_tahun_baru": may(saya(), Verb.BUAT, Musrenbang),
            "boleh_cetak": may(saya(), Verb.CETAK, record),
            "boleh_berkas": berkas_lengkap.halangan(saya(), record) is None,
            "ada_belum": any(m and not m.dikonfirmasi for r in rows for m in r.pelaksana),
        }
