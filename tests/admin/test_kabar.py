"""Messages say what happened and what to do next; a deletion is asked about and taken back; times are told from now."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from models.usulan import Usulan
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.orang import Orang

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it


def kabar(halaman: str) -> str:
    """The message at the top of the page."""
    found = re.search(r'<div class="kabar baik" role="status">(.*?)</div>', halaman, re.S)
    return " ".join(teks(found[1]).split()) if found else ""


def test_a_saved_record_is_named_with_its_next_step(tim: Layar, musrenbang: int, isian_usulan: dict[str, str]) -> None:
    id_ = tim.simpan("/usulan/new/", **isian_usulan)
    said = kabar(tim.buka(f"/usulan/details/?id={id_}"))
    assert said == "Usulan disimpan: U-2027-00001 Taman baca. Berikutnya: tekan “Ajukan”."
    tim.simpan(f"/usulan/edit/?id={id_}", **{**isian_usulan, "usulan": "Taman baca warga"})
    assert kabar(tim.buka("/usulan/")).startswith("Perubahan disimpan. Berikutnya: tekan “Ajukan”.")


def test_a_move_says_whose_turn_is_next(app: Flask, layar: Callable[[str], Layar]) -> None:
    with app.app_context():
        id_ = dunia.undangan(dunia.di_ujung()).id
    tim = layar("tim_musrenbang")
    tim.simpan(f"/undangan/move/ajukan/?id={id_}")
    said = kabar(tim.buka(f"/undangan/details/?id={id_}"))
    assert said.startswith("Tercatat")
    assert "Berikutnya “" in said
    assert "oleh Kepala Badan" in said


def test_what_was_deleted_is_taken_back_with_one_press(
    tim: Layar, musrenbang: int, isian_usulan: dict[str, str], ambil: Callable
) -> None:
    id_ = tim.simpan("/usulan/new/", **{**isian_usulan, "usulan": "Taman <b>baca</b>"})
    rincian = tim.buka(f"/usulan/details/?id={id_}")
    assert re.search(r'action="/usulan/delete/" data-konfirmasi="[^"]*akan dihapus', rincian)
    assert tim.kirim("/usulan/delete/", f"/usulan/details/?id={id_}", id=id_).status_code == 302
    halaman = tim.buka("/usulan/")
    said = "Usulan dihapus: U-2027-00001 Taman <b>baca</b>. Data yang dihapus dapat dipulihkan. Urungkan"
    assert kabar(halaman) == said
    assert "Taman &lt;b&gt;baca" in halaman
    borang = re.search(
        r'<form method="post" action="(/usulan/restore/)">.*?value="([^"]+)".*?name="id" value="(\d+)"', halaman
    )
    assert borang is not None
    assert tim.client.post(borang[1], data={"csrf_token": borang[2], "id": borang[3]}).status_code == 302
    assert ambil(Usulan, id_).deleted_at is None
    assert kabar(tim.buka(f"/usulan/details/?id={id_}")).startswith("Usulan dipulihkan: U-2027-00001 Taman")


def test_the_diary_tells_times_from_now_with_the_exact_one_beside(tim: Layar, musrenbang: int) -> None:
    waktu = re.findall(
        r'<time class="redup kecil" datetime="([^"]+)" title="([^"]+ WIB)">([^<]+)</time>',
        tim.buka(f"/musrenbang/details/?id={musrenbang}"),
    )
    assert waktu
    assert {kata for _, _, kata in waktu} <= {"baru saja", "2 menit lalu", "3 menit lalu"}


def test_an_error_page_says_what_to_do(tim: Layar, musrenbang: int) -> None:
    assert "tanyakan perannya kepada administrator" in teks(tim.buka("/pengaturan/new/", 403))
    assert "cari datanya lewat kotak pencarian" in teks(tim.buka("/usulan/details/?id=999999", 404))


def test_a_role_is_told_by_its_title_and_a_paper_as_the_office_writes_it() -> None:
    from documents import tulisan
    from models.pengguna import PeranPengguna
    from models.peran import Peran

    assert str(PeranPengguna(peran=Peran.SEKRETARIAT)) == "Sekretariat"
    assert [tulisan.titled(x) for x in ("sk_tim", "sk", "berita_acara", "poster_a4")] == [
        *("SK tim", "SK", "Berita acara", "Poster a4"),
    ]


def test_a_move_that_comes_too_early_is_not_called_too_early_twice(
    app: Flask, orang: Orang, musrenbang: int, tulis: Callable
) -> None:
    from admin import kabar as kalimat
    from models.base import db
    from models.laporan import Laporan

    (id_,) = tulis(Laporan, musrenbang_id=musrenbang, perihal="Laporan uji")
    with app.app_context():
        said = kalimat.next_step(db.session.get_one(Laporan, id_), orang.actor("fungsional_perencana"))
        awal = "Berikutnya “Ajukan untuk ditandatangani”, tetapi belum sekarang. Baru dapat dilakukan pada langkah"
        assert str(said).startswith(awal)
