"""What people are told after they did something: what happened, and what to do next."""

from __future__ import annotations

from typing import Any

from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy import Row

from admin.bahasa import terjemah
from documents import kata
from models.base import Record, db, slug
from models.distribusi import Distribusi
from models.musrenbang import Musrenbang, PelaksanaanLangkah
from models.naskah import Naskah
from models.peran import Peran
from models.pesan import Pesan, rangkai
from models.riwayat import Riwayat
from sop import keluar, penandatangan, workflow
from sop.access import Actor
from sop.belonging import claim_of
from sop.lifecycle import gerak_dari, status

TERPANJANG = 80  # letters of a name in a message


def saved(record: Record, actor: Actor, new: bool) -> str:
    """After the form: the record by its name, then its next step."""
    told = _told(Pesan("{jenis} disimpan: {nama}."), record) if new else Pesan("Perubahan disimpan.")
    return rangkai(" ", (told, next_step(record, actor) or _hint(record, new)))


def one_more(record: Record) -> str:
    """After "Simpan dan tambah lagi"."""
    return _told(Pesan("{jenis} disimpan: {nama}. Isi yang berikutnya di bawah ini."), record)


def moved(said: str, record: Record, actor: Actor, elsewhere: bool) -> str:
    """After a move: its own sentence, then the next step. `elsewhere`: the page that comes is not the record's own,
    so what stands there has to be said here.
    """
    after = (_nobody_signs(record) if elsewhere else None) or next_step(record, actor)
    return rangkai(" ", (said, after)) if after else said


def deleted(record: Record) -> Markup:
    """After a deletion, with the button that takes it back."""
    return Markup(
        '{kabar} <form method="post" action="/{alamat}/restore/"><input type="hidden" name="csrf_token" '
        'value="{token}"><input type="hidden" name="id" value="{id}"><button>{tombol}</button></form>'
    ).format(
        kabar=terjemah(_told(Pesan("{jenis} dihapus: {nama}. Data yang dihapus dapat dipulihkan."), record)),
        tombol=terjemah(Pesan("Urungkan")),
        alamat=slug(record.kind),
        token=generate_csrf(),
        id=record.id,
    )


def restored(record: Record, actor: Actor) -> str:
    told = _told(Pesan("{jenis} dipulihkan: {nama}."), record)
    return rangkai(" ", (told, next_step(record, actor) or Pesan("Isinya seperti sebelum dihapus.")))


def next_step(record: Record, actor: Actor) -> str:
    """The main move that this person can make now, or why not yet, or whose turn it is; empty where there is none."""
    if isinstance(record, PelaksanaanLangkah):
        return _step(record.musrenbang)
    if _nobody_signs(record):
        return Pesan("Penanda tangannya belum dapat menandatanganinya di panel; baca peringatan di halaman ini.")
    if isinstance(record, Distribusi) and (waits := keluar.menunggu_surel(record)):
        return waits
    offers = [o for o in workflow.moves(record, actor) if o.gaya == "utama" and not o.atas_nama]
    if ready := next((o for o in offers if not o.alasan), None):
        return Pesan("Berikutnya: tekan “{judul}”.", judul=ready.judul)
    if offers:
        first = offers[0]
        return Pesan("Berikutnya “{judul}”, tetapi belum sekarang. {alasan}", judul=first.judul, alasan=first.alasan)
    now = status(record)
    for move in gerak_dari(record.kind):
        if move.gaya == "utama" and now in move.dari and move.bila(record):
            roles = claim_of(move, record).peran
            names = rangkai(Pesan(" atau "), [role.judul for role in Peran if role in roles])
            return Pesan("Berikutnya “{judul}” oleh {siapa}.", judul=move.judul, siapa=names) if names else ""
    return ""


def _nobody_signs(record: Record) -> str | None:
    """A paper that waits for a signature which its signer cannot give here waits for what the sentence says."""
    if not isinstance(record, Naskah):
        return None
    now = status(record)
    waits = any(g.aksi == "tanda_tangani" and now in g.dari and g.bila(record) for g in gerak_dari(record.kind))
    return penandatangan.tidak_dapat(record) if waits else None


def _step(case: Musrenbang | None) -> str:
    step = case.langkah if case else None
    if step is None:
        return ""
    return Pesan("Langkah sekarang: {urutan}. {apa}.", urutan=step.urutan, apa=step.aktivitas.rstrip("."))


def _hint(record: Record, new: bool) -> str:
    if not new:
        return Pesan("Riwayat di halaman ini mencatat yang berubah.")
    if record.INDUK:
        return Pesan("Tambahkan yang berikutnya dengan “Tambah”, atau lanjutkan di halaman ini.")
    if record.ANAK:
        return Pesan("Bagian-bagiannya dilengkapi di halaman datanya.")
    return Pesan("Bila ada yang keliru, tekan “Ubah”.")


def _told(kalimat: Pesan, record: Record) -> Pesan:
    name = str(record)
    short = name if len(name) <= TERPANJANG else f"{name[: TERPANJANG - 1].rstrip()}…"
    return Pesan(kalimat.msgid, jenis=record.JUDUL, nama=short)


# --- somebody was quicker ---------------------------------------------------------------------------------------------


def last_change(record: Record) -> str | None:
    """Who changed it last and when, for a person who saved too late."""
    row = _last(record)
    return f"{row.nama}, {kata.saat(row.waktu)}" if row else None


def stale(record: Record, actor: Actor, advice: Pesan) -> Pesan:
    """What a person is told whose page is older than the record: who changed it, and what to do now."""
    row = _last(record)
    if row is not None and row.pengguna_id == actor.pengguna_id:
        return Pesan("Data ini sudah Anda ubah sendiri sejak halaman ini dibuka, mungkin di jendela lain") + advice
    return Pesan("Data ini sudah diubah orang lain sejak Anda membukanya") + advice


def _last(record: Record) -> Row[Any] | None:
    stmt = db.select(Riwayat.nama, Riwayat.waktu, Riwayat.pengguna_id)
    stmt = stmt.where(Riwayat.kind == record.kind, Riwayat.record_id == record.id)
    row: Row[Any] | None = db.session.execute(stmt.order_by(Riwayat.id.desc()).limit(1)).first()
    return row
