"""Anchors of the diary: the head of its chain, written once a day to a file outside the database.

A chain by itself cannot tell that its tail was cut, nor that somebody who has its key wrote it anew. An anchor can:
the link that it names must still be there, with the same HMAC. Keep the folder (ANCHOR_DIR) on another machine.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, select
from sqlalchemy.pool import NullPool

from documents.catalog import BERJANGKAR
from jaga import basis, cadangan
from jaga.sandi_berkas import CadanganRusak
from models import keadaan, keys, rantai, setelan
from models.dokumen import Dokumen
from models.pesan import SopError
from models.waktu import hari_ini, sekarang

POLA = "jangkar-*.json"
RESTORED, ACCEPTED = "pulihkan_cadangan", "akui_riwayat"


@dataclass(frozen=True)
class Hasil:
    """`rusak` is None when chain and anchors hold; `laju` in rows a second."""

    mata_rantai: int
    baris: int
    jangkar: int
    kepala: str
    rusak: str | None
    laju: int
    unproven: int = 0  # links of a lost key
    teringat: bool = True


def periksa(koneksi: Connection) -> Hasil:
    """The whole chain, then every anchor."""
    mulai = time.monotonic()
    hasil = rantai.periksa(koneksi)
    laju = int(hasil.baris / max(time.monotonic() - mulai, 1e-6))
    folder = setelan.kini().anchor_dir
    anchors = [*daftar(folder), *tercetak(koneksi)]
    memory = remembered(koneksi)
    rusak = (
        hasil.rusak
        or _lepas(koneksi, anchors, hasil.mata_rantai)
        or keluhan(folder)
        or _lepas(koneksi, memory, hasil.mata_rantai)
        or _fewer(len(list(folder.glob(POLA))), memory)
    )
    return Hasil(hasil.mata_rantai, hasil.baris, len(anchors), hasil.kepala, rusak, laju, hasil.unproven)


def remembered(koneksi: Connection) -> list[dict[str, Any]]:
    """What other places know of the diary: {"id", "hmac", "jangkar": number of anchors, "berkas": which place}.

    The state of the system is a row like any other, but the manifest of a backup is encrypted and authenticated with a
    key that is not in the database: who cuts the diary there cannot bring it into line. What is older than a restore
    that the diary itself bears witness to (its link is signed) speaks of another line of the diary.
    """
    since = _restored(koneksi)
    found = []
    if (row := _state(koneksi)) and row.waktu >= since:
        found.append({**row.isi, "berkas": f"keadaan sistem ({row.waktu:%d-%m-%Y})"})
    ring = setelan.ring(keys.BACKUP)
    for berkas in cadangan.daftar(setelan.kini().backup_dir):
        with suppress(CadanganRusak):  # told by the drill; a witness who cannot be read says nothing
            manifes = cadangan.read_manifest(berkas, ring)
            head, made = manifes["rantai"], datetime.fromisoformat(manifes["dibuat"])
            if made > since:
                found.append({**head, "jangkar": manifes.get("jangkar", 0), "berkas": f"cadangan {berkas.name}"})
    return found


def _restored(koneksi: Connection) -> datetime:
    """The moment of the newest link that says that the diary was brought back, or that a fall is known."""
    told = rantai.Riwayat.aksi.in_((RESTORED, ACCEPTED))
    kueri = select(rantai.Riwayat.waktu).where(rantai.Riwayat.kind == rantai.SYSTEM, told)
    found = koneksi.scalar(kueri.order_by(rantai.Riwayat.rantai_id.desc()).limit(1))
    return found or datetime.min.replace(tzinfo=UTC)


def _state(koneksi: Connection) -> Any:
    tabel: Any = keadaan.KeadaanSistem.__table__
    if not inspect(koneksi).has_table(tabel.name):
        return None
    return koneksi.execute(select(tabel).where(tabel.c.kunci == keadaan.PUNCAK)).first()


def _fewer(ada: int, memory: list[dict[str, Any]]) -> str | None:
    """The sentence for anchors that are gone; a new one would only seal what was done meanwhile."""
    most = max(memory, key=lambda satu: satu.get("jangkar", 0), default={"jangkar": 0})
    if most.get("jangkar", 0) <= ada:
        return None
    return (
        f"Jangkar hilang: di {setelan.kini().anchor_dir} ada {ada}, padahal {most['berkas']} mencatat "
        f"{most['jangkar']}. "
        "Kembalikan folder jangkar dari salinannya; bila sebabnya jelas dan tidak dapat dikembalikan, catat dengan "
        "flask --app app verify-diary --akui SEBAB."
    )


def note_restore(koneksi: Connection, catatan: str) -> None:
    """A link that says that the diary was brought back to what it was: what later ones remember of it is over."""
    rantai.note(koneksi, RESTORED, catatan, {"mata_rantai": rantai.kepala(koneksi)["id"]})


def accept(sebab: str) -> None:
    """Write down that somebody knows why links or anchors that other places remember are not here. Raises SopError.

    Only for a chain that holds by itself: after a recovery to a moment outside of the panel, or a lost folder.
    """
    url = setelan.kini().database_url
    with basis.terhubung(url) as koneksi:
        hasil = periksa(koneksi)
        if hasil.rusak is None:
            raise SopError("Riwayat cocok dengan semua yang mengingatnya; tidak ada yang perlu diakui.")
        if rusak := rantai.periksa(koneksi).rusak:
            raise SopError("Riwayatnya sendiri tidak utuh, jadi tidak dapat diakui. {sebab}", sebab=rusak)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as koneksi:
        rantai.note(koneksi, ACCEPTED, f"{sebab} Yang ditemukan: {hasil.rusak}", {"temuan": hasil.rusak})
        sisihkan(koneksi, f"diakui-{sekarang():%Y%m%dT%H%M%S}")
    engine.dispose()
    forget()


def forget() -> None:
    """The state of the system remembers what is here now, and nothing of before."""
    with basis.terhubung(setelan.kini().database_url) as koneksi:
        _remember(koneksi)


def _remember(koneksi: Connection) -> None:
    count = len(list(setelan.kini().anchor_dir.glob(POLA)))
    cadangan.catat(keadaan.PUNCAK, True, {**rantai.kepala(koneksi), "jangkar": count})


def beside_database() -> bool:
    """Whether one hand or one broken disk reaches diary and anchors together; asked in production only."""
    dipakai = setelan.kini()
    asal = basis.dari(dipakai.database_url)
    folder = dipakai.anchor_dir
    beside = folder.is_relative_to(dipakai.var)
    if isinstance(asal, basis.Sqlite) and folder.exists() and asal.berkas.exists():
        beside = beside or folder.stat().st_dev == asal.berkas.stat().st_dev
    return dipakai.mode == "production" and beside


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
            _remember(koneksi)
    isi = {"mata_rantai": hasil.mata_rantai, "baris": hasil.baris, "jangkar": hasil.jangkar, "laju": hasil.laju}
    cadangan.catat(keadaan.RIWAYAT, hasil.rusak is None, {**isi, "sebab": hasil.rusak or ""})
    return hasil
