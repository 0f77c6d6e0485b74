"""Who signs: the signer and atas nama of a class, what a.n. and u.b. look like, and who is warned about."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import db
from models.pejabat import Pejabat, periksa_atas_nama
from models.pengaturan import KelasNaskah, kelas
from models.pesan import Keliru, SopError
from models.undangan import Undangan
from models.waktu import hari_ini
from sop.peringatan import peringatan_naskah
from tests import dunia


@pytest.mark.parametrize(
    "teks",
    [
        None,
        "",
        "a.n. WALI KOTA BOGOR",
        "a.n. WALI KOTA BOGOR\nSEKRETARIS DAERAH,\nu.b.",
        "a.n. WALI KOTA BOGOR\n\n SEKRETARIS DAERAH \n KOTA BOGOR, \n u.b. ",
    ],
)
def test_one_level_or_two_are_as_the_rule_writes_them(teks: str | None) -> None:
    assert periksa_atas_nama(teks) is None


@pytest.mark.parametrize(
    ("teks", "kalimat"),
    [
        ("WALI KOTA BOGOR", "Mulai dengan satu baris a.n."),
        ("u.b.", "Mulai dengan satu baris a.n."),
        ("a.n. WALI KOTA BOGOR\na.n. SEKRETARIS DAERAH", "Mulai dengan satu baris a.n."),
        ("a.n. WALI KOTA BOGOR\nSEKRETARIS DAERAH", "Dua tingkat"),
        ("a.n. WALI KOTA BOGOR\nu.b.", "Dua tingkat"),
        ("a.n. WALI KOTA BOGOR\nu.b.\nASISTEN\nu.b.", "Dua tingkat"),
        ("a.n. WALI KOTA BOGOR\nu.b.\nASISTEN", "Dua tingkat"),
    ],
)
def test_anything_else_is_a_sentence(teks: str, kalimat: str) -> None:
    assert str(periksa_atas_nama(teks)).startswith(kalimat)


def test_neither_a_paper_nor_a_class_takes_a_wrong_one(session: Any) -> None:
    u = dunia.undangan(dunia.di_ujung())
    u.atas_nama = "Wali Kota"
    with pytest.raises(Keliru, match="WALI KOTA BOGOR") as galat:
        db.session.commit()
    assert galat.value.kolom == "atas_nama"
    db.session.rollback()
    row = kelas("undangan")
    assert row is not None
    row.atas_nama = "Wali Kota"
    with pytest.raises(Keliru, match="WALI KOTA BOGOR"):
        db.session.commit()


def test_a_new_paper_begins_with_the_signer_of_its_class_while_he_holds_the_office(session: Any) -> None:
    assert Undangan.awal() == {}
    row, kepala = kelas("undangan"), dunia.pejabat("kepala_badan")
    assert row is not None
    row.penandatangan_id, row.atas_nama = kepala, "a.n. WALI KOTA BOGOR"
    db.session.commit()
    assert Undangan.awal() == {"penandatangan_id": kepala, "atas_nama": "a.n. WALI KOTA BOGOR"}
    db.session.get_one(Pejabat, kepala).sampai = hari_ini().replace(year=hari_ini().year - 1)
    db.session.commit()
    assert Undangan.awal() == {}


@pytest.mark.parametrize(
    ("kind", "peran", "diperingatkan"),
    [
        ("undangan", "kepala_badan", False),
        ("undangan", "sekretariat", False),
        ("undangan", "kepala_bidang", True),
        ("undangan", "sub_koordinator", True),
        ("berita_acara", "kepala_bidang", True),
        ("berita_acara", "sekretariat", True),
        ("tim", "kepala_bidang", True),
        ("nota_dinas", "kepala_bidang", False),
        ("laporan", "sub_koordinator", False),
    ],
)
def test_whoever_does_not_usually_sign_a_paper_is_named_and_not_refused(
    session: Any, kind: str, peran: str, diperingatkan: bool
) -> None:
    naskah = dunia.CONTOH[kind](dunia.di_ujung())
    naskah.penandatangan_id = dunia.pejabat(peran)
    db.session.commit()
    pesan = peringatan_naskah(naskah)
    assert bool(pesan) is diperingatkan
    assert all("yang lazim: Kepala Badan" in p for p in pesan)


def test_who_holds_no_role_is_not_judged_and_the_list_is_data(session: Any) -> None:
    naskah, row = dunia.undangan(dunia.di_ujung()), kelas("undangan")
    assert row is not None
    naskah.penandatangan_id = dunia.pejabat("kepala_bidang")
    row.berwenang = "Kepala Badan\nKepala Bidang"
    db.session.commit()
    assert peringatan_naskah(naskah) == []
    row.berwenang = "Kepala Badan"
    wali_kota = dunia.simpan(Pejabat(nama="Wali Kota (Demo)", jabatan="Wali Kota Bogor"))
    naskah.penandatangan_id = wali_kota.id
    db.session.commit()
    assert peringatan_naskah(naskah) == []
    row.berwenang = "Kepala Dapur"
    with pytest.raises(Keliru, match="Peran “Kepala Dapur” tidak dikenal"):
        db.session.commit()


@pytest.mark.parametrize(
    ("isi", "kolom"),
    [
        ({"margin_kiri": 61}, "margin_kiri"),
        ({"spasi": 0.5}, "spasi"),
        ({"ukuran_huruf": 30}, "ukuran_huruf"),
        ({"pola_nomor": ""}, "pola_nomor"),
        ({"pola_nomor": "{urut}/{x}"}, "pola_nomor"),
    ],
)
def test_a_class_that_no_paper_could_use_is_refused(session: Any, isi: dict[str, Any], kolom: str) -> None:
    row = kelas("undangan")
    assert row is not None
    for nama, nilai in isi.items():
        setattr(row, nama, nilai)
    with pytest.raises(Keliru) as galat:
        db.session.commit()
    assert galat.value.kolom == kolom


def test_classes_without_a_number_need_no_pattern_and_give_none(session: Any) -> None:
    from documents import numbering

    for kode in ("jadwal", "notulen"):
        row = kelas(kode)
        assert row is not None
        assert (row.pola_nomor, row.periksa()) == ("", [])
    db.session.execute(
        db.update(KelasNaskah).where(KelasNaskah.kode == "undangan").values(penomoran="tanpa nomor", pola_nomor="")
    )
    u = dunia.undangan(dunia.di_ujung())
    db.session.expire_all()
    assert numbering.slot(u) == ""
    with pytest.raises(SopError, match="diatur tanpa nomor"):
        numbering.ambil(u, hari_ini())
