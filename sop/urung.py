"""Which moves may be taken back, and by whom; a move says so itself (`urung` in sop/lifecycle.py)."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import Record
from models.pesan import Pesan
from models.waktu import hari_ini
from sop.access import Actor, acts
from sop.aturan import objection
from sop.belonging import claim_of
from sop.konteks import Konteks
from sop.lifecycle import Gerak, gerak_dari

KELUAR = Pesan("Tindakan ini berakibat di luar datanya sendiri (nomor, naskah, kiriman), jadi tidak dapat diurungkan.")


def undoable(kind: str, aksi: str) -> Sequence[Gerak]:
    """The moves of that name that only change the record itself; empty: none of them, or one reaches further."""
    moves = [gerak for gerak in gerak_dari(kind) if gerak.aksi == aksi]
    return moves if moves and all(gerak.urung for gerak in moves) else ()


def why_not(record: Record, aksi: str, actor: Actor) -> Pesan | None:
    """None if this person may take the move back now: he could still make it, and what guards it still allows it.

    The berita acara that is signed meanwhile guards decisions (`Gerak.periksa`), so nothing goes back past a signature.
    """
    moves = undoable(record.kind, aksi)
    if not moves:
        return KELUAR
    mine = next((one for gerak in moves if acts(actor, one := claim_of(gerak, record), record)), None)
    if mine is None:
        return Pesan("Anda tidak lagi berhak atas “{judul}” pada data ini.", judul=moves[0].judul)
    k = Konteks(aksi, hari_ini(), actor.pengguna_id, actor.pejabat_id)
    # It is taken back, so the rules of the state that it starts from (`awal`) are not asked.
    return mine.waits() or objection(mine.gerak.periksa, record, k)
