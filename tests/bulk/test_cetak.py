"""Printing many: one PDF in the order of the list or a ZIP, told row by row, stopped by a person, resumed."""

from __future__ import annotations

import io
import os
import signal
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from bulk import bentuk, cetak, operasi
from bulk.lembar import Lembar
from documents import issue
from documents.pdf import PrintError
from models import after_commit
from models.base import db
from models.berkas import Berkas
from models.operasi import Operasi, OperasiBaris, StatusOperasi
from models.pesan import Keliru, SopError
from models.transaksi import membaca
from models.waktu import hari_ini, sekarang
from sop import workflow
from tests import dunia, proses
from tests.conftest import Basis

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def surat(m: Any, n: int) -> list[Any]:
    """n undangan, each with its own subject."""
    found = []
    for i in range(n):
        u = dunia.undangan(m, 1)
        u.perihal, u.acara = f"Undangan ke-{i + 1}", f"Acara ke-{i + 1}"
        found.append(u)
    db.session.commit()
    return found


def lembar(undangan: list[Any], bagian: str = "") -> list[Lembar]:
    return [Lembar("undangan", u.id, "undangan", bagian) for u in undangan]


def pesan(naskah: list[Lembar], jenis: str = "pdf") -> Operasi:
    return operasi.buat_cetak(naskah, dunia.aktor("tim_musrenbang"), judul="Cetak uji", bentuk=jenis, kind="undangan")


def cetaklah(naskah: list[Lembar], jenis: str = "pdf") -> Operasi:
    op = pesan(naskah, jenis)
    operasi.kerjakan(op.id)  # what the worker would do with the rest, on a machine that needs more than a second
    return op


def antre(naskah: list[Lembar]) -> Operasi:
    """The operation as it stands in the queue."""
    aktor = dunia.aktor("tim_musrenbang")
    isi: dict[str, Any] = {"jenis": "cetak", "judul": "Cetak uji", "kind_sasaran": "undangan", "aksi": "undangan"}
    op: Operasi = dunia.simpan(
        Operasi(**isi, isian={"bentuk": "pdf"}, pengguna_id=aktor.pengguna_id, jumlah=len(naskah))
    )
    db.session.add_all(
        OperasiBaris(operasi_id=op.id, urut=n, record_id=x.record_id, kind=x.kind, kode=x.kode, bagian=x.bagian)
        for n, x in enumerate(naskah, 1)
    )
    db.session.commit()
    return op


def isi(op: Operasi) -> bytes:
    db.session.refresh(op)
    assert op.berkas_id is not None, (op.status, op.galat)
    return bytes(db.session.get_one(Berkas, op.berkas_id).isi)


def baca(op: Operasi) -> PdfReader:
    return PdfReader(io.BytesIO(isi(op)))


def hasil(op: Operasi) -> list[tuple[bool | None, str]]:
    return [(b.berhasil, b.pesan) for b in cetak.baris_operasi(op.id)]


# --- one PDF ----------------------------------------------------------------------------------------------------------


def test_a_selection_becomes_one_pdf_in_its_order_with_a_bookmark_for_each_paper(session: Any) -> None:
    surat_ = surat(dunia.di_ujung(), 4)
    urutan = [surat_[2], surat_[0], surat_[3]]
    op = cetaklah(lembar(urutan))
    buku = baca(op)
    assert (op.status, op.jumlah, op.berhasil) == (StatusOperasi.SELESAI, 3, 3)
    penanda = [(str(b["/Title"]), buku.get_destination_page_number(b)) for b in buku.outline]
    assert penanda == [
        ("Surat undangan: Undangan ke-3", 0),
        ("Surat undangan: Undangan ke-1", 1),
        ("Surat undangan: Undangan ke-4", 2),
    ]
    for u, halaman in zip(urutan, buku.pages, strict=True):
        teks = " ".join(halaman.extract_text().split())
        assert u.acara in teks
        assert "Halaman 1 dari 1" in teks  # as printed, not counted anew
    assert buku.metadata is not None
    assert buku.metadata.title == "Cetak uji"
    assert not cetak.folder(op.id).exists()


@SQLITE
def test_a_frozen_paper_goes_in_as_it_was_frozen(session: Any) -> None:
    m = dunia.di_ujung()
    u = surat(m, 1)[0]
    for aksi, nama, nilai in (
        ("ajukan", "tim_musrenbang", {}),
        ("tanda_tangani", "kepala_badan", {}),
        ("terbitkan", "sekretariat", {"tanggal": hari_ini()}),
    ):
        issue.perform(u, aksi, dunia.aktor(nama), isian=nilai)
    _, beku = issue.cetak(u, "undangan")
    assert isi(cetaklah(lembar([u]))) == beku
    with zipfile.ZipFile(io.BytesIO(isi(cetaklah(lembar([u]), "zip")))) as arsip:
        assert [arsip.read(n) for n in arsip.namelist()] == [beku]


