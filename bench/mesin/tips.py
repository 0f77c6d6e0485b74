"""Typst, in the environment of its own (bench/requirements-mesin.txt), with templates in its language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst  # type: ignore[import-not-found]


def undangan(isi: dict[str, Any], tujuan: Path) -> None:
    _cetak("undangan", isi, tujuan)


def lampiran(isi: dict[str, Any], tujuan: Path) -> None:
    _cetak("lampiran", isi, tujuan)


def _cetak(nama: str, isi: dict[str, Any], tujuan: Path) -> None:
    sumber = Path(__file__).with_name(f"{nama}.typ")
    typst.compile(str(sumber), output=str(tujuan), sys_inputs={"isi": json.dumps(isi)})
