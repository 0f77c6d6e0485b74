"""Prepares a database for its first and every later start: migrate, first data, accounts, demonstration year."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, select

from documents import pdf
from models import cari, cari_tulis, setelan
from models.musrenbang import Musrenbang
from models.pesan import SopError
from seed import akun, load


def siapkan(session: Any) -> Iterator[str]:
    """Everything that `make run` does before it serves; doing it again changes nothing. Yields lines for people."""
    from jaga import naik

    for nama in pdf.siapkan_huruf():
        yield f"Huruf {nama} siap dicetak."
    if berkas := naik.naikkan():
        yield f"Cadangan sebelum migrasi: {berkas}"
    load.muat(session)
    if jumlah := cari_tulis.lengkapi(session):
        yield f"Teks pencarian dilengkapi: {jumlah} data."
    if not cari.berindeks():
        yield "Basis data ini tidak memberi indeks trigram (pg_trgm, FTS5): pencarian tetap benar tetapi lambat."
    yield f"Basis data siap ({setelan.kini().mode})."
    if setelan.kini().mode == "demo":
        yield from akun.demo(session)
        yield "Menyiapkan tahun demonstrasi (pertama kali sekitar satu menit) …"
        yield demonstrasi(session)
    else:
        yield from akun.administrator(session)


def demonstrasi(session: Any) -> str:
    """The marked demonstration year (needs the demonstration accounts)."""
    from seed import demo

    akun.demo(session)
    demo.jalankan(session, int(os.environ.get("DEMO_USULAN") or demo.USULAN))
    return "Tahun demonstrasi siap."


def ulang_demo(session: Any) -> Iterator[str]:
    """Throw the demonstration's database away and begin anew; never outside MODE=demo."""
    from migrations import turun

    if setelan.kini().mode != "demo":
        raise SopError("demo-reset hanya berlaku pada MODE=demo; tidak ada yang diubah.")
    if _ada_musrenbang_sungguhan(session):
        raise SopError("Basis data ini memuat Musrenbang yang bukan demonstrasi; tidak ada yang diubah.")
    session.remove()
    session.get_bind().dispose()
    turun(setelan.kini().database_url)
    yield from siapkan(session)


def _ada_musrenbang_sungguhan(session: Any) -> bool:
    mesin = session.get_bind()
    if not inspect(mesin).has_table("musrenbang"):
        return False
    return bool(session.scalar(select(Musrenbang.id).where(Musrenbang.demonstrasi.is_(False)).limit(1)))
