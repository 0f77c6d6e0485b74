"""Work on many rows: a report by row, rights asked again for each, and nothing half done after a kill."""

from __future__ import annotations

import json
import os
import signal
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bulk import operasi
from models.base import db
from models.naskah import StatusNaskah
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pesan import Keliru
from models.riwayat import Rantai, Riwayat, verify
from models.transaksi import membaca
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import hari_ini, sekarang
from sop import workflow
from tests import dunia, proses
from tests.conftest import Basis

BANYAK = proses.JUMLAH_BANYAK
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def gerakkan(usulan: list[Any], aksi: str, nama: str = "tim_musrenbang", catatan: str = "", **isian: Any) -> Operasi:
    return operasi.buat(
        JenisOperasi.GERAK,
        type(usulan[0]),
        [u.id for u in usulan],
        dunia.aktor(nama),
        judul=aksi,
        aksi=aksi,
        catatan=catatan,
        isian=isian,
    )


def hasil(op: Operasi) -> list[tuple[int, bool | None]]:
    db.session.refresh(op)
    return [(b.urut, b.berhasil) for b in sorted(operasi.laporan(op.id), key=lambda b: b.urut)]


def belum_dikerjakan(usulan: list[Any], aksi: str, **isian: Any) -> Operasi:
    """An operation as it stands in the queue, over these usulan or ids."""
    ids = [u if isinstance(u, int) else u.id for u in usulan]
    op: Operasi = dunia.simpan(
        Operasi(
            jenis=JenisOperasi.GERAK,
            judul=aksi,
            aksi=aksi,
            catatan="",
            isian=isian,
            kind_sasaran="usulan",
            pengguna_id=dunia.aktor("tim_musrenbang").pengguna_id,
            jumlah=len(usulan),
        )
    )
    rows = [{"operasi_id": op.id, "urut": n, "record_id": i} for n, i in enumerate(ids, 1)]
    db.session.execute(db.insert(OperasiBaris), rows)
    db.session.commit()
    return op


# --- the report -------------------------------------------------------------------------------------------------------


def test_what_moved_and_what_did_not_is_told_row_by_row(session: Any) -> None:
    m = dunia.di_ujung()
    usulan = dunia.isi_usulan(m, 6)
    usulan[1].status = StatusUsulan.DRAF
    usulan[4].status = StatusUsulan.BATAL
    session.commit()
    op = gerakkan(usulan, "terima")

    assert hasil(op) == [(1, True), (2, False), (3, True), (4, True), (5, False), (6, True)]
    assert (op.status, op.jumlah, op.dikerjakan, op.berhasil) == (StatusOperasi.SELESAI, 6, 6, 4)
    pesan = {b.urut: str(b.pesan) for b in operasi.laporan(op.id)}
    assert pesan[2] == "“Terima” tidak dapat dilakukan: usulan berstatus draf."
    assert f"Terima: {usulan[0]}." in pesan[1]
    assert [b.berhasil for b in operasi.laporan(op.id)][:2] == [False, False]  # what failed comes first
    assert [u.hasil for u in usulan] == [HasilUsulan.DITERIMA if ok else None for _, ok in hasil(op)]


def test_every_row_that_moved_stands_in_the_diary_under_its_operation(session: Any) -> None:
    """Also those that moved before a refused one in the same chunk."""
    m = dunia.di_ujung()
    usulan = dunia.isi_usulan(m, 5)
    usulan[3].status = StatusUsulan.BATAL
    session.commit()
    mata = session.scalar(db.select(db.func.max(Rantai.id)))
    op = gerakkan(usulan, "tunda", catatan="Menunggu lahan", alasan_id=dunia.alasan())
    baris = session.scalars(db.select(Riwayat).filter_by(operasi_id=op.id).order_by(Riwayat.id)).all()
    assert [b.record_id for b in baris] == [u.id for n, u in enumerate(usulan) if n != 3]
    assert {b.aksi for b in baris} == {"tunda"}
    assert {b.catatan for b in baris} == {"Menunggu lahan"}
    assert {b.nama for b in baris} == {"Tim Musrenbang (Demo)"}
    assert session.scalar(db.select(db.func.max(Rantai.id))) == mata + 1  # one chunk, one link
    assert verify(session).rusak is None


