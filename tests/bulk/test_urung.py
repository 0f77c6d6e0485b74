"""Taking back: what an operation did goes, what others did since stays, and nothing goes past a signature."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from bulk import operasi, persetujuan, putusan, urung
from bulk.perubahan import Cara, Perubahan
from bulk.pilihan import Pilihan
from bulk.tinjau import Bila
from models import riwayat
from models.base import db, kinds
from models.kelompok_sidang import KelompokSidang
from models.naskah import StatusNaskah
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.riwayat import Riwayat, verify
from models.unit_kerja import UnitKerjaKelompok
from models.usulan import HasilUsulan, Kesiapan, StatusUsulan, Usulan
from models.waktu import hari_ini, sekarang
from sop import urung as sop_urung
from sop import workflow
from sop.lifecycle import GERAK, Terbit
from tests import dunia
from tests.bulk.test_ubah import SATUAN, hasil, isi, jalankan, ubah

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
TIM = "tim_musrenbang"


def mengurungkan(asal: Operasi, nama: str = TIM) -> Operasi:
    """An undo whose verdicts stand."""
    id_ = persetujuan.buat(
        JenisOperasi.URUNG,
        lambda id_: urung.tulis(id_, asal.id),
        dunia.aktor(nama),
        judul="Urungkan",
        kind=asal.kind_sasaran or "",
        aksi=str(asal.id),
        catatan="Mengurungkan",
    )
    return db.session.get_one(Operasi, id_, populate_existing=True)


def urungkan(asal: Operasi, nama: str = TIM) -> Operasi:
    return jalankan(mengurungkan(asal, nama), nama=nama)


def gerakkan(rows: list[Any], aksi: str, nama: str = TIM, catatan: str = "", **isian: Any) -> Operasi:
    op = operasi.buat(
        JenisOperasi.GERAK, type(rows[0]), [r.id for r in rows], dunia.aktor(nama), judul=aksi, aksi=aksi,
        catatan=catatan, isian=isian,
    )  # fmt: skip
    return db.session.get_one(Operasi, op.id, populate_existing=True)


def mentah(kind: str = "usulan") -> dict[int, dict[str, Any]]:
    """The rows as the database keeps them, without what every writing changes."""
    db.session.rollback()
    rows = db.session.execute(db.text(f"SELECT * FROM {kind} ORDER BY id")).mappings()  # our own name
    return {r["id"]: {k: v for k, v in r.items() if k not in ("version", "updated_at")} for r in rows}


# --- edits ------------------------------------------------------------------------------------------------------------


def test_an_edit_is_taken_back_and_stands_in_the_diary(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 5)
    dulu = mentah()
    op = ubah(usulan, SATUAN, Perubahan("volume", Cara.TAMBAHKAN, Decimal("0.25")))
    assert mentah() != dulu
    kembali = urungkan(op)
    assert mentah() == dulu
    assert (kembali.status, kembali.berhasil) == (StatusOperasi.SELESAI, 5)
    baris = session.scalars(db.select(Riwayat).filter_by(operasi_id=kembali.id)).all()
    assert {(b.aksi, b.catatan) for b in baris} == {("urungkan", "Mengurungkan")}
    assert len(baris) == 5
    assert verify(session).rusak is None


def test_rows_that_another_has_changed_since_are_named_and_left(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 4)
    op = ubah(usulan, SATUAN)
    dunia.aktor("sub_koordinator")
    usulan[1].pengusul = "Orang lain"
    usulan[2].deleted_at = sekarang()
    session.commit()
    tinjau = mengurungkan(op)
    sebab = "Berubah lagi setelah itu (oleh Sub Koordinator Perencanaan & Pendanaan (Demo)), jadi dibiarkan."
    assert tinjau.isian["hitung"] == {"berubah": 2, "sama": 0, "ditolak": {sebab: 2}}
    jalankan(tinjau)
    assert [s == SATUAN.nilai for s in isi(usulan, "satuan")] == [False, True, True, False]


def test_what_another_changed_before_the_operation_reached_the_row_is_no_obstacle(session: Any) -> None:
    """A long operation writes its last rows long after its first; only what came after a row's own entry counts."""
    satu, dua = dunia.isi_usulan(dunia.di_ujung(), 2)
    op = ubah([satu], SATUAN)
    dunia.aktor("sub_koordinator")
    dua.pengusul = "Orang lain"
    session.commit()
    tim = dunia.aktor(TIM)
    riwayat.sebagai(db.session, riwayat.Penulis(tim.pengguna_id, tim.nama, "tim_musrenbang"), op.id)
    dua.satuan = SATUAN.nilai  # as its second chunk does
    session.commit()
    kembali = urungkan(op)
    assert [ok for ok, _ in hasil(kembali)] == [True, True]
    session.refresh(dua)
    assert (dua.satuan == SATUAN.nilai, dua.pengusul) == (False, "Orang lain")


