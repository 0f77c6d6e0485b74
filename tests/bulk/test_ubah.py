"""The bulk edit: looked at first, each row judged as by its own form, nothing overwritten, nothing half done."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bulk import operasi, persetujuan, perubahan, putusan, tinjau
from bulk import ubah as modul
from bulk.operasi import DITINJAU
from bulk.perubahan import Cara, Perubahan
from bulk.pilihan import Pilihan
from bulk.tinjau import Bila
from models.base import Record, db
from models.distribusi import Distribusi
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.peran import Peran
from models.perencanaan import JenisPrioritas, Prioritas
from models.pesan import Ditolak, Keliru, Pesan, SopError
from models.rapat import Rapat
from models.riwayat import Rantai, Riwayat, verify
from models.transaksi import membaca
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from sop import workflow
from tests import dunia, proses
from tests.conftest import Basis

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
SATUAN = Perubahan("satuan", Cara.ISI, "meter persegi")


def siapkan(rows: Iterable[Any], *changes: Perubahan, nama: str = "tim_musrenbang") -> Operasi:
    """An edit whose verdicts stand, and that waits to be agreed to."""
    rows = list(rows)
    kind, model = rows[0].kind, type(rows[0])
    actor = dunia.aktor(nama)
    perubahan.check(model, actor, list(changes))
    id_ = persetujuan.buat(
        JenisOperasi.UBAH,
        lambda id_: Pilihan(model, ids=tuple(r.id for r in rows)).tulis(id_, actor, berurut=True),
        actor,
        judul="Ubah",
        kind=kind,
        perubahan=perubahan.to_json(changes),
    )
    return db.session.get_one(Operasi, id_, populate_existing=True)


def jalankan(op: Operasi, bila: Bila = Bila.LEWATI, nama: str = "tim_musrenbang") -> Operasi:
    id_ = op.id
    persetujuan.setuju(id_, dunia.aktor(nama), bila)
    db.session.expire_all()
    return db.session.get_one(Operasi, id_)


def ubah(rows: Iterable[Any], *changes: Perubahan, nama: str = "tim_musrenbang", bila: Bila = Bila.LEWATI) -> Operasi:
    return jalankan(siapkan(rows, *changes, nama=nama), bila, nama)


def hasil(op: Operasi) -> list[tuple[bool | None, str | None]]:
    rows = db.session.scalars(db.select(OperasiBaris).filter_by(operasi_id=op.id).order_by(OperasiBaris.urut))
    return [(b.berhasil, b.pesan) for b in rows]


def isi(rows: Iterable[Record], kolom: str) -> list[Any]:
    return [getattr(r, kolom) for r in rows]


# --- looked at first --------------------------------------------------------------------------------------------------


def test_before_it_is_agreed_to_nothing_is_written_but_the_verdicts(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 5)
    usulan[1].satuan = SATUAN.nilai
    usulan[3].status, usulan[3].hasil = StatusUsulan.FINAL, HasilUsulan.DITERIMA
    session.commit()
    versi = isi(usulan, "version")
    op = siapkan(usulan, SATUAN)

    assert op.status is StatusOperasi.DITINJAU
    terkunci = "Usulan berstatus final, jadi tidak dapat diubah."
    assert op.isian["hitung"] == {"berubah": 3, "sama": 1, "ditolak": {terkunci: 1}}
    assert hasil(op) == [(None, None), (True, putusan.SAMA), (None, None), (False, terkunci), (None, None)]
    session.expire_all()
    assert isi(usulan, "version") == versi
    assert session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(operasi_id=op.id)) == 0
    assert operasi.lanjutkan() == 0  # what waits for a person is not resumed by a restart


def test_the_preview_shows_each_field_before_and_after_also_those_that_follow(session: Any) -> None:
    """The kecamatan follows the kelurahan, as in the form."""
    usulan = dunia.isi_usulan(dunia.di_ujung(), 1)
    lama = usulan[0].wilayah
    tujuan = session.scalars(
        db.select(type(lama)).where(type(lama).tingkat == lama.tingkat, type(lama).induk_id != lama.induk_id)
    ).first()
    op = siapkan(usulan, Perubahan("wilayah_id", Cara.ISI, tujuan.id))
    baris = [putusan.Baris(1, "usulan", usulan[0].id)]
    beda = putusan.differences(op, DITINJAU[op.jenis], dunia.aktor("tim_musrenbang"), baris)[1]
    assert {(b.judul, b.lama, b.baru) for b in beda} == {
        ("Kelurahan/wilayah", lama.nama, tujuan.nama),
        ("Kecamatan", *(session.get(type(lama), w.induk_id).nama for w in (lama, tujuan))),
    }
    session.rollback()
    assert session.get(Usulan, usulan[0].id).wilayah_id == lama.id


def test_what_was_agreed_to_is_written_with_one_diary_entry_a_row(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 6)
    versi = isi(usulan, "version")
    op = ubah(usulan, SATUAN, Perubahan("pagu_usulan", Cara.TAMBAHKAN, 1000), Perubahan("rt", Cara.KOSONGKAN))
    assert (op.status, op.jumlah, op.dikerjakan, op.berhasil) == (StatusOperasi.SELESAI, 6, 6, 6)
    assert set(isi(usulan, "satuan")) == {"meter persegi"}
    assert isi(usulan, "version") == [v + 1 for v in versi]
    baris = session.scalars(db.select(Riwayat).filter_by(operasi_id=op.id).order_by(Riwayat.id)).all()
    assert sorted((b.record_id, b.aksi) for b in baris) == [(u.id, "ubah") for u in usulan]
    assert {b.nama for b in baris} == {"Tim Musrenbang (Demo)"}
    assert verify(session).rusak is None


@SQLITE
def test_an_edit_that_somebody_else_prepared_is_not_agreed_to(session: Any) -> None:
    op = siapkan(dunia.isi_usulan(dunia.di_ujung(), 1), SATUAN)
    with pytest.raises(Ditolak):
        jalankan(op, nama="sub_koordinator")
    jalankan(op)
    with pytest.raises(SopError, match="sudah dijalankan"):
        jalankan(op)


@SQLITE
def test_a_preview_can_be_dropped(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 1)
    op = siapkan(usulan, SATUAN)
    workflow.move(op, "batalkan", dunia.aktor("tim_musrenbang"))
    session.commit()
    with pytest.raises(SopError):
        jalankan(op)
    assert isi(usulan, "satuan") != ["meter persegi"]


@SQLITE
def test_what_nobody_agreed_to_within_a_week_is_dropped_at_the_next_start(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 1)
    lama, baru = siapkan(usulan, SATUAN), siapkan(usulan, SATUAN)
    lama.created_at = sekarang() - timedelta(days=8)
    session.commit()
    assert operasi.lanjutkan() == 0
    session.expire_all()
    assert (lama.status, baru.status) == (StatusOperasi.DIBATALKAN, StatusOperasi.DITINJAU)


# --- rows that are not allowed ----------------------------------------------------------------------------------------


def test_rights_are_asked_for_every_row_before_and_after(session: Any) -> None:
    """Nobody moves a row out of his kelompok sidang, nor takes one from another's."""
    usulan = dunia.isi_usulan(dunia.di_ujung(), 12)
    milik = dunia.aktor("kepala_bidang_ik").tugas[0].kelompok_ids
    op = ubah(usulan, SATUAN, nama="kepala_bidang_ik")
    assert [ok for ok, _ in hasil(op)] == [u.kelompok_sidang_id in milik for u in usulan]
    asing = next(u.kelompok_sidang_id for u in usulan if u.kelompok_sidang_id not in milik)
    pindah = ubah(usulan, Perubahan("kelompok_sidang_id", Cara.ISI, asing), nama="kepala_bidang_ik")
    lingkup = "Usulan ini di luar lingkup tugas Anda."
    assert all(pesan == lingkup for _, pesan in hasil(pindah))


