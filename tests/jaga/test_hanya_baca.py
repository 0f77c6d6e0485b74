"""The diary is checked also where nothing can be written: what is being recovered has to be judged first."""

from __future__ import annotations

import os

import pytest
from flask import Flask
from sqlalchemy import make_url

from jaga import jangkar
from models import setelan
from perintah.bukti import TAK_TERINGAT
from tests.conftest import Basis


@pytest.fixture
def read_only(app: Flask, basis: Basis, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the same database, which now takes nothing."""
    if basis.dialek == "sqlite":
        monkeypatch.setattr(os, "access", lambda *_a, **_k: False)  # the tests may run as root, who may write anything
        return basis.url
    url = make_url(basis.url).update_query_dict({"options": "-cdefault_transaction_read_only=on"})
    return url.render_as_string(hide_password=False)


def test_the_diary_is_verified_on_a_database_that_can_only_be_read(
    app: Flask, read_only: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    setelan.pasang(replace(setelan.kini(), database_url=read_only))
    said = app.test_cli_runner().invoke(args=["verify-diary"])
    assert said.exit_code == 0, said.output
    assert "Riwayat utuh" in said.output
    assert TAK_TERINGAT in said.output
    assert not jangkar.daftar(setelan.kini().anchor_dir)
