"""The diary as evidence: whatever is done to it by direct SQL is found, and the first bad link is named."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, event, select, text
from sqlalchemy.pool import NullPool

from bulk import periksa_berkas
from jaga import cadangan, jangkar, pulih
from models import keadaan, rantai, setelan
from models.dokumen import Dokumen, StatusDokumen
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pesan import SopError
from models.waktu import jam, sekarang
from tests import cetakan
from tests.jaga.conftest import buka
from tests.keandalan import KUNCI as KEANDALAN
from tests.proses import KUNCI

pytestmark = pytest.mark.tiap_baris  # each row is another guard of the database

BARIS = 3  # rows of each link
SELANG = 10  # links between two anchors
SISA = 12  # links before and after those that are tampered with
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


@pytest.fixture
def posisi(ukuran: Callable[[int, int], int]) -> int:
    """At how many links each way of tampering is tried."""
    return ukuran(4, 100)


@pytest.fixture
def koneksi(dipakai: setelan.Setelan, posisi: int) -> Iterator[Connection]:
    """A diary of its own length with an anchor every ten links; what a test does to it is rolled back."""
    mesin = create_engine(dipakai.database_url, poolclass=NullPool)
    with mesin.connect() as k:
        isi(k, posisi + SISA)
        k.commit()
        for n, nomor in enumerate(range(kepala(k) - posisi, kepala(k), SELANG)):
            tulis_jangkar(k, nomor, n)
        tulis_jangkar(k, kepala(k), 999)
        lumpuhkan(k)
        yield k
        k.rollback()
    mesin.dispose()


def isi(k: Connection, mata: int) -> None:
    bersama = {"pengguna_id": 1, "nama": "Orang (Uji)", "peran": "Tim", "operasi_id": None}
    for n in range(mata):
        rantai.sambung(
            k,
            bersama,
            [
                {"kind": "ruang", "record_id": i, "musrenbang_id": None, "aksi": "ubah", "sebelum": "{}",
                 "sesudah": f'{{"nama":"Ruang {n}-{i}"}}', "catatan": None}
                for i in range(BARIS)
            ],
        )  # fmt: skip


def kepala(k: Connection) -> int:
    return int(k.scalar(text("SELECT max(id) FROM rantai")) or 0)


def tulis_jangkar(k: Connection, nomor: int, urut: int) -> None:
    folder = setelan.kini().anchor_dir
    folder.mkdir(exist_ok=True)
    hmac = k.scalar(select(rantai.Rantai.hmac).where(rantai.Rantai.id == nomor))
    (folder / f"jangkar-{urut:04}.json").write_text(json.dumps({"waktu": "", "id": nomor, "hmac": hmac}))


def lumpuhkan(k: Connection) -> None:
    """Put the guards of the diary to sleep for this transaction, as whoever owns the database can."""
    if k.dialect.name == "postgresql":
        cetakan.disarm(k)
        return
    for nama in k.scalars(text("SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE '%_tolak_%'")).all():
        k.execute(text(f"DROP TRIGGER {nama}"))


def jalan(k: Connection, perintah: str, **isi: Any) -> None:
    k.execute(text(perintah), isi)


# --- seven ways to tamper ---------------------------------------------------------------------------------------------
# Each changes the diary at link `n`; the answer is the link that must be named.


def ubah(k: Connection, n: int) -> int:
    jalan(k, "UPDATE riwayat SET nama = 'Orang lain' WHERE rantai_id = :n AND urut = 2", n=n)
    return n


def hapus(k: Connection, n: int) -> int:
    jalan(k, "DELETE FROM riwayat WHERE rantai_id = :n AND urut = :u", n=n, u=n % BARIS + 1)
    return n


def sisip(k: Connection, n: int) -> int:
    kolom = "waktu, pengguna_id, nama, peran, kind, record_id, musrenbang_id, aksi, sebelum, sesudah, catatan"
    jalan(
        k,
        f"INSERT INTO riwayat (rantai_id, urut, operasi_id, {kolom}) "
        f"SELECT rantai_id, {BARIS + 1}, NULL, {kolom} FROM riwayat WHERE rantai_id = :n AND urut = 1",
        n=n,
    )
    return n


def tukar(k: Connection, n: int) -> int:
    for dari, ke in ((1, 99), (2, 1), (99, 2)):
        jalan(k, "UPDATE riwayat SET urut = :ke WHERE rantai_id = :n AND urut = :dari", n=n, dari=dari, ke=ke)
    return n


def potong(k: Connection, n: int) -> int:
    jalan(k, "DELETE FROM riwayat WHERE rantai_id >= :n", n=n)
    jalan(k, "DELETE FROM rantai WHERE id >= :n", n=n)
    return n


def tulis_ulang(k: Connection, n: int, kunci: bytes = b"kunci orang lain") -> int:
    """A row is changed and every link from there on is computed anew."""
    ubah(k, n)
    sebelum = k.scalar(text("SELECT hmac FROM rantai WHERE id = :n"), {"n": n - 1}) or ""
    for mata in k.execute(select(rantai.Rantai.__table__).where(rantai.Rantai.id >= n).order_by(rantai.Rantai.id)):
        tabel: Any = rantai.Riwayat.__table__
        rows = k.execute(select(tabel).where(tabel.c.rantai_id == mata.id).order_by(tabel.c.urut)).mappings()
        sebelum = rantai.tanda(sebelum, mata.id, mata.waktu, map(rantai.sidik, rows.all()), kunci)
        jalan(k, "UPDATE rantai SET hmac = :h WHERE id = :n", h=sebelum, n=mata.id)
    return n


def tulis_ulang_dengan_kunci(k: Connection, n: int) -> int:
    """Whoever has the key of the diary can make a chain that holds; the first anchor from there on does not."""
    tulis_ulang(k, n, KUNCI)
    return min(a["id"] for a in jangkar.daftar(setelan.kini().anchor_dir) if a["id"] >= n)


CARA = (ubah, hapus, sisip, tukar, potong, tulis_ulang, tulis_ulang_dengan_kunci)


@pytest.mark.parametrize("cara", CARA)
def test_every_way_to_tamper_is_found_where_it_begins(
    koneksi: Connection, posisi: int, cara: Callable[..., int], record_property: Any
) -> None:
    assert jangkar.periksa(koneksi).rusak is None
    for n in range(kepala(koneksi) - posisi - SISA // 2, kepala(koneksi) - SISA // 2):
        titik = koneksi.begin_nested()
        terkena = cara(koneksi, n)
        rusak = jangkar.periksa(koneksi).rusak
        titik.rollback()
        assert rusak is not None, f"{cara.__name__} pada {n} tidak ditemukan"
        assert re.match(rf"Mata rantai {terkena}\b", rusak), rusak
    assert jangkar.periksa(koneksi).rusak is None
    nama = f"Riwayat dirusak: {cara.__name__.replace('_', ' ')} ({koneksi.dialect.name})"
    record_property(KEANDALAN, (nama, f"ditemukan {posisi} dari {posisi}", "semua, mata rantai pertama disebut"))


def test_checking_the_chain_asks_the_database_once_for_each_batch_of_links(
    koneksi: Connection, ukuran: Callable[[int, int], int], record_property: Any
) -> None:
    """What makes it slow as the diary grows would be a question for each link; how fast it is says the battery."""
    isi(koneksi, ukuran(300, 33_000))
    asked: list[str] = []
    event.listen(koneksi, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    mulai = time.process_time()
    hasil = jangkar.periksa(koneksi)
    inti = int(hasil.baris / (time.process_time() - mulai))
    assert hasil.rusak is None
    assert len(asked) < 20 + hasil.baris // 500, asked
    angka = f"{hasil.laju} baris/detik, {inti} tiap detik inti ({hasil.baris} baris)"
    record_property(KEANDALAN, (f"Laju pemeriksaan rantai ({koneksi.dialect.name})", angka, "≥ 20000 baris/detik"))


def test_a_cut_tail_is_found_by_an_anchor_only(koneksi: Connection) -> None:
    potong(koneksi, kepala(koneksi) - 2)
    assert rantai.periksa(koneksi).rusak is None
    assert "hilang" in str(jangkar.periksa(koneksi).rusak)


def test_the_head_printed_on_a_berita_acara_is_an_anchor_too(koneksi: Connection) -> None:
    """Whoever holds the panel's disk can cut every file of anchors along with the tail; paper is in other hands."""
    n = kepala(koneksi)
    hmac = koneksi.scalar(select(rantai.Rantai.hmac).where(rantai.Rantai.id == n))
    dokumen: Any = Dokumen.__table__
    isi_dokumen = {"jangkar": {"id": n, "hmac": hmac}}
    koneksi.execute(
        dokumen.insert().values(
            **dict.fromkeys(("created_at", "updated_at"), sekarang()),
            **{"version": 1, "kode": "berita_acara", "naskah_kind": "berita_acara", "naskah_id": 1, "versi": 1},
            **{"perihal": "Uji", "nomor": "050/9", "isi": isi_dokumen, "kode_periksa": "JANGKAR", "percobaan": 0},
            status=StatusDokumen.TERBIT,
        )
    )
    for berkas in setelan.kini().anchor_dir.iterdir():
        berkas.unlink()
    assert jangkar.periksa(koneksi).rusak is None
    potong(koneksi, n)
    assert "berita acara 050/9 mencatat" in str(jangkar.periksa(koneksi).rusak)


