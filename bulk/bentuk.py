"""The shapes that many papers come in. To add one, write what makes it and add a row to BENTUK."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bulk import berkas_lengkap
from bulk.arsip_zip import ArsipZip, nama_bersih
from bulk.lembar import Ditolak, Pesanan, Tercetak
from documents import pdf

PDF, ZIP = "application/pdf", "application/zip"
RUSAK = "Berkas PDF naskah ini tidak dapat dibaca, jadi tidak ikut dijilid."


def _jilid(pesanan: Pesanan, naskah: list[Tercetak], tujuan: Path) -> list[Ditolak]:
    """One PDF in the order of the list, a bookmark for each paper; a single paper stays as it was issued."""
    if len(naskah) == 1:
        shutil.copyfile(naskah[0].path, tujuan)
        return []
    berkas = [{"path": str(n.path), "judul": n.judul, "bagian": n.lembar.bagian} for n in naskah]
    tugas = {"berkas": berkas, "tujuan": str(tujuan), "judul": pesanan.judul}
    kepala, _ = pdf.kerjakan("jilid", tugas, judul=pesanan.judul, batas_detik=60 + len(naskah) / 5)
    return [(n.urut, False, RUSAK) for n, jumlah in zip(naskah, kepala["halaman"], strict=True) if not jumlah]


def _zip(_pesanan: Pesanan, naskah: list[Tercetak], tujuan: Path) -> list[Ditolak]:
    """One file per paper, in the order of the list."""
    with ArsipZip(tujuan) as arsip:
        for n in naskah:
            arsip.tambah(f"{n.urut:03d}_{nama_bersih(n.judul)}.pdf", n.path)
    return []


@dataclass(frozen=True)
class Bentuk:
    """A shape of the result: `susun(pesanan, naskah, tujuan)` writes it and answers the rows that it had to drop.

    `pribadi`: the kind whose personal values come along with what is not printed (scans, the diary), for whoever has
    the right to them; so opening the result is written down.
    """

    judul: str
    mime: str
    akhiran: str
    susun: Callable[[Pesanan, list[Tercetak], Path], list[Ditolak]]
    pribadi: str = ""


BENTUK = {
    "pdf": Bentuk("satu PDF", PDF, ".pdf", _jilid),
    "zip": Bentuk("ZIP", ZIP, ".zip", _zip),
    "berkas": Bentuk("ZIP dengan indeks, lampiran dan riwayat", ZIP, ".zip", berkas_lengkap.susun, "daftar_hadir"),
}
