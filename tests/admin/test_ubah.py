"""Editing a selection on the screen: fields and ways, the preview of all rows, the report, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bulk import urung
from models.base import db
from models.distribusi import Distribusi
from models.operasi import Operasi
from models.usulan import StatusUsulan, Usulan
from tests import dunia
from tests.admin.layar import Layar, salah, teks
from tests.orang import token

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def pilih(layar: Layar, ids: list[int], aksi: str = "ubah", **lain: str) -> Any:
    halaman = layar.buka("/usulan/")
    isian = {"csrf_token": token(halaman), "aksi": aksi, "rowid": ",".join(map(str, ids)), **lain}
    return layar.client.post("/usulan/action/", data=isian)


def ubah(layar: Layar, ids: list[int], **isian: str) -> Any:
    """Send the page of fields."""
    halaman = layar.buka("/usulan/")
    kirim = {"csrf_token": token(halaman), "lanjut": "1", "rowid": ",".join(map(str, ids)), **isian}
    return layar.client.post("/usulan/ubah/", data=kirim)


def setuju(layar: Layar, tinjau: Any, bila: str = "lewati") -> Any:
    halaman = layar.buka(tinjau.headers["Location"])
    id_ = re.search(r"id=(\d+)", tinjau.headers["Location"])[1]  # type: ignore[index]
    return layar.client.post("/operasi/terapkan/", data={"csrf_token": token(halaman), "id": id_, "bila": bila})


@SQLITE
def test_the_page_offers_each_field_of_the_form_with_its_ways_and_no_state(
    tim: Layar, usulan: Callable[..., list[int]]
) -> None:
    halaman = pilih(tim, usulan(3)).text
    assert "Ubah isian: 3 usulan" in teks(halaman)
    cara = dict(re.findall(r'<select id="cara_(\w+)".*?>(.*?)</select>', halaman, re.S))
    assert {"satuan", "opd_awal_id", "pagu_usulan", "kesiapan_lahan"} <= cara.keys()
    assert not {"status", "hasil", "kode", "pagu_disepakati", "kecamatan_id", "version"} & cara.keys()
    assert re.findall(r'value="(\w+)"', cara["rt"]) == ["isi", "kosongkan", "tambahkan", "ganti"]
    assert re.findall(r'value="(\w+)"', cara["opd_awal_id"]) == ["isi", "kosongkan"]
    assert re.findall(r'value="(\w*)"', cara["satuan"])[0] == ""


@SQLITE
def test_the_page_offers_what_is_of_the_musrenbang_of_the_chosen_rows(app: Any, tim: Layar) -> None:
    """Not of the newest one alone: a distribusi of last year leads to an undangan of last year."""
    with app.app_context():
        undangan = [dunia.undangan(dunia.di_ujung(tahun)) for tahun in (2027, 2028, 2029)]
        surat = [u.id for u in undangan]
        ids = [
            dunia.simpan(Distribusi(musrenbang_id=u.musrenbang_id, undangan_id=u.id, penerima="Tokoh (Demo)")).id
            for u in undangan
        ]

    def ditawarkan(*pilih: int, **lain: str) -> tuple[int, list[int]]:
        kirim = {"csrf_token": token(tim.buka("/distribusi/")), "rowid": ",".join(map(str, pilih)), **lain}
        jawab = tim.client.post("/distribusi/ubah/", data=kirim)
        isi = re.search(r'<select id="nilai_undangan_id".*?</select>', jawab.text, re.S)
        return jawab.status_code, sorted(int(i) for i in re.findall(r'value="(\d+)"', isi[0])) if isi else []

    assert ditawarkan(ids[0]) == (200, surat[:1])
    assert ditawarkan(*ids[:2]) == (200, surat[:2])
    isian = {"lanjut": "1", "cara_undangan_id": "isi", "nilai_undangan_id": str(surat[2])}
    assert ditawarkan(*ids[:2], **isian) == (400, surat[:2]), "yang tidak ditawarkan ditolak"
    assert ditawarkan(*ids[:2], **{**isian, "nilai_undangan_id": str(surat[1])})[0] == 302
    semua = {"semua": "1", "kembali": "/distribusi/?musrenbang_id=semua"}
    assert ditawarkan(**semua) == (200, surat)


@SQLITE
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    tim: Layar, usulan: Callable[..., list[int]]
) -> None:
    ids = usulan(2)
    jawab = ubah(tim, ids, cara_pagu_usulan="isi", nilai_pagu_usulan="banyak", cara_satuan="isi")
    assert jawab.status_code == 400
    assert "Pagu usulan: Tulis jumlah rupiah, misalnya Rp1.500.000." in teks(jawab.text)
    assert "Satuan: Isi nilainya; isian ini tidak boleh kosong." in teks(jawab.text)
    assert 'value="banyak"' in jawab.text
    kosong = ubah(tim, ids)
    assert salah(kosong.text) == ["Belum ada yang diubah: pilih cara pada sedikitnya satu isian."]
    for aneh in ({"cara_status": "isi", "nilai_status": "final"}, {"cara_kode": "isi", "nilai_kode": "X"}):
        assert "Belum ada yang diubah" in teks(ubah(tim, ids, **aneh).text)
    assert ubah(tim, ids, cara_satuan="hapuskan").status_code == 400


def test_before_and_after_are_seen_before_anything_changes(
    tim: Layar, usulan: Callable[..., list[int]], ambil: Callable[..., Any]
) -> None:
    ids = usulan(3)
    jawab = ubah(
        tim, ids, cara_usulan="ganti", cari_usulan="saluran", ganti_usulan="<b>gorong</b>",
        cara_pagu_usulan="tambahkan", nilai_pagu_usulan="-500.000",
    )  # fmt: skip
    assert jawab.status_code == 302
    halaman = tim.buka(jawab.headers["Location"])
    assert "Ubah 3 usulan" in teks(halaman)
    assert "<del>saluran</del><ins>&lt;b&gt;gorong&lt;/b&gt;</ins>" in halaman
    assert "<del>Rp1.000.000</del> <ins>Rp500.000</ins>" in halaman
    assert "2 akan berubah" in teks(halaman)
    assert "1 tidak boleh" in teks(halaman)  # nought less five hundred thousand
    assert "Pagu usulan: jumlah rupiah tidak boleh kurang dari nol." in teks(halaman)
    assert ambil(Usulan, ids[1]).usulan == "Perbaikan saluran RW 01"

    laporan = tim.buka(setuju(tim, jawab).headers["Location"])
    assert "2 dari 3 berhasil." in teks(laporan)
    assert ambil(Usulan, ids[1]).usulan == "Perbaikan <b>gorong</b> RW 01"
    assert ambil(Usulan, ids[1]).pagu_usulan == 500_000
    assert ambil(Usulan, ids[0]).pagu_usulan == 0


@SQLITE
def test_stopping_the_whole_changes_none(
    tim: Layar, usulan: Callable[..., list[int]], ambil: Callable[..., Any]
) -> None:
    ids = usulan(2) + usulan_batal(usulan)
    laporan = tim.buka(setuju(tim, ubah(tim, ids, cara_satuan="isi", nilai_satuan="unit"), "hentikan").location)
    assert "Tidak ada yang berubah: 1 baris ditolak" in teks(laporan)
    assert {ambil(Usulan, i).satuan for i in ids} == {"meter"}


def usulan_batal(usulan: Callable[..., list[int]]) -> list[int]:
    return usulan(1, kode="U-9999", status=StatusUsulan.BATAL)


@SQLITE
def test_all_that_match_are_edited_whatever_page_shows_them(
    tim: Layar, usulan: Callable[..., list[int]], ambil: Callable[..., Any]
) -> None:
    ids = usulan(60)
    halaman = tim.buka("/usulan/?q=saluran")
    isian = {"csrf_token": token(halaman), "semua": "1", "kembali": "/usulan/?q=saluran", "kecuali": str(ids[7])}
    kolom = tim.client.post("/usulan/action/", data={**isian, "aksi": "ubah"}).text
    assert "Ubah isian: 59 usulan" in teks(kolom)
    assert f'name="kecuali" value="{ids[7]}"' in kolom
    isian["lanjut"] = "1"
    jawab = tim.client.post("/usulan/ubah/", data={**isian, "cara_satuan": "isi", "nilai_satuan": "km"})
    halaman = tim.buka(jawab.headers["Location"])
    assert "59 akan berubah" in teks(halaman)
    assert halaman.count('<dl class="beda">') == 50
    berikut = re.search(r'href="(\?id=[^"]+sesudah=\d+)"', halaman)
    assert tim.buka("/operasi/tinjau/" + berikut[1].replace("&amp;", "&")).count('<dl class="beda">') == 9  # type: ignore[index]
    setuju(tim, jawab)
    assert [ambil(Usulan, i).satuan for i in ids] == ["meter" if i == ids[7] else "km" for i in ids]


@SQLITE
def test_who_may_not_edit_is_offered_nothing_and_refused(
    tim: Layar, layar: Callable[[str], Layar], usulan: Callable[..., list[int]]
) -> None:
    ids = usulan(1)
    pengawas = layar("pengawas")
    assert 'value="ubah"' not in pengawas.buka("/usulan/")
    assert ubah(pengawas, ids, cara_satuan="isi", nilai_satuan="x").status_code == 403
    jawab = ubah(tim, ids, cara_satuan="isi", nilai_satuan="x")
    assert layar("sub_koordinator").client.get(jawab.headers["Location"]).status_code == 404
    halaman = pengawas.buka(jawab.headers["Location"])  # reads the work of all, agrees to none
    assert 'action="/operasi/terapkan/"' not in halaman
    id_ = re.search(r"id=(\d+)", jawab.headers["Location"])[1]  # type: ignore[index]
    kirim = {"csrf_token": token(halaman), "id": id_, "bila": "lewati"}
    assert pengawas.client.post("/operasi/terapkan/", data=kirim).status_code == 403
    assert pengawas.client.post("/operasi/buang/", data=kirim).status_code == 403


def test_an_operation_is_taken_back_from_its_page(
    tim: Layar, usulan: Callable[..., list[int]], ambil: Callable[..., Any]
) -> None:
    ids = usulan(3)
    alamat = setuju(tim, ubah(tim, ids, cara_satuan="isi", nilai_satuan="unit")).headers["Location"]
    laporan = tim.buka(alamat)
    assert "Urungkan…" in laporan
    assert (
        tim.client.post(f"/usulan/edit/?id={ids[0]}", data=isian_form(tim, ids[0]) | {"satuan": "buah"}).status_code
        == 302
    )
    id_ = re.search(r"id=(\d+)", alamat)[1]  # type: ignore[index]
    jawab = tim.client.post("/operasi/urungkan/", data={"csrf_token": token(laporan), "id": id_})
    halaman = tim.buka(jawab.headers["Location"])
    assert "2 akan berubah" in teks(halaman)
    assert "Berubah lagi setelah itu (oleh Tim Musrenbang (Demo)), jadi dibiarkan." in teks(halaman)
    setuju(tim, jawab)
    assert [ambil(Usulan, i).satuan for i in ids] == ["buah", "meter", "meter"]
    assert "Pekerjaan ini sudah diurungkan." in tim.buka(alamat)
    assert tim.client.post("/operasi/urungkan/", data={"csrf_token": token(laporan), "id": id_}).status_code == 409


@SQLITE
def test_whoever_only_reads_the_work_of_another_takes_none_of_it_back(
    app: Any, tim: Layar, layar: Callable[[str], Layar], usulan: Callable[..., list[int]]
) -> None:
    alamat = setuju(tim, ubah(tim, usulan(2), cara_satuan="isi", nilai_satuan="unit")).headers["Location"]
    id_ = re.search(r"id=(\d+)", alamat)[1]  # type: ignore[index]
    pengawas = layar("pengawas")
    halaman = pengawas.buka(alamat)
    jawab = pengawas.client.post("/operasi/urungkan/", data={"csrf_token": token(halaman), "id": id_})
    assert jawab.status_code in (403, 409)
    assert str(urung.ORANG_LAIN) in teks(jawab.text)
    with app.app_context():
        assert db.session.scalars(db.select(Operasi.id)).all() == [int(id_)]


def isian_form(layar: Layar, id_: int) -> dict[str, str]:
    """The form of a usulan as it stands."""
    halaman = layar.buka(f"/usulan/edit/?id={id_}")
    isian = dict(re.findall(r'<input type="text"[^>]* name="(\w+)"[^>]*value="([^"]*)"', halaman))
    isian |= dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', halaman, re.S))
    for nama, pilihan in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', halaman, re.S):
        terpilih = re.search(r'value="([^"]*)" selected', pilihan)
        isian[nama] = terpilih[1] if terpilih else ""
    versi = re.search(r'name="version" value="(\d+)"', halaman)
    return {**isian, "version": versi[1] if versi else "", "csrf_token": token(halaman)}


def test_deleted_rows_of_a_selection_come_back_but_not_beside_one_of_the_same_code(
    tim: Layar, usulan: Callable[..., list[int]], ambil: Callable[..., Any]
) -> None:
    ids = usulan(3)
    pilih(tim, ids, "hapus", lanjut="1")
    assert ambil(Usulan, ids[0]).deleted_at is not None
    (baru,) = usulan(1)  # takes the code of the first
    halaman = tim.buka("/usulan/?dihapus=1")
    assert 'value="pulihkan"' in halaman
    jawab = pilih(tim, ids, "pulihkan")
    tinjau = teks(tim.buka(jawab.headers["Location"]))
    assert "Pulihkan 3 usulan" in tinjau
    sebab = f"Sudah ada usulan lain dengan musrenbang dan kode yang sama (#{baru}), jadi tidak dapat dipulihkan."
    assert sebab in tinjau
    setuju(tim, jawab)
    assert [ambil(Usulan, i).deleted_at is None for i in ids] == [False, True, True]
    sendiri = tim.kirim("/usulan/restore/", dari=f"/usulan/details/?id={ids[0]}", id=str(ids[0]))
    assert sendiri.status_code == 409
    assert sebab in teks(sendiri.text)


@SQLITE
def test_a_preview_that_allows_no_row_leads_back_to_the_list_it_came_from(
    tim: Layar, usulan: Callable[..., list[int]]
) -> None:
    ids = usulan(2)
    tujuan = ubah(tim, ids, cara_satuan="isi", nilai_satuan="unit", kembali="/usulan/?status=draf").headers["Location"]
    assert "Kembali ke daftar" not in teks(tim.buka(tujuan))
    setuju(tim, ubah(tim, ids, cara_satuan="isi", nilai_satuan="unit"))
    tujuan = ubah(tim, ids, cara_satuan="isi", nilai_satuan="unit", kembali="/usulan/?status=draf").headers["Location"]
    halaman = tim.buka(tujuan)
    assert "Tidak ada baris yang akan berubah. Kembalilah" in teks(halaman)
    assert '<button class="utama" formaction="/operasi/buang/">Kembali ke daftar</button>' in halaman
    assert ">Buang</button>" not in halaman
    id_ = re.search(r"id=(\d+)", tujuan)[1]  # type: ignore[index]
    jawab = tim.kirim("/operasi/buang/", tujuan, id=id_)
    assert jawab.headers["Location"] == "/usulan/?status=draf"
