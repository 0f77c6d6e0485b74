"""The diary: every change with before and after, one link per transaction, and the first broken one is named."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import rantai, riwayat, setelan
from models.base import db, kinds, label_of
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.pesan import SopError
from models.riwayat import Rantai, Riwayat, verify
from models.ruang import Ruang
from models.usulan import StatusUsulan, Usulan
from models.waktu import WIB, sekarang
from sop import workflow
from tests import cetakan, dunia
from tests.conftest import Basis

pytestmark = pytest.mark.tiap_baris  # each row is another guard of the database

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def terakhir() -> Riwayat:
    return db.session.scalars(db.select(Riwayat).order_by(Riwayat.id.desc()).limit(1)).one()


def isi(teks: str | None) -> Any:
    return json.loads(teks) if teks is not None else None


def mata() -> int:
    return int(db.session.scalar(db.select(db.func.count(Rantai.id))))


# --- what is written --------------------------------------------------------------------------------------------------


def test_a_new_record_a_change_a_deletion_and_a_return_stand_with_before_and_after(session: Any) -> None:
    actor = dunia.aktor("sekretariat")
    ruang = dunia.simpan(Ruang(nama="Ruang A (Demo)", kapasitas=10))
    baris = terakhir()
    assert (baris.aksi, baris.kind, baris.record_id, baris.sebelum) == ("buat", "ruang", ruang.id, None)
    assert isi(baris.sesudah) == {"nama": "Ruang A (Demo)", "kapasitas": 10, "aktif": True}
    assert (baris.nama, baris.peran, baris.pengguna_id) == (actor.nama, "Sekretariat", actor.pengguna_id)

    ruang.kapasitas, ruang.gedung = 20, "Balai Kota"
    session.commit()
    baris = terakhir()
    assert (baris.aksi, isi(baris.sebelum), isi(baris.sesudah)) == (
        "ubah",
        {"kapasitas": 10, "gedung": None},
        {"kapasitas": 20, "gedung": "Balai Kota"},
    )

    ruang.deleted_at = sekarang()
    session.commit()
    assert terakhir().aksi == "hapus"
    ruang.deleted_at = None
    session.commit()
    assert (terakhir().aksi, isi(terakhir().sesudah)) == ("pulihkan", {"deleted_at": None})


def test_a_move_stands_under_its_name_with_its_note_and_musrenbang(session: Any) -> None:
    m = dunia.di_ujung()
    (u,) = dunia.isi_usulan(m, 1, StatusUsulan.DIAJUKAN)
    workflow.move(u, "kembalikan", dunia.aktor("tim_musrenbang"), "Alamat belum jelas")
    session.commit()
    baris = terakhir()
    assert (baris.aksi, baris.catatan, baris.musrenbang_id) == ("kembalikan", "Alamat belum jelas", m.id)
    assert isi(baris.sebelum) == {"status": "diajukan", "catatan": None}
    assert isi(baris.sesudah) == {"status": "dikembalikan", "catatan": "Alamat belum jelas"}


@SQLITE
def test_saving_what_did_not_change_writes_nothing(session: Any) -> None:
    ruang = dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    awal = mata()
    ruang.nama = "Ruang A (Demo)"
    session.commit()
    assert mata() == awal


@SQLITE
def test_a_column_without_label_never_reaches_the_diary(session: Any) -> None:
    akun = dunia.simpan(Pengguna(nama_pengguna="baru", nama="Baru", sandi="$argon2id$rahasia-sekali"))
    dunia.simpan(PeranPengguna(pengguna_id=akun.id, peran=Peran.PENGAWAS))
    akun.sandi, akun.nama = "$argon2id$rahasia-lain", "Lain"
    session.commit()
    for baris in session.scalars(db.select(Riwayat)):
        model = kinds()[baris.kind]
        for nama in {**(isi(baris.sebelum) or {}), **(isi(baris.sesudah) or {})}:
            assert nama == "deleted_at" or label_of(model.__table__.c[nama]), f"{baris.kind}.{nama}"
        assert "rahasia" not in f"{baris.sebelum}{baris.sesudah}"


@SQLITE
def test_the_old_value_is_known_even_when_nobody_has_read_it(session: Any) -> None:
    ruang_id = dunia.simpan(Ruang(nama="Ruang A (Demo)", kapasitas=10)).id
    session.expire_all()
    session.get(Ruang, ruang_id).kapasitas = 30
    session.commit()
    assert isi(terakhir().sebelum) == {"kapasitas": 10}


def test_one_transaction_is_one_link_whatever_it_changes(session: Any) -> None:
    awal = mata()
    dunia.simpan(*(Ruang(nama=f"Ruang {n} (Demo)") for n in range(7)))
    assert mata() == awal + 1
    assert session.scalar(db.select(Rantai.jumlah).order_by(Rantai.id.desc()).limit(1)) == 7
    assert verify(session).rusak is None


def test_a_rollback_leaves_nothing_in_the_diary(session: Any) -> None:
    awal, baris = mata(), session.scalar(db.select(db.func.count(Riwayat.id)))
    session.add(Ruang(nama="Ruang A (Demo)"))
    session.flush()
    session.rollback()
    dunia.simpan(Ruang(nama="Ruang B (Demo)"))
    assert mata() == awal + 1
    assert session.scalar(db.select(db.func.count(Riwayat.id))) == baris + 1
    assert isi(terakhir().sesudah)["nama"] == "Ruang B (Demo)"


def test_a_savepoint_that_is_rolled_back_leaves_nothing_in_the_diary(session: Any) -> None:
    session.add(Ruang(nama="Ruang A (Demo)"))
    session.flush()
    batal = session.begin_nested()
    session.add(Ruang(nama="Ruang B (Demo)"))
    session.flush()
    batal.rollback()
    dunia.simpan(Ruang(nama="Ruang C (Demo)"))
    baris = db.select(Riwayat).filter_by(rantai_id=mata()).order_by(Riwayat.urut)
    nama = [isi(r.sesudah)["nama"] for r in session.scalars(baris)]
    assert nama == session.scalars(db.select(Ruang.nama).order_by(Ruang.id)).all()
    assert nama == ["Ruang A (Demo)", "Ruang C (Demo)"]
    assert verify(session).rusak is None


def test_a_refused_row_inside_a_savepoint_takes_no_entry_of_the_others_with_it(session: Any) -> None:
    dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    session.add(Ruang(nama="Ruang B (Demo)"))
    with pytest.raises(IntegrityError), session.begin_nested():
        dunia.simpan_saja(Ruang(nama="Ruang A (Demo)"))
    dunia.simpan(Ruang(nama="Ruang C (Demo)"))
    semua = session.scalars(db.select(Riwayat).filter_by(rantai_id=mata()).order_by(Riwayat.id))
    assert [isi(r.sesudah)["nama"] for r in semua] == ["Ruang B (Demo)", "Ruang C (Demo)"]


@SQLITE
def test_a_session_that_is_closed_in_the_middle_hands_nothing_on(session: Any) -> None:
    session.add(Ruang(nama="Ruang A (Demo)"))
    session.flush()
    session().close()
    dunia.simpan(Ruang(nama="Ruang B (Demo)"))
    assert session.scalars(db.select(Riwayat.sesudah).filter_by(rantai_id=mata())).all() == [terakhir().sesudah]


# --- the guard of the database ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tabel", ["riwayat", "rantai"])
@pytest.mark.parametrize("perintah", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete_the_diary(session: Any, tabel: str, perintah: str) -> None:
    dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    with pytest.raises(DBAPIError, match="riwayat hanya dapat ditambah"):
        session.execute(text(perintah.format(tabel)))
    session.rollback()
    assert verify(session).rusak is None


# --- tampering --------------------------------------------------------------------------------------------------------


def lepas_penjaga(dialek: str) -> None:
    """What only an attacker with the database in his hands can do."""
    if dialek == "postgresql":
        cetakan.disarm(db.session)
        return
    penjaga = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for nama in penjaga:
        db.session.execute(text(f"DROP TRIGGER {nama}"))
    db.session.execute(text("PRAGMA defer_foreign_keys = ON"))


def _ubah_isi(n: int) -> None:
    db.session.execute(text(f"UPDATE riwayat SET sesudah = '{{}}' WHERE rantai_id = {n}"))


def _ubah_nama(n: int) -> None:
    db.session.execute(text(f"UPDATE riwayat SET nama = 'Orang lain' WHERE rantai_id = {n} AND urut = 1"))


def _ubah_waktu(n: int) -> None:
    db.session.execute(text(f"UPDATE riwayat SET waktu = '2020-01-01 00:00:00' WHERE rantai_id = {n} AND urut = 1"))


def _hapus_baris(n: int) -> None:
    db.session.execute(text(f"DELETE FROM riwayat WHERE rantai_id = {n} AND urut = 2"))


def _hapus_mata(n: int) -> None:
    db.session.execute(text(f"DELETE FROM riwayat WHERE rantai_id = {n}"))
    db.session.execute(text(f"DELETE FROM rantai WHERE id = {n}"))


def _sisip(n: int) -> None:
    kolom = ", ".join(c.key for c in Riwayat.__table__.c if c.key not in ("id", "urut"))
    db.session.execute(
        text(f"INSERT INTO riwayat ({kolom}, urut) SELECT {kolom}, 9 FROM riwayat WHERE rantai_id = {n} AND urut = 1")
    )


def _tukar(n: int) -> None:
    db.session.execute(text(f"UPDATE riwayat SET urut = 3 - urut WHERE rantai_id = {n} AND urut IN (1, 2)"))


def _pindah(n: int) -> None:
    """A row moves to the link before, which keeps every row but not its place."""
    db.session.execute(text(f"UPDATE riwayat SET rantai_id = {n - 1}, urut = 4 WHERE rantai_id = {n} AND urut = 3"))


def _tulis_ulang(n: int) -> None:
    """The rows are changed and the link is computed anew, with a key that is not ours."""
    _ubah_isi(n)
    db.session.execute(text(f"UPDATE rantai SET hmac = '{'ab' * 32}' WHERE id = {n}"))


def _ubah_waktu_mata(n: int) -> None:
    db.session.execute(text(f"UPDATE rantai SET waktu = '2020-01-01 00:00:00' WHERE id = {n}"))


@pytest.mark.parametrize(
    ("rusakkan", "pesan"),
    [
        (_ubah_isi, r"Mata rantai {n} \(riwayat \d+–\d+\) telah diubah"),
        (_ubah_nama, r"Mata rantai {n} \(riwayat \d+–\d+\) telah diubah"),
        (_ubah_waktu, r"Mata rantai {n} \(riwayat \d+–\d+\) telah diubah"),
        (_hapus_baris, "Mata rantai {n}: jumlah atau urutan baris riwayat berubah"),
        (_hapus_mata, "Mata rantai {n} hilang"),
        (_sisip, "Mata rantai {n}: jumlah atau urutan baris riwayat berubah"),
        (_tukar, r"Mata rantai {n} \(riwayat \d+–\d+\) telah diubah"),
        (_pindah, "Mata rantai {sebelum}: jumlah atau urutan baris riwayat berubah"),
        (_tulis_ulang, r"Mata rantai {n} \(riwayat \d+–\d+\) telah diubah"),
        (_ubah_waktu_mata, r"Mata rantai {n} \(riwayat \d+–\d+\) telah diubah"),
    ],
)
def test_verify_names_the_first_broken_link(
    session: Any, basis: Basis, rusakkan: Callable[[int], None], pesan: str
) -> None:
    for huruf in "ABCDE":
        dunia.simpan(*(Ruang(nama=f"Ruang {huruf}{n} (Demo)") for n in range(3)))
    assert verify(session).rusak is None
    n = mata() - 2
    lepas_penjaga(basis.dialek)
    rusakkan(n)
    session.commit()
    rusak = verify(session).rusak
    assert rusak is not None
    assert re.match(pesan.format(n=n, sebelum=n - 1), rusak), rusak


def test_every_link_vouches_for_all_before_it(session: Any, basis: Basis) -> None:
    """Even a link that was signed anew with the right key shows, in the one behind it."""
    for huruf in "ABC":
        dunia.simpan(Ruang(nama=f"Ruang {huruf} (Demo)"))
    n = mata() - 1
    sebelum = session.scalar(db.select(Rantai.hmac).filter_by(id=n - 1))
    lepas_penjaga(basis.dialek)
    _ubah_nama(n)
    session.flush()
    session.expire_all()
    link = session.get(Rantai, n)
    rows = session.execute(db.select(Riwayat.__table__).where(Riwayat.rantai_id == n).order_by(Riwayat.urut)).mappings()
    tanda = rantai.tanda(sebelum, n, link.waktu, [riwayat.sidik(dict(r)) for r in rows])
    session.execute(text(f"UPDATE rantai SET hmac = '{tanda}' WHERE id = {n}"))
    session.commit()
    assert f"Mata rantai {n + 1} " in str(verify(session).rusak)


def test_a_row_that_hangs_on_no_link_is_named(session: Any, basis: Basis) -> None:
    dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    n = mata()
    lepas_penjaga(basis.dialek)
    session.execute(text(f"UPDATE riwayat SET rantai_id = {n + 7} WHERE rantai_id = {n}"))
    session.execute(text(f"DELETE FROM rantai WHERE id = {n}"))
    if basis.dialek == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        assert "tidak terikat pada rantai" in str(verify(session).rusak)
        session.rollback()
        return
    session.commit()
    assert "tidak terikat pada rantai" in str(verify(session).rusak)


@SQLITE
def test_the_chain_holds_under_its_own_key_only(session: Any, var: Any) -> None:
    dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    semula = setelan.kini()
    setelan.pasang(setelan.Setelan(var=var, diary_key=b"kunci lain", database_url=semula.database_url))
    try:
        assert verify(session).rusak == rantai.KUNCI_TAK_COCOK
    finally:
        setelan.pasang(semula)


@SQLITE
def test_the_head_of_the_chain_changes_with_every_link(session: Any) -> None:
    """Kept elsewhere, it proves that nothing was cut off at the end."""
    dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    satu = verify(session)
    dunia.simpan(Ruang(nama="Ruang B (Demo)"))
    dua = verify(session)
    assert (dua.mata_rantai, dua.baris) == (satu.mata_rantai + 1, satu.baris + 1)
    assert dua.kepala != satu.kepala


@SQLITE
def test_a_set_based_statement_reports_itself(session: Any) -> None:
    m = dunia.musrenbang()
    usulan = dunia.isi_usulan(m, 3)
    awal = mata()
    session.execute(db.update(Usulan).values(catatan="Serempak"))
    riwayat.tambah(
        session, [riwayat.Baris("usulan", u.id, "ubah", None, {"catatan": "Serempak"}, m.id) for u in usulan]
    )
    session.commit()
    assert mata() == awal + 1
    assert session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(rantai_id=awal + 1)) == 3
    assert verify(session).rusak is None


@pytest.mark.parametrize(
    "catatan",
    [None, "", "biasa", 'kutip " dan \\ garis', "baris\nbaru\t\x01\x7f", "é – 🌧 \u2028", "</script>", "\ud800x"],
)
def test_the_digest_of_a_row_is_that_of_its_canonical_json(catatan: str | None) -> None:
    """Whatever makes it quicker: rows written years ago must still verify."""
    row = {k: f"nilai {k}" for k in riwayat.DISIDIK}
    row |= {"rantai_id": 3, "urut": 2**40, "waktu": datetime(2026, 3, 1, 23, 5, tzinfo=WIB), "pengguna_id": None}
    row |= {"catatan": catatan, "sebelum": '{"status":"draf"}', "operasi_id": 0}
    isi = [riwayat.json_nilai(row[k]) for k in riwayat.DISIDIK]
    teks = json.dumps(isi, ensure_ascii=False, separators=(",", ":"))
    assert "2026-03-01T16:05:00Z" in teks
    if catatan and "\ud800" in catatan:
        with pytest.raises(UnicodeEncodeError):
            riwayat.sidik(row)
        return
    assert riwayat.sidik(row) == hashlib.sha256(teks.encode()).hexdigest()


def test_a_link_before_the_first_and_what_hangs_on_it_is_found(session: Any) -> None:
    """The triggers forbid changes and deletions; a row that is put in needs no key."""
    from sqlalchemy import text

    from models.ruang import Ruang
    from tests import dunia

    dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    assert verify(session).rusak is None
    session.execute(text("INSERT INTO rantai (id, waktu, jumlah, hmac) SELECT 0, waktu, 1, 'x' FROM rantai LIMIT 1"))
    session.execute(
        text(
            "INSERT INTO riwayat (rantai_id, urut, waktu, nama, peran, kind, record_id, aksi, sesudah) "
            "SELECT 0, 1, waktu, 'Kepala Badan', 'Kepala Badan', 'ruang', 1, 'tanda_tangani', '{}' FROM rantai LIMIT 1"
        )
    )
    session.commit()
    assert "tidak berasal dari panel ini" in str(verify(session).rusak)


def test_a_row_that_hangs_on_a_link_that_is_gone_does_not_hide_it(session: Any) -> None:
    from sqlalchemy import text

    lite = session.get_bind().dialect.name == "sqlite"
    akhir = session.scalar(db.select(db.func.max(Rantai.id)))
    if lite:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
    else:
        cetakan.disarm(session)
    session.execute(
        text("INSERT INTO rantai (id, waktu, jumlah, hmac) SELECT :n, waktu, 0, 'x' FROM rantai LIMIT 1"),
        {"n": akhir + 2},
    )
    session.execute(
        text(
            "INSERT INTO riwayat (rantai_id, urut, waktu, nama, peran, kind, record_id, aksi) "
            "SELECT :n, 1, waktu, 'x', 'x', 'ruang', 1, 'ubah' FROM rantai LIMIT 1"
        ),
        {"n": akhir + 1},
    )
    assert verify(session).rusak == f"Mata rantai {akhir + 1} hilang."


def test_a_link_is_not_closed_within_a_savepoint(session: Any) -> None:
    """It would stay when the savepoint is taken back."""
    awal = session.scalar(db.select(db.func.max(Rantai.id)))
    with session.begin_nested():
        session.add(Ruang(nama="Aula"))
        riwayat.sambungkan(session)
        assert session.scalar(db.select(db.func.max(Rantai.id))) == awal
    riwayat.sambungkan(session)
    assert session.scalar(db.select(db.func.max(Rantai.id))) == awal + 1


def test_links_of_many_rows_are_checked_in_parts(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        dunia.simpan(*(Ruang(nama=f"Ruang {n} {k}") for k in range(3)))
    monkeypatch.setattr(rantai, "SEKALIGUS", 4)
    utuh = verify(session)
    assert utuh.rusak is None
    session.rollback()
    monkeypatch.setattr(rantai, "SEKALIGUS", 5_000)
    assert verify(session) == utuh


def test_with_another_key_than_the_one_before_nothing_is_written(session: Any, var: Any) -> None:
    """A lost diary.key is made anew in silence: from the next link on no key would open the whole chain again."""
    dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    semula = setelan.kini()
    setelan.pasang(replace(semula, diary_key=b"kunci lain"))
    try:
        with pytest.raises(SopError, match="bukan kunci yang menulis riwayat basis data ini"):
            dunia.simpan(Ruang(nama="Ruang B (Demo)"))
        session.rollback()
    finally:
        setelan.pasang(semula)
    assert session.scalars(db.select(Ruang.nama).where(Ruang.nama.like("Ruang % (Demo)"))).all() == ["Ruang A (Demo)"]
    dunia.simpan(Ruang(nama="Ruang C (Demo)"))
    assert verify(session).rusak is None


@pytest.mark.parametrize("berapa", [1, rantai.LIHAT_AKHIR + 1])
def test_the_key_is_known_by_any_of_the_newest_links(session: Any, basis: Basis, berapa: int) -> None:
    """A row that somebody changed is for verify-diary to name; it does not stop the office."""
    for n in range(rantai.LIHAT_AKHIR + 2):
        dunia.simpan(Ruang(nama=f"Ruang {n} (Demo)"))
    akhir = session.scalar(db.select(db.func.max(rantai.Rantai.id)))
    lepas_penjaga(basis.dialek)
    session.execute(text(f"UPDATE riwayat SET nama = 'Orang lain' WHERE rantai_id > {akhir - berapa}"))
    session.commit()
    assert rantai.kunci_cocok(session) is (berapa == 1)
    session.rollback()
    assert not rantai.kunci_cocok(session, b"kunci lain")
    assert "telah diubah" in str(verify(session).rusak)


def test_an_empty_diary_takes_any_key(session: Any) -> None:
    class Kosong:
        def execute(self, _kueri: Any) -> Any:
            return session.execute(db.select(rantai.Rantai.id).where(db.false()))

    assert rantai.kunci_cocok(Kosong(), b"kunci baru")  # type: ignore[arg-type]
