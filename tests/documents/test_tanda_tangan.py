"""Electronic signatures: put on, taken back, labelled by what the certificate says, and no trace of the passphrase."""

from __future__ import annotations

import asyncio
import io
import logging
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, async_sign_pdf
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import inspect, text

from documents import issue, pdf, sertifikat, tanda_tangan
from documents.mesin import bubuh_pades, periksa_pades
from models.base import db
from models.berkas import Berkas
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import StatusNaskah
from models.pejabat import Pejabat
from models.pesan import Ditolak, Keliru, SopError
from models.riwayat import Riwayat, verify
from models.tanda_tangan import JenisTandaTangan, SertifikatTepercaya, TandaTanganElektronik
from models.waktu import hari_ini
from tests import dunia
from tests.sertifikat_uji import SANDI, akar, pkcs12_dari

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
PDFSIG = shutil.which("pdfsig")


HOLD_A_KEY = pdf.HOLD_A_KEY


@pytest.fixture(autouse=True)
def one_worker_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds of importing for each signature would be most of what these tests do."""
    monkeypatch.setattr(pdf, "HOLD_A_KEY", frozenset())


@pytest.fixture
def dokumen(session: Any) -> Dokumen:
    """An issued undangan."""
    u = dunia.undangan(dunia.di_ujung(), 1)
    u.status, u.ditandatangani_pada = StatusNaskah.MENUNGGU_NOMOR, hari_ini()
    db.session.commit()
    issue.perform(u, "terbitkan", dunia.aktor("sekretariat"))
    return db.session.execute(db.select(Dokumen).filter_by(naskah_id=u.id)).scalar_one()


def penanda_tangan(dokumen: Dokumen) -> str:
    return str(db.session.get_one(Pejabat, dokumen.penandatangan_id).nama)


def percaya() -> None:
    dunia.simpan(SertifikatTepercaya(**sertifikat.baca(akar().pem)))


def bubuhkan(dokumen: Dokumen, p12: bytes, sandi: str = SANDI, nama: str = "kepala_badan") -> TandaTanganElektronik:
    tanda_tangan.bubuhkan(dokumen, dunia.aktor(nama), p12, bytearray(sandi.encode()))
    return tanda_tangan.semua(dokumen.id)[0]


def unggah(dokumen: Dokumen, data: bytes, nama: str = "sekretariat") -> TandaTanganElektronik:
    tanda_tangan.unggah(dokumen, dunia.aktor(nama), data, tahu_beda=True)
    return tanda_tangan.semua(dokumen.id)[0]


def status_pyhanko(data: bytes) -> Any:
    (tanda,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    konteks = ValidationContext(trust_roots=periksa_pades._akar([akar().pem.decode()]), allow_fetching=False)
    return asyncio.run(async_validate_pdf_signature(tanda, konteks))


def pdfsig(data: bytes, tmp_path: Path) -> str:
    berkas = tmp_path / "periksa.pdf"
    berkas.write_bytes(data)
    return subprocess.run(["pdfsig", "-nocert", str(berkas)], capture_output=True, text=True).stdout


def tanda_tangani_di_luar(data: bytes, p12: bytes, nama: str = "Luar") -> bytes:
    """What another program would send back."""
    penanda = SimpleSigner.load_pkcs12_data(p12, [], SANDI.encode())
    keluar = io.BytesIO()
    keterangan = PdfSignatureMetadata(field_name=nama, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    asyncio.run(async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), keterangan, penanda, output=keluar))
    return keluar.getvalue()


def tulis_ulang(data: bytes) -> bytes:
    """The same pages, written by another program."""
    pdf = pypdfium2.PdfDocument(data)
    keluar = io.BytesIO()
    pdf.save(keluar)
    return keluar.getvalue()


# --- put on here ------------------------------------------------------------------------------------------------------


def test_a_signature_is_an_addition_to_the_frozen_bytes_and_verifies_with_two_programs(
    dokumen: Dokumen, tmp_path: Path
) -> None:
    percaya()
    baris = bubuhkan(dokumen, pkcs12_dari(penanda_tangan(dokumen)))
    beku, bertanda = dokumen.berkas.isi, baris.berkas.isi
    assert bertanda.startswith(beku)
    assert (baris.jenis, baris.sesuai) == (JenisTandaTangan.TERSERTIFIKASI, True)

    status = status_pyhanko(bertanda)
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    (tanda,) = PdfFileReader(io.BytesIO(bertanda)).embedded_signatures
    assert tanda.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert tanda.md_algorithm == "sha256"

    kata = pdfsig(bertanda, tmp_path)
    assert "Signature is Valid" in kata
    assert "Total document signed" in kata
    assert "ETSI.CAdES.detached" in kata
    assert "SHA-256" in kata


def test_a_changed_byte_is_found_by_both_programs_and_by_the_panel(dokumen: Dokumen, tmp_path: Path) -> None:
    bertanda = bubuhkan(dokumen, pkcs12_dari("Wahyu")).berkas.isi
    panjang = len(dokumen.berkas.isi)
    for letak in (panjang // 2, bertanda.index(b"(Wahyu)", panjang) + 2):  # in the paper, and in the signature's words
        rusak = bytearray(bertanda)
        rusak[letak] ^= 1
        assert not status_pyhanko(bytes(rusak)).intact
        assert "Digest Mismatch" in pdfsig(bytes(rusak), tmp_path)
        with pytest.raises(Keliru):
            unggah(dokumen, bytes(rusak))


def test_printing_gives_the_newest_signed_bytes_and_the_frozen_ones_stay(dokumen: Dokumen) -> None:
    beku, naskah = dokumen.berkas.isi, db.session.get(dunia.Undangan, dokumen.naskah_id)
    satu = bubuhkan(dokumen, pkcs12_dari("Pertama"))
    assert issue.cetak(naskah, "undangan")[1] == satu.berkas.isi
    dua = bubuhkan(dokumen, pkcs12_dari("Kedua"))
    assert issue.cetak(naskah, "undangan")[1] == dua.berkas.isi
    assert dokumen.berkas.isi == beku
    assert len(tanda_tangan.semua(dokumen.id)) == 2
    tanda_tangan.pindaian(dokumen, dunia.aktor("sekretariat"), "a.png", "image/png", b"\x89PNG pindaian")
    assert issue.cetak(naskah, "undangan")[1] == dua.berkas.isi  # a scan is kept beside it


def test_a_withdrawn_signature_is_printed_no_more_and_stays_in_the_diary(dokumen: Dokumen) -> None:
    beku, naskah = dokumen.berkas.isi, db.session.get(dunia.Undangan, dokumen.naskah_id)
    satu, dua = (bubuhkan(dokumen, pkcs12_dari(n)) for n in ("Pertama", "Kedua"))
    for nama in ("pengawas", "kepala_bidang", "administrator"):
        with pytest.raises(Ditolak):
            tanda_tangan.tarik(dua, dunia.aktor(nama), "Keliru")
        db.session.rollback()
    tanda_tangan.tarik(dua, dunia.aktor("kepala_badan"), "Sertifikat keliru")
    assert issue.cetak(naskah, "undangan")[1] == satu.berkas.isi
    with pytest.raises(SopError, match="sudah ditarik"):
        tanda_tangan.tarik(dua, dunia.aktor("kepala_badan"), "Lagi")
    db.session.rollback()
    tanda_tangan.tarik(satu, dunia.aktor("sekretariat"), "Juga keliru")
    assert issue.cetak(naskah, "undangan")[1] == beku
    catatan = db.session.scalars(db.select(Riwayat.catatan).filter_by(aksi="tarik_tanda_tangan")).all()
    assert "atas nama Kedua: Sertifikat keliru" in catatan[0]
    assert len(catatan) == 2
    assert verify(db.session).rusak is None


def test_a_certificate_without_trust_writes_nothing_into_the_console(
    dokumen: Dokumen, capfd: pytest.CaptureFixture[str]
) -> None:
    from documents import pdf

    pdf.tutup()  # a worker that was started before writes elsewhere
    unggah(dokumen, tanda_tangani_di_luar(dokumen.berkas.isi, pkcs12_dari("Wahyu", akar("Induk Asing (Demo)"))))
    pdf.tutup()
    assert "Traceback" not in capfd.readouterr().err


def test_the_visible_block_stands_in_the_room_above_the_printed_name(dokumen: Dokumen) -> None:
    nama = penanda_tangan(dokumen)
    bertanda = bubuhkan(dokumen, pkcs12_dari(nama)).berkas.isi
    (tanda,) = PdfFileReader(io.BytesIO(bertanda)).embedded_signatures
    kiri, bawah, kanan, atas = (float(x) for x in tanda.sig_field["/Rect"])
    halaman = pypdfium2.PdfDocument(bertanda)[0]
    teks = halaman.get_textpage()
    assert teks.get_text_bounded(kiri, bawah, kanan, atas).strip() == ""
    _, puncak, _ = next(bubuh_pades._letak_nama(teks, tanda_tangan.kata.nama_kapital(nama)))
    assert 0 < bawah - puncak < 6
    assert abs((kiri + kanan) / 2 - 430) < 90  # the signature stands at the right
    blok = _tampak(bertanda, tanda)
    assert f"oleh {nama} Kepala Badan" in blok
    assert "WIB" in blok


def _tampak(data: bytes, tanda: Any) -> str:
    """What the visible block says."""
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()
    halaman = pdf[0]
    halaman.flatten()
    halaman = pdf[0]
    kotak = [float(x) for x in tanda.sig_field["/Rect"]]
    return " ".join(halaman.get_textpage().get_text_bounded(*kotak).split())


def test_a_certificate_of_another_person_is_called_by_its_own_name(dokumen: Dokumen) -> None:
    percaya()
    baris = bubuhkan(dokumen, pkcs12_dari("Orang Lain"))
    assert (baris.nama_sertifikat, baris.sesuai) == ("Orang Lain", False)
    (tanda,) = PdfFileReader(io.BytesIO(baris.berkas.isi)).embedded_signatures
    assert tanda.sig_object["/Name"] == "Orang Lain"
    blok = _tampak(baris.berkas.isi, tanda)
    assert "Ditandatangani secara elektronik oleh Orang Lain" in blok
    assert "Badan" not in blok  # nor does it bear his office
    catatan = db.session.scalars(db.select(Riwayat.catatan).filter_by(aksi="tanda_tangan_elektronik")).all()
    assert any("atas nama Orang Lain" in c for c in catatan)
    assert not any(penanda_tangan(dokumen) in c for c in catatan)


def test_without_a_trusted_root_nothing_is_called_certified(dokumen: Dokumen) -> None:
    assert bubuhkan(dokumen, pkcs12_dari("Wahyu")).jenis is JenisTandaTangan.TIDAK_TERSERTIFIKASI
    percaya()
    asing = pkcs12_dari("Wahyu", akar("Induk Asing (Demo)"))
    assert bubuhkan(dokumen, asing).jenis is JenisTandaTangan.TIDAK_TERSERTIFIKASI
    assert bubuhkan(dokumen, pkcs12_dari("Wahyu", rsa_=False)).jenis is JenisTandaTangan.TERSERTIFIKASI


@pytest.mark.parametrize(
    ("p12", "sandi", "kalimat"),
    [
        (lambda: pkcs12_dari("Wahyu"), "salah sama sekali", "Frasa sandi tidak cocok"),
        (lambda: pkcs12_dari("Wahyu"), "", "Frasa sandi tidak cocok"),
        (lambda: pkcs12_dari("Wahyu", mulai=-30, sampai=-1), SANDI, "kedaluwarsa"),
        (lambda: pkcs12_dari("Wahyu", mulai=2, sampai=30), SANDI, "belum berlaku"),
        (lambda: b"bukan sertifikat", SANDI, "bukan sertifikat PKCS#12"),
        (lambda: akar().pem, SANDI, "bukan sertifikat PKCS#12"),
        (lambda: b"", SANDI, "Pilih berkas sertifikat"),
        (lambda: b"0" * 100_001, SANDI, "paling besar 100 KB"),
    ],
)
def test_a_certificate_that_cannot_sign_gets_a_sentence_and_nothing_is_stored(
    dokumen: Dokumen, p12: Any, sandi: str, kalimat: str
) -> None:
    with pytest.raises(Keliru, match=kalimat):
        bubuhkan(dokumen, p12(), sandi)
    assert tanda_tangan.semua(dokumen.id) == []


@pytest.mark.parametrize("nama", [n for n in dunia.ORANG if n != "kepala_badan"])
def test_nobody_signs_for_another(dokumen: Dokumen, nama: str) -> None:
    with pytest.raises(Ditolak, match="Hanya penanda tangan"):
        bubuhkan(dokumen, pkcs12_dari("Wahyu"), nama=nama)
    assert tanda_tangan.semua(dokumen.id) == []


def test_the_passphrase_and_the_key_leave_no_trace(
    dokumen: Dokumen, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in the log of this process, nor in what the worker that signs writes to its standard error."""
    caplog.set_level(logging.DEBUG)
    pdf.tutup()  # a worker begun now writes where this test looks
    p12 = pkcs12_dari("Wahyu")
    sandi = bytearray(SANDI.encode())
    tanda_tangan.bubuhkan(dokumen, dunia.aktor("kepala_badan"), p12, sandi)
    assert set(sandi) == {0}
    salah = bytearray(b"salah-RAHASIA-91")
    with pytest.raises(Keliru) as galat:
        tanda_tangan.bubuhkan(dokumen, dunia.aktor("kepala_badan"), p12, salah)
    assert set(salah) == {0}
    pdf.tutup()
    semua = caplog.text + str(galat.value) + _seluruh_basis() + "".join(capfd.readouterr())
    for rahasia in (SANDI, "salah-RAHASIA-91", "PRIVATE KEY", p12[20:60].hex()):
        assert rahasia not in semua
    assert verify(db.session).rusak is None


