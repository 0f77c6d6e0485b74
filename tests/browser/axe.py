"""axe-core in a page of the driver: what it finds against WCAG 2.2 A and AA, in words that lead to the place."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page

SUMBER = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
SEMUA = {"type": "tag", "values": WCAG}
# Another look changes colours only, so only what depends on them is asked again.
WARNA = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WARNA_KUAT = {"type": "rule", "values": ["color-contrast-enhanced"]}  # 7:1, for the look of high contrast
JALANKAN = """([lingkup, pilih]) => axe.run(lingkup, {runOnly: pilih, resultTypes: ['violations']}).then(hasil =>
    hasil.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} ${n.html.slice(0, 120)}`)))"""
# The hundredth row is drawn like the tenth, and the rules about colours look at each point of it. Not in the battery.
SHORTER = """() => document.querySelectorAll('main tbody, main ul, main ol').forEach(
    list => [...list.children].slice(12).forEach(row => row.remove()))"""
TANPA_MENU = {"exclude": [["#menu"]]}
# Half of the time went to the menu, which is the same on every page: once for each window, its size and look.
_menu_sudah: WeakKeyDictionary[BrowserContext, set[str]] = WeakKeyDictionary()


def periksa(page: Page, tema: str, aturan: dict[str, object] = SEMUA) -> list[str]:
    """The violations of the open page in this look (`tema` of admin/wajah.py), each with the rule and the element."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(SUMBER)  # by the debugger, past the policy that forbids foreign scripts
    page.evaluate("t => { document.documentElement.dataset.tema = t }", tema)
    sudah, ini = _menu_sudah.setdefault(page.context, set()), f"{tema} {aturan} {page.viewport_size}"
    lingkup = TANPA_MENU if ini in sudah else {"exclude": []}
    sudah.add(ini)
    return [f"{page.url} ({tema}) {langgar}" for langgar in page.evaluate(JALANKAN, [lingkup, aturan])]
