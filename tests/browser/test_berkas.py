"""A file that came from outside, opened in the browser's own viewer."""

from __future__ import annotations

import io
import time

import pytest
from flask import Flask, Response
from PIL import Image
from playwright.sync_api import Browser
from reportlab.pdfgen.canvas import Canvas

from admin import unggah
from tests.served import ask, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PERAMBAN_PENUH = True


def scripted() -> bytes:
    """A red page, and a script that runs when it is opened."""
    canvas = Canvas(out := io.BytesIO(), pagesize=(400, 300))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 400, 300, fill=1)
    canvas._doc.Catalog.OpenAction = _script(canvas)
    canvas.save()
    return out.getvalue()


def _script(canvas: Canvas) -> object:
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFString

    return PDFDictionary({"S": PDFName("JavaScript"), "JS": PDFString('app.alert("hidup"); app.launchURL("/lari")')})


def test_a_pdf_from_outside_is_shown_in_a_sandbox(chromium: Browser) -> None:
    asked: list[str] = []
    app = Flask(__name__)

    @app.route("/<path:address>")
    def file(address: str) -> Response:
        asked.append(address)
        return unggah.serve("a.pdf", "application/pdf", scripted())

    with serving(app) as port:
        page = chromium.new_page()
        page.goto(f"http://127.0.0.1:{port}/a.pdf")
        until = time.monotonic() + 30
        while not (red := _red(page.screenshot())) and time.monotonic() < until:
            time.sleep(0.2)
        page.close()
        sent = ask(port, path="/a.pdf")[0].headers  # what the browser tells is the policy of its viewer
    assert sent["Content-Security-Policy"].startswith("sandbox;")
    assert red, "the viewer shows it"
    assert "lari" not in asked


def _red(picture: bytes) -> bool:
    image = Image.open(io.BytesIO(picture)).convert("RGB").resize((80, 60))
    return any(image.getpixel((x, y)) == (255, 0, 0) for x in range(80) for y in range(60))  # type: ignore[comparison-overlap]