# --- anchors, day by day ----------------------------------------------------------------------------------------------


def test_the_head_of_a_day_is_written_once_and_a_broken_chain_never(dipakai: setelan.Setelan) -> None:
    pagi = datetime(2026, 11, 26, 1, tzinfo=UTC)
    with jam(pagi):
        assert jangkar.jalankan().rusak is None
        (berkas,) = dipakai.anchor_dir.iterdir()
        assert berkas.name == "jangkar-2026-11-26.json"
        semula = berkas.read_text()
        with buka() as session:
            isi(session.connection(), 1)
            session.commit()
        assert jangkar.jalankan().jangkar == 1
    assert berkas.read_text() == semula
    setelan.pasang(replace(dipakai, diary_key=b"bukan kuncinya"))
    with jam(pagi + timedelta(days=1)):
        assert jangkar.jalankan().rusak == rantai.KUNCI_TAK_COCOK
    assert [p.name for p in dipakai.anchor_dir.iterdir()] == ["jangkar-2026-11-26.json"]
    with buka() as session:
        assert not keadaan.semua(session)[keadaan.RIWAYAT].baik


@SQLITE
def test_the_command_prints_its_speed_and_names_what_is_wrong(
    dipakai: setelan.Setelan, app: Flask, koneksi: Connection
) -> None:
    setelan.pasang(dipakai)
    koneksi.rollback()
    utuh = app.test_cli_runner().invoke(args=["verify-diary"])
    assert "baris/detik" in utuh.output
    lumpuhkan(koneksi)
    potong(koneksi, kepala(koneksi))
    koneksi.commit()
    rusak = app.test_cli_runner().invoke(args=["verify-diary"])
    assert rusak.exit_code == 1
    assert "hilang: rantai berakhir pada" in rusak.output