def _seluruh_basis() -> str:
    """Every cell of every table, bytes as text and as hexadecimal digits."""
    hasil = []
    with db.engine.connect() as koneksi:
        for tabel in inspect(koneksi).get_table_names():
            for baris in koneksi.execute(text(f'SELECT * FROM "{tabel}"')):
                for sel in baris:
                    bita = isinstance(sel, bytes)
                    hasil.append(sel.decode("latin-1") + sel.hex() if bita else str(sel))
    return "\n".join(hasil)


def test_the_worker_that_held_a_key_ends_with_its_work(dokumen: Dokumen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "HOLD_A_KEY", HOLD_A_KEY)
    pdf.tutup()
    pdf.hangatkan()
    (anak,) = pdf._kumpulan._siap
    bubuhkan(dokumen, pkcs12_dari("Wahyu"))
    assert anak.proses.poll() is not None


# --- taken back -------------------------------------------------------------------------------------------------------


def test_a_pdf_signed_elsewhere_is_checked_and_kept(dokumen: Dokumen) -> None:
    percaya()
    baris = unggah(dokumen, tanda_tangani_di_luar(dokumen.berkas.isi, pkcs12_dari("Orang Lain")))
    assert (baris.jenis, baris.nama_sertifikat) == (JenisTandaTangan.TERSERTIFIKASI, "Orang Lain")
    assert baris.cara.value == "diunggah: kelanjutan dari PDF beku"
    with pytest.raises(Keliru, match="sudah tersimpan"):
        unggah(dokumen, baris.berkas.isi)


