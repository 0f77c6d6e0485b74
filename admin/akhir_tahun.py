"""The end of a year on the screen: pagu against what is accepted, SIPD against what was decided, and the next year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request
from flask_admin import expose

from admin.bahasa import flash
from admin.masuk import saya
from admin.unggah import clean_name
from bulk import sipd_baca, tahun_baru
from bulk.daftar import acuan
from bulk.impor import batas
from bulk.tahun_baru import Hasil, Pilihan
from documents import kata, tulisan
from documents.naskah import usulan as kertas_usulan
from models.baca import read_id
from models.base import db
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.pesan import Ditolak, Keliru, Pesan, SopError, rangkai
from models.usulan import HasilUsulan, MasukRkpd, Usulan
from models.waktu import hari_ini
from sop import pagu, sipd, workflow
from sop.access import Verb, may

TERBANYAK = 300  # differences shown at once
KOLOM_SIPD = "kode,usulan,hasil,opd_pengampu_id,volume_disepakati,satuan,pagu_disepakati,sipd_disalin_pada"


@dataclass(frozen=True)
class Selisih:
    """A usulan that SIPD tells otherwise: what, here and there, in words."""

    id: int
    kode: str
    usulan: str
    beda: list[tuple[str, str, str]]


def differences(m: Musrenbang) -> list[Selisih]:
    names = ("kode", "usulan", "satuan", "hasil", "volume_disepakati", "pagu_disepakati")
    columns = [Usulan.id, *(getattr(Usulan, n) for n in (*names, "sipd_status", "sipd_volume", "sipd_pagu"))]
    stmt = db.select(*columns).where(*_decided(m), sipd.berbeda()).order_by(Usulan.kode).limit(TERBANYAK)
    return [
        Selisih(u.id, u.kode, u.usulan, [in_words(b, u.satuan) for b in sipd.beda(u)]) for u in db.session.execute(stmt)
    ]


def in_words(b: sipd.Beda, unit: str) -> tuple[str, str, str]:
    if b.hal == "volume":
        return Pesan("Volume"), kertas_usulan.volume(b.di_sini, unit), kertas_usulan.volume(b.di_sipd, unit)
    if b.hal == "pagu":
        return Pesan("Pagu"), kata.rupiah(b.di_sini), kata.rupiah(b.di_sipd)
    return Pesan("Hasil"), tulisan.word(b.di_sini), str(b.di_sipd)


def _decided(m: Musrenbang) -> tuple[Any, ...]:
    return Usulan.musrenbang_id == m.id, Usulan.deleted_at.is_(None), Usulan.status.in_(sipd.DIPUTUSKAN)


def _count(*conditions: Any) -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(Usulan).where(*conditions)) or 0)


def list_url(m: Musrenbang, **more: str) -> str:
    """The list of its decided usulan, with these filters."""
    base = [("musrenbang_id", str(m.id)), *(("status", str(s)) for s in sipd.DIPUTUSKAN)]
    return "/usulan/?" + urlencode([*base, *more.items()])


def rkpd_counts(m: Musrenbang) -> list[tuple[str, int, str]]:
    """(words, how many, address of the list) for each answer of the RKPD."""
    stmt = db.select(Usulan.masuk_rkpd, db.func.count()).where(*_decided(m)).group_by(Usulan.masuk_rkpd)
    found = dict(db.session.execute(stmt).tuples().all())
    return [(tulisan.word(x), found.get(x, 0), list_url(m, masuk_rkpd=str(x))) for x in MasukRkpd]


class YearRoutes:
    """Pages of a Musrenbang that begin when its meeting is over."""

    @expose("/pagu/")
    def pagu_view(self) -> str:
        """Each perangkat daerah: its pagu, what was accepted, what is left."""
        case: Musrenbang = self.get_or_404(request.args.get("id"))  # type: ignore[attr-defined]
        rows = pagu.tabel(case)
        context = {"record": case, "model": type(case), "baris": rows, "lewat": sum(r.lewat for r in rows)}
        context |= {"rupiah": kata.rupiah, "bilangan": kata.bilangan}
        return self.render("admin/pagu.html", **context)  # type: ignore[attr-defined,no-any-return]

    @expose("/sipd/", methods=("GET", "POST"))
    def sipd_view(self) -> Any:
        """What is still to be typed into SIPD, and what SIPD says otherwise; POST reads an export of SIPD."""
        case: Musrenbang = self.get_or_404(request.args.get("id"))  # type: ignore[attr-defined]
        if request.method == "GET":
            return self._sipd_page(case)
        if not _may_copy(case):
            raise Ditolak("Peran Anda tidak memberi hak untuk mencatat isi SIPD.")
        try:
            sent = request.files.get("berkas")
            if sent is None or not sent.filename:
                raise Keliru("Pilih berkas ekspor SIPD.")
            read = sipd_baca.baca(case, clean_name(sent.filename), sent.read(), saya())
            db.session.commit()
        except SopError as error:
            db.session.rollback()
            return self._sipd_page(case, wrong=error.pesan), error.status
        return self._sipd_page(case, read)

    def _sipd_page(self, case: Musrenbang, read: sipd_baca.Hasil | None = None, wrong: str = "") -> str:
        done = Usulan.sipd_disalin_pada.is_not(None)
        counts = {
            "semua": _count(*_decided(case)),
            "tersalin": _count(*_decided(case), done),
            "dibaca": _count(*_decided(case), Usulan.sipd_dibaca_pada.is_not(None)),
            "berbeda": _count(*_decided(case), sipd.berbeda()),
        }
        urls = {
            "belum": list_url(case, **{"sipd_disalin_pada.kosong": "ya", "kolom": KOLOM_SIPD}),
            "tersalin": list_url(case, **{"sipd_disalin_pada.kosong": "tidak", "kolom": KOLOM_SIPD}),
            "cetak": f"/musrenbang/print/lembar_sipd/{case.id}",
        }
        context = {"record": case, "model": type(case), "hitung": counts, "url": urls, "selisih": differences(case)}
        context |= {"dibaca": read, "galat": wrong, "boleh_baca": _may_copy(case), "terbesar": batas.BERKAS}
        return self.render("admin/sipd.html", **context, rkpd=rkpd_counts(case), bilangan=kata.bilangan)  # type: ignore[attr-defined,no-any-return]

    @expose("/tahun-baru/", methods=("GET", "POST"))
    def new_year_view(self) -> Any:
        """What comes along into the next year; POST makes it."""
        case: Musrenbang = self.get_or_404(request.args.get("id"))  # type: ignore[attr-defined]
        if not may(saya(), Verb.BUAT, Musrenbang):
            raise Ditolak("Peran Anda tidak memberi hak untuk membuat Musrenbang.")
        if request.method == "GET":
            return self._new_year_page(case, None)
        try:
            chosen = _chosen()
            made = tahun_baru.buat(case, chosen, saya())
            db.session.commit()
        except SopError as error:
            db.session.rollback()
            case = self.get_or_404(request.args.get("id"))  # type: ignore[attr-defined]
            return self._new_year_page(case, error.pesan, error.status)
        flash(_said(made), "baik")
        return redirect(self.url_of("details/", id=made.musrenbang.id))  # type: ignore[attr-defined]

    def _new_year_page(self, case: Musrenbang, wrong: str | None, status: int = 200) -> Any:
        rows = tahun_baru.calon(case)
        places = acuan.names("wilayah", [r.wilayah_id for r in rows])
        reasons = acuan.names("alasan_penolakan", [r.alasan_id for r in rows])
        year = request.form.get("tahun") or request.args.get("tahun") or str(_first_free(case.tahun + 1))
        there = tahun_baru.tujuan(int(year)) if year.isdecimal() and len(year) < 5 and int(year) < 2101 else None
        context = {
            "record": case,
            "model": type(case),
            "calon": [
                (r, tulisan.word(r.hasil), places.get(r.wilayah_id, ""), reasons.get(r.alasan_id, "")) for r in rows
            ],
            "ditunda": sum(r.hasil is HasilUsulan.DITUNDA and not r.dibawa for r in rows),
            "pernah": sum(bool(r.dibawa) for r in rows),
            "tahun": year,
            "nama": request.form.get("nama") or case.nama.replace(str(case.tahun), year),
            "ada": there,
            "galat": wrong,
            "terpilih": set(request.form.getlist("usulan_id")),
            "kirim": request.method == "POST",
            "rupiah": kata.rupiah,
        }
        return self.render("admin/tahun_baru.html", **context), status  # type: ignore[attr-defined]


def _may_copy(case: Musrenbang) -> bool:
    """Who may note of this Musrenbang that a usulan was typed into SIPD may also note what SIPD answers."""
    here = replace(saya(), tugas=tuple(t for t in saya().tugas if t.musrenbang_id in (None, case.id)))
    return any(o.aksi == "tandai_tersalin" for o in workflow.moves_of_kind("usulan", here))


def _first_free(year: int) -> int:
    """The first year from this one on that has no Musrenbang yet."""
    taken = set(db.session.scalars(db.select(Musrenbang.tahun).filter_by(deleted_at=None)))
    return next(y for y in range(year, year + len(taken) + 1) if y not in taken)


def _chosen() -> Pilihan:
    year = request.form.get("tahun", "").strip()
    if not (year.isdecimal() and len(year) == 4):
        raise Keliru(
            "Tahun rencana ditulis dengan empat angka, misalnya {contoh}.", "tahun", contoh=hari_ini().year + 1
        )
    return Pilihan(
        tahun=int(year),
        nama=request.form.get("nama", "").replace("\0", ""),
        tim="tim" in request.form,
        prioritas="prioritas" in request.form,
        usulan=list(dict.fromkeys(read_id(x) for x in request.form.getlist("usulan_id"))),
    )


def _said(made: Hasil) -> str:
    name = made.musrenbang.nama
    parts: list[str] = [Pesan("{nama} dibuat.", nama=name) if made.baru else Pesan("{nama} dilengkapi.", nama=name)]
    parts += [Pesan("Susunan tim disalin: {tim} anggota.", tim=made.tim)] if made.tim else []
    parts += [Pesan("{n} visi, misi dan prioritas disalin.", n=made.prioritas)] if made.prioritas else []
    parts += [Pesan("{n} usulan dibawa sebagai draf.", n=kata.bilangan(made.usulan))] if made.usulan else []
    parts += [Pesan("{n} usulan sudah pernah dibawa, jadi dilewati.", n=len(made.lewat))] if made.lewat else []
    if made.musrenbang.status is StatusMusrenbang.DRAF:
        parts.append(Pesan("Berikutnya: periksa isinya, lalu mulai Musrenbang ini."))
    return rangkai(" ", parts)
