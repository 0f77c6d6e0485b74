"""The check of the archive: a flipped bit, a lost file, a swap are named, and none of them is handed out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from jaga import arsip
from models import berkas, keadaan
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.dpa import Dpa
from models.tanda_tangan import CaraTandaTangan, JenisTandaTangan, TandaTanganElektronik
from models.waktu import sekarang
from tests import cetakan, dunia
from tests.admin.layar import Layar
from tests.orang import Orang


@pytest.fixture
def layar(orang: Orang) -> Callable[[str], Layar]:
    return lambda nama: Layar(orang.masuk(nama))


@pytest.fixture
def simpanan(app: Flask) -> dict[str, int]:
    """Two files of DPA, and an issued paper with its frozen file; the ids."""
    with app.app_context():
        m = dunia.musrenbang()
        satu, dua, beku = (
            dunia.simpan(berkas.simpan(f"{n}.pdf", "application/pdf", b"%PDF-1.4 " + n.encode()))
            for n in ("satu", "dua", "beku")
        )
        dpa = dunia.simpan(
            *(Dpa(musrenbang_id=m.id, nomor=b.nama, sub_kegiatan="Musrenbang", berkas_id=b.id) for b in (satu, dua))
        )
        naskah = dunia.simpan(
            Dokumen(
                kode="undangan",
                naskah_kind="undangan",
                naskah_id=1,
                perihal="Undangan",
                nomor="005/1",
                kode_periksa="ABC",
                status=StatusDokumen.TERBIT,
                sha256=beku.sha256,
                berkas_id=beku.id,
                dibekukan_pada=sekarang(),
                isi={},
            )
        )
        ids = {"satu": satu.id, "dua": dua.id, "beku": beku.id, "dpa": dpa.id, "naskah": naskah.id}
    return ids


def langsung(app: Flask, perintah: str, **isi: Any) -> None:
    """What whoever owns the database can do behind the panel's back: without its foreign keys."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            with closing(sqlite3.connect(str(db.engine.url.database))) as koneksi, koneksi:
                koneksi.execute(perintah, isi)
            return
        with db.engine.begin() as koneksi:
            cetakan.disarm(koneksi)
            koneksi.execute(text(perintah), isi)


