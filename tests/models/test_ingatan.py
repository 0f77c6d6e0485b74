"""What a process remembers: forgotten when it changes here, not shown while it is being changed, old after a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models import ingatan
from models.base import db
from models.musrenbang import Musrenbang
from models.transaksi import membaca


@pytest.fixture
def tahun(session: Any) -> Callable[[], list[int]]:
    ingatan.lupakan()
    stmt = db.select(Musrenbang.tahun).order_by(Musrenbang.tahun)
    return lambda: ingatan.ingat(("musrenbang",), "tahun uji", lambda: list(db.session.scalars(stmt)))


def test_it_is_read_once_and_anew_after_a_change(tahun: Callable[[], list[int]]) -> None:
    first = tahun()
    assert tahun() is first
    db.session.add(Musrenbang(nama="Uji", tahun=2031))
    db.session.flush()
    assert tahun() == [*first, 2031], "one's own change is seen before it is committed"
    db.session.rollback()
    assert tahun() == first

    db.session.add(Musrenbang(nama="Uji", tahun=2032))
    db.session.commit()
    assert tahun() == [*first, 2032]


def test_a_change_by_a_statement_counts_as_well(tahun: Callable[[], list[int]]) -> None:
    db.session.add(Musrenbang(nama="Uji", tahun=2031))
    db.session.commit()
    assert 2031 in tahun()
    db.session.execute(db.update(Musrenbang).where(Musrenbang.tahun == 2031).values(tahun=2033))
    db.session.commit()
    assert 2033 in tahun()


def test_a_change_of_another_kind_leaves_it(tahun: Callable[[], list[int]]) -> None:
    from models.ruang import Ruang

    first = tahun()
    db.session.add(Ruang(nama="Ruang Uji", kapasitas=10))
    db.session.commit()
    assert tahun() is first


def test_what_was_read_before_a_change_is_not_kept_after_it(tahun: Callable[[], list[int]], app: Any) -> None:
    """A reader that began earlier would put back what another transaction has just made old."""
    db.session.rollback()
    with membaca():
        db.session.scalar(db.select(Musrenbang.id).limit(1))  # this transaction has begun
    with app.app_context():
        db.session.add(Musrenbang(nama="Uji", tahun=2034))
        db.session.commit()
    tahun()
    assert not [k for k in ingatan.simpanan if k[1] == "tahun uji"]  # type: ignore[index]
    db.session.rollback()
    assert 2034 in tahun()


def test_what_is_not_worth_keeping_is_asked_again(session: Any) -> None:
    ingatan.lupakan()
    asked: list[int] = []

    def ask(answer: int) -> int:
        asked.append(answer)
        return db.session.scalar(db.select(db.literal(answer)))

    for answer in (1, 2, 12, 13):
        ingatan.ingat(("usulan",), "uji bila", lambda answer=answer: ask(answer), bila=lambda n: n > 10)
    assert asked == [1, 2, 12]


def test_it_grows_old(tahun: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    first = tahun()
    later = ingatan.time.monotonic() + ingatan.UMUR + 1
    monkeypatch.setattr(ingatan.time, "monotonic", lambda: later)
    assert tahun() == first
    assert tahun() is not first


def test_a_savepoint_is_no_transaction(tahun: Callable[[], list[int]], app: Any) -> None:
    """Its release shows nobody anything yet, and its end takes nothing back of what was changed before it."""
    first = tahun()
    db.session.rollback()
    with db.session.begin_nested():
        db.session.add(Musrenbang(nama="Uji", tahun=2036))
        db.session.flush()
    with app.app_context(), membaca():
        assert tahun() == first, "another reader in between"
        db.session.rollback()
    db.session.commit()
    assert 2036 in tahun()

    db.session.add(Musrenbang(nama="Uji", tahun=2037))
    db.session.flush()
    with pytest.raises(KeyError), db.session.begin_nested():
        raise KeyError
    db.session.commit()
    assert 2037 in tahun()


def test_what_was_never_committed_is_not_shown_to_another(tahun: Callable[[], list[int]], app: Any) -> None:
    first = tahun()
    db.session.rollback()
    for work in (lambda: db.session.add(Musrenbang(nama="Uji", tahun=2038)), tahun):
        with db.session.begin_nested():
            work()
            db.session.flush()
    db.session.rollback()
    with app.app_context(), membaca():
        assert tahun() == first