# --- the second verifier ----------------------------------------------------------------------------------------------


@pytest.fixture
def ekspor(koneksi: Connection, dipakai: setelan.Setelan, app: Flask, tmp_path: Path) -> Path:
    koneksi.rollback()
    setelan.pasang(dipakai)
    hasil = app.test_cli_runner().invoke(args=["export-diary", str(tmp_path / "riwayat.zip")])
    assert hasil.exit_code == 0, hasil.output
    return tmp_path / "riwayat.zip"


def ubah_zip(asal: Path, nama: str, ubahan: Callable[[list[str]], list[str]]) -> Path:
    """The same export with other lines in one file, its checksum made to fit."""
    tujuan = asal.with_name("ubahan.zip")
    with zipfile.ZipFile(asal) as lama, zipfile.ZipFile(tujuan, "w") as baru:
        semua = {n: lama.read(n) for n in lama.namelist() if n != "SHA256SUMS"}
        semua[nama] = "".join(ubahan(semua[nama].decode().splitlines(keepends=True))).encode()
        sums = "".join(f"{hashlib.sha256(v).hexdigest()}  {n}\n" for n, v in semua.items())
        for n, v in {**semua, "SHA256SUMS": sums.encode()}.items():
            baru.writestr(n, v)
    return tujuan


