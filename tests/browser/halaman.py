"""The pages of the panel, for the tests and the pictures that take them all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.browser.peramban import Peramban

RAPAT = 6  # the pleno of the demonstration's finished year
# What everybody comes to. On the demonstration the first Musrenbang is over, the second stands at step 1.
SETIAP = (
    "/",
    "/musrenbang/details/?id=1",
    "/musrenbang/details/?id=2",
    "/usulan/?musrenbang_id=1",
    "/usulan/details/?id=1",
    "/undangan/details/?id=1",
)
# Pages that are no list, form or record of a kind.
KHUSUS = (
    "/usulan/kisi/?musrenbang_id=1",
    "/usulan/saringan/",
    "/usulan-ganda/",
    "/usulan/?q=zzz",
    "/impor/mulai/?kind=usulan",
    "/cari/?q=bogor",
    "/cari/?q=zzzz",
    "/sandi/",
    "/akun/",
    "/akun/faktor/",
    "/periksa/",
    "/tidak-ada",
    "/musrenbang/sipd/?id=1",
    "/musrenbang/pagu/?id=1",
    "/musrenbang/tahun-baru/?id=1",
    "/musrenbang/move/batalkan/?id=2",
    "/gambaran/?musrenbang_id=1",
    "/gambaran/?musrenbang_id=1&ukuran=rupiah",
    "/papan/?hari=2026-03-23",
    "/papan/?hari=2026-03-23&tampilan=bulan",
    "/kalender/",
    "/sidang/2/?musrenbang_id=1",
    "/sidang/2/?musrenbang_id=1&tampil=sudah",
    "/sidang/hasil/?musrenbang_id=1",
    "/sidang/2/lembar/?musrenbang_id=1",
    "/meja/6/",
    "/meja/6/?tampil=hadir",
    "/meja/6/?q=camat",
    "/meja/6/?q=zzzz",
    "/meja/6/tamu/",
    "/meja/6/kertas/",
    "/meja/6/kertas/?cara=urut",
    "/sambung/",
    "/keadaan/",
    "/data-orang/",
)


def buka_meja(basis: Path) -> str:
    """The address of the desk of RAPAT, set back to the morning of its day: everybody invited, nobody present."""
    with sqlite3.connect(basis, timeout=30) as buka:
        buka.execute("UPDATE daftar_hadir SET hadir = 0, hadir_pada = NULL WHERE rapat_id = ?", (RAPAT,))
        tahun = "SELECT musrenbang_id FROM rapat WHERE id = ?"
        buka.execute(f"UPDATE musrenbang SET status = 'berjalan' WHERE id = ({tahun})", (RAPAT,))
    return f"/meja/{RAPAT}/"


def menu(p: Peramban) -> list[str]:
    """The addresses of the menu of whoever has signed in."""
    tautan = p.buka("/").page.locator("nav.samping a")
    return [str(t) for t in tautan.evaluate_all("semua => semua.map(a => a.getAttribute('href'))")]


def layar(p: Peramban) -> list[str]:
    """Every screen of the menu, the form of a new record and the page of the first one, where this person has them."""
    ketemu = []
    for alamat in menu(p):
        ketemu.append(alamat)
        if alamat == "/":
            continue
        p.buka(alamat)
        baru = p.page.locator(f"a[href^='{alamat}new/']")
        rinci = p.page.locator(".data tbody a[href*='/details/']")
        ketemu += [str(t.first.get_attribute("href")) for t in (baru, rinci) if t.count()]
    return ketemu
