"""Before a signature, and before rights are given or the account of somebody else is opened, whoever sits here proves
again who it is; one proof holds for five minutes, and for a whole batch.

Which moves ask for it is a column of the table of moves (`konfirmasi`, sop/lifecycle.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import request
from flask_login import current_user

from admin import sesi
from admin.masuk import confirm_own, wait_sentence
from models import aturan_akun
from models.base import db
from models.pesan import Pesan
from models.sesi import Sesi
from models.waktu import sekarang
from sop.workflow import Offer

BERLAKU = timedelta(minutes=5)
KOSONG = Pesan("Ketik kata sandi Anda: tanda tangan hanya dibubuhkan oleh orangnya sendiri.")
SALAH = Pesan("Kata sandi atau kode tidak cocok. Belum ada yang ditandatangani.")


def due(offer: object) -> bool:
    """Does this move ask for a proof now? What is written down from paper has its scan instead."""
    if not isinstance(offer, Offer) or not offer.gerak.konfirmasi or offer.atas_nama:
        return False
    return aturan_akun.konfirmasi_tanda_tangan() and not fresh()


def fresh() -> bool:
    """Did whoever sits here prove it within the last minutes?"""
    proved: datetime | None = current_user.sesi.dikonfirmasi_pada
    return proved is not None and proved > sekarang() - BERLAKU


def refused(offer: Offer) -> Pesan | None:
    """None where no proof is due or the one that was typed is right; commits what it learns."""
    return prove(KOSONG, SALAH) if due(offer) else None


def prove(empty: Pesan, wrong: Pesan) -> Pesan | None:
    """None if it was proved within the last minutes or what was typed is right, else the sentence; commits."""
    if fresh():
        return None
    typed = request.form.get("konfirmasi", "")
    if not typed:
        return empty
    right = confirm_own(typed)
    if isinstance(right, datetime):
        return wait_sentence(right)
    if not right:
        return wrong
    stmt = db.update(Sesi).where(Sesi.token_hash == sesi.digest(current_user.token))
    db.session.execute(stmt.values(dikonfirmasi_pada=sekarang()))
    db.session.commit()
    return None
