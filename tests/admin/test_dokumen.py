"""The page of an issued paper: who may put a signature on it, what is shown back, and what is never shown."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from documents import issue, kata
from models import berkas
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import StatusNaskah
from models.tanda_tangan import SertifikatTepercaya, TandaTanganElektronik
from models.waktu import hari_ini
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.documents.test_tanda_tangan import penanda_tangan, tanda_tangani_di_luar
from tests.sertifikat_uji import SANDI, akar, pkcs12_dari

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
# Who may put the signature on (the signer alone), and who may bring back what was signed elsewhere.
BOLEH = {
    "bubuhkan": {"kepala_badan"},
    "unggah": {"kepala_badan", "fungsional_perencana", "tim_musrenbang", "sub_koordinator", "sekretariat"},
    "pindaian": {"kepala_badan", "fungsional_perencana", "tim_musrenbang", "sub_koordinator", "sekretariat"},
}


@pytest.fixture
def naskah(app: Flask) -> int:
    """The id of an issued Dokumen whose signer is the kepala badan."""
    with app.app_context():
        u = dunia.undangan(dunia.di_ujung(), 1)
        u.status, u.ditandatangani_pada = StatusNaskah.MENUNGGU_NOMOR, hari_ini()
        db.session.commit()
        issue.perform(u, "terbitkan", dunia.aktor("sekretariat"))
        return int(db.session.execute(db.select(Dokumen.id).filter_by(naskah_id=u.id)).scalar_one())


def jumlah(app: Flask) -> int:
    with app.app_context():
        return int(db.session.scalar(db.select(db.func.count(TandaTanganElektronik.id))))


def bubuhkan(orang: Layar, id_: int, p12: bytes, sandi: str = SANDI) -> Any:
    return orang.kirim(
        f"/dokumen/tanda-tangan/bubuhkan/?id={id_}", dari="/", sertifikat=(io.BytesIO(p12), "a.p12"), sandi=sandi
    )


@pytest.mark.parametrize("cara", list(BOLEH))
@pytest.mark.parametrize("nama", dunia.ORANG)
def test_every_way_to_a_signature_is_open_to_those_it_is_meant_for(
    app: Flask, layar: Callable[[str], Layar], naskah: int, nama: str, cara: str
) -> None:
    orang = layar(nama)
    alamat = f"/dokumen/tanda-tangan/{cara}/?id={naskah}"
    boleh = nama in BOLEH[cara]
    assert (f"/tanda-tangan/{cara}/" in orang.buka(f"/dokumen/details/?id={naskah}")) is boleh
    assert orang.client.get(alamat).status_code == (200 if boleh else 403)
    jawab = orang.kirim(alamat, dari="/", sandi="x")  # nothing was chosen
    assert jawab.status_code == (400 if boleh else 403)
    assert jumlah(app) == 0


@pytest.mark.parametrize("status", [s for s in StatusDokumen if s is not StatusDokumen.TERBIT])
def test_what_is_not_in_force_takes_no_signature(
    app: Flask, layar: Callable[[str], Layar], naskah: int, status: StatusDokumen
) -> None:
    orang = layar("kepala_badan")
    with app.app_context():
        db.session.get_one(Dokumen, naskah).status = status
        db.session.commit()
    assert "/dokumen/tanda-tangan/" not in orang.buka(f"/dokumen/details/?id={naskah}")
    for cara in BOLEH:
        alamat = f"/dokumen/tanda-tangan/{cara}/?id={naskah}"
        assert "Hanya naskah yang terbit dan berlaku" in teks(orang.buka(alamat, 409))
        kirim = {"berkas": (io.BytesIO(b"%PDF-1.4 isi"), "a.pdf"), "sertifikat": (io.BytesIO(b"x"), "a.p12")}
        assert orang.kirim(alamat, dari="/", sandi="x", **kirim).status_code == 409
    assert jumlah(app) == 0


def test_the_signer_signs_and_the_page_says_what_it_is(app: Flask, layar: Callable[[str], Layar], naskah: int) -> None:
    kepala = layar("kepala_badan")
    assert bubuhkan(kepala, naskah, pkcs12_dari("Orang Lain")).status_code == 302
    halaman = teks(kepala.buka(f"/dokumen/details/?id={naskah}"))
    assert "TTE tidak tersertifikasi, atas nama Orang Lain (bukan nama penanda tangan naskah)" in halaman
    assert "Tanda tangan elektronik oleh" in halaman  # the diary of the paper
    with app.app_context():
        beku = db.session.get_one(Dokumen, naskah).berkas.isi
        (satu,) = db.session.scalars(db.select(TandaTanganElektronik)).all()
        bertanda, id_ = satu.berkas.isi, satu.id
    assert kepala.client.get(f"/dokumen/file/berkas_id/?id={naskah}").data == beku
    assert kepala.client.get(f"/tanda-tangan-elektronik/file/berkas_id/?id={id_}").data == bertanda
    assert kepala.client.get("/undangan/print/undangan/1").data == bertanda


def test_another_file_in_the_place_of_a_frozen_one_is_handed_to_nobody(
    app: Flask, layar: Callable[[str], Layar], naskah: int
) -> None:
    """Whole in itself, but not what the paper knows of its file."""
    with app.app_context():
        lain = dunia.simpan(berkas.simpan("lain.pdf", "application/pdf", b"%PDF-1.4 isi lain"))
        db.session.execute(db.update(Dokumen).where(Dokumen.id == naskah).values(berkas_id=lain.id))
        db.session.commit()
    for alamat in (f"/dokumen/file/berkas_id/?id={naskah}", "/undangan/print/undangan/1"):
        jawab = layar("kepala_badan").client.get(alamat)
        assert jawab.status_code == 409, alamat
        assert "tidak lagi sama dengan yang " in teks(jawab.text)


def test_a_wrong_passphrase_is_a_sentence_beside_its_field_and_is_never_shown_back(
    app: Flask, layar: Callable[[str], Layar], naskah: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    jawab = bubuhkan(layar("kepala_badan"), naskah, pkcs12_dari("Wahyu"), "salah-RAHASIA-91")
    assert jawab.status_code == 400
    assert "Frasa sandi tidak cocok" in teks(jawab.text)
    assert "RAHASIA" not in jawab.text + caplog.text
    assert jumlah(app) == 0


def test_a_form_that_is_no_longer_valid_does_not_show_the_passphrase_back(
    layar: Callable[[str], Layar], naskah: int
) -> None:
    orang = layar("kepala_badan")
    jawab = orang.client.post(
        f"/dokumen/tanda-tangan/bubuhkan/?id={naskah}", data={"sandi": "salah-RAHASIA-91", "csrf_token": "palsu"}
    )
    assert jawab.status_code == 400
    assert "RAHASIA" not in jawab.text


@pytest.mark.parametrize(
    ("cara", "isi", "nama", "kalimat"),
    [
        ("unggah", b"\x89PNG\r\n\x1a\n0", "a.png", "Unggah PDF yang sudah ditandatangani"),
        ("unggah", b"%PDF-1.7 rusak", "a.pdf", "bukan PDF yang dapat dibaca"),
        ("unggah", b"<script>", "a.pdf", "Unggah PDF yang sudah ditandatangani"),
        ("pindaian", b"PK\x03\x04", "a.docx", "Pindaian harus berupa PDF, PNG atau JPG"),
        ("pindaian", b"", "a.pdf", "Berkas ini kosong"),
    ],
)
def test_what_is_sent_must_be_what_it_claims(
    app: Flask, layar: Callable[[str], Layar], naskah: int, cara: str, isi: bytes, nama: str, kalimat: str
) -> None:
    alamat = f"/dokumen/tanda-tangan/{cara}/?id={naskah}"
    jawab = layar("sekretariat").kirim(alamat, berkas=(io.BytesIO(isi), nama))
    assert jawab.status_code == 400
    assert kalimat in teks(jawab.text)
    assert 'aria-describedby="berkas-salah"' in jawab.text
    assert "Office" not in jawab.text
    assert jumlah(app) == 0


def test_another_name_on_the_certificate_is_asked_about_before_it_is_stored(
    app: Flask, layar: Callable[[str], Layar], naskah: int
) -> None:
    with app.app_context():
        d = db.session.get_one(Dokumen, naskah)
        bertanda, penanda = tanda_tangani_di_luar(d.berkas.isi, pkcs12_dari("Orang Lain")), penanda_tangan(d)
    orang, alamat = layar("sekretariat"), f"/dokumen/tanda-tangan/unggah/?id={naskah}"
    assert "tahu_beda" not in orang.buka(alamat)
    jawab = orang.kirim(alamat, berkas=(io.BytesIO(bertanda), "a.pdf"))
    assert jawab.status_code == 400
    assert f"Nama pada sertifikat (Orang Lain) berbeda dari penanda tangan naskah ({penanda})" in teks(jawab.text)
    assert "Saya tahu nama pada sertifikat berbeda" in teks(jawab.text)
    assert jumlah(app) == 0
    kirim = {"berkas": (io.BytesIO(bertanda), "a.pdf"), "tahu_beda": "1"}
    assert orang.kirim(alamat, dari="/", **kirim).status_code == 302
    assert jumlah(app) == 1


@pytest.mark.parametrize("nama", dunia.ORANG)
def test_a_wrong_scan_is_withdrawn_with_a_reason_by_those_who_may_upload(
    app: Flask, layar: Callable[[str], Layar], naskah: int, nama: str
) -> None:
    pindai = f"/dokumen/tanda-tangan/pindaian/?id={naskah}"
    layar("sekretariat").kirim(pindai, berkas=(io.BytesIO(b"%PDF-1.4 keliru"), "pindai.pdf"))
    with app.app_context():
        id_ = int(db.session.execute(db.select(TandaTanganElektronik.id)).scalar_one())
    orang, alamat = layar(nama), f"/tanda-tangan-elektronik/tarik/?id={id_}"
    boleh = nama in BOLEH["pindaian"]
    for halaman in (f"/dokumen/details/?id={naskah}", f"/tanda-tangan-elektronik/details/?id={id_}"):
        assert ("/tarik/" in orang.buka(halaman)) is boleh
    orang.buka(alamat, 200 if boleh else 403)
    jawab = orang.kirim(alamat, dari="/", alasan="  ")
    assert jawab.status_code == (400 if boleh else 403)
    jawab = orang.kirim(alamat, dari="/", alasan="Lembar <i>naskah lain</i>")
    assert jawab.status_code == (302 if boleh else 403)
    with app.app_context():
        assert (db.session.get_one(TandaTanganElektronik, id_).deleted_at is not None) is boleh
    if boleh:
        halaman = orang.buka(f"/dokumen/details/?id={naskah}")
        assert "pindaian: Lembar &lt;i&gt;naskah lain" in halaman
        assert "/tanda-tangan-elektronik/file/" not in halaman
        orang.buka(alamat, 409)


def test_after_a_signature_another_one_is_not_the_main_thing_to_do(layar: Callable[[str], Layar], naskah: int) -> None:
    kepala = layar("kepala_badan")
    assert 'class="tombol utama" href="/dokumen/tanda-tangan/bubuhkan/' in kepala.buka(f"/dokumen/details/?id={naskah}")
    bubuhkan(kepala, naskah, pkcs12_dari("Wahyu"))
    halaman = kepala.buka(f"/dokumen/details/?id={naskah}")
    assert 'class="tombol utama" href="/dokumen/tanda-tangan/bubuhkan/' not in halaman
    assert "Bubuhkan tanda tangan elektronik lagi…" in teks(halaman)


def test_the_page_of_a_paper_shows_the_code_as_printed_and_the_frozen_pdf_once(
    app: Flask, layar: Callable[[str], Layar], naskah: int
) -> None:
    with app.app_context():
        kode = db.session.get_one(Dokumen, naskah).kode_periksa
    orang = layar("sekretariat")
    halaman = orang.buka(f"/dokumen/details/?id={naskah}")
    assert halaman.count("/dokumen/file/berkas_id/") == 1
    for kata_ in ("Id naskah", "Kegagalan", "Kode periksa"):
        assert kata_ not in teks(halaman)
    for dicari in (kata.berkelompok(kode), kode.lower(), kata.berkelompok(kode)[:9]):
        assert kata.berkelompok(kode) in teks(orang.buka(f"/dokumen/?q={dicari}")), dicari


def test_a_scan_of_a_wet_signature_is_kept_and_called_so(layar: Callable[[str], Layar], naskah: int) -> None:
    orang = layar("sekretariat")
    alamat = f"/dokumen/tanda-tangan/pindaian/?id={naskah}"
    assert orang.kirim(alamat, berkas=(io.BytesIO(b"%PDF-1.4 pindaian"), "pindai.pdf")).status_code == 302
    assert "tanda tangan basah: pindaian diunggah" in teks(orang.buka(f"/dokumen/details/?id={naskah}"))


def test_an_unknown_way_or_paper_does_not_exist(layar: Callable[[str], Layar], naskah: int) -> None:
    kepala = layar("kepala_badan")
    for alamat in (f"/dokumen/tanda-tangan/terbang/?id={naskah}", "/dokumen/tanda-tangan/bubuhkan/?id=999"):
        kepala.buka(alamat, 404)


# --- roots ------------------------------------------------------------------------------------------------------------


def test_the_administrator_trusts_a_root_and_takes_the_trust_back(app: Flask, layar: Callable[[str], Layar]) -> None:
    admin = layar("administrator")
    pem = akar().pem
    isian = {"pem": (io.BytesIO(pem), "induk.pem"), "keterangan": "Induk uji"}
    id_ = admin.simpan("/sertifikat-tepercaya/new/", **isian)
    halaman = teks(admin.buka(f"/sertifikat-tepercaya/details/?id={id_}"))
    assert "Induk Uji (Demo)" in halaman
    assert "Berlaku sampai" in halaman
    ulang = admin.kirim("/sertifikat-tepercaya/new/", pem=(io.BytesIO(pem), "a.pem"), keterangan="Lagi")
    assert ulang.status_code == 400
    assert "sudah tersimpan" in teks(ulang.text)
    assert 'value="Lagi"' in ulang.text
    jawab = admin.kirim("/sertifikat-tepercaya/delete/", dari=f"/sertifikat-tepercaya/details/?id={id_}", id=str(id_))
    assert jawab.status_code == 302
    with app.app_context():
        from documents import sertifikat

        assert sertifikat.tepercaya() == []


@pytest.mark.parametrize("nama", [n for n in dunia.ORANG if n != "administrator"])
def test_nobody_else_decides_whom_the_office_trusts(app: Flask, layar: Callable[[str], Layar], nama: str) -> None:
    orang = layar(nama)
    orang.buka("/sertifikat-tepercaya/new/", 403)
    jawab = orang.kirim("/sertifikat-tepercaya/new/", dari="/", pem=(io.BytesIO(akar().pem), "a.pem"))
    assert jawab.status_code == 403
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(SertifikatTepercaya.id))) == 0


# --- the return of the signer -----------------------------------------------------------------------------------------


def test_the_note_of_a_return_stands_on_top_of_the_record(app: Flask, layar: Callable[[str], Layar]) -> None:
    with app.app_context():
        u = dunia.undangan(dunia.di_ujung(), 1)
        u.status = StatusNaskah.DIAJUKAN
        db.session.commit()
        issue.perform(u, "kembalikan", dunia.aktor("kepala_badan"), "Jam <i>acara</i> belum benar")
        id_ = u.id
    halaman = layar("tim_musrenbang").buka(f"/undangan/details/?id={id_}")
    assert "Catatan pengembalian: Jam &lt;i&gt;acara&lt;/i&gt; belum benar" in halaman
    assert halaman.index("Catatan pengembalian: Jam") < halaman.index('class="fakta"')
