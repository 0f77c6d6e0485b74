"""The stage of the matrix: one database, everybody signed in, pages drawn only where words are looked for."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_admin.base import BaseView
from flask_login import current_user

from admin import galat
from models import setelan
from models.base import db
from tests.conftest import DIALEK, buat_app, perintah_pg
from tests.matriks.harapan import ORANG
from tests.matriks.mesin import TAMU, Panggung, Penanya, lupakan_antrean
from tests.matriks.sasaran import bangun
from tests.orang import Orang

# Kinds with words that not everybody may read: their pages are always drawn; the others in the battery.
DIGAMBAR = {
    "penandatangan", "distribusi", "kiriman", "pemangku_kepentingan", "daftar_hadir", "operasi", "impor", "pengguna",
    "peran_pengguna", "cari", "riwayat", "meja",
}  # fmt: skip


# Made once for all mutants (tests/mutasi.py).
SIAP = os.environ.get("MATRIKS_SIAP", "")


def _alamat(dialek: str, request: pytest.FixtureRequest, nama: str, tmp: Path) -> str:
    if dialek == "sqlite":
        berkas = tmp / "matriks.sqlite3"
        asal = Path(SIAP) / berkas.name if SIAP else request.getfixturevalue("cetakan_sqlite")
        shutil.copyfile(asal, berkas)
        return f"sqlite:///{berkas.as_posix()}"
    asal = request.getfixturevalue("cetakan_postgresql")
    gugus = request.getfixturevalue("gugus")
    asal.dispose()
    perintah_pg(gugus, f'CREATE DATABASE "{nama}_matriks" TEMPLATE "{nama}"')
    return str(gugus.url(f"{nama}_matriks"))


@pytest.fixture(scope="module", params=DIALEK)
def basis_matriks(
    request: pytest.FixtureRequest, nama_kerja: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    tmp = tmp_path_factory.mktemp("matriks")
    yield _alamat(request.param, request, nama_kerja, tmp), tmp
    if request.param == "postgresql":
        gugus = request.getfixturevalue("gugus")
        perintah_pg(gugus, f'DROP DATABASE IF EXISTS "{nama_kerja}_matriks" WITH (FORCE)')


@pytest.fixture(scope="module")
def panggung(basis_matriks: tuple[str, Path], var: Path, battery: bool) -> Iterator[Penanya]:
    from documents import catalog, issue

    url, tmp = basis_matriks
    app = buat_app(url, var)
    lupakan_antrean()
    setelan.pasang(app.config["SETELAN"])
    app.config["WTF_CSRF_ENABLED"] = False  # the token is asked for apart: tests/admin/test_keamanan.py
    tambal = pytest.MonkeyPatch()
    asli = BaseView.render

    def gambar(self: Any, template: str, **kwargs: Any) -> str:
        return asli(self, template, **kwargs) if battery or self.endpoint in DIGAMBAR else ""

    tambal.setattr(BaseView, "render", gambar)
    bingkai, pernah = galat.render_template, set()

    def penolakan(nama: str, **kwargs: Any) -> str:
        """Half of the answers are refusals, and a fifth of the time went into their frame: menu, corner, foot. Each
        sentence is drawn whole once; afterwards its words are told, which is where a canary could stand."""
        kata = {k: str(v) for k, v in kwargs.items() if k not in ("acuan", "rujukan", "status")}
        kunci = (kata["kalimat"], kata["judul"], current_user.is_authenticated)
        if battery or kunci not in pernah:
            pernah.add(kunci)
            return bingkai(nama, **kwargs)
        return "\n".join(kata.values())

    tambal.setattr(galat, "render_template", penolakan)
    cetak = issue.cetak

    def kertas(record: Any, kode: str) -> tuple[str, bytes]:  # who may, not how it looks
        return ("naskah.pdf", b"%PDF-1.7") if catalog.kertas(kode, record.kind) else cetak(record, kode)

    tambal.setattr(issue, "cetak", kertas)
    with app.app_context():
        sasaran = pickle.loads((Path(SIAP) / "sasaran.pickle").read_bytes()) if SIAP else bangun()
        db.session.remove()
    orang = Orang(app)
    app.config["WTF_CSRF_ENABLED"] = True
    masuk = {huruf: orang.masuk(nama) for huruf, nama in ORANG.items()}
    app.config["WTF_CSRF_ENABLED"] = False
    yield Penanya(Panggung(app, url, tmp / "awal.sqlite3"), {TAMU: app.test_client(), **masuk}, sasaran)
    tambal.undo()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
