"""The start page: what waits for me with its button, the SOP as a swimlane, deadlines and events."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from admin import kejadian
from documents import issue
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.musrenbang import Musrenbang, StatusPelaksanaan
from models.nota_dinas import NotaDinas
from models.waktu import hari_ini, sekarang
from sop import workflow
from sop.langkah import baris_terbuka, maju, masuki, tutup_terbuka
from tests import dunia
from tests.admin.layar import Layar, teks


@pytest.fixture
def di_langkah(app: Flask) -> Callable[..., int]:
    """`di_langkah(6)`: a Musrenbang whose current step that is; its id."""

    def buat(urutan: int, **lain: Any) -> int:
        with app.app_context():
            return int(dunia.di_langkah(urutan, **lain).id)

    return buat


def lajur(halaman: str) -> dict[int, str]:
    """{number of the step: its row of the swimlane}."""
    tabel = halaman.split('<table class="alir">')[1].split("</table>")[0]
    baris = re.findall(r'<tr class="[^"]*".*?</tr>', tabel, re.S)
    return {int(re.search(r'class="no">(\d+)', b)[1]): b for b in baris}  # type: ignore[index]


def keadaan(halaman: str) -> dict[int, str]:
    return {n: re.match(r'<tr class="(\w+)', b)[1] for n, b in lajur(halaman).items()}  # type: ignore[index]


def tenggat(session: Any, musrenbang: int, urutan: int, hari: Any) -> None:
    from models.base import db
    from models.musrenbang import Musrenbang, TenggatLangkah
    from models.sop import Langkah

    sop = db.session.get(Musrenbang, musrenbang).sop_revisi_id
    langkah = db.session.scalar(db.select(Langkah.id).filter_by(sop_revisi_id=sop, urutan=urutan))
    session.add(TenggatLangkah(musrenbang_id=musrenbang, langkah_id=langkah, batas=hari))
    session.commit()


def test_the_swimlane_has_a_row_for_each_step_a_column_for_each_actor_and_the_symbols_of_the_form(
    tim: Layar, di_langkah: Callable[..., int]
) -> None:
    di_langkah(6)
    halaman = tim.buka("/")
    ada = lajur(halaman)
    assert list(ada) == list(range(1, 12))
    assert all(b.count('<td class="lajur">') == 5 for b in ada.values())
    kapsul = [n for n, b in ada.items() if 'rx="14"' in b]
    belah = [n for n, b in ada.items() if 'd="M0 -17 30 0 0 17 -30 0z"' in b]
    assert (kapsul, belah) == ([1, 11], [6, 10])
    assert 'aria-current="step"' in ada[6]
    assert "Koreksi" in ada[6]
    assert "Setuju" in ada[6]
    for n in (1, 6, 11):
        assert "Pelaksana utama" in teks(ada[n])


def test_the_lines_of_a_row_go_on_in_the_next_one(tim: Layar, di_langkah: Callable[..., int]) -> None:
    di_langkah(6)
    baris = [re.findall(r'<line x1="([\d.]+%)" y1="(\S+)" x2="([\d.]+%)" y2="(\S+)"', b) for b in _urut(tim.buka("/"))]
    for atas, bawah in itertools.pairwise(baris):
        keluar = {x2 for x1, y1, x2, y2 in atas if "100%" in (y1, y2) and x1 == x2}
        masuk = {x2 for x1, y1, x2, y2 in bawah if "0" in (y1, y2) and x1 == x2}
        assert keluar == masuk
        assert keluar


def _urut(halaman: str) -> list[str]:
    return [b for _, b in sorted(lajur(halaman).items())]


def test_a_step_is_late_by_its_deadline_and_over_its_norm_by_its_minutes_only(
    app: Flask, tim: Layar, di_langkah: Callable[..., int]
) -> None:
    m = di_langkah(4)
    assert keadaan(tim.buka("/"))[4] == "jalan"
    with app.app_context():
        from models.base import db

        tenggat(db.session, m, 4, hari_ini() - timedelta(days=3))
        tenggat(db.session, m, 7, hari_ini() + timedelta(days=5))
    halaman = tim.buka("/")
    assert keadaan(halaman)[4] == "terlambat"
    assert keadaan(halaman)[7] == "belum"
    assert "belum selesai, lewat 3 hari" in teks(lajur(halaman)[4])
    assert "Belum selesai di" not in teks(lajur(halaman)[4])  # a step of no Bidang
    kartu = teks(halaman.split("<h2>Tenggat</h2>")[1].split("</section>")[0])
    assert "lewat 3 hari" in kartu
    assert "5 hari lagi" in kartu


def test_a_step_that_took_more_minutes_than_its_norm_says_so_but_is_not_late(
    app: Flask, tim: Layar, di_langkah: Callable[..., int]
) -> None:
    from models.base import db
    from models.musrenbang import PelaksanaanLangkah, StatusPelaksanaan

    m = di_langkah(4)
    with app.app_context():
        row = db.session.scalars(
            db.select(PelaksanaanLangkah).filter_by(musrenbang_id=m, status=StatusPelaksanaan.MENUNGGU)
        ).one()
        row.menit = row.langkah.waktu + 5
        db.session.commit()
    halaman = tim.buka("/")
    assert "lebih 5 menit" in teks(lajur(halaman)[4])
    assert keadaan(halaman)[4] == "jalan"


def test_a_step_that_came_back_says_who_sent_it_back_and_why(
    app: Flask, tim: Layar, layar: Callable[[str], Layar]
) -> None:
    with app.app_context():
        m = dunia.musrenbang()
        dunia.jalan(m, "tanda_tangan")
        (row,) = baris_terbuka(m)
        workflow.move(row, "kembalikan", dunia.aktor("kepala_badan"), "Nama kota salah tulis")
        db.session.commit()
    halaman = tim.buka("/")
    assert keadaan(halaman)[5] == "dikembalikan"
    assert "“Nama kota salah tulis”" in teks(lajur(halaman)[5])
    assert "putaran ke-2" in teks(lajur(halaman)[5])
    assert keadaan(halaman)[6] == "dikembalikan"  # waits until the step before it is done again


def test_a_step_that_was_done_again_is_finished_and_the_one_that_sent_it_back_is_done_again(
    app: Flask, tim: Layar
) -> None:
    with app.app_context():
        m = dunia.musrenbang()
        dunia.jalan(m, "tanda_tangan")
        for catatan in ("Nama kota salah tulis", "Tanggalnya juga"):
            (row,) = baris_terbuka(m)
            workflow.move(row, "kembalikan", dunia.aktor("kepala_badan"), catatan)
            (row,) = baris_terbuka(m)
            row.status, row.selesai_pada, row.tanggal = StatusPelaksanaan.SELESAI, sekarang(), hari_ini()
            maju(m)
            db.session.commit()
        tenggat(db.session, m.id, 7, hari_ini() - timedelta(days=1))
    ada = lajur(halaman := tim.buka("/"))
    assert "lewat 1 hari" in teks(ada[7])
    assert (keadaan(halaman)[5], keadaan(halaman)[6]) == ("selesai", "dikembalikan")
    assert "Dikerjakan lagi" in teks(ada[6])
    assert "Ini putaran ke-3. Dikembalikan langkah 6: “Tanggalnya juga”" in teks(ada[5])
    assert "Nama kota" not in teks(ada[5])  # what the round before was about
    assert "Dikembalikan langkah" not in "".join(teks(b) for n, b in ada.items() if n != 5)
    assert {n for n, b in ada.items() if "putaran ke-" in teks(b)} == {5, 6}


def test_a_step_that_sends_itself_back_says_why(app: Flask, tim: Layar, di_langkah: Callable[..., int]) -> None:
    m = di_langkah(10)
    with app.app_context():
        (row,) = baris_terbuka(db.session.get_one(Musrenbang, m))
        assert row.langkah.kembali_ke == row.langkah.kode
        workflow.move(row, "kembalikan", dunia.aktor("sub_koordinator"), "Angka belum cocok")
        db.session.commit()
    assert "Ini putaran ke-2. Dikembalikan: “Angka belum cocok”" in teks(lajur(tim.buka("/"))[10])


def test_only_the_note_of_a_return_is_told_as_one(app: Flask, tim: Layar, di_langkah: Callable[..., int]) -> None:
    """Step 6 was done on paper, and its note tells why it was taken over."""
    m = di_langkah(8)
    with app.app_context():
        tenggat(db.session, m, 5, hari_ini() - timedelta(days=3))
        pada = next(row for row in db.session.get_one(Musrenbang, m).pelaksanaan if row.langkah.urutan == 5)
        pada.status, pada.tanggal = StatusPelaksanaan.SELESAI, hari_ini()
        db.session.commit()
    ada = teks(lajur(tim.buka("/"))[5])
    assert "lewat 3 hari" in ada
    assert "Dikembalikan" not in ada


def test_of_a_step_done_on_paper_nobody_says_that_it_is_late_before_its_day_is_known(
    app: Flask, tim: Layar, di_langkah: Callable[..., int]
) -> None:
    m = di_langkah(8)
    with app.app_context():
        for urutan in (2, 3):
            tenggat(db.session, m, urutan, hari_ini() - timedelta(days=20))
    ada = lajur(halaman := tim.buka("/"))
    assert [keadaan(halaman)[n] for n in (2, 3)] == ["belum", "belum"]
    assert "lewat" not in teks(ada[2] + ada[3])
    assert _kartu_tenggat(halaman) == ""
    assert '<b class="telat">' not in tim.buka(f"/musrenbang/details/?id={m}")
    with app.app_context():
        row = next(r for r in db.session.get_one(Musrenbang, m).pelaksanaan if r.langkah.urutan == 2)
        row.status, row.tanggal = StatusPelaksanaan.SELESAI, hari_ini() - timedelta(days=15)
        row.menit = row.langkah.waktu + 5
        db.session.commit()
    ada_2 = teks(lajur(tim.buka("/"))[2])
    assert "lewat 5 hari" in ada_2
    assert "lebih 5 menit" in ada_2
    assert "Belum selesai di" not in ada_2  # the other Bidang have finished too, on paper


def test_a_step_that_was_sent_back_keeps_its_deadline(app: Flask, tim: Layar) -> None:
    with app.app_context():
        m = dunia.musrenbang()
        dunia.jalan(m, "tanda_tangan")
        (row,) = baris_terbuka(m)
        workflow.move(row, "kembalikan", dunia.aktor("kepala_badan"), "Nama kota salah tulis")
        row.tanggal = hari_ini() - timedelta(days=4)
        db.session.commit()
        tenggat(db.session, m.id, 6, hari_ini() - timedelta(days=1))
    halaman = tim.buka("/")
    assert "Langkah 6" in _kartu_tenggat(halaman)
    assert keadaan(halaman)[6] == "terlambat"
    assert "Dikembalikan, terlambat" in teks(lajur(halaman)[6])
    with app.app_context():
        m = db.session.scalars(db.select(Musrenbang)).one()
        for _ in range(2):
            (row,) = baris_terbuka(m)
            row.status, row.selesai_pada = StatusPelaksanaan.SELESAI, sekarang()
            row.tanggal = hari_ini() - timedelta(days=1)
            maju(m)
            db.session.commit()
    halaman = tim.buka("/")  # done in its second round, on the day itself
    assert keadaan(halaman)[6] == "selesai"
    assert _kartu_tenggat(halaman) == ""


def _kartu_tenggat(halaman: str) -> str:
    return teks(halaman.split("<h2>Tenggat</h2>")[1].split("</section>")[0]) if "<h2>Tenggat</h2>" in halaman else ""


def test_a_step_done_on_paper_and_recorded_for_some_bidang_is_drawn_as_its_words_say(
    app: Flask, tim: Layar, di_langkah: Callable[..., int]
) -> None:
    m = di_langkah(4)
    with app.app_context():
        pada = db.session.get_one(Musrenbang, m).pelaksanaan
        next(row for row in pada if row.langkah.urutan == 2).status = StatusPelaksanaan.SELESAI
        db.session.commit()
    halaman = tim.buka("/")
    assert "Berjalan (1 dari 5 Bidang)" in teks(lajur(halaman)[2])
    assert [keadaan(halaman)[n] for n in (1, 2)] == ["belum", "jalan"]


def test_a_step_that_was_finished_late_is_finished_and_counts_its_days_no_further(
    app: Flask, tim: Layar, di_langkah: Callable[..., int]
) -> None:
    m = di_langkah(4)
    with app.app_context():
        kasus = db.session.get_one(Musrenbang, m)
        for urutan, lalu in ((4, 5), (5, 10)):
            (row,) = baris_terbuka(kasus)
            row.status, row.selesai_pada = StatusPelaksanaan.SELESAI, sekarang()
            row.tanggal = hari_ini() - timedelta(days=5)
            tenggat(db.session, m, urutan, hari_ini() - timedelta(days=lalu))
            maju(kasus)
            db.session.commit()
        tenggat(db.session, m, 9, hari_ini() - timedelta(days=1))
    ada = lajur(halaman := tim.buka("/"))
    assert [keadaan(halaman)[n] for n in (4, 5, 6, 9)] == ["selesai", "selesai", "jalan", "terlambat"]
    assert "Selesai, terlambat" in teks(ada[5])
    assert re.search(r"selesai \d+ \w+ \d{4}, lewat 5 hari", teks(ada[5]))
    assert "Selesai, terlambat" not in teks(ada[4])  # on the day itself
    assert "Belum, terlambat" in teks(ada[9])
    assert {n for n, b in ada.items() if "Mengapa?" in b} == {5, 9}


def test_what_waits_for_me_stands_there_oldest_first_with_the_button_of_its_move(
    app: Flask, tim: Layar, usulan: Callable
) -> None:
    from models.base import db
    from models.usulan import Usulan

    ids = usulan(7)
    with app.app_context():
        for n, id_ in enumerate(reversed(ids)):
            lama = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n)
            db.session.execute(db.update(Usulan).where(Usulan.id == id_).values(updated_at=lama))
        db.session.commit()
    halaman = tim.buka("/")
    antrean = halaman.split('<ol class="antrean">')[1].split("</ol>")[0]
    assert [int(i) for i in re.findall(r'<a href="/usulan/details/\?id=(\d+)">', antrean)] == list(reversed(ids))[:5]
    assert antrean.count(">Ajukan<") == 5
    assert "Usulan: Draf 7 Ajukan" in teks(halaman)


def test_what_was_decided_waits_for_nobody_to_decide_it_otherwise(tim: Layar, usulan: Callable) -> None:
    from models.usulan import HasilUsulan, StatusUsulan

    usulan(2, status=StatusUsulan.DIPUTUSKAN, hasil=HasilUsulan.DITUNDA, alasan_id=1)
    halaman = teks(tim.buka("/"))
    assert "Usulan: Diputuskan" not in halaman


def test_a_role_bound_to_its_kelompok_is_told_of_no_usulan_of_another(
    app: Flask, layar: Callable[[str], Layar], usulan: Callable
) -> None:
    from models.base import db
    from models.kelompok_sidang import KelompokSidang
    from tests import dunia

    with app.app_context():
        milik = dunia.aktor("kepala_bidang_ik").tugas[0].kelompok_ids
        asing = next(i for i in db.session.scalars(db.select(KelompokSidang.id)) if i not in milik)
    usulan(3, kelompok_sidang_id=min(milik), usulan=lambda i: f"Milik sendiri {i}")
    usulan(2, kelompok_sidang_id=asing, kode=lambda i: f"X-{i:04d}", usulan=lambda i: f"Milik orang {i}")
    halaman = teks(layar("kepala_bidang_ik").buka("/"))
    assert "Usulan: Draf 3" in halaman
    assert "Milik orang" not in halaman


def test_a_move_pressed_on_the_start_page_leads_back_to_the_next_task(tim: Layar, usulan: Callable) -> None:
    usulan(2)
    borang = re.search(r'<form method="post" action="(/usulan/move/ajukan/[^"]+)">.*?</form>', tim.buka("/"), re.S)
    assert borang
    isian = dict(re.findall(r'name="(version|kembali)" value="([^"]*)"', borang[0]))
    jawab = tim.kirim(html.unescape(borang[1]), "/", **isian)
    assert (jawab.status_code, jawab.location) == (302, "/")
    assert "Usulan: Draf 1 Ajukan" in teks(tim.buka("/"))


def test_a_move_leads_nowhere_but_to_this_panel(tim: Layar, usulan: Callable) -> None:
    (id_,) = usulan(1)
    alamat = f"/usulan/move/ajukan/?id={id_}"
    jawab = tim.kirim(alamat, f"/usulan/details/?id={id_}", kembali="https://lain.example/")
    assert jawab.location == "/"


def test_the_own_step_of_the_sop_is_a_task_and_nobody_elses_is(
    layar: Callable[[str], Layar], di_langkah: Callable[..., int]
) -> None:
    di_langkah(4)
    tugas = layar("fungsional_perencana").buka("/").split("Tugas saya")[1].split("</section>")[0]
    assert "Langkah 4" in teks(tugas)
    assert 'href="#kurang"' in tugas  # nothing can be signed off before its papers are there
    assert "Tidak ada yang menunggu Anda" in teks(layar("pengawas").buka("/"))


def test_a_draft_that_came_back_says_why_where_it_waits(app: Flask, tim: Layar, musrenbang: int) -> None:
    with app.app_context():
        catatan, surat = "Jam acara keliru", {"perihal": "Rapat persiapan", "isi": "Uji"}
        orang = dunia.pejabat("kepala_badan")
        db.session.add(
            NotaDinas(musrenbang_id=musrenbang, penandatangan_id=orang, catatan_pengembalian=catatan, **surat)
        )
        db.session.commit()
    tugas = teks(tim.buka("/").split("Tugas saya")[1].split("</section>")[0])
    assert re.search(r"Rapat persiapan.*Dikembalikan: Jam acara keliru", tugas)


def test_the_latest_events_are_told_and_like_ones_in_a_row_are_one(tim: Layar, isian_usulan: dict[str, str]) -> None:
    for n in range(3):
        tim.simpan("/usulan/new/", **{**isian_usulan, "usulan": f"Taman {n}"})
    kejadian_ = teks(tim.buka("/").split("Kejadian terakhir")[1].split("</section>")[0])
    assert "3 usulan dibuat oleh Tim Musrenbang" in kejadian_


def test_a_letter_that_waits_for_its_number_is_not_told_as_issued(app: Flask, tim: Layar) -> None:
    """Its paper is stored when it is signed; what the letter's own move says is told."""
    with app.app_context():
        u = dunia.undangan(dunia.di_ujung(), 1)
        for aksi, nama in (("ajukan", "tim_musrenbang"), ("tanda_tangani", "kepala_badan")):
            issue.perform(u, aksi, dunia.aktor(nama))
        assert db.session.scalars(db.select(Dokumen.status)).all() == [StatusDokumen.MENUNGGU_NOMOR]
    kejadian_ = teks(tim.buka("/").split("Kejadian terakhir")[1].split("</section>")[0])
    assert "Dokumen terbit" not in kejadian_
    assert "Undangan: Naskah uji setuju dan tanda tangani oleh Kepala Badan" in kejadian_


