"""A server that stands still at the moment it was brought back to: it may be looked at, and not written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import make_url

from jaga import jangkar
from models import keadaan, setelan
from tests.conftest import ADA_POSTGRES
from tests.jaga.conftest import buka


@pytest.mark.skipif(not ADA_POSTGRES, reason="PostgreSQL tidak ditemukan")
@pytest.mark.parametrize("basis", ["postgresql"] if ADA_POSTGRES else [], indirect=True)
def test_the_diary_is_verified_on_a_database_that_can_only_be_read(dipakai: setelan.Setelan) -> None:
    url = make_url(dipakai.database_url).update_query_dict({"options": "-c default_transaction_read_only=on"})
    setelan.pasang(replace(dipakai, database_url=url.render_as_string(hide_password=False)))
    result = jangkar.jalankan()
    assert result.rusak is None
    with buka(dipakai.database_url) as session:
        assert keadaan.RIWAYAT not in keadaan.semua(session)
