"""A real Chromium, and the panel as `make run` serves it, on a demonstration of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.peramban import PONSEL, SANDI, Peramban
from tests.conftest import CHROMIUM
from tests.peladen import Peladen


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def var_panel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where that panel keeps its state."""
    return tmp_path_factory.mktemp("panel")


@pytest.fixture(scope="module")
def peladen(var_panel: Path) -> Iterator[Peladen]:
    """A server with its worker on a fresh demonstration; the tests of one file share it."""
    with Peladen(var_panel, "--prepare", DEMO_PASSWORD=SANDI) as berjalan:
        yield berjalan.tunggu()


@pytest.fixture
def peramban(chromium: Browser, peladen: Peladen) -> Iterator[Peramban]:
    satu = Peramban(chromium, peladen.url)
    yield satu
    satu.tutup()
    assert satu.galat == []


@pytest.fixture
def ponsel(chromium: Browser, peladen: Peladen) -> Iterator[Peramban]:
    """The same with the screen of a phone."""
    satu = Peramban(chromium, peladen.url, PONSEL)
    yield satu
    satu.tutup()
    assert satu.galat == []
