"""Printing on the screen: from a list, from a step, the whole dossier, the card of a record, the page of the work."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from bulk import operasi
from documents import catalog, issue
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.laporan import Laporan
from models.naskah import StatusNaskah
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.undangan import Undangan
from models.waktu import hari_ini, sekarang
from tests import dunia
from tests.admin.layar import Layar, baris, salah, teks

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it

PILIHAN = re.compile(r'<option value="(cetak:[^"]+)">([^<]+)</option>')


@pytest.fixture
def laporan(tulis: Callable[..., list[int]], musrenbang: int) -> list[int]:
    return tulis(Laporan, 3, musrenbang_id=musrenbang, perihal=lambda i: f"Laporan {'CAB'[i]} (Demo)")


def berkas(layar: Layar, halaman: str) -> tuple[str, bytes]:
    """(kind, bytes) of the file behind the page of a finished work."""
    alamat = re.search(r'href="([^"]+/file/berkas_id/[^"]+)"', halaman)
    assert alamat is not None, teks(halaman)[-400:]
    jawab = layar.client.get(html.unescape(alamat[1]))
    return jawab.mimetype, jawab.data


def cetak(layar: Layar, alamat: str, dari: str, app: Any = None, **isian: Any) -> str:
    """Press the button; the page of the work once the worker is through."""
    jawab = layar.kirim(alamat, dari=dari, **isian)
    assert jawab.status_code == 302, salah(jawab.text) or teks(jawab.text)[-300:]
    if app is not None:
        with app.app_context():
            operasi.kerjakan(int(jawab.headers["Location"].rpartition("=")[2]))
    return layar.buka(jawab.headers["Location"])


# --- from a list ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_of_all_that_match_what_was_taken_out_is_not_printed(app: Flask, tim: Layar, laporan: list[int]) -> None:
    with app.app_context():
        kertas = next(k.kode for k in catalog.KATALOG if k.kind == "laporan")
    halaman = cetak(
        tim, "/laporan/action/", "/laporan/", app, aksi=f"cetak:{kertas}:zip", semua="1", kembali="/laporan/",
        kecuali=str(laporan[1]),
    )  # fmt: skip
    jenis, isi = berkas(tim, halaman)
    assert jenis == "application/zip"
    assert len([n for n in zipfile.ZipFile(io.BytesIO(isi)).namelist() if n.endswith(".pdf")]) == 2


def test_the_menu_over_a_list_offers_each_paper_in_both_shapes(tim: Layar, laporan: list[int]) -> None:
    pilihan = dict(PILIHAN.findall(tim.buka("/laporan/")))
    for kertas in (k for k in catalog.KATALOG if k.kind == "laporan"):
        assert pilihan[f"cetak:{kertas.kode}:pdf"] == f"{kertas.judul} – satu PDF"
        assert pilihan[f"cetak:{kertas.kode}:zip"] == f"{kertas.judul} – ZIP"
    assert not PILIHAN.findall(tim.buka("/dpa/"))


def test_who_only_reads_may_still_print_a_selection(
    layar: Callable[[str], Layar], laporan: list[int], app: Any
) -> None:
    pengawas = layar("pengawas")
    halaman = cetak(
        pengawas, "/laporan/action/", "/laporan/", app, rowid=[str(i) for i in laporan[:2]], aksi="cetak:laporan:zip"
    )
    assert "2 dari 2 naskah siap." in teks(halaman)
    jenis, isi = berkas(pengawas, halaman)
    assert jenis == "application/zip"
    assert len(zipfile.ZipFile(io.BytesIO(isi)).namelist()) == 2


@pytest.mark.parametrize("urut", ["perihal", "-perihal"])
def test_all_that_match_are_printed_in_the_order_of_the_list(
    tim: Layar, laporan: list[int], app: Any, urut: str
) -> None:
    dari = f"/laporan/?urut={urut}"
    halaman = cetak(tim, "/laporan/action/", dari, app, semua="1", kembali=dari, aksi="cetak:laporan:pdf")
    jenis, isi = berkas(tim, halaman)
    assert jenis == "application/pdf"
    nama = [str(x["/Title"]) for x in PdfReader(io.BytesIO(isi)).outline]
    assert nama == sorted(nama, reverse=urut[0] == "-")
    assert len(nama) == 3
    assert baris(tim.buka(dari)) == [laporan["CAB".index(n.split(": Laporan ")[1][0])] for n in nama]
    assert re.search(r"\d+ (KB|MB)", teks(halaman))


def test_a_selection_that_cannot_be_printed_gets_a_sentence(tim: Layar, laporan: list[int]) -> None:
    for isian, status, kalimat in (
        ({"aksi": "cetak:laporan:pdf"}, 400, "Belum ada baris yang dipilih"),
        ({"aksi": "cetak:undangan:pdf", "rowid": str(laporan[0])}, 403, "tidak berwenang mencetak"),
        ({"aksi": "cetak:laporan:docx", "rowid": str(laporan[0])}, 400, "Bentuk cetakan ini tidak dikenal"),
        ({"aksi": "cetak:laporan", "rowid": str(laporan[0])}, 400, "Bentuk cetakan ini tidak dikenal"),
    ):
        jawab = tim.kirim("/laporan/action/", dari="/laporan/", **isian)
        assert (jawab.status_code, kalimat in teks(jawab.text)) == (status, True), teks(jawab.text)[-300:]


def test_a_long_paper_is_a_job_until_it_is_frozen(app: Flask, tim: Layar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "BANYAK", 0)
    with app.app_context():
        u = dunia.undangan(dunia.di_ujung(), 2)
        u.status, u.ditandatangani_pada = StatusNaskah.MENUNGGU_NOMOR, hari_ini()
        db.session.commit()
        id_, pekerjaan = u.id, db.select(db.func.count(Operasi.id))
    alamat = f"/undangan/print/undangan/{id_}"
    assert '<form method="post"' in tim.buka(alamat)
    with app.app_context():
        assert db.session.scalar(pekerjaan) == 0, "looking at the page of a button starts nothing"
        issue.perform(db.session.get_one(Undangan, id_), "terbitkan", dunia.aktor("sekretariat"))
    assert tim.client.get(alamat).data.startswith(b"%PDF")
    with app.app_context():
        db.session.scalars(db.select(Dokumen).filter_by(naskah_id=id_)).one().status = StatusDokumen.MEMBEKUKAN
        db.session.commit()
    assert "Naskah sedang dibekukan" in teks(tim.buka(alamat, 409))


def test_the_card_of_a_record_tells_of_the_newest_version_of_its_paper(
    tim: Layar, laporan: list[int], tulis: Callable[..., list[int]]
) -> None:
    isian = {"kode": "laporan", "naskah_kind": "laporan", "naskah_id": laporan[0], "perihal": "Uji", "isi": {}}
    for versi, status, lain in (
        (2, StatusDokumen.TERBIT, {}),
        (1, StatusDokumen.DIBATALKAN, {}),
        (3, StatusDokumen.DIGANTI, {"deleted_at": sekarang()}),
    ):
        nomor = {"nomor": f"005/{versi}", "kode_periksa": f"AAAA-{versi}"}
        tulis(Dokumen, versi=versi, status=status, **isian, **nomor, **lain)
    kartu = teks(tim.buka(f"/laporan/details/?id={laporan[0]}"))
    assert "005/2" in kartu
    assert "005/1" not in kartu
    assert "005/3" not in kartu


# --- from a step, and the dossier -------------------------------------------------------------------------------------


def test_each_step_prints_its_output_and_says_how_many_papers_that_are(
    tim: Layar, musrenbang: int, laporan: list[int], app: Any
) -> None:
    alamat = f"/musrenbang/details/?id={musrenbang}"
    halaman = tim.buka(alamat)
    with app.app_context():
        draf = db.session.get_one(Laporan, laporan[0])
        per_laporan = sum(not k.alat for k in catalog.for_record(draf))
    assert f"Cetak keluaran ({3 * per_laporan})" in teks(halaman)
    assert halaman.count('name="langkah" value="laporan"') == 1
    assert 'name="langkah" value="ruang"' not in halaman or "penetapan_ruang" in {k.kind for k in catalog.KATALOG}
    hasil = cetak(tim, f"/musrenbang/dossier/{musrenbang}", alamat, app, langkah="laporan", bentuk="pdf")
    assert "Keluaran langkah 10" in teks(hasil)
    assert berkas(tim, hasil)[0] == "application/pdf"


def test_the_dossier_is_offered_to_who_may_take_it(
    layar: Callable[[str], Layar], tim: Layar, musrenbang: int, laporan: list[int], app: Any
) -> None:
    alamat, dari = f"/musrenbang/dossier/{musrenbang}", f"/musrenbang/details/?id={musrenbang}"
    perencana = layar("fungsional_perencana")
    assert "satu PDF" in teks(perencana.buka(dari))
    assert "Ambil berkas lengkap" not in teks(perencana.buka(dari))
    jawab = perencana.kirim(alamat, dari=dari, bentuk="berkas")
    assert (jawab.status_code, "peran Anda tidak memberi hak" in teks(jawab.text)) == (403, True)
    assert "Ambil berkas lengkap" in teks(tim.buka(dari))
    hasil = cetak(tim, alamat, dari, app, bentuk="berkas")
    _, isi = berkas(tim, hasil)
    assert {"index.json", "index.csv", "SHA256SUMS", "periksa.py"} <= set(zipfile.ZipFile(io.BytesIO(isi)).namelist())
    assert berkas(perencana, cetak(perencana, alamat, dari, app, bentuk="pdf"))[0] == "application/pdf"


def test_a_step_that_is_not_there_or_has_no_paper_says_so(tim: Layar, musrenbang: int) -> None:
    alamat, dari = f"/musrenbang/dossier/{musrenbang}", f"/musrenbang/details/?id={musrenbang}"
    assert tim.kirim(alamat, dari=dari, langkah="entah", bentuk="pdf").status_code == 404
    jawab = tim.kirim(alamat, dari=dari, langkah="laporan", bentuk="pdf")
    assert "Tidak ada naskah yang dapat dicetak di sini." in teks(jawab.text)
    assert 400 <= jawab.status_code < 500
    assert tim.kirim("/musrenbang/dossier/99999", dari=dari, bentuk="pdf").status_code == 404


# --- the page of the work ---------------------------------------------------------------------------------------------


def test_running_work_can_be_stopped_on_its_page_and_tells_how_far_it_came(
    tim: Layar, laporan: list[int], app: Any, monkeypatch: pytest.MonkeyPatch, ambil: Callable[[Any, int], Any]
) -> None:
    monkeypatch.setattr(operasi, "TUNGGU_NASKAH", 0)
    jawab = tim.kirim("/laporan/action/", dari="/laporan/", rowid=[str(i) for i in laporan], aksi="cetak:laporan:pdf")
    alamat = jawab.headers["Location"]
    id_ = int(alamat.rpartition("=")[2])
    halaman = tim.buka(alamat)
    assert "Belum dimulai." in teks(halaman)
    assert "Hentikan" in teks(halaman)
    assert tim.kirim(f"/operasi/move/batalkan/?id={id_}").status_code == 302
    with app.app_context():
        operasi.kerjakan(id_)
    assert ambil(Operasi, id_).status is StatusOperasi.DIBATALKAN
    halaman = teks(tim.buka(alamat))
    assert "Dihentikan setelah 0 dari 3 naskah." in halaman
    assert "Buka PDF" not in halaman


def test_what_could_not_be_printed_stands_on_the_page_with_its_reason(
    tim: Layar, laporan: list[int], app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from documents import issue
    from documents.pdf import PrintError

    asli = issue.cetak

    def rusak(record: Any, kode: str) -> Any:
        if record.id == laporan[1]:
            raise PrintError("Teks “laporan.umum” tidak dapat diisi.")
        return asli(record, kode)

    monkeypatch.setattr(issue, "cetak", rusak)
    ids = [str(i) for i in laporan]
    halaman = teks(cetak(tim, "/laporan/action/", "/laporan/", app, rowid=ids, aksi="cetak:laporan:pdf"))
    assert "2 dari 3 naskah siap. 1 tidak dapat dicetak; alasannya tertulis di bawah." in halaman
    assert "Laporan Musrenbang: Laporan A (Demo) Tidak Teks “laporan.umum” tidak dapat diisi." in halaman


def test_the_work_of_another_is_not_mine_to_open(
    tim: Layar, layar: Callable[[str], Layar], laporan: list[int], tulis: Callable[..., list[int]]
) -> None:
    (id_,) = tulis(Operasi, jenis=JenisOperasi.CETAK, judul="Cetak", pengguna_id=None)
    assert tim.client.get(f"/operasi/details/?id={id_}").status_code in (403, 404)


# --- the card of a record ---------------------------------------------------------------------------------------------


def kartu(layar: Layar, id_: int) -> str:
    return layar.buka(f"/laporan/details/?id={id_}").split('id="naskah"')[1].split("</section>")[0]


def test_a_card_with_many_papers_shows_the_issued_one_first_and_folds_the_tools(
    tim: Layar, laporan: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asal = catalog.kertas("laporan", "laporan")
    assert asal is not None
    lain = [replace(asal, kode=f"lain{n}", judul=f"Lain {n}", terbit=False, alat=n > 3) for n in range(1, 8)]
    monkeypatch.setattr(catalog, "KATALOG", (*lain, asal))
    isi = kartu(tim, laporan[0])
    terbuka, lipatan = isi.split("<details")
    assert [j.strip() for j in re.findall(r'rel="noopener">([^<]+)</a>', terbuka)] == [
        "Laporan Musrenbang",
        "Lain 1",
        "Lain 2",
        "Lain 3",
    ]
    assert "4 naskah lain" in teks("<details" + lipatan)
    assert "Konsep" in teks(terbuka)


def test_all_papers_of_a_record_come_with_one_press(
    tim: Layar, laporan: list[int], app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len([k for k in catalog.KATALOG if k.kind == "laporan"]) > 1 or "Semuanya:" not in kartu(tim, laporan[0])
    asal = catalog.kertas("laporan", "laporan")
    assert asal is not None
    monkeypatch.setattr(catalog, "KATALOG", (*catalog.KATALOG, replace(asal, kode="ringkas", terbit=False)))
    assert "Semuanya:" in kartu(tim, laporan[0])
    dari = f"/laporan/details/?id={laporan[0]}"
    halaman = cetak(tim, f"/laporan/print-all/{laporan[0]}", dari, app, bentuk="pdf")
    assert "1 dari 2 naskah siap." in teks(halaman)  # the second has no template: it says so and stops nobody
    assert "Sebutkan rujukan" in teks(halaman)


def test_an_unknown_paper_does_not_exist(app: Flask, layar: Callable[[str], Layar]) -> None:
    with app.app_context():
        id_ = dunia.undangan(dunia.di_ujung(), 1).id
    assert "tidak mempunyai naskah “tidak_ada”" in layar("sekretariat").buka(f"/undangan/print/tidak_ada/{id_}", 404)