def test_a_pdf_that_the_service_wrote_anew_is_kept_and_says_so(dokumen: Dokumen) -> None:
    baru = tanda_tangani_di_luar(tulis_ulang(dokumen.berkas.isi), pkcs12_dari("Wahyu"))
    assert not baru.startswith(dokumen.berkas.isi)
    assert unggah(dokumen, baru).cara.value == "diunggah: ditulis ulang oleh layanan, halaman dan teks sama"


def test_a_paper_that_two_have_signed_is_called_by_the_last(dokumen: Dokumen) -> None:
    pertama = tanda_tangani_di_luar(dokumen.berkas.isi, pkcs12_dari("Pertama"), "Satu")
    baris = unggah(dokumen, tanda_tangani_di_luar(pertama, pkcs12_dari("Kedua"), "Dua"))
    assert baris.nama_sertifikat == "Kedua"


def _dengan_kata(data: bytes) -> bytes:
    """The frozen bytes, then an update that writes over the first page."""
    from pyhanko.pdf_utils import generic

    penulis = IncrementalPdfFileWriter(io.BytesIO(data))
    lembar, _ = penulis.find_page_for_modification(0)
    kata = penulis.add_object(generic.StreamObject(stream_data=b"0 0 0 rg 200 500 200 20 re f"))
    isi = lembar.get_object()
    isi["/Contents"] = generic.ArrayObject([isi.raw_get("/Contents"), kata])
    penulis.update_container(isi)
    keluar = io.BytesIO()
    penulis.write(keluar)
    return keluar.getvalue()