def test_a_row_that_another_changed_since_the_preview_is_named_not_overwritten(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 4)
    op = siapkan(usulan, SATUAN)
    dunia.aktor("sub_koordinator")
    usulan[2].pengusul = "Orang lain"
    usulan[3].deleted_at = sekarang()
    session.commit()
    op = jalankan(op)
    assert [ok for ok, _ in hasil(op)] == [True, True, False, False]
    assert hasil(op)[2][1] == putusan.BENTROK
    assert usulan[2].satuan != "meter persegi"
    assert usulan[2].pengusul == "Orang lain"
    assert (op.status, op.berhasil) == (StatusOperasi.SELESAI, 2)


def test_whoever_lost_his_role_meanwhile_changes_nothing(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 3)
    op = siapkan(usulan, SATUAN)
    actor = dunia.aktor("tim_musrenbang")
    dunia.cabut("tim_musrenbang")
    persetujuan.setuju(op.id, actor, Bila.LEWATI)
    assert [ok for ok, _ in hasil(op)] == [False] * 3


def test_a_personal_column_that_was_closed_meanwhile_is_not_written(session: Any) -> None:
    orang = PemangkuKepentingan(nama="Ketua Forum (Demo)", unsur=Unsur.TOKOH, surel="lama@contoh.id")
    dunia.simpan(orang)
    op = siapkan([orang], Perubahan("surel", Cara.ISI, "baru@contoh.id"))
    assert op.isian["hitung"]["berubah"] == 1
    dunia.ganti_peran("tim_musrenbang", Peran.FUNGSIONAL_PERENCANA)  # writes address books, sees no personal data
    op = jalankan(op)
    assert hasil(op) == [(False, "“surel” tidak dapat diubah secara massal.")]
    session.refresh(orang)
    assert orang.surel == "lama@contoh.id"


