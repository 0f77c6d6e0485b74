"""Prepares a database for its first and every later start: migrate, first data, accounts, demonstration year."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, inspect, select

from documents import pdf
from jaga import basis, jangkar, key_check
from models import cari, cari_tulis, setelan
from models.musrenbang import Musrenbang
from models.pengguna import Pengguna
from models.pesan import SopError
from models.sesi import RiwayatMasuk
from seed import akun, load


def siapkan(session: Any) -> Iterator[str]:
    """Everything that `make run` does before it serves; doing it again changes nothing. Yields lines for people."""
    from jaga import naik

    _pastikan_cocok(session)
    demo = setelan.kini().mode == "demo"
    if demo:
        _demo_usulan()  # said now, not after a minute and a password that is shown once
    if demo and _terputus(session):
        session.remove()
        session.get_bind().dispose()
        basis.dari(setelan.kini().database_url).pastikan_bebas()  # not under one that is still at it
        yield "Penyiapan demonstrasi yang terdahulu terputus; demonstrasi dimulai lagi dari awal."
        yield from ulang_demo(session)
        return
    for nama in pdf.siapkan_huruf():
        yield f"Huruf {nama} siap dicetak."
    if berkas := naik.naikkan():
        yield f"Cadangan sebelum migrasi: {berkas}"
    key_check.register()
    load.muat(session)
    if jumlah := cari_tulis.lengkapi(session):
        yield f"Teks pencarian dilengkapi: {jumlah} data."
    if not cari.berindeks():
        yield "Basis data ini tidak memberi indeks trigram (pg_trgm, FTS5): pencarian tetap benar tetapi lambat."
    yield f"Basis data siap ({setelan.kini().mode})."
    if demo:
        yield from akun.demo(session)
        yield "Menyiapkan tahun demonstrasi (pertama kali sekitar satu menit) …"
        yield demonstrasi(session)
    else:
        yield from akun.administrator(session)


def demonstrasi(session: Any) -> str:
    """The marked demonstration year (needs the demonstration accounts)."""
    from seed import demo

    if setelan.kini().mode != "demo":
        raise SopError("Demonstrasi hanya disiapkan pada MODE=demo; tidak ada yang diubah.")
    _pastikan_cocok(session)
    usulan = _demo_usulan()
    akun.demo(session)
    demo.jalankan(session, demo.USULAN if usulan is None else usulan)
    return "Tahun demonstrasi siap."


def _demo_usulan() -> int | None:
    """How many usulan the demonstration is to have, if somebody has said so; raises SopError."""
    teks = os.environ.get("DEMO_USULAN") or ""
    if teks and not teks.isdecimal():
        raise SopError("DEMO_USULAN harus bilangan bulat dari 0, bukan “{teks}”.", teks=teks[:40])
    return int(teks) if teks else None


def ulang_demo(session: Any) -> Iterator[str]:
    """Throw the demonstration's database away and begin anew; never outside MODE=demo."""
    from migrations import turun

    if setelan.kini().mode != "demo":
        raise SopError("demo-reset hanya berlaku pada MODE=demo; tidak ada yang diubah.")
    _pastikan_cocok(session)
    if _ada_musrenbang_sungguhan(session):
        raise SopError("Basis data ini memuat Musrenbang yang bukan demonstrasi; tidak ada yang diubah.")
    koneksi = session.connection()  # the one at hand: a second one would wait for it
    if inspect(koneksi).has_table("rantai"):
        jangkar.sisihkan_semua(koneksi, "demonstrasi-dibuang")
    session.remove()
    session.get_bind().dispose()
    turun(setelan.kini().database_url)
    yield from siapkan(session)


def pastikan_cocok(koneksi: Connection) -> None:
    """Asked before anything is written; raises SopError. The diary goes on with the key that it was begun with.

    A database that people work in never becomes a demonstration, nor the other way round: MODE is demo where nobody
    says otherwise.
    """
    if not inspect(koneksi).has_table("pengguna"):
        return
    ada = koneksi.scalar(select(Pengguna.id).limit(1)) is not None
    demo = koneksi.scalar(select(Pengguna.id).where(Pengguna.sumber == akun.SUMBER).limit(1)) is not None
    if setelan.kini().mode == "demo" and ada and not demo:
        raise SopError(
            "Basis data ini bukan demonstrasi, sedangkan MODE=demo; tidak ada yang diubah. Jalankan dengan "
            "MODE=production, atau pilih VAR atau DATABASE_URL lain untuk demonstrasi."
        )
    if setelan.kini().mode == "production" and demo:
        raise SopError(
            "Basis data ini demonstrasi, dengan akun yang kata sandinya pernah dicetak, sedangkan MODE=production; "
            "tidak ada yang diubah. Pilih VAR atau DATABASE_URL lain untuk pemasangan sungguhan."
        )
    key_check.compare(koneksi)  # last: who forgot MODE is told that, and not of a key that only an office has


def _pastikan_cocok(session: Any) -> None:
    pastikan_cocok(session.connection())
    session.rollback()  # the next look is on a connection of its own


def _terputus(session: Any) -> bool:
    """Did an earlier preparation end in the middle? What nobody has signed in to yet may be thrown away."""
    from seed import demo

    try:
        if not inspect(session.get_bind()).has_table("musrenbang") or _ada_musrenbang_sungguhan(session):
            return False
        return demo.setengah_jadi(session) and session.scalar(select(RiwayatMasuk.id).limit(1)) is None
    finally:
        session.rollback()


def _ada_musrenbang_sungguhan(session: Any) -> bool:
    mesin = session.get_bind()
    if not inspect(mesin).has_table("musrenbang"):
        return False
    return bool(session.scalar(select(Musrenbang.id).where(Musrenbang.demonstrasi.is_(False)).limit(1)))
