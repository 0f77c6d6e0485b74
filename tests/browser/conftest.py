"""A real Chromium, and the panel as `make run` serves it, on a demonstration of its own."""

from __future__ import annotations

import re
import shutil
import urllib.request
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.peramban import PONSEL, SANDI, Peramban
from tests.conftest import CHROMIUM, CHROMIUM_RINGAN, once
from tests.peladen import Peladen

# A page in a process of its own protects from strange pages; here all are the panel's, and a third fewer start.
ONE_RENDERER = ("--process-per-site", "--renderer-process-limit=1", "--disable-site-isolation-trials")
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Ended with its file: its event loop runs in this process, where what signs papers wants one of its own.

    A file whose PERAMBAN_PENUH is set needs the whole browser: to open a PDF, or to draw as the stored pictures were.
    """
    penuh = getattr(request.module, "PERAMBAN_PENUH", False)
    with sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=CHROMIUM if penuh else CHROMIUM_RINGAN,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", *ONE_RENDERER],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstrasi(tmp_path_factory: pytest.TempPathFactory, first_run: Path) -> Path:
    """The same under the password of these tests, made once for all workers of this run."""

    def make(folder: Path) -> None:
        shutil.copytree(first_run, folder, dirs_exist_ok=True)
        with Peladen(folder, "--prepare", DEMO_PASSWORD=SANDI) as first:
            first.tunggu()

    return once(tmp_path_factory, "demonstrasi", make)


@pytest.fixture(scope="module")
def var_panel(tmp_path_factory: pytest.TempPathFactory, demonstrasi: Path) -> Path:
    """Where that panel keeps its state."""
    return Path(shutil.copytree(demonstrasi, tmp_path_factory.mktemp("panel"), dirs_exist_ok=True))


@pytest.fixture(scope="module")
def peladen(var_panel: Path) -> Iterator[Peladen]:
    """A server with its worker on a fresh demonstration; the tests of one file share it."""
    with Peladen(var_panel, DEMO_PASSWORD=SANDI) as berjalan:
        yield berjalan.tunggu()
        if berjalan.proses.poll() is None:
            assert laporan_csp(berjalan) == 0, "peramban melaporkan sesuatu yang ditahan CSP"


def laporan_csp(peladen: Peladen) -> int:
    """How many reports the browsers of this file have sent to `/csp/`."""
    ukuran = urllib.request.urlopen(f"{peladen.url}/metrics", timeout=30).read().decode()
    (n,) = re.findall(r"^panel_csp_laporan_total (\S+)$", ukuran, re.MULTILINE)
    return int(float(n))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """A test that failed says what its window showed and what the panel said meanwhile."""
    laporan = yield
    if laporan.when == "call" and laporan.failed:
        for satu in getattr(item, "funcargs", {}).values():
            if isinstance(satu, Peramban):
                laporan.sections.append(("yang tampak", satu.keadaan()))
            elif isinstance(satu, Peladen):
                laporan.sections.append(("keluaran panel", satu.keluaran[-3_000:]))
    return laporan


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
