"""The grid: what it shows, what it saves, and how wrong and clashing cells are named."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from models.base import db
from models.perangkat_daerah import PerangkatDaerah
from models.riwayat import Riwayat
from models.usulan import Usulan
from tests.admin.layar import Layar, teks
from tests.orang import token

KISI = "/usulan/kisi/"


def kolom(halaman: str) -> list[str]:
    return re.findall(r'<th scope="col" class="[^"]*" data-k="(\w+)"', halaman)


def sel(halaman: str) -> dict[int, dict[str, str]]:
    """{id: {column: text}} as the grid shows it."""
    nama = kolom(halaman)
    hasil = {}
    for id_, isi in re.findall(r'<tr role="row" data-id="(\d+)".*?</th>(.*?)</tr>', halaman, re.S):
        isi_sel = [html.unescape(t) for t in re.findall(r"<td[^>]*>(.*?)</td>", isi, re.S)]
        hasil[int(id_)] = dict(zip(nama, isi_sel, strict=True))
    return hasil


def simpan(layar: Layar, *baris: dict[str, Any], mentah: Any = None, kisi: str = KISI) -> TestResponse:
    halaman = layar.client.get(kisi).text
    return layar.client.post(
        f"{kisi}simpan/",
        data=json.dumps({"baris": list(baris)} if mentah is None else mentah),
        content_type="application/json",
        headers={"X-CSRFToken": token(halaman), "Accept": "application/json"},
    )


def ubah(id_: int, version: int = 1, **sel: tuple[str, str]) -> dict[str, Any]:
    return {"id": id_, "version": version, "sel": {k: list(v) for k, v in sel.items()}}


def test_cells_stand_as_a_spreadsheet_would_hold_them_and_states_are_read_only(tim: Layar, usulan: Callable) -> None:
    (id_,) = usulan(1, pagu_usulan=1_500_000, volume=2)
    halaman = tim.buka(KISI)
    isi = sel(halaman)[id_]
    assert isi["usulan"] == "Perbaikan saluran RW 00"
    assert isi["pagu_usulan"] == "1.500.000"
    assert isi["asal"] == "Masyarakat"
    assert re.search(r'data-k="status" data-jenis=""', halaman)
    assert len(re.findall(r'aria-readonly="true"', halaman)) >= 1


def test_what_the_grid_shows_is_read_back_as_the_same(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    """Every editable cell sent back as it stands changes nothing, and says so by an unchanged version."""
    (id_,) = usulan(1, pagu_usulan=2_000_000, volume=3)
    halaman = tim.buka(KISI)
    jenis = dict(re.findall(r'data-k="(\w+)" data-jenis="(\w*)"', halaman))
    isi = {k: (v, v) for k, v in sel(halaman)[id_].items() if jenis[k]}
    assert len(isi) >= 7
    jawab = simpan(tim, ubah(id_, **isi))
    assert jawab.status_code == 200, jawab.text
    assert ambil(Usulan, id_).version == 1


def test_changed_cells_of_several_rows_are_saved_together_with_one_diary_entry_a_row(
    tim: Layar, usulan: Callable, ambil: Callable, app: Any
) -> None:
    a, b = usulan(2)
    jawab = simpan(
        tim,
        ubah(a, usulan=("Perbaikan saluran RW 00", "Gorong-gorong"), pagu_usulan=("0", "Rp7.500.000")),
        ubah(b, asal=("Masyarakat", "Forum perangkat daerah"), volume=("0", "12,5")),
    )
    assert jawab.status_code == 200, jawab.text
    assert jawab.json["pesan"] == "Tersimpan: 4 sel pada 2 baris."
    assert jawab.json["baris"][str(a)] == {"version": 2, "sel": {"usulan": "Gorong-gorong", "pagu_usulan": "7.500.000"}}
    assert (ambil(Usulan, a).usulan, ambil(Usulan, a).pagu_usulan) == ("Gorong-gorong", 7_500_000)
    assert (str(ambil(Usulan, b).asal), str(ambil(Usulan, b).volume)) == ("Forum Perangkat Daerah", "12.50")
    with app.app_context():
        from models.base import db

        baris = db.session.scalars(db.select(Riwayat).filter_by(kind="usulan", aksi="ubah")).all()
        assert sorted(r.record_id for r in baris) == [a, b]
        assert len({r.rantai_id for r in baris}) == 1


def test_one_wrong_cell_saves_nothing_and_is_named(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    a, b = usulan(2)
    jawab = simpan(
        tim,
        ubah(a, usulan=("Perbaikan saluran RW 00", "Gorong-gorong")),
        ubah(b, pagu_usulan=("1.000.000", "banyak"), usulan=("Perbaikan saluran RW 01", "")),
    )
    assert jawab.status_code == 400
    assert {(m["id"], m["kolom"]) for m in jawab.json["sel"]} == {(b, "pagu_usulan"), (b, "usulan")}
    assert "Wajib diisi" in next(m["pesan"] for m in jawab.json["sel"] if m["kolom"] == "usulan")
    assert ambil(Usulan, a).usulan == "Perbaikan saluran RW 00"


def test_a_clash_is_told_cell_by_cell_with_what_stands_there_now(
    tim: Layar, layar: Callable, usulan: Callable, ambil: Callable
) -> None:
    (id_,) = usulan(1)
    lain = layar("sub_koordinator")
    assert simpan(tim, ubah(id_, usulan=("Perbaikan saluran RW 00", "Versi tim"))).status_code == 200
    bentrok = simpan(tim, ubah(id_, 1, usulan=("Perbaikan saluran RW 00", "Versi lain"), volume=("0", "5")))
    assert bentrok.status_code == 409
    assert [(m["kolom"], m["kini"]) for m in bentrok.json["sel"]] == [("usulan", "Versi tim")]
    assert "sudah diubah orang lain" in bentrok.json["pesan"]
    assert str(ambil(Usulan, id_).volume) == "0.00"
    # A cell that nobody else touched is no clash, though the row has another version by now.
    assert simpan(tim, ubah(id_, 1, volume=("0", "5"))).status_code == 200
    assert (ambil(Usulan, id_).usulan, str(ambil(Usulan, id_).volume)) == ("Versi tim", "5.00")
    assert lain.client.get(KISI).status_code in (200, 403)


def test_a_locked_row_is_shown_as_locked_and_refused(tim: Layar, usulan: Callable, app: Any, ambil: Callable) -> None:
    (id_,) = usulan(1)
    with app.app_context():
        from models.base import db
        from models.usulan import HasilUsulan, StatusUsulan

        u = db.session.get(Usulan, id_)
        u.status, u.hasil = StatusUsulan.FINAL, HasilUsulan.DITERIMA
        db.session.commit()
    halaman = tim.buka(KISI)
    assert 'class="terkunci"' in halaman
    jawab = simpan(tim, ubah(id_, 2, usulan=("Perbaikan saluran RW 00", "X")))
    assert jawab.status_code == 403
    assert jawab.is_json
    assert ambil(Usulan, id_).usulan == "Perbaikan saluran RW 00"


@pytest.mark.parametrize("kunci", ["status", "hasil", "pagu_disepakati", "deleted_at", "version", "id", "x" * 300])
def test_states_and_hidden_columns_cannot_be_written(tim: Layar, usulan: Callable, ambil: Callable, kunci: str) -> None:
    (id_,) = usulan(1)
    jawab = simpan(tim, {"id": id_, "version": 1, "sel": {kunci: ["", "diputuskan"]}})
    assert jawab.status_code == 403
    assert ambil(Usulan, id_).version == 1


@pytest.mark.parametrize(
    "isi",
    [None, 1, [], {}, {"baris": 1}, {"baris": []}, {"baris": [{}]}, {"baris": [{"id": "x", "version": 1, "sel": {}}]},
     {"baris": [{"id": 1, "version": 1, "sel": {"usulan": "x"}}]}, {"baris": [{"id": 1, "version": 1, "sel": []}]},
     {"baris": [{"id": 1, "version": 1, "sel": {"usulan": [1, 2]}}]},
     {"baris": [{"id": 1, "version": 1, "sel": {"usulan": ["a", "b"]}}] * 2}],
)  # fmt: skip
def test_anything_else_than_cells_gets_a_sentence(tim: Layar, usulan: Callable, isi: Any) -> None:
    usulan(1)
    jawab = simpan(tim, mentah=isi)
    assert jawab.status_code == 400
    assert jawab.json["pesan"]


def test_whoever_may_not_change_gets_no_grid(layar: Callable, usulan: Callable) -> None:
    (id_,) = usulan(1)
    pengawas = layar("pengawas")
    assert pengawas.client.get(KISI).status_code == 403
    halaman = pengawas.client.get("/").text
    jawab = pengawas.client.post(
        f"{KISI}simpan/",
        data=json.dumps({"baris": [ubah(id_, usulan=("Perbaikan saluran RW 00", "X"))]}),
        content_type="application/json",
        headers={"X-CSRFToken": token(halaman), "Accept": "application/json"},
    )
    assert jawab.status_code == 403


def test_a_save_without_token_is_refused(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    (id_,) = usulan(1)
    isi = json.dumps({"baris": [ubah(id_, usulan=("Perbaikan saluran RW 00", "X"))]})
    jawab = tim.client.post(f"{KISI}simpan/", data=isi, content_type="application/json")
    assert jawab.status_code == 400
    assert ambil(Usulan, id_).version == 1


def test_the_grid_keeps_filter_and_order_of_its_list(tim: Layar, usulan: Callable) -> None:
    ids = usulan(3)
    halaman = tim.buka(f"{KISI}?urut=-pagu_usulan&q=RW")
    assert list(sel(halaman)) == ids[::-1]
    assert "/usulan/?urut=-pagu_usulan&amp;q=RW" in halaman
    assert "Tidak ada baris" in teks(tim.buka(f"{KISI}?q=jembatan"))


def test_personal_cells_are_neither_shown_nor_written_without_the_right(
    layar: Callable, tulis: Callable, ambil: Callable
) -> None:
    from models.pemangku_kepentingan import PemangkuKepentingan, Unsur

    (id_,) = tulis(PemangkuKepentingan, nama="Tokoh", unsur=Unsur.TOKOH, telepon="081200000777")
    perencana = layar("fungsional_perencana")
    halaman = perencana.buka("/pemangku-kepentingan/kisi/?kolom=nama,telepon")
    assert "Tokoh" in halaman
    assert "081200000777" not in halaman
    jawab = perencana.client.post(
        "/pemangku-kepentingan/kisi/simpan/",
        data=json.dumps({"baris": [ubah(id_, telepon=("081200000777", "0"))]}),
        content_type="application/json",
        headers={"X-CSRFToken": token(halaman), "Accept": "application/json"},
    )
    assert jawab.status_code == 403
    assert ambil(PemangkuKepentingan, id_).telepon == "081200000777"


def test_a_cell_that_takes_the_row_out_of_ones_scope_is_refused(
    layar: Callable, usulan: Callable, ambil: Callable
) -> None:
    (id_,) = usulan(1, kelompok_sidang_id=1)
    kepala = layar("kepala_bidang_ppm")
    kolom_kelompok = kepala.buka(f"{KISI}?kolom=kelompok_sidang_id")
    kini = sel(kolom_kelompok)[id_]["kelompok_sidang_id"]
    lain = [simpan(kepala, ubah(id_, kelompok_sidang_id=(kini, nama))).status_code for nama in ("Fisik", "Ekonomi")]
    assert set(lain) <= {400, 403}, lain
    assert ambil(Usulan, id_).kelompok_sidang_id == 1


def test_two_rows_with_one_short_name_are_refused_cell_and_all(layar: Callable, usulan: Callable, app: Flask) -> None:
    tim = layar("administrator")
    with app.app_context():
        a, b, c = db.session.scalars(db.select(PerangkatDaerah).order_by(PerangkatDaerah.id).limit(3))
        baris = [ubah(x.id, x.version, singkatan=(x.singkatan, "SAMA")) for x in (a, b)]
        baris.append(ubah(c.id, c.version, jenis=(c.jenis, "Lain")))
        semula = [(x.id, x.version) for x in (a, b, c)]
    jawab = simpan(tim, *baris, kisi="/perangkat-daerah/kisi/")
    assert jawab.status_code == 409
    assert "sel" in jawab.json
    with app.app_context():
        assert [(i, db.session.get_one(PerangkatDaerah, i).version) for i, _ in semula] == semula


def test_the_code_of_a_usulan_is_read_only_in_the_grid(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    (id_,) = usulan(1)
    halaman = tim.buka(KISI)
    assert re.search(r'data-k="kode" data-jenis=""', halaman)
    assert sel(halaman)[id_]["kode"] == "U-0000"
    jawab = simpan(tim, ubah(id_, kode=("U-0000", "U-9999")))
    assert jawab.status_code == 403
    assert "Kolom “kode” tidak dapat diubah." in jawab.json["pesan"]
    assert ambil(Usulan, id_).kode == "U-0000"