@SQLITE
def test_the_parts_of_a_volume_are_bookmarks_above_their_papers(session: Any) -> None:
    a, b, c = surat(dunia.di_ujung(), 3)
    buku = baca(cetaklah([*lembar([a, b], "Langkah 5"), *lembar([c], "Langkah 6")]))
    atas = [str(x["/Title"]) for x in buku.outline if not isinstance(x, list)]
    bawah = [[str(y["/Title"]) for y in x] for x in buku.outline if isinstance(x, list)]
    assert atas == ["Langkah 5", "Langkah 6"]
    assert [len(x) for x in bawah] == [2, 1]


# --- ZIP --------------------------------------------------------------------------------------------------------------


@SQLITE
def test_a_zip_holds_one_file_per_paper_with_a_clean_name_of_its_own(session: Any) -> None:
    surat_ = surat(dunia.di_ujung(), 3)
    surat_[0].perihal = surat_[1].perihal = 'Rapat "A/B" – é\\..\\x'
    session.commit()
    with zipfile.ZipFile(io.BytesIO(isi(cetaklah(lembar(surat_), "zip")))) as arsip:
        assert arsip.namelist() == [
            "001_surat-undangan-rapat-a-b-e-x.pdf",
            "002_surat-undangan-rapat-a-b-e-x.pdf",
            "003_surat-undangan-undangan-ke-3.pdf",
        ]
        assert all(arsip.read(n).startswith(b"%PDF") for n in arsip.namelist())
        assert arsip.testzip() is None


# --- what is refused --------------------------------------------------------------------------------------------------


