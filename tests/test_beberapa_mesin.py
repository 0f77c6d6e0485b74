"""Two machines, each with its gunicorn and its var/, on one PostgreSQL: docs/panduan/beberapa-mesin.md as it stands."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from models import setelan
from models.waktu import hari_ini
from tests import dunia
from tests.conftest import ADA_POSTGRES, Basis
from tests.orang import SANDI, token
from tests.peladen import Peladen

pytestmark = [
    pytest.mark.skipif(not ADA_POSTGRES, reason="PostgreSQL tidak ditemukan"),
    pytest.mark.parametrize("basis", ["postgresql"] if ADA_POSTGRES else [], indirect=True),
]
DOKUMEN = Path(__file__).resolve().parent.parent / "docs"
GUNICORN = (sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "8", "app:aplikasi_peladen()")


class Jendela:
    """A browser: its cookies hold for both machines, as behind one name."""

    def __init__(self, *mesin: str) -> None:
        self.mesin, self.kuki = mesin, CookieJar()
        self._buka = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.kuki))

    def minta(self, mesin: int, alamat: str, **isian: str) -> tuple[int, str, str]:
        """(status, address that was come to, page)"""
        data = urllib.parse.urlencode(isian).encode() if isian else None
        try:
            with self._buka.open(self.mesin[mesin] + alamat, data, timeout=120) as jawab:
                return jawab.status, jawab.url, jawab.read().decode()
        except urllib.error.HTTPError as galat:
            return galat.code, galat.url or "", galat.read().decode()

    def kirim(self, mesin: int, alamat: str, dari: str = "", **isian: str) -> tuple[int, str, str]:
        halaman = self.minta(mesin, dari or alamat)[2]
        versi = re.search(r'name="version" value="(\d*)"', halaman)
        kirim = {"csrf_token": token(halaman), "version": versi[1] if versi else "", **isian}
        return self.minta(mesin, alamat, **kirim)

    def masuk(self, mesin: int, nama: str, sandi: str = SANDI) -> int:
        return self.kirim(mesin, "/login", nama_pengguna=nama, sandi=sandi)[0]


@pytest.fixture
def env(app: Flask, basis: Basis) -> dict[str, str]:
    return {
        "DATABASE_URL": basis.url,
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DIARY_KEY": app.config["SETELAN"].diary_key.decode(),
        "ACCOUNT_KEY": "kunci-akun-bersama-0123456789",
        "BACKUP_KEY": "kunci-cadangan-bersama-0123456789",
        "ALLOWED_HOSTS": "127.0.0.1",
    }


@pytest.fixture
def mesin(env: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, str]]:
    satu, dua = (Peladen(tmp_path / n, program=GUNICORN, **env) for n in ("satu", "dua"))
    with satu, dua:
        yield satu.tunggu().url, dua.tunggu().url


def test_session_and_throttling_are_shared(mesin: tuple[str, str]) -> None:
    orang = Jendela(*mesin)
    assert orang.masuk(0, "tim_musrenbang") == 200
    for ke in (0, 1, 0, 1):
        assert orang.minta(ke, "/usulan/")[1].endswith("/usulan/"), f"mesin {ke} mengenal kukinya"
    status, _, _ = orang.kirim(
        0, "/pemangku-kepentingan/new/", nama="Tokoh Dua", unsur="tokoh masyarakat", tempat="Bogor"
    )
    assert status == 200
    assert "Tokoh Dua" in orang.minta(1, "/pemangku-kepentingan/")[2]

    pencuri = Jendela(*mesin)
    for satu in orang.kuki:
        pencuri.kuki.set_cookie(satu)
    assert pencuri.minta(0, "/usulan/")[1].endswith("/usulan/")
    orang.kirim(1, "/logout", "/")
    for ke in (0, 1):
        assert "/login" in pencuri.minta(ke, "/usulan/")[1], "keluar di satu mesin berlaku di keduanya"

    asing = Jendela(*mesin)
    for n in range(10):
        assert asing.masuk(n % 2, "kepala_badan", "keliru") == 401
    for ke in (0, 1):
        assert asing.masuk(ke, "kepala_badan") == 429, "lima di sini dan lima di sana adalah sepuluh"


def test_numbers_and_the_queue_are_shared(
    app: Flask, mesin: tuple[str, str], env: dict[str, str], tmp_path: Path
) -> None:
    from models.base import db
    from models.dokumen import Dokumen
    from models.nomor_surat import NomorSurat

    with app.app_context():
        m = dunia.di_ujung()
        ids = [_nota(m, n) for n in range(6)]
        m_id = m.id
    orang = [Jendela(*mesin) for _ in range(2)]
    for ke, satu in enumerate(orang):
        assert satu.masuk(ke, "sekretariat") == 200
    with ThreadPoolExecutor(6) as kolam:
        jawab = list(kolam.map(lambda n: _terbitkan(orang[n % 2], n % 2, ids[n]), range(6)))
    assert [status for status, _, _ in jawab] == [200] * 6
    with app.app_context():
        nomor = sorted(db.session.scalars(db.select(NomorSurat.urut).filter_by(naskah_kind="nota_dinas")))
        assert nomor == list(range(nomor[0], nomor[0] + 6)), "dua mesin, satu urutan"
        assert db.session.scalar(db.select(db.func.count(Dokumen.id)).where(Dokumen.naskah_id.in_(ids))) == 6

    # A job that is ordered on the second machine is done by the one worker, and read on the first.
    status, alamat, _ = orang[1].kirim(
        1, f"/musrenbang/print-all/{m_id}", f"/musrenbang/details/?id={m_id}", bentuk="zip"
    )
    assert status == 200
    bagian = urllib.parse.urlsplit(alamat)
    with Peladen(tmp_path / "pekerja", "--worker", **env) as pekerja:
        batas = time.monotonic() + 120
        while "Selesai" not in (halaman := orang[0].minta(0, f"{bagian.path}?{bagian.query}")[2]):
            assert time.monotonic() < batas, halaman[-500:]
            assert pekerja.proses.poll() is None, pekerja.keluaran
            time.sleep(0.5)


def _nota(m: Any, n: int) -> int:
    """A nota dinas that the head has signed and that waits for its number."""
    from documents import issue
    from models.nota_dinas import NotaDinas

    kepala = dunia.pejabat("kepala_badan")
    row = dunia.simpan(
        NotaDinas(musrenbang_id=m.id, penandatangan_id=kepala, perihal=f"Penugasan {n}", isi="Laksanakan menurut SOP.")
    )
    issue.perform(row, "ajukan", dunia.aktor("sub_koordinator"))
    issue.perform(row, "tanda_tangani", dunia.aktor("kepala_badan"))
    return int(row.id)


def _terbitkan(orang: Jendela, mesin: int, id_: int) -> tuple[int, str, str]:
    return orang.kirim(mesin, f"/nota-dinas/move/terbitkan/?id={id_}", tanggal=hari_ini().isoformat())


@pytest.mark.parametrize("berkas", ["panel-web.service", "panel-pekerja.service", "nginx.conf", "panel.env"])
def test_the_recipe_names_each_of_its_files_and_what_they_start_exists(berkas: str, basis: Basis) -> None:
    import app as pintu

    halaman = "".join((DOKUMEN / "panduan" / h).read_text() for h in ("satu-mesin.md", "beberapa-mesin.md"))
    assert f"pasang/{berkas}" in halaman
    isi = (DOKUMEN / "pasang" / berkas).read_text()
    for nama in re.findall(r"app:(\w+)\(\)", isi):
        assert callable(getattr(pintu, nama))
    if berkas == "panel.env":
        assert set(re.findall(r"^([A-Z_]+)=", isi, re.MULTILINE)) <= setelan.NAMES
    if berkas == "nginx.conf":
        assert "$request_uri" not in re.search(r"log_format.*?;", isi, re.DOTALL)[0]  # type: ignore[index]
        assert "$args" not in isi


def test_the_figures_of_all_processes_are_added_up_and_never_fall(env: dict[str, str], tmp_path: Path) -> None:
    """Two processes answer by turns; a third begins where one is killed, and the worker counts in the same sum."""
    with Peladen(tmp_path / "satu", program=GUNICORN, **env) as web:
        web.tunggu()
        orang = Jendela(web.url)
        terakhir, asal = 0.0, set()
        for n in range(30):
            orang.minta(0, "/healthz")
            isi = orang.minta(0, "/metrics")[2]
            kini = float(re.search(r'panel_permintaan_total\{.*rute="/healthz".*\} (\S+)', isi)[1])  # type: ignore[index]
            assert kini == terakhir + 1, f"after {n} requests"
            terakhir = kini
            asal |= _anak(web.proses.pid)
            if n == 15:
                os.kill(min(asal), signal.SIGKILL)
        assert len(asal) > 2, "a process was replaced"
        with Peladen(tmp_path / "satu", "--worker", **env) as pekerja:
            batas = time.monotonic() + 60
            while 'panel_pekerjaan_dikerjakan_total{asal="ditemukan"' not in orang.minta(0, "/metrics")[2]:
                assert time.monotonic() < batas, pekerja.keluaran
                assert pekerja.proses.poll() is None, pekerja.keluaran
                time.sleep(0.5)


def _anak(pid: int) -> set[int]:
    return {int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
