"""The registration desk below the screen: one presence whoever taps, codes, guests, stand-ins, paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from bulk import lembar_hadir, meja
from bulk.lembar_hadir import Baris
from documents import issue
from models import kode_hadir, setelan
from models.base import db
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.naskah import StatusNaskah
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pesan import Ditolak, Keliru, SopError, TidakAda
from models.rapat import DaftarHadir, Rapat
from models.riwayat import Riwayat, verify
from models.undangan import PenerimaUndangan
from models.waktu import lokal, sekarang
from sop import access
from sop.access import Verb
from tests import dunia, proses
from tests.conftest import Basis


@pytest.fixture
def rapat(session: Any) -> Rapat:
    """A pleno with three who are invited (to an undangan that is issued) and nobody present."""
    m = dunia.di_ujung()
    u = dunia.undangan(m)
    u.status = StatusNaskah.TERBIT
    found = dunia.rapat(m, hadir=0)
    issue.perform(found, "isi_daftar_hadir", dunia.aktor("tim_musrenbang"))
    return found


def tim() -> Any:
    return dunia.aktor("tim_musrenbang")


def baris(rapat: Rapat, n: int = 0) -> DaftarHadir:
    stmt = db.select(DaftarHadir).filter_by(rapat_id=rapat.id, deleted_at=None).order_by(DaftarHadir.urutan)
    return db.session.scalars(stmt.execution_options(populate_existing=True)).all()[n]


def kode(n: int = 0) -> str:
    penerima = db.session.scalars(db.select(PenerimaUndangan).order_by(PenerimaUndangan.id)).all()[n]
    return kode_hadir.buat(penerima.id)


# --- one presence -----------------------------------------------------------------------------------------------------


def test_a_tap_marks_now_and_a_second_one_says_since_when(rapat: Rapat) -> None:
    row = baris(rapat)
    meja.tandai(rapat, row.id, tim())
    row = baris(rapat)
    assert row.hadir
    assert row.hadir_pada is not None
    kapan = f"{lokal(row.hadir_pada):%H.%M}"
    with pytest.raises(SopError, match=rf"{row.nama[:7]}.* sudah hadir pukul {kapan}\.") as galat:
        meja.tandai(rapat, row.id, dunia.aktor("sekretariat"))
    assert galat.value.status == 409
    assert baris(rapat).version == row.version


def test_four_phones_that_mark_the_same_guest_at_once_make_one_presence(
    rapat: Rapat, basis: Basis, var: Path, session: Any
) -> None:
    row_id, rapat_id = baris(rapat).id, rapat.id
    semula = session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(kind="daftar_hadir", record_id=row_id))
    session.remove()
    cara = [
        (rapat_id, row_id, orang) for orang in ("tim_musrenbang", "sekretariat", "sub_koordinator", "kepala_bidang")
    ]
    jawaban = [str(j) for j in proses.serentak(proses.tandai_hadir, basis.url, var, cara)]
    assert jawaban.count("ditandai") == 1, jawaban
    assert sum("sudah hadir pukul" in j for j in jawaban) == 3, jawaban
    tercatat = db.select(Riwayat).filter_by(kind="daftar_hadir", record_id=row_id, aksi="tandai_hadir")
    assert len(session.scalars(tercatat).all()) == 1
    seluruh = session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(kind="daftar_hadir", record_id=row_id))
    assert seluruh == semula + 1
    assert verify(session).rusak is None


def test_phones_that_mark_different_guests_at_once_lose_none(
    rapat: Rapat, basis: Basis, var: Path, session: Any
) -> None:
    banyak = [DaftarHadir(rapat_id=rapat.id, urutan=10 + n, nama=f"Orang {n} (Demo)") for n in range(4)]
    dunia.simpan(*banyak)
    cara = [(rapat.id, row.id, "tim_musrenbang") for row in banyak]
    rapat_id = rapat.id
    session.remove()
    assert proses.serentak(proses.tandai_hadir, basis.url, var, cara) == ["ditandai"] * 4
    hitung = meja.hitungan(session.get(Rapat, rapat_id))
    assert hitung["hadir"] == 4
    assert verify(session).rusak is None


def test_the_same_guest_without_undangan_typed_on_two_phones_stands_on_the_list_once(
    rapat: Rapat, basis: Basis, var: Path, session: Any
) -> None:
    rapat_id = rapat.id
    session.remove()
    isi = [(rapat_id, {"nama": nama, "lembaga": "RW 05"}) for nama in ("Siti (Demo)", "  siti  (demo) ")]
    jawaban = [str(j) for j in proses.serentak(proses.tambah_tamu, basis.url, var, isi)]
    assert jawaban.count("ditambah") == 1, jawaban
    assert any("sudah hadir pukul" in j for j in jawaban), jawaban
    assert len(meja.daftar(rapat_id, "siti")[0]) == 1


def test_a_wrong_tap_is_taken_back_only_while_nobody_has_done_more(rapat: Rapat) -> None:
    row = baris(rapat)
    meja.tandai(rapat, row.id, tim())
    dilihat = baris(rapat).version
    meja.wakilkan(rapat, row.id, tim(), "Sekcam (Demo)", "Sekretaris", dilihat)
    with pytest.raises(SopError, match="diubah orang lain"):
        meja.urungkan(rapat, row.id, tim(), dilihat)
    assert baris(rapat).diwakili_oleh == "Sekcam (Demo)"

    meja.urungkan(rapat, row.id, tim(), baris(rapat).version)
    row = baris(rapat)
    assert (row.hadir, row.hadir_pada, row.diwakili_oleh, row.jabatan_wakil) == (False, None, None, None)
    aksi = db.session.scalars(db.select(Riwayat.aksi).filter_by(kind="daftar_hadir", record_id=row.id))
    assert list(aksi)[-3:] == ["tandai_hadir", "tandai_diwakili", "tandai_tidak_hadir"]


# --- who came instead, who came without an undangan -------------------------------------------------------------------


def test_who_came_instead_is_kept_with_jabatan_and_the_time_of_arrival_stays(rapat: Rapat) -> None:
    row = baris(rapat)
    meja.wakilkan(rapat, row.id, tim(), " Sekcam (Demo) ", "Sekretaris Camat", row.version)
    row = baris(rapat)
    assert (row.hadir, row.diwakili_oleh, row.jabatan_wakil) == (True, "Sekcam (Demo)", "Sekretaris Camat")
    datang = row.hadir_pada
    meja.wakilkan(rapat, row.id, tim(), "Kasi (Demo)", "", row.version)
    assert baris(rapat).hadir_pada == datang
    assert baris(rapat).jabatan_wakil is None
    with pytest.raises(Keliru, match="Diwakili oleh belum diisi"):
        meja.wakilkan(rapat, row.id, tim(), "  ", "", baris(rapat).version)


def test_a_stand_in_said_on_an_old_page_does_not_overwrite_who_is_present(rapat: Rapat) -> None:
    row = baris(rapat)
    lama = row.version
    meja.tandai(rapat, row.id, tim())
    with pytest.raises(SopError, match=r"sudah hadir pukul \d\d\.\d\d\. Muat ulang"):
        meja.wakilkan(rapat, row.id, tim(), "Sekcam (Demo)", "", lama)
    assert baris(rapat).diwakili_oleh is None


def test_a_guest_without_undangan_is_present_and_counted_apart(rapat: Rapat) -> None:
    id_ = meja.tambah(rapat, tim(), {"nama": "Warga (Demo)", "lembaga": "RW 02", "unsur": "tokoh masyarakat"})
    row = db.session.get(DaftarHadir, id_)
    assert (row.hadir, row.tanpa_undangan, row.unsur, row.urutan) == (True, True, Unsur.TOKOH, 4)
    assert {k: meja.hitungan(rapat)[k] for k in ("hadir", "jumlah", "tamu", "diwakili")} == {
        "hadir": 1, "jumlah": 4, "tamu": 1, "diwakili": 0,
    }  # fmt: skip
    with pytest.raises(SopError, match=r"Warga .* sudah hadir pukul"):
        meja.tambah(rapat, tim(), {"nama": "WARGA  (Demo)", "lembaga": "rw 02"})
    meja.tambah(rapat, tim(), {"nama": "Warga (Demo)", "lembaga": "RW 03"})
    with pytest.raises(SopError, match=r"Tokoh 2 .* sudah ada di daftar"):
        meja.tambah(rapat, tim(), {"nama": "Tokoh 2 (Demo)"})
    with pytest.raises(SopError, match="Isi nama"):
        meja.tambah(rapat, tim(), {"nama": "  "})


# --- codes ------------------------------------------------------------------------------------------------------------


def test_the_code_of_a_card_marks_its_owner_and_only_once(rapat: Rapat) -> None:
    assert meja.tandai_kartu(rapat, kode(1), tim()) == baris(rapat, 1).id
    assert baris(rapat, 1).hadir
    with pytest.raises(SopError, match="sudah hadir pukul"):
        meja.tandai_kartu(rapat, kode(1), tim())


def test_who_was_invited_and_is_not_on_the_list_comes_onto_it_with_his_card(rapat: Rapat) -> None:
    row = baris(rapat, 2)
    row.deleted_at = sekarang()
    db.session.commit()
    assert meja.kartu(rapat, kode(2)).tamu is None
    id_ = meja.tandai_kartu(rapat, kode(2), tim())
    baru = db.session.get(DaftarHadir, id_)
    assert (baru.nama, baru.hadir, baru.tanpa_undangan) == (row.nama, True, False)


def test_a_wrong_code_gets_a_sentence_that_says_what_to_do(rapat: Rapat) -> None:
    with pytest.raises(Keliru, match=r"Kode “2-AAAAAAAA” tidak dikenal\. Periksa hurufnya .* atau cari namanya"):
        meja.tandai_kartu(rapat, "2-AAAAAAAA", tim())
    penerima = db.session.scalars(db.select(PenerimaUndangan).order_by(PenerimaUndangan.id)).first()
    penerima.deleted_at = sekarang()
    db.session.commit()
    with pytest.raises(TidakAda, match="sudah dihapus dari undangannya"):
        meja.tandai_kartu(rapat, kode_hadir.buat(penerima.id), tim())


def test_a_card_of_another_musrenbang_is_told_whose_it_is(rapat: Rapat) -> None:
    lain = dunia.undangan(dunia.musrenbang(2028), 1)
    with pytest.raises(SopError, match=r"undangan Musrenbang 2028 .*, bukan rapat ini"):
        meja.tandai_kartu(rapat, kode_hadir.buat(lain.penerima[0].id), tim())


def test_the_qr_of_a_card_is_an_address_that_is_read_on_whatever_host() -> None:
    lama = setelan.kini()
    setelan.pasang(replace(lama, public_url="https://panel.contoh.invalid"))
    alamat = kode_hadir.alamat("3-K7QX4MT2")
    setelan.pasang(replace(lama, public_url=""))
    assert kode_hadir.alamat("3-K7QX4MT2") == "3-K7QX4MT2"
    setelan.pasang(lama)
    assert alamat == "https://panel.contoh.invalid/hadir/3-K7QX4MT2"
    for diketik in (alamat, "https://192.168.1.5:8443/hadir/3-K7QX4MT2/?a=1", " 3-k7qx4mt2 ", "/hadir/3-k7qx4mt2"):
        assert kode_hadir.baca(diketik) == "3-K7QX4MT2"
    for bukan in ("", "Camat Bogor", "3-K7QX", "https://panel.contoh.invalid/periksa/ACDEFHJKLMNP"):
        assert kode_hadir.baca(bukan) is None


# --- who may, and until when ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nama", ["pengawas", "kepala_badan", "administrator"])
def test_who_may_not_write_the_list_cannot_mark_or_add(rapat: Rapat, nama: str) -> None:
    assert not meja.boleh(rapat, dunia.aktor(nama))
    with pytest.raises(Ditolak, match="tidak berhak"):
        meja.tandai(rapat, baris(rapat).id, dunia.aktor(nama))
    with pytest.raises(Ditolak, match="tidak berhak"):
        meja.tambah(rapat, dunia.aktor(nama), {"nama": "Tamu (Demo)"})
    assert meja.hitungan(rapat)["hadir"] == 0


def test_a_closed_list_refuses_every_way_of_writing_until_it_is_opened_with_a_note(rapat: Rapat) -> None:
    issue.perform(rapat, "tutup_daftar_hadir", tim())
    row, tutup = baris(rapat), r"Daftar hadir pleno uji sudah ditutup \d\d-\d\d-\d{4} pukul \d\d\.\d\d\. Buka kembali"
    for perbuatan in (
        lambda: meja.tandai(rapat, row.id, tim()),
        lambda: meja.tandai_kartu(rapat, kode(), tim()),
        lambda: meja.wakilkan(rapat, row.id, tim(), "Sekcam (Demo)", "", row.version),
        lambda: meja.tambah(rapat, tim(), {"nama": "Tamu (Demo)"}),
        lambda: issue.perform(rapat, "isi_daftar_hadir", tim()),
    ):
        with pytest.raises(SopError, match=tutup):
            perbuatan()
    lembar = [Baris("1")]
    assert lembar_hadir.catat(rapat, tim(), lembar) is None
    assert "sudah ditutup" in lembar[0].salah
    for verb in (Verb.UBAH, Verb.HAPUS):
        assert "sudah ditutup" in str(access.explain(tim(), verb, baris(rapat)))
    assert "sudah ditutup" in str(access.explain(tim(), Verb.BUAT, DaftarHadir(rapat_id=rapat.id, nama="X")))
    assert not baris(rapat).hadir

    with pytest.raises(Keliru, match="memerlukan catatan"):
        issue.perform(rapat, "buka_daftar_hadir", tim())
    issue.perform(rapat, "buka_daftar_hadir", tim(), "Tamu terlambat")
    meja.tandai(rapat, baris(rapat).id, tim())


# --- finding and counting ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [StatusMusrenbang.SELESAI, StatusMusrenbang.DIBATALKAN])
def test_the_list_of_a_musrenbang_that_has_ended_is_not_written_any_more(rapat: Rapat, status: Any) -> None:
    row = rapat.hadir[0]
    m = db.session.get_one(Musrenbang, rapat.musrenbang_id)
    m.status = status
    db.session.commit()
    with pytest.raises(SopError, match="sudah berakhir"):
        meja.tandai(rapat, row.id, dunia.aktor("tim_musrenbang"))
    assert not row.hadir


@pytest.mark.parametrize("verb", [Verb.UBAH, Verb.HAPUS, Verb.BUAT])
def test_a_rapat_of_a_musrenbang_that_has_ended_is_evidence_and_stays_as_it_is(rapat: Rapat, verb: Verb) -> None:
    assert access.may(tim(), verb, rapat)
    db.session.get_one(Musrenbang, rapat.musrenbang_id).status = StatusMusrenbang.SELESAI
    db.session.commit()
    assert "sudah berakhir" in str(access.explain(tim(), verb, rapat))


def test_a_name_is_found_by_pieces_without_accents_and_those_who_begin_so_come_first(rapat: Rapat) -> None:
    dunia.simpan(
        DaftarHadir(rapat_id=rapat.id, urutan=20, nama="Lurah Empang (Demo)", lembaga="Kelurahan Empang"),
        DaftarHadir(rapat_id=rapat.id, urutan=21, nama="Dr. Édi Purnama", lembaga="Universitas (Demo)"),
        DaftarHadir(rapat_id=rapat.id, urutan=22, nama="Pulempang Sari", lembaga="100% wakil_x"),
    )
    assert [t.nama for t in meja.daftar(rapat.id, "empang")[0]] == ["Lurah Empang (Demo)", "Pulempang Sari"]
    assert [t.nama for t in meja.daftar(rapat.id, "univ edi")[0]] == ["Dr. Édi Purnama"]
    assert [t.nama for t in meja.daftar(rapat.id, "%")[0]] == ["Pulempang Sari"]
    assert meja.daftar(rapat.id, "tidak ada begini") == ([], 0)


def test_the_counts_know_every_element_and_their_mark_changes_with_the_list(rapat: Rapat) -> None:
    awal = meja.hitungan(rapat)
    assert awal["unsur"] == [["Tokoh masyarakat", 0, 3]]
    assert meja.hitungan(rapat) == awal
    meja.tandai(rapat, baris(rapat).id, tim())
    sesudah = meja.hitungan(rapat)
    assert sesudah["unsur"] == [["Tokoh masyarakat", 1, 3]]
    assert sesudah["cap"] != awal["cap"]
    baris(rapat, 1).nama = "Nama yang dibetulkan"
    db.session.commit()
    assert meja.hitungan(rapat)["cap"] != sesudah["cap"]


# --- paper ------------------------------------------------------------------------------------------------------------


def test_a_paper_sheet_is_keyed_in_by_number_or_name_and_the_time_is_optional(rapat: Rapat) -> None:
    lembar = [
        Baris("1", pukul="08.15"),
        Baris(baris(rapat, 1).nama.upper(), diwakili_oleh="Sekcam (Demo)", jabatan_wakil="Sekretaris"),
        Baris(""),
        Baris("Warga Baru (Demo)", baru=True, lembaga="RW 09", unsur="tokoh masyarakat"),
    ]
    hasil = lembar_hadir.catat(rapat, tim(), lembar)
    assert hasil == lembar_hadir.Hasil(3, 1, [])
    satu, dua, _, baru = (baris(rapat, n) for n in range(4))
    assert (lokal(satu.hadir_pada).date(), lokal(satu.hadir_pada).time()) == (lokal(rapat.mulai).date(), time(8, 15))
    assert (dua.hadir, dua.hadir_pada, dua.diwakili_oleh) == (True, None, "Sekcam (Demo)")
    assert (baru.nama, baru.tanpa_undangan, baru.hadir, baru.hadir_pada) == ("Warga Baru (Demo)", True, True, None)
    assert lembar_hadir.catat(rapat, tim(), [Baris("1")]).sudah == [f"{satu.nama} sudah hadir pukul 08.15."]
    assert lokal(baris(rapat).hadir_pada).time() == time(8, 15)


def test_one_wrong_line_of_a_paper_sheet_stores_none_and_each_says_why(rapat: Rapat) -> None:
    dunia.simpan(*(DaftarHadir(rapat_id=rapat.id, urutan=30 + n, nama="Kembar (Demo)") for n in range(2)))
    lembar = [
        Baris("1"),
        Baris("Tokohh 2 (Demo)"),
        Baris("99"),
        Baris("2", pukul="25.99"),
        Baris("Kembar (Demo)"),
        Baris("", pukul="08.00"),
        Baris("Tamu (Demo)", baru=True),
    ]
    assert lembar_hadir.catat(rapat, tim(), lembar) is None
    assert [b.salah.split(".")[0] for b in lembar] == [
        "",
        "“Tokohh 2 (Demo)” tidak ada di daftar",
        "Tidak ada nomor 99 di daftar ini",
        "Pukul: tulis jam seperti 09",
        "Ada 2 nama yang sama",
        "Tulis nomor atau nama",
        "",
    ]
    assert "Maksud Anda “Tokoh 2 (Demo)”?" in lembar[1].salah
    assert "30 (lainnya), 31 (lainnya)" in lembar[4].salah
    assert meja.hitungan(rapat)["hadir"] == 0
    assert meja.daftar(rapat.id, "tamu") == ([], 0)
    with pytest.raises(Keliru, match="Belum ada baris"):
        lembar_hadir.catat(rapat, tim(), [Baris("")])


def test_the_address_book_names_who_is_invited_later(rapat: Rapat) -> None:
    orang = dunia.simpan(PemangkuKepentingan(nama="Dosen (Demo)", lembaga="IPB", unsur=Unsur.PERGURUAN_TINGGI))
    row = db.session.get(DaftarHadir, meja.tambah(rapat, tim(), {"pemangku_kepentingan_id": orang.id}))
    assert (row.nama, row.lembaga, row.unsur, row.tanpa_undangan) == (
        "Dosen (Demo)",
        "IPB",
        Unsur.PERGURUAN_TINGGI,
        True,
    )
