"""The page of long work: how far it is, how it is stopped, and the report that names reasons before rows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from admin import operasi as layar_operasi
from bulk import laporan, operasi, potongan
from jaga import heartbeat
from models.base import db
from models.operasi import Operasi
from models.usulan import StatusUsulan, Usulan
from tests.admin.layar import Layar, teks

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


@pytest.fixture
def antre(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker: what was begun waits in the queue."""
    monkeypatch.setattr(operasi, "mulai", lambda op: None)


@pytest.fixture
def mulai(tim: Layar, usulan: Callable[..., list[int]]) -> Callable[..., tuple[int, list[int]]]:
    """`mulai(n)`: a move of n usulan of which every third is refused; (the operation, the usulan)."""

    def buat(n: int) -> tuple[int, list[int]]:
        ids = usulan(n, status=lambda i: StatusUsulan.BATAL if i % 3 == 2 else StatusUsulan.DRAF)
        isian = {"aksi": "ajukan", "rowid": ",".join(map(str, ids)), "lanjut": "1"}
        jawab = tim.kirim("/usulan/action/", dari="/usulan/", **isian)
        assert jawab.status_code == 302
        return int(jawab.headers["Location"].rpartition("=")[2]), ids

    return buat


def test_how_far_it_is_can_be_asked_until_it_is_done(
    antre: None, tim: Layar, mulai: Callable[..., Any], app: Any, layar: Callable[[str], Layar]
) -> None:
    id_, _ = mulai(6)
    with app.app_context():
        heartbeat.beat("")
    alamat = f"/operasi/kemajuan/?id={id_}"
    halaman = tim.buka(f"/operasi/details/?id={id_}")
    assert f'data-kemajuan="{alamat}"' in halaman
    assert '<noscript><meta http-equiv="refresh"' in halaman
    assert "Hentikan" in teks(halaman)
    kini = tim.client.get(alamat)
    assert kini.json == {
        "berjalan": True, "dikerjakan": 0, "jumlah": 6, "kata": "Belum dimulai.",
        "sisa": "Menunggu giliran.",
    }  # fmt: skip
    assert kini.headers["Cache-Control"] == "no-store"
    layar("sekretariat").buka(alamat, 404)

    with app.app_context():
        operasi.kerjakan(id_)
    assert tim.client.get(alamat).json["berjalan"] is False
    halaman = tim.buka(f"/operasi/details/?id={id_}")
    assert "data-kemajuan" not in halaman
    assert "4 dari 6 berhasil" in teks(halaman)


@SQLITE
def test_what_was_stopped_in_the_middle_says_how_far_it_came(
    antre: None, tim: Layar, mulai: Callable[..., Any], app: Any, ambil: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, ids = mulai(9)
    for nama, nilai in (("MULAI", 3), ("TERKECIL", 3), ("POTONG_DETIK", 0)):
        monkeypatch.setattr(potongan, nama, nilai)
    with app.app_context():
        operasi.kerjakan(id_, sampai=0)  # one chunk
    tim.kirim(f"/operasi/move/batalkan/?id={id_}")
    with app.app_context():
        operasi.kerjakan(id_)
    halaman = teks(tim.buka(f"/operasi/details/?id={id_}"))
    assert "Dihentikan setelah 3 dari 9 baris." in halaman
    assert "sisanya tidak disentuh" in halaman
    assert [ambil(Usulan, i).status.value for i in ids[:4]] == ["diajukan", "diajukan", "batal", "draf"]


@SQLITE
def test_work_that_goes_on_while_a_person_reads_can_still_be_stopped(
    antre: None, tim: Layar, mulai: Callable[..., Any], app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, _ = mulai(9)
    for nama, nilai in (("MULAI", 3), ("TERKECIL", 3), ("POTONG_DETIK", 0)):
        monkeypatch.setattr(potongan, nama, nilai)
    halaman = tim.buka(f"/operasi/move/batalkan/?id={id_}")
    (versi,) = re.findall(r'name="version"[^>]*value="(\d+)"', halaman)
    with app.app_context():
        operasi.kerjakan(id_, sampai=0)  # a chunk is done between the reading and the pressing
    jawab = tim.kirim(f"/operasi/move/batalkan/?id={id_}", version=versi)
    assert jawab.status_code == 302
    assert "Dihentikan setelah 3 dari 9 baris." in teks(tim.buka(f"/operasi/details/?id={id_}"))


@SQLITE
def test_the_report_names_reasons_before_rows_and_shows_no_more_than_a_page(
    tim: Layar, mulai: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layar_operasi, "TERBANYAK", 5)
    id_, _ = mulai(12)
    halaman = tim.buka(f"/operasi/details/?id={id_}")
    kata = teks(halaman)
    assert "4 – “Ajukan” tidak dapat dilakukan: usulan berstatus batal. misalnya" in kata
    assert kata.index("Mengapa tidak berubah") < kata.index("Keterangan")
    assert halaman.count('data-l="Hasil"') == 5
    assert "5 baris ditampilkan, yang tidak berhasil lebih dahulu; 7 lainnya tidak." in kata
    assert halaman.partition("<dialog")[0].count(">Tidak<") == 4


def test_the_whole_report_comes_as_a_sheet_to_whoever_may_see_it(
    tim: Layar, layar: Callable[[str], Layar], mulai: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layar_operasi, "TERBANYAK", 5)
    monkeypatch.setattr(laporan, "POTONG", 4)
    id_, ids = mulai(9)
    alamat = f"/operasi/laporan/?id={id_}"
    assert f'href="{alamat}"' in tim.buka(f"/operasi/details/?id={id_}")
    unduh = tim.client.get(alamat)
    assert "attachment" in unduh.headers["Content-Disposition"]
    kepala, *rows = CalamineWorkbook.from_filelike(io.BytesIO(unduh.data)).get_sheet_by_index(0).to_python()
    assert kepala == ["No.", "Data", "Hasil", "Keterangan", "Jenis data", "Nomor di panel"]
    assert [(r[0], r[2], r[4], r[5]) for r in rows] == [
        (n, "Tidak" if n % 3 == 0 else "Berhasil", "Usulan", i) for n, i in enumerate(ids, 1)
    ]
    assert rows[2][3] == "“Ajukan” tidak dapat dilakukan: usulan berstatus batal."
    assert rows[0][1].endswith("Perbaikan saluran RW 00")
    assert "Ajukan" in rows[0][3]
    assert layar("pengawas").client.get(alamat).status_code == 200
    layar("sekretariat").buka(alamat, 404)
    layar("sekretariat").buka("/operasi/laporan/?id=abc", 404)


@SQLITE
def test_the_time_that_is_left_is_told_from_what_was_done(app: Any) -> None:
    from datetime import timedelta

    from models.operasi import JenisOperasi, StatusOperasi
    from models.waktu import sekarang

    with app.app_context():
        op = Operasi(jenis=JenisOperasi.GERAK, status=StatusOperasi.BERJALAN, jumlah=1000, dikerjakan=250)
        op.updated_at = sekarang()
        for lalu, harap in ((1, ""), (10, "Kira-kira 30 detik lagi."), (100, "Kira-kira 5 menit lagi.")):
            op.mulai_pada = sekarang() - timedelta(seconds=lalu)
            assert layar_operasi.progress(op)["sisa"] == harap
        db.session.rollback()
