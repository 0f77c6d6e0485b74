"""Who signs: the signer and atas nama of a class, what a.n. and u.b. look like, and who is warned about."""

from __future__ import annotations

from typing import Any

import pytest

from models import riwayat
from models.base import db
from models.pejabat import Pejabat, periksa_atas_nama
from models.pengaturan import KelasNaskah, kelas
from models.pengguna import Pengguna
from models.pesan import Keliru, SopError
from models.undangan import Undangan
from models.waktu import hari_ini, sekarang
from sop import penandatangan, workflow
from sop.peringatan import penandatangan_tak_lazim, peringatan_gerak, peringatan_naskah
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
    pesan = penandatangan_tak_lazim(naskah)
    assert bool(pesan) is diperingatkan
    assert pesan is None or ("yang lazim: Kepala Badan" in pesan and pesan in peringatan_naskah(naskah))


def test_who_holds_no_role_is_not_judged_and_the_list_is_data(session: Any) -> None:
    naskah, row = dunia.undangan(dunia.di_ujung()), kelas("undangan")
    assert row is not None
    naskah.penandatangan_id = dunia.pejabat("kepala_bidang")
    row.berwenang = "Kepala Badan\nKepala Bidang"
    db.session.commit()
    assert penandatangan_tak_lazim(naskah) is None
    row.berwenang = "Kepala Badan"
    wali_kota = dunia.simpan(Pejabat(nama="Wali Kota (Demo)", jabatan="Wali Kota Bogor"))
    naskah.penandatangan_id = wali_kota.id
    db.session.commit()
    assert penandatangan_tak_lazim(naskah) is None
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


# --- a signer who cannot sign -----------------------------------------------------------------------------------------


def _tanpa(nama: str, *, akun: bool = True, peran: bool = False) -> None:
    """Take the account of one of the cast away, or only its roles."""
    orang = db.session.scalars(db.select(Pengguna).filter_by(nama_pengguna=nama)).one()
    with riwayat.oleh_sistem(db.session):
        if akun:
            orang.aktif = False
        if peran:
            for satu in orang.daftar_peran:
                satu.deleted_at = sekarang()
        db.session.commit()
    db.session.expire_all()


def test_a_signer_whose_account_can_sign_is_not_spoken_of(session: Any) -> None:
    assert penandatangan.tidak_dapat(dunia.undangan(dunia.di_ujung())) is None


def test_a_signer_without_an_account_is_named_with_both_ways_out(session: Any) -> None:
    naskah = dunia.undangan(dunia.di_ujung())
    _tanpa("kepala_badan")
    kalimat = penandatangan.tidak_dapat(naskah)
    assert kalimat is not None
    assert kalimat.startswith(f"Belum ada akun aktif yang terhubung dengan {naskah.penandatangan.nama}")
    assert "Minta administrator membetulkan akunnya, atau tanda tangani di kertas" in kalimat
    assert kalimat in peringatan_naskah(naskah)


def test_an_account_without_the_role_or_for_another_musrenbang_is_told(session: Any) -> None:
    m = dunia.di_ujung()
    naskah, lain = dunia.undangan(m), dunia.musrenbang(2028)
    orang = db.session.scalars(db.select(Pengguna).filter_by(nama_pengguna="kepala_badan")).one()
    for musrenbang_id, dapat in ((m.id, True), (lain.id, False)):
        for satu in orang.daftar_peran:
            satu.musrenbang_id = musrenbang_id
        db.session.commit()
        assert (penandatangan.tidak_dapat(naskah) is None) is dapat
    _tanpa("kepala_badan", akun=False, peran=True)
    kalimat = penandatangan.tidak_dapat(naskah)
    assert kalimat is not None
    assert f"Akun {naskah.penandatangan.nama} tidak memegang peran Kepala Badan" in kalimat


def test_a_signer_who_cannot_sign_on_paper_either_is_to_be_replaced(session: Any) -> None:
    naskah = dunia.undangan(dunia.di_ujung())
    naskah.penandatangan_id = dunia.pejabat("kepala_bidang")
    db.session.commit()
    assert str(penandatangan.tidak_dapat(naskah)).endswith(
        "bukan Kepala Badan yang sedang menjabat. Pilih penanda tangan lain."
    )
    workflow.move(naskah, "ajukan", dunia.aktor("tim_musrenbang"))
    assert "Minta Kepala Badan mengembalikannya" in str(penandatangan.tidak_dapat(naskah))
    naskah.penandatangan_id = dunia.pejabat("kepala_badan")
    db.session.get_one(Pejabat, naskah.penandatangan_id).sampai = hari_ini().replace(year=hari_ini().year - 1)
    _tanpa("kepala_badan")
    assert "Di kertas pun tidak" in str(penandatangan.tidak_dapat(naskah))


def test_the_chair_of_a_sidang_from_outside_signs_on_paper(session: Any) -> None:
    luar = dunia.simpan(Pejabat(nama="Camat (Demo)", jabatan="Camat Bogor Barat"))
    naskah = dunia.berita_acara_sidang(dunia.di_ujung())
    naskah.penandatangan_id = luar.id
    db.session.commit()
    assert str(penandatangan.tidak_dapat(naskah)).endswith(
        "Tanda tangani di kertas, lalu catat di sini dengan pindaiannya."
    )


def test_a_selection_names_each_signer_who_cannot_sign_once(session: Any) -> None:
    m = dunia.di_ujung()
    semua = [dunia.undangan(m) for _ in range(3)]
    for naskah in semua[:2]:
        naskah.penandatangan_id = dunia.pejabat("kepala_bidang")
    db.session.commit()
    rows = db.select(Undangan.id).where(Undangan.id.in_([n.id for n in semua]))
    (kalimat,) = peringatan_gerak(dunia.gerak_bernama("undangan", "ajukan"), rows)
    assert semua[0].penandatangan.nama in kalimat
    assert peringatan_gerak(dunia.gerak_bernama("undangan", "batalkan"), rows) == []
