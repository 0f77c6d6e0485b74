"""Chromium without a window, one process for each document, as a simple integration does it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.mesin import html_biasa

PROGRAM = next((p for p in ("chromium", "chromium-browser", "google-chrome") if shutil.which(p)), "")


def undangan(isi: dict[str, Any], tujuan: Path) -> None:
    _cetak(html_biasa.undangan(isi), tujuan)


def lampiran(isi: dict[str, Any], tujuan: Path) -> None:
    _cetak(html_biasa.lampiran(isi), tujuan)


def _cetak(teks: str, tujuan: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sumber = Path(folder) / "a.html"
        sumber.write_text(teks, encoding="utf-8")
        subprocess.run(
            [
                *(PROGRAM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
                *("--no-pdf-header-footer", f"--user-data-dir={folder}/p", f"--print-to-pdf={tujuan}", sumber.as_uri()),
            ],
            check=True,
            capture_output=True,
        )
