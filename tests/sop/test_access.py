"""The table of rights against one written by hand, and its bounds: kelompok, Musrenbang, state, one's own."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import Record, db, kinds
from models.musrenbang import Musrenbang
from models.operasi import JenisOperasi, Operasi
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.tim import AnggotaTim, Tim
from models.undangan import PenerimaUndangan
from models.usulan import Usulan
from models.waktu import sekarang
from sop import workflow
from sop.access import Actor, Tugas, Verb, actor_of, explain, may, scope
from sop.belonging import under_way
from sop.lifecycle import TERBUKA
from tests import dunia
from tests.sop.harapan import HAK as HARAPAN
from tests.sop.harapan import HANYA_SISTEM, HURUF

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def huruf(verb: Verb, kind: str) -> str:
    baca, tulis, catat, pribadi = HARAPAN[kind]
    if verb is Verb.BUAT and kind in HANYA_SISTEM:
        return ""
    return {Verb.BACA: baca, Verb.CETAK: baca, Verb.CATAT: catat, Verb.PRIBADI: pribadi}.get(verb, tulis)


def test_the_hand_written_table_names_every_kind(session: Any) -> None:
    assert set(HARAPAN) == set(kinds())


@pytest.mark.parametrize("verb", list(Verb))
def test_every_role_may_do_what_the_hand_written_table_says_and_nothing_else(session: Any, verb: Verb) -> None:
    cast = {h: dunia.aktor(nama) for h, nama in HURUF.items()}
    for kind, model in kinds().items():
        boleh = "".join(h for h in HURUF if may(cast[h], verb, model))
        assert sorted(boleh) == sorted(huruf(verb, kind)), f"{verb.value} {kind}"


def test_an_account_without_role_may_do_nothing_and_reads_no_row(session: Any) -> None:
    dunia.musrenbang(usulan=2)
    asing = Actor(None, "Tanpa peran")
    for model in kinds().values():
        assert not any(may(asing, verb, model) for verb in Verb)
    assert session.scalars(scope(db.select(Usulan), asing, Usulan)).all() == []


def test_a_kind_without_a_row_is_closed_to_everybody(session: Any) -> None:
    class TanpaBaris(Record):
        __abstract__ = True
        __tablename__ = "tanpa_baris"
        JUDUL = "Tanpa baris"

    for nama in HURUF.values():
        actor = dunia.aktor(nama)
        assert not any(may(actor, verb, TanpaBaris) for verb in Verb)
        assert str(explain(actor, Verb.BACA, TanpaBaris)) == "Peran Anda tidak memberi hak untuk membaca Tanpa baris."


@pytest.mark.parametrize("nama", ["kepala_bidang_ik", "kepala_bidang_psda", "kepala_bidang_ri", "sub_koordinator"])
def test_usulan_are_written_within_the_kelompok_of_ones_bidang_only(session: Any, nama: str) -> None:
    m = dunia.musrenbang()
    actor = dunia.aktor(nama)
    milik = actor.tugas[0].kelompok_ids
    for u in dunia.isi_usulan(m, 20):
        assert may(actor, Verb.UBAH, u) == may(actor, Verb.HAPUS, u) == (u.kelompok_sidang_id in milik)
        assert may(actor, Verb.BACA, u)
    assert {"kepala_bidang_ik": 1, "kepala_bidang_psda": 1, "kepala_bidang_ri": 0, "sub_koordinator": 4}[nama] == len(
        milik
    )


def test_a_tim_that_is_bound_to_one_musrenbang_writes_that_one_only(session: Any) -> None:
    satu, lain = dunia.musrenbang(2027, 1), dunia.musrenbang(2028, 1)
    akun = session.execute(db.select(Pengguna).filter_by(nama_pengguna="tim_musrenbang")).scalar_one()
    session.execute(db.update(PeranPengguna).filter_by(pengguna_id=akun.id).values(musrenbang_id=satu.id))
    session.commit()
    session.expire_all()
    actor = actor_of(akun)
    for m, boleh in ((satu, True), (lain, False)):
        usulan = session.execute(db.select(Usulan).filter_by(musrenbang_id=m.id)).scalar_one()
        assert may(actor, Verb.UBAH, usulan) is boleh
        assert may(actor, Verb.UBAH, m) is boleh
        assert may(actor, Verb.BACA, usulan)
    assert str(explain(actor, Verb.UBAH, lain)) == "Musrenbang ini di luar lingkup tugas Anda."


def test_a_tim_that_is_bound_to_one_musrenbang_writes_down_what_others_did_on_paper_of_that_one_only(
    session: Any,
) -> None:
    satu, lain = dunia.musrenbang(2027), dunia.musrenbang(2028)
    terikat = Actor(1, "Tim", None, (Tugas(Peran.TIM_MUSRENBANG, musrenbang_id=satu.id),))
    for m, boleh in ((satu, True), (lain, False)):
        assert may(terikat, Verb.CATAT, dunia.CONTOH["nota_dinas"](m)) is boleh
        assert may(terikat, Verb.BACA, dunia.CONTOH["tim"](m))


@pytest.mark.parametrize("kind", sorted(set(TERBUKA) - {"musrenbang", "sop_revisi"}))
def test_a_state_that_is_not_open_locks_the_record(session: Any, kind: str) -> None:
    record: Any = dunia.CONTOH[kind](dunia.di_ujung())
    actor = dunia.aktor("sub_koordinator")
    for status in type(record).__table__.c.status.type.enum_class:
        with session.no_autoflush:
            record.status = status
            pesan = explain(actor, Verb.UBAH, record)
            assert (pesan is None) == (status.value in TERBUKA[kind])
            assert (explain(actor, Verb.HAPUS, record) is None) == (pesan is None)
            assert pesan is None or str(pesan) == f"{record.JUDUL} berstatus {status.value}, jadi tidak dapat diubah."
            assert may(actor, Verb.BACA, record)
    session.rollback()


@pytest.mark.parametrize(
    ("kind", "bagian"),
    [("tim", "anggota_tim"), ("undangan", "penerima_undangan"), ("berita_acara", "diktum"),
     ("berita_acara", "penandatangan"), ("berita_acara_sidang", "wakil_sidang"), ("jadwal", "acara"),
     ("penetapan_ruang", "pemakaian_ruang")],
)  # fmt: skip
def test_the_parts_of_a_locked_record_are_locked_with_it(session: Any, kind: str, bagian: str) -> None:
    record: Any = dunia.CONTOH[kind](dunia.di_ujung())
    model = kinds()[bagian]
    anak = session.scalars(db.select(model).where(model.__table__.c[model.INDUK] == record.id)).first()
    actor = dunia.aktor("tim_musrenbang")
    baru = model(**{str(model.INDUK): record.id})
    assert all(may(actor, verb, anak) for verb in (Verb.UBAH, Verb.HAPUS))
    assert may(actor, Verb.BUAT, baru)
    record.status = "ditetapkan" if kind in ("jadwal", "penetapan_ruang") else "diajukan"
    session.commit()
    for verb in (Verb.UBAH, Verb.HAPUS):
        assert "jadi tidak dapat diubah" in str(explain(actor, verb, anak))
    assert record.JUDUL in str(explain(actor, Verb.BUAT, baru))


def test_the_parts_of_another_musrenbang_are_out_of_bounds(session: Any) -> None:
    satu, lain = dunia.musrenbang(2027), dunia.musrenbang(2028)
    tim: Tim = dunia.CONTOH["tim"](lain)  # type: ignore[assignment]
    anggota = session.scalars(db.select(AnggotaTim).filter_by(tim_id=tim.id)).one()
    terikat = Actor(1, "Tim", None, (Tugas(Peran.TIM_MUSRENBANG, musrenbang_id=satu.id),))
    assert "di luar lingkup" in str(explain(terikat, Verb.UBAH, anggota))


def test_a_part_whose_parent_does_not_exist_gives_no_right(session: Any) -> None:
    terikat = Actor(1, "Tim", None, (Tugas(Peran.TIM_MUSRENBANG, musrenbang_id=dunia.musrenbang().id),))
    assert not may(terikat, Verb.BUAT, PenerimaUndangan(undangan_id=999_999))


def test_everybody_sees_the_work_he_began_and_the_pengawas_sees_all(session: Any) -> None:
    for nama in ("tim_musrenbang", "sekretariat"):
        dunia.simpan(Operasi(jenis=JenisOperasi.GERAK, judul=nama, pengguna_id=dunia.aktor(nama).pengguna_id))
    for nama, terlihat in (("tim_musrenbang", 1), ("kepala_badan", 0), ("administrator", 0), ("pengawas", 2)):
        actor = dunia.aktor(nama)
        rows = session.scalars(scope(db.select(Operasi), actor, Operasi)).all()
        assert len(rows) == terlihat, nama
        assert all(may(actor, Verb.BACA, row) for row in rows)


def test_the_scope_of_a_query_and_the_right_on_a_row_say_the_same(session: Any) -> None:
    dunia.musrenbang(usulan=6)
    for nama in HURUF.values():
        actor = dunia.aktor(nama)
        for model in (Usulan, Musrenbang, Pengguna):
            semua = session.scalars(db.select(model)).all()
            terlihat = set(session.scalars(scope(db.select(model), actor, model)).all())
            assert terlihat == {row for row in semua if may(actor, Verb.BACA, row)}, (nama, model)


def test_of_work_in_the_queue_everybody_reads_the_own_and_pengawas_all(session: Any) -> None:
    """The one kind with a scope by row: the query and the right on a row say the same."""
    pemilik = "tim_musrenbang"
    sendiri: Any = dunia.CONTOH["operasi"](dunia.di_ujung())
    sendiri.pengguna_id = dunia.aktor(pemilik).pengguna_id
    session.commit()
    for nama in dunia.ORANG:
        actor = dunia.aktor(nama)
        terlihat = session.scalars(scope(db.select(Operasi.id), actor, Operasi)).all() == [sendiri.id]
        assert terlihat is may(actor, Verb.BACA, sendiri) is (nama in (pemilik, "pengawas")), nama


def test_no_move_is_offered_out_of_bounds_or_on_what_is_deleted(session: Any) -> None:
    satu, lain = dunia.di_ujung(2027), dunia.di_ujung(2028)
    surat = {m.id: dunia.CONTOH["nota_dinas"](m) for m in (satu, lain)}
    terikat = Actor(1, "Tim", None, (Tugas(Peran.TIM_MUSRENBANG, musrenbang_id=satu.id),))
    assert workflow.moves(surat[satu.id], terikat)
    assert not workflow.moves(surat[lain.id], terikat)
    surat[satu.id].deleted_at = sekarang()
    assert not workflow.moves(surat[satu.id], terikat)


def test_what_is_under_way_is_read_once_in_a_transaction(session: Any) -> None:
    m = dunia.di_ujung()
    sekali = under_way()
    assert [x.id for x in sekali] == [m.id]
    assert under_way() is sekali
    session.commit()
    assert under_way() is not sekali
