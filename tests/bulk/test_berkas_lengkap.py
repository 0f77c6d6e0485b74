"""The papers of a step and the dossier of a Musrenbang, taken apart again: every hash, every page, every diary row."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from bulk import berkas_lengkap, cetak, keluaran, operasi, periksa_berkas
from documents import catalog, issue
from models import riwayat
from models.base import db
from models.berkas import Berkas
from models.dokumen import Dokumen, StatusDokumen
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.operasi import Operasi, StatusOperasi
from models.rapat import JenisRapat
from models.waktu import jam, sekarang
from sop.langkah import langkah_sop
from tests import dunia
from tests.conftest import buat_app

pytestmark = pytest.mark.satu_basis

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
KUNCI = "kunci riwayat uji"
PAGI = datetime(2026, 4, 20, 2, tzinfo=UTC)


TAHUN = 2041


@pytest.fixture(scope="module")
def cetakan_sqlite(cetakan_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, var: Path) -> Path:
    """The walk is the same for every test: it is made once, and each test gets a copy."""
    berkas = tmp_path_factory.mktemp("selesai") / "cetakan.sqlite3"
    shutil.copyfile(cetakan_sqlite, berkas)
    app = buat_app(f"sqlite:///{berkas.as_posix()}", var)
    with app.app_context():
        _jalan()
        db.session.remove()
        with db.engine.connect() as koneksi:
            koneksi.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return berkas


def _jalan() -> Musrenbang:
    m = dunia.musrenbang(TAHUN, 4)
    dunia.jalan(m)
    issue.lanjutkan()
    return m


@pytest.fixture
def selesai(session: Any) -> Musrenbang:
    """A Musrenbang that was walked to its archive."""
    m: Musrenbang | None = db.session.scalar(db.select(Musrenbang).filter_by(tahun=TAHUN))
    return m or _jalan()


def ambil(m: Musrenbang, bentuk: str = "berkas", nama: str = "tim_musrenbang") -> bytes:
    op = operasi.buat_cetak(
        keluaran.berkas(m),
        dunia.aktor(nama),
        judul=berkas_lengkap.judul(m),
        bentuk=bentuk,
        kind="musrenbang",
        musrenbang_id=m.id,
    )
    operasi.kerjakan(op.id)  # what the worker would do with the rest
    op = db.session.get_one(Operasi, op.id, populate_existing=True)
    assert op.status is StatusOperasi.SELESAI, op.galat
    return bytes(db.session.get_one(Berkas, op.berkas_id).isi)


def buka(isi: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(isi))


def indeks(isi: bytes) -> Any:
    return json.loads(buka(isi).read("index.json"))


# --- a step -----------------------------------------------------------------------------------------------------------


def naskah(m: Musrenbang, kode: str) -> list[tuple[str, int, str]]:
    (step,) = [s for s in langkah_sop(m) if s.kode == kode]
    return [(x.kind, x.record_id, x.kode) for x in keluaran.langkah(m, step)]


@SQLITE
def test_the_papers_of_a_step_are_those_of_the_records_that_its_outputs_name(session: Any) -> None:
    m = dunia.di_ujung()
    lain = dunia.di_ujung(2031)
    dunia.undangan(lain)
    koordinasi = dunia.rapat(m, JenisRapat.KOORDINASI, unit_kerja_id=1)
    pleno = dunia.rapat(m)
    u, batal, dihapus = dunia.undangan(m), dunia.undangan(m), dunia.undangan(m)
    batal.status, dihapus.deleted_at = StatusNaskah.DIBATALKAN, sekarang()
    session.commit()

    assert ("undangan", u.id, "undangan") in naskah(m, "undangan")
    assert {i for k, i, _ in naskah(m, "undangan") if k == "undangan"} == {u.id}
    assert {i for k, i, _ in naskah(m, "rapat_koordinasi") if k == "rapat"} == {koordinasi.id}
    assert {i for k, i, _ in naskah(m, "pelaksanaan") if k == "rapat"} == {pleno.id}
    assert {k for k, _, _ in naskah(m, "laporan")} <= {"laporan"}


@SQLITE
def test_a_tool_of_the_desk_is_no_output(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    m = dunia.di_ujung()
    dunia.undangan(m)
    katalog = tuple(replace(k, alat=k.kind == "undangan") for k in catalog.KATALOG)
    monkeypatch.setattr(catalog, "KATALOG", katalog)
    assert naskah(m, "undangan") == []


@SQLITE
def test_every_paper_stands_once_in_the_dossier_below_its_first_step(selesai: Musrenbang) -> None:
    lembar = keluaran.berkas(selesai)
    kunci = [(x.kind, x.record_id, x.kode) for x in lembar]
    assert len(kunci) == len(set(kunci)) > 10
    bagian = list(dict.fromkeys(x.bagian for x in lembar))
    nomor = [int(b.split()[1].rstrip(".")) for b in bagian if b != keluaran.LAIN]
    assert nomor == sorted(nomor)
    (undangan,) = {x.bagian for x in lembar if x.kode == "undangan"}
    assert undangan.startswith("Langkah 5. Membuat undangan")
    jenis = {k.kind for k in catalog.KATALOG}
    assert {x.kind for x in lembar} == {k for k in jenis if _berkertas(selesai, k)}


def _berkertas(m: Musrenbang, kind: str) -> bool:
    return any(not k.alat for r in keluaran.milik_musrenbang(m, kind) for k in catalog.for_record(r))


@SQLITE
def test_the_dossier_as_one_pdf_has_a_bookmark_for_each_step_and_paper(selesai: Musrenbang) -> None:
    buku = PdfReader(io.BytesIO(ambil(selesai, "pdf")))
    atas = [str(x["/Title"]) for x in buku.outline if not isinstance(x, list)]
    bawah = [x for x in buku.outline if isinstance(x, list)]
    assert atas == list(dict.fromkeys(x.bagian for x in keluaran.berkas(selesai)))
    assert sum(len(x) for x in bawah) == len(keluaran.berkas(selesai))


# --- the ZIP ----------------------------------------------------------------------------------------------------------


def test_every_file_of_the_dossier_is_what_its_index_and_its_hash_say(selesai: Musrenbang, tmp_path: Path) -> None:
    isi = ambil(selesai)
    arsip, daftar = buka(isi), indeks(isi)
    (tmp_path / "b.zip").write_bytes(isi)
    assert arsip.testzip() is None
    assert periksa_berkas.periksa(str(tmp_path / "b.zip"), KUNCI.encode()) == []
    for b in daftar["isi"]:
        data = arsip.read(b["berkas"])
        assert len(data) == b["ukuran"], b
        if b["jenis"] == "naskah":
            assert data.startswith(b"%PDF"), b
            assert len(PdfReader(io.BytesIO(data)).pages) == b["halaman"], b
    assert {b["berkas"] for b in daftar["isi"]} == {
        n for n in arsip.namelist() if n.startswith(("naskah/", "lampiran/"))
    }
    baris = list(csv.DictReader(io.StringIO(arsip.read("index.csv").decode("utf-8-sig"))))
    assert [b["berkas"] for b in baris] == [b["berkas"] for b in daftar["isi"]]
    assert daftar["musrenbang"]["tahun"] == TAHUN
    assert daftar["arsip"][0]["kode_klasifikasi"] == "000.7.1.3"


@SQLITE
def test_issued_papers_go_in_frozen_with_number_date_and_signer_and_drafts_are_marked(selesai: Musrenbang) -> None:
    konsep = dunia.undangan(selesai)
    isi = ambil(selesai)
    butir = {(b["kind"], b["record_id"], b["kode"]): b for b in indeks(isi)["isi"] if b["jenis"] == "naskah"}
    beku = db.session.scalars(db.select(Dokumen).filter_by(status=StatusDokumen.TERBIT)).all()
    assert beku
    for d in beku:
        b = butir[(d.naskah_kind, d.naskah_id, d.kode)]
        assert (b["sha256"], b["beku"], b["status"]) == (d.sha256, True, "terbit")
        assert (b["nomor"], b["tanggal"], b["penanda_tangan"]) == (d.nomor, str(d.tanggal), d.penandatangan)
        assert 5 in b["langkah"] or d.kode != "undangan"
    b = butir[("undangan", konsep.id, "undangan")]
    assert (b["status"], b["beku"]) == ("konsep", False)
    assert "KONSEP" in PdfReader(io.BytesIO(buka(isi).read(b["berkas"]))).pages[0].extract_text()


@SQLITE
def test_a_frozen_paper_that_was_voided_is_kept(selesai: Musrenbang) -> None:
    u = next(r for r in keluaran.milik_musrenbang(selesai, "undangan") if r.status == StatusNaskah.TERBIT)
    lama = db.session.scalars(db.select(Dokumen).filter_by(naskah_kind="undangan", naskah_id=u.id)).one()
    issue.perform(u, "batalkan", dunia.aktor("sekretariat"), "Salah tanggal")
    isi = ambil(selesai)
    semua = [
        b for b in indeks(isi)["isi"] if (b["kind"], b["record_id"]) == ("undangan", u.id) and b["kode"] == "undangan"
    ]
    assert {(b["jenis"], b["status"]) for b in semua} >= {("naskah", "dibatalkan"), ("versi lain", "dibatalkan")}
    (beku,) = [b for b in semua if b["jenis"] == "versi lain"]
    assert beku["sha256"] == lama.sha256
    (cetakan,) = [b for b in semua if b["jenis"] == "naskah"]
    assert "DIBATALKAN" in PdfReader(io.BytesIO(buka(isi).read(cetakan["berkas"]))).pages[0].extract_text()


@SQLITE
def test_every_scan_of_the_musrenbang_is_in_it(selesai: Musrenbang) -> None:
    lain = dunia.di_langkah(3, 2032)
    isi = ambil(selesai)
    lampiran = [b for b in indeks(isi)["isi"] if b["jenis"] == "lampiran"]
    tanda = {(b["kind"], b["record_id"]) for b in lampiran}
    for kind in ("undangan", "berita_acara", "notulen", "distribusi", "pelaksanaan_langkah"):
        for r in keluaran.milik_musrenbang(selesai, kind):
            kolom = [c for c in ("pindaian_id", "bukti_id") if getattr(r, c, None)]
            assert ((kind, r.id) in tanda) == bool(kolom)
    assert lampiran
    assert not any((r.kind, r.id) in tanda for r in keluaran.milik_musrenbang(lain, "pelaksanaan_langkah"))


@SQLITE
def test_what_could_not_be_printed_is_named_and_not_hidden(
    selesai: Musrenbang, monkeypatch: pytest.MonkeyPatch
) -> None:
    asli = issue.cetak
    monkeypatch.setattr(issue, "cetak", lambda r, k: 1 / 0 if k == "daftar_hadir" else asli(r, k))
    isi = ambil(selesai)
    gagal = [b for b in indeks(isi)["isi"] if b["status"] == "tidak dapat dicetak"]
    assert {b["kode"] for b in gagal} == {"daftar_hadir"}
    assert all(b["alasan"] and not b["berkas"] for b in gagal)
    assert "Tidak dapat dicetak:" in buka(isi).read("BACA.txt").decode()


@SQLITE
@pytest.mark.battery
def test_the_same_records_make_the_same_bytes_whenever_it_is_made(selesai: Musrenbang) -> None:
    dunia.undangan(selesai)  # a draft, drawn anew each time
    arsip = []
    for saat in (PAGI, PAGI.replace(hour=5)):
        with jam(saat):
            arsip.append(buka(ambil(selesai)))
    satu, dua = arsip
    assert satu.namelist() == dua.namelist()
    beda = {n for n in satu.namelist() if satu.read(n) != dua.read(n)}
    assert beda <= {"index.json", "SHA256SUMS"}
    a, b = (json.loads(x.read("index.json")) for x in arsip)
    assert a.pop("dibuat") != b.pop("dibuat")
    assert a == b
    with jam(PAGI):
        assert ambil(selesai) == ambil(selesai)


# --- the diary extract ------------------------------------------------------------------------------------------------


def baris(isi: bytes, nama: str) -> list[Any]:
    return [json.loads(b) for b in buka(isi).read(nama).decode().splitlines()]


def test_the_extract_holds_every_row_of_the_musrenbang_and_the_links_it_hangs_on(selesai: Musrenbang) -> None:
    lain = dunia.musrenbang(2033)
    isi = ambil(selesai)
    kutipan = baris(isi, "riwayat/riwayat.jsonl")
    tabel = db.session.scalars(db.select(riwayat.Riwayat).filter_by(musrenbang_id=selesai.id)).all()
    assert {(b["isi"]["rantai_id"], b["isi"]["urut"]) for b in kutipan} == {(r.rantai_id, r.urut) for r in tabel}
    assert {b["isi"]["musrenbang_id"] for b in kutipan} == {selesai.id}
    assert lain.id != selesai.id
    for mata in baris(isi, "riwayat/rantai.jsonl"):
        r = db.session.get_one(riwayat.Rantai, mata["id"])
        assert (mata["hmac"], len(mata["sidik"])) == (r.hmac, r.jumlah)
    assert indeks(isi)["riwayat"]["baris"] == len(kutipan)


@SQLITE
def test_personal_fields_stay_masked_for_who_has_no_right_to_them(selesai: Musrenbang, tmp_path: Path) -> None:
    ba = keluaran.milik_musrenbang(selesai, "berita_acara")[0]
    riwayat.tambah(
        db.session,
        [riwayat.Baris("penandatangan", ba.id, "ubah", {"telepon": None}, {"telepon": "0812-3456-7890"}, selesai.id)],
    )
    db.session.commit()
    boleh, tidak = ambil(selesai, nama="tim_musrenbang"), ambil(selesai, nama="pengawas")
    assert b"0812-3456-7890" in buka(boleh).read("riwayat/riwayat.jsonl")
    assert b"0812-3456-7890" not in buka(tidak).read("riwayat/riwayat.jsonl")
    milik = [[b for b in baris(x, "riwayat/riwayat.jsonl") if b["isi"]["aksi"] == "ubah"][-1] for x in (boleh, tidak)]
    assert [b.get("terbuka", {}).get("sesudah") for b in milik] == [{"telepon": "0812-3456-7890"}, None]
    assert milik[0]["isi"]["sesudah"] == milik[1]["isi"]["sesudah"]
    for nama, isi in (("boleh", boleh), ("tidak", tidak)):
        (tmp_path / nama).write_bytes(isi)
        assert periksa_berkas.periksa(str(tmp_path / nama), KUNCI.encode()) == []


@SQLITE
@pytest.mark.parametrize("nama", dunia.ORANG)
def test_the_dossier_is_for_who_reads_the_diary_or_works_with_personal_data(session: Any, nama: str) -> None:
    boleh = {"kepala_badan", "tim_musrenbang", "sub_koordinator", "sekretariat", "pengawas", "administrator"}
    assert (berkas_lengkap.halangan(dunia.aktor(nama), dunia.musrenbang()) is None) == (nama in boleh)


# --- the check that goes with it --------------------------------------------------------------------------------------


def ubah(asal: bytes, tujuan: Path, nama: str, lama: bytes, baru: bytes, *, sidik: bool = False) -> None:
    """The archive with one file changed; `sidik`: by somebody who mends SHA256SUMS too."""
    import hashlib

    with buka(asal) as dari, zipfile.ZipFile(tujuan, "w") as ke:
        data = {n: dari.read(n) for n in dari.namelist()}
        assert lama in data[nama]
        semula = hashlib.sha256(data[nama]).hexdigest().encode()
        data[nama] = data[nama].replace(lama, baru, 1)
        if sidik:
            data["SHA256SUMS"] = data["SHA256SUMS"].replace(semula, hashlib.sha256(data[nama]).hexdigest().encode())
        for n, d in data.items():
            ke.writestr(n, d)


@SQLITE
def test_the_script_in_the_archive_finds_every_change(selesai: Musrenbang, tmp_path: Path) -> None:
    isi = ambil(selesai)
    (tmp_path / "utuh.zip").write_bytes(isi)
    (tmp_path / "periksa.py").write_bytes(buka(isi).read("periksa.py"))

    def jalan(nama: str, *kunci: str) -> tuple[int, str]:
        perintah = [sys.executable, "-I", str(tmp_path / "periksa.py"), str(tmp_path / nama), *kunci]
        hasil = subprocess.run(perintah, capture_output=True, text=True, cwd=tmp_path)
        return hasil.returncode, hasil.stdout

    assert jalan("utuh.zip", KUNCI) == (0, "Utuh: semua berkas dan riwayat cocok.\n")
    (tmp_path / "diary.key").write_text(f"{KUNCI}\n")
    assert jalan("utuh.zip", str(tmp_path / "diary.key")) == jalan("utuh.zip", KUNCI), "the file of the key will do"
    assert jalan("utuh.zip")[1].endswith(f" {periksa_berkas.TANPA_KUNCI}\n")
    kode, kata = jalan("utuh.zip", "kunci lain")
    assert (kode, kata.count("\n")) == (1, 1), "one sentence, not one for each link"
    assert kata.startswith("tidak satu pun mata rantai cocok dengan kunci ini")
    (tmp_path / "rusak.zip").write_bytes(isi[:5000])
    for nama in ("rusak.zip", "tidak-ada.zip"):
        kode, kata = jalan(nama, KUNCI)
        assert (kode, "tidak dapat diperiksa" in kata) == (2, True)
    pertama = next(b["berkas"] for b in indeks(isi)["isi"] if b["beku"])
    for nama, lama, baru, sidik, kabar in (
        (pertama, b"%PDF", b"%PDG", False, "isinya berubah"),
        (pertama, b"%PDF", b"%PDG", True, "index.json: SHA-256"),
        ("riwayat/riwayat.jsonl", b'"aksi":"buat"', b'"aksi":"ubah"', True, "isinya berubah"),
        ("riwayat/rantai.jsonl", b'"waktu":"20', b'"waktu":"19', True, "tidak cocok dengan kunci"),
    ):
        ubah(isi, tmp_path / "ubah.zip", nama, lama, baru, sidik=sidik)
        kode, kata = jalan("ubah.zip", KUNCI)
        assert (kode, kabar in kata) == (1, True), (nama, kata)


@SQLITE
def test_a_dossier_leaves_no_folder_behind(selesai: Musrenbang) -> None:
    ambil(selesai)
    assert not list(cetak.folder(1).parent.glob("op-*"))
