"""Which names mean this machine."""

from __future__ import annotations

import pytest

from models import mesin

SENDIRI = ("localhost", "127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1")
LAIN = (
    "127.jahat.example",
    "127.0.0.1.jahat.example",
    "localhost.jahat.example",
    "",
    None,
    "10.0.0.1",
    "::2",
    "0.0.0.0",
)


@pytest.mark.parametrize("nama", SENDIRI)
def test_this_machine_is_known_by_its_name_and_its_loopback_addresses(nama: str) -> None:
    assert mesin.sendiri(nama)


@pytest.mark.parametrize("nama", LAIN)
def test_no_other_name_is_taken_for_it(nama: str | None) -> None:
    assert not mesin.sendiri(nama)
