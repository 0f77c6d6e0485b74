"""What SIPD says of a usulan against what was decided here: asked of a record, and of a query."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_

from models.usulan import HasilUsulan, StatusUsulan, Usulan

DITERIMA = (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN)
DIPUTUSKAN = (StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)
# Words in the states of SIPD that mean a refusal; any other state is taken as neither yes nor no.
MENOLAK = ("tolak", "tidak")
MENERIMA = ("terima", "setuj", "akomod")


@dataclass(frozen=True)
class Beda:
    """One difference: of what, here, in SIPD."""

    hal: str  # "volume", "pagu" or "hasil"
    di_sini: Any
    di_sipd: Any


def beda(u: Any) -> list[Beda]:
    """The differences of a usulan (a record or a row with its columns) that has been read back from SIPD."""
    found = []
    if u.sipd_volume is not None and u.volume_disepakati is not None:
        here, there = Decimal(u.volume_disepakati), Decimal(u.sipd_volume)
        found += [Beda("volume", here, there)] if here != there else []
    if u.sipd_pagu is not None and u.pagu_disepakati not in (None, u.sipd_pagu):
        found.append(Beda("pagu", u.pagu_disepakati, u.sipd_pagu))
    if u.sipd_status and u.hasil is not None and _berlawanan(u.hasil, u.sipd_status):
        found.append(Beda("hasil", u.hasil, u.sipd_status))
    return found


def _berlawanan(hasil: HasilUsulan, status: str) -> bool:
    words = status.lower()
    refused = any(w in words for w in MENOLAK)
    accepted = not refused and any(w in words for w in MENERIMA)
    return refused if hasil in DITERIMA else accepted


def berbeda() -> ColumnElement[bool]:
    """The same question of a query: has this row a difference?"""
    words = func.lower(Usulan.sipd_status)
    refused = or_(*(words.contains(w) for w in MENOLAK))
    accepted = and_(not_(refused), or_(*(words.contains(w) for w in MENERIMA)))
    return or_(
        Usulan.sipd_volume != Usulan.volume_disepakati,
        Usulan.sipd_pagu != Usulan.pagu_disepakati,
        and_(Usulan.hasil.in_(DITERIMA), refused),
        and_(Usulan.hasil.not_in(DITERIMA), accepted),
    )