def test_what_cannot_be_printed_says_why_and_the_rest_is_printed(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    surat_ = surat(dunia.di_ujung(), 5)
    surat_[1].deleted_at = sekarang()
    session.commit()
    asli = issue.cetak

    def rusak(record: Any, kode: str) -> tuple[str, bytes]:
        if record.id == surat_[2].id:
            raise PrintError("Teks “surat.pembuka” tidak dapat diisi.")
        if record.id == surat_[3].id:
            raise ZeroDivisionError
        return asli(record, kode)

    monkeypatch.setattr(issue, "cetak", rusak)
    naskah = [*lembar(surat_), Lembar("undangan", surat_[0].id, "laporan")]
    ids = [u.id for u in surat_]
    op = cetaklah(naskah)
    assert len(baca(op).pages) == 2
    assert (op.status, op.dikerjakan, op.berhasil) == (StatusOperasi.SELESAI, 6, 2)
    kabar = hasil(op)
    assert [ok for ok, _ in kabar] == [True, False, False, False, True, False]
    assert kabar[1][1] == f"Data {ids[1]} tidak ada lagi."
    assert kabar[2][1] == "Teks “surat.pembuka” tidak dapat diisi."
    assert "tidak dapat dicetak. Sebutkan rujukan" in kabar[3][1]
    assert kabar[5][1] == "Undangan tidak mempunyai naskah “laporan”."


@SQLITE
def test_a_print_without_a_single_paper_fails_with_the_reason(session: Any) -> None:
    (u,) = surat(dunia.di_ujung(), 1)
    u.deleted_at = sekarang()
    session.commit()
    op = cetaklah(lembar([u]))
    session.refresh(op)
    assert (op.status, op.galat, op.berkas_id) == (StatusOperasi.GAGAL, f"Data {u.id} tidak ada lagi.", None)


@SQLITE
def test_who_may_not_read_a_kind_prints_nothing_of_it(session: Any) -> None:
    op = antre(lembar(surat(dunia.di_ujung(), 2)))
    op.pengguna_id = None
    session.commit()
    operasi.kerjakan(op.id)
    session.refresh(op)
    assert op.status is StatusOperasi.GAGAL
    assert "tidak memberi hak untuk mencetak" in (op.galat or "")


@SQLITE
def test_nothing_at_all_too_much_and_an_unknown_shape_are_told_at_once(session: Any) -> None:
    aktor = dunia.aktor("tim_musrenbang")
    with pytest.raises(SopError, match="Tidak ada naskah"):
        operasi.buat_cetak([], aktor, judul="x", bentuk="pdf", kind="undangan")
    banyak = [Lembar("undangan", n, "undangan") for n in range(cetak.TERBANYAK + 1)]
    with pytest.raises(SopError, match="Paling banyak 5000 naskah"):
        operasi.buat_cetak(banyak, aktor, judul="x", bentuk="pdf", kind="undangan")
    with pytest.raises(Keliru, match="tidak dikenal"):
        operasi.buat_cetak(banyak[:1], aktor, judul="x", bentuk="docx", kind="undangan")
    assert session.scalar(db.select(db.func.count(Operasi.id))) == 0


@SQLITE
def test_a_pdf_that_nobody_can_read_is_left_out_of_the_volume_and_named(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    surat_ = surat(dunia.di_ujung(), 3)
    asli = issue.cetak
    jelek = surat_[1].id
    monkeypatch.setattr(
        issue, "cetak", lambda r, k: ("x.pdf", b"%PDF-1.4 tidak lengkap") if r.id == jelek else asli(r, k)
    )
    op = cetaklah(lembar(surat_))
    assert len(baca(op).pages) == 2
    assert [ok for ok, _ in hasil(op)] == [True, False, True]
    assert "tidak dapat dibaca" in hasil(op)[1][1]


# --- at once, by the queue, stopped, killed ---------------------------------------------------------------------------


@SQLITE
def test_what_is_not_done_within_a_second_is_left_to_the_queue(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    dipanggil: list[int] = []
    monkeypatch.setitem(after_commit.HAND_OFF, "operasi", dipanggil.append)
    surat_ = surat(dunia.di_ujung(), 3)
    monkeypatch.setattr(operasi, "TUNGGU_DETIK", -1.0)
    monkeypatch.setattr(cetak, "POTONG_DETIK", 0.0)
    op = pesan(lembar(surat_))
    session.refresh(op)
    assert dipanggil == [op.id]
    assert (op.status, op.dikerjakan) == (StatusOperasi.BERJALAN, 1)
    assert (cetak.folder(op.id) / "00001.pdf").exists()
    operasi.kerjakan(op.id)
    assert len(baca(op).pages) == 3


@SQLITE
def test_a_short_print_is_ready_when_the_page_comes(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(after_commit.HAND_OFF, "operasi", lambda n: pytest.fail("antre"))
    monkeypatch.setattr(operasi, "TUNGGU_DETIK", 60.0)
    assert len(baca(pesan(lembar(surat(dunia.di_ujung(), 2)))).pages) == 2


@SQLITE
def test_a_long_paper_does_not_hold_the_page_up(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    dipanggil: list[int] = []
    monkeypatch.setitem(after_commit.HAND_OFF, "operasi", dipanggil.append)
    monkeypatch.setattr("documents.catalog.BANYAK", 0)
    op = pesan(lembar(surat(dunia.di_ujung(), 1)))
    session.refresh(op)
    assert (dipanggil, op.dikerjakan) == ([op.id], 0)


def test_a_stop_is_obeyed_after_the_paper_at_hand(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    surat_ = surat(dunia.di_ujung(), 4)
    op = antre(lembar(surat_))
    asli, nomor = issue.cetak, op.id
    monkeypatch.setattr(cetak, "POTONG_DETIK", 0.0)

    def hentikan_pada_kedua(record: Any, kode: str) -> tuple[str, bytes]:
        jawab = asli(record, kode)
        if record.id == surat_[1].id:
            db.session.rollback()
            workflow.move(db.session.get_one(Operasi, nomor), "batalkan", dunia.aktor("tim_musrenbang"))
            db.session.commit()
        return jawab

    monkeypatch.setattr(issue, "cetak", hentikan_pada_kedua)
    operasi.kerjakan(nomor)
    session.refresh(op)
    assert (op.status, op.berkas_id, op.dikerjakan) == (StatusOperasi.DIBATALKAN, None, 1)
    assert not cetak.folder(nomor).exists()


@SQLITE
def test_a_paper_whose_file_is_gone_is_printed_again(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cetak, "POTONG_DETIK", 0.0)
    op = antre(lembar(surat(dunia.di_ujung(), 3)))
    operasi.kerjakan(op.id, sampai=0.0)
    operasi.kerjakan(op.id, sampai=0.0)
    (cetak.folder(op.id) / "00001.pdf").unlink()
    operasi.kerjakan(op.id)
    assert ["ke-1" in p.extract_text() for p in baca(op).pages] == [True, False, False]


@pytest.mark.satu_basis
def test_a_killed_print_goes_on_where_it_was(
    session: Any, basis: Basis, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    op = antre(lembar(surat(dunia.di_ujung(), 40)))
    nomor = op.id
    session.remove()
    anak = proses.mulai(proses.kerjakan_operasi, basis.url, var, nomor)
    batas = time.monotonic() + 60
    while not _selesai(nomor) > 2:
        assert time.monotonic() < batas, "tidak mulai bekerja"
        time.sleep(0.02)
    os.kill(anak.pid, signal.SIGKILL)
    anak.join(10)
    tengah = _selesai(nomor)
    assert 0 < tengah < 40, "dibunuh terlambat"
    dibuat = {f.name: f.stat().st_mtime_ns for f in cetak.folder(nomor).glob("*.pdf")}
    (var / "cetak" / "op-999").mkdir()
    tercetak: list[str] = []
    asli = bentuk.BENTUK["pdf"]

    def intip(*masukan: Any) -> Any:
        for f in cetak.folder(nomor).glob("*.pdf"):
            if dibuat.get(f.name) == f.stat().st_mtime_ns:
                tercetak.append(f.name)
        return asli.susun(*masukan)

    monkeypatch.setitem(bentuk.BENTUK, "pdf", replace(asli, susun=intip))
    assert operasi.lanjutkan() == 1
    op = session.get(Operasi, nomor)
    assert len(baca(op).pages) == 40
    assert len(tercetak) >= tengah
    assert not list((var / "cetak").glob("op-*"))


def _selesai(nomor: int) -> int:
    kueri = db.select(db.func.count()).select_from(OperasiBaris).filter_by(operasi_id=nomor, berhasil=True)
    db.session.rollback()
    with membaca():
        jumlah = int(db.session.scalar(kueri) or 0)
    db.session.rollback()
    return jumlah