def _dengan_tempelan(data: bytes) -> bytes:
    """The frozen bytes, then an annotation that hides a part of the page."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name as n

    penulis = IncrementalPdfFileWriter(io.BytesIO(data))
    lembar, _ = penulis.find_page_for_modification(0)
    kotak = generic.ArrayObject(map(generic.NumberObject, (100, 400, 400, 600)))
    hitam = generic.ArrayObject(map(generic.NumberObject, (0, 0, 0)))
    tempelan = generic.DictionaryObject(
        {n("/Type"): n("/Annot"), n("/Subtype"): n("/Square"), n("/Rect"): kotak, n("/IC"): hitam}
    )
    isi = lembar.get_object()
    isi["/Annots"] = generic.ArrayObject([penulis.add_object(tempelan)])
    penulis.update_container(isi)
    keluar = io.BytesIO()
    penulis.write(keluar)
    return keluar.getvalue()


def _halaman_lain(data: bytes) -> bytes:
    pdf = pypdfium2.PdfDocument(data)
    pdf.new_page(609, 935)
    keluar = io.BytesIO()
    pdf.save(keluar)
    return keluar.getvalue()


@pytest.mark.parametrize(
    ("ubah", "kalimat"),
    [
        (lambda d: d, "tidak memuat tanda tangan elektronik"),
        (lambda d: tulis_ulang(d), "tidak memuat tanda tangan elektronik"),
        (lambda d: b"%PDF-1.7 kosong", "bukan PDF yang dapat dibaca"),
        (lambda d: b"", "bukan PDF yang dapat dibaca"),
        (lambda d: tanda_tangani_di_luar(_dengan_kata(d), pkcs12_dari("Wahyu")), "tidak sama dengan naskah"),
        (lambda d: tanda_tangani_di_luar(_dengan_tempelan(d), pkcs12_dari("Wahyu")), "tidak sama dengan naskah"),
        (lambda d: _dengan_tempelan(tanda_tangani_di_luar(d, pkcs12_dari("Wahyu"))), "tidak sama|ditambah"),
        (lambda d: _dengan_tempelan(tanda_tangani_di_luar(tulis_ulang(d), pkcs12_dari("Wahyu"))), "ditambah"),
        (lambda d: tanda_tangani_di_luar(d, pkcs12_dari("Wahyu")) + b"\n% sesudahnya\n", "ditambah"),
        (lambda d: tanda_tangani_di_luar(_halaman_lain(d), pkcs12_dari("Wahyu")), "tidak sama dengan naskah"),
        (lambda d: tanda_tangani_di_luar(d, pkcs12_dari("W", mulai=-9, sampai=-1)), "kedaluwarsa"),
    ],
)
def test_what_is_not_this_paper_signed_and_whole_is_refused(dokumen: Dokumen, ubah: Any, kalimat: str) -> None:
    with pytest.raises(Keliru, match=kalimat):
        unggah(dokumen, ubah(dokumen.berkas.isi))
    assert tanda_tangan.semua(dokumen.id) == []


def test_another_paper_is_not_taken_for_this_one(dokumen: Dokumen) -> None:
    lain = pypdfium2.PdfDocument.new()
    lain.new_page(609, 935)
    keluar = io.BytesIO()
    lain.save(keluar)
    with pytest.raises(Keliru, match="bukan naskah ini"):
        unggah(dokumen, tanda_tangani_di_luar(keluar.getvalue(), pkcs12_dari("Wahyu")))


def test_a_signature_older_than_the_paper_is_refused(dokumen: Dokumen) -> None:
    """Who sets his clock back so that an expired certificate looks valid is found by the moment of freezing."""
    bertanda = tanda_tangani_di_luar(dokumen.berkas.isi, pkcs12_dari("Wahyu"))
    dokumen.dibekukan_pada += timedelta(hours=1)
    db.session.commit()
    with pytest.raises(Keliru, match="mendahului terbitnya"):
        unggah(dokumen, bertanda)


def test_nothing_is_signed_that_is_not_in_force(dokumen: Dokumen) -> None:
    u = db.session.get(dunia.Undangan, dokumen.naskah_id)
    bertanda = tanda_tangani_di_luar(dokumen.berkas.isi, pkcs12_dari("Wahyu"))
    issue.perform(u, "batalkan", dunia.aktor("sekretariat"), "Salah alamat")
    db.session.refresh(dokumen)
    assert dokumen.status is StatusDokumen.DIBATALKAN
    for kerja in (
        lambda: bubuhkan(dokumen, pkcs12_dari("Wahyu")),
        lambda: unggah(dokumen, bertanda),
        lambda: tanda_tangan.pindaian(dokumen, dunia.aktor("sekretariat"), "a.pdf", "application/pdf", b"%PDF-"),
    ):
        with pytest.raises(SopError, match="terbit dan berlaku"):
            kerja()


@pytest.mark.parametrize("cara", ["bubuhkan", "unggah"])
def test_a_paper_that_loses_its_force_while_the_worker_signs_keeps_nothing(
    dokumen: Dokumen, monkeypatch: pytest.MonkeyPatch, cara: str
) -> None:
    bertanda = tanda_tangani_di_luar(dokumen.berkas.isi, pkcs12_dari("Wahyu"))
    berkas = db.session.scalar(db.select(db.func.count()).select_from(Berkas))
    asli, u = tanda_tangan._kerjakan, db.session.get(dunia.Undangan, dokumen.naskah_id)

    def sambil(*isi: Any) -> Any:
        hasil = asli(*isi)
        issue.perform(u, "batalkan", dunia.aktor("sekretariat"), "Salah alamat")
        return hasil

    monkeypatch.setattr(tanda_tangan, "_kerjakan", sambil)
    kerja = {"bubuhkan": lambda: bubuhkan(dokumen, pkcs12_dari("Wahyu")), "unggah": lambda: unggah(dokumen, bertanda)}
    with pytest.raises(SopError, match="tidak lagi berlaku"):
        kerja[cara]()
    assert db.session.scalars(db.select(TandaTanganElektronik)).all() == []
    assert db.session.scalar(db.select(db.func.count()).select_from(Berkas)) == berkas


# --- trusted roots ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isi", "kalimat"),
    [
        (b"-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n", "bukan sertifikat PEM"),
        (b"", "bukan sertifikat PEM"),
        (b"-----BEGIN PRIVATE KEY-----\n", "kunci pribadi"),
        (akar().pem * 2, "satu sertifikat saja"),
        (b"x" * 20_001, "terlalu besar"),
    ],
    ids=["kosong", "tanpa isi", "kunci pribadi", "dua", "terlalu besar"],  # the root is another in each worker
)
def test_what_is_no_root_is_refused(session: Any, isi: bytes, kalimat: str) -> None:
    with pytest.raises(Keliru, match=kalimat):
        sertifikat.baca(isi)


def test_the_certificate_of_a_person_is_no_root(session: Any) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    _, orang, _ = pkcs12.load_key_and_certificates(pkcs12_dari("Wahyu"), SANDI.encode())
    assert orang is not None
    with pytest.raises(Keliru, match="perorangan"):
        sertifikat.baca(orang.public_bytes(Encoding.PEM))
