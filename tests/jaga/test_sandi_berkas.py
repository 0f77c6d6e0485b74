"""The encrypted file: what was written comes back, nothing else ever does, and other readers of age open it."""

from __future__ import annotations

import errno
import io
from typing import Any

import pyrage
import pytest
from pyrage import x25519

from jaga.sandi_berkas import CadanganRusak, decrypted, encrypted, identity

CHUNK = 1 << 16  # of the age format


def tulis(isi: bytes, kunci: bytes = b"kunci") -> bytes:
    keluar = io.BytesIO()
    with encrypted(keluar, kunci) as stream:
        for awal in range(0, len(isi), 50_000):
            stream.write(isi[awal : awal + 50_000])
    return keluar.getvalue()


def baca(isi: bytes, *ring: bytes) -> bytes:
    with decrypted(io.BytesIO(isi), ring or (b"kunci",)) as stream:
        return stream.read()


@pytest.mark.parametrize("panjang", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK])
def test_what_was_written_comes_back(panjang: int) -> None:
    isi = bytes(i % 251 for i in range(panjang))
    assert baca(tulis(isi)) == isi
    assert isi[:40] not in tulis(isi) or panjang < 16


def test_the_identity_of_a_key_never_changes_and_opens_the_file_elsewhere() -> None:
    """It is pinned: a backup of ten years ago must open, and the checksum of the line is the library's to judge."""
    line = identity(b"kunci")
    assert line == "AGE-SECRET-KEY-1ZW0PXWW8W5NPYS57FCQ0UWZDKWHK720MS5VPPZPQ6UYWJTAGU90QDM6AM8"
    assert pyrage.decrypt(tulis(b"isi"), [x25519.Identity.from_str(line)]) == b"isi"
    public = x25519.Identity.from_str(line).to_public()
    assert str(public) == "age16d3j3jx62duwaw76v6mthl6uh7rltn3tn52r0urcev7yskgxru6q4g3dz0"
    assert baca(pyrage.encrypt(b"dari luar", [public])) == b"dari luar"


def test_any_key_has_an_identity() -> None:
    for kunci in (b"", b"x", bytes(32), b"\xff" * 99, "kunci – é".encode()):
        x25519.Identity.from_str(identity(kunci))


def test_no_cut_is_taken_for_a_whole_file() -> None:
    utuh = tulis(bytes(2 * CHUNK))
    for panjang in [*range(500), CHUNK, 2 * CHUNK, *range(len(utuh) - 40, len(utuh))]:
        with pytest.raises(CadanganRusak):
            baca(utuh[:panjang])


def test_no_changed_bit_is_passed_on() -> None:
    utuh = tulis(bytes(200))
    for letak in range(len(utuh)):
        with pytest.raises(CadanganRusak):
            baca(utuh[:letak] + bytes([utuh[letak] ^ 1]) + utuh[letak + 1 :])


def test_chunks_that_change_places_and_bytes_behind_the_end_are_noticed() -> None:
    utuh = tulis(bytes(3 * CHUNK))
    akhir = len(utuh) - 16 - CHUNK
    satu, dua = utuh[akhir - 2 * (CHUNK + 16) : akhir - CHUNK - 16], utuh[akhir - CHUNK - 16 : akhir]
    for isi in (utuh.replace(satu + dua, dua + satu), utuh + b"x"):
        with pytest.raises(CadanganRusak, match="sebelum bita ke-"):
            baca(isi)


def test_another_key_is_called_another_key_and_a_former_one_opens() -> None:
    with pytest.raises(CadanganRusak, match="Kunci cadangan tidak cocok"):
        baca(tulis(b"isi"), b"kunci lain")
    assert baca(tulis(b"isi"), b"kunci baru", b"kunci") == b"isi"


def test_who_stops_early_is_not_told_of_damage_further_on() -> None:
    isi = tulis(bytes(40 * CHUNK))
    with decrypted(io.BytesIO(isi[:-1]), (b"kunci",)) as stream:
        assert stream.read(10) == bytes(10)


def test_an_archive_that_is_torn_is_called_torn_and_not_what_follows_from_it() -> None:
    def archive(isi: bytes) -> None:
        with decrypted(io.BytesIO(isi), (b"kunci",)) as stream:
            while stream.read(1000):
                pass
            raise EOFError("as gzip and tar say")

    with pytest.raises(CadanganRusak, match="rusak atau terpotong"):
        archive(tulis(bytes(2 * CHUNK))[:-1])


class Full(io.BytesIO):
    """A disk that has room for so much."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, data: Any) -> int:
        if self.tell() >= self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("room", [0, 3 * CHUNK])
def test_a_full_disk_is_told_as_the_disk_says_it(room: int) -> None:
    def write() -> None:
        with encrypted(Full(room), b"kunci") as stream:
            for _ in range(100):
                stream.write(bytes(CHUNK))

    with pytest.raises(OSError, match="No space left") as told:
        write()
    assert told.value.errno == errno.ENOSPC


def test_what_fails_while_it_is_written_is_told_as_it_is() -> None:
    def write() -> None:
        with encrypted(io.BytesIO(), b"kunci") as stream:
            stream.write(b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
