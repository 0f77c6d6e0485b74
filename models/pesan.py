"""A sentence for people: an Indonesian msgid with named parameters, so that it can be translated where it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar


def N_(msgid: str) -> str:  # the name that gettext gives it
    """A text that is collected here and becomes a `Pesan` elsewhere."""
    return msgid


class Pesan(str):
    """A finished sentence that still knows its msgid and parameters (`Pesan("Ruang {ruang} penuh", ruang="A")`)."""

    msgid: str
    params: dict[str, object]

    def __new__(cls, msgid: str, **params: object) -> Pesan:
        text = super().__new__(cls, msgid.format(**params) if params else msgid)
        text.msgid, text.params = msgid, params
        return text

    def __add__(self, other: str) -> Pesan:
        return NotImplemented if hasattr(other, "__html__") else Pesan("{a}{b}", a=self, b=other)

    def __radd__(self, other: str) -> Pesan:
        return NotImplemented if hasattr(other, "__html__") else Pesan("{a}{b}", a=other, b=self)


def rangkai(pemisah: str, bagian: Iterable[str]) -> str:
    """`pemisah.join(bagian)` whose pieces keep what they know; a sentence joined by `+` does so by itself."""
    hasil = ""
    for n, satu in enumerate(bagian):
        hasil = Pesan("{a}{b}{c}", a=hasil, b=pemisah, c=satu) if n else satu
    return hasil


class SopError(Exception):
    """Something the operator can mend; carries the sentence that is shown, and the HTTP status it deserves."""

    status = 409

    def __init__(self, pesan: str, **params: object) -> None:
        self.pesan = pesan if isinstance(pesan, Pesan) else Pesan(pesan, **params)
        super().__init__(str(self.pesan))


class Ditolak(SopError):
    """The person has no right to this (HTTP 403)."""

    status = 403


class TidakAda(SopError):
    """There is no such record, or not for this person (HTTP 404)."""

    status = 404


class TerlaluSering(SopError):
    """The person asks for this too often (HTTP 429)."""

    status = 429


class Keliru(SopError):
    """What was typed cannot be accepted (HTTP 400); `kolom` names the field if there is one."""

    status = 400

    def __init__(self, pesan: str, kolom: str | None = None, **params: object) -> None:
        super().__init__(pesan, **params)
        self.kolom = kolom


# Who reads what is made now, where a text becomes part of a whole at once (a picture): Indonesian unless told.
PEMBACA: ContextVar[Callable[[str], str]] = ContextVar("pembaca", default=str)


def ucap(msgid: str, **params: object) -> str:
    """The sentence in the words of whoever reads it."""
    return PEMBACA.get()(msgid if isinstance(msgid, Pesan) else Pesan(msgid, **params))
