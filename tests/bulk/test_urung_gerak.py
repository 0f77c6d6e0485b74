"""One decision taken back: by whoever made it, while it is the last thing that happened, never past a signature."""

from __future__ import annotations

from typing import Any

import pytest

from bulk import urung_gerak
from models.base import db
from models.naskah import StatusNaskah
from models.pesan import SopError
from models.riwayat import verify
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from sop import workflow
from tests import dunia
from tests.bulk.test_urung import gerakkan

TIM, LAIN = "tim_musrenbang", "kepala_badan"
PUTUSAN = ("terima", "tolak")


def putuskan(u: Usulan, aksi: str, nama: str = TIM, catatan: str = "", **isian: Any) -> None:
    workflow.move(u, aksi, dunia.aktor(nama), catatan, isian)
    db.session.commit()


def tarik(u: Usulan, nama: str = TIM) -> str:
    pesan = urung_gerak.take_back(u, dunia.aktor(nama))
    db.session.commit()
    return str(pesan)


def test_everything_that_the_decision_wrote_goes_and_the_diary_tells_it(session: Any) -> None:
    (u,) = dunia.isi_usulan(dunia.di_ujung(), 1)
    putuskan(u, "tolak", alasan_id=dunia.alasan(), catatan="Ganda")
    assert "ditarik kembali" in tarik(u)
    session.refresh(u)
    assert (u.status, u.hasil, u.alasan_id, u.catatan) == (StatusUsulan.DIVERIFIKASI, None, None, None)
    akhir = urung_gerak.last_entry(u)
    assert akhir is not None
    assert (akhir.aksi, akhir.catatan) == ("urungkan", "Menarik kembali “Tolak”.")
    assert verify(session).rusak is None
    with pytest.raises(SopError, match="Tidak ada tindakan terakhir"):
        tarik(u)


def test_a_changed_decision_goes_back_to_the_one_before(session: Any) -> None:
    (u,) = dunia.isi_usulan(dunia.di_ujung(), 1)
    putuskan(u, "terima")
    putuskan(u, "tolak", catatan="Ternyata ganda", alasan_id=dunia.alasan())
    tarik(u)
    session.refresh(u)
    assert (u.hasil, u.pagu_disepakati, u.alasan_id) == (HasilUsulan.DITERIMA, u.pagu_usulan, None)


def test_what_was_written_since_the_page_was_seen_is_not_taken_back(session: Any) -> None:
    (u,) = dunia.isi_usulan(dunia.di_ujung(), 1)
    putuskan(u, "terima")
    dilihat = u.version
    putuskan(u, "tolak", catatan="Ternyata ganda", alasan_id=dunia.alasan())
    with pytest.raises(SopError, match="diubah orang lain"):
        urung_gerak.take_back(u, dunia.aktor(TIM), dilihat)
    session.rollback()
    assert u.hasil is HasilUsulan.DITOLAK


def test_only_who_did_it_and_not_what_was_done_with_many(session: Any) -> None:
    satu, dua = dunia.isi_usulan(dunia.di_ujung(), 2)
    putuskan(satu, "terima")
    with pytest.raises(SopError, match="Hanya Tim Musrenbang"):
        tarik(satu, LAIN)
    session.rollback()
    gerakkan([dua], "terima")
    session.refresh(dua)
    with pytest.raises(SopError, match="urungkan dari pekerjaannya"):
        tarik(dua)


def test_nothing_goes_back_past_the_signature_of_the_berita_acara(session: Any) -> None:
    m = dunia.di_ujung()
    (u,) = dunia.isi_usulan(m, 1)
    putuskan(u, "terima")
    ba = dunia.berita_acara(m)
    ba.status = StatusNaskah.MENUNGGU_NOMOR
    session.commit()
    with pytest.raises(SopError, match="sudah ditandatangani"):
        tarik(u)
    session.rollback()
    session.refresh(u)
    assert u.hasil is HasilUsulan.DITERIMA


def test_a_plain_edit_is_no_decision_that_is_taken_back(session: Any) -> None:
    (u,) = dunia.isi_usulan(dunia.di_ujung(), 1)
    dunia.aktor(TIM)
    u.rw = "09"
    session.commit()
    with pytest.raises(SopError, match="Tidak ada tindakan terakhir"):
        tarik(u)


def test_the_newest_is_the_last_own_decision_that_still_stands(session: Any) -> None:
    rows = dunia.isi_usulan(dunia.di_ujung(), 4)
    ids = [u.id for u in rows]
    putuskan(rows[0], "terima")
    putuskan(rows[1], "terima")
    putuskan(rows[2], "terima", LAIN)
    tim = dunia.aktor(TIM)
    found = urung_gerak.newest("usulan", ids, PUTUSAN, tim)
    assert found is not None
    assert found.record_id == ids[1]
    putuskan(rows[1], "tolak", LAIN, "Ganda", alasan_id=dunia.alasan())
    found = urung_gerak.newest("usulan", ids, PUTUSAN, tim)
    assert found is not None
    assert found.record_id == ids[0]
    assert urung_gerak.newest("usulan", [], PUTUSAN, tim) is None
