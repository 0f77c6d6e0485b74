"""What the policy stops, a real browser reports; that the other files leave no report is asked in conftest.py."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import laporan_csp
from tests.browser.peramban import SANDI, Peramban
from tests.peladen import Peladen

pytestmark = pytest.mark.browser


@pytest.fixture
def tersendiri(var_panel: Path) -> Iterator[Peladen]:
    """A server of its own: the one of the other tests must stay without reports."""
    with Peladen(var_panel, DEMO_PASSWORD=SANDI) as berjalan:
        yield berjalan.tunggu()


def test_a_script_that_is_put_into_a_page_is_stopped_and_reported(chromium: Browser, tersendiri: Peladen) -> None:
    p = Peramban(chromium, tersendiri.url)
    p.buka("/login")
    assert laporan_csp(tersendiri) == 0
    p.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.masuk = 1';"
        " document.body.append(s) }"
    )
    assert p.page.evaluate("() => window.masuk") is None
    batas = time.monotonic() + 30
    while not laporan_csp(tersendiri) and time.monotonic() < batas:
        time.sleep(0.1)
    assert laporan_csp(tersendiri) == 1
    p.tutup()
