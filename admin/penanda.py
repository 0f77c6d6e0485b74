"""Finds the fixed texts of the templates while Jinja compiles them, so that no template needs marks.

A text is what stands between two tags, or in an attribute that people read. It is its own msgid; what a template puts
in between (`{{ … }}`) parts it in two. Texts inside expressions are marked by hand: `_("Ubah")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

DIBACA = frozenset({"title", "placeholder", "aria-label", "alt", "label", "data-konfirmasi"})
_HURUF = re.compile(r"[^\W\d_]{2}")
_BUKAN = re.compile(r"[=<>{}\"]")  # part of a tag that stands alone, as in a {% set %}
_ATRIBUT = re.compile(r"([\w-]+)\s*=\s*$")


@dataclass
class Pembaca:
    """Where in the HTML a template is: carried over from one piece of data to the next."""

    tag: str | None = None  # the name of the open tag, None between tags
    kutip: str = ""  # the quotation mark of the open value
    atribut: str = ""
    lewati: str = ""  # script or style
    ekor: str = field(default="")  # the tag so far, to find the attribute's name

    def potong(self, data: str) -> Iterator[tuple[bool, str]]:
        """(is it read by people, text) pieces that together are `data`."""
        awal = i = 0
        while i < len(data):
            c = data[i]
            if self.tag is None:
                if c == "<" and re.match(r"</?[a-zA-Z!]", data[i : i + 3]):
                    yield not self.lewati, data[awal:i]
                    awal = i
                    nama = re.match(r"</?([\w!-]*)", data[i:])
                    assert nama
                    self.tag, self.ekor = nama[0], ""
            elif self.kutip:
                if c == self.kutip:
                    yield self.atribut in DIBACA, data[awal:i]
                    awal, self.kutip = i, ""
            elif c in "\"'":
                ada = _ATRIBUT.search(self.ekor)
                self.atribut, self.kutip, self.ekor = ada[1].lower() if ada else "", c, ""
                yield False, data[awal : i + 1]
                awal = i + 1
            elif c == ">":
                self._tutup()
                yield False, data[awal : i + 1]
                awal = i + 1
            else:
                self.ekor += c
            i += 1
        if awal < len(data):
            baca = self.atribut in DIBACA if self.kutip else self.tag is None and not self.lewati
            yield baca, data[awal:]

    def _tutup(self) -> None:
        nama = (self.tag or "").lower()
        if nama in ("<script", "<style"):
            self.lewati = nama[1:]
        elif nama == f"</{self.lewati}":
            self.lewati = ""
        self.tag = None


def belah(teks: str) -> tuple[str, str, str]:
    """(space before, msgid, space after); no msgid where nothing is to be said."""
    inti = teks.strip()
    if not inti or not _HURUF.search(inti) or _BUKAN.search(inti):
        return teks, "", ""
    awal = teks.index(inti)
    return teks[:awal], " ".join(inti.split()), teks[awal + len(inti) :]


_BUKA = (("variable_begin", "{{"), ("name", "_t"), ("lparen", "("))
_TUTUP = (("rparen", ")"), ("variable_end", "}}"))


class Penanda(Extension):
    """Puts `{{ _t("…") }}` in the place of every text: so they are collected."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:  # type: ignore[override]
        pembaca = Pembaca()
        for token in stream:
            if token.type != "data":
                yield token
                continue
            for baca, teks in pembaca.potong(token.value):
                sebelum, msgid, sesudah = belah(teks) if baca else (teks, "", "")
                if sebelum:
                    yield Token(token.lineno, "data", sebelum)
                if msgid:
                    for jenis, nilai in (*_BUKA, ("string", msgid), *_TUTUP):
                        yield Token(token.lineno, jenis, nilai)
                if sesudah:
                    yield Token(token.lineno, "data", sesudah)


class Penerjemah(Extension):
    """Puts the translation in the place of every text, once, while the template is compiled for its language.

    `environment.terjemahan` gives it; an environment without one keeps its templates as they are written.
    """

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterator[Token]:  # type: ignore[override]
        terjemahan: Callable[[str], str] | None = getattr(self.environment, "terjemahan", None)
        return stream if terjemahan is None else _terjemahkan(stream, terjemahan)


def _terjemahkan(stream: TokenStream, terjemahan: Callable[[str], str]) -> Iterator[Token]:
    pembaca = Pembaca()
    for token in stream:
        if token.type == "data":
            isi = ""
            for baca, teks in pembaca.potong(token.value):
                sebelum, msgid, sesudah = belah(teks) if baca else (teks, "", "")
                isi += f"{sebelum}{terjemahan(msgid) if msgid else ''}{sesudah}"
            token = Token(token.lineno, "data", isi)
        yield token
