"""Files on their way out: a name in any script, and never as a page of this site."""

from __future__ import annotations

import pytest

from admin.unggah import serve


@pytest.mark.parametrize(
    "nama", ["Laporan.pdf", "Daftar hadir – Musrenbang.pdf", "名簿.pdf", 'a"b\r\nX: y.pdf', "?.pdf"]
)
def test_a_file_name_of_any_script_fits_into_the_header(nama: str) -> None:
    jawab = serve(nama, "application/pdf", b"%PDF-1.4")
    isi = jawab.headers["Content-Disposition"]
    isi.encode("latin-1")  # what every WSGI server does
    assert "\n" not in isi
    assert ("filename*=UTF-8''" in isi) == (not nama.isascii())


def test_what_a_browser_could_run_is_downloaded() -> None:
    assert serve("a.html", "text/html", b"<script>").headers["Content-Disposition"].startswith("attachment")
    assert serve("a.pdf", "application/pdf", b"%PDF").headers["Content-Disposition"].startswith("inline")
