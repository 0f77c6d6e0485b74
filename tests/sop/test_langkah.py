"""Walking the steps: who signs off, what blocks, going back, taking over, changing the revision, acts done on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from documents import issue
from models.base import db
from models.dpa import Dpa
from models.musrenbang import Musrenbang, PelaksanaanLangkah
from models.notulen import Notulen
from models.pejabat import Pejabat, Sebagai
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.pesan import Ditolak, Keliru, SopError
from models.rapat import JenisRapat
from models.riwayat import Riwayat
from models.sop import LangkahPelaksana, SopRevisi
from models.undangan import Undangan
from models.unit_kerja import UnitKerja
from models.waktu import hari_ini, jam
from seed.jalan import KEPALA_BIDANG
from sop import workflow
from sop.access import actor_of
from sop.langkah import baris_terbuka, menit_langkah, menit_per_bidang
from tests import dunia, proses
from tests.conftest import Basis

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def selesaikan(row: PelaksanaanLangkah, nama: str, menit: int = 10, **isian: Any) -> None:
    workflow.move(row, "selesaikan", dunia.aktor(nama), "", {"menit": menit, **isian})
    db.session.commit()


def kini(m: Musrenbang) -> int:
    db.session.refresh(m)
    assert m.langkah is not None
    return m.langkah.urutan


def satu(m: Musrenbang) -> PelaksanaanLangkah:
    (row,) = baris_terbuka(m)
    return row


# --- order and what is missing ----------------------------------------------------------------------------------------


def test_a_step_is_not_left_without_its_kelengkapan_and_output(session: Any) -> None:
    m = dunia.di_langkah(1)
    row = baris_terbuka(m)[0]
    with pytest.raises(SopError, match=r"Kelengkapan belum ada: Belum ada DPA\."):
        selesaikan(row, "kepala_badan")
    session.rollback()
    dunia.simpan(Dpa(musrenbang_id=m.id, nomor="DPA-1", sub_kegiatan="Musrenbang", pagu=1, tanggal=hari_ini()))
    with pytest.raises(SopError, match=r"Output belum ada: .*belum ditandatangani"):
        selesaikan(row, "kepala_badan")
    session.rollback()
    assert "Belum ada draf SK tim." in workflow.missing(m)
    assert kini(m) == 1


@SQLITE
@pytest.mark.parametrize(
    ("urutan", "kind", "aksi", "nama", "pesan"),
    [
        (
            1,
            "penetapan_ruang",
            "tetapkan",
            "sub_koordinator",
            "Baru dapat dilakukan pada langkah 3; sekarang langkah 1.",
        ),
        (2, "jadwal", "tetapkan", "fungsional_perencana", "Baru dapat dilakukan pada langkah 4; sekarang langkah 2."),
        (4, "undangan", "ajukan", "tim_musrenbang", "Baru dapat dilakukan pada langkah 5; sekarang langkah 4."),
        (7, "usulan", "terima", "tim_musrenbang", "Baru dapat dilakukan pada langkah 8; sekarang langkah 7."),
        (
            7,
            "berita_acara_sidang",
            "ajukan",
            "kepala_bidang",
            "Baru dapat dilakukan pada langkah 8; sekarang langkah 7.",
        ),
        (8, "berita_acara", "ajukan", "tim_musrenbang", "Baru dapat dilakukan pada langkah 9; sekarang langkah 8."),
        (10, "arsip", "arsipkan", "sub_koordinator", "Baru dapat dilakukan pada langkah 11; sekarang langkah 10."),
    ],
)
def test_a_move_out_of_order_is_shown_and_refused_with_the_sentence(
    session: Any, urutan: int, kind: str, aksi: str, nama: str, pesan: str
) -> None:
    record = dunia.CONTOH[kind](dunia.di_langkah(urutan))
    offer = next(o for o in workflow.moves(record, dunia.aktor(nama)) if o.aksi == aksi)
    assert offer.alasan == pesan
    with pytest.raises(SopError) as galat:
        workflow.move(record, aksi, dunia.aktor(nama), "", {"tanggal": hari_ini()})
    assert galat.value.pesan == pesan
    assert galat.value.status == 409


@SQLITE
def test_nothing_moves_in_a_musrenbang_that_has_not_begun_or_is_cancelled(session: Any) -> None:
    m = dunia.musrenbang()
    nota = dunia.CONTOH["nota_dinas"](m)
    with pytest.raises(SopError, match="belum dimulai"):
        workflow.move(nota, "ajukan", dunia.aktor("sub_koordinator"))
    workflow.move(m, "batalkan", dunia.aktor("kepala_badan"), "Ditiadakan")
    session.commit()
    with pytest.raises(SopError, match="dibatalkan"):
        workflow.move(nota, "ajukan", dunia.aktor("sub_koordinator"))


@SQLITE
def test_step_nine_stays_until_every_usulan_is_decided_and_the_berita_acara_signed(session: Any) -> None:
    m = dunia.di_langkah(9, usulan=2)
    kurang = workflow.missing(m)
    assert "2 usulan belum diputuskan." in kurang
    assert "Berita acara belum ditandatangani." in kurang
    with pytest.raises(SopError):
        selesaikan(satu(m), "tim_musrenbang")


@SQLITE
def test_an_older_version_of_the_row_is_not_moved(session: Any) -> None:
    u = dunia.CONTOH["usulan"](dunia.di_ujung())
    lama = u.version
    workflow.move(u, "terima", dunia.aktor("tim_musrenbang"))
    session.commit()
    with pytest.raises(SopError, match="baru saja diubah orang lain"):
        workflow.move(u, "terima", dunia.aktor("tim_musrenbang"), "Lagi", version=lama)


# --- every Bidang for itself ------------------------------------------------------------------------------------------


def rapat_koordinasi(m: Musrenbang, kode: str) -> Notulen:
    """The coordination meeting of a Bidang with its minutes, still a draft."""
    unit = db.session.scalar(db.select(UnitKerja.id).filter_by(kode=kode))
    rapat = dunia.rapat(m, JenisRapat.KOORDINASI, unit_kerja_id=unit)
    orang = dunia.pejabat(KEPALA_BIDANG[kode])
    notulen: Notulen = dunia.simpan(
        Notulen(rapat_id=rapat.id, pimpinan_id=orang, pencatat_id=orang, keputusan="Disepakati.")
    )
    return notulen


def langkah_dua() -> Musrenbang:
    m = dunia.di_langkah(2)
    nota = dunia.CONTOH["nota_dinas"](m)
    tim = dunia.CONTOH["tim"](m)
    nota.status, tim.status = "terbit", "menunggu nomor"
    db.session.commit()
    return m


def test_a_step_of_all_bidang_is_left_when_the_last_has_finished(session: Any) -> None:
    m = langkah_dua()
    rows = {r.unit_kerja.kode: r for r in baris_terbuka(m)}
    assert set(rows) == set(KEPALA_BIDANG)
    for n, (kode, nama) in enumerate(KEPALA_BIDANG.items(), 1):
        notulen = rapat_koordinasi(m, kode)
        workflow.move(notulen, "sahkan", dunia.aktor(nama))
        selesaikan(rows[kode], nama, menit=100 * n)
        assert kini(m) == (3 if n == len(rows) else 2)
    assert menit_langkah(list(rows.values())) == 500


def test_all_bidang_that_finish_at_once_leave_the_step_once(session: Any, basis: Basis, var: Path) -> None:
    m = langkah_dua()
    for kode, nama in KEPALA_BIDANG.items():
        workflow.move(rapat_koordinasi(m, kode), "sahkan", dunia.aktor(nama))
    session.commit()
    isi = [(r.id, KEPALA_BIDANG[r.unit_kerja.kode]) for r in baris_terbuka(m)]
    musrenbang_id = m.id
    session.remove()
    jawaban = proses.serentak(proses.selesaikan, basis.url, var, isi)
    assert [j for j in jawaban if "boleh dimulai: Langkah 2" not in str(j)] == []
    m = session.get(Musrenbang, musrenbang_id)
    assert kini(m) == 3
    assert satu(m).putaran == 1


@SQLITE
def test_a_bidang_without_its_own_minutes_cannot_finish(session: Any) -> None:
    m = langkah_dua()
    workflow.move(rapat_koordinasi(m, "P2EPD"), "sahkan", dunia.aktor("kepala_bidang"))
    session.commit()
    row = next(r for r in baris_terbuka(m) if r.unit_kerja.kode == "PPM")
    with pytest.raises(SopError, match="notulen rapat koordinasi Bidang Pemerintahan"):
        selesaikan(row, "kepala_bidang_ppm")


@SQLITE
def test_the_head_of_another_bidang_is_refused(session: Any) -> None:
    m = langkah_dua()
    notulen = rapat_koordinasi(m, "PPM")
    with pytest.raises(Ditolak):
        workflow.move(notulen, "sahkan", dunia.aktor("kepala_bidang_psda"))
    row = next(r for r in baris_terbuka(m) if r.unit_kerja.kode == "PPM")
    assert workflow.moves(row, dunia.aktor("kepala_bidang_psda")) == []
    with pytest.raises(Ditolak):
        selesaikan(row, "kepala_bidang_psda")


@SQLITE
def test_the_head_of_a_bidang_decides_the_usulan_of_its_own_kelompok_only(session: Any) -> None:
    m = dunia.di_ujung()
    usulan = dunia.isi_usulan(m, 12)
    ik = dunia.aktor("kepala_bidang_ik")
    milik = ik.tugas[0].kelompok_ids
    for u in usulan:
        boleh = {o.aksi for o in workflow.moves(u, ik)}
        assert ("terima" in boleh) == (u.kelompok_sidang_id in milik), u.kelompok_sidang_id
    assert {u.kelompok_sidang_id in milik for u in usulan} == {True, False}


# --- going back -------------------------------------------------------------------------------------------------------


def langkah_enam() -> tuple[Musrenbang, Undangan]:
    m = dunia.di_langkah(6)
    surat = dunia.undangan(m)
    issue.jalankan(surat, "ajukan", dunia.aktor("tim_musrenbang"))
    db.session.commit()
    return m, surat


def test_a_correction_at_step_six_goes_to_five_with_its_note_on_the_draft(session: Any) -> None:
    m, surat = langkah_enam()
    row = satu(m)
    offer = next(o for o in workflow.moves(row, dunia.aktor("kepala_badan")) if o.aksi == "kembalikan")
    assert (offer.judul, offer.catatan_wajib) == ("Koreksi", True)
    with pytest.raises(Keliru, match="“Koreksi” memerlukan catatan"):
        workflow.move(row, "kembalikan", dunia.aktor("kepala_badan"))
    session.rollback()
    workflow.move(row, "kembalikan", dunia.aktor("kepala_badan"), "Jam acara keliru")
    session.commit()

    assert kini(m) == 5
    assert (row.status, row.catatan) == ("dikembalikan", "Jam acara keliru")
    assert (surat.status, surat.catatan_pengembalian) == ("draf", "Jam acara keliru")
    assert satu(m).putaran == 2  # the first was the one on paper
    issue.jalankan(surat, "ajukan", dunia.aktor("tim_musrenbang"))
    session.commit()
    assert surat.catatan_pengembalian is None


@SQLITE
def test_every_round_of_a_step_is_kept(session: Any) -> None:
    m, surat = langkah_enam()
    bahan = dunia.CONTOH["bahan"](m)
    bahan.jenis, bahan.status = "bahan publikasi", "ditetapkan"
    jadwal = dunia.CONTOH["jadwal"](m)
    jadwal.status = "ditetapkan"
    session.commit()
    for putaran in (1, 2, 3):
        workflow.move(satu(m), "kembalikan", dunia.aktor("kepala_badan"), f"Koreksi {putaran}")
        session.commit()
        assert satu(m).putaran == putaran + 1
        issue.jalankan(surat, "ajukan", dunia.aktor("tim_musrenbang"))
        selesaikan(satu(m), "tim_musrenbang", menit=7)
    lima = [r for r in m.pelaksanaan if r.langkah.urutan == 5]
    assert menit_per_bidang(lima) == {None: 21}


@SQLITE
def test_the_report_is_returned_to_its_own_step(session: Any) -> None:
    m = dunia.di_langkah(10)
    laporan = dunia.CONTOH["laporan"](m)
    issue.jalankan(laporan, "ajukan", dunia.aktor("sub_koordinator"))
    session.commit()
    lama = satu(m)
    offer = next(o for o in workflow.moves(lama, dunia.aktor("sub_koordinator")) if o.aksi == "kembalikan")
    assert offer.judul == "Revisi"
    workflow.move(lama, "kembalikan", dunia.aktor("sub_koordinator"), "Angka belum cocok")
    session.commit()
    assert kini(m) == 10
    assert (satu(m).putaran, lama.status) == (2, "dikembalikan")
    assert (laporan.status, laporan.catatan_pengembalian) == ("draf", "Angka belum cocok")


@SQLITE
def test_only_steps_with_a_return_arrow_offer_it(session: Any) -> None:
    for urutan in (3, 4, 7):
        row = satu(dunia.di_langkah(urutan, 2027 + urutan))
        for nama in dunia.ORANG:
            assert "kembalikan" not in {o.aksi for o in workflow.moves(row, dunia.aktor(nama))}


# --- taking over ------------------------------------------------------------------------------------------------------


def test_a_musrenbang_is_taken_over_at_step_n_and_the_steps_before_are_recorded_afterwards(session: Any) -> None:
    m = dunia.di_langkah(4)
    assert kini(m) == 4
    belum = [r for r in m.pelaksanaan if r.status == "belum dicatat"]
    assert [(r.langkah.urutan, r.pindaian_id is not None) for r in belum] == [(1, True)] * 5 + [(2, True)] * 5 + [
        (3, True)
    ]

    row = belum[-1]
    isian = {"menit": 45, "pelaku_id": dunia.pejabat("sub_koordinator"), "pindaian_id": dunia.pindaian()}
    workflow.move(
        row, "catat_susulan", dunia.aktor("sub_koordinator"), "", {**isian, "tanggal_nyata": date(2026, 2, 2)}
    )
    session.commit()
    assert (row.status, row.tanggal, row.menit, row.atas_nama) == ("selesai", date(2026, 2, 2), 45, True)
    assert kini(m) == 4


@SQLITE
@pytest.mark.parametrize("urutan", [0, 12, 99])
def test_a_take_over_at_a_step_that_is_not_there_is_refused(session: Any, urutan: int) -> None:
    m = dunia.musrenbang()
    isian = {"urutan": urutan, "pindaian_id": dunia.pindaian()}
    with pytest.raises(SopError, match=f"tidak mempunyai langkah nomor {urutan}"):
        workflow.move(m, "ambil_alih", dunia.aktor("tim_musrenbang"), "Catatan", isian)


# --- another revision -------------------------------------------------------------------------------------------------


def revisi_baru() -> SopRevisi:
    lama = db.session.scalars(db.select(SopRevisi).filter_by(status="berlaku")).one()
    workflow.move(lama, "buat_revisi", dunia.aktor("administrator"), "Pelaksana dipastikan")
    db.session.commit()
    return db.session.scalars(db.select(SopRevisi).filter_by(status="draf")).one()


def test_a_running_musrenbang_keeps_its_revision_until_it_is_moved_with_a_note(session: Any) -> None:
    m = dunia.di_langkah(3)
    lama, baru = m.sop_revisi, revisi_baru()
    assert [x.kode for x in baru.langkah] == [x.kode for x in lama.langkah]
    with pytest.raises(SopError, match="sudah diberlakukan"):
        pindah(m, baru)
    session.rollback()

    ruang = next(x for x in baru.langkah if x.kode == "ruang")
    for p in ruang.pelaksana:
        p.deleted_at = datetime.now(UTC)
    dunia.simpan(LangkahPelaksana(langkah_id=ruang.id, peran=Peran.KEPALA_BIDANG))
    workflow.move(baru, "berlakukan", dunia.aktor("administrator"), "Disahkan")
    session.commit()
    assert (lama.status, baru.status, m.sop_revisi_id) == ("diganti", "berlaku", lama.id)

    row = satu(m)
    pindah(m, baru)
    assert (m.sop_revisi_id, kini(m), row.status) == (baru.id, 3, "ditutup")
    baru_row = satu(m)
    assert workflow.moves(baru_row, dunia.aktor("kepala_bidang"))
    assert not [o for o in workflow.moves(baru_row, dunia.aktor("pengawas"))]
    assert not [o for o in workflow.moves(baru_row, dunia.aktor("sub_koordinator")) if not o.atas_nama]


def pindah(m: Musrenbang, revisi: SopRevisi) -> None:
    workflow.move(m, "ganti_revisi", dunia.aktor("kepala_badan"), "SOP direvisi", {"sop_revisi_id": revisi.id})
    db.session.commit()


@SQLITE
def test_a_revision_with_a_step_that_nobody_does_cannot_come_into_force(session: Any) -> None:
    baru = revisi_baru()
    for p in baru.langkah[4].pelaksana:
        p.deleted_at = datetime.now(UTC)
    session.commit()
    with pytest.raises(SopError, match="Langkah 5 belum mempunyai pelaksana"):
        workflow.move(baru, "berlakukan", dunia.aktor("administrator"), "Disahkan")


@SQLITE
def test_a_revision_without_the_current_step_is_refused(session: Any) -> None:
    m = dunia.di_langkah(3)
    baru = revisi_baru()
    next(x for x in baru.langkah if x.kode == "ruang").kode = "tempat"
    baru.status = "berlaku"
    session.commit()
    with pytest.raises(SopError, match="tidak memuat langkah “ruang”"):
        pindah(m, baru)


# --- acts on paper ----------------------------------------------------------------------------------------------------


def di_kertas(**ubah: Any) -> dict[str, Any]:
    isian = {"pelaku_id": dunia.pejabat("kepala_badan"), "tanggal_nyata": hari_ini(), "pindaian_id": dunia.pindaian()}
    return {**isian, **ubah}


def test_a_signature_on_paper_is_recorded_with_its_real_date_and_scan(session: Any) -> None:
    _, surat = langkah_enam()
    kemarin = hari_ini() - timedelta(days=1)
    isian = di_kertas(tanggal_nyata=kemarin)
    workflow.move(surat, "tanda_tangani", dunia.aktor("tim_musrenbang"), "", isian)
    session.commit()
    assert (surat.status, surat.ditandatangani_pada, surat.pindaian_id) == (
        "menunggu nomor",
        kemarin,
        isian["pindaian_id"],
    )
    assert surat.pencatat_id == dunia.aktor("tim_musrenbang").pengguna_id
    baris = session.scalars(db.select(Riwayat).filter_by(kind="undangan", aksi="tanda_tangani")).one()
    assert baris.catatan == f"Dilaksanakan Kepala Badan (Demo) pada {kemarin:%d-%m-%Y}, dicatat dengan pindaian."


@SQLITE
@pytest.mark.parametrize("kosong", ["pelaku_id", "tanggal_nyata", "pindaian_id"])
def test_an_act_on_paper_needs_who_when_and_the_scan(session: Any, kosong: str) -> None:
    _, surat = langkah_enam()
    with pytest.raises(Keliru) as galat:
        workflow.move(surat, "tanda_tangani", dunia.aktor("tim_musrenbang"), "", di_kertas(**{kosong: None}))
    assert galat.value.kolom == kosong
    session.rollback()
    assert surat.status == "diajukan"


@SQLITE
def test_an_act_on_paper_is_not_of_the_future(session: Any) -> None:
    _, surat = langkah_enam()
    isian = di_kertas(tanggal_nyata=hari_ini() + timedelta(days=1))
    with pytest.raises(Keliru, match="tidak boleh di masa depan"):
        workflow.move(surat, "tanda_tangani", dunia.aktor("tim_musrenbang"), "", isian)


@SQLITE
@pytest.mark.parametrize("nama", ["kepala_bidang", "sekretariat", "pengawas"])
def test_a_pejabat_without_the_role_cannot_be_named_as_the_one_who_acted(session: Any, nama: str) -> None:
    _, surat = langkah_enam()
    isian = di_kertas(pelaku_id=dunia.pejabat(nama))
    with pytest.raises(Keliru, match="tidak memegang peran yang berhak") as galat:
        workflow.move(surat, "tanda_tangani", dunia.aktor("tim_musrenbang"), "", isian)
    assert galat.value.kolom == "pelaku_id"


@SQLITE
def test_a_pejabat_whose_term_had_ended_cannot_be_named(session: Any) -> None:
    _, surat = langkah_enam()
    session.get(Pejabat, dunia.pejabat("kepala_badan")).sampai = date(2020, 1, 1)
    session.commit()
    with pytest.raises(Keliru, match="tidak memegang peran yang berhak atas tindakan ini pada tanggal itu"):
        workflow.move(surat, "tanda_tangani", dunia.aktor("tim_musrenbang"), "", di_kertas())


@SQLITE
def test_nobody_signs_for_the_signer_that_the_paper_names(session: Any) -> None:
    _, surat = langkah_enam()
    lain = dunia.simpan(Pejabat(nama="Wali Kota (Demo)", jabatan="Wali Kota"))
    surat.penandatangan_id = lain.id
    session.commit()
    with pytest.raises(SopError, match=r"ditandatangani oleh Wali Kota \(Demo\)"):
        workflow.move(surat, "tanda_tangani", dunia.aktor("kepala_badan"))


@SQLITE
@pytest.mark.parametrize(
    ("kind", "nama", "aksi"),
    [("distribusi", "tim_musrenbang", "kirim"), ("penandatangan", "tim_musrenbang", "catat_tanda_tangan")],
)
def test_no_move_is_dated_in_the_future(session: Any, kind: str, nama: str, aksi: str) -> None:
    record = dunia.CONTOH[kind](dunia.di_ujung())
    with pytest.raises(Keliru, match="tidak boleh di masa depan") as galat:
        workflow.move(record, aksi, dunia.aktor(nama), "", {"tanggal": hari_ini() + timedelta(days=1)})
    assert galat.value.kolom == "tanggal"


@SQLITE
def test_nothing_arrives_before_it_was_sent(session: Any) -> None:
    row = dunia.CONTOH["distribusi"](dunia.di_ujung())
    workflow.move(row, "kirim", dunia.aktor("tim_musrenbang"), "", {"tanggal": hari_ini()})
    session.commit()
    kemarin = hari_ini() - timedelta(days=1)
    with pytest.raises(SopError, match="mendahului tanggal kirim"):
        workflow.move(row, "terima", dunia.aktor("tim_musrenbang"), "", {"tanggal": kemarin})


# --- minutes and dates ------------------------------------------------------------------------------------------------


@SQLITE
def test_minutes_worked_stand_apart_from_the_calendar_and_beside_the_norm(session: Any) -> None:
    with jam(datetime(2026, 2, 2, 1, tzinfo=UTC)):
        m = dunia.di_langkah(6)
        surat = dunia.undangan(m)
        surat.status = "menunggu nomor"
        session.commit()
        workflow.move(satu(m), "mulai", dunia.aktor("kepala_badan"))
    with jam(datetime(2026, 2, 4, 1, tzinfo=UTC)):
        row = satu(m)
        selesaikan(row, "kepala_badan", menit=8)
    assert (row.selesai_pada - row.mulai_pada).days == 2
    assert (menit_langkah([row]), row.langkah.waktu) == (8, 5)


@SQLITE
def test_minutes_below_zero_are_refused(session: Any) -> None:
    m = dunia.di_langkah(6)
    dunia.undangan(m).status = "menunggu nomor"
    session.commit()
    with pytest.raises(Keliru, match="tidak boleh kurang dari nol"):
        selesaikan(satu(m), "kepala_badan", menit=-1)


# --- Plt. and Plh. ----------------------------------------------------------------------------------------------------


def plt() -> Pengguna:
    """An acting Kepala Badan for one week."""
    orang = dunia.simpan(
        Pejabat(
            nama="Pelaksana Tugas (Demo)",
            jabatan="Kepala Badan",
            peran=Peran.KEPALA_BADAN,
            sebagai=Sebagai.PLT,
            surat_perintah="800/1",
            mulai=date(2026, 3, 2),
            sampai=date(2026, 3, 8),
        )
    )
    akun: Pengguna = dunia.simpan(Pengguna(nama_pengguna="plt", nama=orang.nama, pejabat_id=orang.id))
    tugas = PeranPengguna(pengguna_id=akun.id, peran=Peran.KEPALA_BADAN, sebagai=Sebagai.PLT, surat_perintah="800/1",
                          mulai=date(2026, 3, 2), sampai=date(2026, 3, 8))  # fmt: skip
    dunia.simpan(tugas)
    return akun


@SQLITE
@pytest.mark.parametrize(("hari", "boleh"), [(1, False), (2, True), (8, True), (9, False)])
def test_an_acting_head_acts_within_the_dates_only(session: Any, hari: int, boleh: bool) -> None:
    akun = plt()
    with jam(datetime(2026, 3, hari, 3, tzinfo=UTC)):
        m = dunia.di_langkah(6)
        actor = actor_of(akun)
        assert bool(workflow.moves(satu(m), actor)) is boleh
        assert actor.sebutan == ("Plt. Kepala Badan" if boleh else "tanpa peran")


@SQLITE
def test_the_day_of_an_acting_head_begins_at_midnight_in_bogor(session: Any) -> None:
    akun = plt()
    with jam(datetime(2026, 3, 1, 16, 59, tzinfo=UTC)):
        assert not actor_of(akun).peran
    with jam(datetime(2026, 3, 1, 17, 0, tzinfo=UTC)):
        assert actor_of(akun).peran == {Peran.KEPALA_BADAN}


@SQLITE
def test_an_account_that_was_closed_has_no_role(session: Any) -> None:
    akun = session.execute(db.select(Pengguna).filter_by(nama_pengguna="kepala_badan")).scalar_one()
    akun.aktif = False
    assert not actor_of(akun).peran
