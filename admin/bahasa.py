"""The language of the screen: Indonesian is the source, another one a catalogue in translations/<kode>/LC_MESSAGES.

Every `Pesan` (labels, rules, errors) is looked up by its msgid where it is printed, the `_("…")` of a template by
Flask-Babel where it stands. What has no translation stands in Indonesian. Papers of the house are printed by another
environment (documents/templat.py) and stay Indonesian always.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from flask import flash as flask_flash
from flask.json.provider import DefaultJSONProvider
from flask_babel import Babel
from jinja2 import pass_eval_context
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from markupsafe import Markup

from admin import kuki
from documents.kata import bilangan
from documents.tulisan import capital, small
from models import ingatan
from models.pesan import Pesan
from models.setelan import AKAR

BAHASA = kuki.PILIHAN["bahasa"].nilai
BAWAAN = next(iter(BAHASA))


@lru_cache(maxsize=8)
def katalog(kode: str) -> NullTranslations:
    """The catalogue of a language; Indonesian has none."""
    # Not get_translations() of Flask-Babel: it asks the context anew for each of some hundred texts of a page.
    return Translations.load(AKAR / "translations", [kode], "panel")


def kini() -> str:
    """The language of this request; Indonesian where there is none (a worker, a command)."""
    if not has_request_context():
        return BAWAAN
    # A page asks some hundred times: once for each of its texts.
    kode: str | None = request.environ.get("panel.bahasa")
    if kode is None:
        kode = request.environ["panel.bahasa"] = kuki.kini("bahasa")
    return kode


def terjemah(pesan: str, kode: str | None = None) -> str:
    """The sentence in that language (of the request), with its parameters put in; those that are sentences too.

    A text that is no `Pesan` is somebody's data: it is never translated.
    """
    if not isinstance(pesan, Pesan):
        return pesan
    kode = kode or kini()
    if kode == BAWAAN:
        return str.__str__(pesan)
    teks = sebanyak(katalog(kode), pesan.msgid, pesan.params.get("n")) if pesan.msgid else ""
    isi = {k: terjemah(v, kode) if isinstance(v, Pesan) else v for k, v in pesan.params.items()}
    return teks.format(**isi) if isi else teks


def sebanyak(isi: NullTranslations, msgid: str, n: object) -> str:
    """The text for that count (`{n}`), where the language has one word for one and another for many.

    Indonesian has not, so both forms of a msgid are the same; a count in words ("10.000+") is many.
    """
    jamak = isi.ngettext(msgid, msgid, 1 if str(n) == "1" else 2)
    return isi.gettext(msgid) if jamak == msgid else jamak


@lru_cache(maxsize=1)
def teks_skrip() -> tuple[tuple[str, str], ...]:
    """(msgid, script) of what the scripts say: the first argument of `kata("…")` (static/kata.js)."""
    return tuple(
        (json.loads(f'"{text}"'), path.name)
        for path in sorted((AKAR / "static").glob("*.js"))
        for text in re.findall(r'\bkata\("((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8"))
    )


@lru_cache(maxsize=8)
def kata_skrip(kode: str) -> dict[str, str]:
    """What the scripts of a page in that language say; nothing in Indonesian, which they speak by themselves."""
    return {} if kode == BAWAAN else {msgid: sebanyak(katalog(kode), msgid, None) for msgid, _ in teks_skrip()}


def flash(pesan: str, jenis: str = "message") -> None:
    """A notice for the next page, in the language of the person who caused it."""
    flask_flash(terjemah(pesan), jenis)


def _cetak(nilai: Any) -> Any:
    return terjemah(nilai) if isinstance(nilai, Pesan) else nilai


def _tetap(msgid: str) -> Markup:
    """The fixed text of a template, which stands in the page as it is written: `_("…")`."""
    return Markup(katalog(kini()).gettext(msgid))  # noqa: S704  # of a template or its translation, nobody's data


def _ingat_potongan(*kunci: Hashable, caller: Callable[[], str]) -> Markup:
    """A part of a page that its key decides alone (roles, contents): drawn once in the life of the process."""
    return ingatan.ingat((), ("potongan", kini(), *kunci), lambda: Markup(caller()), math.inf)  # noqa: S704


def _asli() -> Markup:
    """The attribute of an element whose text is the city's own (the SOP): Indonesian on whatever page it stands."""
    return Markup("") if kini() == BAWAAN else Markup(f' lang="{BAWAAN}"')  # noqa: S704  # a constant


def _kecil(teks: str) -> str:
    return small(terjemah(teks))


def _besar(teks: str) -> str:
    return capital(terjemah(teks))


def _dahulu(saring: Callable[..., str]) -> Callable[..., str]:
    """A filter of Jinja that changes letters: of the translated text."""
    return lambda teks, *isi, **lain: saring(_cetak(teks), *isi, **lain)


@pass_eval_context
def _gabung(konteks: EvalContext, nilai: Iterable[Any], pemisah: str = "", attribute: str | None = None) -> str:
    """Jinja's `join`, whose pieces are translated before they become one text."""
    if attribute is None:
        nilai = [_cetak(satu) for satu in nilai]
    return do_join(konteks, nilai, pemisah, attribute)


class Jawaban(DefaultJSONProvider):
    """What a script is told is in the language of the page that asked."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return super().dumps(_semua(obj), **kwargs)


def _semua(isi: Any) -> Any:
    if isinstance(isi, dict):
        return {k: _semua(v) for k, v in isi.items()}
    return [_semua(satu) for satu in isi] if isinstance(isi, list | tuple) else _cetak(isi)


def pasang(app: Flask) -> None:
    """From now on templates and JSON speak the language of the request; before the first template is compiled."""
    app.json = Jawaban(app)
    Babel(app, default_locale=BAWAAN, locale_selector=kini)
    app.register_blueprint(kuki.blueprint)
    app.jinja_env.install_gettext_callables(_tetap, lambda *isi: katalog(kini()).ngettext(*isi), newstyle=False)
    app.jinja_env.finalize = _cetak
    app.jinja_env.globals |= {"Pesan": Pesan, "ingat_potongan": _ingat_potongan, "asli": _asli}
    app.jinja_env.filters |= {"kecil": _kecil, "besar": _besar}
    app.jinja_env.filters |= {nama: _dahulu(app.jinja_env.filters[nama]) for nama in ("lower", "capitalize")}
    app.jinja_env.filters["join"] = _gabung
    app.jinja_env.filters["angka"] = bilangan
    app.context_processor(lambda: {"bahasa": kini(), "kata_skrip": kata_skrip(kini())})
