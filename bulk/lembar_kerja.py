"""What the sheets that leave the panel and those that come back agree on: headings, quoted formulas, folded names.

A text that a spreadsheet would take for a formula leaves in a CSV file with one apostrophe before it; reading takes
exactly that one away, so `unquote` undoes `quote` for every text. XLSX needs neither: its texts are typed as texts.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import Column

from models import kolom
from models.base import Label, Record

NOMOR = "Nomor baris di panel"  # the id: by it an export knows its rows again
SUMBER = "Sumber"
KODE_LUAR = "ID di sumber"
DAPAT_DIISI = ("usulan", "pemangku_kepentingan", "pejabat", "daftar_hadir")  # kinds with a blank sheet

PEMBUKA = frozenset("=+-@\t\r\n\0＝＋－＠")  # how a formula begins, for one program or another
_DIKUTIP = re.compile(r"'+[=+\-@\t\r\n\0＝＋－＠]")


def quote(text: str) -> str:
    """The text as it may stand in a CSV file."""
    return "'" + text if text[:1] in PEMBUKA or (text[:1] == "'" and _DIKUTIP.match(text)) else text


def unquote(text: str) -> str:
    """The text as it was before `quote`."""
    return text[1:] if text[:1] == "'" and _DIKUTIP.match(text) else text


def fold(text: object) -> str:
    """A heading or a name without capitals, accents, spaces and points: what is the same to a person."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", str(text)).casefold())


def fillable(model: type[Record]) -> dict[str, tuple[Column[Any], Label]]:
    """The columns that a sheet may fill: those of the form, without files and without the whole they belong to."""
    whole = {"musrenbang_id", model.INDUK}
    return {
        key: (column, label)
        for key, (column, label) in kolom.labelled(model).items()
        if label.isian and key not in whole and kolom.target_of(column) != "berkas"
    }
