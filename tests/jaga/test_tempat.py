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
        return Pemakaian(0, 0, int(bebas[tempat] * ukuran) + cadangan.SELA)

    monkeypatch.setattr(cadangan, "_disk", lambda tempat: 1 if sedisk else id(tempat))
    monkeypatch.setattr(shutil, "disk_usage", pemakaian)
    if sempit is None:
        assert cadangan.buat()[0].is_file()
        return
    with pytest.raises(SopError) as galat:
        cadangan.buat()
    assert f"Tempat pada disk {folder[sempit]} tidak cukup" in str(galat.value.pesan)
    assert not list(dipakai.backup_dir.iterdir())


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
