"""The open page that checks a paper: for anybody, about nothing but the head of the paper."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from documents import issue, kata, sertifikat, tanda_tangan
from models import setelan
from models.base import db
from models.dokumen import Dokumen
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.tanda_tangan import SertifikatTepercaya
from models.waktu import hari_ini
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.orang import token
from tests.sertifikat_uji import SANDI, akar, pkcs12_dari

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
HEAD = ("kode_periksa", "nomor", "perihal", "penandatangan", "sha256")


@pytest.fixture(autouse=True)
def sungguhan(app: Flask) -> Iterator[setelan.Setelan]:
    """A panel that is used, not one that is tried."""
    coba = setelan.kini()
    setelan.pasang(replace(coba, mode="production"))
    yield coba
    setelan.pasang(coba)


@pytest.fixture
def naskah(app: Flask) -> dict[str, Any]:
    """An issued undangan to three people: what its Dokumen says, and its bytes."""
    with app.app_context():
        u = dunia.undangan(dunia.di_ujung())
        u.status, u.ditandatangani_pada = StatusNaskah.MENUNGGU_NOMOR, hari_ini()
        db.session.commit()
        issue.perform(u, "terbitkan", dunia.aktor("sekretariat"))
        return _isi(db.session.execute(db.select(Dokumen).filter_by(naskah_id=u.id)).scalar_one())


def _isi(d: Dokumen) -> dict[str, Any]:
    return {
        **{k: getattr(d, k) for k in HEAD},
        "id": d.id,
        "naskah_id": d.naskah_id,
        "pdf": d.berkas.isi,
        "sidik_isi": d.isi["verifikasi"]["sha256"],
    }


def bandingkan(client: FlaskClient, alamat: str, isi: bytes, nama: str = "naskah.pdf") -> Any:
    data = {"csrf_token": token(client.get("/periksa/").text), "berkas": (io.BytesIO(isi), nama)}
    return client.post(alamat, data=data, content_type="multipart/form-data")


def ketik(client: FlaskClient, kode: str) -> Any:
    return client.get("/periksa/", query_string={"kode": kode}, follow_redirects=True)


@pytest.mark.parametrize("cara", ["panel", "musrenbang"])
def test_a_paper_of_a_demonstration_is_called_an_example(
    app: Flask, client: FlaskClient, naskah: dict[str, Any], sungguhan: setelan.Setelan, cara: str
) -> None:
    if cara == "panel":
        setelan.pasang(sungguhan)
    else:
        with app.app_context():
            db.session.execute(db.update(Musrenbang).values(demonstrasi=True))
            db.session.commit()
    isi = teks(client.get(f"/periksa/{naskah['kode_periksa']}").text)
    assert "Contoh" in isi
    assert "ini bukan surat resmi" in isi
    assert "masih berlaku" not in isi


def test_an_issued_paper_is_valid_and_says_only_its_head(client: FlaskClient, naskah: dict[str, Any]) -> None:
    jawab = client.get(f"/periksa/{naskah['kode_periksa']}")
    assert jawab.status_code == 200
    assert "noindex" in jawab.headers["X-Robots-Tag"]
    isi = teks(jawab.text)
    assert "Berlaku" in isi
    for bagian in ("nomor", "perihal", "penandatangan", "sha256"):
        assert naskah[bagian] in isi
    assert kata.berkelompok(naskah["kode_periksa"]) in isi
    assert kata.tanggal(hari_ini()) in isi
    for rahasia in ("Tokoh 1", "Balai Kota", "197707", "Riwayat", "/undangan/"):
        assert rahasia not in jawab.text
    assert re.findall(r"<script[^>]*>", jawab.text) == [
        f'<script src="/static/{nama}.js" defer>' for nama in ("kata", "borang")
    ], "nothing of the panel itself"


def test_the_hash_in_the_foot_and_the_hash_of_the_file_have_names_of_their_own(
    client: FlaskClient, naskah: dict[str, Any], layar: Callable[[str], Layar]
) -> None:
    lembar = " ".join(pypdfium2.PdfDocument(naskah["pdf"])[0].get_textpage().get_text_bounded().split())
    assert f"Sidik isi {naskah['sidik_isi']}" in lembar
    assert "SHA-256" not in lembar
    rincian = layar("sekretariat").buka(f"/dokumen/details/?id={naskah['id']}")
    for halaman in (client.get(f"/periksa/{naskah['kode_periksa']}").text, rincian):
        isi = teks(halaman)
        assert f"Sidik isi (tercetak pada kaki naskah) {naskah['sidik_isi']}" in isi
        assert f"SHA-256 berkas PDF {hashlib.sha256(naskah['pdf']).hexdigest()}" in isi


@pytest.mark.parametrize(
    "ubah",
    [
        str.lower,
        kata.berkelompok,
        lambda k: f"  {kata.berkelompok(k).lower().replace('-', ' – ')} ",
        lambda k: k.replace("5", "S").replace("2", "z").replace("8", "B").replace("6", "g"),
        lambda k: k.replace("D", "0").replace("L", "1"),
        lambda k: k.replace("D", "O").replace("L", "i"),
    ],
)
def test_a_code_is_found_as_people_type_it(
    client: FlaskClient, naskah: dict[str, Any], app: Flask, ubah: Callable[[str], str]
) -> None:
    with app.app_context():
        db.session.get_one(Dokumen, naskah["id"]).kode_periksa = "ADL258N6TDL5"
        db.session.commit()
    jawab = ketik(client, ubah("ADL258N6TDL5"))
    assert jawab.status_code == 200
    assert naskah["nomor"] in teks(jawab.text)


@pytest.mark.parametrize(
    "kode", ["A", "AAAAAAAAAAAA", "'; DROP TABLE dokumen", "%00", "٣" * 12, "x" * 5000, "../login"]
)
def test_a_wrong_code_is_a_sentence_and_no_page(client: FlaskClient, naskah: dict[str, Any], kode: str) -> None:
    for jawab in (ketik(client, kode), client.get(f"/periksa/{kode.replace('/', '')}")):
        assert jawab.status_code == 404
        assert "kode" in teks(jawab.text).lower()
        assert naskah["nomor"] not in jawab.text


def test_a_voided_paper_says_since_when_and_not_why(client: FlaskClient, naskah: dict[str, Any], app: Flask) -> None:
    with app.app_context():
        u = db.session.get_one(dunia.Undangan, naskah["naskah_id"])
        issue.perform(u, "batalkan", dunia.aktor("sekretariat"), "Alasan yang bukan untuk umum")
    jawab = client.get(f"/periksa/{naskah['kode_periksa']}")
    assert f"dibatalkan dan tidak berlaku sejak {kata.tanggal(hari_ini())}" in teks(jawab.text)
    assert "bukan untuk umum" not in jawab.text


def test_a_superseded_paper_names_its_successor(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        m = dunia.di_ujung()
        (u,) = dunia.isi_usulan(m, 1)
        issue.perform(u, "terima", dunia.aktor("tim_musrenbang"))
        ba = dunia.berita_acara(m)
        lama = _terbitkan(ba)
        issue.perform(ba, "koreksi", dunia.aktor("kepala_badan"), "Salah", {"usulan_id": [u.id]})
        di_antara = teks(client.get(f"/periksa/{lama['kode_periksa']}").text)
        issue.perform(u, "terima", dunia.aktor("tim_musrenbang"), "Tetap")
        baru = db.session.execute(db.select(type(ba)).filter_by(versi=2)).scalar_one()
        for orang in baru.para_penandatangan:
            orang.ditandatangani_pada = hari_ini()
        pengganti = _terbitkan(baru)
    assert "penggantinya belum terbit" in di_antara
    isi = teks(client.get(f"/periksa/{lama['kode_periksa']}").text)
    assert f"digantikan oleh versi 2, nomor {pengganti['nomor']}" in isi
    assert "Berlaku" in teks(client.get(f"/periksa/{pengganti['kode_periksa']}").text)


def test_a_corrected_undangan_names_its_successor_once_that_is_issued(
    client: FlaskClient, naskah: dict[str, Any], app: Flask
) -> None:
    with app.app_context():
        u = db.session.get_one(dunia.Undangan, naskah["naskah_id"])
        issue.perform(u, "koreksi", dunia.aktor("sekretariat"), "Alasan yang bukan untuk umum")
        di_antara = teks(client.get(f"/periksa/{naskah['kode_periksa']}").text)
        pengganti = _terbitkan(db.session.scalars(db.select(dunia.Undangan).filter_by(versi=2)).one())
    assert "penggantinya belum terbit" in di_antara
    jawab = client.get(f"/periksa/{naskah['kode_periksa']}")
    assert f"digantikan oleh versi 2, nomor {pengganti['nomor']}" in teks(jawab.text)
    assert "bukan untuk umum" not in jawab.text


def _terbitkan(record: Any) -> dict[str, Any]:
    issue.perform(record, "ajukan", dunia.aktor("tim_musrenbang"))
    issue.perform(record, "tanda_tangani", dunia.aktor("kepala_badan"))
    issue.perform(record, "terbitkan", dunia.aktor("sekretariat"))
    return _isi(db.session.execute(db.select(Dokumen).filter_by(naskah_id=record.id)).scalar_one())


def test_a_signed_paper_that_waits_says_so(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        u = dunia.undangan(dunia.di_ujung(), 1)
        u.status = StatusNaskah.DIAJUKAN
        db.session.commit()
        issue.perform(u, "tanda_tangani", dunia.aktor("kepala_badan"))
        kode = db.session.execute(db.select(Dokumen.kode_periksa)).scalar_one()
    isi = teks(client.get(f"/periksa/{kode}").text)
    assert "Menunggu nomor" in isi
    assert "belum bernomor" in isi


# --- byte for byte ----------------------------------------------------------------------------------------------------


def test_the_frozen_bytes_are_recognised_with_and_without_the_code(client: FlaskClient, naskah: dict[str, Any]) -> None:
    for alamat in ("/periksa/", f"/periksa/{naskah['kode_periksa']}"):
        isi = teks(bandingkan(client, alamat, naskah["pdf"]).text)
        assert "sama bita demi bita dengan PDF yang dibekukan" in isi
        assert naskah["nomor"] in isi


def test_a_changed_byte_is_not_the_paper(client: FlaskClient, naskah: dict[str, Any]) -> None:
    rusak = bytearray(naskah["pdf"])
    rusak[len(rusak) // 2] ^= 1
    assert "tidak sama bita demi bita" in teks(
        bandingkan(client, f"/periksa/{naskah['kode_periksa']}", bytes(rusak)).text
    )
    isi = teks(bandingkan(client, "/periksa/", bytes(rusak)).text)
    assert "bukan naskah yang tersimpan" in isi
    assert naskah["nomor"] not in isi


def test_a_signed_version_is_recognised_and_labelled_by_its_certificate(
    client: FlaskClient, naskah: dict[str, Any], app: Flask
) -> None:
    with app.app_context():
        dunia.simpan(SertifikatTepercaya(**sertifikat.baca(akar().pem)))
        d = db.session.get_one(Dokumen, naskah["id"])
        p12 = pkcs12_dari("Orang Lain")
        tanda_tangan.bubuhkan(d, dunia.aktor("kepala_badan"), p12, bytearray(SANDI.encode()))
        bertanda = tanda_tangan.semua(naskah["id"])[0].berkas.isi
    jawab = bandingkan(client, f"/periksa/{naskah['kode_periksa']}", bertanda)
    isi = teks(jawab.text)
    assert "sama bita demi bita dengan versi bertanda tangan: TTE tersertifikasi, atas nama Orang Lain" in isi
    assert "berbeda dari penanda tangan naskah" in isi
    with app.app_context():
        tanda = tanda_tangan.semua(naskah["id"])[0]
        tanda_tangan.tarik(tanda, dunia.aktor("kepala_badan"), "Keliru")
    ditarik = teks(bandingkan(client, f"/periksa/{naskah['kode_periksa']}", bertanda).text)
    assert "Orang Lain" not in ditarik
    assert "tidak sama bita demi bita" in ditarik
    rusak = bytearray(bertanda)
    rusak[-30] ^= 1
    assert "tidak sama" in teks(bandingkan(client, f"/periksa/{naskah['kode_periksa']}", bytes(rusak)).text)


@pytest.mark.parametrize(
    ("isi", "nama", "kalimat"),
    [
        (b"", "a.pdf", "Berkas ini kosong"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "hanya berkas PDF"),
        (b"<html>", "a.pdf", "hanya berkas PDF"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "a.pdf", "lebih besar dari 20 MB"),
        (b"%PDF-", "", "Pilih dahulu berkas"),
    ],
)
def test_what_is_no_pdf_gets_a_sentence(
    client: FlaskClient, naskah: dict[str, Any], isi: bytes, nama: str, kalimat: str
) -> None:
    for alamat in ("/periksa/", f"/periksa/{naskah['kode_periksa']}"):
        jawab = bandingkan(client, alamat, isi, nama)
        assert jawab.status_code == 400
        assert kalimat in teks(jawab.text)


def test_a_comparison_needs_its_token_and_stores_nothing(
    client: FlaskClient, naskah: dict[str, Any], app: Flask
) -> None:
    from models.berkas import Berkas
    from models.riwayat import Riwayat

    def hitung() -> list[int]:
        with app.app_context():
            return [db.session.scalar(db.select(db.func.count(m.id))) for m in (Berkas, Riwayat)]

    semula = hitung()
    jawab = client.post("/periksa/", data={"berkas": (io.BytesIO(naskah["pdf"]), "a.pdf")})
    assert jawab.status_code == 400
    assert "tidak berlaku" in teks(jawab.text)
    bandingkan(client, "/periksa/", naskah["pdf"])
    assert hitung() == semula


def test_nothing_else_opens_without_signing_in(client: FlaskClient, naskah: dict[str, Any]) -> None:
    for alamat in (f"/dokumen/details/?id={naskah['id']}", f"/dokumen/file/berkas_id/?id={naskah['id']}", "/dokumen/"):
        assert client.get(alamat).status_code == 302
