"""The same button twice, two people at one record, two bulk edits against each other: one wins, all are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.base import db
from models.naskah import StatusNaskah
from models.nomor_surat import NomorSurat
from models.nota_dinas import NotaDinas
from models.operasi import Operasi, StatusOperasi
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.riwayat import Riwayat, verify
from models.ruang import Ruang
from models.usulan import Usulan
from tests import dunia, proses
from tests.conftest import Basis
from tests.keandalan import KUNCI as KEANDALAN

pytestmark = pytest.mark.tiap_baris  # each row is another guard of the database


@pytest.fixture
def pasangan(ukuran: Callable[[int, int], int]) -> int:
    return ukuran(3, 100)


def nota(m: Any, n: int) -> list[int]:
    isi = {"musrenbang_id": m.id, "perihal": "Uji", "isi": "Uji", "penandatangan_id": dunia.pejabat("kepala_badan")}
    rows = [NotaDinas(**isi, status=StatusNaskah.MENUNGGU_NOMOR) for _ in range(n)]
    db.session.add_all(rows)
    db.session.commit()
    return [row.id for row in rows]


def test_one_button_pressed_by_many_hands_gives_each_letter_one_number(
    session: Any, basis: Basis, var: Path, pasangan: int, record_property: Any
) -> None:
    """Faults 15 and 16: every process sends the same sign-off of the same letters, as they saw them."""
    ids = nota(dunia.di_ujung(), pasangan)
    session.remove()
    kiriman = [(i, 1) for i in ids]
    jawaban = proses.serentak(proses.terbitkan_sekali, basis.url, var, [kiriman] * 4)
    assert all(isinstance(j, list) for j in jawaban), jawaban
    for n, i in enumerate(ids):
        kata = [j[n] for j in jawaban]
        menang = [k for k in kata if k.startswith("000.")]
        assert len(menang) == 1, kata
        assert all(
            "berstatus terbit" in k or "baru saja diubah" in k or "Muat ulang" in k for k in kata if k not in menang
        ), kata
        assert session.get_one(NotaDinas, i).nomor == menang[0]
    assert session.scalars(db.select(NomorSurat.urut).order_by(NomorSurat.urut)).all() == list(range(1, pasangan + 1))
    assert session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(aksi="terbitkan")) == pasangan
    assert verify(session).rusak is None
    nama = f"Tombol terbit ditekan empat kali serentak ({basis.dialek})"
    record_property(KEANDALAN, (nama, f"{pasangan} surat, {pasangan} nomor, 0 ganda", "satu nomor tiap surat"))


def test_of_two_who_save_the_same_version_one_is_told_and_nothing_is_lost(
    session: Any, basis: Basis, var: Path, pasangan: int, record_property: Any
) -> None:
    """Fault 17."""
    ids = [dunia.simpan(Ruang(nama=f"Ruang {n}", kapasitas=1)).id for n in range(pasangan)]
    session.remove()
    jawaban = proses.serentak(proses.tambah_kapasitas, basis.url, var, [(ids, 3)] * 4)
    assert jawaban == ["tersimpan"] * 4
    assert set(session.scalars(db.select(Ruang.kapasitas).where(Ruang.id.in_(ids)))) == {13}, "a lost update"
    assert verify(session).rusak is None
    nama = f"Empat orang menyunting data yang sama ({basis.dialek})"
    record_property(KEANDALAN, (nama, f"{pasangan * 12} perubahan, 0 hilang", "0 hilang"))


def test_two_bulk_edits_against_each_other_both_end_and_leave_no_row_by_half(
    session: Any, basis: Basis, var: Path, ukuran: Callable[[int, int], int]
) -> None:
    """Fault 14: over the same rows in opposite order, each with two columns."""
    from bulk.perubahan import Cara, Perubahan
    from bulk.tinjau import Bila
    from tests.bulk.test_ubah import siapkan

    usulan = dunia.isi_usulan(dunia.di_ujung(), ukuran(120, 5000))
    ops = []
    for kata, rows in (("Kiri", usulan), ("Kanan", usulan[::-1])):
        op = siapkan(rows, Perubahan("satuan", Cara.ISI, kata), Perubahan("pengusul", Cara.ISI, kata))
        op.isian = {**op.isian, "fase": "kerjakan", "bila": Bila.LEWATI.value}
        op.status = StatusOperasi.BERJALAN
        session.commit()
        ops.append(op.id)
    session.remove()
    assert proses.serentak(proses.kerjakan_tinjauan, basis.url, var, ops) == [None, None]
    status = {session.get_one(Operasi, i).status for i in ops}
    assert status == {StatusOperasi.SELESAI}
    akhir = session.execute(db.select(Usulan.satuan, Usulan.pengusul)).all()
    assert all(a == b for a, b in akhir), "both columns of a row come from one of the two"
    assert {a for a, _ in akhir} <= {"Kiri", "Kanan"}
    assert verify(session).rusak is None


@pytest.mark.parametrize("cara", ["nonaktif", "hapus", "peran"])
def test_of_two_administrators_who_take_each_other_away_one_stays(
    session: Any, basis: Basis, var: Path, cara: str
) -> None:
    satu = session.scalars(db.select(Pengguna.id).filter_by(nama_pengguna="administrator")).one()
    dua = dunia.simpan(Pengguna(nama_pengguna="kedua", nama="Administrator kedua")).id
    tiga = dunia.simpan(Pengguna(nama_pengguna="ketiga", nama="Belum pernah masuk")).id
    dunia.simpan(*(PeranPengguna(pengguna_id=id_, peran=Peran.ADMINISTRATOR) for id_ in (dua, tiga)))
    session.remove()
    tugas = [(satu, dua, cara), (dua, satu, cara)]
    jawaban = sorted(proses.serentak(proses.cabut_administrator, basis.url, var, tugas))
    assert [j.split(".")[0] for j in jawaban] == [
        "Akun atau peran administrator Anda baru saja dicabut orang lain",
        "dicabut",
    ]
    masih = [p for p in session.scalars(db.select(Pengguna)) if p.aktif and p.deleted_at is None]
    tetap = {p.id for p in masih for r in p.daftar_peran if r.peran is Peran.ADMINISTRATOR}
    assert len(tetap & {satu, dua}) == 1, "a third one, who may have no password, does not count"
    assert verify(session).rusak is None
