"""Moves on the screen: one record, a selection, and who sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from bulk import pratinjau
from models.base import db
from models.perangkat_daerah import PaguOpd
from models.usulan import Usulan
from tests import dunia
from tests.admin.layar import Layar, teks


def test_a_move_is_a_button_and_says_what_it_did(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    (id_,) = usulan(1)
    assert f"/usulan/move/ajukan/?id={id_}" in tim.buka(f"/usulan/details/?id={id_}")
    assert tim.kirim(f"/usulan/move/ajukan/?id={id_}", dari=f"/usulan/details/?id={id_}").status_code == 302
    assert ambil(Usulan, id_).status.value == "diajukan"
    assert "Ajukan" in teks(tim.buka(f"/usulan/details/?id={id_}").split('id="riwayat"')[1])


def test_a_move_that_needs_a_note_asks_for_it(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    (id_,) = usulan(1)
    tim.kirim(f"/usulan/move/ajukan/?id={id_}")
    alamat = f"/usulan/move/kembalikan/?id={id_}"
    jawab = tim.kirim(alamat, catatan="  ")
    assert jawab.status_code == 400
    assert "Catatan wajib diisi" in jawab.text
    assert tim.kirim(alamat, catatan="Lokasi belum jelas").status_code == 302
    assert ambil(Usulan, id_).status.value == "dikembalikan"
    assert "“Lokasi belum jelas”" in teks(tim.buka(f"/usulan/details/?id={id_}"))


def test_a_decision_over_the_pagu_has_its_page_and_others_are_a_button(
    layar: Callable[[str], Layar], app: Flask
) -> None:
    with app.app_context():
        (u,) = dunia.isi_usulan(dunia.di_langkah(9), 1)
        u.pagu_usulan = 600
        pagu = dunia.simpan(PaguOpd(perangkat_daerah_id=u.opd_pengampu_id, tahun=2027, pagu=700))
        id_, pagu_id = u.id, pagu.id
    tim, rincian = layar("tim_musrenbang"), f"/usulan/details/?id={id_}"
    langsung = f'<form class="tindakan" method="post" action="/usulan/move/terima/?id={id_}"'
    assert langsung in tim.buka(rincian)
    with app.app_context():
        db.session.get_one(PaguOpd, pagu_id).pagu = 500
        db.session.commit()
    assert langsung not in tim.buka(rincian)
    assert "Pagu indikatif" in teks(tim.buka(f"/usulan/move/terima/?id={id_}"))


def test_a_move_out_of_order_is_refused_and_keeps_the_note(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    (id_,) = usulan(1)
    jawab = tim.kirim(f"/usulan/move/terima/?id={id_}", dari=f"/usulan/details/?id={id_}", catatan="sudah bagus")
    assert jawab.status_code in (403, 409)
    assert ambil(Usulan, id_).status.value == "draf"


def test_a_move_on_an_older_version_is_refused(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    (id_,) = usulan(1)
    jawab = tim.kirim(f"/usulan/move/ajukan/?id={id_}", version="41")
    assert jawab.status_code == 409
    assert "diubah orang lain" in jawab.text
    assert ambil(Usulan, id_).status.value == "draf"


def test_an_unknown_move_gets_a_sentence(tim: Layar, usulan: Callable) -> None:
    (id_,) = usulan(1)
    for aksi in ("terbang", "'", "%00", "x" * 300):
        assert tim.client.get(f"/usulan/move/{aksi}/?id={id_}").status_code in (400, 403, 404)


def test_who_has_no_right_to_a_move_neither_sees_nor_posts_it(
    layar: Callable[[str], Layar], usulan: Callable, ambil: Callable
) -> None:
    (id_,) = usulan(1)
    for nama in ("pengawas", "administrator", "sekretariat"):
        orang = layar(nama)
        assert "/move/" not in orang.buka(f"/usulan/details/?id={id_}")
        assert '<option value="ajukan">' not in orang.buka("/usulan/")
        assert orang.kirim(f"/usulan/move/ajukan/?id={id_}", dari="/", version="1").status_code == 403
        assert orang.kirim("/usulan/action/", dari="/", aksi="ajukan", rowid=str(id_)).status_code == 403
    assert ambil(Usulan, id_).status.value == "draf"


def test_the_menu_over_a_list_offers_each_person_his_own_moves(layar: Callable[[str], Layar], usulan: Callable) -> None:
    usulan(1)

    def menu(nama: str) -> set[str]:
        pilihan = re.search(r'<select id="aksi".*?</select>', layar(nama).buka("/usulan/"), re.S)
        return set(re.findall(r'value="([^":]+)"', pilihan[0])) if pilihan else set()

    assert menu("tim_musrenbang") >= {"ajukan", "ubah", "hapus"}
    assert not menu("pengawas") & {"ajukan", "ubah", "hapus"}  # right after another, within what a process remembers
    assert "ajukan" in menu("tim_musrenbang")


def test_a_selection_is_moved_and_reported_row_by_row(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    ids = usulan(4)
    tim.kirim(f"/usulan/move/ajukan/?id={ids[0]}")
    pilihan = [str(i) for i in (*ids, 999_999)]
    lihat = teks(tim.kirim("/usulan/action/", dari="/usulan/", aksi="ajukan", rowid=pilihan).text)
    assert "Ajukan: 5 usulan dipilih" in lihat
    assert "3 akan diproses : " in lihat
    assert "2 tidak, dan akan dilewati: 1 – “Ajukan” tidak dapat dilakukan: usulan berstatus diajukan." in lihat
    assert "1 – Data tidak ada lagi." in lihat
    assert "Jalankan untuk 3 usulan" in lihat
    assert ambil(Usulan, ids[1]).status.value == "draf"
    jawab = tim.kirim("/usulan/action/", dari="/usulan/", aksi="ajukan", rowid=pilihan, lanjut="1")
    laporan = teks(tim.buka(jawab.headers["Location"]))
    assert "3 dari 5 berhasil" in laporan
    assert "Data 999999 tidak ada lagi" in laporan
    assert "Perbaikan saluran RW 00" in laporan
    assert [ambil(Usulan, i).status.value for i in ids] == ["diajukan"] * 4


def test_a_selection_asks_once_for_what_the_move_needs(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    ids = usulan(2)
    pilihan = ",".join(map(str, ids))
    tim.kirim("/usulan/action/", dari="/usulan/", aksi="ajukan", rowid=pilihan, lanjut="1")
    tanya = tim.kirim("/usulan/action/", dari="/usulan/", aksi="kembalikan", rowid=pilihan)
    assert tanya.status_code == 200
    assert "Catatan" in tanya.text
    kurang = tim.kirim("/usulan/action/", dari="/usulan/", aksi="kembalikan", rowid=pilihan, lanjut="1")
    assert kurang.status_code == 400
    hasil = tim.kirim(
        "/usulan/action/", dari="/usulan/", aksi="kembalikan", rowid=pilihan, lanjut="1", catatan="Lengkapi"
    )
    assert "2 dari 2 berhasil" in teks(tim.buka(hasil.headers["Location"]))
    assert {ambil(Usulan, i).status.value for i in ids} == {"dikembalikan"}


def test_all_rows_that_match_are_moved_though_the_page_shows_only_some(
    tim: Layar, usulan: Callable, ambil: Callable
) -> None:
    ids = usulan(40)
    dari = "/usulan/?q=saluran&status=draf"
    assert "Semua 40 yang cocok" in teks(tim.buka(dari))
    jawab = tim.kirim("/usulan/action/", dari=dari, aksi="ajukan", semua="1", kembali=dari, lanjut="1")
    assert "40 dari 40 berhasil" in teks(tim.buka(jawab.headers["Location"]))
    assert {ambil(Usulan, i).status.value for i in ids} == {"diajukan"}


def test_rows_may_be_taken_out_of_all_that_match(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    """The preview hands the selection on as it came."""
    ids = usulan(12)
    dari = "/usulan/?status=draf"
    kecuali = f"{ids[2]},{ids[5]}"
    lihat = tim.kirim("/usulan/action/", dari=dari, aksi="ajukan", semua="1", kembali=dari, kecuali=kecuali).text
    assert "Ajukan: 10 usulan dipilih" in teks(lihat)
    assert f'name="kecuali" value="{kecuali}"' in lihat
    assert 'name="rowid"' not in lihat
    jawab = tim.kirim("/usulan/action/", dari=dari, aksi="ajukan", semua="1", kembali=dari, kecuali=kecuali, lanjut="1")
    assert "10 dari 10 berhasil" in teks(tim.buka(jawab.headers["Location"]))
    assert [i for i in ids if ambil(Usulan, i).status.value == "draf"] == [ids[2], ids[5]]
    rusak = tim.kirim("/usulan/action/", dari=dari, aksi="ajukan", semua="1", kembali=dari, kecuali="1;2")
    assert rusak.status_code == 400


def test_a_preview_that_would_take_too_long_is_left_out_and_the_move_can_still_be_run(
    tim: Layar, usulan: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    usulan(3)
    monkeypatch.setattr(pratinjau, "gerak", lambda *_: pratinjau.Pratinjau(lambat=True))
    dari = "/usulan/?status=draf"
    lihat = teks(tim.kirim("/usulan/action/", dari=dari, aksi="ajukan", semua="1", kembali=dari).text)
    assert "Ajukan: semua usulan yang cocok" in lihat
    assert "memerlukan lebih dari dua detik" in lihat
    assert "Jalankan untuk semua usulan" in lihat
    assert "akan diproses" not in lihat


def test_a_selection_of_which_nothing_can_be_moved_is_not_run(tim: Layar, usulan: Callable) -> None:
    ids = usulan(2)
    lihat = tim.kirim("/usulan/action/", dari="/usulan/", aksi="terima", rowid=",".join(map(str, ids))).text
    assert "Tidak satu pun dari pilihan ini dapat diproses" in teks(lihat)
    assert "“Terima” tidak dapat dilakukan: usulan berstatus draf." in teks(lihat)
    assert "Jalankan" not in lihat


def test_a_decision_that_is_changed_needs_a_note_and_the_preview_says_so(
    tim: Layar, usulan: Callable, app: Any
) -> None:
    ids = usulan(3, status="diverifikasi")
    with app.app_context():
        m = dunia.di_ujung(2031)
        db.session.execute(db.update(Usulan).where(Usulan.id.in_(ids)).values(musrenbang_id=m.id))
        db.session.commit()
    pilihan = ",".join(map(str, ids))
    tim.kirim("/usulan/action/", dari="/usulan/", aksi="terima", rowid=str(ids[0]), lanjut="1")
    lihat = teks(tim.kirim("/usulan/action/", dari="/usulan/", aksi="terima", rowid=pilihan).text)
    assert "3 akan diproses" in lihat
    assert "1 usulan di antaranya memerlukan catatan" in lihat
    jawab = tim.kirim("/usulan/action/", dari="/usulan/", aksi="terima", rowid=pilihan, lanjut="1")
    laporan = teks(tim.buka(jawab.headers["Location"]))
    assert "2 dari 3 berhasil" in laporan
    assert "“Terima” memerlukan catatan." in laporan


def test_an_operation_is_seen_by_who_began_it(tim: Layar, layar: Callable[[str], Layar], usulan: Callable) -> None:
    (id_,) = usulan(1)
    alamat = tim.kirim("/usulan/action/", dari="/usulan/", aksi="ajukan", rowid=str(id_), lanjut="1").headers[
        "Location"
    ]
    tim.buka(alamat)
    layar("sekretariat").buka(alamat, 404)
    assert "Ajukan: 1 usulan" in teks(tim.buka("/operasi/"))


def test_a_selection_is_deleted_after_it_was_asked(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    ids = usulan(3)
    pilihan = ",".join(map(str, ids[:2]))
    assert (
        "Data yang dihapus dapat dipulihkan"
        in tim.kirim("/usulan/action/", dari="/usulan/", aksi="hapus", rowid=pilihan).text
    )
    assert ambil(Usulan, ids[0]).deleted_at is None
    tim.kirim("/usulan/action/", dari="/usulan/", aksi="hapus", rowid=pilihan, lanjut="1")
    assert [ambil(Usulan, i).deleted_at is None for i in ids] == [False, False, True]


def test_a_selection_that_is_empty_or_forged_gets_a_sentence(tim: Layar) -> None:
    for rowid in ([], ["abc"], ["1;2"], [str(2**63)], ["1," * 30_000]):
        jawab = tim.kirim("/usulan/action/", dari="/usulan/", aksi="ajukan", rowid=rowid)
        assert jawab.status_code == 400, rowid


def test_a_scan_is_stored_with_the_act_that_it_proves(
    tim: Layar, layar: Callable[[str], Layar], musrenbang: int
) -> None:
    halaman = tim.buka("/pelaksanaan-langkah/details/?id=1")
    assert "Selesai, langkah berikutnya boleh dimulai" in teks(halaman)
    assert "DPA" in teks(halaman)


def test_the_page_that_gives_a_number_says_which_one_is_next(layar: Callable[[str], Layar], app: Flask) -> None:
    from documents import numbering
    from models.naskah import StatusNaskah
    from models.waktu import hari_ini

    with app.app_context():
        u = dunia.undangan(dunia.di_ujung())
        u.status, u.ditandatangani_pada = StatusNaskah.MENUNGGU_NOMOR, hari_ini()
        db.session.commit()
        id_ = u.id
        semula = numbering.perkiraan(u, hari_ini())
        assert semula == numbering.perkiraan(u, hari_ini()), "asking takes nothing"
    sekretariat = layar("sekretariat")
    halaman = teks(sekretariat.buka(f"/undangan/move/terbitkan/?id={id_}"))
    assert f"Nomor berikutnya: {semula} ." in halaman or f"Nomor berikutnya: {semula}." in halaman
    assert "Naskah lain yang dinomori lebih dahulu dapat mengambilnya" in halaman
    with app.app_context():
        u = db.session.get(type(u), id_)
        assert numbering.ambil(u, hari_ini()).teks == semula
        assert numbering.perkiraan(u, hari_ini()) != semula
        db.session.rollback()


def test_work_on_a_selection_leads_back_to_the_list_as_it_was(tim: Layar, usulan: Callable[..., list[int]]) -> None:
    (id_,) = usulan(1)
    for kembali, ke in (("/usulan/?urut=kode", "/usulan/?urut=kode"), ("//jauh.id/", "/"), ("", "/usulan/")):
        isian = {"rowid": str(id_), "aksi": "ajukan", "lanjut": "1", "catatan": "", "kembali": kembali}
        jawab = tim.kirim("/usulan/action/", dari="/usulan/", **isian)
        assert f'<a class="tombol utama" href="{ke}">Kembali</a>' in tim.buka(jawab.headers["Location"])
