"""Settings say what is wrong with them to the administrator who types, not to whoever prints weeks later."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import db
from models.pengaturan import KelasNaskah, Pengaturan
from models.pesan import Keliru
from models.waktu import sekarang
from sop.access import Verb, explain
from tests import dunia


def ubah(kunci: str, nilai: str) -> None:
    row = db.session.scalars(db.select(Pengaturan).filter_by(kunci=kunci)).one()
    row.nilai = nilai
    db.session.commit()


@pytest.mark.parametrize(
    ("kunci", "nilai", "sebab"),
    [
        ("kertas.margin_kiri", "500", "bilangan dari 0 sampai 60"),
        ("kertas.margin_kiri", "abc", "bilangan dari 0 sampai 60"),
        ("kertas.margin_kiri", "46", "Margin kiri dan kanan bersama paling banyak 65 mm"),
        ("kertas.margin_kanan", "36", "Margin kanan dan kiri bersama paling banyak 65 mm"),
        ("musrenbang.batas_tanggal", "02-31", "bulan dan hari"),
        ("berita_acara.pembuka", "Di {tidak_ada}", "tidak_ada"),
        ("berita_acara.pembuka", "{tanggal_huruf.__class__}", "tidak dikenal"),
        ("berita_acara.pembuka", "satu { saja", "tidak dikenal"),
        ("berita_acara.diktum.1", "di {tempat}", "tempat"),
        ("surel.server", "smtp://contoh.id:25", "nama atau alamat peladen saja"),
        ("surel.server", "contoh.id\r\nMAIL", "nama atau alamat peladen saja"),
        ("surel.port", "25,5", "bilangan bulat dari 1 sampai 65535"),
        ("surel.port", "70000", "bilangan bulat dari 1 sampai 65535"),
        ("surel.keamanan", "tls", "starttls, ssl, tanpa"),
        ("surel.dari", "Bapperida <a@contoh.id>", "bukan alamat surel"),
        ("surel.undangan.subjek", "Undangan\r\nBcc: a@contoh.id", "satu baris"),
        ("surel.laporan.isi", "Acara {acara}", "acara"),
        ("whatsapp.undangan", "{dikirim_pada}", "dikirim_pada"),
        ("distribusi.ingatkan_hari", "-1", "dari 0 sampai 365"),
        ("label.sela_datar", "dua", "bilangan dari 0 sampai 500"),
        ("kartu.lebar", "-3", "bilangan dari 0 sampai 500"),
        ("daftar_hadir.baris_kosong", "0", "bilangan dari 1 sampai 500"),
        ("poster.warna", "biru", "heksadesimal"),
    ],
)
def test_a_value_that_no_paper_could_use_is_refused(session: Any, kunci: str, nilai: str, sebab: str) -> None:
    with pytest.raises(Keliru, match=sebab) as galat:
        ubah(kunci, nilai)
    assert galat.value.kolom == "nilai"


@pytest.mark.parametrize(
    ("kunci", "nilai"),
    [
        ("kertas.margin_kiri", "27,5"),
        ("musrenbang.batas_tanggal", "04-30"),
        ("berita_acara.pembuka", "Di {tempat} pada {tanggal_huruf} untuk {tahun_rencana}"),
        ("kop.surel", ""),
        ("surel.server", "10.1.2.3"),
        ("surel.port", "465"),
        ("surel.keamanan", "ssl"),
        ("surel.dari", "musrenbang@contoh.go.id"),
        ("surel.pengingat.isi", "{naskah} {nomor} dikirim {dikirim_pada}"),
        ("distribusi.ingatkan_hari", "0"),
        ("label.margin_kiri", ""),
        ("poster.warna", "#aa0011"),
    ],
)
def test_a_value_that_works_is_kept(session: Any, kunci: str, nilai: str) -> None:
    ubah(kunci, nilai)
    assert db.session.scalar(db.select(Pengaturan.nilai).filter_by(kunci=kunci)) == nilai


def test_every_setting_as_it_is_delivered_passes(session: Any) -> None:
    for row in db.session.scalars(db.select(Pengaturan)):
        assert row.periksa() == [], row.kunci


def test_the_name_of_a_setting_stays_and_a_delivered_one_is_not_deleted(session: Any) -> None:
    row = db.session.scalars(db.select(Pengaturan).filter_by(kunci="kop.surel")).one()
    row.kunci = "x.y"
    with pytest.raises(Keliru, match="tidak dapat diubah"):
        db.session.commit()
    db.session.rollback()
    row.deleted_at = sekarang()
    with pytest.raises(Keliru, match="tidak dapat dihapus"):
        db.session.commit()


@pytest.mark.parametrize(
    ("kolom", "sebab"),
    [
        ({"margin_kiri": 60, "margin_kanan": 60}, "Margin kiri dan kanan bersama paling banyak 70 mm"),
        ({"margin_kanan": 45}, "Margin kiri dan kanan bersama"),
    ],
)
def test_a_class_leaves_room_for_its_tables(session: Any, kolom: dict[str, int], sebab: str) -> None:
    """Each margin is within its bounds; together they would stop every letter of the class."""
    kelas = db.session.scalars(db.select(KelasNaskah).filter_by(kode="undangan")).one()
    for nama, nilai in kolom.items():
        setattr(kelas, nama, nilai)
    with pytest.raises(Keliru, match=sebab):
        session.commit()
    session.rollback()
    kelas.margin_kiri, kelas.margin_kanan = 35, 30
    session.commit()


def test_nobody_is_offered_to_delete_a_delivered_setting(session: Any) -> None:
    row = db.session.scalars(db.select(Pengaturan).filter_by(kunci="kop.surel")).one()
    sendiri = Pengaturan(kunci="kantor.catatan", judul="Catatan kantor")
    db.session.add(sendiri)
    db.session.commit()
    administrator = dunia.aktor("administrator")
    assert "tidak dapat dihapus" in str(explain(administrator, Verb.HAPUS, row))
    assert explain(administrator, Verb.UBAH, row) is None
    assert explain(administrator, Verb.HAPUS, sendiri) is None