@SQLITE
def test_a_move_without_its_note_or_reason_moves_no_row(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    for aksi, pesan in (("tolak", "Alasan belum diisi."), ("terima_perubahan", "memerlukan catatan")):
        op = gerakkan(usulan, aksi)
        assert [ok for _, ok in hasil(op)] == [False, False]
        assert all(pesan in str(b.pesan) for b in operasi.laporan(op.id))


@SQLITE
def test_an_empty_selection_is_refused(session: Any) -> None:
    with pytest.raises(Keliru, match="Belum ada baris yang dipilih"):
        operasi.buat(JenisOperasi.GERAK, Usulan, [], dunia.aktor("tim_musrenbang"), judul="x", aksi="terima")


@SQLITE
def test_rows_that_are_gone_are_named(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 2)
    usulan[0].deleted_at = sekarang()
    session.commit()
    op = operasi.buat(
        JenisOperasi.GERAK,
        Usulan,
        [u.id for u in usulan] + [999_999],
        dunia.aktor("tim_musrenbang"),
        judul="x",
        aksi="terima",
    )
    assert hasil(op) == [(1, False), (2, True), (3, False)]
    assert [str(b.pesan) for b in operasi.laporan(op.id)][:2] == [
        f"Data {usulan[0].id} tidak ada lagi.",
        "Data 999999 tidak ada lagi.",
    ]


@SQLITE
def test_dates_and_decimals_survive_the_queue(session: Any) -> None:
    m = dunia.di_ujung()
    usulan = dunia.isi_usulan(m, 1)
    op = gerakkan(usulan, "terima_perubahan", catatan="Disesuaikan", volume_disepakati=Decimal("1.5"))
    assert hasil(op) == [(1, True)]
    assert str(usulan[0].volume_disepakati) == "1.50"
    kirim = gerakkan([dunia.CONTOH["distribusi"](m)], "kirim", tanggal=hari_ini())
    assert hasil(kirim) == [(1, True)]


# --- rights -----------------------------------------------------------------------------------------------------------


def test_rights_are_asked_again_for_every_row(session: Any) -> None:
    m = dunia.di_ujung()
    usulan = dunia.isi_usulan(m, 12)
    milik = dunia.aktor("kepala_bidang_ik").tugas[0].kelompok_ids
    op = gerakkan(usulan, "terima", "kepala_bidang_ik")
    assert [ok for _, ok in hasil(op)] == [u.kelompok_sidang_id in milik for u in usulan]
    assert any("tidak berhak" in str(b.pesan) for b in operasi.laporan(op.id))


@SQLITE
def test_whoever_lost_his_role_while_it_waited_moves_nothing(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 3)
    op = belum_dikerjakan(usulan, "terima")
    dunia.cabut("tim_musrenbang")
    operasi.kerjakan(op.id)
    assert [ok for _, ok in hasil(op)] == [False] * 3


@SQLITE
def test_deleting_a_selection_obeys_the_state_and_the_scope(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 4)
    usulan[2].status, usulan[2].hasil = StatusUsulan.FINAL, HasilUsulan.DITERIMA
    session.commit()
    ids = [u.id for u in usulan]
    op = operasi.buat(JenisOperasi.HAPUS, Usulan, ids, dunia.aktor("tim_musrenbang"), judul="Hapus")
    assert [ok for _, ok in hasil(op)] == [True, True, False, True]
    session.expire_all()
    assert [u.deleted_at is not None for u in usulan] == [True, True, False, True]
    assert session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(aksi="hapus", operasi_id=op.id)) == 3
    lain = operasi.buat(JenisOperasi.HAPUS, Usulan, ids, dunia.aktor("pengawas"), judul="Hapus")
    assert not any(ok for _, ok in hasil(lain))


