"""After the Musrenbang: what the RKPD made of a usulan, and that it has been typed into SIPD."""

from __future__ import annotations

from typing import Any

from models.pesan import Pesan
from models.usulan import MasukRkpd, Usulan
from models.waktu import sekarang
from sop.konteks import Konteks, Nilai

BERALASAN = (MasukRkpd.TIDAK, MasukRkpd.SEBAGIAN)


def beralasan(usulan: Usulan, k: Konteks) -> Pesan | None:
    """Who asks what became of his usulan gets more than a "no"."""
    if k.isian.get("masuk_rkpd") in BERALASAN and not k.catatan:
        return Pesan("Tulis pada catatan mengapa usulan tidak atau hanya sebagian masuk RKPD.")
    return None


def _rkpd(k: Konteks) -> dict[str, Any]:
    return {"masuk_rkpd": MasukRkpd(k.isian["masuk_rkpd"]), "rkpd_keterangan": k.catatan or None}


catat_rkpd = Nilai(("masuk_rkpd", "rkpd_keterangan"), _rkpd)
tandai_tersalin = Nilai(
    ("sipd_disalin_pada", "sipd_disalin_oleh_id"),
    lambda k: {"sipd_disalin_pada": sekarang(), "sipd_disalin_oleh_id": k.pencatat_id},
)
batal_tersalin = Nilai(
    ("sipd_disalin_pada", "sipd_disalin_oleh_id"),
    lambda k: {"sipd_disalin_pada": None, "sipd_disalin_oleh_id": None},
)
