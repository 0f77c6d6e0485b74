"""The places that a backup writes to: their disks are asked first, and nobody else clears them away meanwhile."""

from __future__ import annotations

import shutil
from collections import namedtuple
from functools import partial
from pathlib import Path

import pytest

from jaga import basis as basis_jaga
from jaga import cadangan, pulih
from models import setelan
from models.pesan import SopError
from models.waktu import sekarang

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
Pemakaian = namedtuple("Pemakaian", "total used free")


@pytest.mark.parametrize(
    ("sedisk", "di_var", "di_cadangan", "sempit"),
    [
        (False, 0.5, 9, "var"),
        (False, 9, 0.5, "cadangan"),
        (False, 1.5, 1.5, None),  # each of them takes one of the two
        (True, 1.5, 1.5, "cadangan"),
        (True, 2.5, 2.5, None),
    ],
)
@SQLITE
def test_every_disk_is_asked_for_what_is_written_there_before_anything_is(
    dipakai: setelan.Setelan,
    monkeypatch: pytest.MonkeyPatch,
    sedisk: bool,
    di_var: float,
    di_cadangan: float,
    sempit: str | None,
) -> None:
    """Room in times the size of the database; the folder that is short of it is named."""
    asal = basis_jaga.dari(dipakai.database_url)
    assert isinstance(asal, basis_jaga.Sqlite)
    ukuran = asal.berkas.stat().st_size
    folder = {"var": dipakai.var, "cadangan": dipakai.backup_dir}
    bebas = {dipakai.var: di_var, dipakai.backup_dir: di_cadangan}

    def pemakaian(tempat: Path) -> Pemakaian:
        return Pemakaian(0, 0, int(bebas[tempat] * ukuran) + basis_jaga.SELA)

    monkeypatch.setattr(basis_jaga, "_disk", lambda tempat: 1 if sedisk else id(tempat))
    monkeypatch.setattr(shutil, "disk_usage", pemakaian)
    if sempit is None:
        assert cadangan.buat()[0].is_file()
        return
    with pytest.raises(SopError) as galat:
        cadangan.buat()
    assert f"Tempat pada disk {folder[sempit]} tidak cukup" in str(galat.value.pesan)
    assert not list(dipakai.backup_dir.iterdir())


@SQLITE
def test_a_restore_asks_for_its_room_before_it_touches_the_live_data(
    dipakai: setelan.Setelan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new database beside the live one, and the live one kept below VAR: twice its size on one disk."""
    berkas, _ = cadangan.buat()
    asal = basis_jaga.dari(dipakai.database_url)
    assert isinstance(asal, basis_jaga.Sqlite)
    semula = asal.berkas.stat()
    ukuran = semula.st_size
    for kali in (1.5, 2.5):
        monkeypatch.setattr(
            shutil, "disk_usage", lambda _, kali=kali: Pemakaian(0, 0, int(kali * ukuran) + basis_jaga.SELA)
        )
        if kali < 2:
            with pytest.raises(SopError, match="tidak cukup untuk pemulihan: perlu"):
                pulih.pulihkan(berkas)
            assert asal.berkas.stat().st_ino == semula.st_ino, "another file took its place"
            assert not list(dipakai.var.glob("sebelum-pulih-*"))
        else:
            assert pulih.pulihkan(berkas).samping


def test_two_restores_within_one_second_keep_both_states_before_them(
    dipakai: setelan.Setelan, monkeypatch: pytest.MonkeyPatch
) -> None:
    berkas, _ = cadangan.buat()
    kini = sekarang()
    monkeypatch.setattr(cadangan, "sekarang", lambda: kini)
    samping = {pulih.pulihkan(berkas).samping for _ in range(2)}
    assert len(samping) == len(list(dipakai.var.glob("sebelum-pulih-*"))) == 2


@SQLITE
def test_a_second_backup_or_restore_leaves_alone_what_the_first_is_writing(dipakai: setelan.Setelan) -> None:
    """What was left by one that was killed is swept, but only by whoever holds the lock."""
    utuh, _ = cadangan.buat()
    with cadangan.sendirian(), cadangan.ruang_kerja() as tempat:
        sedang = [tempat / "basis", dipakai.backup_dir / "tulis-1.tmp"]
        for berkas in sedang:
            berkas.write_bytes(b"setengah")
        for kedua in (cadangan.buat, pulih.latihan, partial(pulih.pulihkan, utuh)):
            with pytest.raises(SopError, match="lain sedang berjalan"):
                kedua()
        assert all(berkas.exists() for berkas in sedang)
    cadangan.buat()
    assert not sedang[1].exists(), "left over, so swept"