def test_a_value_that_its_form_would_refuse_is_refused_with_the_name_of_its_field(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    usulan[0].usulan = "x" * 495
    usulan[1].pagu_usulan = 100
    session.commit()
    op = ubah(usulan, Perubahan("usulan", Cara.TAMBAHKAN, "tambahan"), Perubahan("pagu_usulan", Cara.TAMBAHKAN, -101))
    assert hasil(op) == [
        (False, "Usulan menjadi 504 huruf; paling panjang 500."),
        (False, "Pagu usulan: jumlah rupiah tidak boleh kurang dari nol."),
    ]


def test_a_refused_personal_value_stands_in_no_report(session: Any) -> None:
    """Reports are read by who may not see it; the value of another column is named, which helps to find it."""
    orang = PemangkuKepentingan(nama="Ketua Forum (Demo)", unsur=Unsur.TOKOH, surel="budi.rahasia@contoh.id")
    dunia.simpan(orang)
    ganti = Perubahan("surel", Cara.GANTI, " at ", "@")
    op = siapkan([orang], ganti)
    assert op.isian["hitung"]["ditolak"] == {"Surel: tidak dapat diterima": 1}
    assert hasil(jalankan(op)) == [(False, "Surel: tidak dapat diterima")]
    kalimat = Keliru("“{x}” keliru.", "lembaga", x="Forum")
    assert putusan.with_name("pemangku_kepentingan", kalimat) == "Lembaga: “Forum” keliru."


def test_what_only_the_database_refuses_stops_its_own_row_alone(session: Any, monkeypatch: Any) -> None:
    """A constraint that no rule of the form knows: the others of the chunk are written all the same."""
    usulan = dunia.isi_usulan(dunia.di_ujung(), 5)
    monkeypatch.setattr(Usulan, "periksa", lambda self: [])
    usulan[2].volume = 1
    for u in (usulan[0], usulan[1], usulan[3], usulan[4]):
        u.volume = 10
    session.commit()
    op = ubah(usulan, Perubahan("volume", Cara.TAMBAHKAN, Decimal(-5)))
    assert [ok for ok, _ in hasil(op)] == [True, True, False, True, True]
    assert "melanggar aturan data" in str(hasil(op)[2][1])
    session.expire_all()
    assert [int(v) for v in isi(usulan, "volume")] == [5, 5, 1, 5, 5]
    assert session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(operasi_id=op.id)) == 4
    assert verify(session).rusak is None


