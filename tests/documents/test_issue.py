"""Issuing: two short transactions with the drawing between them, what may fall between, and what stays for ever."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from documents import issue, kata
from models.base import db
from models.berkas import Berkas, simpan
from models.distribusi import Distribusi
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import StatusNaskah
from models.nomor_surat import NomorSurat, StatusNomor
from models.pemangku_kepentingan import PemangkuKepentingan
from models.pengaturan import Pengaturan, UrutanTerbit
from models.pesan import SopError, TidakAda
from models.riwayat import Riwayat, verify
from models.undangan import Undangan
from models.waktu import hari_ini, sekarang
from sop import workflow
from tests import dunia

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
PDF = b"%PDF-1.7 buatan uji"


def teks(pdf: bytes) -> str:
    return "\n".join(halaman.extract_text() for halaman in PdfReader(io.BytesIO(pdf)).pages)


def datar(pdf: bytes) -> str:
    return " ".join(teks(pdf).split())


def atur(kunci: str, nilai: str) -> None:
    db.session.execute(update(Pengaturan).where(Pengaturan.kunci == kunci).values(nilai=nilai))
    db.session.commit()


def bertanda_tangan(penerima: int = 1) -> Undangan:
    """An undangan that waits for its number."""
    u = dunia.undangan(dunia.di_ujung(), penerima)
    u.status, u.ditandatangani_pada = StatusNaskah.MENUNGGU_NOMOR, hari_ini()
    db.session.commit()
    return u


def potret(u: Undangan) -> Dokumen:
    """The first transaction alone, as if the machine had died behind it."""
    _, dokumen_id = issue.jalankan(u, "terbitkan", dunia.aktor("sekretariat"))
    db.session.commit()
    return db.session.get_one(Dokumen, dokumen_id)


def beku(u: Undangan) -> Dokumen:
    """Issued, with bytes that were not drawn: for what is asked of the records and not of the paper."""
    dokumen = potret(u)
    berkas = dunia.simpan(simpan("a.pdf", "application/pdf", PDF))
    dokumen.berkas_id, dokumen.sha256, dokumen.status = berkas.id, berkas.sha256, StatusDokumen.TERBIT
    db.session.commit()
    return dokumen


def terbitkan(u: Undangan) -> Dokumen:
    issue.perform(u, "terbitkan", dunia.aktor("sekretariat"))
    return db.session.scalars(db.select(Dokumen).filter_by(naskah_id=u.id).order_by(Dokumen.id.desc())).first()


# --- draft, issued, voided --------------------------------------------------------------------------------------------


@SQLITE
def test_a_draft_prints_with_konsep_and_an_empty_slot(session: Any) -> None:
    u = dunia.undangan(dunia.di_ujung(), 1)
    _, pdf = issue.cetak(u, "undangan")
    assert "KONSEP" in teks(pdf)
    assert "000.7.1.3/ -P2EPD/" in datar(pdf)
    assert session.scalar(db.select(db.func.count(Dokumen.id))) == 0


def test_an_issued_paper_is_frozen_with_its_number_and_a_reprint_gives_the_same_bytes(session: Any) -> None:
    u = bertanda_tangan()
    dokumen = terbitkan(u)
    assert (dokumen.status, dokumen.nomor, dokumen.versi) == (StatusDokumen.TERBIT, u.nomor, 1)
    assert dokumen.dibekukan_pada is not None
    nama, pdf = issue.cetak(u, "undangan")
    assert nama.endswith(".pdf")
    assert pdf == issue.cetak(u, "undangan")[1] == dokumen.berkas.isi
    assert dokumen.sha256 == hashlib.sha256(pdf).hexdigest()
    isi = datar(pdf)
    assert str(u.nomor) in isi
    assert "KONSEP" not in isi
    assert kata.berkelompok(dokumen.kode_periksa) in isi


def test_later_edits_of_settings_and_records_change_no_issued_paper(session: Any) -> None:
    u = bertanda_tangan()
    terbitkan(u)
    _, semula = issue.cetak(u, "undangan")
    atur("kop.instansi", "NAMA BARU INSTANSI")
    session.execute(update(PemangkuKepentingan).values(nama="Nama lain"))
    session.execute(update(Undangan).values(acara="Acara lain"))
    session.commit()
    assert issue.cetak(u, "undangan")[1] == semula

    issue.perform(u, "batalkan", dunia.aktor("sekretariat"), "Salah alamat")
    batal = datar(issue.cetak(u, "undangan")[1])
    assert "DIBATALKAN" in batal
    assert str(u.nomor) in batal
    assert "NAMA BARU" not in batal
    assert "Acara lain" not in batal


def test_letters_to_each_addressee_are_printed_from_the_frozen_content(session: Any) -> None:
    u = bertanda_tangan(penerima=3)
    dokumen = terbitkan(u)
    atur("kop.instansi", "NAMA BARU INSTANSI")
    session.execute(update(PemangkuKepentingan).values(nama="Nama lain"))
    session.execute(update(Undangan).values(acara="Acara lain"))
    session.commit()
    nama, pdf = issue.cetak(u, "undangan_perorangan")
    halaman = [" ".join(h.extract_text().split()) for h in PdfReader(io.BytesIO(pdf)).pages]
    assert nama.startswith("Surat undangan, satu per penerima")
    assert len(halaman) == 3
    for n, surat in enumerate(halaman, 1):
        assert f"Tokoh {n} (Demo)" in surat
        assert str(u.nomor) in surat
        assert kata.berkelompok(dokumen.kode_periksa) in surat
        for baru in ("KONSEP", "DIBATALKAN", "NAMA BARU", "Nama lain", "Acara lain"):
            assert baru not in surat
    issue.perform(u, "batalkan", dunia.aktor("sekretariat"), "Salah alamat")
    batal = datar(issue.cetak(u, "undangan_perorangan")[1])
    assert batal.count("DIBATALKAN") == 3
    assert str(u.nomor) in batal


@SQLITE
def test_a_flipped_byte_in_the_stored_file_is_refused(session: Any) -> None:
    dokumen = beku(bertanda_tangan())
    rusak = bytearray(PDF)
    rusak[5] ^= 1
    session.execute(update(Berkas).where(Berkas.id == dokumen.berkas_id).values(isi=bytes(rusak)))
    session.commit()
    session.expire_all()
    with pytest.raises(SopError, match="tidak lagi sama dengan yang dibekukan"):
        issue.cetak(session.get(Undangan, dokumen.naskah_id), "undangan")


@SQLITE
def test_a_paper_that_the_record_does_not_have_is_refused(session: Any) -> None:
    with pytest.raises(TidakAda, match="tidak mempunyai naskah “laporan”"):
        issue.cetak(bertanda_tangan(), "laporan")


# --- the crash between the two transactions ---------------------------------------------------------------------------


def test_a_crash_behind_the_first_transaction_is_resumed(session: Any) -> None:
    u = bertanda_tangan()
    dokumen = potret(u)
    assert (u.status, dokumen.status) == (StatusNaskah.TERBIT, StatusDokumen.MEMBEKUKAN)
    with pytest.raises(SopError, match="sedang dibekukan"):
        issue.cetak(u, "undangan")
    atur("kop.instansi", "NAMA BARU INSTANSI")  # edited between the crash and the next start

    assert issue.lanjutkan(sekarang() - timedelta(minutes=1)) == 0  # perhaps somebody is at it
    assert issue.lanjutkan() == 1
    session.refresh(dokumen)
    assert dokumen.status is StatusDokumen.TERBIT
    isi = datar(issue.cetak(u, "undangan")[1])
    assert str(u.nomor) in isi
    assert "NAMA BARU" not in isi
    assert issue.lanjutkan() == 0
    assert session.scalar(db.select(db.func.count(NomorSurat.id))) == 1


def test_a_crash_before_the_commit_leaves_neither_number_nor_paper(session: Any) -> None:
    u = bertanda_tangan()
    issue.jalankan(u, "terbitkan", dunia.aktor("sekretariat"))
    session.rollback()
    assert (u.status, u.nomor) == (StatusNaskah.MENUNGGU_NOMOR, None)
    for model in (NomorSurat, Dokumen, Distribusi):
        assert session.scalar(db.select(db.func.count(model.id))) == 0
    potret(u)
    assert "/001-" in str(u.nomor)


@SQLITE
def test_freezing_twice_changes_nothing(session: Any) -> None:
    dokumen = beku(bertanda_tangan())
    semula = (dokumen.version, dokumen.sha256, dokumen.berkas_id)
    issue.bekukan(dokumen.id)
    issue.bekukan(999_999)
    session.refresh(dokumen)
    assert (dokumen.version, dokumen.sha256, dokumen.berkas_id) == semula


# --- what cannot be drawn ---------------------------------------------------------------------------------------------


def test_a_paper_that_can_never_be_drawn_voids_its_number_and_gives_the_record_back(session: Any) -> None:
    atur("kertas.margin_kiri", "400")  # wider than the paper: the drawing itself fails
    u = bertanda_tangan(2)
    lagi = terbitkan(u)
    dokumen = session.get(Dokumen, lagi.menggantikan_id)
    assert (dokumen.status, lagi.status) == (StatusDokumen.DIBATALKAN, StatusDokumen.MENUNGGU_NOMOR)
    assert dokumen.percobaan == issue.PERCOBAAN
    assert dokumen.galat
    assert (u.status, u.nomor, u.tanggal) == (StatusNaskah.MENUNGGU_NOMOR, None, None)
    nomor = session.scalars(db.select(NomorSurat)).one()
    assert (nomor.status, nomor.deleted_at) == (StatusNomor.DIBATALKAN, None)
    baris = session.scalars(db.select(Riwayat).filter_by(kind="undangan", aksi="gagal_terbit")).one()
    assert "Naskah tidak dapat dicetak" in str(baris.catatan)
    assert baris.nama == "Sistem"
    assert verify(session).rusak is None

    atur("kertas.margin_kiri", "30")
    isi = datar(issue.cetak(u, "undangan")[1])
    assert "menunggu nomor" in isi  # what was signed waits for its number again, on a page that can be drawn
    assert "/001-" not in isi
    assert "DIBATALKAN" not in isi
    baru = terbitkan(u)
    assert (baru.status, baru.versi) == (StatusDokumen.TERBIT, 2)
    assert "/002-" in str(u.nomor)
    assert session.scalar(db.select(db.func.count(Distribusi.id))) == 2  # one for each addressee, not two


@SQLITE
def test_a_text_with_an_unknown_name_stops_the_issue_before_a_number_is_given(session: Any) -> None:
    atur("undangan.pembuka", "Dengan hormat {siapa}")
    u = bertanda_tangan()
    with pytest.raises(SopError, match=r"\{siapa\}"):
        issue.perform(u, "terbitkan", dunia.aktor("sekretariat"))
    assert session.scalar(db.select(db.func.count(NomorSurat.id))) == 0
    assert (u.status, u.nomor) == (StatusNaskah.MENUNGGU_NOMOR, None)


@SQLITE
def test_a_paper_that_was_voided_while_it_was_drawn_stays_voided(session: Any) -> None:
    atur("kertas.margin_kiri", "400")
    u = bertanda_tangan()
    dokumen = potret(u)
    issue.perform(u, "batalkan", dunia.aktor("sekretariat"), "Salah alamat")
    for _ in range(issue.PERCOBAAN):
        issue._gagal(dokumen.id, "Tidak dapat dicetak.")
    session.refresh(dokumen)
    assert (dokumen.status, u.status) == (StatusDokumen.DIBATALKAN, StatusNaskah.DIBATALKAN)


@SQLITE
def test_what_the_wrong_person_tries_leaves_nothing(session: Any) -> None:
    u = bertanda_tangan()
    with pytest.raises(SopError, match="tidak berhak"):
        issue.perform(u, "terbitkan", dunia.aktor("tim_musrenbang"))
    assert session.scalar(db.select(db.func.count(NomorSurat.id))) == 0
    assert u.status is StatusNaskah.MENUNGGU_NOMOR


# --- the number -------------------------------------------------------------------------------------------------------


@SQLITE
def test_the_number_of_a_paper_comes_from_the_register_alone(session: Any) -> None:
    u = bertanda_tangan()
    isian = {"nomor_teks": "1/PALSU", "tanggal": hari_ini()}
    with pytest.raises(SopError, match="Nomor belum diberikan oleh register"):
        workflow.move(u, "terbitkan", dunia.aktor("sekretariat"), isian=isian)
    session.rollback()
    assert issue.jalankan(u, "terbitkan", dunia.aktor("sekretariat"), isian=isian)
    assert u.nomor not in (None, "1/PALSU")


@SQLITE
def test_a_move_that_cannot_be_made_is_refused_before_a_number_is_taken(session: Any) -> None:
    dunia.urutan_terbit("undangan", UrutanTerbit.BERSAMA)
    u = dunia.undangan(dunia.di_ujung(), 1)
    u.status, u.penandatangan_id = StatusNaskah.DIAJUKAN, None
    session.commit()
    with pytest.raises(SopError, match="Penanda tangan belum dipilih"):
        issue.jalankan(u, "tanda_tangani", dunia.aktor("kepala_badan"), isian={"nomor": "bukan nomor"})
    assert session.scalar(db.select(NomorSurat)) is None
