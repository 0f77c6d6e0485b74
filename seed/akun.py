"""The first accounts: one per role for the demonstration, one administrator with a one-time password elsewhere."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from models import account_recovery, aturan_akun, faktor, rantai, riwayat, sandi, setelan
from models.pejabat import Pejabat
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.pesan import Keliru
from models.sesi import Sesi
from models.unit_kerja import UnitKerja
from models.waktu import lokal, sekarang

SUMBER = "demo"
PENULIS = riwayat.Penulis(None, "Penyiapan", "sistem")
OPERATOR = riwayat.Penulis(None, rantai.OPERATOR, "sistem")
# nama_pengguna, role, unit kerja. The first eight are printed; each Bidang needs its own head besides.
DEMO = (
    ("kepala_badan", Peran.KEPALA_BADAN, None),
    ("kepala_bidang", Peran.KEPALA_BIDANG, "P2EPD"),
    ("fungsional_perencana", Peran.FUNGSIONAL_PERENCANA, "P2EPD"),
    ("tim_musrenbang", Peran.TIM_MUSRENBANG, "P2EPD"),
    ("sub_koordinator", Peran.SUB_KOORDINATOR, "P2EPD"),
    ("sekretariat", Peran.SEKRETARIAT, "SET"),
    ("pengawas", Peran.PENGAWAS, None),
    ("administrator", Peran.ADMINISTRATOR, None),
    ("kepala_bidang_ppm", Peran.KEPALA_BIDANG, "PPM"),
    ("kepala_bidang_psda", Peran.KEPALA_BIDANG, "PSDA"),
    ("kepala_bidang_ik", Peran.KEPALA_BIDANG, "IK"),
    ("kepala_bidang_ri", Peran.KEPALA_BIDANG, "RI"),
)


def buat(session: Any, nama_pengguna: str, nama: str, peran: Sequence[str], unit: str | None, kata: str) -> Pengguna:
    """A new account with its roles; not committed. Raises Keliru with the sentence."""
    nama_pengguna = nama_pengguna.strip().lower()
    if not nama_pengguna:
        raise Keliru("Nama pengguna belum diisi.", "nama_pengguna")
    if session.scalar(select(Pengguna.id).filter_by(nama_pengguna=nama_pengguna, deleted_at=None)):
        raise Keliru("Nama pengguna {nama} sudah dipakai.", "nama_pengguna", nama=nama_pengguna)
    if lemah := sandi.periksa(kata, nama_pengguna, aturan_akun.profil()):
        raise Keliru(lemah, "sandi")

    pengguna = Pengguna(nama_pengguna=nama_pengguna, nama=nama, sandi=sandi.acak(kata), sandi_diganti_pada=sekarang())
    session.add(pengguna)
    session.flush()
    unit_id = _unit(session, unit) if unit else None
    for satu in peran:
        if satu not in list(Peran):
            raise Keliru("Peran {peran} tidak dikenal. Pilihannya: {pilihan}.", peran=satu, pilihan=", ".join(Peran))
        session.add(PeranPengguna(pengguna_id=pengguna.id, peran=Peran(satu), unit_kerja_id=unit_id))
    session.flush()
    return pengguna


def _unit(session: Any, kode: str) -> int:
    found = session.scalar(select(UnitKerja.id).filter_by(kode=kode, deleted_at=None))
    if found is None:
        raise Keliru("Unit kerja {kode} tidak ada.", kode=kode)
    return int(found)


def demo(session: Any) -> list[str]:
    """Make the demonstration accounts, or give them the password of DEMO_PASSWORD; the lines tell how to sign in."""
    riwayat.sebagai(session, PENULIS)
    diminta = os.environ.get("DEMO_PASSWORD", "")
    ada = list(session.scalars(select(Pengguna).filter_by(sumber=SUMBER, deleted_at=None)))
    if ada:
        if diminta and not sandi.cocok(ada[0].sandi, diminta):
            terenkripsi = sandi.acak(diminta)
            for pengguna in ada:
                pengguna.sandi = terenkripsi
            session.commit()
        keterangan = (
            "yang Anda isikan pada DEMO_PASSWORD"
            if diminta
            else ("dicetak pada penyiapan pertama; setel ulang dengan DEMO_PASSWORD=… make run, atau make demo-reset")
        )
        return _daftar(keterangan)

    kata = diminta or secrets.token_urlsafe(9)
    terenkripsi = sandi.acak(kata)  # one hash for all: hashing twelve times would cost a second
    for nama_pengguna, peran, unit in DEMO:
        _akun_demo(session, nama_pengguna, peran, _unit(session, unit) if unit else None, terenkripsi)
    session.commit()
    return _daftar("yang Anda isikan pada DEMO_PASSWORD" if diminta else f"{kata}   (dicetak sekali ini saja)")


def _akun_demo(session: Any, nama_pengguna: str, peran: Peran, unit_id: int | None, terenkripsi: str) -> None:
    unit = session.get(UnitKerja, unit_id) if unit_id else None
    kepala = unit is not None and peran is Peran.KEPALA_BIDANG
    jabatan = f"{peran.judul} {unit.nama.removeprefix('Bidang ')}" if unit and kepala else peran.judul
    # A name without a comma: what stands behind one is printed as an academic title.
    nama = f"{peran.judul} {unit.kode} (Demo)" if unit and kepala else f"{jabatan} (Demo)"
    pejabat = Pejabat(nama=nama, jabatan=jabatan, peran=peran, unit_kerja_id=unit_id, sumber=SUMBER)
    session.add(pejabat)
    session.flush()
    pengguna = Pengguna(
        nama_pengguna=nama_pengguna, nama=pejabat.nama, pejabat_id=pejabat.id, sandi=terenkripsi, sumber=SUMBER
    )
    session.add(pengguna)
    session.flush()
    session.add(PeranPengguna(pengguna_id=pengguna.id, peran=peran, unit_kerja_id=unit_id, sumber=SUMBER))


def _daftar(keterangan: str) -> list[str]:
    baris = [f"  {nama:<22}{peran.judul}" for nama, peran, _ in DEMO[: len(Peran)]]
    lain = ", ".join(f"{nama} ({unit})" for nama, _, unit in DEMO[len(Peran) :])
    return [
        "Akun demonstrasi:",
        *baris,
        f"Kepala Bidang lain: {lain}",
        f"Kata sandi semua akun demonstrasi: {keterangan}",
    ]


def administrator(session: Any) -> list[str]:
    """Outside the demonstration: one administrator whose password is printed once and must be replaced."""
    if session.scalar(select(func.count()).select_from(Pengguna)):
        return []
    riwayat.sebagai(session, PENULIS)
    kata = secrets.token_urlsafe(12)
    pengguna = buat(session, "administrator", "Administrator", [Peran.ADMINISTRATOR], None, kata)
    pengguna.ganti_sandi = True
    session.commit()
    return [
        f"Akun pertama: administrator, kata sandi sekali pakai: {kata}   (dicetak sekali ini saja, ganti setelah masuk)"
    ]


# --- a way back in ----------------------------------------------------------------------------------------------------


def find(session: Any, nama_pengguna: str) -> Pengguna:
    """The account by its name. Raises Keliru where there is none, or none that anybody can enter."""
    found = session.scalar(select(Pengguna).filter_by(nama_pengguna=nama_pengguna.strip().lower(), deleted_at=None))
    if found is None:
        raise Keliru("Akun {nama} tidak ada.", nama=nama_pengguna)
    if not found.aktif:
        raise Keliru("Akun {nama} tidak aktif; aktifkan dahulu pada halaman Pengguna.", nama=found.nama_pengguna)
    pengguna: Pengguna = found
    return pengguna


def reset(session: Any, pengguna: Pengguna, factors: bool, password: bool) -> str:
    """A way into an account whose person has lost it, as the panel gives it; the line that is printed once. Commits.

    The address of the panel must be known for a link; otherwise it is a one-time password.
    """
    riwayat.sebagai(session, OPERATOR)
    if factors:
        faktor.hapus_semua(session, pengguna)
        _note(session, pengguna, "setel_ulang_faktor")
    ended = account_recovery.end_sessions(session, Sesi.pengguna_id == pengguna.id)
    if password or not setelan.kini().public_url:
        word = account_recovery.one_time_password(session, pengguna)
        _note(session, pengguna, "beri_sandi_sekali")
        line = f"Kata sandi sekali pakai: {word}   (dicetak sekali ini saja; diganti setelah masuk)"
    else:
        link, until = account_recovery.new_link(session, pengguna)
        _note(session, pengguna, "beri_tautan_sandi")
        line = f"Tautan kata sandi, berlaku sekali sampai {lokal(until):%d-%m-%Y %H.%M} WIB: {link}"
    return f"{ended} sesi diakhiri. {line}"


def _note(session: Any, pengguna: Pengguna, act: str) -> None:
    """Each act stands in the diary by itself: what is done to an account changes no column that people see."""
    riwayat.catatan(session, pengguna, act)
    riwayat.pastikan(session, pengguna)
    session.commit()