@SQLITE
def test_the_bulk_menu_holds_what_the_person_may_do_at_all(session: Any) -> None:
    dunia.di_ujung()
    menu = {nama: {o.aksi for o in workflow.moves_of_kind("usulan", dunia.aktor(nama))} for nama in dunia.ORANG}
    putusan = {"terima", "terima_perubahan", "tunda", "tolak", "tolak_data_kurang"}
    kerja = {"ajukan", "verifikasi", "kembalikan", "batalkan"}
    sesudah = {"catat_rkpd", "tandai_tersalin", "batal_tersalin"}
    assert menu["tim_musrenbang"] == putusan | kerja | sesudah
    assert menu["kepala_badan"] == putusan
    assert menu["fungsional_perencana"] >= kerja
    assert menu["pengawas"] == menu["administrator"] == set()


# --- papers -----------------------------------------------------------------------------------------------------------


@SQLITE
def test_numbers_of_a_bulk_issue_are_consecutive_whatever_is_refused_between(session: Any) -> None:
    m = dunia.di_ujung()
    surat = [dunia.CONTOH["nota_dinas"](m) for _ in range(4)]
    for n, s in enumerate(surat):
        s.status = StatusNaskah.DRAF if n == 1 else StatusNaskah.MENUNGGU_NOMOR
    session.commit()
    op = gerakkan(surat, "terbitkan", "sekretariat", tanggal=hari_ini())
    assert [ok for _, ok in hasil(op)] == [True, False, True, True]
    assert [s.nomor and s.nomor.split("-")[1] for s in surat] == ["001", None, "002", "003"]


# --- stopping, crashing, going on -------------------------------------------------------------------------------------


