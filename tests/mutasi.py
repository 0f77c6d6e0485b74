"""Takes one permission check away at a time and asks whether the tests notice: `python -m tests.mutasi [word …]`.

A check is: an `if` that refuses (raises Ditolak, or the row that does not exist), what a guard answers, a row fetched
for a verb, the scope of a query, and each row and role of the table of rights. A mutant lives in a forked process only:
the code of one function is exchanged there, then the authorization matrix and tests/sop/test_access.py run until the
first test fails. What survives is printed with its line; words on the command line choose mutants whose name holds one.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

AKAR = Path(__file__).resolve().parent.parent
# Every function of these is looked through; of the others only the guards that are named.
MODUL = (
    "sop.access", "admin.panel", "admin.masuk", "admin.massal", "admin.cetak", "admin.ekspor", "admin.kisi",
    "admin.ubah", "admin.tinjau", "admin.dokumen", "admin.distribusi", "admin.impor", "admin.pengguna",
    "admin.pengaturan", "admin.riwayat", "admin.sidang", "admin.meja", "admin.kembar", "admin.musrenbang",
    "admin.akhir_tahun", "admin.papan", "admin.sertifikat", "admin.keadaan", "bulk.persetujuan", "bulk.berkas_lengkap",
    "bulk.impor.siap", "documents.tanda_tangan", "sop.workflow", "bulk.perubahan", "bulk.daftar.acuan",
)  # fmt: skip
# Functions whose answer is a permission: "yes" instead of what they say.
PENJAGA: dict[str, Any] = {
    "sop.access.may": True, "sop.access.may_kind": True, "sop.access.explain": None,
    "sop.access._explain_record": None, "sop.access._locked": None, "sop.access._dalam_lingkup": True,
    "sop.access.acts": True, "sop.access.records": True, "sop.access._reaches": True,
    "admin.panel.PanelView.is_accessible": True, "admin.kisi.GridRoutes.grid_offered": True,
    "admin.sidang.SidangView.is_accessible": True, "admin.akhir_tahun._may_copy": True,
    "admin.masuk.require_login": None, "bulk.perubahan.may_edit_many": True, "bulk.impor.siap.boleh": True,
    "bulk.berkas_lengkap.halangan": None, "documents.tanda_tangan.boleh_bubuhkan": True,
    "documents.tanda_tangan.boleh_unggah": True, "documents.tanda_tangan.boleh_tarik": True,
}  # fmt: skip
MENOLAK = {"Ditolak", "TidakAda"}
CEPAT = (  # a first look, which finds most of them
    "test_access or test_lantai or no_rule or page_of_no_kind or [sqlite-usulan] or [sqlite-tim] or [sqlite-pengguna] "
    "or [sqlite-operasi] or [sqlite-impor] or [sqlite-dokumen] or [sqlite-pemangku_kepentingan] or [sqlite-musrenbang]"
)
# Where a check of this module is asked first; of the others the tests that are named like the module.
DEKAT = {
    "sop.access": "test_access", "sop.workflow": "test_lantai or test_access", "admin.panel": "[sqlite-tim]",
    "admin.masuk": "test_lantai", "admin.massal": "[sqlite-ruang]", "admin.cetak": "test_lantai",
    "admin.ekspor": "[sqlite-pemangku_kepentingan]", "admin.kisi": "[sqlite-ruang]", "admin.ubah": "[sqlite-ruang]",
    "admin.tinjau": "[sqlite-operasi]", "admin.distribusi": "[sqlite-kiriman] or [sqlite-pemangku_kepentingan]",
    "admin.akhir_tahun": "[sqlite-musrenbang]", "bulk.persetujuan": "test_lantai",
    "bulk.berkas_lengkap": "test_lantai or [sqlite-musrenbang]", "bulk.impor.siap": "test_lantai or [sqlite-impor]",
    "documents.tanda_tangan": "test_lantai", "admin.dokumen": "[sqlite-tanda_tangan_elektronik]",
    "bulk.perubahan": "[sqlite-ruang]", "bulk.daftar.acuan": "test_acuan or [sqlite-operasi]",
}  # fmt: skip
BERKAS = (
    *("tests/sop/test_access.py", "tests/bulk/daftar/test_acuan.py"),
    *("tests/matriks/test_lantai.py", "tests/matriks/test_matriks.py"),
)


@dataclass(frozen=True)
class Mutan:
    nama: str  # file:line, function, what was taken away
    pasang: Callable[[], None]
    dekat: str = "test_access"  # the tests that are asked first (-k)
    lalu: str = CEPAT  # and then, before all of them are


# --- the table of rights ----------------------------------------------------------------------------------------------


def tabel() -> Iterator[Mutan]:
    from sop import access

    for n, hak in enumerate(access.HAK):
        nama = f"sop/access.py HAK[{n}] {'+'.join(hak.kinds[:2])} {'+'.join(sorted(hak.verbs))}"
        yield _hak(f"{nama} tanpa baris ini", n, None)
        for peran in sorted(hak.peran):
            yield _hak(f"{nama} tanpa {peran}", n, replace(hak, peran=hak.peran - {peran}))
        if lain := [p for p in sorted(set(access.Peran) - hak.peran) if not _punya(n, p)]:
            yield _hak(f"{nama} dengan {lain[0]}", n, replace(hak, peran=hak.peran | {lain[0]}))
        for verb in sorted(hak.verbs) if len(hak.verbs) > 1 else ():
            yield _hak(f"{nama} tanpa {verb}", n, replace(hak, verbs=hak.verbs - {verb}))
        if hak.lingkup is not access.Lingkup.SEMUA:
            yield _hak(f"{nama} tanpa lingkup", n, replace(hak, lingkup=access.Lingkup.SEMUA))


def _punya(n: int, peran: Any) -> bool:
    """Has the role all that row `n` gives from rows without bounds? Then the row with it says nothing new."""
    from sop import access

    punya = {
        (kind, verb)
        for hak in (*access.HAK[:n], *access.HAK[n + 1 :])
        if peran in hak.peran and hak.lingkup is access.Lingkup.SEMUA
        for kind in hak.kinds
        for verb in hak.verbs
    }
    return punya >= {(kind, verb) for kind in access.HAK[n].kinds for verb in access.HAK[n].verbs}


def _hak(nama: str, n: int, ganti: Any) -> Mutan:
    """A right is asked of its own kinds first; of those that have no screen and no move, of the whole matrix only."""
    from sop import access

    jenis = access.HAK[n].kinds

    def pasang() -> None:
        access.HAK = tuple(x for x in (*access.HAK[:n], ganti, *access.HAK[n + 1 :]) if x is not None)
        access._HAK = access._indeks()

    return Mutan(nama, pasang, lalu=" or ".join(["data_orang", *(f"[sqlite-{k}{x}" for k in jenis for x in "].")]))


# --- the code ---------------------------------------------------------------------------------------------------------


def kode() -> Iterator[Mutan]:
    for modul in MODUL:
        berkas = AKAR / (modul.replace(".", "/") + ".py")
        sumber = berkas.read_text(encoding="utf-8")
        for tempat, fungsi in _fungsi(ast.parse(sumber).body):
            for n, (baris, apa) in enumerate(_titik(modul, tempat, fungsi)):
                nama = f"{berkas.relative_to(AKAR)}:{baris} {tempat}: {apa}"
                dekat = DEKAT.get(modul, modul.rpartition(".")[2])
                yield Mutan(nama, lambda m=modul, s=sumber, t=tempat, k=n: _tukar(m, s, t, k), dekat)  # type: ignore[misc]


def _fungsi(isi: list[ast.stmt], depan: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for satu in isi:
        if isinstance(satu, ast.ClassDef):
            yield from _fungsi(satu.body, f"{depan}{satu.name}.")
        elif isinstance(satu, ast.FunctionDef):
            yield f"{depan}{satu.name}", satu


def _titik(modul: str, tempat: str, fungsi: ast.FunctionDef) -> list[tuple[int, str]]:
    """The checks of a function, in the order in which `_ubah` counts them."""
    return [(simpul.lineno, apa) for simpul, apa, _ in _cari(modul, tempat, fungsi)]


def _cari(modul: str, tempat: str, fungsi: ast.FunctionDef) -> Iterator[tuple[Any, str, Callable[[], None]]]:
    """(node, what is taken away, how)."""
    if f"{modul}.{tempat}" in PENJAGA:
        ya = PENJAGA[f"{modul}.{tempat}"]
        yield fungsi, f"selalu {ya}", lambda: _isi(fungsi, ya)
        for x in ast.walk(fungsi):
            if isinstance(x, ast.If) and "session.pop" not in ast.unparse(x.test):  # which only chooses a sentence
                yield x, f"if {ast.unparse(x.test)[:60]} tidak pernah", lambda x=x: _uji(x, False)
        return
    for x in ast.walk(fungsi):
        if isinstance(x, ast.If) and _menolak(x):
            yield x, f"if {ast.unparse(x.test)[:60]} tidak menolak", lambda x=x: _uji(x, False)
        if isinstance(x, ast.Call) and isinstance(x.func, ast.Attribute) and x.func.attr == "get_for":
            yield x, "get_for menjadi get_one", lambda x=x: _ambil(x)
        if isinstance(x, ast.Call) and isinstance(x.func, ast.Name) and x.func.id == "scope":
            yield x, "tanpa scope", lambda x=x: _tanpa_lingkup(x)


def _menolak(x: ast.If) -> bool:
    akhir = x.body[-1]
    return (
        isinstance(akhir, ast.Raise)
        and any(isinstance(n, ast.Name) and n.id in MENOLAK for n in ast.walk(akhir.exc or ast.Pass()))
        and any(kata in ast.unparse(x.test) for kata in IZIN)
    )


# An `if` that refuses is about a permission when its test asks one of these.
IZIN = ("may", "explain", "boleh", "saya()", "halangan", "offer", "pengguna_id", "siapa", "scope", "_kueri", "fetch")


def _isi(fungsi: ast.FunctionDef, ya: Any) -> None:
    fungsi.body = [ast.Return(ast.Constant(ya))]


def _uji(x: ast.If, nilai: bool) -> None:
    """Never true; what its walrus names stays named."""
    x.test = ast.BoolOp(ast.And(), [ast.Tuple([x.test], ast.Load()), ast.Constant(nilai)])


def _ambil(x: ast.Call) -> None:
    assert isinstance(x.func, ast.Attribute)
    x.func.attr, x.args = "get_one", x.args[1:]


def _tanpa_lingkup(x: ast.Call) -> None:
    x.func, x.args, x.keywords = ast.parse("(lambda stmt: stmt)", mode="eval").body, x.args[:1], []


def _tukar(modul: str, sumber: str, tempat: str, n: int) -> None:
    """Exchange the code of the function by that of its mutant."""
    pohon = ast.parse(sumber)
    fungsi = next(f for t, f in _fungsi(pohon.body) if t == tempat)
    list(_cari(modul, tempat, fungsi))[n][2]()
    baru = _kode(compile(ast.fix_missing_locations(pohon), str(AKAR), "exec"), tempat.split("."))
    apa: Any = importlib.import_module(modul)
    for bagian in tempat.split("."):
        apa = vars(apa)[bagian]
        apa = getattr(apa, "__func__", None) or getattr(apa, "fget", None) or apa
    asli: Any = inspect.unwrap(apa)
    asli.__code__ = baru


def _kode(kode: CodeType, tempat: list[str]) -> CodeType:
    for bagian in tempat:
        kode = next(k for k in kode.co_consts if isinstance(k, CodeType) and k.co_name == bagian)
    return kode


# --- running ----------------------------------------------------------------------------------------------------------


def siapkan(tmp: Path) -> None:
    """The database and the stage once, for every process that is forked."""
    from argon2 import PasswordHasher

    from models import sandi
    from models.base import db
    from tests.conftest import buat_app, isi_basis
    from tests.matriks.sasaran import bangun

    sandi.pengacak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    cetakan, matriks = tmp / "cetakan.sqlite3", tmp / "matriks.sqlite3"
    isi_basis(f"sqlite:///{cetakan}", tmp)
    matriks.write_bytes(cetakan.read_bytes())
    app = buat_app(f"sqlite:///{matriks}", tmp)
    with app.app_context():
        (tmp / "sasaran.pickle").write_bytes(pickle.dumps(bangun()))
        db.session.remove()
        with db.engine.connect() as koneksi:
            koneksi.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    os.environ["MATRIKS_SIAP"] = str(tmp)


def lulus(mutan: Mutan | None, pilih: str = "") -> bool:
    """Do the tests of that name (-k) pass with this mutant? In a process of its own."""
    pid = os.fork()
    if pid == 0:
        keluar = os.open(os.environ["MATRIKS_SIAP"] + "/keluaran", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(keluar, 1)
        os.dup2(keluar, 2)
        hasil = 99
        try:
            if mutan is not None:
                mutan.pasang()
            # What a right is does not depend on the database, and a PostgreSQL of its own for each mutant takes long.
            nama = f"not postgresql and ({pilih})" if pilih else "not postgresql"
            hasil = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-k", nama, *BERKAS]))
        finally:
            os._exit(hasil)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status in (0, 1, 5, 99), (status, Path(os.environ["MATRIKS_SIAP"], "keluaran").read_text()[-2000:])
    return status in (0, 5)  # 5: no test has this name


def main(kata: list[str]) -> int:
    os.chdir(AKAR)
    mutan = [m for m in (*tabel(), *kode()) if not kata or any(k in m.nama for k in kata)]
    if kata == ["daftar"]:
        mutan = [*tabel(), *kode()]
        print(*(m.nama for m in mutan), f"{len(mutan)} mutan", sep="\n")
        return 0
    awal, hidup = time.monotonic(), []
    with tempfile.TemporaryDirectory() as tmp:
        siapkan(Path(tmp))
        assert lulus(None), "tanpa mutan pun pengujian gagal"
        for m in mutan:
            if all(lulus(m, pilih) for pilih in (m.dekat, m.lalu, "")):
                hidup.append(m)
                print(f"HIDUP {m.nama}", flush=True)
    mati = len(mutan) - len(hidup)
    print(
        f"{mati} dari {len(mutan)} mutan ditemukan ({100 * mati / len(mutan):.1f} %), {time.monotonic() - awal:.0f} s"
    )
    return 0 if mati >= 0.95 * len(mutan) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
