"""A person before the screen: opens pages, fills forms with their token and version, and reads what stands there."""

from __future__ import annotations

import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.orang import token


class Layar:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def buka(self, alamat: str, status: int = 200) -> str:
        jawab = self.client.get(alamat)
        assert jawab.status_code == status, f"{alamat}: {jawab.status_code} {teks(jawab.text)[-300:]}"
        return jawab.text

    def kirim(self, alamat: str, dari: str | None = None, **isian: Any) -> TestResponse:
        """Fill the form of page `dari` (or of `alamat` itself) and send it."""
        halaman = self.client.get(dari or alamat).text
        versi = re.search(r'name="version" value="(\d*)"', halaman)
        data = {"csrf_token": token(halaman), "version": versi[1] if versi else "", **isian}
        return self.client.post(alamat, data=data, content_type="multipart/form-data")

    def simpan(self, alamat: str, **isian: Any) -> int:
        """Send a form that must succeed; the id of the page that follows."""
        jawab = self.kirim(alamat, **isian)
        assert jawab.status_code == 302, f"{alamat}: {jawab.status_code} {salah(jawab.text) or teks(jawab.text)[-300:]}"
        found = re.search(r"id=(\d+)", jawab.headers["Location"])
        return int(found[1]) if found else 0


def teks(halaman: str) -> str:
    """What a page says, without its tags."""
    halaman = re.sub(r"</?mark>", "", halaman)  # a mark of the search stands within a word
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", halaman, flags=re.S)))


def salah(halaman: str) -> list[str]:
    """The sentences beside fields and at the top."""
    return [teks(s).strip() for s in re.findall(r'class="(?:kabar )?salah"[^>]*>(.*?)</(?:p|div)>', halaman, re.S)]


def baris(halaman: str) -> list[int]:
    """The ids of the rows of a list, in their order."""
    return [int(i) for i in re.findall(r'<a href="[^"]*details/\?id=(\d+)">', tabel(halaman))]


def tabel(halaman: str) -> str:
    found = re.search(r'<table class="data">.*?</table>', halaman, re.S)
    return found[0] if found else ""


def tautan(halaman: str, kata: str, rupa: str = "tombol") -> str | None:
    """The address behind a word of the pager, or of another link that looks like a button."""
    found = re.search(rf'<a class="{rupa}" href="([^"]+)">{re.escape(kata)}', halaman)
    return html.unescape(found[1]) if found else None
