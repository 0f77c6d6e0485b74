"""What stands in the way of a move, in words: the rules that no walk through a Musrenbang ever meets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from documents import issue
from models.base import db
from models.distribusi import StatusDistribusi
from models.kiriman import JenisKiriman, Kiriman, StatusKiriman
from models.naskah import StatusNaskah
from models.nota_dinas import NotaDinas
from models.pejabat import Pejabat
from models.pesan import SopError
from models.sop import SopRevisi, StatusSop
from models.waktu import sekarang
from sop import workflow
from tests import dunia

pytestmark = pytest.mark.satu_basis  # sentences; the database decides nothing of them


def ditolak(record: Any, aksi: str, nama: Any, kalimat: str, **isian: Any) -> SopError:
    actor = dunia.aktor(nama) if isinstance(nama, str) else nama
    with pytest.raises(SopError, match=kalimat) as galat:
        workflow.move(record, aksi, actor, "Catatan", isian)
    db.session.rollback()
    return galat.value


def test_an_account_behind_which_no_official_stands_signs_nothing(session: Any) -> None:
    m = dunia.di_ujung()
    isi = {"musrenbang_id": m.id, "perihal": "Uji", "isi": "Uji", "penandatangan_id": dunia.pejabat("kepala_badan")}
    nota = dunia.simpan(NotaDinas(**isi, status=StatusNaskah.DIAJUKAN))
    tanpa = replace(dunia.aktor("kepala_badan"), pejabat_id=None)
    ditolak(nota, "tanda_tangani", tanpa, "belum terhubung dengan data pejabat")
    assert nota.status is StatusNaskah.DIAJUKAN


def test_a_berita_acara_that_names_no_signer_is_not_closed(session: Any) -> None:
    ba = dunia.berita_acara(dunia.di_ujung())
    for p in ba.para_penandatangan:
        p.deleted_at = sekarang()
    db.session.commit()
    db.session.expire_all()
    issue.perform(ba, "ajukan", dunia.aktor("tim_musrenbang"))
    ditolak(ba, "tanda_tangani", "kepala_badan", "Daftar penanda tangan wakil peserta masih kosong")


@pytest.mark.parametrize("siapa", ["tidak ada", "dihapus"])
def test_what_was_done_on_paper_was_done_by_an_official_that_is_there(session: Any, siapa: str) -> None:
    nota = dunia.CONTOH["nota_dinas"](dunia.di_ujung())
    nota.status = StatusNaskah.DIAJUKAN
    pelaku_id = dunia.pejabat("kepala_badan")
    if siapa == "dihapus":
        session.get_one(Pejabat, pelaku_id).deleted_at = sekarang()
    db.session.commit()
    isian = {"pelaku_id": pelaku_id if siapa == "dihapus" else 999_999, "tanggal_nyata": dunia.HARI}
    isian["pindaian_id"] = dunia.pindaian()
    galat = ditolak(nota, "tanda_tangani", "tim_musrenbang", "Pilih pejabat yang melaksanakan", **isian)
    assert getattr(galat, "kolom", None) == "pelaku_id"


def test_a_musrenbang_moves_only_to_a_revision_that_is_in_force(session: Any) -> None:
    m = dunia.di_ujung()
    asal = session.get_one(SopRevisi, m.sop_revisi_id)
    kolom = {c.key: getattr(asal, c.key) for c in SopRevisi.__table__.c if c.key not in ("id", "status", "revisi")}
    draf = dunia.simpan(SopRevisi(**{**kolom, "revisi": 99, "status": StatusSop.DRAF}))
    for id_ in (draf.id, 999_999):
        ditolak(m, "ganti_revisi", "kepala_badan", "Pilih revisi SOP yang sudah diberlakukan", sop_revisi_id=id_)


def test_a_message_whose_paper_has_gone_by_another_road_is_not_sent_again(session: Any) -> None:
    m = dunia.di_ujung()
    dunia.peladen_surel()
    row = dunia.distribusi(m)
    isi = {"musrenbang_id": m.id, "jenis": JenisKiriman.NASKAH, "kepada": row.penerima, "tujuan": "tokoh@contoh.id"}
    kiriman = dunia.simpan(Kiriman(distribusi_id=row.id, **isi, status=StatusKiriman.GAGAL))
    row.status = StatusDistribusi.DIKIRIM
    db.session.commit()
    ditolak(kiriman, "ulangi", "sekretariat", "Distribusi kepada")
    assert kiriman.status is StatusKiriman.GAGAL
