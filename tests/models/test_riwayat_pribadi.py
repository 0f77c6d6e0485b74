"""Personal values in the diary: encrypted in the table, opened only with the key and in the place of their writing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from models import riwayat, riwayat_pribadi, setelan
from models.base import db
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pesan import SopError
from models.riwayat import Baris, Riwayat

TELEPON = "0812-3333-7777"


def tokoh(session: Any) -> PemangkuKepentingan:
    orang = PemangkuKepentingan(nama="Tokoh", unsur=Unsur.TOKOH, telepon=TELEPON, surel="kenari@contoh.id")
    session.add(orang)
    session.commit()
    return orang


def terakhir(session: Any) -> Riwayat:
    return session.scalars(db.select(Riwayat).order_by(Riwayat.id.desc()).limit(1)).one()  # type: ignore[no-any-return]


def test_no_personal_value_stands_readable_in_the_diary_and_the_chain_holds(session: Any) -> None:
    orang = tokoh(session)
    baris = terakhir(session)
    assert TELEPON not in baris.sesudah
    assert "kenari" not in baris.sesudah
    assert json.loads(baris.sesudah)["nama"] == "Tokoh"
    dibuka = riwayat_pribadi.uncover(baris.kind, baris.record_id, baris.sesudah)
    assert (dibuka["telepon"], dibuka["surel"]) == (TELEPON, "kenari@contoh.id")

    orang.telepon = None
    session.commit()
    baris = terakhir(session)
    assert TELEPON not in f"{baris.sebelum}{baris.sesudah}"
    assert json.loads(baris.sesudah) == {"telepon": None}
    assert riwayat.verify(session).rusak is None


@pytest.mark.parametrize("sebelum", [{"telepon": TELEPON}, f'{{"telepon":"{TELEPON}"}}'])
def test_what_a_set_based_statement_reports_is_covered_too(session: Any, sebelum: Any) -> None:
    riwayat.tambah(session, [Baris("pemangku_kepentingan", 7, "ubah", sebelum, {"telepon": "0", "nama": "A"})])
    session.commit()
    baris = terakhir(session)
    assert TELEPON not in baris.sebelum
    assert riwayat_pribadi.uncover("pemangku_kepentingan", 7, baris.sebelum) == {"telepon": TELEPON}
    assert riwayat.verify(session).rusak is None


def test_the_same_value_looks_different_each_time(session: Any) -> None:
    satu, dua = (riwayat_pribadi.cover("pemangku_kepentingan", 1, {"telepon": TELEPON}) for _ in range(2))
    assert satu != dua


def test_a_value_moved_to_another_record_or_opened_with_another_key_does_not_open(session: Any) -> None:
    tertutup = riwayat_pribadi.cover("pemangku_kepentingan", 1, {"telepon": TELEPON})
    for kind, id_ in (("pemangku_kepentingan", 2), ("distribusi", 1)):
        with pytest.raises(SopError, match="tidak terbuka"):
            riwayat_pribadi.uncover(kind, id_, tertutup)
    setelan.pasang(replace(setelan.kini(), account_key=b"kunci lain"))
    with pytest.raises(SopError, match="ACCOUNT_KEY"):
        riwayat_pribadi.uncover("pemangku_kepentingan", 1, tertutup)


def test_the_key_of_the_chain_opens_nothing(session: Any) -> None:
    """An auditor is given DIARY_KEY to check the chain; it must not show him whose number it is."""
    tertutup = riwayat_pribadi.cover("pemangku_kepentingan", 1, {"telepon": TELEPON})
    kini = setelan.kini()
    setelan.pasang(replace(kini, diary_key=b"kunci rantai lain"))
    assert riwayat_pribadi.uncover("pemangku_kepentingan", 1, tertutup) == {"telepon": TELEPON}
    setelan.pasang(replace(kini, account_key=kini.diary_key))
    with pytest.raises(SopError):
        riwayat_pribadi.uncover("pemangku_kepentingan", 1, tertutup)


def test_rows_from_before_are_read_as_they_stand(session: Any) -> None:
    lama = f'{{"nama":"Tokoh","telepon":"{TELEPON}"}}'
    assert riwayat_pribadi.uncover("pemangku_kepentingan", 1, lama) == {"nama": "Tokoh", "telepon": TELEPON}


def test_a_kind_without_personal_columns_is_written_as_before(session: Any) -> None:
    assert riwayat_pribadi.cover("ruang", 1, {"nama": "Aula"}) == '{"nama":"Aula"}'
    assert riwayat_pribadi.cover("tidak_ada", 1, None) is None


def test_a_value_moved_to_another_column_of_its_record_does_not_open(session: Any) -> None:
    isi = json.loads(riwayat_pribadi.cover("pemangku_kepentingan", 1, {"telepon": TELEPON}) or "")
    with pytest.raises(SopError, match="tidak terbuka"):
        riwayat_pribadi.uncover("pemangku_kepentingan", 1, json.dumps({"surel": isi["telepon"]}))


def test_what_is_covered_is_not_covered_again(session: Any) -> None:
    """An undo and an export hand on what they read; twice covered it would open to letters and signs."""
    sekali = riwayat_pribadi.cover("pemangku_kepentingan", 1, {"telepon": TELEPON, "surel": None})
    assert riwayat_pribadi.cover("pemangku_kepentingan", 1, sekali) == sekali
    assert riwayat_pribadi.cover("pemangku_kepentingan", 1, json.loads(sekali or "")) == sekali
    assert riwayat_pribadi.uncover("pemangku_kepentingan", 1, sekali) == {"telepon": TELEPON, "surel": None}


@pytest.mark.parametrize("rusak", ["", "bukan base64!", "QUJD"])
def test_a_damaged_value_is_told_and_not_shown(session: Any, rusak: str) -> None:
    with pytest.raises(SopError, match="tidak terbuka"):
        riwayat_pribadi.uncover("pemangku_kepentingan", 1, json.dumps({"telepon": riwayat_pribadi.AWALAN + rusak}))