@SQLITE
def test_what_only_the_database_refuses_is_named_also_when_it_stands_alone(session: Any) -> None:
    m, lain = dunia.di_ujung(), dunia.musrenbang(2028)
    usulan, (sama,) = dunia.isi_usulan(m, 1), dunia.isi_usulan(lain, 1)
    sama.kode = usulan[0].kode
    session.commit()
    op = ubah(usulan, Perubahan("musrenbang_id", Cara.ISI, lain.id))
    assert op.status is StatusOperasi.SELESAI
    assert hasil(op) == [(False, "Sudah ada data lain dengan musrenbang dan kode yang sama.")]
    assert isi(usulan, "musrenbang_id") == [m.id]


@SQLITE
def test_a_row_refused_only_while_writing_is_unchanged_though_the_others_are_written(
    session: Any, monkeypatch: Any
) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    lama, satu = usulan[1].satuan, usulan[1].id
    op = siapkan(usulan, SATUAN)
    lepas = Pesan("Di luar lingkup.")  # once it has been changed in memory; no rule of the flush would say so
    monkeypatch.setattr(
        modul, "explain", lambda a, v, row: lepas if (row.id, row.satuan) == (satu, SATUAN.nilai) else None
    )
    op = jalankan(op)
    assert hasil(op) == [(True, "Diubah."), (False, str(lepas))]
    assert isi(usulan, "satuan") == [SATUAN.nilai, lama]


@SQLITE
def test_a_reference_of_another_musrenbang_is_refused_as_its_form_does(session: Any) -> None:
    m, lain = dunia.di_ujung(), dunia.musrenbang(2028)
    sini, sana = dunia.undangan(m), dunia.undangan(lain)
    rows = [
        dunia.simpan(Distribusi(musrenbang_id=x.musrenbang_id, undangan_id=x.id, penerima="X")) for x in (sini, sana)
    ]
    kedua = dunia.undangan(lain)
    op = ubah(rows, Perubahan("undangan_id", Cara.ISI, kedua.id))
    assert hasil(op) == [(False, "Undangan: Yang dipilih milik Musrenbang lain."), (True, "Diubah.")]
    assert isi(rows, "undangan_id") == [sini.id, kedua.id]


def test_a_row_goes_to_another_musrenbang_only_without_what_belongs_to_the_old_one(session: Any) -> None:
    m, lain = dunia.di_ujung(), dunia.musrenbang(2028)
    lama, baru = (
        dunia.simpan(Prioritas(tahun=x.tahun, jenis=JenisPrioritas.MISI, urutan=1, uraian="Bogor sehat"))
        for x in (m, lain)
    )
    usulan = dunia.isi_usulan(m, 3)
    usulan[0].prioritas_id = lama.id
    usulan[2].asal_usulan_id = usulan[1].id  # where it comes from stays true
    session.commit()
    pindah = Perubahan("musrenbang_id", Cara.ISI, lain.id)
    sebab = (
        "Misi/prioritas: Ini milik tahun rencana 2027. Kosongkan atau ganti sekaligus dengan memindahkannya "
        "ke tahun rencana 2028."
    )
    assert hasil(ubah(usulan, pindah)) == [(False, sebab), (True, "Diubah."), (True, "Diubah.")]
    assert isi(usulan, "musrenbang_id") == [m.id, lain.id, lain.id]
    assert hasil(ubah(usulan[:1], pindah, Perubahan("prioritas_id", Cara.ISI, baru.id))) == [(True, "Diubah.")]
    assert isi(usulan, "musrenbang_id") == [lain.id] * 3


@SQLITE
def test_what_others_hang_on_stays_in_its_musrenbang(session: Any) -> None:
    """A notulen would be left behind by its rapat, a distribusi by its undangan."""
    m, lain = dunia.di_ujung(), dunia.musrenbang(2028)
    bebas, bernotulen = dunia.rapat(m), session.get(Rapat, dunia.CONTOH["notulen"](m).rapat_id)
    op = ubah([bebas, bernotulen], Perubahan("musrenbang_id", Cara.ISI, lain.id))
    sebab = "Musrenbang: Sudah ada notulen yang bergantung pada data ini, jadi tidak dapat dipindah ke Musrenbang lain."
    assert hasil(op) == [(True, "Diubah."), (False, sebab)]
    assert isi([bebas, bernotulen], "musrenbang_id") == [lain.id, m.id]


