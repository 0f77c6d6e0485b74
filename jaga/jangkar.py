"""Anchors of the diary: the head of its chain, written once a day to a file outside the database.

A chain by itself cannot tell that its tail was cut, nor that somebody who has its key wrote it anew. An anchor can:
the link that it names must still be there, with the same HMAC. Keep the folder (ANCHOR_DIR) on another machine.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from documents.catalog import BERJANGKAR
from jaga import basis, cadangan
from models import keadaan, rantai, setelan
from models.dokumen import Dokumen
from models.waktu import hari_ini, sekarang

POLA = "jangkar-*.json"


@dataclass(frozen=True)
class Hasil:
    """`rusak` is None when chain and anchors hold; `laju` in rows a second."""

    mata_rantai: int
    baris: int
    jangkar: int
    kepala: str
    rusak: str | None
    laju: int
    teringat: bool = True


def periksa(koneksi: Connection) -> Hasil:
    """The whole chain, then every anchor."""
    mulai = time.monotonic()
    hasil = rantai.periksa(koneksi)
    laju = int(hasil.baris / max(time.monotonic() - mulai, 1e-6))
    anchors = [*daftar(setelan.kini().anchor_dir), *tercetak(koneksi)]
    rusak = hasil.rusak or _lepas(koneksi, anchors, hasil.mata_rantai) or keluhan(setelan.kini().anchor_dir)
    return Hasil(hasil.mata_rantai, hasil.baris, len(anchors), hasil.kepala, rusak, laju)


def daftar(folder: Path) -> list[dict[str, Any]]:
    """The anchors that can be read, oldest first, each {"id", "hmac", "berkas": the name of its file}."""
    return [satu for p in sorted(folder.glob(POLA)) if (satu := _baca(p))]


def keluhan(folder: Path, sebutan: str = "") -> str | None:
    """The sentence that names the anchor files which cannot be read; `sebutan` is said instead of the folder."""
    nama = [p.name for p in sorted(folder.glob(POLA)) if _baca(p) is None]
    if not nama:
        return None
    return (
        f"Berkas jangkar {', '.join(nama)} di {sebutan or folder} kosong, rusak atau tidak terbaca, jadi tidak dapat "
        "dicocokkan dengan riwayat. Kembalikan dari salinannya; bila tidak ada, pindahkan dari folder itu dan catat."
    )


def _baca(berkas: Path) -> dict[str, Any] | None:
    """An anchor, or None for what is none: the folder may be of another machine, and its disk may have failed."""
    try:
        isi = json.loads(berkas.read_text(encoding="utf-8"))
        nomor, hmac = isi["id"], isi["hmac"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    utuh = isinstance(nomor, int) and 0 <= nomor < 1 << 63 and isinstance(hmac, str)
    return {"id": nomor, "hmac": hmac, "berkas": berkas.name} if utuh else None


def tercetak(koneksi: Connection) -> Iterator[dict[str, Any]]:
    """The heads that stand in the foot of the signed berita acara; those on paper are in many hands."""
    tabel: Any = Dokumen.__table__
    kueri = select(tabel.c.id, tabel.c.nomor, tabel.c.isi).where(tabel.c.kode.in_(BERJANGKAR)).order_by(tabel.c.id)
    for row in koneksi.execute(kueri):
        if satu := row.isi.get("jangkar"):
            yield {**satu, "berkas": f"berita acara {row.nomor or row.id}"}


def _lepas(koneksi: Connection, anchors: list[dict[str, Any]], akhir: int) -> str | None:
    """The first anchor whose link is not there any more, or is another one."""
    tabel: Any = rantai.Rantai.__table__
    for satu in anchors:
        hmac = koneksi.scalar(select(tabel.c.hmac).where(tabel.c.id == satu["id"]))
        if satu["id"] and hmac is None:
            return (
                f"Mata rantai {akhir + 1} dan sesudahnya hilang: rantai berakhir pada {akhir}, padahal "
                f"{satu['berkas']} mencatat mata rantai {satu['id']}."
            )
        if satu["id"] and hmac != satu["hmac"]:
            return f"Mata rantai {satu['id']} bukan lagi yang dicatat {satu['berkas']}: rantai ditulis ulang."
    return None


def tulis(koneksi: Connection) -> Path:
    """The anchor of today; one that is there already is never written again."""
    folder = setelan.kini().anchor_dir
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tujuan = folder / f"jangkar-{hari_ini():%Y-%m-%d}.json"
    if tujuan.exists():
        return tujuan
    isi = {"waktu": sekarang().isoformat(timespec="seconds"), **rantai.kepala(koneksi)}
    sementara = tujuan.with_suffix(f".{os.getpid()}.tmp")
    sementara.write_text(json.dumps(isi) + "\n", encoding="utf-8")
    basis.paksa(sementara)
    os.replace(sementara, tujuan)
    basis.paksa_folder(folder)
    return tujuan


def sisihkan(koneksi: Connection, nama: str) -> None:
    """After a restore: anchors of links that are no longer here are kept in a folder beside the others, as evidence."""
    folder, akhir = setelan.kini().anchor_dir, rantai.kepala(koneksi)["id"]
    for satu in daftar(folder):
        if satu["id"] > akhir:
            _sisihkan(satu, nama)


def sisihkan_semua(koneksi: Connection, nama: str) -> None:
    """Before a demonstration is thrown away: the anchors of its own diary bear witness to nothing any more.

    The folder may be kept elsewhere and hold those of another panel: they stay.
    """
    tabel: Any = rantai.Rantai.__table__
    for satu in daftar(setelan.kini().anchor_dir):
        if koneksi.scalar(select(tabel.c.hmac).where(tabel.c.id == satu["id"])) == satu["hmac"]:
            _sisihkan(satu, nama)


def _sisihkan(satu: dict[str, Any], nama: str) -> None:
    folder = setelan.kini().anchor_dir
    (folder / nama).mkdir(mode=0o700, exist_ok=True)
    os.replace(folder / satu["berkas"], folder / nama / satu["berkas"])


def jalankan() -> Hasil:
    """Check the live diary and anchor its head when it holds; the outcome is remembered.

    On a database that can only be read (one that is being recovered, a standby, a disk that was closed) the answer is
    the same and `teringat` is False; nothing is anchored, for what is looked at need not be what will be kept.
    """
    with basis.terhubung(setelan.kini().database_url) as koneksi:
        hasil = periksa(koneksi)
        if basis.read_only(koneksi):
            return replace(hasil, teringat=False)
        if hasil.rusak is None:
            tulis(koneksi)
    isi = {"mata_rantai": hasil.mata_rantai, "baris": hasil.baris, "jangkar": hasil.jangkar, "laju": hasil.laju}
    cadangan.catat(keadaan.RIWAYAT, hasil.rusak is None, {**isi, "sebab": hasil.rusak or ""})
    return hasil
