"""Filters on the screen: in words, in the panel, under a name, and the sums of what matches."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from models.saringan import SaringanTersimpan
from tests.admin.layar import Layar, baris, teks


def cip(halaman: str) -> dict[str, str]:
    """{words: address without that filter}."""
    ada = re.findall(r'<span class="cip">(.*?) <a href="([^"]*)"', halaman)
    return {html.unescape(kata): html.unescape(alamat) for kata, alamat in ada}


@pytest.mark.parametrize(
    ("tanya", "kata"),
    [
        ("status=draf", "Status: Draf"),
        ("status=draf&status=diajukan", "Status: Draf atau Diajukan"),
        ("status.bukan=draf", "Status: bukan Draf"),
        ("pagu_usulan.dari=1000000", "Pagu usulan: mulai Rp1.000.000"),
        ("pagu_usulan.dari=1000000&pagu_usulan.sampai=2.000.000", "Pagu usulan: Rp1.000.000 s.d. Rp2.000.000"),
        ("pagu_usulan.sampai=2000000", "Pagu usulan: sampai Rp2.000.000"),
        ("alasan_id.kosong=ya", "Alasan: kosong"),
        ("alasan_id.kosong=tidak", "Alasan: terisi"),
        ("dihapus=1", "Yang dihapus"),
    ],
)
def test_each_filter_is_said_in_words_and_can_be_taken_away(
    tim: Layar, usulan: Callable, tanya: str, kata: str
) -> None:
    usulan(2)
    ada = cip(tim.buka(f"/usulan/?urut=kode&{tanya}"))
    assert list(ada) == [kata]
    assert ada[kata] == "?urut=kode"


def test_the_panel_shows_what_is_asked_for_and_keeps_search_and_order(tim: Layar, usulan: Callable) -> None:
    usulan(1)
    halaman = tim.buka("/usulan/saringan/?status=draf&asal.bukan=lainnya&q=saluran&urut=-kode&pagu_usulan.dari=5000")
    assert re.search(r'name="status" value="draf" checked', halaman)
    assert re.search(r'name="asal.bukan" value="lainnya" checked', halaman)
    assert re.search(r'name="pagu_usulan.dari" value="5000"', halaman)
    assert 'type="hidden" name="q" value="saluran"' in halaman
    assert 'type="hidden" name="urut" value="-kode"' in halaman
    bagian = tim.client.get("/usulan/saringan/?status=draf", headers={"X-Minta": "bagian"}).text
    assert "<html" not in bagian
    assert 'name="status" value="draf" checked' in bagian


def test_every_input_of_the_panel_is_understood_by_the_list(tim: Layar, usulan: Callable) -> None:
    usulan(1)
    halaman = tim.buka("/usulan/saringan/")
    nama = set(re.findall(r'<(?:input|select)[^>]* name="([\w.]+)"', halaman)) - {"cocok", "dihapus"}
    assert {"status", "wilayah_id", "pagu_usulan.dari", "alasan_id.kosong"} <= nama
    for satu in sorted(n for n in nama if n.endswith(".kosong")):
        tim.buka(f"/usulan/?{satu}=ya")
    for satu, nilai in re.findall(r'type="checkbox" name="([\w.]+)" value="(\w[^"]*)"', halaman)[::7]:
        tim.buka(f"/usulan/?{satu}={html.unescape(nilai)}")


def test_a_saved_filter_opens_the_same_rows_and_is_shared_only_if_said(
    tim: Layar, layar: Callable, usulan: Callable
) -> None:
    usulan(30)
    alamat = "/usulan/?pagu_usulan.dari=20000000&urut=-pagu_usulan&kolom=usulan%2Cpagu_usulan"
    tim.kirim("/usulan/saringan/simpan/", "/usulan/", nama="Di atas 20 juta", kembali=alamat + "&kursor=akhir")
    tim.kirim("/usulan/saringan/simpan/", "/usulan/", nama="Untuk semua", kembali=alamat, bersama="1")
    milik = re.findall(r'<li><a href="(\?[^"]*)">([^<]+)</a>', tim.buka("/usulan/"))
    assert [nama for _, nama in milik] == ["Di atas 20 juta", "Untuk semua"]
    (lewat,) = {html.unescape(alamat) for alamat, _ in milik}
    assert "kursor" not in lewat
    assert len(baris(tim.buka("/usulan/" + lewat))) == 10

    lain = layar("pengawas").buka("/usulan/")
    assert "Untuk semua" in teks(lain)
    assert "Di atas 20 juta" not in teks(lain)
    assert "Untuk semua" not in teks(tim.buka("/ruang/"))


def test_only_its_owner_deletes_a_saved_filter(tim: Layar, layar: Callable, usulan: Callable, app) -> None:
    usulan(1)
    for nama, bersama in (("Sendiri", ""), ("Bersama", "1")):
        tim.kirim("/usulan/saringan/simpan/", "/usulan/", nama=nama, kembali="/usulan/?status=draf", bersama=bersama)
    with app.app_context():
        from models.base import db

        ids = {s.nama: s.id for s in db.session.scalars(db.select(SaringanTersimpan))}
    lain = layar("sub_koordinator")
    assert lain.kirim("/usulan/saringan/hapus/", "/usulan/", id=str(ids["Bersama"])).status_code == 403
    assert lain.kirim("/usulan/saringan/hapus/", "/usulan/", id=str(ids["Sendiri"])).status_code == 404
    assert tim.kirim("/ruang/saringan/hapus/", "/ruang/", id=str(ids["Sendiri"])).status_code == 404
    assert tim.kirim("/usulan/saringan/hapus/", "/usulan/", id=str(ids["Sendiri"])).status_code == 302
    assert ">Sendiri</a>" not in tim.buka("/usulan/")


@pytest.mark.parametrize(
    ("nama", "alamat"),
    [("", "/usulan/?status=draf"), ("x" * 81, "/usulan/"), ("a", "/usulan/?status=terbang"), ("a", "/usulan/?x=1")],
)
def test_a_filter_that_the_list_refuses_is_not_kept(tim: Layar, usulan: Callable, app, nama: str, alamat: str) -> None:
    usulan(1)
    assert tim.kirim("/usulan/saringan/simpan/", "/usulan/", nama=nama, kembali=alamat).status_code == 400
    with app.app_context():
        from models.base import db

        assert db.session.scalar(db.select(db.func.count(SaringanTersimpan.id))) == 0


def test_sums_are_those_of_the_filtered_set(tim: Layar, usulan: Callable) -> None:
    usulan(30, volume=2)
    isi = tim.client.get("/usulan/jumlah/?pagu_usulan.dari=28000000").json
    assert isi["jumlah"] == "2"
    assert {t["judul"]: t["teks"] for t in isi["total"]} == {"Volume usulan": "4 meter", "Pagu usulan": "Rp57.000.000"}
    assert tim.client.get("/usulan/jumlah/?status=terbang").status_code == 400


def test_volumes_are_added_up_only_in_one_unit(tim: Layar, usulan: Callable) -> None:
    usulan(3, volume=2, satuan=lambda i: ("m", "m", "unit")[i])
    semua = {t["judul"] for t in tim.client.get("/usulan/jumlah/").json["total"]}
    assert semua == {"Pagu usulan"}
    meter = {t["judul"]: t["teks"] for t in tim.client.get("/usulan/jumlah/?pagu_usulan.sampai=1000000").json["total"]}
    assert meter["Volume usulan"] == "4 m"


def test_a_musrenbang_that_never_was_is_no_empty_year(tim: Layar, usulan: Callable) -> None:
    usulan(1)
    jawab = tim.client.get("/usulan/?musrenbang_id=9999&status=draf")
    assert jawab.status_code == 400
    assert "Musrenbang nomor 9999 tidak ada." in teks(jawab.text)
    keluar = re.search(r'href="(/usulan/[^"]*)"[^>]*>Ke halaman pertama', jawab.text)
    assert keluar
    assert keluar[1] == "/usulan/?status=draf"


def test_places_of_one_name_are_told_apart_in_the_filter(tim: Layar, usulan: Callable) -> None:
    usulan(1)
    halaman = teks(tim.buka("/usulan/saringan/"))
    assert "Tanah Sareal (kecamatan)" in halaman
    assert "Tanah Sareal (kelurahan)" in halaman
    assert "Bogor Utara (kecamatan)" not in halaman, "only where two share a name"


def test_chosen_columns_are_shown_in_their_order(tim: Layar, usulan: Callable) -> None:
    usulan(1)
    for tanya in ("kolom=pagu_usulan,kode", "kolom=pagu_usulan&kolom=kode"):
        kepala = tim.buka(f"/usulan/?{tanya}").split("<thead>")[1].split("</thead>")[0]
        assert teks(kepala).split() == ["Pagu", "usulan", "Kode"]


def test_a_row_taken_out_of_all_that_match_stays_as_it_is(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    from models.usulan import Usulan

    ids = usulan(5)
    isian = {"aksi": "hapus", "semua": "1", "kecuali": f"{ids[1]},{ids[3]}", "kembali": "/usulan/?status=draf"}
    tim.kirim("/usulan/action/", "/usulan/", lanjut="1", **isian)
    assert [ambil(Usulan, i).deleted_at is not None for i in ids] == [True, False, True, False, True]


def test_saving_under_a_name_again_says_so_and_keeps_it_shared(tim: Layar, layar: Callable, usulan: Callable) -> None:
    usulan(1)
    for alamat, bersama in (("/usulan/?status=draf", "1"), ("/usulan/?status=diajukan", "")):
        tim.kirim("/usulan/saringan/simpan/", "/usulan/", nama="Pekan ini", kembali=alamat, bersama=bersama)
    assert "“Pekan ini” diganti" in teks(tim.buka("/usulan/"))
    assert "status=diajukan" in layar("pengawas").buka("/usulan/")


def test_all_deleted_rows_that_match_can_be_restored(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    from models.usulan import Usulan

    ids = usulan(6)
    isian = {"aksi": "hapus", "rowid": ",".join(map(str, ids[:4])), "kembali": "/usulan/", "lanjut": "1"}
    tim.kirim("/usulan/action/", "/usulan/", **isian)
    jawab = tim.kirim("/usulan/action/", "/usulan/?dihapus=1", aksi="pulihkan", semua="1", kembali="/usulan/?dihapus=1")
    tinjau = re.search(r"id=(\d+)", jawab.headers.get("Location", ""))
    assert tinjau, teks(jawab.text)[-400:]
    tim.kirim("/operasi/terapkan/", f"/operasi/tinjau/?id={tinjau[1]}", id=tinjau[1], bila="lewati")
    assert [ambil(Usulan, i).deleted_at for i in ids] == [None] * 6


def test_a_forged_selection_names_nothing_that_one_may_not_read(
    tim: Layar, layar: Callable, tulis: Callable, usulan: Callable
) -> None:
    from models.operasi import JenisOperasi, Operasi

    usulan(1)
    (id_,) = tulis(Operasi, jenis=JenisOperasi.HAPUS, judul="RAHASIA ORANG LAIN", pengguna_id=None)
    jawab = tim.kirim("/operasi/action/", "/usulan/", aksi="batalkan", rowid=str(id_), kembali="/operasi/")
    assert "RAHASIA" not in jawab.text
    unduh = tim.kirim("/operasi/export/csv/", "/usulan/", rowid=str(id_), kembali="/operasi/")
    assert "RAHASIA" not in unduh.text


@pytest.mark.parametrize("tanya", ["", "&q=tebal"])
def test_what_was_typed_into_any_column_is_shown_as_text(tim: Layar, usulan: Callable, tanya: str) -> None:
    usulan(1, satuan="<b>tebal</b>", usulan="tebal")
    halaman = tim.buka("/usulan/?kolom=usulan,satuan,pengusul" + tanya)
    assert "<b>tebal" not in halaman
    assert "&lt;b&gt;" in halaman
