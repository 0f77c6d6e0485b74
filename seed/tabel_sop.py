"""The SOP table as text, in the columns of the official form, as it stands in the database."""

from __future__ import annotations

import textwrap
from typing import Any

from sqlalchemy import select

from models.sop import Langkah, SopRevisi

LEBAR = (3, 44, 26, 30, 10, 30)
JUDUL = ("No", "Aktivitas", "Pelaksana", "Persyaratan/Kelengkapan", "Waktu", "Output")


def teks(session: Any) -> str:
    """Every revision, each with the sum of its norms."""
    revisi = session.scalars(select(SopRevisi).where(SopRevisi.deleted_at.is_(None)).order_by(SopRevisi.id)).all()
    return "\n\n".join(_satu(r) for r in revisi) or "Belum ada SOP: jalankan `flask --app app seed`."


def _satu(revisi: SopRevisi) -> str:
    garis = "-+-".join("-" * lebar for lebar in LEBAR)
    bagian = [
        f"{revisi.judul}\nNomor {revisi.nomor}, revisi {revisi.revisi} ({revisi.status.value})",
        _baris(JUDUL),
        garis,
    ]
    for langkah in revisi.langkah:
        bagian += [_baris(_sel(langkah)), garis]
    jumlah = sum(langkah.waktu for langkah in revisi.langkah)
    bagian.append(f"Jumlah norma waktu: {jumlah} menit")
    return "\n".join(bagian)


def _sel(langkah: Langkah) -> tuple[str, ...]:
    pelaksana = [
        p.peran.judul + ("" if p.utama else " (alternatif)") + ("" if p.dikonfirmasi else " *belum dikonfirmasi")
        for p in langkah.pelaksana
    ]
    return (
        str(langkah.urutan),
        langkah.aktivitas,
        "\n".join(pelaksana),
        "\n".join(butir["teks"] for butir in langkah.kelengkapan),
        langkah.waktu_teks,
        "\n".join(butir["teks"] for butir in langkah.output),
    )


def _baris(sel: tuple[str, ...]) -> str:
    kolom = [
        [potong for baris in teks.split("\n") for potong in textwrap.wrap(baris, lebar) or [""]]
        for teks, lebar in zip(sel, LEBAR, strict=True)
    ]
    tinggi = max(map(len, kolom))
    return "\n".join(
        " | ".join((isi[n] if n < len(isi) else "").ljust(lebar) for isi, lebar in zip(kolom, LEBAR, strict=True))
        for n in range(tinggi)
    )
