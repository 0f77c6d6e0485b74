"""The bulk edit: looked at first, each row judged as by its own form, nothing overwritten, nothing half done."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from bulk import operasi, persetujuan, perubahan, tinjau
from bulk.operasi import DITINJAU
from bulk.perubahan import Cara, Perubahan
from bulk.tinjau import Bila
from models.base import Record, db
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pengguna import Pengguna
from models.perencanaan import JenisPrioritas, Prioritas
from models.pesan import Ditolak, SopError
from models.riwayat import Riwayat, verify
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from sop import workflow
from tests import dunia

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
        [[(kind, r.id) for r in rows]],
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
    assert hasil(op) == [(None, None), (True, tinjau.SAMA), (None, None), (False, terkunci), (None, None)]
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
    baris = [tinjau.Baris(1, "usulan", usulan[0].id)]
    beda = tinjau.differences(op, DITINJAU[op.jenis], dunia.aktor("tim_musrenbang"), baris, True)[1]
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
    assert hasil(op)[2][1] == tinjau.BENTROK
    assert usulan[2].satuan != "meter persegi"
    assert usulan[2].pengusul == "Orang lain"
    assert (op.status, op.berhasil) == (StatusOperasi.SELESAI, 2)


def test_whoever_lost_his_role_meanwhile_changes_nothing(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 3)
    op = siapkan(usulan, SATUAN)
    actor = dunia.aktor("tim_musrenbang")
    session.execute(db.select(Pengguna).filter_by(nama_pengguna="tim_musrenbang")).scalar_one().aktif = False
    session.commit()
    persetujuan.setuju(op.id, actor, Bila.LEWATI)
    assert [ok for ok, _ in hasil(op)] == [False] * 3


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
    assert (op.berhasil, hasil(op)[5]) == (0, (False, tinjau.BENTROK))
    assert [ok for ok, _ in hasil(op)] == [False] * 6 + [None]
    aksi = session.scalars(db.select(Riwayat.aksi).filter_by(operasi_id=op.id).order_by(Riwayat.id)).all()
    assert aksi == ["ubah"] * 5 + ["urungkan"] * 5
    assert verify(session).rusak is None
