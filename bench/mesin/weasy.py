"""WeasyPrint, in the environment of its own (bench/requirements-mesin.txt)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import weasyprint  # type: ignore[import-not-found]

from bench.mesin import html_biasa


def undangan(isi: dict[str, Any], tujuan: Path) -> None:
    weasyprint.HTML(string=html_biasa.undangan(isi)).write_pdf(tujuan)


def lampiran(isi: dict[str, Any], tujuan: Path) -> None:
    weasyprint.HTML(string=html_biasa.lampiran(isi)).write_pdf(tujuan)
