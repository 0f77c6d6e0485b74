"""The board of rooms and hours: what stands where, what a free place becomes, and what a drop may and may not do."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from admin import papan_susun
from bulk.papan import JENIS, Pakai, awal_hari
from documents import kata
from models.jadwal import Acara, Jadwal
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.naskah import StatusKetetapan
from models.rapat import JenisRapat, Rapat
from models.ruang import PemakaianRuang, PenetapanRuang, Ruang
from models.waktu import WIB, hari_ini
from tests.admin.layar import Layar, teks
from tests.orang import token

HARI = date(2026, 3, 23)


def pukul(jam: int, menit: int = 0, hari: int = 0) -> datetime:
    return datetime(2026, 3, 23, jam, menit, tzinfo=WIB) + timedelta(days=hari)


@pytest.fixture
def ruang(tulis: Callable) -> list[int]:
    return tulis(Ruang, 3, nama=lambda i: f"Ruang {'ABC'[i]}", aktif=True)  # type: ignore[no-any-return]


@pytest.fixture
def jadwal(tulis: Callable, musrenbang: int) -> int:
    return int(tulis(Jadwal, 1, musrenbang_id=musrenbang, judul="Jadwal")[0])


@pytest.fixture
def acara(tulis: Callable, jadwal: int, ruang: list[int]) -> list[int]:
    """Two in room A, 09–11 and 13–14."""
    return tulis(  # type: ignore[no-any-return]
        Acara, 2, jadwal_id=jadwal, nama=lambda i: ("Pembukaan", "Penutupan")[i], ruang_id=ruang[0],
        mulai=lambda i: pukul((9, 13)[i]), selesai=lambda i: pukul((11, 14)[i]),
    )  # fmt: skip


def geser(orang: Layar, id_: int, sel: dict[str, list[str]], version: int = 1, jenis: str = "acara") -> Any:
    """What papan.js sends for a drop."""
    kepala = {"X-CSRFToken": token(orang.client.get("/").text), "Accept": "application/json"}
    baris = [{"id": id_, "version": version, "sel": sel}]
    return orang.client.post(f"/{jenis}/kisi/simpan/", json={"baris": baris}, headers=kepala)


PINDAH = {
    "mulai": ["23-03-2026 09.00", "23-03-2026 10.00"],
    "selesai": ["23-03-2026 11.00", "23-03-2026 12.00"],
    "ruang_id": ["Ruang A", "Ruang B"],
}


# --- what is seen -----------------------------------------------------------------------------------------------------


def test_each_block_stands_in_the_row_of_its_room_and_in_the_list_of_the_phone(tim: Layar, acara: list[int]) -> None:
    halaman = tim.buka(f"/papan/?hari={HARI}")
    baris = re.search(r'<tbody data-ruang="Ruang A">.*?</tbody>', halaman, re.S)
    assert baris
    assert "Pembukaan" in baris[0]
    assert "09.00–11.00" in baris[0]
    lain = re.search(r'<tbody data-ruang="Ruang B">.*?</tbody>', halaman, re.S)
    assert lain
    assert "Pembukaan" not in lain[0]
    daftar = halaman.partition('class="papan-daftar"')[2]
    assert "09.00–11.00 WIB" in teks(daftar)
    assert "Kosong sepanjang hari" in teks(daftar)
    assert " style=" not in halaman


def test_the_board_begins_today_or_with_the_next_day_of_the_running_musrenbang(
    tim: Layar, acara: list[int], jadwal: int, ruang: list[int], tulis: Callable
) -> None:
    kini = hari_ini()
    assert kata.hari_tanggal(kini) in teks(tim.buka("/papan/")), "what is over is no place to begin"
    lain = tulis(Musrenbang, 1, tahun=2020, nama="Yang lalu", status=StatusMusrenbang.SELESAI)[0]
    jadwal_lain = tulis(Jadwal, 1, musrenbang_id=lain, judul="Jadwal lain")[0]

    def acarakan(hari: int, milik: int) -> None:
        mulai = awal_hari(kini + timedelta(days=hari)) + timedelta(hours=9)
        tulis(
            Acara,
            1,
            jadwal_id=milik,
            nama=f"Hari {hari}",
            ruang_id=ruang[0],
            mulai=mulai,
            selesai=mulai + timedelta(hours=1),
        )

    acarakan(2, jadwal_lain)
    acarakan(5, jadwal)
    assert kata.hari_tanggal(kini + timedelta(days=5)) in teks(tim.buka("/papan/"))
    acarakan(0, jadwal_lain)
    assert kata.hari_tanggal(kini) in teks(tim.buka("/papan/")), "today, whatever is held"


def test_who_may_not_change_a_block_cannot_drag_it(
    tim: Layar, layar: Callable[[str], Layar], acara: list[int], app: Flask, jadwal: int
) -> None:
    assert "data-geser" in tim.buka(f"/papan/?hari={HARI}")
    assert "data-geser" not in (halaman := layar("pengawas").buka(f"/papan/?hari={HARI}"))
    assert "Peran Anda tidak memberi hak" in html.unescape(halaman)
    assert "/papan/tambah/" not in halaman
    tetapkan(app, jadwal)
    assert "data-geser" not in (halaman := tim.buka(f"/papan/?hari={HARI}"))
    assert "berstatus ditetapkan" in halaman


def tetapkan(app: Flask, jadwal: int) -> None:
    from models.base import db

    with app.app_context():
        db.session.get(Jadwal, jadwal).status = StatusKetetapan.DITETAPKAN
        db.session.commit()


def test_parts_of_a_deleted_schedule_hold_no_place(tim: Layar, acara: list[int], app: Flask, jadwal: int) -> None:
    from models.base import db
    from models.waktu import sekarang

    with app.app_context():
        db.session.get(Jadwal, jadwal).deleted_at = sekarang()
        db.session.commit()
    assert "Pembukaan" not in tim.buka(f"/papan/?hari={HARI}")


def test_a_meeting_without_room_has_a_row_of_its_own(tim: Layar, musrenbang: int, tulis: Callable) -> None:
    isi: dict[str, Any] = {
        "musrenbang_id": musrenbang,
        "jenis": JenisRapat.PLENO,
        "judul": "Pleno",
        "tempat": "Balai Kota",
    }
    tulis(Rapat, 1, mulai=pukul(9), **isi)
    halaman = tim.buka(f"/papan/?hari={HARI}")
    assert "Tanpa ruang, atau di tempat lain" in halaman
    assert "data-tanpa-selesai" in halaman


def test_one_kind_can_be_looked_at_alone(tim: Layar, acara: list[int], musrenbang: int, tulis: Callable) -> None:
    tulis(Rapat, 1, musrenbang_id=musrenbang, jenis=JenisRapat.PLENO, judul="Pleno besar", mulai=pukul(9))
    assert "Pleno besar" in tim.buka(f"/papan/?hari={HARI}")
    halaman = tim.buka(f"/papan/?hari={HARI}&jenis=acara")
    assert "Pleno besar" not in halaman
    assert "Pembukaan" in halaman


@pytest.mark.parametrize("alamat", ["hari=2026-02-30", "hari=besok", "hari=1990-01-01", "jenis=usulan", "hari=%00"])
def test_a_wrong_address_is_answered_with_a_sentence(tim: Layar, alamat: str) -> None:
    assert "Permintaan tidak dapat diterima" in teks(tim.buka(f"/papan/?{alamat}", 400))


def test_the_month_shows_what_is_held_on_each_day(
    tim: Layar, acara: list[int], tulis: Callable, jadwal: int, ruang: list[int]
) -> None:
    tulis(Acara, 6, jadwal_id=jadwal, nama=lambda i: f"Sesi {i}", ruang_id=ruang[2],
          mulai=lambda i: pukul(7 + i, hari=1), selesai=lambda i: pukul(7 + i, 30, hari=1))  # fmt: skip
    halaman = tim.buka("/papan/?hari=2026-03-02&tampilan=bulan")
    senin = re.search(r'hari=2026-03-23".*?</td>', halaman, re.S)
    selasa = re.search(r'hari=2026-03-24".*?</td>', halaman, re.S)
    assert senin
    assert selasa
    assert "Pembukaan" in senin[0]
    assert "2 lagi" in teks(selasa[0])
    assert "Maret 2026" in teks(halaman)
    assert "Belum ada" in teks(tim.buka("/papan/?hari=2027-01-02&tampilan=bulan"))


# --- the table --------------------------------------------------------------------------------------------------------


def pakai(mulai: datetime, selesai: datetime, jenis: int = 1, ruang: int | None = 1, id_: int = 1) -> Pakai:
    return Pakai(JENIS[jenis], id_, 1, "X", ruang, mulai, selesai)


def test_every_lane_is_as_wide_as_the_day_and_blocks_begin_where_they_begin() -> None:
    isi = [
        pakai(pukul(9, 10), pukul(10, 20)),
        pakai(pukul(10, 30), pukul(11), id_=2),
        pakai(pukul(8), pukul(17), 0, id_=3),
    ]
    papan = papan_susun.susun(HARI, isi, [(1, "A"), (2, "B")])
    assert papan.jam == list(range(7, 18))
    assert [len(r.lajur) for r in papan.ruang] == [2, 1]
    for r in papan.ruang:
        for lajur in r.lajur:
            assert sum(s.kolom for s in lajur) == 44
    acara = papan.ruang[0].lajur[1]
    mulai = {s.pakai.id: sum(x.kolom for x in acara[:n]) for n, s in enumerate(acara) if s.pakai}
    assert mulai == {1: 8, 2: 14}, "quarters of an hour since seven"
    assert [s.kolom for s in acara if s.pakai] == [6, 2]


def test_the_day_grows_with_what_is_early_or_late_and_ends_at_midnight() -> None:
    isi = [pakai(pukul(5, 30), pukul(6)), pakai(pukul(22), pukul(2, hari=1), id_=2)]
    assert papan_susun.susun(HARI, isi, [(1, "A")]).jam == list(range(5, 24))
    esok = papan_susun.susun(HARI + timedelta(days=1), isi[1:], [(1, "A")])
    assert esok.jam[0] == 0
    assert esok.ruang[0].lajur[0][0].kolom == 8


def test_blocks_of_one_kind_at_the_same_time_stand_below_each_other() -> None:
    isi = [pakai(pukul(9), pukul(11), ruang=None), pakai(pukul(10), pukul(12), ruang=None, id_=2)]
    (baris,) = papan_susun.susun(HARI, isi, []).ruang
    assert len(baris.lajur) == 2
    assert not any(s.saat for lajur in baris.lajur for s in lajur), "nothing is added where there is no room"


# --- a free place -----------------------------------------------------------------------------------------------------


def test_a_free_place_leads_to_a_form_that_is_filled_and_back_to_the_board(
    tim: Layar, musrenbang: int, ruang: list[int], tulis: Callable, ambil: Callable
) -> None:
    """Open the board, press a place, save: three clicks."""
    induk = tulis(PenetapanRuang, 1, musrenbang_id=musrenbang, judul="Ruang")[0]
    papan = tim.buka(f"/papan/?hari={HARI}&ke=pemakaian_ruang")
    tempat = [html.unescape(a) for a in re.findall(r'<a href="(/papan/tambah/[^"]+)" tabindex', papan)]
    alamat = next(a for a in tempat if f"ruang={ruang[1]}&" in a and a.endswith("T10:30"))
    borang = tim.client.get(alamat).headers["Location"]
    halaman = tim.buka(borang)
    assert 'value="2026-03-23T10:30"' in halaman
    assert 'value="2026-03-23T11:30"' in halaman
    assert f'<option value="{ruang[1]}" selected>' in halaman
    isi = {
        "penetapan_ruang_id": induk,
        "ruang_id": ruang[1],
        "mulai": "2026-03-23T10:30",
        "selesai": "2026-03-23T11:30",
    }
    jawab = tim.kirim(borang, **isi, keperluan="Gladi")
    assert (jawab.status_code, jawab.headers["Location"]) == (302, f"/papan/?hari={HARI}")
    assert "Gladi" in tim.buka(f"/papan/?hari={HARI}")
    assert ambil(PemakaianRuang, 1).mulai == pukul(10, 30)


def test_a_free_place_becomes_what_can_be_added_now(tim: Layar, ruang: list[int], jadwal: int, app: Flask) -> None:
    assert "ke=acara" in tim.buka(f"/papan/?hari={HARI}&jenis=acara")
    tetapkan(app, jadwal)
    halaman = tim.buka(f"/papan/?hari={HARI}&jenis=acara")
    assert "/papan/tambah/?ke=acara" not in halaman
    assert "Tidak ada yang dapat ditambah" in teks(
        tim.buka("/papan/tambah/?ke=acara&ruang=1&saat=2026-03-23T09:00", 409)
    )


def test_a_moment_in_the_address_that_cannot_be_read_leaves_the_field_empty(tim: Layar, jadwal: int) -> None:
    tim.buka(f"/acara/new/?jadwal_id={jadwal}&mulai=kemarin&papan=1")
    assert "tulis tanggal" in teks(tim.buka("/papan/tambah/?ke=acara&ruang=1&saat=x", 400))


# --- a drop -----------------------------------------------------------------------------------------------------------


def test_a_drop_moves_time_and_room_and_stands_in_the_diary(
    tim: Layar, acara: list[int], ruang: list[int], ambil: Callable
) -> None:
    assert geser(tim, acara[0], PINDAH).status_code == 200
    row = ambil(Acara, acara[0])
    assert (row.mulai, row.selesai, row.ruang_id, row.version) == (pukul(10), pukul(12), ruang[1], 2)
    assert "3 isian berubah" in teks(tim.buka(f"/acara/details/?id={acara[0]}"))


def test_a_drop_onto_another_block_is_refused_with_its_name(tim: Layar, acara: list[int], ambil: Callable) -> None:
    sel = {"mulai": ["23-03-2026 09.00", "23-03-2026 12.00"], "selesai": ["23-03-2026 11.00", "23-03-2026 14.00"]}
    jawab = geser(tim, acara[0], sel)
    assert jawab.status_code == 400
    (masalah,) = jawab.json["sel"]
    assert masalah["pesan"] == "Ruang sudah dipakai untuk “Penutupan” pada 23-03-2026 13.00–14.00 WIB."
    assert ambil(Acara, acara[0]).mulai == pukul(9)


def test_a_drop_of_a_block_that_was_moved_meanwhile_is_refused(
    tim: Layar, layar: Callable, acara: list[int], ambil: Callable
) -> None:
    assert geser(layar("sub_koordinator"), acara[0], PINDAH).status_code == 200
    jawab = geser(tim, acara[0], {"mulai": ["23-03-2026 09.00", "23-03-2026 08.00"]})
    assert jawab.status_code == 409
    assert "diubah orang lain" in jawab.json["sel"][0]["pesan"]
    assert ambil(Acara, acara[0]).mulai == pukul(10)


def test_a_drop_without_right_or_of_what_is_fixed_is_refused(
    tim: Layar, layar: Callable, acara: list[int], jadwal: int, app: Flask, ambil: Callable
) -> None:
    assert geser(layar("pengawas"), acara[0], PINDAH).status_code == 403
    tetapkan(app, jadwal)
    jawab = geser(tim, acara[0], PINDAH)
    assert jawab.status_code == 403
    assert "berstatus ditetapkan" in jawab.json["pesan"]
    assert ambil(Acara, acara[0]).version == 1


# --- seen before saving -----------------------------------------------------------------------------------------------


def test_the_form_asks_whether_the_room_is_free(tim: Layar, acara: list[int], ruang: list[int]) -> None:
    def tanya(**isi: Any) -> str:
        isi = {"jenis": "acara", "ruang": ruang[0], "mulai": "2026-03-23T10:00", "selesai": "2026-03-23T10:30", **isi}
        jawab = tim.client.get("/papan/bentrok/", query_string=isi)
        assert jawab.status_code == 200
        return str(jawab.json["pesan"])

    assert "Pembukaan" in tanya()
    assert not tanya(id=acara[0]), "a block does not clash with itself"
    assert not tanya(ruang=ruang[1])
    assert not tanya(jenis="pemakaian_ruang"), "a booking serves the acara in it"
    assert not tanya(mulai="2026-03-23T11:00", selesai="2026-03-23T13:00"), "one ends when the other begins"
    for isi in ({"mulai": "x"}, {"selesai": ""}, {"ruang": ""}, {"ruang": "9" * 30}, {"ruang": "-1"}, {"id": "x"}):
        tanya(**isi)
    assert tim.client.get("/papan/bentrok/?jenis=usulan").status_code == 404
    assert "data-bentrok" in tim.buka(f"/acara/edit/?id={acara[0]}")


def test_a_schedule_leads_to_its_days_on_the_board(tim: Layar, acara: list[int], jadwal: int, musrenbang: int) -> None:
    assert f'<a href="/papan/?hari={HARI}">Senin, 23 Maret 2026</a>' in tim.buka(f"/jadwal/details/?id={jadwal}")
    assert f"/gambaran/?musrenbang_id={musrenbang}" in tim.buka(f"/musrenbang/details/?id={musrenbang}")


def test_the_head_of_the_board_leads_to_other_days_and_to_the_month(tim: Layar, acara: list[int]) -> None:
    hari = tim.buka("/papan/?hari=2026-03-23")
    kepala = re.search(r'<div class="papan-alat">.*?</div>', hari, re.S)
    assert kepala
    tautan = [html.unescape(t) for t in re.findall(r'href="([^"]*)"', kepala[0])]
    assert all(t.startswith("/papan/") for t in tautan), tautan
    assert "/papan/?hari=2026-03-22" in tautan
    assert "/papan/?hari=2026-03-24" in tautan
    assert any("tampilan=bulan" in t for t in tautan)
