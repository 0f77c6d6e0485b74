"""Moves on the screen: one record, a selection, and who sees them."""

from __future__ import annotations

from collections.abc import Callable

from models.usulan import Usulan
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


def test_a_selection_is_moved_and_reported_row_by_row(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    ids = usulan(4)
    tim.kirim(f"/usulan/move/ajukan/?id={ids[0]}")
    jawab = tim.kirim("/usulan/action/", dari="/usulan/", aksi="ajukan", rowid=[str(i) for i in (*ids, 999_999)])
    laporan = teks(tim.buka(jawab.headers["Location"]))
    assert "3 dari 5 berhasil" in laporan
    assert "Data 999999 tidak ada lagi" in laporan
    assert "Perbaikan saluran RW 00" in laporan
    assert [ambil(Usulan, i).status.value for i in ids] == ["diajukan"] * 4


def test_a_selection_asks_once_for_what_the_move_needs(tim: Layar, usulan: Callable, ambil: Callable) -> None:
    ids = usulan(2)
    pilihan = ",".join(map(str, ids))
    tim.kirim("/usulan/action/", dari="/usulan/", aksi="ajukan", rowid=pilihan)
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
    jawab = tim.kirim("/usulan/action/", dari=dari, aksi="ajukan", semua="1", kembali=dari)
    assert "40 dari 40 berhasil" in teks(tim.buka(jawab.headers["Location"]))
    assert {ambil(Usulan, i).status.value for i in ids} == {"diajukan"}


def test_an_operation_is_seen_by_who_began_it(tim: Layar, layar: Callable[[str], Layar], usulan: Callable) -> None:
    (id_,) = usulan(1)
    alamat = tim.kirim("/usulan/action/", dari="/usulan/", aksi="ajukan", rowid=str(id_)).headers["Location"]
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
