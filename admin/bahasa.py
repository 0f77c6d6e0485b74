"""The language of the screen: every `Pesan` (labels, rules, errors) is looked up by its msgid where it is printed.

Without a catalogue (static text is Indonesian) the sentence stands as it was written. A second language is a compiled
catalogue translations/<kode>/LC_MESSAGES/panel.mo.
"""

from __future__ import annotations

import gettext
from functools import lru_cache
from typing import Any

from flask import Flask

from documents.kata import bilangan
from documents.tulisan import small
from models.pesan import Pesan
from models.setelan import AKAR

BAWAAN = "id"


@lru_cache(maxsize=8)
def katalog(kode: str = BAWAAN) -> gettext.NullTranslations:
    return gettext.translation("panel", AKAR / "translations", languages=[kode], fallback=True)


def terjemah(pesan: Pesan, kode: str = BAWAAN) -> str:
    """The sentence in that language, with its parameters put in; parameters that are sentences are translated too."""
    catalogue = katalog(kode)
    if type(catalogue) is gettext.NullTranslations:
        return str.__str__(pesan)
    teks = catalogue.gettext(pesan.msgid)
    isi = {k: terjemah(v, kode) if isinstance(v, Pesan) else v for k, v in pesan.params.items()}
    return teks.format(**isi) if isi else teks


def _cetak(nilai: Any) -> Any:
    return terjemah(nilai) if isinstance(nilai, Pesan) else nilai


def pasang(app: Flask) -> None:
    """From now on templates translate what they print; before the first template is compiled."""
    app.jinja_env.finalize = _cetak
    app.jinja_env.filters["kecil"] = small
    app.jinja_env.filters["angka"] = bilangan
