"""What people are told after they did something: what happened, and what to do next."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from models.base import Record, slug
from models.musrenbang import Musrenbang, PelaksanaanLangkah
from models.peran import Peran
from sop import workflow
from sop.access import Actor
from sop.lifecycle import gerak_dari, status

TERPANJANG = 80  # letters of a name in a message


def saved(record: Record, actor: Actor, new: bool) -> str:
    """After the form: the record by its name, then its next step."""
    told = f"{record.JUDUL} disimpan: {_name(record)}." if new else "Perubahan disimpan."
    return f"{told} {next_step(record, actor) or _hint(record, new)}"


def one_more(record: Record) -> str:
    """After "Simpan dan tambah lagi"."""
    return f"{record.JUDUL} disimpan: {_name(record)}. Isi yang berikutnya di bawah ini."


def moved(said: str, record: Record, actor: Actor) -> str:
    """After a move: its own sentence, then the next step."""
    return f"{said} {next_step(record, actor)}".rstrip()


def deleted(record: Record) -> Markup:
    """After a deletion, with the button that takes it back."""
    return Markup(
        "{jenis} dihapus: {nama}. Data yang dihapus dapat dipulihkan. "
        '<form method="post" action="/{alamat}/restore/"><input type="hidden" name="csrf_token" value="{token}">'
        '<input type="hidden" name="id" value="{id}"><button>Urungkan</button></form>'
    ).format(jenis=record.JUDUL, nama=_name(record), alamat=slug(record.kind), token=generate_csrf(), id=record.id)


def restored(record: Record, actor: Actor) -> str:
    return (
        f"{record.JUDUL} dipulihkan: {_name(record)}. {next_step(record, actor) or 'Isinya seperti sebelum dihapus.'}"
    )


def next_step(record: Record, actor: Actor) -> str:
    """The main move that this person can make now, or why not yet, or whose turn it is; empty where there is none."""
    if isinstance(record, PelaksanaanLangkah):
        return _step(record.musrenbang)
    offers = [o for o in workflow.moves(record, actor) if o.gaya == "utama" and not o.atas_nama]
    if ready := next((o for o in offers if not o.alasan), None):
        return f"Berikutnya: tekan “{ready.judul}”."
    if offers:
        return f"Berikutnya “{offers[0].judul}”, tetapi belum dapat: {offers[0].alasan}"
    now = status(record)
    for move in gerak_dari(record.kind):
        if move.gaya == "utama" and now in move.dari and move.bila(record):
            roles = workflow.peran_gerak(move, record)
            names = [role.judul for role in Peran if role in roles]
            return f"Berikutnya “{move.judul}” oleh {' atau '.join(names)}." if names else ""
    return ""


def _step(case: Musrenbang | None) -> str:
    step = case.langkah if case else None
    return f"Langkah sekarang: {step.urutan}. {step.aktivitas.rstrip('.')}." if step else ""


def _hint(record: Record, new: bool) -> str:
    if not new:
        return "Riwayat di halaman ini mencatat yang berubah."
    if record.INDUK:
        return "Tambahkan yang berikutnya dengan “Tambah”, atau lanjutkan di halaman ini."
    return "Lengkapi bagian-bagiannya di halaman ini." if record.ANAK else "Bila ada yang keliru, tekan “Ubah”."


def _name(record: Record) -> str:
    name = str(record)
    return name if len(name) <= TERPANJANG else f"{name[: TERPANJANG - 1].rstrip()}…"
