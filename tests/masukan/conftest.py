"""The door at which bad input arrives: somebody who may write, a Musrenbang with a usulan, and the judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from models.base import db
from models.riwayat import verify
from tests import dunia
from tests.admin.layar import Layar
from tests.keandalan import KUNCI as KEANDALAN
from tests.masukan.juri import SASARAN, Juri
from tests.orang import Orang


@pytest.fixture
def tim(orang: Orang) -> Layar:
    return Layar(orang.masuk("tim_musrenbang"))


@pytest.fixture
def musrenbang(app: Flask) -> int:
    with app.app_context():
        m = dunia.di_ujung()
        dunia.isi_usulan(m, 1)
        return int(m.id)


@pytest.fixture
def juri(request: pytest.FixtureRequest, app: Flask, record_property: Any) -> Iterator[Juri]:
    satu = Juri(request.node.originalname)
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as a server, which answers with a page
    yield satu
    assert satu.salah == [], "\n".join(satu.salah[:40])
    with app.app_context():
        assert verify(db.session).rusak is None
    kode = ", ".join(f"{n} kali {k}" for k, n in sorted(satu.kode.items()))
    nama = f"Masukan buruk: {satu.nama.removeprefix('test_').replace('_', ' ')}"
    record_property(KEANDALAN, (nama, f"{satu.kasus} kasus: {kode}", SASARAN))
