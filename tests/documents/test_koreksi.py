"""A correction makes a new version that names the old one, for every kind of paper without a correction of its own."""

from __future__ import annotations

from typing import Any

import pytest

from documents import issue
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import StatusNaskah
from models.nomor_surat import NomorSurat
from models.pesan import Keliru
from models.waktu import hari_ini
from sop.koreksi import BAGIAN, isi_salinan
from tests import dunia
from tests.documents.test_potret import SQLITE, cetak, diajukan, rows, tanda_tangani

KERTAS = {
    "tim": "sk_tim",
    "nota_dinas": "nota_dinas",
    "undangan": "undangan",
    "laporan": "laporan",
    "berita_acara_sidang": "berita_acara_sidang",
}
ALASAN = "Waktu acara keliru"


def terbit(record: Any) -> Any:
    if record.status is StatusNaskah.DRAF:
        issue.perform(record, "ajukan", dunia.aktor("tim_musrenbang" if record.kind != "laporan" else "kepala_bidang"))
    tanda_tangani(record)
    issue.perform(record, "terbitkan", dunia.aktor("sekretariat"))
    return record


def koreksi(record: Any) -> Any:
    issue.perform(record, "koreksi", dunia.aktor("sekretariat"), ALASAN)
    return db.session.scalars(db.select(type(record)).filter_by(menggantikan_id=record.id)).one()


def bagian(record: Any) -> list[Any]:
    if (model := BAGIAN.get(record.kind)) is None:
        return []
    return list(db.session.scalars(db.select(model).filter_by(**{str(model.INDUK): record.id}).order_by(model.id)))


def tandai_wakil(record: Any) -> None:
    if record.kind == "berita_acara_sidang":
        for wakil in bagian(record):
            wakil.ditandatangani_pada = hari_ini()
    db.session.commit()


def urut(record: Any) -> int:
    """Its place in the register."""
    kueri = db.select(NomorSurat.urut).filter_by(naskah_kind=record.kind, naskah_id=record.id)
    return int(db.session.execute(kueri).scalar_one())


@SQLITE
@pytest.mark.parametrize("kind", KERTAS)
def test_a_corrected_paper_of_every_kind_goes_the_whole_way_again_and_names_the_old(session: Any, kind: str) -> None:
    lama = terbit(diajukan(kind))
    baru = koreksi(lama)
    assert (lama.status, baru.status) == (StatusNaskah.DIBATALKAN, StatusNaskah.DRAF)
    assert (baru.versi, baru.nomor, baru.tanggal, baru.ditandatangani_pada) == (2, None, None, None)
    assert isi_salinan(baru) == isi_salinan(lama)
    assert f"Versi 2, menggantikan nomor {lama.nomor}" in cetak(baru, KERTAS[kind])  # on its draft already

    tandai_wakil(baru)
    terbit(baru)
    isi = cetak(baru, KERTAS[kind])
    assert f"Versi 2, menggantikan nomor {lama.nomor}" in isi
    assert baru.nomor in isi
    assert urut(baru) == urut(lama) + 1
    (dulu,), (kini,) = rows(lama), rows(baru)
    assert (dulu.status, kini.status) == (StatusDokumen.DIGANTI, StatusDokumen.TERBIT)
    assert (kini.versi, kini.menggantikan_id) == (2, dulu.id)
    assert "menggantikan" not in dulu.isi


@SQLITE
@pytest.mark.parametrize("kind", BAGIAN)
def test_the_draft_has_the_parts_of_the_old_paper_without_their_signatures(session: Any, kind: str) -> None:
    lama = terbit(diajukan(kind))
    baru = koreksi(lama)
    induk = str(BAGIAN[kind].INDUK)
    dulu, kini = bagian(lama), bagian(baru)
    assert dulu
    assert [{**isi_salinan(x), induk: 0} for x in kini] == [{**isi_salinan(x), induk: 0} for x in dulu]
    assert not any(getattr(x, "ditandatangani_pada", None) or getattr(x, "pencatat_id", None) for x in kini)


@SQLITE
def test_a_removed_addressee_does_not_come_back_with_the_correction(session: Any) -> None:
    lama = diajukan("undangan")
    dicoret, *sisa = lama.penerima
    dicoret.deleted_at = dicoret.created_at
    db.session.commit()
    baru = koreksi(terbit(lama))
    assert {p.pemangku_kepentingan_id for p in baru.penerima} == {p.pemangku_kepentingan_id for p in sisa}


@SQLITE
def test_the_old_undangan_prints_that_it_is_replaced_and_why_and_keeps_its_frozen_bytes(session: Any) -> None:
    lama = terbit(diajukan("undangan"))
    beku = issue.cetak(lama, "undangan")[1]
    baru = koreksi(lama)
    isi = cetak(lama, "undangan")
    assert f"Diganti pada {hari_ini():%d-%m-%Y}: {ALASAN}" in isi
    assert "DIGANTI" in isi
    assert rows(lama)[0].berkas.isi == beku
    assert rows(baru) == []


@SQLITE
def test_what_was_sent_stays_with_the_old_undangan_and_the_new_one_is_sent_anew(session: Any) -> None:
    lama = terbit(diajukan("undangan"))
    dikirim = [d.id for d in kiriman(lama)]
    baru = koreksi(lama)
    assert [d.id for d in kiriman(lama)] == dikirim
    assert kiriman(baru) == []
    terbit(baru)
    assert len(kiriman(baru)) == len(dikirim) > 0


def kiriman(undangan: Any) -> list[Any]:
    return list(db.session.scalars(db.select(dunia.Distribusi).filter_by(undangan_id=undangan.id)))


@SQLITE
def test_a_second_correction_is_version_three_and_names_the_second(session: Any) -> None:
    kedua = terbit(koreksi(terbit(diajukan("undangan"))))
    ketiga = terbit(koreksi(kedua))
    assert ketiga.versi == 3
    assert f"Versi 3, menggantikan nomor {kedua.nomor}" in cetak(ketiga, "undangan")
    assert "Versi 2, menggantikan nomor" in cetak(kedua, "undangan")  # the old sheet still says what it said
    semua = db.session.scalars(db.select(Dokumen).filter_by(kode="undangan").order_by(Dokumen.id)).all()
    assert [d.versi for d in semua] == [1, 2, 3]
    assert [d.menggantikan_id for d in semua] == [None, semua[0].id, semua[1].id]


@SQLITE
def test_a_correction_without_a_reason_changes_nothing(session: Any) -> None:
    u = terbit(diajukan("undangan"))
    with pytest.raises(Keliru, match="memerlukan catatan"):
        issue.perform(u, "koreksi", dunia.aktor("sekretariat"), "  ")
    assert (u.status, rows(u)[0].status) == (StatusNaskah.TERBIT, StatusDokumen.TERBIT)
    assert session.query(type(u)).count() == 1
