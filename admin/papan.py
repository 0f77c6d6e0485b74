"""`/papan/`: rooms and hours of a day, the month, and the forms of what stands on it; a block is moved by dragging.

A drop is saved by the grid of its kind (admin/kisi.py): the same rights, lock, version and rules as the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, redirect, request
from flask_admin import expose

from admin import papan_susun
from admin.masuk import saya
from admin.page import PageView
from admin.panel import PanelView
from bulk import papan
from bulk.daftar import acuan, saring
from documents import kata
from models import baca
from models.base import slug
from models.pesan import N_, Ditolak, Keliru, Pesan, SopError, TidakAda
from models.ruang import Ruang, kalimat_bentrok, tersimpan
from models.waktu import hari_ini, lokal
from sop.access import Actor, Verb, explain

LAMA = timedelta(hours=1)  # of a new block until somebody says otherwise
TIDAK_DAPAT = N_(
    "Tidak ada yang dapat ditambah di sini sekarang: jadwal atau penetapan ruangnya belum dibuat, sudah ditetapkan, "
    "atau bukan wewenang Anda."
)
HARI_TERBANYAK = 10  # links from a schedule to the board
BULAN_TERJAUH = (2000, 2100)


@dataclass(frozen=True)
class Pilihan:
    """A choice that is a link."""

    judul: str
    alamat: str
    terpilih: bool


class PapanView(PageView):
    """Read by whoever may read rooms; each block by whoever may read its kind."""

    name, url = "Papan jadwal", "/papan"

    @expose("/")
    def index(self) -> str:
        actor = saya()
        if reason := explain(actor, Verb.BACA, Ruang):
            raise Ditolak(reason)
        known = papan.terbaca(actor)
        typed = request.args.get("jenis", "")
        if typed and typed not in {j.kind for j in known}:
            raise Keliru("Jenis pada alamat ini tidak dikenal; pilih dari daftar.")
        shown = [j for j in known if typed in ("", j.kind)]
        monthly = request.args.get("tampilan") == "bulan"
        day = _day(actor)
        context = {
            "hari": day,
            "judul_hari": kata.hari_tanggal(day),
            "judul_bulan": kata.bulan(day),
            "jenis": _choices(known, typed),
            "bulan": monthly,
            "ke": _ways(day, monthly),
            "hari_ini": hari_ini(),
            "kata_hari": kata.hari_tanggal,
            "waktu": clock,
            "lokal": lokal,
            "tujuan": [],
            "kini": request.full_path.rstrip("?"),
        }
        if monthly:
            context["minggu"] = papan_susun.susun_bulan(day, papan.pada(actor, shown, *papan_susun.batas_bulan(day)))
            return self.render("admin/papan_bulan.html", **context)
        blocks = papan.pada(actor, shown, day, day, ubah=True)
        ways = papan.tujuan(actor, saring.newest_running())
        chosen = next((t.jenis.kind for t in ways if t.jenis.kind == (request.args.get("ke") or typed)), None)
        chosen = chosen or (ways[0].jenis.kind if ways else "")
        context |= {
            "papan": papan_susun.susun(day, blocks, papan.ruang(blocks)),
            "tujuan": [Pilihan(t.jenis.model.JUDUL, here(ke=t.jenis.kind), t.jenis.kind == chosen) for t in ways],
            "tambah": chosen,
        }
        return self.render("admin/papan.html", **context)

    @expose("/tambah/")
    def add(self) -> Any:
        """The form of a new block at a place of the board: /papan/tambah/?ke=acara&ruang=3&saat=2026-03-23T09:00"""
        actor = saya()
        way = next(
            (t for t in papan.tujuan(actor, saring.newest_running()) if t.jenis.kind == request.args.get("ke")), None
        )
        if way is None:
            raise SopError(TIDAK_DAPAT)
        begin = baca.read_moment(request.args.get("saat", ""), "Saat")
        given = {**way.isian, "ruang_id": request.args.get("ruang", ""), "papan": "1"}
        given |= {"mulai": f"{begin:%Y-%m-%dT%H:%M}", "selesai": f"{begin + LAMA:%Y-%m-%dT%H:%M}"}
        return redirect(f"/{slug(way.jenis.kind)}/new/?{urlencode(given)}")

    @expose("/bentrok/")
    def clash(self) -> Response:
        """Is the room free? {"pesan": a sentence, or "" if nothing stands against it or it cannot be read yet}."""
        actor = saya()
        kind = next((j for j in papan.terbaca(actor) if j.kind == request.args.get("jenis")), None)
        if kind is None:
            raise TidakAda(baca.TIDAK_ADA)
        try:
            begin, end = (baca.read_moment(request.args.get(k, ""), k) for k in ("mulai", "selesai"))
            room = _room(actor, request.args.get("ruang", ""))
        except SopError:
            return jsonify(pesan="")
        if room is None or end <= begin:
            return jsonify(pesan="")
        own = request.args.get("id", "")
        asked = SimpleNamespace(
            id=int(own) if own.isdecimal() and len(own) < 10 else 0, ruang_id=room, mulai=begin, selesai=end
        )
        other = tersimpan(asked, kind.model, kind.sebutan)
        return jsonify(pesan=kalimat_bentrok(other, kind.sebutan) if other is not None else "")


def _room(actor: Actor, text: str) -> int | None:
    if text.isdecimal():
        return baca.read_id(text)
    return acuan.resolve(Ruang, actor, text) if text.strip() else None


def _day(actor: Actor) -> date:
    typed = request.args.get("hari", "")
    day = baca.read_date(typed, "Hari") if typed else papan.hari_terdekat(actor, hari_ini(), saring.newest_running())
    if not BULAN_TERJAUH[0] <= day.year <= BULAN_TERJAUH[1]:
        raise Keliru("Papan memuat tahun {a} sampai {z}.", a=BULAN_TERJAUH[0], z=BULAN_TERJAUH[1])
    return day


def here(**changes: str | None) -> str:
    """This page with other parameters."""
    kept = {k: v for k in ("hari", "jenis", "ke", "tampilan") if (v := request.args.get(k))}
    return "/papan/?" + urlencode({k: v for k, v in {**kept, **changes}.items() if v})


def _choices(known: list[papan.Jenis], typed: str) -> list[Pilihan]:
    every = [Pilihan(Pesan("Semua"), here(jenis=None), not typed)]
    return every + [Pilihan(j.model.JUDUL, here(jenis=j.kind), j.kind == typed) for j in known]


def _ways(day: date, monthly: bool) -> dict[str, str]:
    """Where the arrows lead: a day or a month on, and between the two views."""
    if monthly:
        first = day.replace(day=1)
        before, after = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
    else:
        before, after = day - timedelta(days=1), day + timedelta(days=1)
    return {
        "sebelum": here(hari=before.isoformat()),
        "sesudah": here(hari=after.isoformat()),
        "hari_ini": here(hari=hari_ini().isoformat()),
        "hari": here(hari=day.isoformat(), tampilan=None),
        "bulan": here(hari=day.isoformat(), tampilan="bulan"),
    }


def clock(moment: datetime) -> str:
    return f"{lokal(moment):%H.%M}"


class BerwaktuView(PanelView):
    """A kind with a room and a time: its form tells of a clash before it is saved, and leads back to the board."""

    form_template = "admin/borang_ruang.html"

    def get_save_return_url(self, model: Any, is_created: bool = False) -> str:
        if "papan" in request.args and model.mulai is not None:
            return f"/papan/?hari={lokal(model.mulai).date().isoformat()}"
        return super().get_save_return_url(model, is_created)

    def _back(self, record: Any) -> str:
        if "papan" not in request.args:
            return super()._back(record)
        begin = record.mulai if record is not None else None
        day = lokal(begin).date().isoformat() if begin else request.args.get("mulai", "")[:10]
        return "/papan/?" + urlencode({"hari": day} if day else {})


class BerjadwalView(PanelView):
    """A schedule or an assignment of rooms: its page leads to its days on the board."""

    details_template = "admin/jadwal_rinci.html"

    def details_extra(self, record: Any) -> dict[str, Any]:
        parts = record.acara if record.kind == "jadwal" else record.pemakaian
        days = sorted({lokal(part.mulai).date() for part in parts})
        return {
            "di_papan": [(kata.hari_tanggal(day), f"/papan/?hari={day.isoformat()}") for day in days[:HARI_TERBANYAK]]
        }
