"""Files that hold personal data: who opens one is written down; and what one person is given of all that is kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from tests.admin.layar import Layar

PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def simpan_berkas(app: Flask) -> Callable[[], int]:
    def simpan() -> int:
        from models import berkas
        from models.base import db

        with app.app_context():
            row = berkas.simpan("uji.pdf", "application/pdf", PDF)
            db.session.add(row)
            db.session.commit()
            return int(row.id)

    return simpan


@pytest.fixture
def surat(tulis: Callable[..., list[int]], musrenbang: int, simpan_berkas: Callable[[], int]) -> int:
    """An incoming letter with its scan."""
    from models.surat_masuk import SuratMasuk

    isian = {"agenda": "1", "diterima": date(2026, 3, 2), "asal": "Kecamatan", "perihal": "Usul"}
    (id_,) = tulis(SuratMasuk, musrenbang_id=musrenbang, berkas_id=simpan_berkas(), **isian)
    return id_


def test_who_opens_a_stored_scan_is_written_down(layar: Callable[[str], Layar], surat: int, akses: Callable) -> None:
    setda = layar("sekretariat")
    assert setda.client.get(f"/surat-masuk/file/berkas_id/?id={surat}").data == PDF
    ((nama, cara, kind, id_, kolom, jumlah, _),) = akses()
    assert (cara, kind, id_, kolom, jumlah) == ("berkasnya dibuka", "surat_masuk", surat, "Pindaian surat", 1)
    assert nama


def test_a_column_that_holds_no_file_opens_none(
    layar: Callable[[str], Layar], surat: int, musrenbang: int, simpan_berkas: Callable[[], int], akses: Callable
) -> None:
    """Its number may be that of a file of somebody else."""
    while simpan_berkas() < musrenbang:
        pass
    setda = layar("sekretariat")
    for kolom in ("musrenbang_id", "agenda", "id", "version", "tidak_ada"):
        assert PDF not in setda.buka(f"/surat-masuk/file/{kolom}/?id={surat}", 404).encode(), kolom
    assert akses() == []


def test_every_file_of_a_record_is_known_to_be_a_scan_or_not() -> None:
    """A new file column has to say which it is: one that people filled in by hand is logged."""
    from models import kolom
    from models.base import kinds

    tanpa = {
        f"{nama}.{key}"
        for nama, model in kinds().items()
        for key, (column, label) in kolom.labelled(model).items()
        if kolom.target_of(column) == "berkas" and not label.pindaian
    }
    bahan = {"bahan.berkas_id", "dokumen_rkpd.berkas_id", "dpa.berkas_id", "hasil_rakor_opd.berkas_id"}
    # An import is opened by who sent it; papers and prints are known by what they were made of.
    assert tanpa == bahan | {"impor.berkas_id", "dokumen.berkas_id", "operasi.berkas_id"}


@pytest.mark.parametrize(("kode", "kind", "isian"), [("berita_acara", "berita_acara", "Alamat"), ("sk_tim", "tim", "")])
def test_a_frozen_paper_is_written_down_where_it_holds_personal_data(
    layar: Callable[[str], Layar], tulis: Callable, simpan_berkas: Callable, akses: Callable,
    kode: str, kind: str, isian: str,
) -> None:  # fmt: skip
    from models.dokumen import Dokumen, StatusDokumen

    (id_,) = tulis(
        Dokumen, kode=kode, naskah_kind=kind, naskah_id=1, status=StatusDokumen.TERBIT, perihal="Uji", isi={},
        kode_periksa="AAAA-BBBB", berkas_id=simpan_berkas(),
    )  # fmt: skip
    assert layar("pengawas").client.get(f"/dokumen/file/berkas_id/?id={id_}&unduh=1").data == PDF
    harus = [("berkasnya dibuka", "dokumen", id_, isian, 1)] if isian else []
    assert [a[1:6] for a in akses()] == harus


def test_the_result_of_a_print_is_written_down_each_time_that_it_is_opened(
    tim: Layar, layar: Callable[[str], Layar], app: Flask, tulis: Callable, simpan_berkas: Callable, akses: Callable
) -> None:
    from models.base import db
    from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
    from models.pengguna import Pengguna

    with app.app_context():
        siapa = db.session.scalar(db.select(Pengguna.id).filter_by(nama_pengguna="tim_musrenbang"))
    for kode, banyak in (("label_undangan", 2), ("daftar_undangan", 0)):
        (id_,) = tulis(
            Operasi, jenis=JenisOperasi.CETAK, judul=kode, status=StatusOperasi.SELESAI, pengguna_id=siapa,
            berkas_id=simpan_berkas(),
        )  # fmt: skip
        with app.app_context():
            db.session.add(OperasiBaris(operasi_id=id_, urut=1, record_id=1, kind="undangan", kode=kode))
            db.session.commit()
        for _ in range(2):
            assert tim.client.get(f"/operasi/file/berkas_id/?id={id_}").data == PDF
        assert [a[4] for a in akses() if a[2:4] == ("operasi", id_)] == ["Alamat"] * banyak
        # Supervision reads every work, but no address: neither at the print nor from its result.
        jawab = layar("pengawas").client.get(f"/operasi/file/berkas_id/?id={id_}")
        assert jawab.status_code == (403 if banyak else 200)


def test_a_dossier_is_written_down_when_supervision_opens_it(
    layar: Callable[[str], Layar], tulis: Callable, simpan_berkas: Callable, akses: Callable
) -> None:
    """It holds scans, whatever papers it was made of."""
    from models.operasi import JenisOperasi, Operasi, StatusOperasi

    isian = {"jenis": JenisOperasi.CETAK, "judul": "Berkas lengkap", "status": StatusOperasi.SELESAI}
    for bentuk in ("pdf", "berkas"):
        (id_,) = tulis(Operasi, **isian, isian={"bentuk": bentuk}, berkas_id=simpan_berkas())
        assert layar("pengawas").client.get(f"/operasi/file/berkas_id/?id={id_}").data == PDF
        assert len([a for a in akses() if a[1:4] == ("berkasnya dibuka", "operasi", id_)]) == (bentuk == "berkas")


def test_a_file_that_cannot_be_written_down_is_not_handed_out(
    tim: Layar, surat: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulk import akses_pribadi

    def gagal(*_isi: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(akses_pribadi, "_add", gagal)
    jawab = tim.client.get(f"/surat-masuk/file/berkas_id/?id={surat}")
    assert jawab.status_code == 500
    assert PDF not in jawab.data


# --- the address book -------------------------------------------------------------------------------------------------


def test_an_address_is_personal_like_a_telephone_number(
    tim: Layar, layar: Callable[[str], Layar], tulis: Callable, app: Flask, akses: Callable
) -> None:
    from models.pemangku_kepentingan import PemangkuKepentingan, Unsur

    alamat, jenis = "Jl. Kenari Dalam 77", "/pemangku-kepentingan"
    (id_,) = tulis(PemangkuKepentingan, nama="Tokoh", unsur=Unsur.TOKOH, alamat=alamat)
    for siapa in (tim, layar("kepala_bidang")):
        for halaman in (f"{jenis}/details/?id={id_}", f"{jenis}/?kolom=nama,alamat"):
            assert alamat not in siapa.client.get(halaman).text
        assert alamat not in siapa.client.get(f"{jenis}/export/csv/?semua_kolom=1").text
    assert akses() == []
    buka = tim.kirim(f"{jenis}/pribadi/", f"{jenis}/details/?id={id_}", id=str(id_))
    assert alamat in buka.text
    assert [a[4] for a in akses()] == ["Alamat, Telepon, Surel"]

    with app.app_context():
        from models import riwayat, riwayat_pribadi
        from models.base import db

        baris = db.session.scalars(
            db.select(riwayat.Riwayat).filter_by(kind="pemangku_kepentingan", record_id=id_)
        ).one()
        assert alamat not in baris.sesudah
        assert riwayat_pribadi.uncover(baris.kind, id_, baris.sesudah)["alamat"] == alamat


# --- all about one person ---------------------------------------------------------------------------------------------


def lembar(jawab: Any) -> list[tuple[str, str]]:
    isi = CalamineWorkbook.from_filelike(io.BytesIO(jawab.data)).get_sheet_by_index(0).to_python()
    return [(str(baris[2]), str(baris[3])) for baris in isi[1:]]


def test_a_person_is_given_the_sign_ins_of_his_account_too(
    app: Flask, orang: Any, layar: Callable[[str], Layar]
) -> None:
    from models.base import db
    from models.pengguna import Pengguna

    gagal = Layar(app.test_client()).kirim("/login", nama_pengguna="tim_musrenbang", sandi="bukan ini sama sekali")
    assert gagal.status_code == 401
    with app.app_context():
        id_ = db.session.scalar(db.select(Pengguna.id).filter_by(nama_pengguna="tim_musrenbang"))
    orang.masuk("tim_musrenbang")
    isi = lembar(layar("sekretariat").kirim("/data-orang/berkas/", "/data-orang/", data=f"pengguna:{id_}"))
    judul = [satu for satu, _ in isi]
    assert "Percobaan masuk: kata sandi salah" in judul
    assert "Sesi" in judul
    assert any(satu == "Riwayat" and "perubahan" in nilai for satu, nilai in isi)


def test_a_person_is_told_which_records_name_him(
    layar: Callable[[str], Layar], tulis: Callable, surat: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulk import data_orang
    from models.pejabat import Pejabat
    from models.surat_masuk import Disposisi

    (id_,) = tulis(Pejabat, nama="Kenari Pejabat", jabatan="Kepala")
    isian = {"tanggal": date(2026, 3, 3), "isi": lambda i: f"Wakili {i}"}
    baris = tulis(Disposisi, 3, surat_masuk_id=surat, dari_id=id_, **isian)
    setda = layar("sekretariat")

    def disebut() -> list[str]:
        jawab = setda.kirim("/data-orang/berkas/", "/data-orang/", data=f"pejabat:{id_}")
        return [nilai for judul, nilai in lembar(jawab) if judul == "Disebut pada Disposisi"]

    assert disebut() == [f"#{n}: Wakili {i} (Dari)" for i, n in enumerate(baris)]
    monkeypatch.setattr(data_orang, "TERBANYAK_SEBUT", 2)
    assert disebut()[2:] == ["dan 1 lainnya (Dari)"]