@SQLITE
def test_an_auditor_needs_nothing_but_python_and_the_export(ekspor: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(ekspor) as isi_zip:
        isi_zip.extract("periksa.py", tmp_path)
        assert [n for n in isi_zip.namelist() if n.startswith("jangkar/")]
    hasil = subprocess.run(
        [sys.executable, "-I", "periksa.py", ekspor.name, KUNCI.decode()], cwd=tmp_path, capture_output=True, text=True
    )
    assert hasil.stdout.startswith("Utuh"), hasil.stdout


@pytest.mark.parametrize(
    ("nama", "ubahan", "kalimat"),
    [
        ("riwayat/riwayat.jsonl", lambda b: b[:-4] + b[-3:], "hilang"),
        ("riwayat/riwayat.jsonl", lambda b: [*b[:-1], b[-1].replace("Orang (Uji)", "Orang lain")], "isinya berubah"),
        ("riwayat/rantai.jsonl", lambda b: b[:-1], "tidak terikat pada rantai"),
        ("riwayat/rantai.jsonl", lambda b: b[:5] + b[6:], "mata rantai 6: hilang"),
        ("riwayat/rantai.jsonl", lambda b: b[:-1], "tidak ada lagi atau bukan yang dicatat"),
    ],
)
@SQLITE
def test_the_second_verifier_finds_what_was_done_to_an_export(
    ekspor: Path, nama: str, ubahan: Callable[[list[str]], list[str]], kalimat: str
) -> None:
    salah = periksa_berkas.periksa(str(ubah_zip(ekspor, nama, ubahan)), KUNCI)
    assert any(kalimat in s for s in salah), salah


@SQLITE
def test_personal_fields_are_masked_unless_they_are_asked_for(
    dipakai: setelan.Setelan, app: Flask, tmp_path: Path
) -> None:
    setelan.pasang(dipakai)
    with buka() as session:
        session.add(
            PemangkuKepentingan(nama="Tokoh (Uji)", lembaga="RW", unsur=next(iter(Unsur)), telepon="081234567890")
        )
        session.commit()
    for argumen, ada in (([], False), (["--pribadi"], True)):
        app.test_cli_runner().invoke(args=["export-diary", str(tmp_path / "r.zip"), *argumen])
        with zipfile.ZipFile(tmp_path / "r.zip") as isi_zip:
            assert ("081234567890" in isi_zip.read("riwayat/riwayat.jsonl").decode()) is ada
        assert periksa_berkas.periksa(str(tmp_path / "r.zip"), KUNCI) == []


def cut_and_hide(dipakai: setelan.Setelan) -> int:
    """The tail of the diary and the folder of its anchors are gone; the last link that is left."""
    mesin = create_engine(dipakai.database_url, poolclass=NullPool)
    with mesin.begin() as k:
        akhir = kepala(k)
        lumpuhkan(k)
        potong(k, akhir - 2)
    mesin.dispose()
    shutil.rmtree(dipakai.anchor_dir)
    return akhir - 3


def test_a_cut_with_its_anchors_gone_is_named_by_whatever_remembers_it_and_not_sealed(
    dipakai: setelan.Setelan, tmp_path: Path
) -> None:
    with buka() as session:
        isi(session.connection(), 6)
        session.commit()
    assert jangkar.jalankan().rusak is None
    cadangan.buat()
    akhir = cut_and_hide(dipakai)

    rusak = str(jangkar.jalankan().rusak)
    assert f"rantai berakhir pada {akhir}, padahal keadaan sistem" in rusak
    assert not list(dipakai.anchor_dir.glob("jangkar-*")), "a new anchor would seal the cut"

    with buka() as session:  # the state is a row of the same database; the backup is not
        session.execute(text("DELETE FROM keadaan_sistem"))
        session.commit()
    rusak = str(jangkar.jalankan().rusak)
    assert f"rantai berakhir pada {akhir}, padahal cadangan panel-" in rusak
    assert not list(dipakai.anchor_dir.glob("jangkar-*"))


def test_anchors_that_are_gone_are_named_until_somebody_says_why(dipakai: setelan.Setelan) -> None:
    assert jangkar.jalankan().rusak is None
    shutil.rmtree(dipakai.anchor_dir)
    assert "Jangkar hilang" in str(jangkar.jalankan().rusak)
    assert not dipakai.anchor_dir.exists()
    jangkar.accept("Disk jangkar rusak dan diganti.")
    assert jangkar.jalankan().rusak is None
    with buka() as session:
        baris = session.scalars(select(rantai.Riwayat).order_by(rantai.Riwayat.id.desc())).first()
        assert baris is not None
        assert (baris.aksi, baris.nama) == (jangkar.ACCEPTED, rantai.OPERATOR)
        assert str(baris.catatan).startswith("Disk jangkar rusak dan diganti. Yang ditemukan: Jangkar hilang")
    with pytest.raises(SopError, match="tidak ada yang perlu diakui"):
        jangkar.accept("lagi")


def test_a_recovery_to_a_moment_outside_of_the_panel_is_named_and_can_be_told(dipakai: setelan.Setelan) -> None:
    with buka() as session:
        isi(session.connection(), 6)
        session.commit()
    assert jangkar.jalankan().rusak is None
    cadangan.buat()
    cut_and_hide(dipakai)
    time.sleep(1.1)  # of a backup that was made in the same second nobody can say which came first
    jangkar.accept("Dipulihkan ke pukul 09.00 dengan WAL.")
    assert jangkar.jalankan().rusak is None


@SQLITE
@pytest.mark.parametrize(
    ("mode", "lain", "beside"), [("production", False, True), ("demo", False, False), ("production", True, False)]
)
def test_anchors_beside_the_database_are_warned_of(
    dipakai: setelan.Setelan, mode: str, lain: bool, beside: bool
) -> None:
    folder = Path("/proc") if lain else dipakai.anchor_dir  # a disk of its own
    setelan.pasang(replace(dipakai, mode=mode, anchor_dir=folder))
    assert jangkar.beside_database() is beside


@SQLITE
def test_after_a_restore_later_anchors_elsewhere_are_kept_beside_and_the_diary_holds(
    dipakai: setelan.Setelan, tmp_path: Path
) -> None:
    lain = tmp_path / "lain"
    setelan.pasang(replace(dipakai, anchor_dir=lain))
    berkas, _ = cadangan.buat()
    with buka() as session:
        isi(session.connection(), 3)
        session.commit()
    assert jangkar.jalankan().rusak is None
    pulih.pulihkan(berkas)
    assert jangkar.jalankan().rusak is None
    assert len(list(lain.glob("sebelum-pulih-*/jangkar-*.json"))) == 1
