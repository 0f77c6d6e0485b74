"""The start page: what waits for a person, counted no further than anybody needs to know."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bulk.daftar import jumlah
from tests.admin.layar import Layar, teks


def test_what_waits_is_counted_by_state_and_no_further_than_a_list(
    tim: Layar, usulan: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.usulan import StatusUsulan

    usulan(5)
    usulan(4, kode=lambda i: f"A-{i}", status=StatusUsulan.DIAJUKAN)
    halaman = teks(tim.buka("/"))
    assert "Usulan: Draf 5" in halaman
    assert "Usulan: Diajukan 4" in halaman
    monkeypatch.setattr(jumlah, "BATAS", 4)
    halaman = teks(tim.buka("/"))
    assert "Usulan: Draf 4+" in halaman
    assert "Usulan: Diajukan 4 " in halaman
    assert "Usulan: Diverifikasi" not in halaman