def test_a_row_that_was_changed_past_the_diary_is_named_and_left(session: Any) -> None:
    """A hand in the database leaves no entry; its value is nobody's to throw away."""
    usulan = dunia.isi_usulan(dunia.di_ujung(), 3)
    op = ubah(usulan, SATUAN, Perubahan("rt", Cara.ISI, "09"))
    session.execute(db.update(Usulan).filter_by(id=usulan[1].id).values(rt="77"))
    session.commit()
    tinjau = mengurungkan(op)
    sebab = "Isinya tidak lagi seperti hasil pekerjaan itu, jadi dibiarkan."
    assert tinjau.isian["hitung"] == {"berubah": 2, "sama": 0, "ditolak": {sebab: 1}}
    kembali = jalankan(tinjau)
    assert hasil(kembali).count((False, sebab)) == 1
    assert isi(usulan, "rt")[1] == "77"
    assert [s == SATUAN.nilai for s in isi(usulan, "satuan")] == [False, True, False]


@SQLITE
def test_a_row_changed_between_the_preview_of_the_undo_and_its_doing_is_left(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    tinjau = mengurungkan(ubah(usulan, SATUAN))
    dunia.aktor("sub_koordinator")
    usulan[0].pengusul = "Orang lain"
    session.commit()
    op = jalankan(tinjau)
    assert sorted(ok for ok, _ in hasil(op)) == [False, True]
    assert isi(usulan, "satuan")[0] == SATUAN.nilai


def test_operations_are_taken_back_one_after_the_other_like_a_pile(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 3)
    dulu = mentah()
    satu = ubah(usulan, SATUAN)
    dua = ubah(usulan, Perubahan("satuan", Cara.ISI, "km"))
    assert mengurungkan(satu).isian["hitung"]["berubah"] == 0  # the later one lies on it
    urungkan(dua)
    assert set(isi(usulan, "satuan")) == {SATUAN.nilai}
    urungkan(satu)
    assert mentah() == dulu
    assert urung.undone_by(satu) is not None
    assert mengurungkan(satu).isian["hitung"]["berubah"] == 0  # and none of it twice


@pytest.mark.parametrize("benih", range(4))
def test_random_edits_with_others_between_are_taken_back_to_the_letter(session: Any, benih: int) -> None:
    acak = random.Random(benih)
    usulan = dunia.isi_usulan(dunia.di_ujung(), 30)
    harap = mentah()
    kerja = []
    for n in range(4):
        kerja.append(ubah(acak.sample(usulan, 20), *ubahan(acak)))
        dunia.aktor("sub_koordinator")
        lain = acak.sample(usulan, 2)
        for u in lain:
            u.pengusul = f"Orang lain {n} {acak.random()}"
        session.commit()
        kini = mentah()
        harap |= {u.id: kini[u.id] for u in lain}
    for op in reversed(kerja):
        urungkan(op)
    kini = mentah()
    assert {
        i: {k: (v, harap[i][k]) for k, v in r.items() if v != harap[i][k]} for i, r in kini.items() if r != harap[i]
    } == {}
    assert verify(session).rusak is None


def ubahan(acak: random.Random) -> list[Perubahan]:
    semua = [
        Perubahan("satuan", Cara.ISI, acak.choice(["m", "km", "“unit” %"])),
        Perubahan("usulan", Cara.GANTI, acak.choice(["", "Perumahan"]), acak.choice(["Kelurahan", "RW 0"])),
        Perubahan("permasalahan", Cara.TAMBAHKAN, "Baris\nbaru — ok"),
        Perubahan("rt", acak.choice([Cara.KOSONGKAN, Cara.ISI]), "07"),
        Perubahan("volume", Cara.TAMBAHKAN, Decimal(acak.randint(-99, 99)) / 100),
        Perubahan("pagu_usulan", Cara.TAMBAHKAN, acak.randint(-10_000_000, 10_000_000)),
        Perubahan("kesiapan_lahan", Cara.ISI, acak.choice(list(Kesiapan))),
        Perubahan("wilayah_id", Cara.ISI, acak.randint(10, 60)),
        Perubahan("opd_pengampu_id", acak.choice([Cara.KOSONGKAN, Cara.ISI]), acak.randint(1, 20)),
    ]
    return acak.sample(semua, acak.randint(1, 4))


# --- who --------------------------------------------------------------------------------------------------------------


def test_only_who_did_it_takes_it_back_while_he_has_the_right(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    op = ubah(usulan, SATUAN)
    assert urung.why_not(op, dunia.aktor(TIM)) is None
    assert "orang yang mengerjakannya" in str(urung.why_not(op, dunia.aktor("sub_koordinator")))
    assert {p for _, p in hasil(urungkan(op, "sub_koordinator"))} == {str(urung.ORANG_LAIN)}
    tinjau = mengurungkan(op)
    actor = dunia.aktor(TIM)
    dunia.cabut(TIM)
    persetujuan.setuju(tinjau.id, actor, Bila.LEWATI)
    assert [ok for ok, _ in hasil(tinjau)] == [False, False]
    assert set(isi(usulan, "satuan")) == {SATUAN.nilai}


@SQLITE
def test_what_changed_nothing_or_is_not_finished_is_not_offered(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 1)
    usulan[0].satuan = SATUAN.nilai
    session.commit()
    actor = dunia.aktor(TIM)
    assert "tidak mengubah apa pun" in str(urung.why_not(ubah(usulan, SATUAN), actor))
    op = ubah(usulan, Perubahan("satuan", Cara.ISI, "km"))
    op.status = StatusOperasi.BERJALAN
    assert "belum selesai" in str(urung.why_not(op, actor))
    op.jenis = JenisOperasi.CETAK
    assert "tidak dapat diurungkan" in str(urung.why_not(op, actor))


# --- moves ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dari", "aksi", "isian"),
    [
        (StatusUsulan.DRAF, "ajukan", {}),
        (StatusUsulan.DIAJUKAN, "verifikasi", {}),
        (StatusUsulan.DIAJUKAN, "kembalikan", {"catatan": "Kurang"}),
        (StatusUsulan.DIVERIFIKASI, "terima", {}),
        (StatusUsulan.DIVERIFIKASI, "terima_perubahan", {"catatan": "Disesuaikan", "pagu_disepakati": 7}),
        (StatusUsulan.DIVERIFIKASI, "tunda", {"alasan_id": 1}),
        (StatusUsulan.DRAF, "tolak_data_kurang", {"catatan": "Kurang"}),
        (StatusUsulan.DRAF, "batalkan", {"catatan": "Dicabut"}),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_a_move_of_usulan_is_taken_back_with_all_that_it_wrote(
    session: Any, dari: StatusUsulan, aksi: str, isian: dict[str, Any]
) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 3, dari)
    dulu = mentah()
    op = gerakkan(usulan, aksi, **isian)
    assert op.berhasil == 3, [p for _, p in hasil(op)]
    assert set(isi(usulan, "status")) != {dari}
    urungkan(op)
    assert mentah() == dulu
    assert verify(session).rusak is None


def test_no_decision_goes_back_past_a_signed_berita_acara(session: Any) -> None:
    m = dunia.di_ujung()
    usulan = dunia.isi_usulan(m, 3)
    op = gerakkan(usulan, "terima")
    ba = dunia.berita_acara(m)
    for aksi, nama in (("ajukan", TIM), ("tanda_tangani", "kepala_badan")):
        workflow.move(ba, aksi, dunia.aktor(nama))
        session.commit()
    assert set(isi(usulan, "status")) == {StatusUsulan.FINAL}
    tinjau = mengurungkan(op)
    assert tinjau.isian["hitung"]["berubah"] == 0
    jalankan(tinjau)
    assert set(isi(usulan, "status")) == {StatusUsulan.FINAL}
    # Also one that the signature has not touched itself.
    session.execute(db.update(Usulan).values(status=StatusUsulan.DIPUTUSKAN, hasil=HasilUsulan.DITERIMA))
    session.commit()
    sebab = sop_urung.why_not(usulan[0], "terima", dunia.aktor(TIM))
    assert "Berita acara sudah ditandatangani" in str(sebab)


@SQLITE
def test_what_was_withdrawn_does_not_come_alive_behind_a_signed_berita_acara(session: Any) -> None:
    m = dunia.di_ujung()
    usulan = dunia.isi_usulan(m, 2, StatusUsulan.DRAF)
    op = gerakkan(usulan, "batalkan", catatan="Dicabut")
    dunia.aktor(TIM)  # what follows is not of the operation
    dunia.berita_acara(m).status = StatusNaskah.TERBIT
    session.commit()
    (sebab,) = {p for _, p in hasil(urungkan(op))}
    assert "Berita acara Musrenbang ini sudah ditandatangani" in str(sebab)
    assert set(isi(usulan, "status")) == {StatusUsulan.BATAL}


@SQLITE
def test_nothing_goes_back_to_where_its_person_has_no_right_any_more(session: Any) -> None:
    tugas = dunia.aktor("kepala_bidang_ppm").tugas[0]
    milik = min(tugas.kelompok_ids)
    asing = next(i for i in session.scalars(db.select(KelompokSidang.id)) if i not in tugas.kelompok_ids)
    hak = dunia.simpan(UnitKerjaKelompok(unit_kerja_id=tugas.unit_kerja_id, kelompok_sidang_id=asing))
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    for u in usulan:
        u.kelompok_sidang_id = asing
    session.commit()
    op = ubah(usulan, Perubahan("kelompok_sidang_id", Cara.ISI, milik), nama="kepala_bidang_ppm")
    assert isi(usulan, "kelompok_sidang_id") == [milik, milik]
    dunia.aktor(TIM)  # what follows is not of the operation
    hak.deleted_at = sekarang()
    session.commit()
    assert {p for _, p in hasil(urungkan(op, "kepala_bidang_ppm"))} == {"Usulan ini di luar lingkup tugas Anda."}
    assert isi(usulan, "kelompok_sidang_id") == [milik, milik]


@SQLITE
def test_a_decision_is_taken_back_by_whoever_may_still_decide(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 12)
    milik = dunia.aktor("kepala_bidang_ik").tugas[0].kelompok_ids
    op = gerakkan(usulan, "terima", "kepala_bidang_ik")
    lain = next(u for u in usulan if u.kelompok_sidang_id in milik)
    asing = next(u.kelompok_sidang_id for u in usulan if u.kelompok_sidang_id not in milik)
    session.execute(db.update(Usulan).where(Usulan.id == lain.id).values(kelompok_sidang_id=asing))
    session.commit()
    hasil_urung = {p for ok, p in hasil(urungkan(op, "kepala_bidang_ik")) if not ok}
    assert hasil_urung == {"Anda tidak lagi berhak atas “Terima” pada data ini."}
    assert session.get(Usulan, lain.id).status is StatusUsulan.DIPUTUSKAN


@SQLITE
def test_attendance_that_was_ticked_is_unticked(session: Any) -> None:
    from models.rapat import DaftarHadir

    r = dunia.rapat(dunia.di_ujung(), hadir=3)
    rows = list(session.scalars(db.select(DaftarHadir).filter_by(rapat_id=r.id)))
    op = gerakkan(rows, "tandai_tidak_hadir")
    assert set(isi(rows, "hadir")) == {False}
    urungkan(op)
    assert set(isi(rows, "hadir")) == {True}


def test_moves_that_reach_further_than_their_record_are_never_taken_back(session: Any) -> None:
    boleh = {g.nama for g in GERAK if g.urung}
    assert all(g.terbit is Terbit.TIDAK and not g.susulan and g.massal for g in GERAK if g.urung)
    assert {n.split(".")[0] for n in boleh} == {"usulan", "daftar_hadir"}
    assert not sop_urung.undoable("nota_dinas", "terbitkan")
    assert not sop_urung.undoable("distribusi", "kirim_surel")
    assert not sop_urung.undoable("usulan", "tidak_ada")
    m = dunia.di_ujung()
    surat = [dunia.CONTOH["nota_dinas"](m) for _ in range(2)]
    for s in surat:
        s.status = type(s.status)("menunggu nomor")
    session.commit()
    op = gerakkan(surat, "terbitkan", "sekretariat", tanggal=hari_ini())
    assert op.berhasil == 2
    assert urung.why_not(op, dunia.aktor("sekretariat")) == sop_urung.KELUAR
    nomor = isi(surat, "nomor")
    terpaksa = mengurungkan(op, "sekretariat")  # as a forged request would
    assert terpaksa.isian["hitung"]["berubah"] == 0
    jalankan(terpaksa, nama="sekretariat")
    assert isi(surat, "nomor") == nomor


# --- deleting, restoring, importing -----------------------------------------------------------------------------------


def test_what_was_deleted_comes_back_unless_its_code_is_taken(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 3)
    op = operasi.buat(JenisOperasi.HAPUS, Usulan, [u.id for u in usulan], dunia.aktor(TIM), judul="Hapus", aksi="hapus")
    kode = usulan[1].kode
    baru = {k: getattr(usulan[0], k) for k in ("musrenbang_id", "usulan", "permasalahan", "asal", "pengusul", "satuan")}
    dunia.aktor("sub_koordinator")
    dunia.simpan(Usulan(**baru, kode=kode, kelompok_sidang_id=1, wilayah_id=10))
    session.refresh(op)
    tinjau = mengurungkan(op)
    (sebab,) = tinjau.isian["hitung"]["ditolak"]
    assert sebab.startswith("Sudah ada usulan lain dengan musrenbang dan kode yang sama (#")
    jalankan(tinjau)
    session.expire_all()
    assert [u.deleted_at is None for u in usulan] == [True, False, True]


@SQLITE
def test_deleted_rows_of_another_kelompok_are_not_restored_with_one_s_own(session: Any) -> None:
    actor = dunia.aktor("kepala_bidang_ppm")
    milik = actor.tugas[0].kelompok_ids
    asing = next(i for i in session.scalars(db.select(KelompokSidang.id)) if i not in milik)
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2, StatusUsulan.DRAF)
    for u, kelompok in zip(usulan, (min(milik), asing), strict=True):
        u.kelompok_sidang_id, u.deleted_at = kelompok, sekarang()
    session.commit()
    id_ = persetujuan.buat(
        JenisOperasi.PULIHKAN,
        lambda id_: Pilihan(Usulan, ids=tuple(isi(usulan, "id"))).tulis(id_, dunia.aktor(TIM), berurut=True),
        dunia.aktor("kepala_bidang_ppm"),
        judul="Pulihkan",
        kind="usulan",
    )
    op = jalankan(session.get(Operasi, id_), nama="kepala_bidang_ppm")
    assert hasil(op) == [(True, "Dipulihkan."), (False, "Usulan ini di luar lingkup tugas Anda.")]
    assert [d is None for d in isi(usulan, "deleted_at")] == [True, False]


@SQLITE
def test_no_part_comes_back_into_a_deleted_whole(session: Any) -> None:
    tim = dunia.CONTOH["tim"](dunia.di_ujung())
    Anggota = kinds()["anggota_tim"]
    rows = list(session.scalars(db.select(Anggota).filter_by(tim_id=tim.id)))
    op = operasi.buat(JenisOperasi.HAPUS, Anggota, [r.id for r in rows], dunia.aktor(TIM), judul="Hapus", aksi="hapus")
    dunia.aktor("sub_koordinator")
    tim.deleted_at = sekarang()
    session.commit()
    session.refresh(op)
    (sebab,) = mengurungkan(op).isian["hitung"]["ditolak"]
    assert "masih dihapus; pulihkan itu dahulu" in sebab


@SQLITE
def test_rows_that_an_operation_made_go_again(session: Any) -> None:
    """As an import makes them: their diary has no value before."""
    from models import riwayat

    usulan = dunia.isi_usulan(dunia.di_ujung(), 1)
    actor = dunia.aktor(TIM)
    op = dunia.simpan(
        Operasi(jenis=JenisOperasi.IMPOR, judul="Impor", status=StatusOperasi.SELESAI, kind_sasaran="usulan",
                pengguna_id=actor.pengguna_id, jumlah=3, berhasil=3)
    )  # fmt: skip
    riwayat.sebagai(session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan), op.id)
    baru = dunia.isi_usulan(dunia.musrenbang(2031), 2)
    usulan[0].satuan = "dari impor"
    session.commit()
    kembali = mengurungkan(op)
    baris = [putusan.Baris(n, "usulan", u.id) for n, u in enumerate(baru, 1)]
    beda = putusan.differences(kembali, operasi.DITINJAU[kembali.jenis], actor, baris)
    assert {(b.judul, b.lama, b.baru) for satu in beda.values() for b in satu} == {("Data ini", "ada", "dihapus")}
    jalankan(kembali, nama=TIM)
    session.expire_all()
    assert [u.deleted_at is not None for u in baru] == [True, True]
    assert usulan[0].satuan != "dari impor"
    assert usulan[0].deleted_at is None
