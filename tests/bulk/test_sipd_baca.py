"""Reading SIPD's export back: what is noted, what is told apart, and that nothing else is touched."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bulk import sipd_baca
from models.base import db
from models.pesan import Keliru
from models.riwayat import Riwayat
from models.unit_kerja import UnitKerjaKelompok
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from sop import sipd, workflow
from sop.access import Verb, may
from tests import dunia
from tests.impor import berkas_contoh
from tests.impor.sipd import JUDUL, KE
from tests.impor.sipd import baris as baris_sipd


def putusan(n: int = 3, tahun: int = 2027) -> list[Usulan]:
    m = dunia.musrenbang(tahun)
    rows = dunia.isi_usulan(m, n)
    for i, u in enumerate(rows, 1):
        u.status, u.hasil = StatusUsulan.FINAL, HasilUsulan.DITERIMA
        u.volume_disepakati, u.pagu_disepakati = Decimal(i), i * 1000
        u.sumber, u.kode_eksternal = "SIPD", f"SIPD-{i:06d}"
    db.session.commit()
    return rows


def ekspor(*isi: dict[str, Any]) -> bytes:
    rows = []
    for n, ubahan in enumerate(isi, 1):
        row = baris_sipd(n)
        for nama, nilai in {"Status": "Diterima TAPD", "Volume": n, "Anggaran": n * 1000, **ubahan}.items():
            row[KE[nama]] = nilai
        rows.append(row)
    return berkas_contoh.xlsx([JUDUL, *rows])


def test_what_sipd_says_is_noted_and_what_was_decided_stays(session: Any) -> None:
    satu, dua, tiga = putusan()
    hasil = sipd_baca.baca(
        satu.musrenbang,
        "ekspor.xlsx",
        ekspor({}, {"Volume": "7,5"}, {"Status": "Ditolak"}),
        dunia.aktor("tim_musrenbang"),
    )
    session.commit()
    assert (hasil.baris, hasil.dikenal, hasil.berubah, hasil.jumlah_asing) == (3, 3, 3, 0)
    assert [[b.hal for b in sipd.beda(u)] for u in (satu, dua, tiga)] == [[], ["volume"], ["hasil"]]
    assert (dua.volume_disepakati, dua.sipd_volume, dua.sipd_pagu) == (2, Decimal("7.5"), 2000)
    assert dua.sipd_dibaca_pada is not None
    catatan = session.scalars(db.select(Riwayat.catatan).filter_by(kind="usulan", record_id=dua.id, aksi="ubah")).all()
    assert any("ekspor.xlsx" in (c or "") for c in catatan)


def test_the_same_file_again_changes_nothing(session: Any) -> None:
    satu, *_ = putusan()
    data = ekspor({}, {}, {})
    sipd_baca.baca(satu.musrenbang, "a.xlsx", data, dunia.aktor("tim_musrenbang"))
    session.commit()
    versi = [u.version for u in session.scalars(db.select(Usulan).order_by(Usulan.id))]
    lagi = sipd_baca.baca(satu.musrenbang, "a.xlsx", data, dunia.aktor("tim_musrenbang"))
    session.commit()
    assert (lagi.dikenal, lagi.berubah) == (3, 0)
    assert [u.version for u in session.scalars(db.select(Usulan).order_by(Usulan.id))] == versi


def test_unknown_ids_and_broken_rows_are_named_and_stop_nobody(session: Any) -> None:
    satu, *_ = putusan()
    lain = dunia.isi_usulan(dunia.musrenbang(2028), 1)[0]
    lain.sumber, lain.kode_eksternal = "SIPD", "SIPD-LAIN"
    session.commit()
    data = ekspor({}, {"Anggaran": "1,500,000"}, {"ID Usulan": "SIPD-LAIN"}, {"ID Usulan": None})
    hasil = sipd_baca.baca(satu.musrenbang, "a.xlsx", data, dunia.aktor("tim_musrenbang"))
    session.commit()
    assert (hasil.baris, hasil.dikenal, hasil.asing, hasil.jumlah_salah) == (4, 1, ["SIPD-LAIN"], 1)
    assert hasil.salah[0][0] == 3
    assert "koma untuk ribuan" in hasil.salah[0][1]
    assert lain.sipd_dibaca_pada is None  # of another year


def test_a_usulan_that_was_typed_there_under_our_code_is_known_by_it(session: Any) -> None:
    satu, *_ = putusan(1)
    satu.sumber = satu.kode_eksternal = None
    session.commit()
    hasil = sipd_baca.baca(satu.musrenbang, "a.xlsx", ekspor({"ID Usulan": satu.kode}), dunia.aktor("tim_musrenbang"))
    assert hasil.berubah == 1


@pytest.mark.parametrize(
    "rows", [[["Nama", "Unsur"], ["A", "B"]], [["ID Usulan", "Usulan"], ["1", "x"]], [["x"], ["y"]]]
)
def test_another_table_is_refused_with_a_sentence(session: Any, rows: list[list[str]]) -> None:
    satu, *_ = putusan(1)
    with pytest.raises(Keliru, match="bukan ekspor SIPD"):
        sipd_baca.baca(satu.musrenbang, "a.xlsx", berkas_contoh.xlsx(rows), dunia.aktor("tim_musrenbang"))


def test_rows_of_a_foreign_kelompok_are_counted_and_left(session: Any) -> None:
    satu, *_ = putusan(2)
    for milik in session.scalars(db.select(UnitKerjaKelompok)):
        milik.deleted_at = sekarang()
    session.commit()
    hasil = sipd_baca.baca(satu.musrenbang, "a.xlsx", ekspor({}, {}), dunia.aktor("kepala_bidang"))
    assert (hasil.di_luar, hasil.dikenal, satu.sipd_dibaca_pada) == (2, 0, None)


def test_rights_are_those_of_each_row_though_they_are_asked_once_of_a_group(session: Any) -> None:
    """In every state, copied or not, of one's own kelompok or a foreign one: as if each row were asked."""
    rows = putusan(12)
    actor = dunia.aktor("kepala_bidang")
    milik = next(k for t in actor.tugas for k in t.kelompok_ids)
    for tugas in session.scalars(db.select(UnitKerjaKelompok)):
        tugas.deleted_at = None if tugas.kelompok_sidang_id == milik else sekarang()
    for n, u in enumerate(rows):
        u.kelompok_sidang_id = milik if n % 2 else milik % 4 + 1
        u.status = (StatusUsulan.DRAF, StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)[n // 2 % 3]
        u.sipd_disalin_pada = sekarang() if n < 6 else None
    session.commit()
    for siapa in ("kepala_bidang", "tim_musrenbang", "sekretariat"):
        actor = dunia.aktor(siapa)
        boleh = [
            may(actor, Verb.UBAH, u)
            or any(o.aksi in ("tandai_tersalin", "batal_tersalin") for o in workflow.moves(u, actor))
            for u in rows
        ]
        hasil = sipd_baca.baca(rows[0].musrenbang, "a.xlsx", ekspor(*[{}] * 12), actor)
        assert [u.sipd_dibaca_pada is not None for u in rows] == boleh, siapa
        assert (hasil.dikenal, hasil.di_luar) == (sum(boleh), 12 - sum(boleh))
        session.rollback()


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_reading_costs_the_same_statements_however_many_rows_it_has(session: Any, hitung_kueri: Any) -> None:
    biaya = []
    for tahun, jumlah in ((2027, 20), (2028, 200)):
        m = putusan(jumlah, tahun)[0].musrenbang
        data, actor = ekspor(*[{}] * jumlah), dunia.aktor("tim_musrenbang")
        awal = hitung_kueri()
        assert sipd_baca.baca(m, "a.xlsx", data, actor).berubah == jumlah
        biaya.append(hitung_kueri() - awal)
        session.execute(db.update(Usulan).values(kode_eksternal=None))
        session.commit()
    assert biaya[1] <= biaya[0] < 40
