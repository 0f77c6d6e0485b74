"""Taking a list out: which rows and columns, with what types, quoted, streamed, and broken when it breaks."""

from __future__ import annotations

import csv
import http.client
import io
import logging
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from bulk import lembar_kerja
from tests.admin.layar import Layar, baris, salah, teks
from tests.orang import Orang, token
from tests.served import serving

AKAR = Path(__file__).resolve().parents[2]


def isi_csv(jawab: Any) -> list[dict[str, str]]:
    assert jawab.status_code == 200, jawab.text[-300:]
    teks = jawab.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(teks, newline=""), delimiter=";"))


def isi_xlsx(jawab: Any, lembar: int = 0) -> list[list[Any]]:
    assert jawab.status_code == 200, jawab.text[-300:]
    return CalamineWorkbook.from_filelike(io.BytesIO(jawab.data)).get_sheet_by_index(lembar).to_python()


def bagian(jawab: Any, nama: str = "xl/worksheets/sheet1.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(jawab.data)).read(nama).decode()


@pytest.fixture
def isi(usulan: Callable[..., list[int]]) -> list[int]:
    return usulan(30, volume=lambda i: i + 0.5, opd_awal_id=lambda i: i % 3 + 1)


def test_a_sheet_holds_what_the_list_shows_in_its_order(tim: Layar, isi: list[int]) -> None:
    alamat = "urut=-pagu_usulan&kolom=kode,usulan,pagu_usulan&pagu_usulan.sampai=9000000"
    daftar = baris(tim.buka(f"/usulan/?{alamat}&per=100"))
    tabel = isi_xlsx(tim.client.get(f"/usulan/export/xlsx/?{alamat}"))
    assert tabel[0] == ["Kode", "Usulan", "Pagu usulan", lembar_kerja.NOMOR]
    assert [int(r[3]) for r in tabel[1:]] == daftar
    assert len(daftar) == 10
    assert isi_csv(tim.client.get(f"/usulan/export/csv/?{alamat}"))[0]["Pagu usulan"] == "9000000"


def test_a_chunk_boundary_loses_and_repeats_nothing(
    tim: Layar, isi: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulk.ekspor import isi as modul

    monkeypatch.setattr(modul, "POTONG", 7)
    tabel = isi_csv(tim.client.get("/usulan/export/csv/?urut=-kode"))
    assert [int(r[lembar_kerja.NOMOR]) for r in tabel] == isi[::-1]


def test_cells_have_types_and_the_head_stays(tim: Layar, tulis: Callable, musrenbang: int, isi: list[int]) -> None:
    from models.surat_masuk import SuratMasuk

    surat = {"musrenbang_id": musrenbang, "agenda": "1", "asal": "Dinas", "perihal": "Hal"}
    tulis(SuratMasuk, 1, diterima=date(2026, 3, 23), **surat)
    hari = isi_xlsx(tim.client.get("/surat-masuk/export/xlsx/?kolom=diterima"))
    assert hari[1][0] == date(2026, 3, 23)
    assert isi_csv(tim.client.get("/surat-masuk/export/csv/?kolom=diterima"))[0]["Diterima tanggal"] == "2026-03-23"


@pytest.mark.parametrize("bentuk", ["csv", "xlsx"])
def test_no_text_leaves_as_a_formula(tim: Layar, usulan: Callable, bentuk: str) -> None:
    jahat = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "'=1", "=cmd|' /C calc'!A0", 'a;b"c\nd', "_x0041_ & <b>", "＝1"]
    usulan(len(jahat), usulan=lambda i: jahat[i])
    jawab = tim.client.get(f"/usulan/export/{bentuk}/?kolom=usulan")
    if bentuk == "csv":
        sel = [r["Usulan"] for r in isi_csv(jawab)]
        assert not [s for s in sel if s[:1] in lembar_kerja.PEMBUKA]
        assert [lembar_kerja.unquote(s) for s in sel] == jahat
    else:
        assert "<f" not in bagian(jawab).replace("<fi", "")
        assert [r[0] for r in isi_xlsx(jawab)[1:]] == jahat


def test_signs_that_xml_cannot_hold_break_no_sheet(tim: Layar, usulan: Callable) -> None:
    usulan(3, usulan=lambda i: ["a\x0bb\x1fc", "baris\r\nbaru", "\ufffe"][i])
    sel = [r[0] for r in isi_xlsx(tim.client.get("/usulan/export/xlsx/?kolom=usulan"))[1:]]
    assert sel == ["abc", "baris\nbaru", ""]


def test_all_columns_hold_what_an_import_knows_a_row_by(tim: Layar, usulan: Callable) -> None:
    (id_,) = usulan(1, sumber="SIPD", kode_eksternal="77")
    (baris_,) = isi_csv(tim.client.get("/usulan/export/csv/?semua_kolom=1"))
    assert (baris_[lembar_kerja.NOMOR], baris_[lembar_kerja.SUMBER]) == (str(id_), "SIPD")
    assert baris_[lembar_kerja.KODE_LUAR] == "77"
    assert baris_["Permasalahan"] == "Tergenang ketika hujan."


def test_names_that_several_rows_bear_come_with_their_number(tim: Layar, tulis: Callable, usulan: Callable) -> None:
    from models.perangkat_daerah import PerangkatDaerah

    satu, dua = tulis(
        PerangkatDaerah,
        2,
        nama=lambda i: ["Dinas Kembar", "DINAS-KEMBAR"][i],
        singkatan=lambda i: f"DK{i}",
        jenis="dinas",
    )
    usulan(2, opd_awal_id=lambda i: [satu, 1][i])
    nama = [r["OPD tujuan awal"] for r in isi_csv(tim.client.get("/usulan/export/csv/?kolom=opd_awal_id"))]
    assert nama[0] == f"Dinas Kembar (#{satu})"
    assert "#" not in nama[1]
    assert dua


# --- rights -----------------------------------------------------------------------------------------------------------

KENARI = ("0812-KENARI-77", "kenari77@contoh.go.id")


@pytest.mark.parametrize("bentuk", ["csv", "xlsx"])
@pytest.mark.parametrize("pilihan", ["", "kolom=nama,telepon,surel", "semua_kolom=1", "kolom=telepon"])
def test_personal_values_reach_no_file_by_an_address(
    layar: Callable[[str], Layar], tulis: Callable, bentuk: str, pilihan: str
) -> None:
    from models.pemangku_kepentingan import PemangkuKepentingan, Unsur

    tulis(PemangkuKepentingan, 1, nama="Tokoh", unsur=Unsur.TOKOH, telepon=KENARI[0], surel=KENARI[1])
    alamat = f"/pemangku-kepentingan/export/{bentuk}/?{pilihan}"
    for nama in ("pengawas", "kepala_badan", "tim_musrenbang"):  # with the right: by a POST that asks (test_pribadi.py)
        jawab = layar(nama).client.get(alamat)
        assert jawab.status_code == 200
        isi = jawab.data.decode() if bentuk == "csv" else bagian(jawab)
        assert "KENARI" not in isi.upper()
        assert "Telepon" not in isi
        assert "••" not in isi


def test_a_kind_that_one_may_not_read_is_not_exported(layar: Callable[[str], Layar]) -> None:
    tim = layar("tim_musrenbang")
    for alamat in ("/pengguna/export/csv/", "/pengguna/export/xlsx/?semua_kolom=1"):
        assert tim.client.get(alamat).status_code == 403
    admin = layar("administrator").client.get("/pengguna/export/csv/?semua_kolom=1")
    assert "argon2" not in admin.text


def test_only_own_operations_leave(layar: Callable[[str], Layar], tulis: Callable, orang: Orang) -> None:
    from models.operasi import JenisOperasi, Operasi

    for nama in ("tim_musrenbang", "sekretariat"):
        tulis(Operasi, 1, judul=f"Kerja {nama}", jenis=JenisOperasi.GERAK, pengguna_id=orang.id(nama))
    kerja = [r["Pekerjaan"] for r in isi_csv(layar("sekretariat").client.get("/operasi/export/csv/?kolom=judul"))]
    assert kerja == ["Kerja sekretariat"]


def test_a_selection_leaves_alone_and_only_what_may_be_read(
    tim: Layar, layar: Callable[[str], Layar], isi: list[int], tulis: Callable, orang: Orang
) -> None:
    data = {"csrf_token": token(tim.buka("/usulan/")), "rowid": f"{isi[3]},{isi[1]},999999", "kembali": "/usulan/"}
    jawab = tim.client.post("/usulan/export/csv/", data=data)
    assert [int(r[lembar_kerja.NOMOR]) for r in isi_csv(jawab)] == [isi[3], isi[1]]
    semua = {**data, "semua": "1", "kembali": "/usulan/?pagu_usulan.sampai=9000000"}
    assert len(isi_csv(tim.client.post("/usulan/export/csv/", data=semua))) == 10
    kecuali = {**semua, "kecuali": f"{isi[0]},{isi[4]}"}
    assert len(isi_csv(tim.client.post("/usulan/export/csv/", data=kecuali))) == 8


@pytest.mark.parametrize("rowid", [{"rowid": ""}, {}])
def test_where_nothing_is_ticked_the_list_that_is_seen_leaves(
    tim: Layar, isi: list[int], rowid: dict[str, str]
) -> None:
    data = {"csrf_token": token(tim.buka("/usulan/")), "kembali": "/usulan/?pagu_usulan.sampai=9000000", **rowid}
    assert len(isi_csv(tim.client.post("/usulan/export/csv/", data=data))) == 10


def test_the_menu_says_that_all_columns_are_without_personal_data(
    tim: Layar, layar: Callable[[str], Layar], isi: list[int], tulis: Callable
) -> None:
    from models.pemangku_kepentingan import PemangkuKepentingan, Unsur

    tulis(PemangkuKepentingan, nama="Tokoh (Demo)", unsur=Unsur.TOKOH, telepon="0812-1111-2222")
    alamat = "/pemangku-kepentingan/"
    assert "Excel: semua kolom, tanpa data pribadi" in teks(tim.buka(alamat))
    assert "yang dapat melihat data pribadi ini" not in teks(tim.buka(alamat))
    pengawas = teks(layar("pengawas").buka(alamat))
    assert "Tanpa data pribadi (" in pengawas
    assert re.search(r"Hanya .*Tim Musrenbang.* yang dapat melihat data pribadi ini", pengawas)
    assert "Excel: semua kolom" in (usulan := teks(tim.buka("/usulan/")))
    assert "tanpa data pribadi" not in usulan


@pytest.mark.parametrize(
    "alamat",
    [
        "export/pdf/",
        "export/csv/?kolom=sandi",
        "export/csv/?status=terbang",
        "export/csv/?asing=1",
        "export/xlsx/?urut=x",
    ],
)
def test_a_broken_address_gets_a_sentence_before_anything_is_sent(tim: Layar, isi: list[int], alamat: str) -> None:
    jawab = tim.client.get(f"/usulan/{alamat}")
    assert jawab.status_code in (400, 404)
    assert "Traceback" not in jawab.text


def test_what_leaves_is_logged_by_its_size_and_columns(
    tim: Layar, isi: list[int], orang: Orang, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "musrenbang")
    tim.client.get("/usulan/export/csv/?kolom=kode,pengusul")
    (satu,) = [r.getMessage() for r in caplog.records if r.getMessage().startswith("Ekspor")]
    assert satu == f"Ekspor usulan csv oleh pengguna {orang.tim_musrenbang}: 30 baris, kolom kode,pengusul,id"


@pytest.mark.parametrize(("batas", "n"), [("BARIS", 29), ("SEL", 59)])
def test_what_no_sheet_can_hold_is_refused_with_a_way_out(
    tim: Layar, isi: list[int], monkeypatch: pytest.MonkeyPatch, batas: str, n: int
) -> None:
    from bulk.ekspor import xlsx

    monkeypatch.setattr(xlsx, batas, n)
    jawab = tim.client.get("/usulan/export/xlsx/")
    assert jawab.status_code == 400
    assert "unduh sebagai CSV" in jawab.text
    assert len(isi_csv(tim.client.get("/usulan/export/csv/"))) == 30
    assert not salah(tim.buka("/usulan/"))


def test_deleted_rows_leave_only_from_the_list_of_deleted_ones(tim: Layar, isi: list[int], app: Flask) -> None:
    tim.kirim("/usulan/delete/", dari=f"/usulan/details/?id={isi[0]}", id=str(isi[0]))
    assert len(isi_csv(tim.client.get("/usulan/export/csv/"))) == 29
    assert [int(r[lembar_kerja.NOMOR]) for r in isi_csv(tim.client.get("/usulan/export/csv/?dihapus=1"))] == [isi[0]]


# --- streaming --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bentuk", ["csv", "xlsx"])
def test_a_failure_in_the_middle_does_not_look_like_a_complete_file(
    app: Flask, tim: Layar, isi: list[int], monkeypatch: pytest.MonkeyPatch, bentuk: str
) -> None:
    from bulk.ekspor import isi as modul

    asli = modul.columns

    def putus(*args: Any) -> Iterator[Any]:
        yield next(asli(*args))
        raise OSError("basis data pergi")

    kuki = tim.client.get_cookie("panel_musrenbang").value
    with serving(app) as port:
        for rusak in (False, True):
            if rusak:
                monkeypatch.setattr(modul, "columns", putus)
            http_ = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            http_.request("GET", f"/usulan/export/{bentuk}/", headers={"Cookie": f"panel_musrenbang={kuki}"})
            jawab = http_.getresponse()
            assert jawab.status == 200
            assert jawab.headers["Transfer-Encoding"] == "chunked"
            if not rusak:
                assert len(jawab.read()) > 500
                continue
            with pytest.raises(http.client.IncompleteRead) as galat:
                jawab.read()
            assert not zipfile.is_zipfile(io.BytesIO(galat.value.partial))


def test_between_two_chunks_no_transaction_is_open(
    tim: Layar, isi: list[int], monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    from bulk.ekspor import isi as modul
    from models.base import db

    monkeypatch.setattr(modul, "POTONG", 10)
    jawab = tim.client.get("/usulan/export/csv/", buffered=False)
    potongan = iter(jawab.response)
    next(potongan)
    with app.app_context():
        assert db.engine.pool.checkedout() == 0
    assert sum(1 for _ in potongan) >= 2
    with app.app_context():
        assert db.engine.pool.checkedout() == 0


MEMORI = """
import sys, tracemalloc
from bulk.ekspor import csv, xlsx, lajur
from bulk.ekspor.lajur import Lajur, Sort
kolom = [Lajur(s.name, s.value, s, None) for s in (Sort.TEKS, Sort.PANJANG, Sort.RUPIAH, Sort.ACUAN)]
def isi(n):
    for k in range(n):
        baris = range(1000)
        yield [[f"Usulan {k} {i}" for i in baris], [f"{k * i} " * 40 for i in baris], list(baris), ["A"] * 1000]
def puncak(buat, n):
    tracemalloc.start()
    for _ in buat(n): pass
    hasil = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return hasil
for buat in (lambda n: csv.write(kolom, isi(n)), lambda n: xlsx.write("U", kolom, isi(n))):
    puncak(buat, 1)
    sedikit, banyak = puncak(buat, 3), puncak(buat, 30)
    assert banyak < sedikit * 1.3 + 200_000, (sedikit, banyak)
"""


def test_memory_does_not_grow_with_the_rows() -> None:
    hasil = subprocess.run([sys.executable, "-c", MEMORI], cwd=AKAR, capture_output=True, text=True)
    assert hasil.returncode == 0, hasil.stderr[-500:]


# --- blank sheets and the way to them ---------------------------------------------------------------------------------


def test_a_blank_sheet_has_the_headings_and_lists_of_its_kind(tim: Layar) -> None:
    jawab = tim.client.get("/usulan/templat/")
    buku = CalamineWorkbook.from_filelike(io.BytesIO(jawab.data))
    assert buku.sheet_names == ["Usulan", "Petunjuk", "Pilihan"]
    judul = isi_xlsx(jawab)
    assert len(judul) == 1
    assert {"Usulan", "Permasalahan", "Volume usulan", "Kelurahan/wilayah"} <= set(judul[0])
    assert not {"Status", "Hasil", "Musrenbang", "Berkas pendukung"} & set(judul[0])
    pilihan = [list(k) for k in zip(*isi_xlsx(jawab, 2), strict=True)]
    wilayah = next(k for k in pilihan if k[0] == "Kelurahan/wilayah")
    assert len([x for x in wilayah if x]) == 76
    assert next(k for k in pilihan if k[0] == "Asal")[1] == "Masyarakat"
    buku_xml = bagian(jawab, "xl/workbook.xml")
    assert re.search(r'name="Pilihan" sheetId="3" state="hidden"', buku_xml)
    aturan = re.findall(r"<dataValidation [^>]*>(?:<formula1>([^<]*)</formula1>)?", bagian(jawab))
    assert len(aturan) == len(judul[0])
    assert any(a.startswith("Pilihan!$") for a in aturan)
    assert "Wajib diisi." in bagian(jawab)


def test_a_blank_sheet_is_for_those_who_may_add(layar: Callable[[str], Layar]) -> None:
    assert layar("pengawas").client.get("/usulan/templat/").status_code == 403
    assert layar("tim_musrenbang").client.get("/undangan/templat/").status_code == 404
    jawab = layar("kepala_bidang").client.get("/pemangku-kepentingan/templat/")
    assert "Telepon" not in isi_xlsx(jawab)[0]


def test_the_list_leads_to_its_files(tim: Layar, isi: list[int]) -> None:
    halaman = tim.buka("/usulan/?status=draf&q=RW")
    for alamat in re.findall(r'href="(/usulan/(?:export|templat)/[^"]*)"', halaman):
        assert tim.client.get(alamat.replace("&amp;", "&")).status_code == 200, alamat
    assert "/usulan/export/xlsx/?status=draf&amp;q=RW" in halaman
