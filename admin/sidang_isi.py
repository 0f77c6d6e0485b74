"""What the screen of a sidang kelompok shows: the usulan in large, its decisions, the pagu of its OPD, the counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from admin import gerak, kabar, tampil
from admin.bahasa import terjemah
from admin.borang import Borang
from bulk import urung_gerak
from bulk.daftar import acuan, saring
from documents import kata, tulisan
from documents.naskah import usulan as kertas_usulan
from models.baca import TIDAK_ADA, read_id
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan
from models.musrenbang import Musrenbang
from models.pesan import N_, Keliru, Pesan, TidakAda
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from sop import antrean_sidang, workflow
from sop.access import Actor
from sop.antrean_sidang import Antrean, Rekap, Tampil
from sop.pagu import PaguBaris
from sop.workflow import Offer

# The decisions in their order, each with its key.
PUTUSAN = {"terima": "T", "terima_perubahan": "U", "tunda": "D", "tolak": "X"}
TONE = {
    HasilUsulan.DITERIMA: "terima",
    HasilUsulan.DITERIMA_PERUBAHAN: "ubah",
    HasilUsulan.DITUNDA: "tunda",
    HasilUsulan.DITOLAK: "tolak",
}
BENTROK = Pesan(
    "{kode} baru saja {apa} di layar lain ({siapa}). Putusan Anda tidak disimpan dan tidak ada yang ditimpa."
)
TANPA_CATATAN = N_("Tulis catatan: putusan yang sudah dibuat hanya diubah dengan alasannya.")
TANPA_PERUBAHAN = N_("Ubah volume, pagu atau OPD, atau tulis catatan tentang apa yang berubah.")
BESAR = ((10**12, Pesan("{n} triliun")), (10**9, Pesan("{n} miliar")), (10**6, Pesan("{n} juta")))


@dataclass(frozen=True)
class Tempat:
    """Where the screen stands: which kelompok of which Musrenbang, and which of its usulan it walks through."""

    musrenbang: Musrenbang
    kelompok: KelompokSidang
    tampil: Tampil

    @property
    def antrean(self) -> Antrean:
        return Antrean(self.musrenbang.id, self.kelompok.id, self.tampil)

    def url(self, page: str = "", **args: Any) -> str:
        query = {"musrenbang_id": self.musrenbang.id, "tampil": self.tampil, **args}
        given = {k: str(v) for k, v in query.items() if v not in (None, "", Tampil.BELUM)}
        return f"/sidang/{self.kelompok.id}/{page}?{urlencode(given)}"


def musrenbang(actor: Actor) -> Musrenbang | None:
    """The one that the address or the form names, else the one that runs."""
    given = request.values.get("musrenbang_id", "")
    id_ = read_id(given) if given else saring.newest_running()
    found = acuan.fetch(Musrenbang, actor, id_) if id_ else None
    if given and (found is None or found.deleted_at is not None):
        raise TidakAda(TIDAK_ADA)
    return found  # type: ignore[return-value]


def place(kelompok_id: str, actor: Actor) -> Tempat:
    kelompok, case = acuan.fetch(KelompokSidang, actor, read_id(kelompok_id)), musrenbang(actor)
    if not isinstance(kelompok, KelompokSidang) or kelompok.deleted_at is not None or case is None:
        raise TidakAda(TIDAK_ADA)
    shown = request.values.get("tampil", "")
    return Tempat(case, kelompok, Tampil(shown) if shown in list(Tampil) else Tampil.BELUM)


def one(typed: str | None, actor: Actor) -> Usulan:
    found = acuan.fetch(Usulan, actor, read_id(typed))
    if not isinstance(found, Usulan) or found.deleted_at is not None:
        raise TidakAda(TIDAK_ADA)
    return found


# --- decisions --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tombol:
    """A decision as a button. `borang` None: one key and nothing is asked."""

    aksi: str
    kunci: str
    judul: str
    alasan: str | None
    borang: Borang | None
    catatan_wajib: bool
    catatan: str
    pilihan: list[tuple[str, str]]  # the reasons of the list


def buttons(u: Usulan, actor: Actor, sent: tuple[str, Any] | None = None, wrong: Borang | None = None) -> list[Tombol]:
    """`sent`: (move, form as sent) of a decision that was not accepted; what was typed stands in it, and `wrong` is
    that form with what is wrong beside its fields."""
    offers = {o.aksi: o for o in workflow.moves(u, actor)}
    return [_button(u, actor, offers[aksi], sent, wrong) for aksi in PUTUSAN if aksi in offers]


def _button(u: Usulan, actor: Actor, offer: Offer, sent: tuple[str, Any] | None, wrong: Borang | None = None) -> Tombol:
    asks = bool(offer.isian) or offer.catatan_wajib
    typed = sent[1] if sent and sent[0] == offer.aksi else None
    form = (typed and wrong) or form_for(u, offer, actor, typed) if asks and not offer.alasan else None
    return Tombol(
        offer.aksi,
        PUTUSAN[offer.aksi],
        offer.judul,
        offer.alasan or None,
        form,
        offer.catatan_wajib and offer.aksi != "terima_perubahan",
        typed.get("catatan", "") if typed else "",
        reasons() if form is not None and "alasan_id" in form._fields else [],
    )


def form_for(u: Usulan, offer: Offer, actor: Actor, sent: Any = None) -> Borang:
    """Its fields begin with what was agreed, else with what was proposed; ids tell the dialogs of a page apart."""
    start = {
        "volume_disepakati": u.volume if u.volume_disepakati is None else u.volume_disepakati,
        "pagu_disepakati": u.pagu_usulan if u.pagu_disepakati is None else u.pagu_disepakati,
        "opd_pengampu_id": u.opd_pengampu_id,
        "alasan_id": u.alasan_id,
    }
    asked = {x.nama for x in offer.isian}
    form = gerak.form_of(offer.isian, actor, u.musrenbang_id, sent, {k: v for k, v in start.items() if k in asked})
    for field in form.isian():
        field.id = f"{offer.aksi}-{field.name}"
    return form


def decide(
    u: Usulan, offer: Offer, actor: Actor, form: Borang, note: str, seen: int, write: Callable[..., Any]
) -> None:
    """One decision from its filled form, made with the version that was seen; SopError says what is wrong.

    `write`: `documents.issue.perform` commits by itself, `jalankan` leaves that to whoever saves many rows at once.
    """
    note = gerak.note_of(note)
    if not form.validate():
        raise Keliru(" ".join(terjemah(text) for _, text in form.salah))
    values = gerak.values_of(form)
    changed = offer.aksi == "terima_perubahan"
    note = note or (changes(u, values) if changed else "")
    if offer.catatan_wajib and not note:
        raise Keliru(TANPA_PERUBAHAN if changed else TANPA_CATATAN)
    write(u, offer.aksi, actor, note, values, seen)


def changed(sentence: Pesan, u: Usulan) -> Pesan:
    """Who changed it since, and what it is now."""
    now = Pesan("diubah (sekarang {status})", status=str(u.status))
    decided = Pesan("diputuskan “{hasil}”", hasil=str(u.hasil)) if u.hasil else now
    return Pesan(sentence.msgid, kode=u.kode, apa=decided, siapa=kabar.last_change(u) or Pesan("sistem"))


def reasons() -> list[tuple[str, str]]:
    stmt = db.select(AlasanPenolakan.id, AlasanPenolakan.nama).where(
        AlasanPenolakan.aktif, AlasanPenolakan.deleted_at.is_(None)
    )
    return [(str(id_), name) for id_, name in db.session.execute(stmt.order_by(AlasanPenolakan.id))]


def changes(u: Usulan, values: dict[str, Any]) -> str:
    """What a changed acceptance changes, in a sentence; empty when nothing differs from what was proposed."""
    found = []
    volume, budget, opd = (values.get(k) for k in ("volume_disepakati", "pagu_disepakati", "opd_pengampu_id"))
    if volume is not None and volume != u.volume:
        there = (kertas_usulan.volume(x, u.satuan) for x in (u.volume, volume))
        found.append("Volume {} menjadi {}.".format(*there))
    if budget is not None and budget != u.pagu_usulan:
        found.append(f"Pagu {kata.rupiah(u.pagu_usulan)} menjadi {kata.rupiah(budget)}.")
    if opd is not None and opd != u.opd_pengampu_id:
        names = acuan.names("perangkat_daerah", [u.opd_pengampu_id, opd])
        found.append(f"OPD pengampu {names.get(u.opd_pengampu_id or 0, 'belum ada')} menjadi {names.get(opd, '')}.")
    return " ".join(found)


@dataclass(frozen=True)
class Terakhir:
    """The last decision of this person in this kelompok, which can be taken back."""

    id: int
    versi: int
    kode: str
    putusan: str
    nada: str


def last_of_mine(t: Tempat, actor: Actor) -> Terakhir | None:
    ids = antrean_sidang.terakhir_id(t.musrenbang.id, t.kelompok.id, urung_gerak.TERBANYAK)
    entry = urung_gerak.newest("usulan", ids, PUTUSAN, actor)
    if entry is None:
        return None
    u = one(str(entry.record_id), actor)
    if urung_gerak.why_not(u, entry, actor):
        return None
    return Terakhir(u.id, u.version, u.kode, tulisan.word(u.hasil) if u.hasil else "", TONE.get(u.hasil, ""))  # type: ignore[arg-type]


# --- in words ---------------------------------------------------------------------------------------------------------


def place_of(u: Usulan) -> str:
    names = acuan.names("wilayah", [u.wilayah_id, u.kecamatan_id])
    area = [names.get(i or 0, "") for i in dict.fromkeys((u.wilayah_id, u.kecamatan_id))]
    rt_rw = f"RT {u.rt}/RW {u.rw}" if u.rt and u.rw else (f"RW {u.rw}" if u.rw else "")
    return ", ".join(x for x in (u.alamat, rt_rw, *area) if x)


def decision_of(u: Usulan) -> tuple[str, str, list[str]] | None:
    """(decision, its colour, what belongs to it) of a usulan that has one."""
    if u.hasil is None:
        return None
    more = []
    if u.volume_disepakati is not None:
        more.append(Pesan("Volume {n}", n=kertas_usulan.volume(u.volume_disepakati, u.satuan)))
    if u.pagu_disepakati is not None:
        more.append(Pesan("Pagu {n}", n=kata.rupiah(u.pagu_disepakati)))
    if u.alasan_id:
        more.append(acuan.name("alasan_penolakan", u.alasan_id))
    if u.catatan:
        more.append(u.catatan)
    return tulisan.word(u.hasil), TONE[u.hasil], more


def status_of(u: Usulan, decided: bool = False) -> tuple[str, str]:
    """Its state and the colour of it; `decided`: what was decided says more than that it was."""
    if decided and u.hasil is not None:
        return tulisan.word(u.hasil), tampil.tone(u.hasil)
    return tulisan.word(u.status), tampil.tone(u.status)


def budget_after(u: Usulan, row: PaguBaris | None) -> int | None:
    """What the OPD would have left if this usulan were accepted as proposed; None without a pagu or once accepted."""
    if row is None or row.sisa is None or u.status is not StatusUsulan.DIVERIFIKASI:
        return None
    return row.sisa - u.pagu_usulan


def rupiah(n: int) -> str:
    return ("−" if n < 0 else "") + kata.rupiah(abs(n))


def short(n: int) -> str:
    """A sum as it is called out: "Rp12,4 miliar", "Rp850 juta"."""
    size, unit = next(((x, name) for x, name in BESAR if n >= x), (1, ""))
    if size == 1:
        return kata.rupiah(n)
    whole, part = divmod(round(n * 100 / size), 100)
    digits = f"{part:02d}".rstrip("0")
    return Pesan(unit, n=f"Rp{kata.bilangan(whole)}{',' + digits if digits else ''}")


@dataclass(frozen=True)
class Ruas:
    """A stretch of the bar of progress, in thousandths of its length."""

    judul: str
    nada: str
    jumlah: int
    usulan: int
    disepakati: int
    dari: int
    panjang: int


def stretches(r: Rekap) -> list[Ruas]:
    """Each hasil and what is left, in the order of the keys."""
    parts = [(tulisan.word(h), TONE[h], r.dari(h)) for h in HasilUsulan] + [
        (Pesan("Belum diputuskan"), "belum", r.belum)
    ]
    total, at, found = r.semua.jumlah, 0, []
    for title, tone, part in parts:
        length = round(part.jumlah * 1000 / total) if total else 0
        found.append(Ruas(title, tone, part.jumlah, part.usulan, part.disepakati, at, length))
        at += length
    return found