def periksa(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        hasil = arsip.jalankan()
        tercatat = keadaan.semua(db.session)[keadaan.ARSIP]
        assert tercatat.baik is (not hasil.rusak)
        assert tercatat.isi["rusak"] == len(hasil.rusak)
        return [(t.jenis, t.kalimat) for t in hasil.rusak]


def test_an_untouched_archive_is_whole(app: Flask, simpanan: dict[str, int]) -> None:
    assert periksa(app) == []


def test_whoever_lends_a_connection_to_the_check_may_write_on_it_afterwards(
    app: Flask, simpanan: dict[str, int]
) -> None:
    with app.app_context():
        koneksi = db.session.connection()
        arsip.periksa(koneksi)
        koneksi.execute(text("UPDATE berkas SET nama = nama"))
        db.session.rollback()


def balik(app: Flask, nomor: int) -> None:
    """One bit of a stored file."""
    with app.app_context():
        isi = bytearray(db.session.get_one(berkas.Berkas, nomor).isi)
        isi[3] ^= 1
        db.session.execute(text("UPDATE berkas SET isi = :isi WHERE id = :n"), {"isi": bytes(isi), "n": nomor})
        db.session.commit()


def test_one_flipped_bit_is_named_and_the_file_is_not_handed_out(
    app: Flask, simpanan: dict[str, int], layar: Callable[[str], Layar]
) -> None:
    tim = layar("tim_musrenbang")
    alamat = f"/dpa/file/berkas_id/?id={simpanan['dpa']}"
    assert tim.client.get(alamat).data == b"%PDF-1.4 satu"
    balik(app, simpanan["satu"])
    assert periksa(app) == [(arsip.BERUBAH, f"Isi berkas {simpanan['satu']} (satu.pdf) berubah sejak disimpan.")]
    assert "Administrator dapat memulihkannya dari cadangan" in tim.buka(alamat, 409)


def test_a_changed_file_whose_digest_was_changed_with_it_is_contradicted_by_the_diary(
    app: Flask, simpanan: dict[str, int]
) -> None:
    lain = berkas.simpan("x", "x", b"%PDF-1.4 lain")
    langsung(
        app,
        "UPDATE berkas SET isi = :isi, sha256 = :s WHERE id = :n",
        isi=lain.isi,
        s=lain.sha256,
        n=simpanan["satu"],
    )
    ((jenis, kalimat),) = periksa(app)
    assert jenis == arsip.BERUBAH
    assert "dicatat riwayat" in kalimat


def test_a_file_that_is_gone_is_named_with_who_needs_it(app: Flask, simpanan: dict[str, int]) -> None:
    langsung(app, "DELETE FROM berkas WHERE id = :n", n=simpanan["beku"])
    ((jenis, kalimat),) = periksa(app)
    assert (jenis, kalimat) == (
        arsip.HILANG,
        f"Berkas {simpanan['beku']}, yang dirujuk dokumen {simpanan['naskah']}, tidak ada.",
    )


def test_files_that_changed_places_are_called_swapped(
    app: Flask, simpanan: dict[str, int], layar: Callable[[str], Layar]
) -> None:
    with app.app_context():
        for nomor, isi in ((simpanan["satu"], b"%PDF-1.4 dua"), (simpanan["dua"], b"%PDF-1.4 satu")):
            db.session.execute(text("UPDATE berkas SET isi = :isi WHERE id = :n"), {"isi": isi, "n": nomor})
        db.session.commit()
    assert [jenis for jenis, _ in periksa(app)] == [arsip.TERTUKAR] * 2
    layar("tim_musrenbang").buka(f"/dpa/file/berkas_id/?id={simpanan['dpa']}", 409)


def test_a_paper_that_names_another_file_is_found_and_refused(
    app: Flask, simpanan: dict[str, int], layar: Callable[[str], Layar]
) -> None:
    langsung(app, "UPDATE dokumen SET berkas_id = :n WHERE id = :d", n=simpanan["satu"], d=simpanan["naskah"])
    ((jenis, kalimat),) = periksa(app)
    assert jenis == arsip.TERTUKAR
    assert "Naskah 005/1 (Undangan)" in kalimat
    layar("kepala_badan").buka(f"/dokumen/file/berkas_id/?id={simpanan['naskah']}", 409)


def test_a_signed_version_that_names_another_file_is_found(app: Flask, simpanan: dict[str, int]) -> None:
    with app.app_context():
        tanda = dunia.simpan(
            TandaTanganElektronik(
                dokumen_id=simpanan["naskah"],
                jenis=JenisTandaTangan.BASAH,
                cara=CaraTandaTangan.PINDAIAN,
                sha256=db.session.get_one(berkas.Berkas, simpanan["dua"]).sha256,
                berkas_id=simpanan["dua"],
            )
        ).id
    assert periksa(app) == []
    langsung(app, "UPDATE tanda_tangan_elektronik SET berkas_id = :b", b=simpanan["satu"])
    ((jenis, kalimat),) = periksa(app)
    assert (jenis, kalimat) == (
        arsip.TERTUKAR,
        f"Tanda tangan {tanda} pada dokumen {simpanan['naskah']}: berkas {simpanan['satu']} bukan yang dibekukan.",
    )


def test_a_file_of_nobody_is_told_but_is_no_damage(app: Flask, simpanan: dict[str, int]) -> None:
    with app.app_context():
        dunia.pindaian()
        db.session.commit()
        hasil = arsip.jalankan()
    assert [t.jenis for t in hasil.temuan if "tidak dirujuk" in t.kalimat] == [arsip.YATIM]
    assert hasil.rusak == []


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_the_command_names_the_damage_and_fails(app: Flask, simpanan: dict[str, int]) -> None:
    jalan = app.test_cli_runner().invoke
    assert "Arsip utuh: 3 berkas, 1 naskah terbit" in jalan(args=["check-archive"]).output
    balik(app, simpanan["beku"])
    hasil = jalan(args=["check-archive"])
    assert hasil.exit_code == 1
    assert f"berubah: Isi berkas {simpanan['beku']} (beku.pdf)" in hasil.output