@pytest.mark.parametrize(
    ("lalu", "kata"),
    [
        (timedelta(seconds=10), "baru saja"),
        (timedelta(days=3), "3 hari lalu"),
        (timedelta(days=1), "kemarin"),
    ],
)
def test_a_moment_is_told_from_now(lalu: timedelta, kata: str) -> None:
    assert kejadian.ago(sekarang() - lalu) == kata


@pytest.mark.parametrize(
    ("hari", "kata"),
    [(-2, "lewat 2 hari"), (0, "hari ini"), (1, "besok"), (9, "9 hari lagi"), (1200, "1.200 hari lagi")],
)
def test_a_day_is_told_from_today(hari: int, kata: str) -> None:
    assert kejadian.left(hari_ini() + timedelta(days=hari)) == kata


def test_a_late_step_names_the_bidang_that_have_not_finished_and_no_other(
    app: Flask, tim: Layar, di_langkah: Callable[..., int]
) -> None:
    m = di_langkah(2)
    with app.app_context():
        tenggat(db.session, m, 2, hari_ini() - timedelta(days=1))
        rows = baris_terbuka(db.session.get_one(Musrenbang, m))
        bidang = [row.unit_kerja.nama for row in rows]
        rows[0].status, rows[2].status = StatusPelaksanaan.SELESAI, StatusPelaksanaan.SELESAI
        rows[0].selesai_pada = rows[2].selesai_pada = sekarang()
        db.session.commit()
    (kalimat,) = re.findall(r"Belum selesai di: ([^.]*)\.", teks(lajur(tim.buka("/"))[2]))
    assert kalimat == ", ".join([bidang[1], *bidang[3:]])


def test_of_a_step_in_a_new_round_only_the_bidang_of_that_round_are_named(
    app: Flask, tim: Layar, di_langkah: Callable[..., int]
) -> None:
    m = di_langkah(2)
    assert "Belum selesai di" not in teks(lajur(tim.buka("/"))[2])  # nothing to explain: in time and for the first time
    with app.app_context():
        kasus = db.session.get_one(Musrenbang, m)
        tutup_terbuka(kasus, StatusPelaksanaan.DITUTUP)
        masuki(kasus, kasus.langkah)
        db.session.flush()
        satu, *lain = baris_terbuka(kasus)
        bidang = [row.unit_kerja.nama for row in lain]
        satu.status, satu.selesai_pada = StatusPelaksanaan.SELESAI, sekarang()
        db.session.commit()
    ada = teks(lajur(tim.buka("/"))[2])
    assert f"Belum selesai di: {', '.join(bidang)}. Ini putaran ke-2." in ada
