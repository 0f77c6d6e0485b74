"""What the current step still lacks, each with the screen where it is made (a column of SYARAT)."""

from __future__ import annotations

from dataclasses import dataclass

from models.base import kinds, slug
from models.musrenbang import Musrenbang
from models.pesan import Pesan
from sop import kelengkapan
from sop.access import Actor, Verb, may
from sop.langkah import baris_terbuka


@dataclass(frozen=True)
class Kurang:
    """`url` is empty where there is no screen for it, or this person may not see it."""

    teks: Pesan
    url: str


def missing(case: Musrenbang, actor: Actor) -> list[Kurang]:
    """The same sentences in the same order as `workflow.missing`."""
    found: dict[str, Kurang] = {}
    for row in baris_terbuka(case):
        for item in (*row.langkah.kelengkapan, *row.langkah.output):
            for nama in item["syarat"]:
                if pesan := kelengkapan.SYARAT[nama](case, row.unit_kerja):
                    found.setdefault(str(pesan), Kurang(pesan, _url(nama, case, actor)))
    return list(found.values())


def _url(nama: str, case: Musrenbang, actor: Actor) -> str:
    kind = kelengkapan.SYARAT[nama].kind
    if not may(actor, Verb.BACA, kinds()[kind]):
        return ""
    return f"/{slug(kind)}/?musrenbang_id={case.id}"
