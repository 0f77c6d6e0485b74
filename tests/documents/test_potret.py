"""The content of a paper is fixed when it is signed, whatever the order of number and signature, for every paper."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from documents import catalog, issue, kata, potret
from jaga import jangkar
from models import rantai
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import StatusNaskah
from models.pejabat import Pejabat
from models.pemangku_kepentingan import PemangkuKepentingan
from models.pengaturan import KELAS, Pengaturan, UrutanTerbit
from models.waktu import hari_ini
from sop.lifecycle import gerak_dari
from tests import dunia

TERBIT = [pytest.param(k, id=k.kode) for k in catalog.KATALOG if k.terbit]
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def datar(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def cetak(record: Any, kode: str) -> str:
    return datar(issue.cetak(record, kode)[1])


def diajukan(kind: str, urutan: UrutanTerbit = UrutanTerbit.SETELAH) -> Any:
    record: Any = dunia.CONTOH[kind](dunia.di_ujung())
    dunia.urutan_terbit(KELAS.get(kind, kind), urutan)
    record.status = StatusNaskah.DIAJUKAN
    db.session.commit()
    return record


def tanda_tangani(record: Any) -> None:
    issue.perform(record, "tanda_tangani", dunia.aktor("kepala_badan"))


def ubah_semua() -> None:
    """Whatever a paper reads beside its record, said differently."""
    db.session.execute(
        update(Pengaturan)
        .where(Pengaturan.kunci.in_(["kop.instansi", "kop.alamat", "surat.tempat"]))
        .values(nilai="SETELAN BARU")
    )
    db.session.execute(update(PemangkuKepentingan).values(nama="NAMA BARU"))
    db.session.execute(update(Pejabat).values(nama="PEJABAT BARU", jabatan="JABATAN BARU"))
    db.session.commit()
    db.session.expire_all()


def rows(record: Any) -> list[Dokumen]:
    kueri = db.select(Dokumen).filter_by(naskah_kind=record.kind, naskah_id=record.id).order_by(Dokumen.id)
    return list(db.session.scalars(kueri))


@SQLITE
@pytest.mark.parametrize("kind", catalog.BERJANGKAR)
def test_a_signed_berita_acara_carries_the_head_of_the_diary_and_anchors_it(session: Any, kind: str) -> None:
    naskah = diajukan(kind)
    kepala = rantai.kepala(session)
    tanda_tangani(naskah)
    issue.perform(naskah, "terbitkan", dunia.aktor("sekretariat"))
    (dokumen,) = rows(naskah)
    assert dokumen.isi["jangkar"] == kepala
    assert f"Riwayat {kepala['id']}/{kepala['hmac'][:16]}" in cetak(naskah, kind)
    assert jangkar.periksa(session.connection()).rusak is None

    db.session.execute(update(Dokumen).values(isi={**dokumen.isi, "jangkar": {"id": kepala["id"], "hmac": "0" * 64}}))
    assert "bukan lagi yang dicatat berita acara" in str(jangkar.periksa(session.connection()).rusak)
    db.session.rollback()


@SQLITE
@pytest.mark.parametrize("urutan", list(UrutanTerbit))
@pytest.mark.parametrize("kertas", TERBIT)
def test_what_was_signed_is_what_is_issued(session: Any, kertas: catalog.Kertas, urutan: UrutanTerbit) -> None:
    record = diajukan(kertas.kind, urutan)
    if urutan is UrutanTerbit.SEBELUM:
        issue.perform(record, "beri_nomor", dunia.aktor("sekretariat"))
        assert rows(record) == []
        assert "KONSEP" in cetak(record, kertas.kode)  # until it is signed
    tanda_tangani(record)
    (dokumen,) = rows(record)
    ditandatangani = dict(dokumen.isi)
    ubah_semua()
    if urutan is UrutanTerbit.SETELAH:
        assert dokumen.status is StatusDokumen.MENUNGGU_NOMOR
        issue.perform(record, "terbitkan", dunia.aktor("sekretariat"))
    assert [d.id for d in rows(record)] == [dokumen.id]
    assert (dokumen.status, dokumen.nomor, dokumen.tanggal) == (StatusDokumen.TERBIT, record.nomor, hari_ini())
    isi = cetak(record, kertas.kode)
    assert record.nomor in isi
    assert "KONSEP" not in isi
    assert "BARU" not in isi
    berubah = {k for k in dokumen.isi if dokumen.isi[k] != ditandatangani.get(k)}
    assert berubah <= {"nomor", "tanggal", "verifikasi"}


@SQLITE
@pytest.mark.parametrize("kertas", TERBIT)
def test_number_and_date_reach_every_place_of_the_paper_that_shows_them(session: Any, kertas: catalog.Kertas) -> None:
    """The completed content is the one that the builder makes of the numbered record."""
    record = diajukan(kertas.kind)
    tanda_tangani(record)
    issue.perform(record, "terbitkan", dunia.aktor("sekretariat"))
    (dokumen,) = rows(record)
    semula = dict(kertas.isi(record))
    assert {k: v for k, v in dokumen.isi.items() if k not in ("verifikasi", "jangkar")} == {
        k: v for k, v in semula.items() if k != "verifikasi"
    }


@SQLITE
def test_between_signature_and_number_the_paper_prints_as_signed_and_says_what_it_waits_for(session: Any) -> None:
    u = diajukan("undangan")
    tanda_tangani(u)
    ubah_semua()
    isi = cetak(u, "undangan")
    assert "Sudah ditandatangani, menunggu nomor." in isi
    assert kata.berkelompok(rows(u)[0].kode_periksa) in isi
    assert "000.7.1.3/ -P2EPD/" in isi
    assert "KONSEP" not in isi
    assert "BARU" not in isi


@SQLITE
def test_what_was_signed_and_never_numbered_is_voided_with_its_reason(session: Any) -> None:
    u = diajukan("undangan")
    tanda_tangani(u)
    ubah_semua()
    issue.perform(u, "batalkan", dunia.aktor("sekretariat"), "Acara ditiadakan")
    (dokumen,) = rows(u)
    assert (dokumen.status, dokumen.alasan_cabut) == (StatusDokumen.DIBATALKAN, "Acara ditiadakan")
    isi = cetak(u, "undangan")
    assert f"Dibatalkan pada {hari_ini():%d-%m-%Y}: Acara ditiadakan" in isi
    assert "DIBATALKAN" in isi
    assert "BARU" not in isi


@SQLITE
def test_a_corrected_paper_is_superseded_and_its_successor_names_it(session: Any) -> None:
    m = dunia.di_ujung()
    usulan = dunia.isi_usulan(m, 2)
    for u in usulan:
        issue.perform(u, "terima", dunia.aktor("tim_musrenbang"), "Disepakati")
    ba: Any = dunia.berita_acara(m)
    issue.perform(ba, "ajukan", dunia.aktor("tim_musrenbang"))
    tanda_tangani(ba)
    issue.perform(ba, "terbitkan", dunia.aktor("sekretariat"))
    nomor, beku = ba.nomor, issue.cetak(ba, "berita_acara")[1]
    issue.perform(ba, "koreksi", dunia.aktor("kepala_badan"), "Salah hitung", {"usulan_id": [usulan[0].id]})
    (lama,) = rows(ba)
    assert (lama.status, lama.alasan_cabut, lama.berkas.isi) == (StatusDokumen.DIGANTI, "Salah hitung", beku)
    isi = cetak(ba, "berita_acara")
    assert f"Diganti pada {hari_ini():%d-%m-%Y}: Salah hitung" in isi
    assert nomor in isi

    baru: Any = session.execute(db.select(type(ba)).filter_by(versi=2)).scalar_one()
    for orang in baru.para_penandatangan:
        orang.ditandatangani_pada = hari_ini()
    session.commit()
    issue.perform(baru, "ajukan", dunia.aktor("tim_musrenbang"))
    tanda_tangani(baru)
    issue.perform(baru, "terbitkan", dunia.aktor("sekretariat"))
    (pengganti,) = rows(baru)
    assert (pengganti.versi, pengganti.menggantikan_id) == (2, lama.id)
    assert f"MENGGANTIKAN BERITA ACARA NOMOR {nomor}" in cetak(baru, "berita_acara")


@SQLITE
def test_a_correction_before_the_number_leaves_no_paper_that_waits(session: Any) -> None:
    m = dunia.di_ujung()
    (u,) = dunia.isi_usulan(m, 1)
    issue.perform(u, "terima", dunia.aktor("tim_musrenbang"))
    ba: Any = dunia.berita_acara(m)
    issue.perform(ba, "ajukan", dunia.aktor("tim_musrenbang"))
    tanda_tangani(ba)
    issue.perform(ba, "koreksi", dunia.aktor("kepala_badan"), "Salah", {"usulan_id": [u.id]})
    assert [d.status for d in rows(ba)] == [StatusDokumen.DIBATALKAN]  # it never was in force


@SQLITE
@pytest.mark.parametrize(
    ("kind", "aksi"),
    [
        (k.kind, g.aksi)
        for k in catalog.KATALOG
        for g in gerak_dari(k.kind)
        if k.terbit and StatusNaskah.MENUNGGU_NOMOR in g.dari and g.aksi != "koreksi"
        if (k.kind, g.aksi) != ("berita_acara", "batalkan")  # never offered: a correction undoes it
    ],
)
def test_no_move_leaves_a_paper_waiting_whose_record_does_not_wait(session: Any, kind: str, aksi: str) -> None:
    record = diajukan(kind)
    tanda_tangani(record)
    gerak = dunia.gerak_bernama(kind, aksi)
    actor = next(a for a in map(dunia.aktor, dunia.ORANG) if a.peran & gerak.peran)
    issue.perform(record, aksi, actor, "Catatan")
    assert [d.status for d in rows(record) if d.status is StatusDokumen.MENUNGGU_NOMOR] == []


@SQLITE
def test_a_record_that_goes_back_to_its_draft_takes_its_waiting_paper_with_it(session: Any) -> None:
    """No move does so today; one that is added need not think of it."""
    u = diajukan("undangan")
    tanda_tangani(u)
    u.status = StatusNaskah.DRAF
    potret.rapikan(u, "Ditarik")
    (dokumen,) = rows(u)
    assert (dokumen.status, dokumen.alasan_cabut) == (StatusDokumen.DIBATALKAN, "Ditarik")
    assert "KONSEP" in cetak(u, "undangan")  # drafted anew


# --- the note of a return ---------------------------------------------------------------------------------------------


@SQLITE
def test_the_note_of_a_return_stands_on_the_draft_until_it_is_submitted_again(session: Any) -> None:
    u = diajukan("undangan")
    issue.perform(u, "kembalikan", dunia.aktor("kepala_badan"), "Jam acara <b>belum</b> benar & tempat kurang")
    isi = cetak(u, "undangan")
    assert "Catatan pengembalian: Jam acara <b>belum</b> benar & tempat kurang" in isi
    assert "KONSEP" in isi
    issue.perform(u, "ajukan", dunia.aktor("tim_musrenbang"))
    assert "Catatan pengembalian" not in cetak(u, "undangan")


@SQLITE
def test_the_return_of_step_six_carries_its_note_onto_the_draft(session: Any) -> None:
    m = dunia.di_langkah(6)
    u: Any = dunia.undangan(m, 1)
    u.status = StatusNaskah.DIAJUKAN
    db.session.commit()
    row = next(p for p in m.pelaksanaan if p.langkah.urutan == 6)
    issue.perform(row, "kembalikan", dunia.aktor("kepala_badan"), "Tempat belum pasti")
    assert "Catatan pengembalian: Tempat belum pasti" in cetak(u, "undangan")
