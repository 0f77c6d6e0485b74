"""What a bulk edit may choose and what comes of it: every way on every type of column."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Enum

from bulk import perubahan
from bulk.perubahan import Cara, Perubahan
from models import kolom
from models.base import Label, kinds
from models.pesan import Keliru
from models.riwayat import json_nilai
from models.usulan import Kesiapan
from models.waktu import WIB
from sop.access import Verb, may
from tests import dunia

ISI, K, T, G = Cara.ISI, Cara.KOSONGKAN, Cara.TAMBAHKAN, Cara.GANTI
# kind, column, its ways
CARA = [
    ("usulan", "satuan", (ISI, T, G)),  # compulsory text
    ("usulan", "rt", (ISI, K, T, G)),
    ("usulan", "permasalahan", (ISI, T, G)),  # long text
    ("usulan", "volume", (ISI, K, T)),  # decimal: empty is its beginning, nought
    ("usulan", "pagu_usulan", (ISI, K, T)),  # rupiah
    ("usulan", "asal", (ISI,)),  # closed list
    ("usulan", "kesiapan_lahan", (ISI, K)),
    ("usulan", "opd_awal_id", (ISI, K)),  # reference
    ("usulan", "wilayah_id", (ISI,)),
    ("usulan", "berkas_id", (K,)),  # a file is given to one record by its own form
    ("pemangku_kepentingan", "aktif", (ISI,)),  # a tick
    ("surat_masuk", "tanggal", (ISI, K)),
    ("acara", "mulai", (ISI,)),  # a moment
    ("ruang", "kapasitas", (ISI, K, T)),
]  # fmt: skip


def kolom_(kind: str, nama: str) -> tuple[Column[Any], Label]:
    return kolom.labelled(kinds()[kind])[nama]


@pytest.mark.parametrize(("kind", "nama", "cara"), CARA, ids=lambda x: x if isinstance(x, str) else "")
def test_each_type_of_column_has_its_ways(kind: str, nama: str, cara: tuple[Cara, ...]) -> None:
    assert perubahan.ways(kolom_(kind, nama)[0]) == cara


BESAR = Decimal(9) * 10**13
# kind, column, change, before, after (a str: what is refused)
HASIL = [
    ("usulan", "satuan", (ISI, "m2"), "m", "m2"),
    ("usulan", "rt", (K,), "01", None),
    ("usulan", "rt", (T, "a"), "01", "01 a"),
    ("usulan", "rt", (T, "a"), None, "a"),
    ("usulan", "rt", (T, "abcd"), "01", ValueError("RT menjadi 7 huruf; paling panjang 5.")),
    ("usulan", "rt", (G, "", "0"), "0010", "1"),
    ("usulan", "rt", (G, "", "01"), "01", None),  # nothing is left: empty, as the form stores it
    ("usulan", "satuan", (G, "", "m"), "m", ValueError("Satuan wajib diisi.")),
    ("usulan", "usulan", (G, "b", "%_\\"), "a%_\\c", "abc"),  # no letter means more than itself
    ("usulan", "usulan", (G, "B", "A"), "aA", "aB"),
    ("usulan", "permasalahan", (T, "dua"), "satu", "satu\ndua"),
    ("usulan", "volume", (T, Decimal("0.5")), Decimal("1.25"), Decimal("1.75")),
    ("usulan", "volume", (T, BESAR), BESAR, ValueError("Volume usulan: bilangan menjadi terlalu besar.")),
    ("usulan", "volume", (K,), Decimal(3), 0),
    ("usulan", "pagu_usulan", (T, -500), 500, 0),
    ("usulan", "pagu_usulan", (T, -501), 500, ValueError("Pagu usulan: jumlah rupiah tidak boleh kurang dari nol.")),
    ("usulan", "pagu_usulan", (T, 1), 10**15 - 1, ValueError("Pagu usulan: bilangan menjadi terlalu besar.")),
    ("usulan", "pagu_usulan", (T, 7), None, 7),
    ("usulan", "kesiapan_lahan", (ISI, Kesiapan.SIAP), Kesiapan.BELUM, Kesiapan.SIAP),
    ("usulan", "kesiapan_lahan", (K,), Kesiapan.SIAP, Kesiapan.BELUM),
    ("usulan", "opd_awal_id", (K,), 3, None),
    ("usulan", "berkas_id", (K,), 3, None),
    ("ruang", "kapasitas", (T, 2**31 - 1), 1, ValueError("Kapasitas (orang): bilangan menjadi terlalu besar.")),
    ("pemangku_kepentingan", "aktif", (ISI, False), True, False),
    ("surat_masuk", "tanggal", (ISI, date(2026, 3, 1)), date(2026, 1, 1), date(2026, 3, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "nama", "ubah", "lama", "baru"), HASIL)
def test_what_comes_of_a_change(kind: str, nama: str, ubah: tuple[Any, ...], lama: Any, baru: Any) -> None:
    column, label = kolom_(kind, nama)
    change = Perubahan(nama, *ubah)
    if isinstance(baru, ValueError):
        with pytest.raises(Keliru) as galat:
            perubahan.new_value(change, column, label, lama)
        assert (str(galat.value.pesan), galat.value.kolom) == (str(baru), nama)
    else:
        assert perubahan.new_value(change, column, label, lama) == baru


def _contoh(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class))  # type: ignore[arg-type]
    nilai = {str: "teks", int: 5, bool: True, Decimal: Decimal("1.25"), date: date(2026, 3, 1), time: time(9, 30)}
    import datetime as dt

    return nilai.get(kolom.python_type(kind), dt.datetime(2026, 3, 1, 9, 30, tzinfo=WIB))


def test_every_column_that_may_be_chosen_survives_the_store_of_an_operation() -> None:
    banyak = 0
    for model in kinds().values():
        for nama, (column, label) in kolom.labelled(model).items():
            if not label.isian:
                continue
            changes = [Perubahan(nama, c, _contoh(column) if c in (ISI, T) else None) for c in perubahan.ways(column)]
            assert perubahan.from_json(model, perubahan.to_json(changes)) == changes
            assert kolom.from_json(column, json_nilai(_contoh(column))) == _contoh(column)
            banyak += len(changes)
    assert banyak > 200


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_no_state_no_own_code_and_nothing_personal_without_the_right(session: Any) -> None:
    for nama in dunia.ORANG:
        actor = dunia.aktor(nama)
        for model in kinds().values():
            pribadi = may(actor, Verb.PRIBADI, model)
            assert model.INDUK not in perubahan.columns(model, actor), "a part stays with its whole"
            for kunci, (_, label) in perubahan.columns(model, actor).items():
                assert label.isian
                assert kunci not in ("status", "kode", "nip", "nomor", "version", "deleted_at"), model
                assert pribadi or not label.pribadi, (nama, model, kunci)


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_what_the_page_does_not_offer_is_refused(session: Any) -> None:
    usulan, tim = kinds()["usulan"], dunia.aktor("tim_musrenbang")
    for aneh, kalimat in (
        ([], "Belum ada isian yang dipilih"),
        ([Perubahan("status", ISI, "final")], "tidak dapat diubah secara massal"),
        ([Perubahan("kode", ISI, "X")], "tidak dapat diubah secara massal"),
        ([Perubahan("tidak_ada", ISI, "X")], "tidak dapat diubah secara massal"),
        ([Perubahan("asal", K)], "tidak dapat diubah secara massal"),
        ([Perubahan("satuan", G, "x")], "Tulis teks yang dicari"),
        ([Perubahan("satuan", ISI, "x"), Perubahan("satuan", T, "y")], "satu cara"),
    ):
        with pytest.raises(Keliru, match=kalimat):
            perubahan.check(usulan, tim, aneh)
    pemangku = kinds()["pemangku_kepentingan"]
    telepon = Perubahan("telepon", ISI, "0812")
    perubahan.check(pemangku, tim, [telepon])
    with pytest.raises(Keliru):
        perubahan.check(pemangku, dunia.aktor("fungsional_perencana"), [telepon])


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_kinds_with_a_screen_for_each_value_are_not_edited_in_bulk(session: Any) -> None:
    admin = dunia.aktor("administrator")
    boleh = {kind for kind, model in kinds().items() if perubahan.may_edit_many(admin, model)}
    assert not boleh & {"pengguna", "peran_pengguna", "pengaturan", "sertifikat_tepercaya"}
    assert {"wilayah", "perangkat_daerah"} <= boleh