@SQLITE
def test_rows_and_references_that_are_gone_are_named(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    op = siapkan(usulan, SATUAN)
    session.execute(db.insert(OperasiBaris), {"operasi_id": op.id, "urut": 3, "kind": "usulan", "record_id": 999_999})
    session.commit()
    assert hasil(jalankan(op))[2] == (False, "Data 999999 tidak ada lagi.")


@SQLITE
def test_a_reference_that_was_deleted_meanwhile_is_refused(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    prioritas = dunia.simpan(Prioritas(tahun=2027, jenis=JenisPrioritas.MISI, uraian="Hilang", deleted_at=sekarang()))
    op = ubah(usulan, Perubahan("prioritas_id", Cara.ISI, prioritas.id))
    assert {p for _, p in hasil(op)} == {"Misi/prioritas yang dipilih sudah dihapus."}


# --- stopping the whole -----------------------------------------------------------------------------------------------


def test_stopping_the_whole_writes_nothing_while_one_row_is_refused(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 4)
    usulan[3].status = StatusUsulan.BATAL
    session.commit()
    lama = isi(usulan, "satuan")
    op = ubah(usulan, SATUAN, bila=Bila.HENTIKAN)
    assert op.status is StatusOperasi.GAGAL
    assert op.galat == "Tidak ada yang berubah: 1 baris ditolak, dan Anda memilih menghentikan semua."
    assert isi(usulan, "satuan") == lama
    assert session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(operasi_id=op.id)) == 0


def test_a_row_refused_only_while_writing_takes_back_what_was_written_before_it(session: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(tinjau, "MULAI", 2)
    monkeypatch.setattr(tinjau, "TERKECIL", 2)
    monkeypatch.setattr(tinjau, "TERBESAR", 2)
    usulan = dunia.isi_usulan(dunia.di_ujung(), 7)
    lama = isi(usulan, "satuan")
    op = siapkan(usulan, SATUAN)
    dunia.aktor("sub_koordinator")
    usulan[5].pengusul = "Orang lain"
    session.commit()
    op = jalankan(op, Bila.HENTIKAN)
    assert op.status is StatusOperasi.GAGAL
    assert isi(usulan, "satuan") == lama
    assert (op.berhasil, hasil(op)[5]) == (0, (False, putusan.BENTROK))
    assert [ok for ok, _ in hasil(op)] == [False] * 6 + [None]
    aksi = session.scalars(db.select(Riwayat.aksi).filter_by(operasi_id=op.id).order_by(Riwayat.id)).all()
    assert aksi == ["ubah"] * 5 + ["urungkan"] * 5
    assert verify(session).rusak is None


@SQLITE
def test_the_whole_is_taken_back_also_when_the_row_in_the_way_is_alone_in_the_last_chunk(
    session: Any, monkeypatch: Any
) -> None:
    for nama in ("MULAI", "TERKECIL", "TERBESAR"):
        monkeypatch.setattr(tinjau, nama, 2)
    m, lain = dunia.di_ujung(), dunia.musrenbang(2028)
    usulan, (sama,) = dunia.isi_usulan(m, 3), dunia.isi_usulan(lain, 1)
    sama.kode = usulan[2].kode
    session.commit()
    op = ubah(usulan, Perubahan("musrenbang_id", Cara.ISI, lain.id), bila=Bila.HENTIKAN)
    assert (op.status, op.berhasil) == (StatusOperasi.GAGAL, 0)
    assert hasil(op)[2] == (False, "Sudah ada data lain dengan musrenbang dan kode yang sama.")
    assert set(isi(usulan, "musrenbang_id")) == {m.id}


# --- killed in the middle, and others at work beside it ---------------------------------------------------------------

BANYAK = 1200


def disiapkan(jumlah: int, *, fase: str) -> int:
    """A large edit as it stands in the queue, before its verdicts or after they were agreed to."""
    usulan = dunia.isi_usulan(dunia.di_ujung(), jumlah)
    op = dunia.simpan(
        Operasi(
            jenis=JenisOperasi.UBAH,
            judul="Ubah",
            kind_sasaran="usulan",
            pengguna_id=dunia.aktor("tim_musrenbang").pengguna_id,
            jumlah=jumlah,
            isian={
                "perubahan": perubahan.to_json([SATUAN, Perubahan("rt", Cara.ISI, "09")]),
                "fase": fase,
                "sejak": db.session.scalar(db.select(db.func.max(Rantai.id))),
                "diperiksa": 0,
                "hitung": {},
                "bila": Bila.HENTIKAN.value,
            },
        )
    )
    rows = [{"operasi_id": op.id, "urut": n, "kind": "usulan", "record_id": u.id} for n, u in enumerate(usulan, 1)]
    db.session.execute(db.insert(OperasiBaris), rows)
    db.session.commit()
    return int(op.id)


def bunuh_di_tengah(basis: Basis, var: Path, operasi_id: int, sudah: Callable[[], bool]) -> None:
    """A process of its own works on it and is killed once `sudah()`."""
    db.session.remove()
    anak = proses.mulai(proses.kerjakan_tinjauan, basis.url, var, operasi_id)
    batas = time.monotonic() + 120
    while not sudah():
        assert time.monotonic() < batas, "tidak mulai bekerja"
        time.sleep(0.01)
    os.kill(anak.pid, signal.SIGKILL)
    anak.join(10)
    db.session.remove()


def baca(kueri: Any) -> Any:
    db.session.rollback()
    with membaca():  # a reader that asked for SQLite's write lock would wait until the work is over
        nilai = db.session.execute(kueri).scalar()
    db.session.rollback()
    return nilai


def berubah() -> int:
    return int(baca(db.select(db.func.count(Usulan.id)).filter_by(satuan=SATUAN.nilai)))


def diari(operasi_id: int, aksi: str) -> list[int]:
    return list(db.session.scalars(db.select(Riwayat.record_id).filter_by(operasi_id=operasi_id, aksi=aksi)))


@pytest.mark.satu_basis
def test_a_kill_while_judging_writes_nothing_and_the_verdicts_are_made_to_the_end(
    session: Any, basis: Basis, var: Path
) -> None:
    id_ = disiapkan(BANYAK, fase="periksa")
    bunuh_di_tengah(basis, var, id_, lambda: baca(db.select(Operasi.dikerjakan).filter_by(id=id_)) > 100)
    op = session.get(Operasi, id_)
    assert 0 < op.isian["diperiksa"] < BANYAK, "dibunuh terlambat"
    assert (op.status, op.isian["hitung"]["berubah"]) == (StatusOperasi.BERJALAN, op.isian["diperiksa"])
    assert operasi.lanjutkan() == 1
    session.expire_all()
    assert op.status is StatusOperasi.DITINJAU
    assert op.isian["hitung"] == {"berubah": BANYAK, "sama": 0, "ditolak": {}}
    assert (berubah(), diari(id_, "ubah")) == (0, [])


def test_a_kill_while_writing_leaves_no_half_row_and_the_rest_is_written(session: Any, basis: Basis, var: Path) -> None:
    id_ = disiapkan(BANYAK, fase="kerjakan")
    bunuh_di_tengah(basis, var, id_, lambda: berubah() > 100)
    tengah = berubah()
    assert 0 < tengah < BANYAK, "dibunuh terlambat"
    assert session.scalar(db.select(db.func.count(Usulan.id)).filter_by(rt="09")) == tengah
    op = session.get(Operasi, id_)
    assert (op.dikerjakan, op.berhasil) == (tengah, tengah)
    assert len(diari(id_, "ubah")) == tengah
    assert operasi.lanjutkan() == 1
    session.expire_all()
    assert (op.status, op.dikerjakan, op.berhasil, berubah()) == (StatusOperasi.SELESAI, BANYAK, BANYAK, BANYAK)
    assert sorted(diari(id_, "ubah")) == sorted(session.scalars(db.select(Usulan.id)))
    assert verify(session).rusak is None


@pytest.mark.satu_basis
def test_stopping_the_whole_holds_across_a_kill(session: Any, basis: Basis, var: Path) -> None:
    """The last row is refused only when its turn comes; by then a kill has fallen, and the rest was gone on with."""
    id_ = disiapkan(BANYAK, fase="kerjakan")
    dunia.aktor("sub_koordinator")
    session.scalars(db.select(Usulan).order_by(Usulan.id.desc())).first().pengusul = "Orang lain"
    session.commit()
    dulu = {u.id: (u.satuan, u.rt, u.pengusul) for u in session.scalars(db.select(Usulan))}
    bunuh_di_tengah(basis, var, id_, lambda: berubah() > 100)
    assert 0 < berubah() < BANYAK, "dibunuh terlambat"
    assert operasi.lanjutkan() == 1
    session.expire_all()
    op = session.get(Operasi, id_)
    assert (op.status, op.berhasil) == (StatusOperasi.GAGAL, 0)
    assert {u.id: (u.satuan, u.rt, u.pengusul) for u in session.scalars(db.select(Usulan))} == dulu
    assert sorted(diari(id_, "ubah")) == sorted(diari(id_, "urungkan"))
    assert verify(session).rusak is None


@pytest.mark.satu_basis
def test_a_kill_while_taking_back_is_gone_on_with_too(session: Any, basis: Basis, var: Path) -> None:
    id_ = disiapkan(BANYAK, fase="kerjakan")
    dunia.aktor("sub_koordinator")
    session.scalars(db.select(Usulan).order_by(Usulan.id.desc())).first().pengusul = "Orang lain"
    session.commit()
    menarik = db.select(db.func.count(Riwayat.id)).filter_by(operasi_id=id_, aksi="urungkan")
    bunuh_di_tengah(basis, var, id_, lambda: baca(menarik) > 50)
    assert 0 < berubah() < BANYAK - 1, "dibunuh terlambat"
    assert session.get(Operasi, id_).isian["fase"] == "tarik"
    assert operasi.lanjutkan() == 1
    session.expire_all()
    assert berubah() == 0
    assert session.get(Operasi, id_).status is StatusOperasi.GAGAL
    assert sorted(diari(id_, "ubah")) == sorted(diari(id_, "urungkan"))


def test_others_who_write_meanwhile_lose_nothing(session: Any, basis: Basis, var: Path) -> None:
    """Another changes rows while a process works through them: each row has both changes or is named."""
    id_ = disiapkan(600, fase="kerjakan")
    op = session.get(Operasi, id_)
    op.isian = {**op.isian, "bila": Bila.LEWATI.value}
    session.commit()
    ids = list(session.scalars(db.select(Usulan.id).order_by(Usulan.id)))
    session.remove()
    anak = proses.mulai(proses.kerjakan_tinjauan, basis.url, var, id_)
    lain = []
    for i in ids[5::25]:
        dunia.aktor("sub_koordinator")
        session.get(Usulan, i, with_for_update=True).pengusul = f"Orang lain {i}"
        session.commit()
        lain.append(i)
        time.sleep(0.02)
    anak.join(120)
    session.remove()
    op = session.get(Operasi, id_)
    assert op.status is StatusOperasi.SELESAI
    assert {session.get(Usulan, i).pengusul for i in lain} == {f"Orang lain {i}" for i in lain}
    ditolak = {
        b.record_id: b.pesan for b in session.scalars(db.select(OperasiBaris).filter_by(operasi_id=id_, berhasil=False))
    }
    assert set(ditolak) <= set(lain)
    assert set(ditolak.values()) <= {putusan.BENTROK}
    kini = dict(session.execute(db.select(Usulan.id, Usulan.satuan)).all())
    assert {i for i, satuan in kini.items() if satuan != SATUAN.nilai} == set(ditolak)
    assert verify(session).rusak is None
