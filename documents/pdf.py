"""HTML to PDF in warm worker processes; this side only passes papers on and never loads the PDF libraries."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from documents import huruf
from documents.mesin.pekerja import kirim, terima
from models import setelan
from models.pesan import SopError

log = logging.getLogger(__name__)

JUMLAH_PEKERJA = 2
HOLD_A_KEY = frozenset({"tanda_tangani"})  # after which a worker ends
NASKAH_PER_PEKERJA = 200  # memory of the layout engine creeps by some megabytes per hundred papers
BATAS_HTML = 5_000_000
# What a worker may know: no key, no database address.
LINGKUNGAN = ("PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "TZ")

Baris = Sequence[str] | Mapping[str, Any]
Kemajuan = Callable[[int], None]


class PrintError(SopError):
    """A paper cannot be printed; the sentence says what to do."""


class _Pekerja:
    """One worker process and how many papers it has printed."""

    def __init__(self) -> None:
        self.naskah = 0
        self.proses = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "documents.mesin.pekerja"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=setelan.AKAR,
            env={k: v for k, v in os.environ.items() if k in LINGKUNGAN},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def kerjakan(
        self, tugas: dict[str, Any], isi: bytes, batas_detik: float, kemajuan: Kemajuan
    ) -> tuple[dict[str, Any], bytes]:
        """Send one work and wait for it; EOFError or OSError if the worker dies or is killed by the timer."""
        assert self.proses.stdin is not None
        assert self.proses.stdout is not None
        habis = threading.Timer(batas_detik, self.proses.kill)
        habis.daemon = True
        habis.start()
        try:
            kirim(self.proses.stdin, tugas, isi)
            while "kemajuan" in (jawaban := terima(self.proses.stdout))[0]:
                kemajuan(jawaban[0]["kemajuan"])
            return jawaban
        finally:
            habis.cancel()
            self.naskah += 1

    @property
    def layak(self) -> bool:
        return self.naskah < NASKAH_PER_PEKERJA and self.proses.poll() is None

    def tutup(self) -> None:
        self.proses.kill()
        for pipa in (self.proses.stdin, self.proses.stdout):
            if pipa is not None:
                with contextlib.suppress(OSError):  # closing flushes into a pipe that nobody reads any more
                    pipa.close()
        self.proses.wait()


class Kumpulan:
    """At most two workers, shared by the threads of this process."""

    def __init__(self, jumlah: int = JUMLAH_PEKERJA) -> None:
        self._boleh = threading.BoundedSemaphore(jumlah)
        self._kunci = threading.Lock()
        self._siap: list[_Pekerja] = []

    def hangatkan(self) -> None:
        """Start a worker ahead of the first paper; returns at once."""
        with self._kunci:
            if not self._siap:
                self._siap.append(_Pekerja())

    def kerjakan(
        self, tugas: dict[str, Any], isi: bytes, batas_detik: float, kemajuan: Kemajuan = lambda n: None
    ) -> tuple[dict[str, Any], bytes]:
        if not self._boleh.acquire(timeout=batas_detik):
            raise PrintError("Pencetak sedang sibuk. Coba beberapa saat lagi.")
        try:
            pekerja = self._ambil()
            try:
                jawaban = pekerja.kerjakan(tugas, isi, batas_detik + 3, kemajuan)
            except BaseException:
                pekerja.tutup()
                raise
            if jawaban[0]["galat"]:
                pekerja.naskah = NASKAH_PER_PEKERJA  # after a failure nobody vouches for its memory and caches
            if tugas["kerja"] in HOLD_A_KEY:
                pekerja.naskah = NASKAH_PER_PEKERJA  # it held a key: its memory ends with it
            self._kembalikan(pekerja)
            return jawaban
        finally:
            self._boleh.release()

    def _ambil(self) -> _Pekerja:
        with self._kunci:
            while self._siap:
                pekerja = self._siap.pop()
                if pekerja.layak:
                    return pekerja
                pekerja.tutup()
        return _Pekerja()

    def _kembalikan(self, pekerja: _Pekerja) -> None:
        if not pekerja.layak:
            pekerja.tutup()
            pekerja = _Pekerja()  # it imports while nobody waits
        with self._kunci:
            self._siap.append(pekerja)

    def tutup(self) -> None:
        with self._kunci:
            while self._siap:
                self._siap.pop().tutup()


_kumpulan = Kumpulan()


def _sesudah_fork() -> None:
    # A forked web process must not talk into its parent's pipes: it begins with workers of its own.
    global _kumpulan
    _kumpulan = Kumpulan()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_sesudah_fork)


@atexit.register
def tutup() -> None:
    """End the workers of this process; the next paper starts new ones."""
    _kumpulan.tutup()


def hangatkan() -> None:
    """Start a worker in the background, so that the first paper of the day is as quick as the others."""
    _kumpulan.hangatkan()


def render(
    html: str,
    baris: Mapping[str, Sequence[Baris]] | None = None,
    *,
    judul: str,
    subjek: str = "",
    nomor: str = "",
    batas_detik: float = 60,
) -> bytes:
    """The PDF of `html`; `baris` are the rows of its `<table data-rows>` by name.

    `judul`, `subjek` (what the paper is about) and `nomor` (as a keyword) stand in its metadata.

    The family comes from `<meta name="huruf" content="Arial">`. Raises PrintError with a sentence for people.
    """
    if len(html) > BATAS_HTML:
        raise PrintError("Naskah “{judul}” terlalu besar untuk dicetak sekaligus.", judul=judul)
    tugas = {
        "html": html,
        "baris": baris or {},
        "judul": judul,
        "subjek": subjek,
        "nomor": nomor,
        "huruf": berkas_huruf(html),
    }
    return kerjakan("cetak", tugas, judul=judul, batas_detik=batas_detik)[1]


def berkas_huruf(html: str) -> list[str]:
    """The files of the four faces of the family that a paper names."""
    keluarga = re.search(r'<meta name="huruf" content="([^"]*)"', html)
    rupa = huruf.cari(keluarga[1] if keluarga else huruf.BAWAAN, setelan.kini().font_dir)
    return [str(p) for p in (rupa.biasa, rupa.tebal, rupa.miring, rupa.tebal_miring)]


def kerjakan(
    kerja: str,
    tugas: Mapping[str, Any],
    isi: bytes = b"",
    *,
    judul: str,
    batas_detik: float = 60,
    kemajuan: Kemajuan = lambda n: None,
) -> tuple[dict[str, Any], bytes]:
    """Have a worker do one work of documents.mesin.pekerja.KERJA; answers its header and its bytes.

    `kemajuan` hears what a long work reports; what it raises ends the work and comes through. Nothing that the work
    itself raises does: PrintError with a sentence about `judul`, the reason goes to the log.
    """
    lengkap = {**tugas, "kerja": kerja, "batas_detik": batas_detik}
    try:
        kepala, hasil = _kumpulan.kerjakan(lengkap, isi, batas_detik, kemajuan)
    except (EOFError, OSError) as e:
        raise _galat("mati", judul, batas_detik, repr(e)) from e
    if kepala["galat"]:
        raise _galat(kepala["galat"], judul, batas_detik, kepala["rinci"])
    return kepala, hasil


def siapkan_huruf() -> list[str]:
    """Faces that stand on the machine in a form that cannot be embedded are made ready; answers their names."""

    def ubah(isi: bytes) -> bytes:
        return kerjakan("ubah_huruf", {}, isi, judul="huruf")[1]

    return huruf.siapkan(ubah, setelan.kini().font_dir)


def _galat(jenis: str, judul: str, batas_detik: float, rinci: str) -> PrintError:
    """The sentence of a failure; what only a programmer understands goes to the log under its reference."""
    rujukan = secrets.token_hex(4)
    log.error("cetak %s gagal (%s) %s: %s", rujukan, jenis, judul, rinci)
    if jenis == "memori":
        return PrintError("Naskah “{judul}” terlalu besar untuk dicetak sekaligus.", judul=judul)
    if jenis == "waktu":
        kalimat = "Naskah “{judul}” belum selesai dalam {detik} detik. Perkecil lampirannya, lalu cetak lagi."
        return PrintError(kalimat, judul=judul, detik=round(batas_detik))
    if jenis == "mati":
        kalimat = "Pencetak berhenti sebelum “{judul}” selesai. Cetak lagi; bila berulang, sebutkan rujukan {rujukan}."
        return PrintError(kalimat, judul=judul, rujukan=rujukan)
    kalimat = "Naskah “{judul}” tidak dapat disusun. Sebutkan rujukan {rujukan} kepada administrator."
    return PrintError(kalimat, judul=judul, rujukan=rujukan)
