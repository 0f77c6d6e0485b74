"""A field for several rows: ticked where they are few, typed by code where a city has thousands."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from admin import gerak
from bulk.daftar import acuan
from models.usulan import Usulan
from sop.konteks import Isian
from tests import dunia

DIMINTA = (Isian("usulan_id", "Usulan yang dikoreksi", "banyak:usulan", wajib=True),)


@pytest.fixture
def usulan(session: Any) -> list[Usulan]:
    m = dunia.musrenbang(usulan=3)
    return list(session.query(Usulan).filter_by(musrenbang_id=m.id).order_by(Usulan.id))


def _form(usulan: list[Usulan], *kiriman: str) -> Any:
    sent = MultiDict([("usulan_id", text) for text in kiriman])
    form = gerak.form_of(DIMINTA, dunia.aktor("tim_musrenbang"), usulan[0].musrenbang_id, sent)
    form.validate()
    return form.usulan_id


def test_a_few_are_ticked(usulan: list[Usulan]) -> None:
    field = _form(usulan, str(usulan[0].id), str(usulan[2].id))
    assert field.data == (usulan[0].id, usulan[2].id)
    assert _form(usulan, "987654").errors == ["Pilih salah satu dari daftar."]
    assert _form(usulan).errors == ["Wajib diisi."]


def test_many_are_typed_by_code_or_words_one_a_line(usulan: list[Usulan], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acuan, "KECIL", 1)
    acuan._cache.clear()
    field = _form(usulan, f"{usulan[2].kode.lower()}\r\n\r\n{usulan[0]}\n{usulan[2].kode}")
    assert field.pilihan is None
    assert field.data == (usulan[2].id, usulan[0].id)


def test_a_code_that_does_not_exist_is_named_and_all_stays_typed(
    usulan: list[Usulan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acuan, "KECIL", 1)
    acuan._cache.clear()
    teks = f"{usulan[0].kode}\nU-0000-00000"
    field = _form(usulan, teks)
    assert "“U-0000-00000” tidak ditemukan" in field.errors[0]
    assert field.typed == teks
