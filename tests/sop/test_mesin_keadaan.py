"""A machine that plays the office at random: whatever people try, in whatever order, the rules of the house hold."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from documents import issue
from tests.conftest import Basis
from tests.keandalan import KUNCI as KEANDALAN
from tests.sop.kantor import Kantor
from tests.sop.kantor_awal import siapkan


@pytest.fixture
def kantor(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Kantor]]:
    """The printer is exchanged: the same paper gives the same bytes, and none waits for a drawing."""
    monkeypatch.setattr(issue, "render", lambda html, *_, **__: b"%PDF-1.7" + hashlib.sha256(html.encode()).digest())
    Kantor.app = app
    with app.app_context():
        Kantor.awal = siapkan()
    yield Kantor
    Kantor.awal.basis.tutup()


def test_whatever_the_office_tries_its_rules_hold(
    kantor: type[Kantor], basis: Basis, ukuran: Callable[[int, int], int], record_property: Any
) -> None:
    """KANTOR_HARI: how many days in the battery; a thousand take ten minutes of a core, twice that on PostgreSQL."""
    tiap_commit = {"sqlite": 80, "postgresql": 4}[basis.dialek]
    hari, tindakan = ukuran(tiap_commit, int(os.environ.get("KANTOR_HARI", "5000"))), ukuran(50, 100)
    run_state_machine_as_test(
        kantor,
        settings=settings(
            max_examples=hari,
            stateful_step_count=tindakan,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    nama = f"Mesin keadaan: usulan dan berita acara dimainkan acak ({basis.dialek})"
    hasil = f"{hari} kali {tindakan} tindakan, {len(_aturan())} aturan, 0 dilanggar"
    record_property(KEANDALAN, (nama, hasil, "0 dilanggar"))


def _aturan() -> list[str]:
    """What is asked after every act."""
    return [nama for nama, nilai in inspect.getmembers(Kantor) if hasattr(nilai, "hypothesis_stateful_invariant")]


def test_each_rule_of_the_house_is_asked() -> None:
    assert len(_aturan()) == 12