def test_work_that_another_ended_meanwhile_keeps_its_end(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two may be at it for a moment: whoever comes late and stumbles does not call it failed."""
    op = belum_dikerjakan(dunia.isi_usulan(dunia.di_ujung(), 1), "terima")

    def disusul(*_: Any) -> None:
        session.execute(db.update(Operasi).values(status=StatusOperasi.SELESAI))
        session.commit()
        raise RuntimeError("terlambat")

    monkeypatch.setattr(operasi, "_kerjakan", disusul)
    operasi.kerjakan(op.id)
    session.refresh(op)
    assert (op.status, op.galat) == (StatusOperasi.SELESAI, None)


def test_work_that_was_stopped_goes_no_further(session: Any) -> None:
    usulan = dunia.isi_usulan(dunia.di_ujung(), 3)
    op = belum_dikerjakan(usulan, "terima")
    workflow.move(op, "batalkan", dunia.aktor("tim_musrenbang"))
    session.commit()
    operasi.kerjakan(op.id)
    assert operasi.lanjutkan() == 0
    assert [ok for _, ok in hasil(op)] == [None] * 3
    assert op.status is StatusOperasi.DIBATALKAN


@SQLITE
def test_an_unexpected_fault_ends_the_operation_with_a_sentence(session: Any) -> None:
    op = belum_dikerjakan(dunia.isi_usulan(dunia.di_ujung(), 1), "terima")
    op.kind_sasaran = "tidak_ada"
    session.commit()
    operasi.kerjakan(op.id)
    session.refresh(op)
    assert (op.status, op.galat) == (
        StatusOperasi.GAGAL,
        "Pekerjaan terhenti karena kesalahan yang tidak terduga.",
    )


@pytest.mark.parametrize("basis", ["postgresql"], indirect=True)
def test_what_another_is_writing_is_waited_for_and_not_overwritten(session: Any, basis: Basis, var: Path) -> None:
    """The second writer asks when the first is done: of the rows, and for the diary, as they are by then."""
    ids = [u.id for u in dunia.isi_usulan(dunia.di_ujung(), 3)]
    operasi_id = belum_dikerjakan(ids, "terima").id
    dunia.aktor("sub_koordinator")
    batal, lain, tetap = (session.get(Usulan, i) for i in ids)
    batal.status, lain.pagu_usulan = StatusUsulan.BATAL, 77
    session.flush()  # written, not committed
    anak = proses.mulai(proses.kerjakan_operasi, basis.url, var, operasi_id)
    proses.tunggu_kunci(anak)
    assert anak.is_alive()
    session.commit()
    anak.join(60)
    session.expire_all()
    assert [u.status for u in (batal, lain, tetap)] == [StatusUsulan.BATAL, *[StatusUsulan.DIPUTUSKAN] * 2]
    assert [(r.record_id, r.berhasil) for r in sorted(operasi.laporan(operasi_id), key=lambda r: r.urut)] == [
        (ids[0], False),
        (ids[1], True),
        (ids[2], True),
    ]
    assert lain.pagu_disepakati == 77
    diari = session.scalars(db.select(Riwayat).filter_by(operasi_id=operasi_id).order_by(Riwayat.record_id)).all()
    assert [(r.record_id, json.loads(r.sesudah)["pagu_disepakati"]) for r in diari] == [
        (ids[1], 77),
        (ids[2], tetap.pagu_usulan),
    ]
    assert verify(session).rusak is None


@pytest.mark.parametrize("jenis", [JenisOperasi.GERAK, JenisOperasi.HAPUS])
def test_a_kill_in_the_middle_leaves_nothing_half_done_and_the_rest_is_resumed(
    session: Any, basis: Basis, var: Path, jenis: JenisOperasi
) -> None:
    """Killed twice in a process of its own, at whatever it was doing, and resumed by the next."""
    op = belum_dikerjakan(dunia.banyak_usulan(dunia.di_ujung(), BANYAK), "terima")
    op.jenis = jenis
    session.commit()
    operasi_id, tengah = op.id, 0
    session.remove()
    for _ in range(2):
        anak = proses.mulai(proses.kerjakan_operasi, basis.url, var, operasi_id)
        batas = time.monotonic() + 60
        while _selesai(operasi_id) < tengah + BANYAK // 10:
            assert time.monotonic() < batas, "tidak mulai bekerja"
            time.sleep(0.005)
        os.kill(anak.pid, signal.SIGKILL)
        anak.join(10)
        tengah = _selesai(operasi_id)
        assert 0 < tengah < BANYAK, "dibunuh terlambat"
        _cocok(operasi_id, tengah)

    mulai = time.monotonic()
    assert operasi.lanjutkan() == 1
    print(f"{basis.dialek} {jenis}: dilanjutkan dari {tengah} dari {BANYAK} dalam {time.monotonic() - mulai:.1f} s")
    session.expire_all()
    assert session.get(Operasi, operasi_id).status is StatusOperasi.SELESAI
    _cocok(operasi_id, BANYAK)
    assert operasi.lanjutkan() == 0


def _selesai(operasi_id: int) -> int:
    kueri = db.select(db.func.count()).select_from(OperasiBaris).filter_by(operasi_id=operasi_id, berhasil=True)
    db.session.rollback()
    with membaca():  # a reader that asked for SQLite's write lock would wait until the work is over
        jumlah = int(db.session.scalar(kueri) or 0)
    db.session.rollback()
    return jumlah


def _cocok(operasi_id: int, jumlah: int) -> None:
    """Rows, report, progress, diary and chain say the same."""
    db.session.rollback()
    session = db.session
    op = session.get(Operasi, operasi_id)
    hapus = op.jenis is JenisOperasi.HAPUS
    putus = (Usulan.status == StatusUsulan.DIPUTUSKAN, Usulan.hasil.is_not(None), Usulan.pagu_disepakati.is_not(None))
    for syarat in (Usulan.deleted_at.is_not(None),) if hapus else putus:
        assert session.scalar(db.select(db.func.count(Usulan.id)).where(syarat)) == jumlah
    assert session.scalar(db.select(db.func.count(Usulan.id)).filter_by(version=2)) == jumlah
    assert (op.dikerjakan, op.berhasil) == (jumlah, jumlah)
    aksi = "hapus" if hapus else "terima"
    diari = session.scalars(db.select(Riwayat.record_id).filter_by(operasi_id=operasi_id, aksi=aksi)).all()
    assert len(diari) == len(set(diari)) == jumlah
    assert verify(session).rusak is None
