"""A spreadsheet row by row, read by a process of its own that may fail, be killed or run out of memory without harm."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bulk.impor import batas
from models import setelan
from models.pesan import N_, Keliru

Baris = tuple[int, list[Any]]
LINGKUNGAN = ("PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "TZ")
TERHENTI = N_(
    "Berkas ini tidak dapat dibaca dalam batas waktu dan memori. Hapus lembar, kolom dan format yang tidak perlu, "
    "lalu simpan ulang sebagai XLSX."
)


def periksa_ukuran(isi: bytes) -> None:
    if not isi:
        raise Keliru("Berkas ini kosong. Pilih berkas lain.")
    if len(isi) > batas.BERKAS:
        raise Keliru("Berkas lebih besar dari {n} MB. Bagi menjadi beberapa berkas.", n=batas.BERKAS // 1024 // 1024)


@contextlib.contextmanager
def baca(isi: bytes, lembar: str = "") -> Iterator[tuple[dict[str, Any], Iterator[Baris]]]:
    """What the file is, and its rows. Raises Keliru at the start, or while the rows are walked."""
    periksa_ukuran(isi)
    with tempfile.TemporaryDirectory(prefix="impor-") as folder:
        path = Path(folder) / "berkas"
        path.write_bytes(isi)
        proses = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-X", "utf8", "-m", "bulk.impor.pembaca", str(path), lembar],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=setelan.AKAR,
            env={k: v for k, v in os.environ.items() if k in LINGKUNGAN},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        habis = threading.Timer(batas.DETIK, proses.kill)
        habis.daemon = True
        habis.start()
        pipa = proses.stdout
        assert pipa is not None
        try:
            jawaban = _jawaban(pipa)
            yield next(jawaban), jawaban  # type: ignore[misc]
        finally:
            habis.cancel()
            proses.kill()
            proses.wait()
            pipa.close()


def _jawaban(pipa: Any) -> Iterator[Any]:
    """The lines of the process; a last line must say that it came to its end."""
    for teks in pipa:
        try:
            isi = json.loads(teks)
        except ValueError:
            break
        if isinstance(isi, dict) and "galat" in isi:
            sebab = isi["galat"]
            raise Keliru(sebab)
        if isinstance(isi, dict) and "selesai" in isi:
            return
        yield isi
    raise Keliru(TERHENTI)
